//! The part of a source that is drawn around a fault: a few lines, and of a very long line a piece.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::scenario::{Origin, Source, unprintable};

/// Bytes that are drawn before and after what is at fault, at most.
const AROUND: usize = 400;
/// Bytes of what is at fault that are underlined, at most.
const UNDERLINED: usize = 160;

/// A piece of a source that knows where it was cut out.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    /// First byte of the piece in the source.
    start: usize,
    /// Lines before the piece.
    line: usize,
    /// Characters of its first line before the piece.
    column: usize,
    /// What is at fault, or its beginning, in the source.
    pub underlined: (usize, usize),
}

impl Excerpt {
    /// Cuts out what stands around `at`.
    pub fn new(source: &Source, at: Origin) -> Self {
        let text = source.text.as_str();
        let first = text.floor_char_boundary(at.start);
        let last = text.ceil_char_boundary(at.end.min(first + UNDERLINED)).max(first);
        let from = text.floor_char_boundary(first.saturating_sub(AROUND));
        let to = text.ceil_char_boundary(last.saturating_add(AROUND));
        // Whole lines where they are short enough.
        let start = match text[from..first].find('\n') {
            Some(newline) if from > 0 => from + newline + 1,
            _ => from,
        };
        let end = match text[last..to].rfind('\n') {
            Some(newline) if to < text.len() => last + newline + 1,
            _ => to,
        };
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        Excerpt {
            name: printable(&source.name),
            text: printable(&text[start..end]),
            start,
            line: text[..start].bytes().filter(|&byte| byte == b'\n').count(),
            column: characters(&text[line_start..start]),
            underlined: (first, last),
        }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let offset = span.offset().checked_sub(self.start).ok_or(MietteError::OutOfBounds)?;
        let inside = self.text.as_bytes().read_span(&(offset, span.len()).into(), before, after)?;
        let begin = inside.span().offset();
        let column = match self.text[..begin].rfind('\n') {
            Some(newline) => characters(&self.text[newline + 1..begin]),
            None => self.column + characters(&self.text[..begin]),
        };
        let drawn = (self.start + inside.span().offset(), inside.span().len()).into();
        let (line, lines) = (self.line + inside.line(), inside.line_count());
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), inside.data(), drawn, line, column, lines)))
    }
}

/// As an editor counts them: without the mark at the beginning of a file.
fn characters(text: &str) -> usize {
    text.trim_start_matches('\u{feff}').chars().count()
}

/// The text without what a terminal would obey, every byte in its place.
fn printable(text: &str) -> String {
    let obeyed = |c: char| unprintable(c) && !matches!(c, '\n' | '\r' | '\t');
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if obeyed(c) { clean.extend(std::iter::repeat_n('?', c.len_utf8())) } else { clean.push(c) }
    }
    clean
}

#[cfg(test)]
mod tests {
    use crate::report::faults::render;
    use crate::scenario::{Options, parse};

    fn drawn(text: &str) -> String {
        render(&parse("t.toml", text, &Options::default()).expect_err("a fault"), false, 100)
    }

    #[test]
    fn columns_are_characters_also_in_a_piece_of_a_long_line() {
        assert!(drawn("label = 'Безопасность', shre = 2\n").contains("t.toml:1:23"));
        let long = format!("{} = 1, x", "я".repeat(1_000));
        assert!(drawn(&long).contains("t.toml:1:1]"), "{}", drawn(&long));
        assert!(
            drawn("[space]\nx = { 'я' = 1, 'я' = 2 }\n").contains("t.toml:2:16"),
            "{}",
            drawn("[space]\nx = { 'я' = 1, 'я' = 2 }\n")
        );
    }

    #[test]
    fn what_a_terminal_obeys_is_not_drawn() {
        let text = drawn("shre = 0.6 # \u{1b}]0;owned\u{7}\u{9b}2J \u{202e}\n[spce]\n");
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{text:?}");
        assert!(text.contains("shre = 0.6 # ?]0;owned???2J ???"), "{text}");
    }
}
