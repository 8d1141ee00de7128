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
    assert_eq!(
        (&model.areas[0].noise[..], &model.areas[0].status_quo),
        (&[1.0, 1.0][..], &StatusQuo { mean: vec![0.0; 2], sd: vec![0.0; 2], law: Law::Normal })
    );
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
    let csv = "id,ideal.x,influence\na,1,2\nb,2,3\n";
    let scenario = loaded(&[("main.toml", child), ("base.toml", REST), ("m.csv", csv)]);
    let influence: Vec<_> = scenario.variants[0].model().members.iter().map(|member| member.influence).collect();
    assert_eq!(influence, [7.0, 3.0]);
}

#[test]
fn faults_of_a_table_point_at_its_cells() {
    let csv = |text: &str| faults(&[("main.toml", REST), ("m.csv", text)]);
    for (text, wanted) in [
        (
            "id,ideal.x,influnce\na,1,2\nb,1,2\n",
            "m.csv:1:12: a member has no field `influnce` (did you mean `influence`?)",
        ),
        ("id,ideal.x,tolerance\na,1,2\nb,1,-2\n", "m.csv:3:5: `tolerance` must be at least 0 and at most 1000000"),
        ("id,ideal.x,tolerance\na,1,much\nb,1,2\n", "m.csv:2:5: `tolerance` must be a number, not a string"),
        ("id,ideal.z\na,1\nb,1\n", "m.csv:1:4: there is no dimension `z` (dimensions: x, y)"),
        ("id,ideal.x\na,1\nb,\n", "m.csv:3:1: member `b` needs `ideal`"),
        (
            "id,ideal.x\na,1\nb,1,2\n",
            "m.csv:3:1: this line has 3 cells, the header has 2 (quote cells that hold a comma)",
        ),
        ("id,ideal.x\na,1\na,2\n", "m.csv:3:1: `a` has two lines in this table"),
        ("id,id\na,1\n", "m.csv:1:4: the column `id` stands twice"),
        ("name,ideal.x\na,1\n", "m.csv:1:1: a table of members has a column `id` (the first line names the columns)"),
        (
            "id,ideal..x\na,1\n",
            "m.csv:1:4: `ideal..x` is not a path (a column is called as the field is, with dots: `ideal.security`)",
        ),
        (
            "id;ideal.x\na;0,5\nb;1\n",
            "m.csv:1:1: the cells of this table are separated by semicolons (save it with commas between the cells, and points in numbers)",
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
    let clash = csv("id,ideal.x,ideal\na,1,2\nb,1,\n");
    assert!(clash.contains("m.csv:1:12: this column and another one give the same field"), "{clash}");
    assert!(csv("").contains("a table of members has a column `id`"));
}

#[test]
fn a_text_without_a_file_names_none() {
    assert!(faults_of(&format!("extends = 'x.toml'\n{SMALL}")).starts_with("t:1:1: `extends` names a file"));
    assert!(faults_of(REST).contains("t:1:11: `members` names a file"));
}
