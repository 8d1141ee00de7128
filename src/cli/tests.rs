use clap::CommandFactory;

use super::*;

/// The words of a line as a shell would pass them on, up to where its output goes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => words.push(std::mem::take(&mut word)),
            (_, c) => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    let end = words.iter().position(|word| word == ">" || word == "|").unwrap_or(words.len());
    words.truncate(end);
    words
}

fn every_example() -> Vec<&'static str> {
    use examples::{CHECK, COMPLETIONS, MAN, NEW, POWER, RUN, SENSITIVITY, VERIFY, WINSET};
    let all = [WINSET, RUN, SENSITIVITY, CHECK, NEW, POWER, VERIFY, COMPLETIONS, MAN];
    all.into_iter().flatten().map(|(_, commands)| *commands).collect()
}

#[test]
fn the_definition_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn every_example_can_be_typed() {
    for example in every_example() {
        let lines = example.replace("\\\n", "");
        for line in lines.lines() {
            let asks_for_help = line.ends_with("--help");
            let parsed = Cli::try_parse_from(words(line));
            assert!(parsed.is_ok() != asks_for_help, "{line}: {:?}", parsed.err().map(|error| error.to_string()));
        }
    }
}

#[test]
fn every_command_ends_its_help_with_examples_that_fit_a_narrow_terminal() {
    let mut program = Cli::command();
    program.build();
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let help = command.clone().render_long_help().to_string();
        let examples = help.split("\nExamples:\n").nth(1).unwrap_or_else(|| panic!("{help}"));
        assert!(examples.contains(&format!("    winset {}", command.get_name())), "{help}");
        assert!(examples.lines().all(|line| line.chars().count() <= 80), "{examples}");
    }
    let help = program.render_long_help().to_string();
    assert!(help.contains("\nExamples:\n") && help.contains("\nExit status:\n") && help.contains("  130  interrupted"));
}
