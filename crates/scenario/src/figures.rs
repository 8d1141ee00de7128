//! Numbers as people write them into tables: what they are, and whether they could be something else.

use std::collections::BTreeMap;

use super::code::Code;
use super::csv::{Cell, Kind};
use super::fault::Fault;
use super::node::{Node, Value};
use super::suggest::shown;

/// What parts thousands without being a comma or a point.
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];
const APOSTROPHES: [char; 2] = ['\'', '’'];
/// The largest whole number that every spreadsheet holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// How the numbers of a table are written. One sign stands before decimals in all of it, one between thousands in a column.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    decimal: Option<char>,
    /// A cell that says so.
    example: String,
    columns: BTreeMap<usize, Column>,
}

#[derive(Debug, Default)]
struct Column {
    thousands: Option<char>,
    /// What numbers such as `83.517` have before three digits, and what it is.
    mark: BTreeMap<char, Mark>,
}

#[derive(Debug, Clone)]
enum Mark {
    Decimal,
    Thousands,
    /// The question.
    Doubt(Box<Fault>),
}

/// What a number's marks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    /// Three digits follow the only mark.
    Either(char),
    Told {
        decimal: Option<char>,
        thousands: Option<char>,
    },
}

impl Numbers {
    /// Looks at these columns of `rows`. With `local`, a point alone does not go without saying.
    pub fn of(rows: &[Vec<Cell>], columns: &[usize], local: bool) -> Self {
        let texts = |column: usize| {
            let cells = rows.iter().filter_map(move |row| row.get(column)).filter(|cell| cell.kind == Kind::Text);
            cells.filter_map(|cell| Some((cell, shape(&cell.text)?)))
        };
        let (mut counts, mut examples) = ([0_usize; 2], [None, None]);
        for (cell, shape) in columns.iter().flat_map(|&column| texts(column)) {
            if let Some(sign) = shape.decimal() {
                let index = usize::from(sign == ',');
                counts[index] += 1;
                examples[index].get_or_insert(cell.text.as_str());
            }
        }
        let decimal = match counts {
            [0, 0] => None,
            [points, commas] => Some(if commas > points { ',' } else { '.' }),
        };
        let example = examples[usize::from(decimal == Some(','))].unwrap_or_default().to_owned();
        let read = |&column: &usize| (column, Column::of(texts(column), decimal, local));
        Self { decimal, example, columns: columns.iter().map(read).collect() }
    }

