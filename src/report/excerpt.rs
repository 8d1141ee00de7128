//! The part of a source that is drawn around a fault: a few lines, and of a very long line a piece.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::scenario::{Origin, Source, line_of, unprintable};

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
        let start = match line_of(&text[from..to], first - from) {
            (lines, _) if lines > 0 && from > 0 => from + first_line_end(&text[from..first]),
            _ => from,
        };
        let end = match text[last..to].rfind(LINE_ENDS) {
            Some(newline) if to < text.len() => last + newline + 1,
            _ => to,
        };
        let (line, line_start) = line_of(text, start);
        Excerpt {
            name: printable(&source.name),
            text: printable(&text[start..end]),
            start,
            line,
            column: characters(&text[line_start..start]),
            underlined: (first, last),
        }
    }
}

/// How a line may end.
const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// Bytes of the first line, its end included.
fn first_line_end(text: &str) -> usize {
    let end = text.find(LINE_ENDS).map_or(text.len(), |end| end + 1);
    end + usize::from(text[..end].ends_with('\r') && text[end..].starts_with('\n'))
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

/// The text without what a terminal would obey, every byte in its place, and every line ended in the way of today.
fn printable(text: &str) -> String {
    let obeyed = |c: char| unprintable(c) && !matches!(c, '\n' | '\r' | '\t');
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' if characters.peek() != Some(&'\n') => clean.push('\n'),
            _ if obeyed(c) => clean.extend(std::iter::repeat_n('?', c.len_utf8())),
            _ => clean.push(c),
        }
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
    fn lines_of_old_macs_are_counted_and_drawn_as_lines() {
        let text = "[space]\r[members.a]\rideal = [0]\r";
        let drawn = drawn(text);
        assert!(drawn.contains("t.toml:2:1") && drawn.contains("1 │ [space]\n 2 │ [members.a]\n"), "{drawn}");
        assert!(drawn.contains("line ends of Unix"), "{drawn}");
    }

    #[test]
    fn what_a_terminal_obeys_is_not_drawn() {
        let text = drawn("shre = 0.6 # \u{1b}]0;owned\u{7}\u{9b}2J \u{202e}\n[spce]\n");
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{text:?}");
        assert!(text.contains("shre = 0.6 # ?]0;owned???2J ???"), "{text}");
    }
}
