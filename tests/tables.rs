//! Tables as people have them: whatever program saved one, it is the same scenario, and what cannot be read is said.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use predicates::prelude::*;
use predicates::str::contains;
use proptest::prelude::*;
use rust_xlsxwriter::{Formula, Workbook};
use tempfile::{TempDir, tempdir};
use winset::scenario::{Options, Scenario, load};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn winset(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("winset").expect("built");
    command.current_dir(folder);
    command
}

const REST: &str = "[space]\ndimensions = ['x', 'y']\n[areas.k]\n";
const TABLE: [[&str; 5]; 4] = [
    ["id", "label", "ideal.x", "ideal.y", "votes"],
    ["köln", "Köln, am Rhein", "0.5", "-1.25", "10"],
    ["b", "B; \"the\" second", "1", "0", "17.5"],
    ["c", "", "-0.75", "2.5", "3"],
];

/// A folder with a scenario whose members are in `file`.
fn folder(members: &str, file: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempdir().expect("a folder");
    let scenario = folder.path().join("s.toml");
    fs::write(&scenario, format!("members = {members}\n{REST}")).expect("written");
    fs::write(folder.path().join(file), bytes).expect("written");
    (folder, scenario)
}

fn read(file: &str, bytes: &[u8]) -> Result<Scenario, String> {
    let (_keep, scenario) = folder(&format!("'{file}'"), file, bytes);
    load(&scenario, &Options::default()).map_err(|faults| faults.to_string())
}

/// The table as text; `comma` for decimal commas.
fn text(table: &[Vec<String>], separator: char, comma: bool) -> String {
    let cell = |(column, cell): (usize, &String)| {
        let cell = if comma && column >= 2 { cell.replace('.', ",") } else { cell.clone() };
        let quote = cell.contains([separator, '"', ',']);
        if quote { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let headings = table[0].join(&separator.to_string());
    let rows = table[1..].iter().map(|row| row.iter().enumerate().map(cell).collect::<Vec<_>>());
    let rows: Vec<String> = rows.map(|row| row.join(&separator.to_string())).collect();
    format!("{headings}\r\n{}\r\n", rows.join("\r\n"))
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of Windows-1252")).collect()
}

fn decomposed(text: &str) -> String {
    text.replace('ö', "o\u{308}").replace('é', "e\u{301}")
}

/// The table as the last of `sheets` sheets.
fn xlsx(table: &[Vec<String>], sheets: usize) -> Vec<u8> {
    let mut book = Workbook::new();
    for _ in 1..sheets {
        book.add_worksheet();
    }
    let sheet = book.add_worksheet().set_name("People").expect("a name");
    for (row, cells) in (0..).zip(table) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, cell),
            }
            .expect("written");
        }
    }
    book.save_to_buffer().expect("a file")
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a file").into_inner()
}

fn ods(table: &[Vec<String>]) -> Vec<u8> {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |cell: &String| match cell.parse::<f64>() {
        Ok(_) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{cell}\"><text:p>{cell}</text:p></table:table-cell>"
        ),
        Err(_) if cell.is_empty() => "<table:table-cell/>".to_owned(),
        Err(_) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            escape(cell)
        ),
    };
    let row =
        |row: &Vec<String>| format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>());
    let rows: String = table.iter().map(row).collect();
    let below = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" \
         xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"People\">{rows}{below}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"m\"></manifest:manifest>";
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

fn example() -> Vec<Vec<String>> {
    TABLE.iter().map(|row| row.map(str::to_owned).to_vec()).collect()
}

/// The table in every dress, by file.
fn dresses(table: &[Vec<String>]) -> Vec<(&'static str, Vec<u8>)> {
    let plain = text(table, ',', false);
    let excel = text(table, ';', true);
    let tabs = text(table, '\t', true);
    vec![
        ("plain.csv", plain.clone().into_bytes()),
        ("marked.csv", format!("\u{feff}{plain}").into_bytes()),
        ("decomposed.csv", decomposed(&plain).into_bytes()),
        ("german.csv", latin(&excel)),
        ("sheets.csv", text(table, ',', true).into_bytes()),
        ("declared.csv", format!("sep=;\r\n{excel}").into_bytes()),
        ("old.csv", excel.replace("\r\n", "\r").into_bytes()),
        ("tabs.txt", [&[0xff, 0xfe][..], &utf_16(&tabs, u16::to_le_bytes)].concat()),
        ("big.txt", [&[0xfe, 0xff][..], &utf_16(&text(table, '\t', false), u16::to_be_bytes)].concat()),
        ("titled.csv", format!("A council, 2020\n# from the archive, \"page\n{plain}# end\n").into_bytes()),
        ("book.xlsx", xlsx(table, 1)),
        ("book.ods", ods(table)),
    ]
}

