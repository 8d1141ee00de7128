use std::ffi::OsString;

use clap::{ColorChoice, ValueEnum};

/// What `--color` says in `arguments`, whatever else may be wrong with them.
pub fn asked(arguments: impl IntoIterator<Item = OsString>) -> ColorChoice {
    let mut choice = ColorChoice::Auto;
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next().filter(|argument| argument != "--") {
        let said = match argument.to_str() {
            Some("--color") => arguments.next(),
            Some(text) => text.strip_prefix("--color=").map(OsString::from),
            None => None,
        };
        let said = said.and_then(|said| ColorChoice::from_str(said.to_str()?, false).ok());
        choice = said.unwrap_or(choice);
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_found_wherever_it_stands() {
        let asked = |line: &str| asked(line.split(' ').map(OsString::from));
        assert_eq!(asked("winset run --nonsense"), ColorChoice::Auto);
        assert_eq!(asked("winset --color never run x.toml"), ColorChoice::Never);
        assert_eq!(asked("winset run x.toml --nonsense --color=always"), ColorChoice::Always);
        assert_eq!(asked("winset run --color purple"), ColorChoice::Auto);
        assert_eq!(asked("winset run -- --color=always"), ColorChoice::Auto);
        assert_eq!(asked("winset run --color"), ColorChoice::Auto);
    }
}
