//! `--set`, the `set` of variants, and the other options of the command line.

use super::*;

fn with(overrides: &[&str]) -> Result<Scenario, Faults> {
    let overrides: Vec<_> = overrides.iter().map(|text| Override::parse(text).expect("PATH=VALUE")).collect();
    parse("t", DOCKING, &Options { overrides: &overrides, ..Options::default() })
}

fn set(overrides: &[&str]) -> Scenario {
    with(overrides).unwrap_or_else(|faults| panic!("{faults}"))
}

fn fault(overrides: &[&str]) -> String {
    with(overrides).expect_err("a fault").to_string()
}

#[test]
fn any_field_can_be_set() {
    let scenario = set(&[
        "members.china.initiative=0.4",
        "members.\"india\".weights.population = 1_400",
        "relations.0.affinity=-0.25",
        "rule.kind=unanimity",
        "negotiation.amendment.rate=0.5",
        "areas.economy.status_quo.sd=[1, 2]",
        "secretariat.initiative=1",
        "run.seed=7",
    ]);
    let model = scenario.variants[1].model();
    assert_eq!(model.members[0].initiative, 0.4);
    assert_eq!(model.areas[0].relations[0].affinity, -0.25);
    assert_eq!(model.areas[1].rule, Rule::Unanimity);
    assert_eq!(model.negotiation.amendment, Amendment::Concede { rate: 0.5 });
    let StatusQuo { sd, .. } = &model.areas[1].status_quo;
    assert_eq!(sd, &[1.0, 2.0]);
    assert_eq!(model.secretariat.as_ref().map(|secretariat| secretariat.initiative), Some(1.0));
    assert_eq!(scenario.run.seed, 7);
}

#[test]
fn a_table_that_is_set_replaces_the_table_and_the_last_one_wins() {
    let amendment = |overrides: &[&str]| set(overrides).variants[0].model().negotiation.amendment;
    assert_eq!(amendment(&["negotiation.amendment={ kind = 'mediate' }"]), Amendment::Mediate { relaxation: 1.0 });
    assert_eq!(amendment(&["negotiation.amendment=none"]), Amendment::None);
    let both = ["negotiation.amendment=mediate", "negotiation.amendment.relaxation=1.5"];
    assert_eq!(amendment(&both), Amendment::Mediate { relaxation: 1.5 });
}

#[test]
fn the_command_line_may_add_members_and_variants() {
    let scenario = set(&["members.iran={ ideal = [0, 0] }", "variants.all={ label = 'All' }"]);
    assert_eq!(scenario.variants[3].model().table.len(), 9);
    assert_eq!(scenario.variants[3].label, "All");
}

#[test]
fn faults_of_overrides_point_into_the_option() {
    for (text, wanted) in [
        ("members.chna.initiative=1", "--set:1:9: there is no member `chna` (did you mean `china`?)"),
        ("negotation.rounds=1", "--set:1:1: there is no section `negotation` (did you mean `negotiation`?)"),
        ("negotiation.round=1", "--set:1:13: [negotiation] has no field `round` (did you mean `rounds`?)"),
        ("negotiation.rounds=many", "--set:1:20: `rounds` must be a whole number, not a string"),
        ("relations.1.affinity=1", "--set:1:11: `relations` is an array of 1 (its elements are numbered 0 to 0)"),
        ("agenda.years.x=1", "--set:1:14: `agenda.years` is a whole number and has no field `x` (set the whole of it)"),
        ("extends='x.toml'", "--set:1:1: `extends` cannot be set (name the other scenario in the file)"),
        (
            "members.china.ideal=[1, 2, 3]",
            "--set:1:21: `ideal` has 3 numbers, the space has 2 dimensions: alignment, security",
        ),
    ] {
        assert_eq!(fault(&[text]), wanted, "for {text}");
    }
    let two = fault(&["agenda.years=0", "run.seed=-1"]);
    assert_eq!(two.lines().count(), 2, "{two}");
}

#[test]
fn an_override_is_a_path_and_a_value() {
    let fault = |text: &str| Override::parse(text).expect_err("no override").to_string();
    assert!(fault("rounds").starts_with("--set:1:1: an override is PATH=VALUE"));
    assert!(fault("a..b=1").starts_with("--set:1:1: `a..b` is not a path"));
    assert!(fault("=1").starts_with("--set:1:1: `` is not a path"));
    assert!(fault("a=").contains("the value is missing"));
    assert!(fault("a=[1,").starts_with("--set:1:6: this is not TOML: unclosed array"));
    assert!(fault(&format!("{}a=1", "a.".repeat(100))).contains("at most 16 segments"));
    let set = Override::parse("variants.after.set.\"a=b.c\" = 1").expect("quotes hold the sign");
    assert_eq!(set.text(), "variants.after.set.\"a=b.c\" = 1");
}

