//! Nothing that can be written makes the reader panic, and faults can always be drawn.

use proptest::prelude::*;
use winset::scenario::Override;

use super::read;

const DOCKING: &str = include_str!("../../scenarios/docking-basic.toml");

const WORDS: [&str; 24] = [
    "=",
    ".",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "\"",
    "'",
    "\n",
    ",",
    "-1",
    "nan",
    "1e400",
    "0",
    "99999999999999999999",
    "true",
    "\"x\"",
    "[]",
    "{}",
    "2017-01-01",
    "\u{feff}",
    "ä",
    "\"\"\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_string_makes_it_panic(text in "\\PC{0,80}") {
        let _ = read(&text, &[]);
        drop(Override::parse(&text));
    }

    #[test]
    fn no_slip_of_the_pen_makes_it_panic(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, prop::sample::select(&WORDS[..])), 1..4)
    ) {
        let mut characters: Vec<char> = DOCKING.chars().collect();
        for (place, length, word) in cuts {
            let start = place.index(characters.len());
            let end = (start + length).min(characters.len());
            characters.splice(start..end, word.chars());
        }
        let _ = read(&characters.into_iter().collect::<String>(), &[]);
    }

    #[test]
    fn no_value_at_any_field_makes_it_panic(
        line in any::<prop::sample::Index>(), value in prop::sample::select(&WORDS[11..22]),
    ) {
        let keys: Vec<usize> = DOCKING.match_indices(" = ").map(|(at, _)| at).collect();
        let at = keys[line.index(keys.len())];
        let end = DOCKING[at..].find('\n').map_or(DOCKING.len(), |length| at + length);
        let _ = read(&format!("{} = {value}{}", &DOCKING[..at], &DOCKING[end..]), &[]);
    }

    #[test]
    fn no_override_makes_it_panic(path in "(members|areas|negotiation|rule|variants|run)(\\.(china|amendment|after|set|0|x)){0,3}", value in prop::sample::select(&WORDS[11..22])) {
        let _ = read(DOCKING, &[&format!("{path}={value}")]);
    }
}
