//! Files of megabytes, and too many of everything.

use std::fmt::Write;

use super::{SOUND, refused, with};
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
    refused(&filled("", "=", ""), "not TOML");
    refused(&filled("", "=\n", ""), "not TOML");
    refused(&filled("", "[", ""), "not TOML");
    refused(&filled("x = [", "1,", "]\n"), "x");
    refused(&filled(SOUND, "[[relations]]\n", ""), "at most 10000 relations");
    refused(&filled("[space]\ndimensions = [", "'x',", "]\n"), "1 to 8 dimensions");
    refused(&filled(SOUND, "#", "\n[x]\n"), "x");
}

#[test]
fn strings_of_megabytes_are_cut_in_messages() {
    let word = "x".repeat(MOST - 1_000);
    refused(&with("initiative", &format!("{word} = 1")), "has no field `xxxx");
    refused(&with("initiative", &format!("status = '{word}'")), "`status` cannot be");
    refused(&with("initiative", &format!("label = '{word}'")), "at most 200 characters");
    refused(&format!("{SOUND}[scenario]\ntitle = '{word}'\n"), "at most 400 characters");
    refused(&format!("{SOUND}[members.{word}]\nideal = [0, 0]\n"), "64");
}

#[test]
fn too_many_of_everything_are_counted() {
    refused(&numbered(10_000, |i| format!("[members.m{i}]\nideal = [0, 0]")), "256");
    refused(&numbered(10_000, |i| format!("[areas.m{i}]")), "64");
    refused(&numbered(10_000, |i| format!("[variants.m{i}]")), "64");
    refused(
        &numbered(10_001, |_| "[[relations]]\nbetween = ['a', 'b']\naffinity = 0".into()),
        "at most 10000 relations",
    );
    refused(&numbered(20_000, |i| format!("x{i} = 1")), "and more");
    let group = |i: usize| format!("'g{i}', ");
    let groups: String = (0..100).map(group).collect();
    refused(&with("initiative", &format!("groups = [{groups}]")), "at most 32 groups");
}

#[test]
fn too_many_faults_do_not_multiply() {
    // Every relation, in every variant, names two members that are not there.
    let variants = (0..64).fold(String::new(), |text, i| format!("{text}[variants.v{i}]\n"));
    let relations = numbered(9_000, |i| format!("[[relations]]\nbetween = ['m{i}', 'n{i}']\naffinity = 0"));
    refused(&format!("{relations}{variants}"), "and more");
    let set: String = (0..50_000).map(|i| format!("'members.c{i}.x' = 1, ")).collect();
    refused(&format!("{SOUND}[variants.v]\nset = {{ {set} }}\n"), "and more");
}

#[test]
fn what_it_comes_to_may_not_be_larger_than_a_file_either() {
    // Each control character takes six bytes in the scenario that is written.
    let text = format!("{SOUND}[scenario]\ndescription = '{}'\n", "\t".repeat(MOST / 2));
    if let Err(faults) = super::read(&text, &[]) {
        assert!(faults.contains("larger than 8 MiB"), "{faults}");
    }
    let set = format!("scenario.description=\"{}\"", "x".repeat(MOST));
    let faults = super::read(SOUND, &[&set]).expect_err("too large");
    assert!(faults.contains("larger than 8 MiB"), "{faults}");
}
