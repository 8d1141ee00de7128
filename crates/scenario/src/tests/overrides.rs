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
    assert_eq!(model.areas[1].status_quo.sd, [1.0, 2.0]);
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
    assert!(fault("a=[1,").starts_with("--set:1:3: this is not TOML: this array is not closed"));
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
            "3",
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
    let options =
        Options { variants: &chosen, replications: Some(5), seed: Some(9), level: Some(0.9), ..Options::default() };
    let scenario = parse("t", DOCKING, &options).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(scenario.variants.len(), 1);
    assert_eq!((scenario.run.replications, scenario.run.seed), (5, 9));
    assert!(scenario.resolved.contains("replications = 5\nseed = 9\nlevel = 0.9\n"));
    assert_eq!(scenario.run.level.share(), 0.9);
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

/// The only variant's model with a `set`.
fn model_with(text: &str, set: &str) -> crate::model::Model {
    compiled(&format!("{text}[variants.v]\nset = {{ {set} }}\n")).variants[0].model().clone()
}

fn code_with(text: &str, set: &str) -> Vec<Code> {
    let text = format!("{text}[variants.v]\nset = {{ {set} }}\n");
    parse("t", &text, &Options::default()).expect_err("a fault").codes().collect()
}

/// The smallest scenario with something in every place.
const FULL: &str = "secretariat = { worthwhile = 0.5 }\n[space]\ndimensions = ['x', 'y']\n\
    [members.a]\nideal = [1, 2]\nsalience = 3\ntolerance = 0.2\nweights = { gdp = 5 }\n[members.b]\nideal = [0, 0]\n\
    [areas.k]\nstatus_quo = { mean = 2, sd = 1 }\n[areas.l]\n\
    [negotiation]\nrounds = 4\nsessions = 3\namendment = { kind = 'concede', rate = 0.4 }\n[agenda]\nyears = 5\n";

#[test]
fn a_table_changes_the_table_that_is_there_as_paths_do() {
    let by_path = model_with(FULL, "'negotiation.rounds' = 8");
    assert_eq!((by_path.negotiation.rounds, by_path.negotiation.sessions), (8, 3));
    for set in ["negotiation = { rounds = 8 }", "negotiation.rounds = 8", "'negotiation' = { 'rounds' = 8 }"] {
        assert_eq!(model_with(FULL, set), by_path, "for {set}");
    }
    let header = compiled(&format!("{FULL}[variants.v.set.negotiation]\nrounds = 8\n"));
    assert_eq!(*header.variants[0].model(), by_path);
    let deep = model_with(FULL, "areas = { k = { status_quo = { sd = 2 } } }, members.a.weights.gdp = 7");
    assert_eq!(
        (&deep.areas[0].status_quo.mean[..], &deep.areas[0].status_quo.sd[..]),
        (&[2.0, 2.0][..], &[2.0, 2.0][..])
    );
    assert!(model_with(FULL, "secretariat = { initiative = 2 }").secretariat.is_some_and(|s| s.worthwhile == 0.5));
}

#[test]
fn a_table_with_a_kind_begins_anew() {
    let mediate = model_with(FULL, "negotiation = { amendment = { kind = 'mediate' } }");
    assert_eq!(mediate.negotiation.amendment, Amendment::Mediate { relaxation: 1.0 });
    let rate = model_with(FULL, "negotiation = { amendment = { rate = 0.5 } }");
    assert_eq!(rate.negotiation.amendment, Amendment::Concede { rate: 0.5 });
    let drawn = model_with(FULL, "areas.k.status_quo = { kind = 'drawn', sd = 2 }");
    assert_eq!(drawn.areas[0].status_quo.mean, [0.0, 0.0]);
}

#[test]
fn a_table_by_name_changes_single_numbers_of_what_is_there() {
    let member = |set: &str| model_with(FULL, set).members[0].clone();
    for set in ["members.a.tolerance = { l = 0.5 }", "'members.a.tolerance.l' = 0.5"] {
        assert_eq!(member(set).tolerance, [0.2, 0.5], "for {set}");
    }
    assert_eq!(member("members.a.salience.y = 7").salience, [3.0, 7.0]);
    assert_eq!(member("members.a.ideal = { y = 7 }").ideal, [1.0, 7.0]);
    assert_eq!(member("members.a.ideal = [0, 0]").ideal, [0.0, 0.0]);
    assert_eq!(code_with(FULL, "'agenda.years.x' = 1"), [Code::BadPath]);
    assert_eq!(code_with(FULL, "members.a.tolerance = { q = 1 }"), [Code::UnknownName]);
}

