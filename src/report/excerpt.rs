//! The part of a source that is drawn around a fault: a few lines, and of a very long line a piece.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::scenario::{Origin, Source};

/// Bytes that are drawn before and after what is at fault, at most.
const AROUND: usize = 400;
/// Bytes of what is at fault that are underlined, at most.
const UNDERLINED: usize = 160;

/// A piece of a source that knows where it was cut out.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    name: &'a str,
    text: &'a str,
    /// First byte of the piece in the source.
    start: usize,
    /// Lines before the piece.
    line: usize,
    /// Bytes of its first line before the piece.
    column: usize,
    /// What is at fault, or its beginning, in the source.
    pub underlined: (usize, usize),
}

impl<'a> Excerpt<'a> {
    /// Cuts out what stands around `at`.
    pub fn new(source: &'a Source, at: Origin) -> Self {
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
            name: &source.name,
            text: &text[start..end],
            start,
            line: text[..start].bytes().filter(|&byte| byte == b'\n').count(),
            column: start - line_start,
            underlined: (first, last),
        }
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let offset = span.offset().checked_sub(self.start).ok_or(MietteError::OutOfBounds)?;
        let inside = self.text.as_bytes().read_span(&(offset, span.len()).into(), before, after)?;
        let column = inside.column() + if inside.line() == 0 { self.column } else { 0 };
        let drawn = (self.start + inside.span().offset(), inside.span().len()).into();
        let (line, lines) = (self.line + inside.line(), inside.line_count());
        Ok(Box::new(MietteSpanContents::new_named(self.name.to_owned(), inside.data(), drawn, line, column, lines)))
    }
}
