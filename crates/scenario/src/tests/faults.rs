//! Every kind of fault: its place, its words and its remedy.

use super::*;

/// `SMALL` has seven lines; what is appended begins on line 8.
fn appended(text: &str) -> String {
    faults_of(&format!("{SMALL}{text}"))
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        assert_eq!(&appended(text), wanted, "for {text:?}");
    }
}

#[test]
fn syntax_is_reported_with_its_place() {
    assert_eq!(faults_of("a = = 1\n"), "t:1:5: this is not TOML: extra `=`");
    assert_eq!(
        faults_of("[space]\ndimensions = x\n"),
        "t:2:14: this is not TOML: string values must be quoted, expected literal string (write strings in quotes: \"…\")"
    );
    let two = faults_of("[a]\nx = 1\nx = 2\n[b]\n[b]\n");
    assert!(two.starts_with("t:3:1: this is not TOML: duplicate key (each key"), "{two}");
    assert!(two.contains("\nt:5:2: this is not TOML: duplicate key"), "{two}");
}

#[test]
fn unknown_keys_are_answered_with_the_one_that_was_meant() {
    check(&[
        (
            "influnce = 3\n",
            "t:8:1: an area has no field `influnce` (its fields: rule, share, status_quo, label, relevance, noise, group_correlation, urgency, stakes, shock_sd, threat_response)",
        ),
        ("nois = 3\n", "t:8:1: an area has no field `nois` (did you mean `noise`?)"),
        ("[agenda]\nyear = 3\n", "t:9:1: [agenda] has no field `year` (did you mean `years`?)"),
        ("[negotation]\n", "t:8:2: a scenario has no field `negotation` (did you mean `negotiation`?)"),
        (
            "status_quo = { means = 0 }\n",
            "t:8:16: a `status_quo` that is drawn has no field `means` (did you mean `mean`?)",
        ),
        (
            "[rule]\nkind = 'unanimity'\nk = 1\n",
            "t:10:1: a rule of kind \"unanimity\" has no field `k` (its fields: kind, fallback)",
        ),
        (
            "[members.c]\nideal = [0, 0]\ninfluence = 1\ntoleranc = 2\n",
            "t:11:1: a member has no field `toleranc` (did you mean `tolerance`?)",
        ),
    ]);
}

#[test]
fn kinds_of_values_are_checked() {
    check(&[
        ("[negotiation]\nrounds = '3'\n", "t:9:10: `rounds` must be a whole number, not a string"),
        ("[negotiation]\nrounds = 1.5\n", "t:9:10: `rounds` must be a whole number, not a number"),
        ("[negotiation]\npressure = true\n", "t:9:12: `pressure` must be a number, not true or false"),
        ("[run]\nfeasibility = 1\n", "t:9:15: `feasibility` must be true or false, not a whole number"),
        (
            "noise = 'big'\n",
            "t:8:9: `noise` must be a number, an array of numbers or a table by dimension, not a string",
        ),
        ("noise = [1, 'b']\n", "t:8:13: `noise` must be a number, not a string"),
        ("label = 3\n", "t:8:9: `label` must be a string, not a whole number"),
        (
            "[agenda]\nstart = 2017-01-01T00:00:00\n",
            "t:9:9: `start` must be a date without a time (for example 2017-06-09)",
        ),
        ("[rule]\nkind = 'all'\nrules = 'x'\n", "t:10:9: `rules` must be an array of rules, not a string"),
        ("[relations]\n", "t:8:1: `relations` must be an array of tables: [[relations]], not a table"),
        ("rule = 3\n", "t:8:8: a rule must be a table, not a whole number"),
        ("[negotiation]\namendment = 3\n", "t:9:13: the amendment must be a table, not a whole number"),
    ]);
}

