//! What would be right where a text is not TOML: the slips of people who write no programs.

/// The remedy for a syntax fault that the parser calls `message` and sees at byte `at` of `text`.
pub(super) fn remedy(message: &str, text: &str, at: usize) -> Option<String> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let (before, after) = line.split_at((at - start).min(line.len()));
    let remedy = match message {
        "duplicate key" => "each key and each [table] may stand once",
        _ if message.contains("carriage return") => "save the file with the line ends of Unix or Windows",
        _ if decimal_comma(before, after) || in_braces(line) => "numbers have a point, not a comma: 0.5",
        _ if before.chars().next_back().into_iter().chain(after.chars()).any(is_curly) => {
            "use straight quotation marks: \"…\""
        }
        _ if message.contains("must be quoted") => return Some(unquoted(after)),
        _ if after.starts_with('%') => {
            return Some(share(before.rsplit(['=', ' ', '[', ',']).next().unwrap_or_default()));
        }
        _ if after.starts_with(['–', '−', '—']) => "write a minus as on the keyboard: -0.5",
        _ if message.contains("mantissa") || message.contains("fraction") => {
            "numbers have digits before and after the point: 0.5, 5.0"
        }
        _ if message.contains("key with no value") => "a field is written NAME = VALUE",
        _ if message.contains("unquoted key") && after.starts_with(':') => {
            "a field is written NAME = VALUE, with an equals sign"
        }
        _ if message.contains("unquoted key") && !after.is_ascii() => {
            "names with other letters than a to z stand in quotes: [members.\"österreich\"]"
        }
        _ if message.contains("basic string") || message.contains("literal string") => {
            "close the quotation marks on the same line"
        }
        _ => return None,
    };
    Some(remedy.to_owned())
}

/// Whether the fault is at the comma of something like `0,5`, or just after it.
fn decimal_comma(before: &str, after: &str) -> bool {
    let digit_ends = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let digit_starts = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let at_comma = digit_ends(before) && after.strip_prefix(',').is_some_and(digit_starts);
    let behind_it = before.strip_suffix(',').is_some_and(digit_ends) && digit_starts(after);
    at_comma || behind_it
}

/// Whether an inline table holds something like `{ x = 0,5 }`, which the parser sees as a key without a value at its end.
fn in_braces(line: &str) -> bool {
    let inside = line.split_once('{').map_or("", |(_, inside)| inside);
    inside.split(',').skip(1).any(|part| {
        let part = part.trim_end_matches(['}', ' ']);
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_curly(c: char) -> bool {
    "“”„‟‘’‚‹›«»".contains(c)
}

/// For a value that is neither a number nor in quotes.
fn unquoted(value: &str) -> String {
    let value = value.split('#').next().unwrap_or_default().trim();
    if value.starts_with(['–', '−', '—']) {
        return "write a minus as on the keyboard: -0.5".to_owned();
    }
    if value.starts_with(|c: char| c.is_ascii_digit()) && (value.contains("//") || value.ends_with(';')) {
        return "a value ends with its line, and comments begin with #".to_owned();
    }
    if let Some(percentage) = value.strip_suffix('%') {
        return share(percentage.trim());
    }
    let digits: String = value.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    if digits.parse::<f64>().is_ok() && !digits.contains(|c: char| c.is_alphabetic()) {
        return format!("numbers have no gaps: {digits}");
    }
    "write strings in quotes: \"…\"".to_owned()
}

fn share(percentage: &str) -> String {
    let example = percentage.parse::<f64>().map_or(0.5, |percentage| percentage / 100.0);
    format!("a share is a number from 0 to 1: {example}")
}

#[cfg(test)]
mod tests {
    use super::super::{Options, parse};

    /// The first remedy for a scenario with this line in it.
    fn help(line: &str) -> String {
        let text = format!("[space]\ndimensions = ['x']\n[members.a]\n{line}\n[areas.k]\n");
        let faults = parse("t", &text, &Options::default()).expect_err("a fault");
        faults.iter().find_map(|fault| fault.help.clone()).unwrap_or_default()
    }

    #[test]
    fn slips_of_people_who_write_no_programs_are_answered() {
        for (line, remedy) in [
            ("tolerance = 0,5", "numbers have a point, not a comma: 0.5"),
            ("tolerance = 1.000,5", "numbers have a point, not a comma: 0.5"),
            ("ideal = { x = 0,5 }", "numbers have a point, not a comma: 0.5"),
            ("tolerance = 50 %", "a share is a number from 0 to 1: 0.5"),
            ("tolerance = 2.5%  # of all", "a share is a number from 0 to 1: 0.025"),
            ("influence = 1 000", "numbers have no gaps: 1000"),
            ("influence = 1'000", "numbers have no gaps: 1000"),
            ("tolerance = −0.3", "write a minus as on the keyboard: -0.5"),
            ("ideal = [0.3, –0.3]", "write a minus as on the keyboard: -0.5"),
            ("tolerance = 3;", "a value ends with its line, and comments begin with #"),
            ("tolerance = 3 // as in 2017", "a value ends with its line, and comments begin with #"),
            ("label = China", "write strings in quotes: \"…\""),
            ("label = “China”", "use straight quotation marks: \"…\""),
            ("label = „China“", "use straight quotation marks: \"…\""),
            ("label = \"China", "close the quotation marks on the same line"),
            ("label = 'China", "close the quotation marks on the same line"),
            ("tolerance 0.5", "a field is written NAME = VALUE"),
            ("tolerance: 0.5", "a field is written NAME = VALUE, with an equals sign"),
            ("tolerance = .5", "numbers have digits before and after the point: 0.5, 5.0"),
            ("tolerance = 5.", "numbers have digits before and after the point: 0.5, 5.0"),
            ("[members.österreich]", "names with other letters than a to z stand in quotes: [members.\"österreich\"]"),
            ("ideal = [0]\nideal = [1]", "each key and each [table] may stand once"),
        ] {
            assert_eq!(help(line), remedy, "for {line}");
        }
    }
}
