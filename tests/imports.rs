//! `winset import`: small made-up samples of each format become scenarios that say what the file says and run.

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;
use rust_xlsxwriter::Workbook;
use tempfile::{TempDir, tempdir};
use winset::model::{Listing, Model, Proposer, Stance};
use winset::scenario::{Options, load};

fn winset(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("winset").expect("built");
    command.current_dir(folder);
    command
}

/// A folder with that file.
fn with(name: &str, bytes: &[u8]) -> TempDir {
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("written");
    folder
}

/// Imports and reads what was made.
fn imported(folder: &TempDir, name: &str, format: &str, options: &[&str]) -> Model {
    winset(folder.path()).args(["import", name, "--format", format, "--out", "made"]).args(options).assert().success();
    let stem = name.rsplit_once('.').expect("an extension").0;
    let scenario = folder.path().join("made").join(format!("{stem}.toml"));
    winset(folder.path()).args(["check", &format!("made/{stem}.toml")]).assert().success();
    let scenario = load(&scenario, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"));
    scenario.variants[0].model().clone()
}

fn list(model: &Model) -> &Listing {
    model.listing.as_ref().expect("a list")
}

/// Position and salience of a member on an issue, both by id; in the units of the file.
fn stand(model: &Model, issue: &str, member: &str) -> Option<(f64, f64)> {
    let issue = list(model).issues.iter().find(|one| one.id == issue).unwrap_or_else(|| panic!("issue {issue}"));
    let member = model.members.iter().position(|one| one.id == member).unwrap_or_else(|| panic!("member {member}"));
    let listed = &list(model).proposals[issue.proposal];
    let salience = model.salience(issue.proposal, member)[issue.dimension] * 100.0;
    match listed.stances_of(member)[issue.dimension] {
        Stance::At { position, .. } => Some((issue.in_units(position), salience)),
        Stance::Absent | Stance::Ideal => None,
    }
}

fn near(found: Option<(f64, f64)>, wanted: Option<(f64, f64)>) {
    let same = found.zip(wanted).map_or(found == wanted, |(a, b)| (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9);
    assert!(same, "{found:?} is not {wanted:?}");
}

const DEU: &str = "issue,prno,rule,p_FRA,p_DEU,pEP,s_FRA,s_DEU,sEP,rp,out,remark\n\
                   1,A1,QMV,0,100,70,80,999,40,0,60,x\n2,A1,QMV,50,,20,30,10,90,999,,y\n1,A2,Unanimity,10,90,,20,30,,100,100,z\n";

fn deu(model: &Model) {
    let ids: Vec<&str> = list(model).issues.iter().map(|issue| issue.id.as_str()).collect();
    assert_eq!(ids, ["A1-1", "A1-2", "A2-1"], "issues are numbered anew in each proposal");
    assert_eq!(list(model).issues.iter().map(|issue| issue.proposal).collect::<Vec<_>>(), [0, 0, 1]);
    near(stand(model, "A1-1", "FRA"), Some((0.0, 80.0)));
    near(stand(model, "A1-1", "DEU"), Some((100.0, 100.0)));
    near(stand(model, "A1-2", "DEU"), None);
    near(stand(model, "A1-2", "EP"), Some((20.0, 90.0)));
    near(stand(model, "A2-1", "EP"), None);
    let known = |issue: usize| (list(model).issues[issue].status_quo, list(model).issues[issue].outcome);
    assert_eq!([known(0), known(1), known(2)], [(Some(0.0), Some(0.6)), (None, None), (Some(1.0), Some(1.0))]);
    assert!(list(model).proposals[1].rule.is_some() && list(model).proposals[0].proposer == Proposer::Secretariat);
}

#[test]
fn decisions_of_the_eu_are_read_from_text_and_from_a_spreadsheet() {
    let options = ["--sponsor", "secretariat", "--rule", "majority:2/3"];
    deu(&imported(&with("d.csv", DEU.as_bytes()), "d.csv", "deu", &options));
    // A German Excel: semicolons and a byte order mark.
    let german = format!("\u{feff}{}", DEU.replace(',', ";"));
    deu(&imported(&with("d.csv", german.as_bytes()), "d.csv", "deu", &options));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(DEU.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).map(drop),
                Err(_) => sheet.write_string(row, column, cell).map(drop),
            }
            .expect("written");
        }
    }
    let folder = with("d.xlsx", &book.save_to_buffer().expect("a book"));
    deu(&imported(&folder, "d.xlsx", "deu", &options));
    let text = fs::read_to_string(folder.path().join("made/d.toml")).expect("written");
    for said in
        ["1 positions have no salience, and have 100 now", "1 saliences have no position", "abstention = \"not-cast\""]
    {
        assert!(text.contains(said), "{said}\n{text}");
    }
    winset(folder.path())
        .args(["run", "made/d.toml", "--replications", "20", "--no-plots", "--quiet"])
        .assert()
        .success();
}