    /// What stands before decimals, if any number has some.
    pub fn decimal_sign(&self) -> Option<&'static str> {
        let mut marks = self.columns.values().flat_map(|column| &column.mark);
        let marked = || marks.find(|(_, mark)| matches!(mark, Mark::Decimal)).map(|(sign, _)| *sign);
        self.decimal.or_else(marked).map(|sign| if sign == ',' { "comma" } else { "point" })
    }

    /// What stands between thousands, in any column.
    pub fn thousands_signs(&self) -> Vec<&'static str> {
        let signs = [(' ', "space"), ('\'', "apostrophe"), ('.', "point"), (',', "comma")];
        let marked = |column: &Column, sign| matches!(column.mark.get(&sign), Some(Mark::Thousands));
        let has = |sign| self.columns.values().any(|column| column.thousands == Some(sign) || marked(column, sign));
        signs.into_iter().filter(|&(sign, _)| has(sign)).map(|(_, name)| name).collect()
    }

    /// The value of a cell that should be a number; text where it is none.
    pub fn read(&self, column: usize, cell: &Cell) -> Node {
        let unread = |fault| Node::unread(fault, cell.at);
        let text = cell.text.as_str();
        match cell.kind {
            Kind::Number(number) => return Node::new(whole(number), cell.at),
            Kind::Error => {
                let fault =
                    Fault::at(Code::WrongKind, cell.at, format!("the formula of this cell gives {}", shown(text)));
                return unread(fault.label("no number"));
            }
            Kind::Text => {}
        }
        let default = Column::default();
        let here = self.columns.get(&column).unwrap_or(&default);
        let (decimal, thousands) = match shape(text) {
            None => return percentage(cell).map_or_else(|| Node::new(plain(text), cell.at), unread),
            Some(Shape::Plain) => (None, None),
            Some(Shape::Either(sign)) => match here.mark.get(&sign) {
                Some(Mark::Doubt(fault)) => return unread((**fault).clone()),
                Some(Mark::Thousands) => (None, Some(sign)),
                _ => (Some(sign), None),
            },
            Some(Shape::Told { decimal, thousands }) => (decimal, thousands),
        };
        let sign_named = |sign| if sign == ',' { "comma" } else { "point" };
        if let (Some(sign), Some(usual)) =
            (decimal, self.decimal.filter(|usual| decimal.is_some_and(|sign| sign != *usual)))
        {
            let (this, that) = (sign_named(sign), sign_named(usual));
            let message =
                format!("`{}` has a decimal {this}, and `{}` a decimal {that}", shown(text), shown(&self.example));
            let fault = Fault::at(Code::AmbiguousNumber, cell.at, message).label("another way of writing");
            return unread(fault.help("write all numbers of a table in one way"));
        }
        if let (Some(sign), Some(usual)) = (thousands, here.thousands)
            && sign != usual
        {
            let message = format!("`{}` parts thousands in another way than the rest of its column", shown(text));
            let fault = Fault::at(Code::AmbiguousNumber, cell.at, message).label("another way of writing");
            return unread(fault.help(format!("write {}", shown(&normal(text, decimal)))));
        }
        Node::new(plain(&normal(text, decimal)), cell.at)
    }
}

impl Column {
    fn of<'a>(cells: impl Iterator<Item = (&'a Cell, Shape)> + Clone, table: Option<char>, local: bool) -> Self {
        let thousands = cells.clone().find_map(|(_, shape)| shape.thousands());
        let large = || {
            cells.clone().any(|(cell, shape)| {
                shape == Shape::Plain
                    && all_digits(unsigned(&cell.text))
                    && unsigned(&cell.text).trim_start_matches('0').len() >= 3
            })
        };
        let told = cells.clone().find_map(|(_, shape)| shape.decimal());
        let mark = |sign: char| {
            let (first, _) = cells.clone().find(|&(_, shape)| shape == Shape::Either(sign))?;
            let elsewhere = table.is_some_and(|table| table != sign);
            let asked = match (told, sign) {
                (Some(_), _) => false,
                _ if elsewhere => false,
                (None, ',') => table.is_none() || large(),
                (None, _) => (local && table.is_none()) || large(),
            };
            Some((
                sign,
                match asked {
                    true => Mark::Doubt(Box::new(ask(first))),
                    false if told.unwrap_or(table.unwrap_or(sign)) == sign => Mark::Decimal,
                    false => Mark::Thousands,
                },
            ))
        };
        Self { thousands, mark: [',', '.'].into_iter().filter_map(mark).collect() }
    }
}

impl Shape {
    /// The sign before decimals that this number shows.
    fn decimal(self) -> Option<char> {
        match self {
            Shape::Told { decimal: Some(sign), .. } => Some(sign),
            Shape::Told { thousands: Some('.'), .. } => Some(','),
            Shape::Told { thousands: Some(','), .. } => Some('.'),
            _ => None,
        }
    }

    fn thousands(self) -> Option<char> {
        match self {
            Shape::Told { thousands, .. } => thousands,
            _ => None,
        }
    }
}

