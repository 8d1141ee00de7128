use std::io::{self, IsTerminal, Write};

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

/// Whether standard error takes colours: a terminal, and NO_COLOR is not set.
pub(super) fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Width of the terminal at standard error in characters; 100 where there is none.
pub(super) fn width() -> usize {
    console::Term::stderr().size_checked().map_or(100, |(_, columns)| usize::from(columns))
}
