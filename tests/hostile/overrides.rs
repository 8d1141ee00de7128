//! What may stand after `--set`.

use winset::scenario::Code;

use super::{SOUND, read};

/// The kind of the only fault, and its message; nothing where the scenario is sound.
fn outcome(set: &str) -> Option<(Code, String)> {
    let faults = read(SOUND, &[set]).err()?;
    let mut found = faults.iter();
    let first = found.next().expect("a fault");
    assert_eq!(found.count(), 0, "{set:.60}: {faults:.500}");
    let file = faults.location(first).map(|at| at.file.to_owned());
    assert_eq!(file.as_deref(), Some("--set"), "{set:.60}: {faults:.500}");
    Some((first.code, first.message.clone()))
}

#[test]
fn what_is_no_path_and_value_is_told_so() {
    let form = "an override is PATH=VALUE";
    let path = "is not a path";
    for (set, message) in [
        ("", form),
        ("=", path),
        ("==", path),
        ("=1", path),
        ("a", form),
        ("a=", form),
        (".=1", path),
        ("..=1", path),
        ("a..b=1", path),
        ("a.=1", path),
        ("\"=1", form),
        ("\0=1", path),
        ("\u{feff}a=1", path),
        ("-a=1", path),
        ("a*=1", path),
    ] {
        let found = outcome(set);
        assert!(matches!(&found, Some((Code::BadPath, text)) if text.contains(message)), "{set:?}: {found:?}");
    }
    let long = outcome(&format!("{}=1", "a.".repeat(10_000)));
    assert!(long.is_some_and(|(code, _)| code == Code::TooMany));
    for set in ["a=\"", "a=[", "a={", "a='''", &format!("rule={}", "[".repeat(10_000))] {
        assert!(outcome(set).is_some_and(|(code, _)| code == Code::Syntax), "{set:.60}");
    }
}

#[test]
fn what_leads_nowhere_is_told_so() {
    for (set, code, message) in [
        ("'a'=1", Code::UnknownField, "there is no section `a`"),
        ("\"a.b\"=1", Code::UnknownField, "there is no section `a.b`"),
        ("a=#", Code::UnknownField, "there is no section `a`"),
        ("a=\0", Code::UnknownField, "there is no section `a`"),
        ("é=1", Code::UnknownField, "there is no section `é`"),
        ("a=1\nb=2", Code::UnknownField, "there is no section `a`"),
        ("*=1", Code::UnknownField, "there is no section `*`"),
        ("negotiation.*=1", Code::UnknownField, "[negotiation] has no field `*`"),
        ("relations.0.affinity=1", Code::UnknownField, "there are no relations in this scenario"),
        ("relations.18446744073709551616=1", Code::UnknownField, "there are no relations in this scenario"),
        ("members.a.ideal.2=1", Code::BadPath, "`members.a.ideal` is an array of 2"),
        ("variants.a.set={}", Code::UnknownName, "there is no variant `a`"),
        ("variants.a.members=['@']", Code::UnknownName, "there is no variant `a`"),
        ("variants.*.label=1", Code::UnknownName, "there are no variants in this scenario"),
        ("extends='/etc/passwd'", Code::NotHere, "`extends` cannot be set"),
    ] {
        let found = outcome(set);
        assert_eq!(found, Some((code, message.to_owned())), "for {set:?}");
    }
}

#[test]
fn values_that_do_not_fit_are_told_so() {
    let title = format!("scenario.title='{}'", "x".repeat(1 << 20));
    for (set, code) in [
        ("run=1", Code::WrongKind),
        ("run.replications=nan", Code::WrongKind),
        ("run.replications=1e9", Code::WrongKind),
        ("run.replications=1\n[space]", Code::WrongKind),
        ("run.seed=-1", Code::OutOfRange),
        ("run.seed=18446744073709551615", Code::OutOfRange),
        ("members=1", Code::WrongKind),
        ("members='/dev/zero'", Code::WrongKind),
        ("members.a=1", Code::WrongKind),
        ("members.a.ideal.0=inf", Code::OutOfRange),
        ("members.a.ideal='centroid'", Code::WrongKind),
        ("members.*.tolerance=-1", Code::OutOfRange),
        ("rule=all", Code::MissingField),
        ("rule.kind=all", Code::MissingField),
        ("rule=nobody", Code::UnknownWord),
        ("rule={kind='all',rules=[]}", Code::WrongCount),
        ("rules.x={kind='all',rules=['x']}", Code::Circle),
        ("negotiation.amendment.rate=1", Code::MissingField),
        ("space.dimensions=[]", Code::WrongCount),
        ("space.dimensions=['x','x']", Code::Twice),
        ("space.dimensions=['dimensions','y']", Code::BadName),
        ("areas.k.status_quo.sd=1e308", Code::OutOfRange),
        ("areas.k.relevance.x=0", Code::NothingHappens),
        ("scenario=[]", Code::WrongKind),
        ("agenda.start=2017-99-99", Code::WrongKind),
        (&title, Code::TooMany),
    ] {
        assert_eq!(outcome(set).map(|(code, _)| code), Some(code), "for {set:.60}");
    }
}

#[test]
fn what_changes_nothing_or_something_is_sound() {
    for set in [
        "members={}",
        "variants={}",
        "rules={}",
        "negotiation={}",
        "members.a.ideal.x=1",
        "members.a.ideal={x=1}",
        "members.c={ideal=[1,2]}",
        "members.*.groups=['g']",
        "areas.k.noise.x=2",
        "rule=unanimity",
        "rule={kind='majority',share='1/2'}",
        "negotiation.amendment=none",
        "variants.v={}",
        "relations=[{between=['a','b'],affinity=1}]",
        "scenario.title=\"\"",
    ] {
        assert_eq!(outcome(set), None, "for {set}");
        let scenario = read(SOUND, &[set]).expect("sound");
        assert_eq!(read(&scenario.resolved, &[]).expect("sound"), scenario, "for {set}");
    }
}

#[test]
fn no_override_reaches_a_file() {
    for set in ["extends='/etc/passwd'", "members='/etc/passwd'", "members=members.csv"] {
        let faults = read(SOUND, &[set]).expect_err(set).to_string();
        assert!(!faults.contains("root:") && !faults.contains("cannot read"), "{faults}");
    }
}
