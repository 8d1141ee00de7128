//! `extends`, tables of members, and files that must not be read.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

/// A folder with these files; scenarios are in `study/`, so that there is something outside.
fn folder(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let outer = tempfile::tempdir().expect("a temporary folder");
    let inner = outer.path().join("study");
    for (name, text) in files {
        let path = inner.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    (outer, inner)
}

fn load_all(files: &[(&str, &str)]) -> Result<Scenario, Faults> {
    let (_keep, folder) = folder(files);
    load(&folder.join("main.toml"), &Options::default())
}

fn loaded(files: &[(&str, &str)]) -> Scenario {
    load_all(files).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The faults with the folder's own name left out.
fn faults(files: &[(&str, &str)]) -> String {
    let (_keep, folder) = folder(files);
    let text = load(&folder.join("main.toml"), &Options::default()).expect_err("a fault").to_string();
    text.replace(&format!("{}/", folder.display()), "")
}

#[test]
fn a_scenario_extends_another_field_by_field() {
    let child = "extends = 'base/first.toml'\n[members.a]\ninfluence = 2\n[members.c]\nideal = [1, 1]\n\
                 [negotiation]\nrounds = 9\n[areas.k]\nstatus_quo = { mean = 1 }\n[rule]\nkind = 'unanimity'\n";
    let first = "extends = 'second.toml'\n[negotiation]\npressure = 0.5\nrounds = 2\n\
                 [areas.k]\nnoise = 1\nstatus_quo = { sd = 3 }\n[rule]\nkind = 'consensus-minus'\nk = 2\n";
    let scenario = loaded(&[("main.toml", child), ("base/first.toml", first), ("base/second.toml", SMALL)]);
    let model = scenario.variants[0].model();
    let ids: Vec<_> = model.members.iter().map(|member| member.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!((model.members[0].influence, &model.members[0].ideal[..]), (2.0, &[0.0, 1.0][..]));
    assert_eq!((model.negotiation.rounds, model.negotiation.pressure), (9, 0.5));
    assert_eq!((&model.areas[0].noise[..], &model.areas[0].status_quo.sd[..]), (&[1.0, 1.0][..], &[3.0, 3.0][..]));
    assert_eq!(model.areas[0].rule, Rule::Unanimity);
    assert!(!scenario.resolved.contains("extends"));
    assert_eq!(scenario.title, "main");
}

#[test]
fn faults_of_a_base_point_into_the_base() {
    let base = SMALL.replace("[0, 1]", "[0, 1, 2]");
    let text = faults(&[("main.toml", "extends = 'base.toml'\n[agenda]\nyears = 0\n"), ("base.toml", &base)]);
    let places: Vec<_> = text.lines().map(|line| line.split(": ").next().expect("a place")).collect();
    assert_eq!(places, ["main.toml:3:9", "base.toml:4:9"]);
    let syntax = faults(&[("main.toml", "extends = 'base.toml'\n"), ("base.toml", "a = = 1")]);
    assert_eq!(syntax, "base.toml:1:5: this is not TOML: extra `=`");
}

#[test]
fn circles_are_shown() {
    let circle = [
        ("main.toml", "extends = 'b.toml'"),
        ("b.toml", "extends = 'c.toml'"),
        ("c.toml", "# back\nextends = 'b.toml'"),
    ];
    assert_eq!(faults(&circle), "c.toml:2:11: scenarios extend each other in a circle: b.toml → c.toml → b.toml");
    let itself = faults(&[("main.toml", "extends = './main.toml'")]);
    assert!(itself.contains("in a circle: main.toml → main.toml"), "{itself}");
    let chain: Vec<_> = (0..20).map(|n| (format!("{n}.toml"), format!("extends = '{}.toml'", n + 1))).collect();
    let mut files: Vec<_> = chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("main.toml", "extends = '0.toml'"));
    assert!(faults(&files).ends_with("a chain of `extends` has at most 16 files"));
}

#[test]
fn files_outside_the_folder_are_not_read() {
    for name in ["../secret.toml", "/etc/passwd", "a/../../secret.toml", ""] {
        let text = faults(&[("main.toml", &format!("extends = '{name}'"))]);
        assert!(text.starts_with("main.toml:1:11: this file is outside the folder"), "{name}: {text}");
    }
    let text = faults(&[("main.toml", "members = '../m.csv'\n")]);
    assert!(text.starts_with("main.toml:1:11: this file is outside"), "{text}");
    let missing = faults(&[("main.toml", "extends = 'none.toml'")]);
    assert_eq!(missing, "main.toml:1:11: cannot read this file: there is no such file");
    let folder = faults(&[("main.toml", "extends = 'sub'"), ("sub/x", "")]);
    assert_eq!(folder, "main.toml:1:11: cannot read `sub`: it is not a regular file");
}

#[cfg(unix)]
#[test]
fn links_that_lead_outside_are_not_followed() {
    let (outer, folder) =
        folder(&[("main.toml", "extends = 'link.toml'\n[agenda]\nyears = 2\n"), ("inside.toml", SMALL)]);
    let secret = outer.path().join("secret.toml");
    fs::write(&secret, SMALL).expect("written");
    let link = folder.join("link.toml");
    let load = || load(&folder.join("main.toml"), &Options::default());
    std::os::unix::fs::symlink(&secret, &link).expect("linked");
    assert!(load().expect_err("outside").to_string().contains("outside the folder"));
    fs::remove_file(&link).expect("removed");
    std::os::unix::fs::symlink(folder.join("inside.toml"), &link).expect("linked");
    assert!(load().is_ok(), "a link inside the folder is fine");
}

#[test]
fn what_is_no_text_or_too_large_is_not_read() {
    let (_keep, folder) = folder(&[("main.toml", "")]);
    let path = folder.join("main.toml");
    let fault = || load(&path, &Options::default()).expect_err("a fault").to_string();
    fs::write(&path, b"# caf\xe9\n[space]\n").expect("written");
    assert!(fault().ends_with("main.toml:1:6: byte 5 of this file is not UTF-8 (save it with the encoding UTF-8)"));
    fs::File::create(&path).and_then(|file| file.set_len(limits::MAX_FILE_BYTES + 1)).expect("made");
    assert!(fault().ends_with("it is larger than 8 MiB"), "{}", fault());
    let none = load(&folder.join("none.toml"), &Options::default()).expect_err("a fault").to_string();
    assert!(none.starts_with("cannot read `") && none.ends_with("there is no such file"), "{none}");
    let directory = load(&folder, &Options::default()).expect_err("a fault").to_string();
    assert!(directory.ends_with("it is not a regular file"), "{directory}");
}

const REST: &str = "members = 'm.csv'\n[space]\ndimensions = ['x', 'y']\n[areas.k]\n[areas.l]\n";

#[test]
fn members_come_from_a_table() {
    let csv = "\u{feff}id,label,ideal.x,ideal.y,influence,groups,weights.people,interests.k,outside_option.l\r\n\
               a,\"A, the \"\"first\"\"\",1,-0.5,2,eu; nato,1e6,,0.5\r\n\r\n b ,1984,0,0,,eu,2000000,0,\r\n";
    let scenario = loaded(&[("main.toml", REST), ("m.csv", csv)]);
    let [a, b] = &scenario.variants[0].model().members[..] else { panic!("two members") };
    assert_eq!((a.label.as_str(), &a.ideal[..], a.influence), ("A, the \"first\"", &[1.0, -0.5][..], 2.0));
    assert_eq!((&a.groups[..], &b.groups[..]), (&["eu".to_owned(), "nato".to_owned()][..], &["eu".to_owned()][..]));
    assert_eq!((b.id.as_str(), b.label.as_str(), b.influence), ("b", "1984", 1.0));
    assert_eq!((&a.interests[..], &b.interests[..]), (&[1.0, 1.0][..], &[0.0, 1.0][..]));
    assert_eq!(a.outside_option, [0.0, 0.5]);
    assert!(scenario.resolved.contains("[members.a]\nlabel = \"A, the \\\"first\\\"\"\nideal = { x = 1, y = -0.5 }\n"));
    assert!(!scenario.resolved.contains("csv"));
}

#[test]
fn a_child_changes_single_members_of_a_table() {
    let child = "extends = 'base.toml'\n[members.a]\ninfluence = 7\n";
    let csv = "id,ideal.x,ideal.y,influence\na,1,0,2\nb,2,0,3\n";
    let scenario = loaded(&[("main.toml", child), ("base.toml", REST), ("m.csv", csv)]);
    let influence: Vec<_> = scenario.variants[0].model().members.iter().map(|member| member.influence).collect();
    assert_eq!(influence, [7.0, 3.0]);
}

#[test]
fn faults_of_a_table_point_at_its_cells() {
    let rest = REST.replace(", 'y'", "");
    let csv = |text: &str| faults(&[("main.toml", &rest), ("m.csv", text)]);
    for (text, wanted) in [
        (
            "id,ideal.x,influnce\na,1,2\nb,1,2\n",
            "m.csv:1:12: a member has no field `influnce` (did you mean `influence`?)",
        ),
        ("id,ideal.x,tolerance\na,1,2\nb,1,-2\n", "m.csv:3:5: `tolerance` must be at least 0 and at most 1e24"),
        ("id,ideal.x,tolerance\na,1,much\nb,1,2\n", "m.csv:2:5: `tolerance` must be a number, not a string"),
        ("id,ideal.z\na,1\nb,1\n", "m.csv:1:4: there is no dimension `z` (dimensions: x)"),
        (
            "id,ideal.x\na,1\nb,\n",
            "m.csv:3:3: `ideal.x` of `b` is blank (it has no default: 0 would be a position like any other)",
        ),
        (
            "id,ideal.x\na,1\nb,1,2\n",
            "m.csv:3:1: this line has 3 cells, the header has 2 (quote cells that hold a comma)",
        ),
        (
            "id;ideal.x\na;1\nb;1;2\n",
            "m.csv:3:1: this line has 3 cells, the header has 2 (quote cells that hold a semicolon)",
        ),
        ("id,ideal.x\na,1\na,2\nb,1\n", "m.csv:3:1: `a` has two lines in this table"),
        ("id,ideal.x,ideal.x\na,1,1\nb,1,1\n", "m.csv:1:12: the column `ideal.x` stands twice"),
        (
            "name,ideal.x\na,1\n",
            "m.csv:1:1: a table of members has a column `id` (the first line names the columns, or `columns = { id = \"…\" }` does)",
        ),
        (
            "id,ideal..x\na,1\nb,1\n",
            "m.csv:1:4: `ideal..x` is not a path (a column is called as the field is, with dots: `ideal.security`)",
        ),
        (
            "id;ideal.x;tolerance\na;0,5;0.5\nb;1;2,5\n",
            "m.csv:2:7: `0.5` has a decimal point, and `0,5` a decimal comma (write all numbers of a table in one way)",
        ),
        ("id,ideal.x,,\na,1,,\nb,1,,\n", "m.csv:1:12: column 3 of this table has no name (delete it)"),
        ("id,ideal.x\na,\"1\nb,2\n", "m.csv:2:3: this quote is not closed"),
        (
            "id,ideal.x\na,\"1\"2\nb,2\n",
            "m.csv:2:3: text follows the closing quote (double the quotes inside a cell: \"\")",
        ),
    ] {
        let found = csv(text);
        assert_eq!(found.lines().next(), Some(wanted), "for {text:?}: {found}");
    }
    let clash = csv("id,ideal.x,tolerance.k,tolerance\na,1,2,3\nb,1,,3\n");
    assert_eq!(clash, "m.csv:1:24: this column and another one give the same field (leave one of them empty)");
    assert!(csv("").contains("a table of members has a column `id`"));
}

#[test]
fn a_text_without_a_file_names_none() {
    assert!(faults_of(&format!("extends = 'x.toml'\n{SMALL}")).starts_with("t:1:1: `extends` names a file"));
    assert!(faults_of(REST).contains("t:1:11: `members` names a file"));
}

/// The codes of the faults, with their lines in the table.
fn found(rest: &str, csv: &str) -> Vec<(Code, usize)> {
    let faults = load_all(&[("main.toml", rest), ("m.csv", csv)]).expect_err("a fault");
    let line = |fault| faults.location(fault).map_or(0, |at| at.line);
    faults.iter().map(|fault| (fault.code, line(fault))).collect()
}

#[test]
fn a_blank_cell_is_the_default_and_where_there_is_none_a_fault() {
    let blank = "id,ideal.x,ideal.y,salience.x,tolerance\na,1,2,,0.5\nb,1,,2,\nc,1,2,2,\n";
    assert_eq!(found(REST, blank), [(Code::BlankCell, 3)]);
    let scenario = loaded(&[("main.toml", REST), ("m.csv", &blank.replace("b,1,,", "b,1,0,"))]);
    let members = &scenario.variants[0].model().members;
    assert_eq!((&members[0].salience[..], &members[1].salience[..]), (&[1.0, 1.0][..], &[2.0, 1.0][..]));
    assert_eq!((members[0].tolerance[0], members[1].tolerance[0]), (0.5, 0.0));
}

#[test]
fn a_blank_cell_can_be_filled_from_elsewhere() {
    let (_keep, folder) = folder(&[("main.toml", REST), ("m.csv", "id,ideal.x,ideal.y\na,1,2\nb,1,\n")]);
    let set = [Override::parse("members.b.ideal.y=3").expect("one")];
    let options = Options { overrides: &set, ..Options::default() };
    let scenario = load(&folder.join("main.toml"), &options).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(scenario.variants[0].model().members[1].ideal, [1.0, 3.0]);
}

#[test]
fn all_faults_of_a_table_are_told_at_once_with_those_of_the_scenario() {
    let csv = "id,ideal.x,ideal.y,votes,tolerence\na,1,,83.517,1\nb,much,2,569,1\nb,1,2,3,1\nc,1\nd,1,2,-3,1\n";
    let rest = format!("{REST}[agenda]\nyears = 0\n");
    let mut codes = found(&rest, csv);
    codes.sort();
    let mut wanted = vec![
        (Code::UnknownField, 1),
        (Code::BlankCell, 2),
        (Code::AmbiguousNumber, 2),
        (Code::WrongKind, 3),
        (Code::Twice, 4),
        (Code::WrongCount, 5),
        (Code::OutOfRange, 6),
        (Code::OutOfRange, 7),
    ];
    wanted.sort();
    assert_eq!(codes, wanted);
}

#[test]
fn one_wrong_heading_is_one_fault_and_says_how_it_is_written() {
    for (heading, code, help) in [
        ("ideal_y", Code::UnknownField, "a position is written `ideal.y`"),
        ("Ideal.y", Code::UnknownField, "did you mean `ideal`?"),
        ("y", Code::UnknownField, "a position is written `ideal.y`"),
        ("ideal..y", Code::BadPath, "a column is called as the field is, with dots: `ideal.security`"),
        ("ideal.yy", Code::UnknownName, "did you mean `y`?"),
        ("ideal", Code::WrongKind, "a column for each: `ideal.security`"),
    ] {
        let csv = format!("id,ideal.x,{heading}\na,1,2\nb,1,2\nc,1,2\n");
        let found = load_all(&[("main.toml", REST), ("m.csv", &csv)]).expect_err(heading);
        let found: Vec<_> = found.iter().map(|fault| (fault.code, fault.help.as_deref())).collect();
        assert_eq!(found, [(code, Some(help))], "for {heading}");
    }
    assert_eq!(found(REST, "id,label\na,A\nb,B\nc,C\n"), [(Code::MissingField, 1)]);
    assert_eq!(found(REST, "id,ideal.x\na,1\nb,1\nc,1\n"), [(Code::MissingField, 1)], "no column for y");
    assert_eq!(found(REST, "id,x,y\na,1,2\nb,1,2\n"), [(Code::UnknownField, 1), (Code::UnknownField, 1)]);
}

#[test]
fn numbers_that_can_be_read_in_two_ways_are_asked_about_once() {
    let csv = |cells: [&str; 3]| {
        let [a, b, c] = cells;
        format!("id,ideal.x,ideal.y,votes\na,1,2,{a}\nb,1,2,{b}\nc,1,2,{c}\n")
    };
    assert_eq!(found(REST, &csv(["569", "83.517", "17.475"])), [(Code::AmbiguousNumber, 3)]);
    assert_eq!(found(REST, &csv(["\"83,517\"", "\"17,475\"", "9"])), [(Code::AmbiguousNumber, 2)]);
    loaded(&[("main.toml", REST), ("m.csv", &csv(["\"0,5\"", "1", "2"]))]);
    loaded(&[("main.toml", REST), ("m.csv", &csv(["569", "83.517", "4.25"]))]);
    loaded(&[("main.toml", REST), ("m.csv", &csv(["569", "83.5170", "17.4750"]))]);
}

#[test]
fn accents_are_the_same_however_they_are_composed() {
    let (composed, decomposed) = ("t\u{fc}rkiye", "tu\u{308}rkiye");
    let csv = format!("id,ideal.x,ideal.y,groups\n{decomposed},1,2,d\u{e9}j\u{e0}\nb,1,2,\n");
    let rest = format!("{REST}[variants.v]\nmembers = ['{composed}', '@de\u{301}ja\u{300}']\n");
    let (_keep, folder) = folder(&[("main.toml", &rest), ("m.csv", &csv)]);
    let set = [Override::parse(&format!("members.{composed}.tolerance=0.5")).expect("one")];
    let options = Options { overrides: &set, ..Options::default() };
    let scenario = load(&folder.join("main.toml"), &options).unwrap_or_else(|faults| panic!("{faults}"));
    let model = &scenario.variants[0].model();
    assert_eq!((model.members[0].id.as_str(), model.members[0].tolerance[0]), (composed, 0.5));
    assert_eq!(model.table, [0]);
    let twice = format!("{SMALL}[members.'{composed}']\nideal = [0, 0]\n[members.'{decomposed}']\nideal = [0, 0]\n");
    let faults = parse("t", &twice, &Options::default()).expect_err("twice");
    assert_eq!(faults.codes().collect::<Vec<_>>(), [Code::Twice]);
}

#[test]
fn a_file_is_found_however_its_accents_are_composed() {
    for (name, written) in
        [("de\u{301}j\u{e0}.toml", "d\u{e9}j\u{e0}.toml"), ("d\u{e9}ja\u{300}.toml", "d\u{e9}j\u{e0}.toml")]
    {
        loaded(&[("main.toml", &format!("extends = '{written}'\n")), (name, SMALL)]);
    }
}

#[test]
fn a_file_that_is_not_there_is_answered_with_the_one_that_was_meant() {
    let files = [("main.toml", "extends = 'base/frist.toml'"), ("base/first.toml", SMALL), ("base/first.csv", "")];
    let text = faults(&files);
    assert!(text.ends_with("there is no such file (did you mean `base/first.toml`?)"), "{text}");
    let text = faults(&[("main.toml", "members = 'member.csv'\n"), ("members.csv", "id\n")]);
    assert!(text.ends_with("(did you mean `members.csv`?)"), "{text}");
    let (_keep, folder) = folder(&[("study.toml", SMALL)]);
    let text = load(&folder.join("stduy.toml"), &Options::default()).expect_err("a slip").to_string();
    assert!(text.contains("did you mean `") && text.contains("study.toml"), "{text}");
}

#[test]
fn lines_of_old_macs_count() {
    assert_eq!(found(REST, "id,ideal.x,ideal.y\ra,1,2\rb,1,zz\r"), [(Code::WrongKind, 3)]);
}