/// What the marks of a number say; `None` where the text is no number.
fn shape(text: &str) -> Option<Shape> {
    let text = unsigned(text);
    let (digits, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(digits, after)| (digits, Some(after)));
    if exponent.is_some_and(|exponent| !all_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))) {
        return None;
    }
    let class = |c: char| match c {
        ',' | '.' => Some(c),
        c if SPACES.contains(&c) => Some(' '),
        c if APOSTROPHES.contains(&c) => Some('\''),
        _ => None,
    };
    if !digits.chars().all(|c| c.is_ascii_digit() || class(c).is_some())
        || !digits.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let mut signs: Vec<char> = digits.chars().filter_map(class).collect();
    let Some(last) = signs.pop() else { return Some(Shape::Plain) };
    let parts: Vec<&str> = digits.split(|c| class(c).is_some()).collect();
    let (after, groups) = parts.split_last().expect("a sign parts");
    let grouped = |groups: &[&str]| is_group(groups[0]) && groups[1..].iter().all(|group| is_triple(group));
    let point = matches!(last, ',' | '.');
    if signs.is_empty() && point {
        let either = is_group(groups[0]) && is_triple(after) && exponent.is_none();
        return Some(if either { Shape::Either(last) } else { Shape::Told { decimal: Some(last), thousands: None } });
    }
    if signs.iter().all(|&sign| sign == last) {
        let sound = grouped(&parts) && exponent.is_none();
        return sound.then_some(Shape::Told { decimal: None, thousands: Some(last) });
    }
    let other = signs[0];
    let sound = point && signs.iter().all(|&sign| sign == other) && other != last && exponent.is_none();
    (sound && grouped(groups) && all_digits(after))
        .then_some(Shape::Told { decimal: Some(last), thousands: Some(other) })
}

/// The number as it is written in a scenario.
fn normal(text: &str, decimal: Option<char>) -> String {
    let minus = if text.starts_with(['-', '−']) { "-" } else { "" };
    let kept = |c: char| match c {
        c if Some(c) == decimal => Some('.'),
        ',' | '.' => None,
        c if SPACES.contains(&c) || APOSTROPHES.contains(&c) => None,
        c => Some(c),
    };
    format!("{minus}{}", unsigned(text).chars().filter_map(kept).collect::<String>())
}