#[test]
fn variants_set_paths_and_faults_stand_where_they_are_set() {
    let line = "\"negotiation.amendment\" = { kind = \"mediate\" }";
    let place = |set: &str| {
        let text = DOCKING.replace(line, set);
        let faults = parse("t", &text, &Options::default()).expect_err("a fault");
        let fault = faults.iter().next().expect("one");
        let at = fault.at.expect("a place");
        assert_eq!(faults.iter().count(), 1, "{faults}");
        (text[at.start..at.end].to_owned(), fault.message.clone(), fault.help.clone().unwrap_or_default())
    };
    let quoted = |key: &str| format!("\"{key}\"");
    let cases = [
        ("negotiation.rounds", "0", "0", "`rounds` must be from 1 to 1000", ""),
        ("negotiation.amendment.rate", "2", "2", "`rate` must be above 0 and at most 1", ""),
        (
            "run.seed",
            "3",
            "\"run.seed\"",
            "a variant cannot set `run.seed`: all variants see the same worlds",
            "set it in [run]",
        ),
        (
            "members.iran",
            "{}",
            "\"members.iran\"",
            "there is no member `iran`",
            "a variant cannot add members: write it in the file",
        ),
        (
            "areas",
            "{}",
            "\"areas\"",
            "a variant cannot set `areas`: draws are numbered by the areas of the file",
            "set single fields, by their path",
        ),
        (
            "space.dimensions",
            "[]",
            "\"space.dimensions\"",
            "a variant cannot set `space.dimensions`: all variants share the space",
            "set it in [space]",
        ),
        (
            "variants.after",
            "{}",
            "\"variants.after\"",
            "a variant cannot set `variants.after`: variants do not set each other",
            "write the field in its own variant",
        ),
    ];
    for (path, value, at, message, help) in cases {
        let found = place(&format!("{} = {value}", quoted(path)));
        assert_eq!((found.0.as_str(), found.1.as_str()), (at, message));
        assert_eq!(found.2, help);
    }
    let bare = place("negotiation.rounds = 3");
    assert_eq!(bare.1, "a path in `set` stands in quotes");
}

#[test]
fn a_variant_may_set_what_differs_at_its_table() {
    let text = format!(
        "{SMALL}[variants.v.set]\n\"members.a.initiative\" = 3\n\"rule\" = \"unanimity\"\n\"areas.k.rule.kind\" = \"consensus\"\n\
         \"secretariat.initiative\" = 2\n\"agenda.years\" = 5\n[variants.w]\nlabel = 'plain'\n"
    );
    let scenario = compiled(&text);
    let (set, plain) = (scenario.variants[0].model(), scenario.variants[1].model());
    assert_eq!((set.members[0].initiative, plain.members[0].initiative), (3.0, 1.0));
    assert_eq!((set.agenda.sessions, plain.agenda.sessions), (5, 1));
    assert!(set.secretariat.is_some() && plain.secretariat.is_none());
    assert_eq!(set.areas[0].rule, Rule::Consensus);
}

#[test]
fn options_choose_variants_replications_and_seed() {
    let chosen = ["after".to_owned()];
    let options = Options { variants: &chosen, replications: Some(5), seed: Some(9), ..Options::default() };
    let scenario = parse("t", DOCKING, &options).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(scenario.variants.len(), 1);
    assert_eq!((scenario.run.replications, scenario.run.seed), (5, 9));
    assert!(scenario.resolved.contains("replications = 5\nseed = 9\n"));
    assert!(!scenario.resolved.contains("before"));
    let fault = |options: &Options<'_>| parse("t", DOCKING, options).expect_err("a fault").to_string();
    let unknown = ["afer".to_owned()];
    let options = Options { variants: &unknown, ..Options::default() };
    assert_eq!(fault(&options), "--variant:1:1: there is no variant `afer` (did you mean `after`?)");
    let options = Options { replications: Some(0), ..Options::default() };
    assert_eq!(fault(&options), "--replications:1:1: `replications` must be from 1 to 1000000000");
    let options = Options { seed: Some(u64::MAX), ..Options::default() };
    assert!(fault(&options).starts_with("--seed:1:1: `seed` must be at most"));
    let baseline = ["baseline".to_owned()];
    let options = Options { variants: &baseline, ..Options::default() };
    assert!(parse("t", SMALL, &options).is_ok());
}
