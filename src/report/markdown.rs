//! A user's text in a manuscript: it is read as it was written, and does nothing.

/// The text with a backslash before what Markdown would take for a mark of its own: emphasis, code, links, images, tags,
/// cells of a table, mathematics. Addresses are no links either.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        let rest = &text[place..];
        let mark = r"\`*_[]<>!|&~#$^{}".contains(c);
        let www = || text[..place].len() >= 3 && text.as_bytes()[place - 3..place].eq_ignore_ascii_case(b"www");
        let address = rest.starts_with("://") || c == '@' || c == '.' && www();
        if mark || address {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::literal;

    proptest! {
        #[test]
        fn a_reader_of_markdown_sees_the_text_and_nothing_else(text in r"[ a-z0-9\\`*_\[\]<>!|&;~#$:/.@()\-+={}'\x22^]{1,30}") {
            let text = text.trim();
            prop_assume!(!text.is_empty());
            let document = format!("### {0}\n\n| {0} | b |\n|---|---|\n| c | {0} |\n", literal(text));
            let mut seen = vec![String::new()];
            for event in Parser::new_ext(&document, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
                match event {
                    Event::Text(piece) => seen.last_mut().expect("one at least").push_str(&piece),
                    Event::End(TagEnd::Heading(_) | TagEnd::TableCell) => seen.push(String::new()),
                    Event::Start(Tag::Heading { .. } | Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell)
                    | Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow) => {}
                    other => prop_assert!(false, "{other:?} in {document}"),
                }
            }
            prop_assert_eq!(seen, [text, text, "b", "c", text, ""]);
        }
    }

    #[test]
    fn titles_cannot_act_in_a_manuscript() {
        assert_eq!(literal("Docking: six founders, 2/3 (of 9)"), "Docking: six founders, 2/3 (of 9)");
        assert_eq!(literal("![x](http://e.org/y.png)"), r"\!\[x\](http\://e.org/y.png)");
        assert_eq!(
            literal("a|b <i>&amp; `c` *d* _e_ ~f~ $g$ #h"),
            r"a\|b \<i\>\&amp; \`c\` \*d\* \_e\_ \~f\~ \$g\$ \#h"
        );
        assert_eq!(literal(r"\[x]"), r"\\\[x\]");
        assert_eq!(literal("WWW.example.org"), r"WWW\.example.org");
    }
}