#[test]
fn ranges_are_checked_and_said() {
    check(&[
        ("share = 0\n", "t:8:9: `share` must be at least 1e-12 and at most 1e12"),
        ("group_correlation = 1\n", "t:8:21: `group_correlation` must be at least 0 and below 1"),
        ("noise = inf\n", "t:8:9: `noise` must be finite"),
        ("noise = nan\n", "t:8:9: `noise` must be finite"),
        ("stakes = 1e13\n", "t:8:10: `stakes` must be at least 1e-12 and at most 1e12"),
        ("relevance = 0\n", "t:8:13: no dimension is relevant to `k` (a dimension that is not named has relevance 0)"),
        ("[negotiation]\nambition = 1.1\n", "t:9:12: `ambition` must be above 0 and at most 1"),
        ("[negotiation]\nrounds = 0\n", "t:9:10: `rounds` must be from 1 to 1000"),
        (
            "[negotiation]\namendment = { kind = 'mediate', relaxation = 2 }\n",
            "t:9:46: `relaxation` must be above 0 and below 2",
        ),
        ("[run]\nlevel = 95\n", "t:9:9: `level` must be at least 0.5 and at most 0.9999"),
        ("[run]\nseed = -1\n", "t:9:8: `seed` must be at least 0"),
        ("[run]\nreplications = 0\n", "t:9:16: `replications` must be from 1 to 1000000000"),
        ("[run]\nseed = 99999999999999999999\n", "t:9:8: this whole number is too large"),
        ("[secretariat]\nworthwhile = 1\n", "t:9:14: `worthwhile` must be at least 0 and below 1"),
        (
            "[agenda]\nyears = 20000\n",
            "t:9:9: the horizon has 20000 sessions, at most 10000 are run (lower `years` or `sessions_per_year`)",
        ),
    ]);
}

#[test]
fn what_is_missing_is_asked_for_at_the_header() {
    check(&[
        ("[members.c]\n", "t:8:1: member `c` needs `ideal`"),
        ("[[relations]]\nbetween = ['a', 'b']\n", "t:8:1: a relation needs `affinity`"),
        ("[rule]\nk = 1\n", "t:8:1: a rule needs `kind`"),
        (
            "[rule]\nkind = 'majority'\n",
            "t:8:1: a majority needs a `share`, `more_than` or a `quota` (`share = 0.55` of the whole, `more_than = \"1/2\"` of it, or `quota = 255` in absolute terms)",
        ),
        ("rule = 'constructive-abstention'\n", "t:8:8: a rule of kind \"constructive-abstention\" needs `max_share`"),
        ("[negotiation]\namendment = { kind = 'concede' }\n", "t:9:13: the amendment needs `rate`"),
        (
            "rule = 'veto'\n",
            "t:8:8: a rule of kind \"veto\" needs `members` or `groups` (`members = [\"…\"]` names who holds a veto)",
        ),
    ]);
    let empty = faults_of("");
    for wanted in ["at least 2 members", "at least 1 area", "needs a [space]"] {
        assert!(empty.contains(wanted), "{empty}");
    }
    assert!(empty.lines().all(|line| line.starts_with("t:1:1: ")), "{empty}");
}

#[test]
fn names_that_nothing_has_are_answered_with_the_one_that_was_meant() {
    check(&[
        ("noise = { z = 1 }\n", "t:8:11: there is no dimension `z` (dimensions: x, y)"),
        ("rule = { kind = 'veto', members = ['aa'] }\n", "t:8:36: there is no member `aa` (did you mean `a`?)"),
        ("rule = { kind = 'veto', groups = ['p5'] }\n", "t:8:35: there is no group `p5`"),
        (
            "rule = { kind = 'majority', share = 0.5, of = 'vote' }\n",
            "t:8:47: there is no weight `vote` (did you mean `votes`?)",
        ),
        ("[members.c]\nideal = [0, 0]\ninterests = { kk = 1 }\n", "t:10:15: there is no area `kk` (did you mean `k`?)"),
        ("[[relations]]\nbetween = ['a', 'zoe']\naffinity = 1\n", "t:9:17: there is no member `zoe` (members: a, b)"),
        ("[variants.v]\nmembers = ['a', '@eu']\n", "t:9:17: there is no group `eu`"),
        ("rule = 'consensos'\n", "t:8:8: there is no rule `consensos` (did you mean `consensus`?)"),
        ("[negotiation]\nloss = 'cubic'\n", "t:9:8: `loss` cannot be \"cubic\" (one of \"quadratic\", \"linear\")"),
        ("[secretariat]\nideal = 'center'\n", "t:9:9: `ideal` cannot be \"center\" (one of \"centroid\")"),
    ]);
}