fn plain(text: &str) -> Value {
    let number = text.parse().map(Value::Integer).or_else(|_| text.parse().map(Value::Float));
    number.unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// A spreadsheet's number, which does not say whether it is whole.
fn whole(number: f64) -> Value {
    let is_whole = number.fract() == 0.0 && number.abs() < EXACT;
    if is_whole { Value::Integer(number as i64) } else { Value::Float(number) }
}

/// What is wrong with `50 %`.
fn percentage(cell: &Cell) -> Option<Fault> {
    let text = cell.text.strip_suffix('%')?.trim_end().replace(',', ".");
    let share = text.parse::<f64>().ok()? / 100.0;
    let message = format!("`{}` is not how a number is written here", shown(&cell.text));
    let fault = Fault::at(Code::WrongKind, cell.at, message).label("not a number");
    Some(fault.help(format!("write {share}")))
}

/// The fault that asks what a number such as 83.517 is.
fn ask(cell: &Cell) -> Fault {
    let whole: String = cell.text.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let decimal = cell.text.replace(',', ".");
    let (text, whole, decimal) = (shown(&cell.text), shown(&whole), shown(&decimal));
    Fault::at(Code::AmbiguousNumber, cell.at, format!("`{text}` can be read as {decimal} and as {whole}"))
        .label("decimals or thousands?")
        .help(format!("write {whole} for thousands, or {text}0 for decimals"))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '−', '+']).unwrap_or(text)
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
        Cell { text: text.to_owned(), at: Origin { source: 0, start: 0, end: 0 }, kind: Kind::Text }
    }

    /// What the numbers of columns are read as; a fault by its message.
    fn read(columns: &[&[&str]], local: bool) -> Vec<Vec<String>> {
        let rows: Vec<Vec<Cell>> =
            (0..columns[0].len()).map(|row| columns.iter().map(|column| cell(column[row])).collect()).collect();
        let numbers = Numbers::of(&rows, &(0..columns.len()).collect::<Vec<_>>(), local);
        let value = |column: usize, cell: &Cell| match numbers.read(column, cell).value {
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => format!("{number:?}"),
            Value::Unread(fault) => format!("{}: {}", fault.code, fault.help.unwrap_or_default()),
            Value::String(_) => "text".to_owned(),
            _ => unreachable!("no cell is that"),
        };
        (0..columns.len()).map(|column| rows.iter().map(|row| value(column, &row[column])).collect()).collect()
    }

    fn asked(column: &[&str]) -> bool {
        read(&[column], false)[0].iter().any(|read| read.starts_with("ambiguous-number"))
    }

    #[test]
    fn a_mark_before_three_digits_is_doubtful_where_no_number_tells() {
        assert!(asked(&["569", "83.517", "1200"]));
        assert!(asked(&["569", "-1.250", ""]));
        assert!(asked(&["83,517", "17,475"]));
        assert!(!asked(&["83,517", "17,4"]), "17,4 tells that commas stand before decimals");
        assert!(!asked(&["569", "83.517", "4.25"]), "4.25 tells that points do");
        assert!(!asked(&["569", "83.5"]));
        assert!(!asked(&["83.517", "17.475"]));
        assert!(!asked(&["12", "83.517"]));
        assert!(!asked(&["569", "0.517"]), "no thousands begin with 0");
        assert!(!asked(&["569", "1234.567"]), "nor with four digits");
        let told = read(&[&["83,517"]], false);
        assert_eq!(told[0], ["ambiguous-number: write 83517 for thousands, or 83,5170 for decimals"]);
    }

    #[test]
    fn the_rest_of_the_table_answers_what_one_column_leaves_open() {
        let comma = read(&[&["0,5", "1"], &["1.234", "2.500"], &["1,234", "7"]], true);
        assert_eq!(comma, [["0.5", "1"], ["1234", "2500"], ["1.234", "7"]]);
        let point = read(&[&["0.5", "1"], &["1,234", "2,500"], &["1.234", "7"]], false);
        assert_eq!(point, [["0.5", "1"], ["1234", "2500"], ["1.234", "7"]]);
        let large = read(&[&["0,5", "1"], &["1,234", "500"]], true);
        assert!(large[1][0].starts_with("ambiguous"), "1,234 beside 500 may be a thousand: {large:?}");
        let local = read(&[&["1.234", "2.345"]], true);
        assert!(local[0][0].starts_with("ambiguous"), "with semicolons a point may part thousands: {local:?}");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("0,5", "0.5"),
            ("-1,25", "-1.25"),
            ("−1.5", "-1.5"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1 234", "1234"),
            ("1\u{a0}234,5", "1234.5"),
            ("1\u{202f}234", "1234"),
            ("1'234", "1234"),
            ("1’234.5", "1234.5"),
            ("1,5e-3", "0.0015"),
            ("5", "5"),
            ("-5.25e1", "-52.5"),
            ("50 %", "wrong-kind: write 0.5"),
        ] {
            assert_eq!(read(&[&[text]], false)[0], [number], "for {text}");
        }
        for text in ["much", "12 people", "1,2,x", "1,2,3", "n/a", "%", ",", "1 23", "1.234'567", "12 34,5", "-", "."] {
            assert_eq!(read(&[&[text]], false)[0], ["text"], "{text} is no number");
        }
    }

    #[test]
    fn one_table_writes_numbers_in_one_way() {
        let mixed = read(&[&["0,5", "0,25"], &["0.5", "1"]], false);
        assert_eq!(mixed, [["0.5", "0.25"], ["ambiguous-number: write all numbers of a table in one way", "1"]]);
        let thousands = read(&[&["1 234", "1'234", "12345"]], false);
        assert_eq!(thousands[0], ["1234", "ambiguous-number: write 1234", "12345"]);
    }
}