#[test]
fn extends_and_set_change_in_the_same_way() {
    let changes = [
        ("members.a.tolerance = { l = 0.5 }", "[members.a]\ntolerance = { l = 0.5 }\n"),
        ("negotiation = { amendment = { rate = 0.9 } }", "[negotiation]\namendment = { rate = 0.9 }\n"),
        ("negotiation = { amendment = { kind = 'mediate' } }", "[negotiation.amendment]\nkind = 'mediate'\n"),
        (
            "areas.k.status_quo.sd = 9, members.a.ideal.x = 3",
            "[areas.k.status_quo]\nsd = 9\n[members.a.ideal]\nx = 3\n",
        ),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("base.toml"), FULL).expect("written");
    for (set, child) in changes {
        std::fs::write(folder.path().join("child.toml"), format!("extends = 'base.toml'\n{child}")).expect("written");
        let child =
            load(&folder.path().join("child.toml"), &Options::default()).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(*child.variants[0].model(), model_with(FULL, set), "for {set}");
    }
}

#[test]
fn every_member_and_every_area_can_be_set_at_once() {
    let tolerance =
        |model: &crate::model::Model| model.members.iter().map(|member| member.tolerance[0]).collect::<Vec<_>>();
    let scenario = set(&["members.*.tolerance=0.2", "members.china.tolerance=0.1", "areas.*.noise=[0, 1]"]);
    let model = &scenario.variants[0].model();
    assert_eq!(tolerance(model), [0.1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2]);
    assert!(model.areas.iter().all(|area| area.noise == [0.0, 1.0]));
    assert_eq!(set(&["relations.*.affinity=-3"]).variants[1].model().areas[0].relations[0].affinity, -3.0);
    let varied = model_with(FULL, "'members.*.tolerance' = 0.3, 'members.a.tolerance' = 0.1");
    assert_eq!(tolerance(&varied), [0.1, 0.3]);
    assert_eq!(fault(&["members.*.toleranc=1"]).lines().count(), 1);
    assert!(fault(&["rules.*.share=1"]).contains("there are no rules in this scenario"));
}

#[test]
fn one_variant_sets_nothing_twice() {
    for twice in [
        "'negotiation.rounds' = 8, negotiation = { rounds = 9 }",
        "'negotiation.amendment' = { kind = 'mediate', relaxation = 1 }, 'negotiation.amendment.relaxation' = 1.5",
        "'members.a.tolerance' = 0.1, 'members.*.tolerance' = 0.3",
        "'negotiation.amendment.rate' = 0.5, 'negotiation.amendment' = { kind = 'mediate' }",
    ] {
        assert_eq!(code_with(FULL, twice), [Code::Twice], "for {twice}");
    }
    model_with(FULL, "'negotiation.amendment' = { kind = 'mediate' }, 'negotiation.amendment.relaxation' = 1.5");
}

#[test]
fn members_are_brought_in_and_left_out_from_left_to_right() {
    let groups = "[members.c]\nideal = [0, 0]\ngroups = ['g']\n[members.d]\nideal = [0, 0]\ngroups = ['g', 'h']\n";
    let table = |members: &str| {
        compiled(&format!("{SMALL}{groups}[variants.v]\nmembers = {members}\n")).variants[0].model().table.clone()
    };
    assert_eq!(table("['@g', '-d', 'a']"), [0, 2]);
    assert_eq!(table("['-@h']"), [0, 1, 2]);
    assert_eq!(table("['-@g', 'c']"), [0, 1, 2]);
    assert_eq!(table("['@g', '-@g', 'd']"), [3]);
    let codes = |members: &str| {
        let text = format!("{SMALL}{groups}[variants.v]\nmembers = {members}\n");
        parse("t", &text, &Options::default()).expect_err("a fault").codes().collect::<Vec<_>>()
    };
    assert_eq!(codes("['-x']"), [Code::UnknownName]);
    assert_eq!(codes("['-@x']"), [Code::UnknownName]);
    assert_eq!(codes("['-g']"), [Code::UnknownName], "a group wants its sign");
    assert_eq!(codes("['a', '-a']"), [Code::NothingHappens]);
    let dash = format!("{SMALL}[members.-c]\nideal = [0, 0]\n");
    assert!(faults_of(&dash).contains("does not begin with -"), "{}", faults_of(&dash));
}