#[test]
fn shapes_that_do_not_fit_are_counted() {
    check(&[
        ("noise = [1, 2, 3]\n", "t:8:9: `noise` has 3 numbers, the space has 2 dimensions: x, y"),
        ("[[relations]]\nbetween = ['a']\naffinity = 1\n", "t:9:11: a relation is between two members, not 1"),
        ("[[relations]]\nbetween = ['a', 'a']\naffinity = 1\n", "t:9:17: a relation is between two different members"),
        ("rule = { kind = 'any', rules = [] }\n", "t:8:32: a compound rule has 1 to 16 `rules`, not 0"),
        (
            "rule = { kind = 'majority', share = 0.5, quota = 3 }\n",
            "t:8:50: a majority has a `share`, `more_than` or a `quota`, not also `quota`",
        ),
        (
            "rule = { kind = 'consensus-minus', k = 1, except = ['a'] }\n",
            "t:8:40: a rule of kind \"consensus-minus\" has `k` or `except`, not both",
        ),
        ("[members.c]\nideal = [0, 0]\ngroups = ['g', 'g']\n", "t:10:16: the group `g` stands twice"),
    ]);
    let deep = format!("rule = {}'consensus'{}\n", "{ kind = 'all', rules = [".repeat(8), "] }".repeat(8));
    assert!(appended(&deep).ends_with("rules are nested at most 8 deep"));
}

#[test]
fn ids_are_plain_words() {
    check(&[
        (
            "[members.'c d']\nideal = [0, 0]\n",
            "t:8:10: `c d` cannot be the name of a member (letters, digits, - and _, at most 64 bytes; a `label` may be longer)",
        ),
        (
            "[areas.'@']\n",
            "t:8:8: `@` cannot be the name of an area (letters, digits, - and _, at most 64 bytes; a `label` may be longer)",
        ),
        (
            "[members.c]\nideal = [0, 0]\nweights = { votes = 3 }\n",
            "t:10:13: `votes` is a weight that every member has already (call this weight something else, or set `votes`)",
        ),
    ]);
    compiled(&format!("{SMALL}[members.'österreich']\nideal = [0, 0]\n"));
    assert!(faults_of(&SMALL.replace("\"y\"]", "\"x\"]")).contains("t:2:20: the dimension `x` stands twice"));
}

#[test]
fn tables_at_which_nothing_can_happen_are_refused() {
    check(&[
        (
            "[variants.v]\nmembers = []\n",
            "t:9:11: nobody at the table of variant `v` has a response (at least one member that is present must not be an observer)",
        ),
        (
            "[variants.v]\nset = { 'members.a.initiative' = 0, 'members.b.initiative' = 0 }\n",
            "t:8:1: nobody at the table of variant `v` has initiative, so the agenda is empty (give a member, or a secretariat, an `initiative` above 0)",
        ),
        (
            "[members.c]\nideal = [0, 0]\ninterests = { k = 0 }\n",
            "t:10:13: `c` has initiative and no area that interests it (give it `initiative = 0`, or an interest)",
        ),
        (
            "[members.c]\nideal = [0, 0]\nweights = { gdp = 1 }\n[rule]\nkind = 'majority'\nshare = 0.5\nof = 'gdp'\n",
            "t:14:6: not every member at the table has the weight `gdp` (give it in their `weights`)",
        ),
    ]);
    compiled(&format!(
        "{SMALL}[members.c]\nideal = [0, 0]\nweights = {{ gdp = 1 }}\n[rule]\nkind = 'majority'\nshare = 0.5\nof = 'gdp'\n\
         [variants.v]\nmembers = ['c']\n"
    ));
}

