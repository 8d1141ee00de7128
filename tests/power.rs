//! Voting power through the program: games whose numbers are published, from the shipped scenarios; a large body, in tables that
//! can be read, broken off, and refused before the work.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use assert_cmd::assert::OutputAssertExt;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;
use winset::model::Model;
use winset::power::{Effort, Power, Watch, analyse, steps};
use winset::scenario::{self, Options};

use crate::shipped;

fn model(name: &str) -> Model {
    let scenario = scenario::load(&shipped(&format!("power/{name}.toml")), &Options::default()).expect("sound");
    scenario.variants[0].model().clone()
}

/// The Shapley–Shubik index of a large body would take most of the time of a test.
const WITHOUT_ORDERS: Effort =
    Effort { nodes: 1_000_000_000, cells: 1 << 23, steps: 10_000_000_000, samples: 500, seed: 1 };

fn power_of(name: &str) -> Power {
    analyse(&model(name), &WITHOUT_ORDERS, &Watch::nobody()).expect("nobody stops it")
}

/// Winning coalitions and all coalitions of yes and no in the first variant of the scenario.
fn coalitions(name: &str) -> (f64, f64) {
    let game = &power_of(name).areas[0].power.binary;
    assert_eq!(game.winning.std_error, None, "counted, not sampled");
    (game.winning.value, game.total.value)
}

#[test]
fn shipped_voting_games_have_their_published_numbers_to_the_integer() {
    let games = [
        ("eec6-1958", 14.0, 6),
        ("eec6-1958-no-commission", 13.0, 6),
        ("ec9-1973", 75.0, 9),
        ("ec10-1981", 140.0, 10),
        ("ec12-1986", 402.0, 12),
        ("eu15-1995", 2549.0, 15),
        ("unsc-1966", 848.0, 15),
        ("eu27-lisbon", 17_278_571.0, 27),
        ("sco", 1.0, 6),
    ];
    for (name, winning, members) in games {
        assert_eq!(coalitions(name), (winning, f64::powi(2.0, members)), "{name}");
    }
}

#[test]
fn without_a_proposal_of_the_commission_the_council_acts_more_rarely() {
    let only = ["no-commission".to_owned()];
    let options = Options { variants: &only, ..Options::default() };
    let scenario = scenario::load(&shipped("power/eu27-lisbon.toml"), &options).expect("sound");
    let power = analyse(scenario.variants[0].model(), &Effort::default(), &Watch::nobody()).expect("nobody stops it");
    let game = &power.areas[0].power.binary;
    assert_eq!((game.winning.value, game.winning.std_error), (1_066_555.0, None), "by a loop over all 2^27");
}

/// Counted by another program, in whole numbers of any length.
#[test]
fn a_fund_of_189_members_adopts_once_in_685_million_times() {
    let power = power_of("fund-189");
    let game = &power.areas[0].power.binary;
    let near = |value: f64, expected: f64| (value / expected - 1.0).abs() < 1e-13;
    assert!(near(game.winning.value, 1.145_233_691_642_208_2e48));
    assert!(near(game.act.value, 1.459_570_024_409_247_2e-9) && game.act.std_error.is_none());
    let expected = [
        (0, 1.0, 1.459_570_026_539_591_7e-9, 2.919_140_048_818_494_4e-9),
        (1, 0.999_999_305_922_828_2, 1.459_569_013_485_355_6e-9, 2.919_138_022_710_025e-9),
        (10, 0.884_650_176_653_979, 1.291_208_881_817_102_7e-9, 2.582_417_759_864_986e-9),
        (100, 0.172_663_461_929_031_93, 2.520_144_137_101_749e-10, 5.040_288_266_846_845e-10),
        (188, 0.127_641_920_696_323_77, 1.863_023_215_782_977_7e-10, 3.726_046_426_127_53e-10),
    ];
    for (seat, prevent, initiate, swings) in expected {
        let member = &game.members[seat];
        assert!(near(member.prevent.expect("it is possible").value, prevent), "{seat}");
        assert!(near(member.initiate.expect("it may fail").value, initiate), "{seat}");
        assert!(near(member.banzhaf_absolute.value, swings), "{seat}");
    }
}

