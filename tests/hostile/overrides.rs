//! What may stand after `--set`.

use super::{SOUND, read};

#[test]
fn overrides_of_all_sorts_are_read_or_refused() {
    let long = format!("{}=1", "a.".repeat(10_000));
    let huge = format!("scenario.title='{}'", "x".repeat(1 << 20));
    let deep = format!("rule={}", "[".repeat(10_000));
    let sets = [
        "",
        "=",
        "==",
        "=1",
        "a",
        "a=",
        ".=1",
        "..=1",
        "a..b=1",
        "a.=1",
        "\"=1",
        "'a'=1",
        "\"a.b\"=1",
        "a=\"",
        "a=[",
        "a={",
        "a='''",
        "a=#",
        "\0=1",
        "a=\0",
        "\u{feff}a=1",
        "é=1",
        "run=1",
        "run.replications=nan",
        "run.replications=1e9",
        "run.seed=-1",
        "run.seed=18446744073709551615",
        "relations.0.affinity=1",
        "relations.18446744073709551616=1",
        "members=1",
        "members.a=1",
        "members={}",
        "members.a.ideal.0=inf",
        "members.a.ideal.2=1",
        "members.a.ideal.x=1",
        "members.a.ideal={x=1}",
        "variants={}",
        "variants.a.set={}",
        "variants.a.members=['@']",
        "extends='/etc/passwd'",
        "members='/dev/zero'",
        "rule=all",
        "rule.kind=all",
        "rule={kind='all',rules=[]}",
        "negotiation.amendment=none",
        "negotiation.amendment.rate=1",
        "space.dimensions=[]",
        "space.dimensions=['x','x']",
        "areas.k.status_quo.sd=1e308",
        "scenario=[]",
        "agenda.start=2017-99-99",
        "a=1\nb=2",
        "run.replications=1\n[space]",
        &long,
        &huge,
        &deep,
    ];
    for set in sets {
        if let Err(faults) = read(SOUND, &[set]) {
            assert!(faults.starts_with("--set:") || faults.contains("hostile.toml"), "{set:.60}: {faults:.300}");
        }
    }
}

#[test]
fn no_override_reaches_a_file() {
    for set in ["extends='/etc/passwd'", "members='/etc/passwd'", "members=members.csv"] {
        let faults = read(SOUND, &[set]).expect_err(set);
        assert!(!faults.contains("root:"), "{faults}");
    }
}
