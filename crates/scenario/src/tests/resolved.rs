//! The resolved text: reading it gives the same scenario and the same text.

use proptest::prelude::*;

use super::*;

#[track_caller]
pub(super) fn check_round_trip(scenario: &Scenario) {
    let again = parse("scenario.toml", &scenario.resolved, &Options::default())
        .unwrap_or_else(|faults| panic!("{faults}\n{}", scenario.resolved));
    assert_eq!(&again, scenario);
}

#[test]
fn scenarios_survive_being_resolved() {
    check_round_trip(&compiled(DOCKING));
    check_round_trip(&compiled(SMALL));
    let rich = format!(
        "rule = 'unanimity'\n[scenario]\ntitle = 'a \"b\" \\ c'\ndescription = '''\none \"\"\"\"\n  two\\\n\ttabbed\"'''\n\
         sources = ['x', \"y\\u0000\\r\"]\n{SMALL}rule = {{ kind = 'any', rules = [{}] }}\nshare = 0.1e-6\nnoise = {{ 'x' = 1e3 }}\n\
         [members.'österreich']\nideal = [0x10, -0.0]\n[secretariat]\n[negotiation]\n[agenda]\nstart = 2017-06-09\n[variants.v.set]\n\
         'areas.k.rule' = {{ kind = 'consensus' }}\n[variants.w]\n",
        "{ kind = 'majority', share = 0.5, abstention = 'not-cast' }, ".repeat(9)
    );
    check_round_trip(&compiled(&rich));
}

#[test]
fn the_resolved_text_is_pleasant_to_read() {
    let text = compiled(DOCKING).resolved;
    for part in [
        "[space]\ndimensions = [\"alignment\", \"security\"]\n",
        "\n[members.china]\ngroups = [\"founders\"]\nideal = { alignment = -0.8, security = 0.9 }\n",
        "\n[[relations]]\nbetween = [\"india\", \"pakistan\"]\n",
        "[variants.after-mediated.set]\n\"negotiation.amendment\" = { kind = \"mediate\" }\n",
        "\n[run]\nreplications = 2000\nseed = 2017\n",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
}

#[test]
fn overrides_are_in_the_resolved_text() {
    let overrides = [Override::parse("rule.kind=unanimity").expect("one")];
    let options = Options { overrides: &overrides, ..Options::default() };
    let scenario = parse("t", DOCKING, &options).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(scenario.resolved.contains("[rule]\nkind = \"unanimity\"\n"));
    check_round_trip(&scenario);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_title_and_any_number_survive(title in any::<String>(), number in -1e6..1e6f64, years in 1.0..20.0f64) {
        let mut text = String::from(SMALL);
        text.push_str(&format!("[members.c]\nideal = [{number:?}, 0]\n[agenda]\nyears = {years:?}\n"));
        text.push_str(&format!("[scenario]\ntitle = {}\n", toml::Value::String(title.clone())));
        let scenario = compiled(&text);
        prop_assert_eq!(&scenario.title, &characters::composed(&title));
        prop_assert_eq!(scenario.variants[0].model().members[2].ideal[0], number);
        check_round_trip(&scenario);
    }
}
