//! Texts of strange shapes: nested, repeated, in odd letters, or not TOML at all.

use super::{SOUND, read, refused, sound, with};

/// Enough to exhaust the stack of whoever calls himself.
const DEEP: usize = 10_000;

#[test]
fn nothing_is_nested_deep_enough_to_break_the_reader() {
    let nested = |open: &str, close: &str| format!("x = {}1{}\n", open.repeat(DEEP), close.repeat(DEEP));
    refused(&nested("[", "]"), "not TOML");
    refused(&nested("{a = ", "}"), "not TOML");
    refused(&nested("[{a = ", "}]"), "not TOML");
    refused(&format!("x = {}", "[".repeat(DEEP)), "not TOML");
    refused(&format!("a{} = 1\n", ".a".repeat(DEEP)), "not TOML");
    refused(&format!("[a{}]\n", ".a".repeat(DEEP)), "not TOML");
    let rule = format!("rule = {}'consensus'{}\n", "{kind = 'all', rules = [".repeat(DEEP), "]}".repeat(DEEP));
    refused(&format!("{rule}{SOUND}"), "not TOML");
}

#[test]
fn rules_are_nested_eight_deep_and_no_deeper() {
    let rule = |depth: usize| {
        let (open, close) = ("{kind = 'all', rules = [".repeat(depth - 1), "]}".repeat(depth - 1));
        format!("rule = {open}{{kind = 'consensus'}}{close}\n{SOUND}")
    };
    sound(&rule(8));
    refused(&rule(9), "rules are nested at most 8 deep");
    refused(&rule(30), "rules are nested at most 8 deep");
}

#[test]
fn what_stands_twice_is_named() {
    refused(&format!("{SOUND}seed = 1\nseed = 2\n"), "each key and each [table] may stand once");
    refused(&format!("{SOUND}[space]\n"), "each key and each [table] may stand once");
    refused(&with("ideal = [0.0", "ideal = { x = 1, x = 2 }"), "each key");
}

#[test]
fn texts_that_are_none_are_refused() {
    refused("", "a scenario needs");
    refused("\u{feff}", "a scenario needs");
    refused("\0", "not TOML");
    refused(&SOUND.replace('\n', "\r"), "not TOML");
    refused(&format!("{SOUND}[scenario]\ntitle = \"a\0b\"\n"), "not TOML");
    refused(&format!("{SOUND}[scenario]\ntitle = \"\"\"open\n"), "not TOML");
    refused(&format!("{SOUND}\u{2028}"), "not TOML");
    sound(&format!("\u{feff}{SOUND}"));
    sound(&SOUND.replace('\n', "\r\n"));
}

#[test]
fn names_are_letters_digits_and_nothing_that_could_break_a_file() {
    let member = |id: &str| format!("{SOUND}[members.\"{id}\"]\nideal = [0, 0]\n");
    for id in
        ["", " ", "a b", "a.b", "a/b", "..", "a\\u0000", "\\u001b[31m", "a\\nb", "\\u202e", "a,b", "\\\"", "@a", "☃"]
    {
        refused(&member(id), "member");
    }
    refused(&member(&"ä".repeat(65)), "64");
    for id in ["ä", "中国", "Ελλάς", "ไทย", "Ａ", "Å", "A\u{030a}"] {
        let read = read(&member(id), &[]);
        assert!(read.is_ok() || read.is_err_and(|faults| faults.contains(id)), "{id}");
    }
    sound(&member("中国"));
    sound(&with("initiative", "groups = ['Ελλάς', 'x_1']"));
    refused(&with("initiative", "groups = ['a\\u0007']"), "group");
    refused(&format!("{SOUND}[areas.\"\\u0000\"]\n"), "area");
}

#[test]
fn control_characters_of_the_file_do_not_reach_the_terminal() {
    let faults = read(&format!("{SOUND}\"\\u001b[2J\" = 1\n[\"\\u001b]0;x\\u0007\"]\n"), &[]).expect_err("unknown");
    assert!(!faults.contains('\u{1b}') && !faults.contains('\u{7}'), "{faults:?}");
}
