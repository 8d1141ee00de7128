use std::io::{self, IsTerminal, Write};

use crate::report::table::Style;

/// Writes results to standard output. That nobody reads on (`winset run … | head`) is no error.
pub(super) fn print(text: &str) -> Result<(), super::CommandError> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(super::CommandError::Files(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes results to standard output whether or not they are in files as well, and then says if they are not.
pub(super) fn print_anyway(text: &str, written: Result<(), super::CommandError>) -> Result<(), super::CommandError> {
    match (written, print(text)) {
        (Ok(()), printed) => printed,
        (Err(error), Ok(())) => Err(error),
        (Err(error), Err(second)) => {
            tell(&error.render());
            Err(second)
        }
    }
}

/// Writes a message to standard error. Where that cannot be written to there is nobody to tell.
pub fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether standard error takes colours: a terminal, and NO_COLOR is not set.
pub(super) fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Characters of a line of the terminal at standard output; none where the table goes elsewhere, or into a manuscript.
pub(super) fn table_width(style: Style) -> Option<usize> {
    let terminal = style == Style::Text && io::stdout().is_terminal();
    terminal.then(|| usize::from(console::Term::stdout().size().1))
}

/// Width of the terminal at standard error in characters; 100 where there is none.
pub(super) fn width() -> usize {
    console::Term::stderr().size_checked().map_or(100, |(_, columns)| usize::from(columns))
}
