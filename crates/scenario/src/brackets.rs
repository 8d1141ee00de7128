//! Which bracket of a TOML text is opened and not closed. The parser sees the end of that only where something cannot go on,
//! and then in every line that follows.

/// An array or inline table that is not closed: its first byte, and what closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed {
    pub at: usize,
    pub closing: char,
}

/// The outermost bracket of a document that is never closed.
pub(super) fn unclosed(document: &str) -> Option<Unclosed> {
    outermost(document, true)
}

/// The outermost bracket of a value that is never closed.
pub(super) fn unclosed_in_value(value: &str) -> Option<Unclosed> {
    outermost(value, false)
}

/// The outermost bracket that is never closed in a text that begins where a heading may stand, or where none may.
fn outermost(text: &str, mut line_begins: bool) -> Option<Unclosed> {
    let mut open: Vec<Unclosed> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        let length = match c {
            '#' => line_end(rest),
            '"' | '\'' => string_length(rest, c),
            // A heading, outside all values.
            '[' if line_begins && open.is_empty() => line_end(rest),
            _ => c.len_utf8(),
        };
        match c {
            '[' if length == 1 => open.push(Unclosed { at, closing: ']' }),
            '{' => open.push(Unclosed { at, closing: '}' }),
            ']' | '}' if open.last().is_some_and(|last| last.closing == c) => drop(open.pop()),
            _ => {}
        }
        line_begins = c == '\n' || (line_begins && c.is_whitespace());
        rest = &rest[length..];
    }
    open.first().copied()
}

/// Bytes up to the end of the line.
fn line_end(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// Bytes of the string that begins `text` with `quote`; one that is not closed ends with its line, or with the text.
fn string_length(text: &str, quote: char) -> usize {
    let triple: String = std::iter::repeat_n(quote, 3).collect();
    let (mark, within) =
        if text.starts_with(&triple) { (triple.as_str(), text) } else { (&triple[..1], &text[..line_end(text)]) };
    let mut escaped = false;
    for (index, c) in within.char_indices().skip(mark.len()) {
        if !escaped && within[index..].starts_with(mark) {
            // Up to two more quotes belong to what stands in three of them.
            let more =
                within[index + mark.len()..].chars().take_while(|&c| mark.len() == 3 && c == quote).take(2).count();
            return index + mark.len() + more;
        }
        escaped = quote == '"' && c == '\\' && !escaped;
    }
    within.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> Option<usize> {
        unclosed(text).map(|bracket| bracket.at)
    }

    #[test]
    fn the_first_bracket_that_is_not_closed_is_found() {
        assert_eq!(opened("[a]\nx = [1, 2\n[b]\ny = [1]\n"), Some(8));
        assert_eq!(opened("x = { a = [1, { b = 2 }\n"), Some(4));
        assert_eq!(opened("x = [[[1]\n"), Some(4));
        assert_eq!(unclosed("x = {").map(|bracket| bracket.closing), Some('}'));
        assert_eq!(unclosed_in_value("[1,").map(|bracket| bracket.at), Some(0));
    }

    #[test]
    fn brackets_in_strings_comments_and_headings_are_none() {
        for text in [
            "[a]\n[[b]]\nx = [1, { y = [] }] # [\n",
            "x = \"[\" \ny = '{' \nz = \"\"\"\n[ \\\"\"\"\" \n",
            "x = '''[ ' [''''\ny = \"a \\\" [\"\n",
            "x = \"\" # {\ny = '' # [\n",
            "x = \"open [\n",
            "x = [\n  [1], # [\n  [2]\n]\n",
        ] {
            assert_eq!(opened(text), None, "{text}");
        }
    }
}