#[test]
fn one_table_in_every_dress_is_one_scenario() {
    let wanted = read("plain.csv", text(&example(), ',', false).as_bytes()).expect("sound");
    assert!(wanted.resolved.contains("[members.\"köln\"]\nlabel = \"Köln, am Rhein\"\nideal = { x = 0.5, y = -1.25 }"));
    for (file, bytes) in dresses(&example()) {
        let read = read(file, &bytes).unwrap_or_else(|faults| panic!("{file}: {faults}"));
        assert_eq!(read.resolved, wanted.resolved, "{file}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_numbers_are_the_same_in_every_dress(
        numbers in prop::collection::vec((-99_999_i32..100_000, -999_i32..1000, 0_u32..1000), 2..6)
    ) {
        // Two or four decimals: three can be thousands, which is asked about.
        let mut table = vec![example()[0].clone()];
        for (index, (x, y, votes)) in numbers.into_iter().enumerate() {
            let number = |number: f64| number.to_string();
            let label = format!("Ödland {index}");
            let cells = [number(f64::from(x) / 1e4 + 1e-5), number(f64::from(y) / 100.0), votes.to_string()];
            table.push([vec![format!("m{index}"), label], cells.to_vec()].concat());
        }
        let wanted = read("plain.csv", text(&table, ',', false).as_bytes());
        prop_assume!(wanted.is_ok());
        for (file, bytes) in dresses(&table) {
            let read = read(file, &bytes);
            prop_assert!(read.is_ok(), "{file}: {:?}", read.err());
            prop_assert_eq!(&read.expect("sound").resolved, &wanted.as_ref().expect("sound").resolved, "{}", file);
        }
    }
}

fn check(folder: &Path) -> assert_cmd::assert::Assert {
    winset(folder).args(["check", "s.toml"]).assert()
}

/// Holds the words of a text, however its lines are broken.
fn says(words: &'static str) -> impl Predicate<str> {
    let in_a_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    predicate::function(move |text: &str| in_a_line(text).contains(words))
}

#[test]
fn check_says_what_a_table_was_taken_for() {
    let german = "id;ideal.x;ideal.y;votes;Bemerkung\nköln;0,5;1;1.234.567;schön\nb;1;2,5;500;\n";
    let (here, _) = folder("'m.csv'", "m.csv", &latin(german));
    check(here.path())
        .success()
        .stdout(says("Windows-1252, semicolons, decimal comma, point between thousands; 2 rows"))
        .stdout(says("left alone: Bemerkung"))
        .stderr(contains("read as Windows-1252: `köln`").and(contains("`Bemerkung` is left alone")));
    let ktab = "A council,described,2,2\nActor,Power,Position (USA),Sal,#x,Notes\na,1,0.5,9,n,\nb,2,1,9,n,see there\n";
    let members = "{ file = 'k.csv', columns = { id = 'Actor', influence = 'Power', ideal.x = 'Position (USA)', \"ideal.y\" = 'Sal' } }";
    let (here, scenario) = folder(members, "k.csv", ktab.as_bytes());
    check(here.path())
        .success()
        .stdout(says("1 line before the headings").and(says("read: Actor, Power, Position (USA), Sal")))
        .stdout(says("left alone: #x, Notes"))
        .stderr(contains("`Notes` is left alone").and(contains("`#x` is left alone").not()));
    let scenario = load(&scenario, &Options::default()).expect("sound");
    let again = winset::scenario::parse("again", &scenario.resolved, &Options::default()).expect("sound");
    assert_eq!(again.resolved, scenario.resolved, "what is left alone is not in what ran");
    assert_eq!(scenario.variants[0].model().members[1].ideal, [1.0, 9.0]);
    assert_eq!(scenario.variants[0].model().members[1].influence, 2.0);
}

#[test]
fn sheets_are_named_and_faults_name_their_cells() {
    let book = xlsx(&example(), 3);
    for members in ["'b.xlsx#People'", "{ file = 'b.xlsx', sheet = 'People' }"] {
        let (here, _) = folder(members, "b.xlsx", &book);
        check(here.path()).success().stdout(contains("b.xlsx#People: xlsx").and(contains("one of 3 sheets")));
    }
    let (here, _) = folder("'b.xlsx#Peple'", "b.xlsx", &book);
    check(here.path()).code(1).stderr(contains("it has no sheet `Peple` (did you mean `People`?)"));
    let mut table = example();
    table[2][3] = String::new();
    table[3][2] = "much".to_owned();
    for (file, bytes) in [("b.xlsx", xlsx(&table, 1)), ("b.ods", ods(&table))] {
        let told = read(file, &bytes).expect_err("faults");
        assert!(told.contains("`ideal.y` of `b` is blank (cell D3)"), "{told}");
        assert!(told.contains("not a string (cell C4)"), "{told}");
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, cell) in (0..).zip(["id", "ideal.x", "ideal.y"]) {
        sheet.write_string(0, column, cell).expect("written");
    }
    for (row, id) in [(1, "a"), (2, "b")] {
        sheet.write_string(row, 0, id).and_then(|sheet| sheet.write_number(row, 1, 1)).expect("written");
    }
    sheet.write_number(2, 2, 1).expect("written");
    sheet.write_formula(1, 2, Formula::new("=1/0").set_result("#DIV/0!")).expect("written");
    let told = read("b.xlsx", &book.save_to_buffer().expect("a file")).expect_err("a fault");
    assert!(told.contains("(cell C2)"), "{told}");
}

#[test]
fn tables_in_other_folders_are_read_where_that_is_allowed() {
    let (outer, _) = folder("'x'", "shared.csv", text(&example(), ',', false).as_bytes());
    let study = outer.path().join("study");
    fs::create_dir(&study).expect("made");
    fs::write(study.join("s.toml"), format!("members = '../shared.csv'\n{REST}")).expect("written");
    check(&study).code(1).stderr(contains("outside the folder of the scenario").and(contains("--allow DIR")));
    winset(&study).args(["check", "s.toml", "--allow", "."]).assert().code(1).stderr(contains("outside the folder"));
    winset(&study).args(["check", "s.toml", "--allow", ".."]).assert().success();
    let run = ["run", "s.toml", "--allow", "..", "--replications", "20", "--no-plots", "--quiet", "--out", "r"];
    winset(&study).args(run).assert().success();
    fs::remove_file(outer.path().join("shared.csv")).expect("removed");
    let again = ["run", "r/scenario.toml", "--no-plots", "--quiet", "--out", "again"];
    winset(&study).args(again).assert().success();
    let summary = |folder: &str| fs::read(study.join(folder).join("summary.csv")).expect("a table");
    assert_eq!(summary("r"), summary("again"), "a result needs no table");
}

#[test]
fn hostile_tables_are_faults() {
    let far = |row: &str| {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(0, 0, "id").expect("written");
        let sheet = &mut book.worksheets_mut()[0];
        let (row, column) = if row == "last" { (1_048_575, 0) } else { (1, 16_383) };
        sheet.write_string(row, column, "x").expect("written");
        book.save_to_buffer().expect("a file")
    };
    let wide = "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\"><text:p>1</text:p></table:table-cell></table:table-row>";
    let zeros = vec![b' '; 70 << 20];
    let sound = xlsx(&example(), 1);
    for (file, bytes, told) in [
        ("a.csv", b"id,ideal.x\na\0,1\n".to_vec(), "is NUL"),
        ("a.csv", sound.clone(), "call it .xlsx"),
        ("a.xls", b"x".to_vec(), "save it as .xlsx"),
        ("a.xlsx", b"PK\x03\x04nothing".to_vec(), "it is no spreadsheet"),
        ("a.xlsx", far("last"), "at most 100000 rows"),
        ("a.xlsx", far("wide"), "at most 100000 rows and 1000 columns"),
        ("a.xlsx", archive(&[("xl/bomb", &zeros)]), "larger than 64 MiB"),
        ("a.ods", archive(&[("content.xml", wide.repeat(300).as_bytes())]), "at most 1000000 cells"),
        ("a.csv", "x,".repeat(1 << 20).into_bytes(), "at most 1000000 cells"),
    ] {
        let found = read(file, &bytes).expect_err(told);
        assert!(found.contains(told), "{file}: {found}");
    }
    for bytes in [sound, ods(&example())] {
        for at in (0..bytes.len()).step_by(397) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            drop((read("a.xlsx", &damaged), read("a.ods", &damaged), read("a.xlsx", &bytes[..at])));
        }
    }
}
