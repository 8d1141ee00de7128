//! What letters may be, and how they are written.

use std::path::Path;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Whether a character has no business in a label or a message: control characters, which a terminal obeys; marks that
/// turn the direction of writing; and what no XML document, so no figure, may hold.
pub fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text can be an id: letters of any alphabet with their marks, digits, `-` and `_`, not beginning with a mark
/// or with `-`.
pub(super) fn is_name(text: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    text.starts_with(letter) && text.chars().all(|c| letter(c) || c == '-' || is_combining_mark(c))
}

/// The text with every accent in one character with its letter where there is such a one (Unicode's NFC), so that a name
/// typed on one machine is the name typed on another.
pub(super) fn composed(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// A text as a message shows it: what is unprintable is written out, such as `\u{1b}`; lines stay lines.
pub fn printable(text: &str) -> String {
    written_out(text, |c| unprintable(c) && !matches!(c, '\n' | '\t'))
}

/// A path as a message shows it: what is unprintable is written out, and what is not UTF-8 is `�`.
pub fn shown_path(path: &Path) -> String {
    written_out(&path.to_string_lossy(), unprintable)
}

/// The text with those characters written out.
pub(super) fn written_out(text: &str, which: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if which(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_shown_can_command_a_terminal() {
        let text = "a\u{1b}[2J\u{9b}b\r\u{202e}ß\n";
        assert_eq!(printable(text), "a\\u{1b}[2J\\u{9b}b\\r\\u{202e}ß\n");
        assert_eq!(shown_path(Path::new(text)), "a\\u{1b}[2J\\u{9b}b\\r\\u{202e}ß\\n");
    }
}
