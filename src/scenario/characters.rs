use std::path::Path;

/// Whether a character has no business in a label or a message: control characters, which a terminal obeys; marks that
/// turn the direction of writing; and what no XML document, so no figure, may hold.
pub fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text as a message shows it: what is unprintable is written out, such as `\u{1b}`; lines stay lines.
pub fn shown(text: &str) -> String {
    written_out(text, |c| unprintable(c) && !matches!(c, '\n' | '\t'))
}

/// A path as a message shows it: what is unprintable is written out, and what is not UTF-8 is `�`.
pub fn shown_path(path: &Path) -> String {
    written_out(&path.to_string_lossy(), unprintable)
}

fn written_out(text: &str, which: impl Fn(char) -> bool) -> String {
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
        assert_eq!(shown(text), "a\\u{1b}[2J\\u{9b}b\\r\\u{202e}ß\n");
        assert_eq!(shown_path(Path::new(text)), "a\\u{1b}[2J\\u{9b}b\\r\\u{202e}ß\\n");
    }
}
