//! Files of megabytes, and too many of everything.

use std::fmt::Write;

use super::{SOUND, one_fault, read, refused, sound, with};
use winset::scenario::Code;
use winset::scenario::limits::*;

const MOST: usize = MAX_FILE_BYTES as usize;

/// `part`, so often that a file is just not too large.
fn filled(before: &str, part: &str, after: &str) -> String {
    let count = (MOST - before.len() - after.len()) / part.len();
    format!("{before}{}{after}", part.repeat(count))
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(SOUND.to_owned(), |mut text, number| {
        writeln!(text, "{}", line(number)).expect("memory");
        text
    })
}

#[test]
fn a_file_beyond_the_limit_is_not_even_read() {
    refused(&"x".repeat(9 << 20), "larger than 8 MiB");
    refused(&(filled(SOUND, "#\n", "") + "##"), "larger than 8 MiB");
}

#[test]
fn files_full_of_one_thing_are_answered_soon() {
    let until = "a file of more than 1 MiB is read up to its first fault";
    one_fault(&filled("", "=", ""), Code::Syntax, 1, until);
    one_fault(&filled("", "=\n", ""), Code::Syntax, 1, until);
    one_fault(&filled("", "[", ""), Code::Syntax, 1, until);
    one_fault(&filled(SOUND, " ", "x"), Code::Syntax, 14, until);
    one_fault(&filled("x = [", "1,", &format!("]\n{SOUND}")), Code::UnknownField, 1, "a scenario has no field `x`");
    one_fault(&filled(SOUND, "[[relations]]\n", ""), Code::TooMany, 14, "at most 10000 relations");
    refused(&filled("[space]\ndimensions = [", "'x',", "]\n"), "the space has 1 to 8 dimensions, not 20");
    one_fault(&filled(SOUND, "#", "\n[x]\n"), Code::UnknownField, 15, "a scenario has no field `x`");
    sound(&filled(SOUND, "#", "\n"));
}

#[test]
fn strings_of_megabytes_are_cut_in_messages() {
    let word = "x".repeat(MOST - 1_000);
    one_fault(&with("initiative", &format!("{word} = 1")), Code::UnknownField, 7, "has no field `xxxx");
    one_fault(&with("initiative", &format!("status = '{word}'")), Code::UnknownWord, 7, "`status` cannot be");
    one_fault(&with("initiative", &format!("label = '{word}'")), Code::TooMany, 7, "at most 200 characters");
    one_fault(&format!("{SOUND}[scenario]\ntitle = '{word}'\n"), Code::TooMany, 15, "at most 400 characters");
    one_fault(&format!("{SOUND}[members.{word}]\nideal = [0, 0]\n"), Code::BadName, 14, "at most 64 bytes");
    let end = format!("[space.x]\nlow = '{word}'\n{SOUND}");
    one_fault(&end, Code::TooMany, 2, "the name of an end has at most 200 characters");
}

#[test]
fn too_many_of_everything_are_counted() {
    let too_many = |text: &str, line, message: &str| one_fault(text, Code::TooMany, line, message);
    too_many(
        &numbered(10_000, |i| format!("[members.m{i}]\nideal = [0, 0]")),
        3,
        "at most 1000 members, this one has 10002",
    );
    too_many(&numbered(10_000, |i| format!("[areas.m{i}]")), 8, "at most 64 areas, this one has 10001");
    too_many(&numbered(10_000, |i| format!("[variants.m{i}]")), 14, "at most 64 variants, this one has 10000");
    too_many(
        &numbered(10_000, |i| format!("[rules.m{i}]\nkind = 'consensus'")),
        14,
        "at most 64 rules, this one has 10000",
    );
    // 16 · 16 rules, and the 17 that they are parts of.
    let any = |rules: &str| format!("{{kind = 'any', rules = [{rules}]}}, ");
    let rule = any(&any(&"{kind = 'consensus'}, ".repeat(16)).repeat(16));
    let areas = |count: usize| numbered(count, |i| format!("[areas.m{i}]\nrule = {}", rule.trim_end_matches(", ")));
    sound(&areas(7));
    too_many(&areas(8), 28, "the rules of all areas have more than 2000 parts");
    let relation = |_| "[[relations]]\nbetween = ['a', 'b']\naffinity = 0".into();
    too_many(&numbered(10_001, relation), 14, "at most 10000 relations, this one has 10001");
    let faults = read(&numbered(20_000, |i| format!("x{i} = 1")), &[]).expect_err("unknown fields");
    assert_eq!((faults.iter().count(), faults.truncated()), (MAX_FAULTS, true));
    let group = |i: usize| format!("'g{i}', ");
    let groups: String = (0..100).map(group).collect();
    too_many(&with("initiative", &format!("groups = [{groups}]")), 7, "at most 32 groups");
}

#[test]
fn too_many_faults_do_not_multiply() {
    // Every relation, in every variant, names two members that are not there.
    let variants = (0..64).fold(String::new(), |text, i| format!("{text}[variants.v{i}]\n"));
    let relations = numbered(9_000, |i| format!("[[relations]]\nbetween = ['m{i}', 'n{i}']\naffinity = 0"));
    let set: String = (0..50_000).map(|i| format!("'members.c{i}.x' = 1, ")).collect();
    for text in [format!("{relations}{variants}"), format!("{SOUND}[variants.v]\nset = {{ {set} }}\n")] {
        let faults = read(&text, &[]).expect_err("nobody is called so");
        assert_eq!((faults.iter().count(), faults.truncated()), (MAX_FAULTS, true));
        assert!(faults.codes().all(|code| code == Code::UnknownName));
    }
}

#[test]
fn what_it_comes_to_may_not_be_larger_than_a_file_either() {
    // Each tab takes two bytes in the scenario that is written.
    let text = |tabs: usize| format!("{SOUND}[scenario]\ndescription = '{}'\n", "\t".repeat(tabs));
    sound(&text(MOST / 2 - 1_000));
    let set = format!("scenario.description=\"{}\"", "x".repeat(MOST));
    for (text, set) in [(text(MOST / 2), ""), (SOUND.to_owned(), set.as_str())] {
        let sets: Vec<&str> = [set].into_iter().filter(|set| !set.is_empty()).collect();
        let faults = read(&text, &sets).expect_err("too large");
        assert_eq!(faults.codes().collect::<Vec<_>>(), [Code::TooMany]);
        assert!(faults.to_string().contains("larger than 8 MiB"), "{faults}");
    }
}
