//! Faults of a scenario as a person likes to read them.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::Excerpt;
use crate::scenario::{Fault, Faults, Location};

/// Draws each fault with its file, line and column, the text at fault underlined, and what would be right.
///
/// Without `colour` there are no escape sequences; `width` is that of the terminal in characters.
pub fn render(faults: &Faults, colour: bool, width: usize) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width.max(40)).with_links(false);
    let mut out = String::new();
    for fault in faults {
        let excerpt = fault.at.and_then(|at| Some(Excerpt::new(faults.sources().get(at.source)?, at)));
        // Writing to a string cannot fail.
        let _ = handler.render_report(&mut out, &Drawn { fault, excerpt });
    }
    if faults.truncated() {
        out.push_str("and more\n");
    }
    out
}

/// The faults for a program: a row each, with file, line and column where there is a place.
pub fn rows(faults: &Faults) -> Vec<serde_json::Value> {
    let row = |fault: &Fault| {
        let mut row = serde_json::json!({ "message": fault.message, "help": fault.help });
        if let Some(Location { file, line, column }) = faults.location(fault) {
            row["file"] = file.into();
            row["line"] = line.into();
            row["column"] = column.into();
        }
        row
    };
    faults.iter().map(row).collect()
}

/// A fault with the text that it points into.
struct Drawn<'a> {
    fault: &'a Fault,
    excerpt: Option<Excerpt>,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as _)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (start, end) = self.excerpt.as_ref()?.underlined;
        let text = if self.fault.label.is_empty() { "here" } else { &self.fault.label };
        let label = LabeledSpan::at(start..end, text);
        Some(Box::new(std::iter::once(label)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Options, Override, parse};

    const TEXT: &str = "[space]\ndimensions = ['x']\n[members.a]\nideal = [0]\n[members.b]\nideal = [0]\n\
                        influnce = 3\n[areas.k]\n";

    #[test]
    fn a_fault_is_drawn_with_its_place_its_text_and_its_remedy() {
        let set = [Override::parse("agenda.years=-1").expect("PATH=VALUE")];
        let options = Options { overrides: &set, ..Options::default() };
        let faults = parse("study.toml", TEXT, &options).expect_err("two faults");
        let drawn = render(&faults, false, 100);
        for part in [
            "a member has no field `influnce`",
            "study.toml:7:1",
            "7 │ influnce = 3",
            "╰── unknown",
            "did you mean `influence`?",
            "--set:1:14",
            "agenda.years=-1",
        ] {
            assert!(drawn.contains(part), "{part}\nis not in\n{drawn}");
        }
        assert!(!drawn.contains('\u{1b}'), "no escape sequences without colour");
        assert!(render(&faults, true, 100).contains('\u{1b}'));
    }

    #[test]
    fn of_a_very_long_line_a_piece_is_drawn_with_its_place() {
        let text = format!("# first\n[space]\nx = [{}oops, {}]\n", "1, ".repeat(100_000), "2, ".repeat(100_000));
        let faults = parse("long.toml", &text, &Options::default()).expect_err("no value");
        let drawn = render(&faults, false, 100);
        assert!(drawn.contains("long.toml:3:300006") && drawn.contains("oops"), "{drawn}");
        assert!(drawn.len() < 10_000);
    }

    #[test]
    fn a_fault_without_a_place_is_drawn_too() {
        let missing = std::path::Path::new("no-such-folder/no-such-file.toml");
        let faults = crate::scenario::load(missing, &Options::default()).expect_err("missing");
        assert!(render(&faults, false, 80).contains("there is no such file"));
    }
}
