use std::io::{self, IsTerminal, Write};

use clap::ColorChoice;

use crate::report::table::Style;

/// Settles whether messages have colours. Left to itself: on a terminal, unless NO_COLOR is set.
pub fn colour(choice: ColorChoice) {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    console::set_colors_enabled_stderr(match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => io::stderr().is_terminal() && !set("NO_COLOR") && !dumb,
    });
}

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

/// Writes a message to standard error. Where that cannot be written to there is nobody to tell.
pub fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether messages have colours.
pub(super) fn colours() -> bool {
    console::colors_enabled_stderr()
}

/// The first word of a message, in bold and, where there are colours, in `colour`.
pub(super) fn keyword(word: &str, colour: console::Color) -> impl std::fmt::Display {
    console::style(format!("{word}:")).for_stderr().fg(colour).bold()
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

/// Threads of a run that is not told how many.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