#[test]
fn sizes_have_limits_that_are_said() {
    let members: String = (0..1_000).map(|n| format!("[members.m{n}]\nideal = [0, 0]\n")).collect();
    assert_eq!(appended(&members), "t:3:2: a scenario has at most 1000 members, this one has 1002");
    let busy = "[negotiation]\nrounds = 1000\nsessions = 10\namendment = 'mediate'\n[agenda]\nyears = 1000\n[run]\nreplications = 1000000000\n";
    let busy = appended(busy);
    assert!(
        busy.starts_with("t:15:16: this would take about 1.1e18 operations, at most 1e14 are run (lower"),
        "{busy}"
    );
    let many = appended("[agenda]\nyears = 10000\n[secretariat]\ninitiative = 500\n");
    assert!(many.starts_with("t:9:9: variant `baseline` expects 5020000 proposals"), "{many}");
    assert!(appended("[secretariat]\ninitiative = 501\n").contains("at most 500"));
    let ring: String = (0..10_001).map(|_| "[[relations]]\nbetween = ['a', 'b']\naffinity = 1\n").collect();
    assert!(appended(&ring).contains("at most 10000 relations"));
    let large = " ".repeat(limits::MAX_FILE_BYTES as usize + 1);
    assert_eq!(faults_of(&large), "`t` is larger than 8 MiB");
}

#[test]
fn all_faults_are_reported_at_once_each_once_and_in_order() {
    let text = "[space]\ndimensions = ['x']\n[members.a]\nideal = [1, 2]\ntolerance = -1\n[members.b]\nideal = { y = 1 }\n\
                [areas.k]\nshare = 'much'\n[rule]\nkind = 'consenus'\n[agenda]\nyears = 0\n[variants.v]\n[variants.w]\nlable = 'W'\n";
    let faults = parse("t", text, &Options::default()).expect_err("many faults");
    let places: Vec<_> = faults.iter().map(|fault| faults.location(fault).map(|at| (at.line, at.column))).collect();
    let wanted = [(4, 9), (5, 13), (7, 11), (9, 9), (11, 8), (13, 9), (16, 1)];
    assert_eq!(places, wanted.map(Some));
}

#[test]
fn a_group_without_its_sign_is_one_fault() {
    let grouped = format!("{SMALL}[members.c]\nideal = [0, 0]\ngroups = ['founders']\n[variants.v]\n");
    assert_eq!(
        faults_of(&format!("{grouped}members = ['founders']\n")),
        "t:12:12: `founders` is a group, not a member (for everybody in it write \"@founders\")"
    );
    assert_eq!(
        faults_of(&format!("{grouped}members = ['@founder']\n")),
        "t:12:12: there is no group `founder` (did you mean `founders`?)"
    );
    assert_eq!(faults_of(&format!("{grouped}members = []\n")).lines().count(), 1);
}

#[test]
fn labels_and_titles_hold_nothing_that_would_not_be_shown() {
    assert_eq!(
        appended("label = \"a\\u0000b\"\n"),
        "t:8:9: a label cannot hold the character U+0000 (write it in one line, without control characters)"
    );
    assert!(appended("label = \"a\\nb\"\n").contains("U+000A"));
    assert!(
        appended("[scenario]\ntitle = \"\\u001b[2J\"\n").contains("t:9:9: a title cannot hold the character U+001B")
    );
}

#[test]
fn columns_count_characters() {
    let text = format!("{SMALL}label = 'ÖÄÜ'\nrule = {{ 'grün' = 1, kind = 'consensus' }}\n");
    assert!(faults_of(&text).starts_with("t:9:10: "));
    let text = format!("{SMALL}rule = {{ label = 'äöü', kind = 'x' }}\n");
    assert!(faults_of(&text).contains("t:8:32: `kind` cannot be \"x\""), "{}", faults_of(&text));
    let marked = format!("\u{feff}[space]\ndimension = 1\n{}", &SMALL[SMALL.find("[members").unwrap()..]);
    assert!(faults_of(&marked).contains("t:2:1: the space has no field `dimension`"), "{}", faults_of(&marked));
}

#[test]
fn faults_beyond_the_limit_are_counted() {
    let keys: String = (0..300).map(|n| format!("zzz{n} = 1\n")).collect();
    let text = appended(&keys);
    assert_eq!(text.lines().count(), limits::MAX_FAULTS + 1);
    assert!(text.ends_with("\nand more"));
}
