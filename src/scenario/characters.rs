/// Whether a character has no business in a label or a message: control characters, which a terminal obeys; marks that
/// turn the direction of writing; and what no XML document, so no figure, may hold.
pub fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{fffe}' | '\u{ffff}')
}