#[test]
fn issues_of_one_draft_under_two_rules_are_parted() {
    let text = DEU.replace("2,A1,QMV", "2,A1,Unan");
    let model = imported(&with("d.csv", text.as_bytes()), "d.csv", "deu", &["--rule", "majority:0.7"]);
    assert_eq!(list(&model).proposals.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["A1", "A1-unan", "A2"]);
}

const KTAB: &str = "Oil reform ,\"made up\",3,2,\nActor,Description,Power,Price,Price sal,Quota,Quota sal,\n\
                    Ministry, the ministry, 80.5, 75, 40, 10.25, 60,\nUnion, workers, 33, 20, 90, 50, 10,\n\"Firm, Ltd\", , 12, 100, 30, 0, 70,\n";

const KTAB_XML: &str = "<?xml version=\"1.0\"?>\n<Scenario><name>Oil reform</name><Dimensions><dName>Price</dName><dName>Quota</dName></Dimensions>\
    <Actors><Actor><name>Ministry</name><capability>80.5</capability><Position><dCoord>75</dCoord><dCoord>10.25</dCoord></Position>\
    <Salience><dSal>40</dSal><dSal>60</dSal></Salience></Actor>\n<Actor><name>Union</name><capability>33</capability><Position><dCoord>20\
    </dCoord><dCoord>50</dCoord></Position><Salience><dSal>90</dSal><dSal>10</dSal></Salience></Actor><Actor><name>Firm, Ltd</name>\
    <capability>12</capability><Position><dCoord>100</dCoord><dCoord>0</dCoord></Position><Salience><dSal>30</dSal><dSal>70</dSal>\
    </Salience></Actor></Actors></Scenario>\n";

#[test]
fn ktab_is_read_from_both_of_its_forms() {
    for (name, text) in [("oil.csv", KTAB), ("oil.xml", KTAB_XML)] {
        let options = ["--status-quo", "50", "--rule", "consensus"];
        let model = imported(&with(name, text.as_bytes()), name, "ktab", &options);
        assert_eq!(list(&model).proposals.len(), 1, "dimensions are negotiated together");
        near(stand(&model, "Price", "Ministry"), Some((75.0, 40.0)));
        near(stand(&model, "Quota", "Ministry"), Some((10.25, 60.0)));
        near(stand(&model, "Quota", "Firm-Ltd"), Some((0.0, 70.0)));
        assert_eq!(model.members[2].label, "Firm, Ltd");
        assert_eq!(model.members.iter().map(|member| member.influence).collect::<Vec<_>>(), [80.5, 33.0, 12.0]);
        assert!(list(&model).issues.iter().all(|issue| issue.status_quo == Some(0.5)));
    }
}

