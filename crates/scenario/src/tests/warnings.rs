//! What runs and is doubtful.

use super::*;

/// The kinds of what is doubtful, and what is underlined.
fn doubts(text: &str) -> Vec<(Code, String)> {
    let warnings = compiled(text).warnings;
    assert!(warnings.iter().all(Fault::is_warning));
    let underlined = |fault: &Fault| fault.at.map_or("", |at| &text[at.start..at.end]).to_owned();
    warnings.iter().map(|fault| (fault.code, underlined(fault))).collect()
}

#[test]
fn what_is_sound_is_not_doubted() {
    assert_eq!(doubts(SMALL), []);
    assert_eq!(doubts(DOCKING), []);
}

#[test]
fn ids_that_programs_read_as_something_else_are_doubted() {
    let member = |id: &str| doubts(&format!("{SMALL}[members.{id}]\nideal = [0, 0]\n"));
    for id in ["NA", "NaN", "nan", "null", "NULL", "None"] {
        assert_eq!(member(id), [(Code::ReadsAsMissing, id.to_owned())]);
    }
    for id in ["TRUE", "false", "T", "F", "2017", "1e5", "1E-5", "1d5", "0x1F", "inf", "Infinity", "007"] {
        assert_eq!(member(id), [(Code::ReadsAsNumber, id.to_owned())]);
    }
    for id in ["NAM", "na", "N-A", "Na", "t", "e5", "1e", "x1F", "eu27", "2017-18", "Inform", "none"] {
        assert_eq!(member(id), [], "{id} stays what it is");
    }
    assert_eq!(doubts(&format!("{SMALL}[variants.2017]\n[variants.NA]\n")).len(), 2);
    assert_eq!(doubts(&format!("{SMALL}[areas.NA]\n")), [], "areas have `area:` before them");
}

#[test]
fn a_doubt_says_what_to_do() {
    let warnings = compiled(&format!("{SMALL}[variants.2017]\n")).warnings;
    assert_eq!(
        warnings.to_string(),
        "test.toml:8:11: warning: the variant `2017` is read as a number by programs that read the tables of results \
         (call it `variant-2017`, for example, or read them with dtype=str (pandas), colClasses (R))"
    );
}

#[test]
fn what_changes_nothing_is_doubted() {
    let grouped = format!("{SMALL}[members.c]\nideal = [0, 0]\ngroups = ['g', 'h']\n");
    let leaves = |members: &str| doubts(&format!("{grouped}[variants.v]\nmembers = {members}\n"));
    assert_eq!(leaves("['a', 'b', '-c']"), [(Code::NoEffect, "'-c'".to_owned())]);
    assert_eq!(leaves("['-c', '-@g']"), [(Code::NoEffect, "'-@g'".to_owned())]);
    assert_eq!(leaves("['-c', 'c', '-@g']"), []);
    let correlated = format!("{grouped}[areas.l]\ngroup_correlation = {{ g = 0.5, h = 0.5 }}\n");
    assert_eq!(doubts(&correlated), [(Code::NoEffect, "h".to_owned())]);
}

#[test]
fn doubts_are_no_faults_and_are_not_told_beside_them() {
    let text = format!("{SMALL}[members.NA]\nideal = [0, 0]\n");
    let faults = parse("t", &format!("{text}tolerance = -1\n"), &Options::default()).expect_err("a fault");
    assert_eq!(faults.codes().collect::<Vec<_>>(), [Code::OutOfRange]);
    let scenario = compiled(&text);
    assert_eq!(scenario, compiled(&scenario.resolved), "equal whatever is doubted where");
}

#[test]
fn every_code_has_a_name_of_its_own() {
    let all = [
        Code::UnreadableFile,
        Code::OutsideFolder,
        Code::NotUtf8,
        Code::TooMany,
        Code::TooMuch,
        Code::Syntax,
        Code::BadPath,
        Code::UnknownField,
        Code::UnknownName,
        Code::UnknownWord,
        Code::BadName,
        Code::WrongKind,
        Code::OutOfRange,
        Code::WrongCount,
        Code::MissingField,
        Code::BlankCell,
        Code::AmbiguousNumber,
        Code::Twice,
        Code::Contradiction,
        Code::Circle,
        Code::NotHere,
        Code::OffScale,
        Code::NothingHappens,
        Code::NearFraction,
        Code::ReadsAsMissing,
        Code::ReadsAsNumber,
        Code::NoEffect,
    ];
    let names: std::collections::BTreeSet<_> = all.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), all.len());
    assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
}
