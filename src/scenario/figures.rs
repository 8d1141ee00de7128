//! Numbers as people write them into tables: what they are, and whether they could be something else.

use super::code::Code;
use super::csv::Cell;
use super::fault::Fault;
use super::node::{Node, Value};
use super::suggest::shown;

/// The value of a cell that should be a number; text where it is none.
pub(super) fn read(cell: &Cell) -> Node {
    let text = cell.text.as_str();
    let value = text.parse().map(Value::Integer).or_else(|_| text.parse().map(Value::Float));
    match (value, plainly(text)) {
        (Ok(value), _) => Node::new(value, cell.at),
        (Err(_), Some(number)) => {
            let message = format!("`{}` is not how a number is written here", shown(text));
            let fault = Fault::at(Code::WrongKind, cell.at, message).label("not a number");
            Node::unread(fault.help(format!("write {}", shown(&number))), cell.at)
        }
        (Err(_), None) => Node::new(Value::String(text.to_owned()), cell.at),
    }
}

/// The mark of a column that may stand before decimals or before thousands, and the first cell that has it.
///
/// Three digits follow it wherever it stands, so that no number of the column tells which it is. Numbers with a point are
/// doubted only beside whole numbers from 100 on: 83.517 beside 569 may be 83517.
pub(super) fn doubtful<'a>(cells: impl Iterator<Item = &'a Cell> + Clone) -> Option<(char, &'a Cell)> {
    [',', '.'].into_iter().find_map(|mark| {
        let tells = |cell: &&Cell| fraction(&cell.text, mark).is_some() && !is_doubtful(&cell.text, mark);
        let large =
            |cell: &&Cell| all_digits(unsigned(&cell.text)) && unsigned(&cell.text).trim_start_matches('0').len() >= 3;
        let first = cells.clone().find(|cell| is_doubtful(&cell.text, mark))?;
        let asked = !cells.clone().any(|cell| tells(&cell)) && (mark == ',' || cells.clone().any(|cell| large(&cell)));
        asked.then_some((mark, first))
    })
}

/// Whether `mark` may stand before thousands in this number.
pub(super) fn is_doubtful(text: &str, mark: char) -> bool {
    fraction(text, mark).is_some_and(|(whole, after)| is_group(whole) && is_triple(after))
}

/// The fault that asks what a number such as 83.517 is.
pub(super) fn ask(cell: &Cell) -> Fault {
    let whole: String = cell.text.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let decimal = cell.text.replace(',', ".");
    let (text, whole, decimal) = (shown(&cell.text), shown(&whole), shown(&decimal));
    Fault::at(Code::AmbiguousNumber, cell.at, format!("`{text}` can be read as {decimal} and as {whole}"))
        .label("decimals or thousands?")
        .help(format!("write {whole} for thousands, or {decimal}0 for decimals"))
}

/// A number that is written in another way than here, as it is written here: `0,5`, `1.234.567`, `1 234`, `50 %`.
fn plainly(text: &str) -> Option<String> {
    let sign = if text.starts_with(['-', '−', '–']) { "-" } else { "" };
    let gap = |c: char| c.is_whitespace() || matches!(c, '\'' | '’');
    let digits: String = unsigned(text).chars().filter(|&c| !gap(c)).collect();
    if let Some(percentage) = digits.strip_suffix('%') {
        let number: f64 = percentage.replace(',', ".").parse().ok()?;
        return Some(format!("{sign}{}", number / 100.0));
    }
    let (whole, decimals) = match digits.rfind([',', '.']) {
        Some(last) if digits.matches(&digits[last..=last]).count() == 1 => (&digits[..last], Some(&digits[last + 1..])),
        _ => (digits.as_str(), None),
    };
    let mut groups = whole.split([',', '.']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (is_group(first) && rest.iter().all(|group| is_triple(group)));
    let sound = all_digits(first) && grouped && decimals.is_none_or(all_digits);
    let decimals = decimals.map(|decimals| format!(".{decimals}")).unwrap_or_default();
    sound.then(|| format!("{sign}{first}{}{decimals}", rest.concat()))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '−', '–', '+']).unwrap_or(text)
}

/// What stands before and after `mark`, where it stands once between digits.
fn fraction(text: &str, mark: char) -> Option<(&str, &str)> {
    unsigned(text).split_once(mark).filter(|(whole, after)| all_digits(whole) && all_digits(after))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_triple(text: &str) -> bool {
    text.len() == 3 && all_digits(text)
}

/// Whether a text can be what stands before thousands: one to three digits that do not begin with 0.
fn is_group(text: &str) -> bool {
    (1..=3).contains(&text.len()) && all_digits(text) && !text.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::super::node::Origin;
    use super::*;

    fn cell(text: &str) -> Cell {
        Cell { text: text.to_owned(), at: Origin { source: 0, start: 0, end: 0 } }
    }

    #[test]
    fn a_mark_before_three_digits_is_doubtful_where_no_number_tells() {
        let asked = |texts: &[&str]| {
            let cells: Vec<Cell> = texts.iter().map(|text| cell(text)).collect();
            doubtful(cells.iter()).map(|(_, cell)| cell.text.clone()).unwrap_or_default()
        };
        assert_eq!(asked(&["569", "83.517", "1200"]), "83.517");
        assert_eq!(asked(&["569", "-1.250", ""]), "-1.250");
        assert_eq!(asked(&["83,517", "17,475"]), "83,517");
        assert_eq!(asked(&["83,517", "17,4"]), "", "17,4 tells that commas stand before decimals");
        assert_eq!(asked(&["569", "83.517", "4.25"]), "", "4.25 tells that points do");
        assert_eq!(asked(&["569", "83.5"]), "");
        assert_eq!(asked(&["83.517", "17.475"]), "");
        assert_eq!(asked(&["12", "83.517"]), "");
        assert_eq!(asked(&["569", "0.517"]), "", "no thousands begin with 0");
        assert_eq!(asked(&["569", "1234.567"]), "", "nor with four digits");
    }

    #[test]
    fn the_question_says_how_to_answer_it() {
        let fault = ask(&cell("83,517"));
        assert_eq!(fault.message, "`83,517` can be read as 83.517 and as 83517");
        assert_eq!(fault.help.as_deref(), Some("write 83517 for thousands, or 83.5170 for decimals"));
    }

    #[test]
    fn numbers_in_other_ways_of_writing_are_answered_with_ours() {
        for (text, number) in [
            ("0,5", "0.5"),
            ("-1,25", "-1.25"),
            ("−1.5", "-1.5"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1 234", "1234"),
            ("1'234", "1234"),
            ("50 %", "0.5"),
        ] {
            let fault = read(&cell(text)).fault().expect(text);
            assert_eq!((fault.code, fault.help), (Code::WrongKind, Some(format!("write {number}"))), "for {text}");
        }
        for text in ["much", "12 people", "1,2,x", "1,2,3", "n/a", "%", ","] {
            assert!(matches!(read(&cell(text)).value, Value::String(_)), "{text} is no number");
        }
        assert!(matches!(read(&cell("5")).value, Value::Integer(5)));
        assert!(matches!(read(&cell("-5.25e1")).value, Value::Float(-52.5)));
    }
}