/// What a watch is told comes to the steps that were announced, whichever way a game is computed in the end.
#[test]
fn every_step_is_told() {
    for (name, effort) in [
        ("ec12-1986", Effort::default()),
        ("unsc-1966", Effort::default()),
        ("fund-189", WITHOUT_ORDERS),
        ("fund-189", Effort { nodes: 100, cells: 0, samples: 100, ..Effort::default() }),
    ] {
        let (told, never) = (AtomicU64::new(0), AtomicBool::new(false));
        let done = |more| {
            told.fetch_add(more, Ordering::Relaxed);
        };
        analyse(&model(name), &effort, &Watch { stop: &never, done: &done }).expect("nobody stops it");
        assert_eq!(told.into_inner(), steps(&model(name), &effort), "{name}");
    }
}

fn winset(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    command.current_dir(folder).arg("power").args(arguments);
    command
}

fn fund() -> String {
    shipped("power/fund-189.toml").to_str().expect("text").to_owned()
}

/// A fund of 30 members, which takes no time, as a person reads it.
#[test]
fn what_is_rare_can_be_read() {
    let folder = TempDir::new().expect("a folder");
    let members: String = (0..30).map(|i| format!("m{i} = {{ ideal = [0], votes = {} }}\n", 900 / (i + 3))).collect();
    let rest = "[areas.a]\nstatus_quo = { sd = 1 }\n[rule]\nkind = \"majority\"\nof = \"votes\"\nshare = 0.96\n";
    let text = format!("[space]\ndimensions = [\"x\"]\n[members]\n{members}{rest}");
    fs::write(folder.path().join("s.toml"), text).expect("written");
    let readable = contains("Power to act").and(contains("e-")).and(contains("prevent")).and(contains("100.00 %"));
    winset(folder.path(), &["s.toml"]).assert().success().stdout(readable.and(contains("0.00 ±").not()));
    winset(folder.path(), &["s.toml", "--format", "markdown"]).assert().success().stdout(contains("| m29 "));
    winset(folder.path(), &["s.toml", "--out", "o"]).assert().success();
    let csv = fs::read_to_string(folder.path().join("o/power.csv")).expect("written");
    let act = csv.lines().find_map(|line| line.strip_prefix("baseline,all,act,")).expect("a row");
    let act: f64 = act.trim_end_matches(',').parse().expect("a number, without an error");
    assert!(act > 0.0 && act < 1e-5 && csv.lines().count() == 1 + 3 + 30 * 5, "{act}");
}

#[test]
fn what_may_not_be_written_is_refused_before_the_work() {
    let folder = TempDir::new().expect("a folder");
    fs::create_dir(folder.path().join("o")).expect("made");
    fs::write(folder.path().join("o/thesis.txt"), "mine").expect("written");
    let begun = Instant::now();
    winset(folder.path(), &[&fund(), "--out", "o"]).assert().code(1).stderr(contains("exists already"));
    winset(folder.path(), &[&fund(), "--out", "o/thesis.txt/x"]).assert().code(1).stderr(contains("cannot write"));
    assert!(begun.elapsed() < Duration::from_secs(4), "it took {:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn a_large_game_can_be_broken_off() {
    let folder = TempDir::new().expect("a folder");
    let mut child = winset(folder.path(), &[&fund(), "--out", "o"]).stderr(Stdio::null()).spawn().expect("it starts");
    std::thread::sleep(Duration::from_millis(1500));
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("a system with kill").success());
    let asked = Instant::now();
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(asked.elapsed() < Duration::from_secs(5), "it took {:?}", asked.elapsed());
    assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 0, "nothing is left behind");
}

/// Paths need not be text.
#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf_8_is_a_path() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = TempDir::new().expect("a folder");
    let (scenario, out) = (OsStr::from_bytes(b"s\xff.toml"), OsStr::from_bytes(b"o\xff"));
    fs::copy(shipped("power/ec9-1973.toml"), folder.path().join(scenario)).expect("copied");
    let run = || winset(folder.path(), &[]).arg(scenario).arg("--out").arg(out).assert();
    run().success().stdout(contains("Power to act"));
    assert!(folder.path().join(out).join("power.csv").is_file());
    run().code(1).stderr(contains("exists already"));
}
