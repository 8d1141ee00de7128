//! Texts of strange shapes: nested, repeated, in odd letters, or not TOML at all.

use winset::scenario::Code;

use super::{SOUND, one_fault, read, refused, sound, with};

/// Enough to exhaust the stack of whoever calls himself.
const DEEP: usize = 10_000;

#[test]
fn nothing_is_nested_deep_enough_to_break_the_reader() {
    let nested = |open: &str, close: &str| format!("x = {}1{}\n", open.repeat(DEEP), close.repeat(DEEP));
    let too_deep = |text: &str| one_fault(text, Code::Syntax, 1, "it is nested too deeply");
    too_deep(&nested("[", "]"));
    too_deep(&nested("{a = ", "}"));
    too_deep(&nested("[{a = ", "}]"));
    too_deep(&format!("a{} = 1\n", ".a".repeat(DEEP)));
    too_deep(&format!("[a{}]\n", ".a".repeat(DEEP)));
    let rule = format!("rule = {}'consensus'{}\n", "{kind = 'all', rules = [".repeat(DEEP), "]}".repeat(DEEP));
    too_deep(&format!("{rule}{SOUND}"));
}

#[test]
fn a_bracket_that_is_not_closed_is_one_fault_where_it_is_opened() {
    one_fault(
        &format!("x = {}", "[".repeat(DEEP)),
        Code::Syntax,
        1,
        "hostile.toml:1:5: this is not TOML: this array is not closed",
    );
    one_fault(
        &with("ideal = [0.0", "ideal = [0.0, 1.0"),
        Code::Syntax,
        4,
        "this array is not closed (close it with `]`)",
    );
    one_fault(&with("status_quo", "status_quo = { sd = 1.0"), Code::Syntax, 9, "this table is not closed");
    one_fault(&with("dimensions", "dimensions = ['x', 'y' # ]"), Code::Syntax, 2, "this array is not closed");
    let earlier = with("ideal = [0.0", "ideal = [0.0 1.0]").replace("sd = 1.0 }", "sd = 1.0");
    let faults = read(&earlier, &[]).expect_err("two faults");
    let lines: Vec<_> = faults.iter().filter_map(|fault| faults.location(fault)).map(|at| at.line).collect();
    assert_eq!(lines, [4, 9], "what stands before it is told too: {faults}");
}

#[test]
fn rules_are_nested_eight_deep_and_no_deeper() {
    let rule = |depth: usize| {
        let (open, close) = ("{kind = 'all', rules = [".repeat(depth - 1), "]}".repeat(depth - 1));
        format!("rule = {open}{{kind = 'consensus'}}{close}\n{SOUND}")
    };
    sound(&rule(8));
    one_fault(&rule(9), Code::TooMany, 1, "rules are nested at most 8 deep");
    one_fault(&rule(30), Code::TooMany, 1, "rules are nested at most 8 deep");
}

#[test]
fn what_stands_twice_is_named() {
    one_fault(&format!("{SOUND}seed = 1\nseed = 2\n"), Code::Syntax, 15, "each key and each [table] may stand once");
    one_fault(&format!("{SOUND}[space]\n"), Code::Syntax, 14, "each key and each [table] may stand once");
    one_fault(&with("ideal = [0.0", "ideal = { x = 1, x = 2 }"), Code::Syntax, 4, "each key");
    one_fault(&with("dimensions", "dimensions = ['x', 'x']"), Code::Twice, 2, "the dimension `x` stands twice");
    one_fault(&with("initiative", "groups = ['g', 'g']"), Code::Twice, 7, "the group `g` stands twice");
}

#[test]
fn texts_that_are_none_are_refused() {
    refused("", "a scenario needs a [space]");
    refused("\u{feff}", "a scenario needs a [space]");
    one_fault("\0", Code::Syntax, 1, "not TOML");
    one_fault(&SOUND.replace('\n', "\r"), Code::Syntax, 2, "save the file with the line ends of Unix or Windows");
    one_fault(&format!("{SOUND}[scenario]\ntitle = \"a\0b\"\n"), Code::Syntax, 15, "not TOML");
    one_fault(&format!("{SOUND}[scenario]\ntitle = \"\"\"open\n"), Code::Syntax, 16, "not TOML");
    one_fault(&format!("{SOUND}\u{2028}"), Code::Syntax, 14, "not TOML");
    sound(&format!("\u{feff}{SOUND}"));
    sound(&SOUND.replace('\n', "\r\n"));
}

#[test]
fn names_are_letters_digits_and_nothing_that_could_break_a_file() {
    let member = |id: &str| format!("{SOUND}[members.\"{id}\"]\nideal = [0, 0]\n");
    for id in [
        "",
        " ",
        "a b",
        "a.b",
        "a/b",
        "..",
        "a\\u0000",
        "\\u001b[31m",
        "a\\nb",
        "\\u202e",
        "a,b",
        "\\\"",
        "@a",
        "☃",
        "-a",
        "*",
        "\u{301}",
    ] {
        one_fault(&member(id), Code::BadName, 14, "cannot be the name of a member");
    }
    one_fault(&member(&"ä".repeat(33)), Code::BadName, 14, "at most 64 bytes");
    for id in ["ä", "中国", "Ελλάς", "ไทย", "हिन्दी", "Ａ", "Å", "ק", "𝔘", &"ä".repeat(32)]
    {
        assert_eq!(sound(&member(id)).variants[0].model().members[2].id, id);
    }
    assert_eq!(sound(&member("A\u{030a}")).variants[0].model().members[2].id, "Å", "accents are composed");
    sound(&with("initiative", "groups = ['Ελλάς', 'x_1']"));
    one_fault(&with("initiative", "groups = [\"a\\u0007\"]"), Code::BadName, 7, "cannot be the name of a group");
    one_fault(&format!("{SOUND}[areas.\"\\u0000\"]\n"), Code::BadName, 14, "cannot be the name of an area");
}

#[test]
fn control_characters_of_the_file_do_not_reach_the_terminal() {
    let text = format!("{SOUND}\"\\u001b[2J\" = 1\n[\"\\u001b]0;x\\u0007\"]\n");
    let faults = read(&text, &[]).expect_err("unknown");
    assert_eq!(faults.codes().collect::<Vec<_>>(), [Code::UnknownField, Code::UnknownField]);
    let faults = faults.to_string();
    assert!(!faults.contains('\u{1b}') && !faults.contains('\u{7}'), "{faults:?}");
}