#[test]
fn rows_of_decide_are_read_with_either_quotes() {
    let semicolons = "#0;comment\n#A;usa;USA;x\n#A;eu;'European; Union';\n#P;vol;Finance volume\n#M;vol;0;none\n#M;vol;50;much\n\
                      #P;who;who pays\n#D;usa;vol;10;0.9;0.5\n#D;eu;vol;40;0.4;0.2\n#D;eu;who;100;1;0.4\n";
    let tabs = "'#A'\t'usa'\t'USA'\t''\n'#A'\t'eu'\t'European; Union'\n'#P'\t'vol'\t'Finance volume'\n'#M'\t'vol'\t0\n'#M'\t'vol'\t50\n\
                '#P'\t'who'\t'who pays'\n'#D'\t'usa'\t'vol'\t10.0\t0.9\t0.5\t\n'#D'\t'eu'\t'vol'\t40\t0.4\t0.2\n'#D'\t'eu'\t'who'\t100\t1\t0.4\n";
    for text in [semicolons, tabs] {
        let options = ["--status-quo", "unknown", "--rule", "consensus"];
        let model = imported(&with("cop.csv", text.as_bytes()), "cop.csv", "decide", &options);
        near(stand(&model, "vol", "usa"), Some((10.0, 90.0)));
        near(stand(&model, "who", "usa"), None);
        near(stand(&model, "who", "eu"), Some((100.0, 100.0)));
        assert_eq!((list(&model).issues[0].high, list(&model).issues[1].high), (50.0, 100.0));
        assert!((model.members[1].influence - 0.3).abs() < 1e-12 && model.members[1].label == "European; Union");
    }
}

#[test]
fn actors_on_one_issue_are_read_and_what_is_missing_is_asked_for() {
    let text = "Actor,Capability,Position (years),Salience\nNorth,0.5,4,0.8\nSouth,1.25,10,0.4\n";
    let folder = with("a.csv", text.as_bytes());
    winset(folder.path())
        .args(["import", "a.csv", "--format", "bdm", "--out", "made"])
        .assert()
        .code(2)
        .stderr(contains("--status-quo").and(contains("--rule")).and(contains("positions are from 4 to 10")));
    assert!(!folder.path().join("made").exists(), "nothing is left behind");
    let model = imported(&folder, "a.csv", "bdm", &["--status-quo", "high", "--rule", "unanimity", "--scale", "4:10"]);
    near(stand(&model, "a", "South"), Some((10.0, 40.0)));
    assert_eq!((list(&model).issues[0].status_quo, model.members[1].influence), (Some(1.0), 1.25));
    let again = || {
        let mut command = winset(folder.path());
        command.args([
            "import",
            "a.csv",
            "--format",
            "bdm",
            "--out",
            "made",
            "--status-quo",
            "low",
            "--rule",
            "consensus",
        ]);
        command.args(["--scale", "4:10"]);
        command
    };
    again().assert().code(1).stderr(contains("--force overwrites it"));
    again().arg("--force").assert().success();
}

#[test]
fn what_is_wrong_with_a_file_is_told_at_its_place() {
    for (name, format, text, told) in [
        ("d.csv", "deu", DEU.replace("100,70", "1oo,70"), "d.csv:2"),
        ("d.csv", "deu", "a,b\n1,2\n".to_owned(), "no actor has a column of positions"),
        ("k.csv", "ktab", KTAB.replace("Quota sal", ""), "position and salience of each dimension"),
        ("k.xml", "ktab", KTAB_XML.replace("</Scenario>", ""), "this is not sound XML"),
        ("k.xml", "ktab", KTAB_XML.replace("80.5", "much"), "`much` is no number"),
        ("c.csv", "decide", "#A;a\n#A;b\n#P;p\n#D;a;q;1;1;1\n".to_owned(), "c.csv:4"),
        ("c.csv", "decide", "#A;a\n#A;b\n#P;p\n#D;a;p;x;1;1\n".to_owned(), "the position is `x`"),
        ("b.csv", "bdm", "actor,capability,salience\na,1,1\n".to_owned(), "there is no column `position`"),
        ("b.csv", "bdm", "actor,capability,position,salience\na,1,50,1\na,1,60,1\n".to_owned(), "`a` has two rows"),
    ] {
        let folder = with(name, text.as_bytes());
        let mut command = winset(folder.path());
        command.args([
            "import",
            name,
            "--format",
            format,
            "--out",
            "made",
            "--status-quo",
            "low",
            "--rule",
            "consensus",
        ]);
        command.args(["--scale", "0:100"]).assert().code(1).stderr(contains(told));
        assert!(!folder.path().join("made").exists(), "{told}");
    }
}
