//! What is assumed: how it is written, tried, and set.

use super::*;
use crate::Setting;

/// The small scenario with more below.
fn document(further: &str) -> Document {
    Document::parse("t", &format!("{SMALL}{further}"))
}

fn assumed(further: &str) -> Result<Assumed, Faults> {
    let document = document(further);
    let scenario = document.compile()?;
    Assumed::of(&document, &scenario)
}

fn fault(further: &str) -> String {
    assumed(further).expect_err("a fault").to_string()
}

/// The code of the first fault, and the text at which it points.
fn fault_at(further: &str) -> (Code, String) {
    let faults = assumed(further).expect_err("a fault");
    let fault = faults.iter().next().unwrap();
    let at = fault.at.unwrap();
    (fault.code, faults.sources()[at.source].text[at.start..at.end].to_owned())
}

const RATE: &str = "[negotiation]\namendment = { kind = 'concede', rate = 0.3 }\nrounds = 4\n";

#[test]
fn a_range_sets_a_field_at_either_end_and_between() {
    let assumed =
        assumed(&format!("{RATE}[assumptions.c]\npath = 'negotiation.amendment.rate'\nrange = [0.1, 0.9]\n")).unwrap();
    let rate = |u: f64| match assumed.at(&[u]).unwrap().variants[0].model().negotiation.amendment {
        Amendment::Concede { rate } => rate,
        ref other => panic!("{other:?}"),
    };
    assert_eq!((rate(0.0), rate(1.0)), (0.1, 0.9));
    assert!((rate(0.25) - 0.3).abs() < 1e-12);
    assert_eq!(assumed.settings(&[0.0]), [Setting::Number(0.1)]);
    assert!(assumed.doubts.is_empty());
}

#[test]
fn with_logarithms_equal_ratios_are_equally_likely() {
    let assumed = assumed("[assumptions.c]\npath = 'areas.k.stakes'\nrange = [0.01, 100]\nscale = 'log'\n").unwrap();
    let [Setting::Number(middle)] = assumed.settings(&[0.5])[..] else { panic!() };
    assert!((middle - 1.0).abs() < 1e-12);
    assert_eq!(assumed.settings(&[1.0]), [Setting::Number(100.0)]);
}

#[test]
fn whole_numbers_are_gone_through_one_by_one_where_a_field_takes_nothing_else() {
    let assumed = assumed(&format!(
        "{RATE}[assumptions.rounds]\npath = 'negotiation.rounds'\nrange = [2, 4]\n\
         [assumptions.sd]\npath = 'areas.k.noise'\nrange = [0, 2]\n"
    ))
    .unwrap();
    let at = |u: f64| assumed.settings(&[u, u]);
    assert_eq!(at(0.3), [Setting::Number(2.0), Setting::Number(0.6)]);
    assert_eq!(at(0.34)[0], Setting::Number(3.0));
    assert_eq!(at(1.0), [Setting::Number(4.0), Setting::Number(2.0)]);
    assert_eq!(assumed.at(&[0.5, 0.5]).unwrap().variants[0].model().negotiation.rounds, 3);
}

#[test]
fn values_may_be_anything_that_the_field_takes() {
    let assumed = assumed(&format!(
        "{RATE}[assumptions.how]\npath = 'negotiation.amendment'\nvalues = ['none', {{ kind = 'mediate' }}]\n"
    ))
    .unwrap();
    let amendment = |u: f64| assumed.at(&[u]).unwrap().variants[0].model().negotiation.amendment;
    assert_eq!(amendment(0.2), Amendment::None);
    assert_eq!(amendment(0.7), Amendment::Mediate { relaxation: 1.0 });
    let texts = [0.0, 1.0].map(|u| assumed.settings(&[u])[0].to_string());
    assert_eq!(texts, ["none", "{ kind = \"mediate\" }"]);
    assert_eq!([0.0, 0.6].map(|u| assumed.assumptions()[0].coordinate(u)), [0.0, 1.0]);
}

#[test]
fn a_factor_multiplies_what_each_has() {
    let members = "[assumptions.f]\npath = 'members.*.ideal'\nfactor = [0.5, 2]\n";
    let assumed = assumed(members).unwrap();
    let ideals = |u: f64| {
        let scenario = assumed.at(&[u]).unwrap();
        [0, 1].map(|member| scenario.variants[0].model().members[member].ideal.clone())
    };
    assert_eq!(ideals(0.0), [[0.0, 0.5], [0.0, -0.25]]);
    assert_eq!(ideals(1.0), [[0.0, 2.0], [0.0, -1.0]]);
}

#[test]
fn several_fields_go_together() {
    let assumed =
        assumed("[assumptions.f]\npath = ['areas.k.noise', \"members.a.tolerance\"]\nrange = [0.5, 2]\n").unwrap();
    let scenario = assumed.at(&[1.0]).unwrap();
    let model = scenario.variants[0].model();
    assert_eq!(
        (model.areas[0].noise[0], model.members[0].tolerance[0], model.members[1].tolerance[0]),
        (2.0, 2.0, 0.0)
    );
    assert_eq!(assumed.assumptions()[0].path, "areas.k.noise, members.a.tolerance");
    assert_eq!(fault_at("[assumptions.f]\npath = ['areas.k.noise', 'members.c.votes']\nrange = [1, 2]\n").1, "c");
}

#[test]
fn what_is_not_written_cannot_be_multiplied() {
    let text = fault("[assumptions.f]\npath = 'members.*.tolerance'\nfactor = [0.5, 2]\n");
    assert!(text.contains("`a` does not say `tolerance`"), "{text}");
    let (code, at) = fault_at("[assumptions.f]\npath = 'members.*.tolerance'\nfactor = [0.5, 2]\n");
    assert_eq!((code, at.as_str()), (Code::UnknownName, "tolerance"));
}

#[test]
fn faults_stand_at_the_end_that_a_field_does_not_take() {
    let range = |path: &str, range: &str| format!("{RATE}[assumptions.c]\npath = '{path}'\nrange = {range}\n");
    assert_eq!(fault_at(&range("negotiation.amendment.rate", "[0.1, 1.5]")), (Code::OutOfRange, "1.5".to_owned()));
    assert_eq!(fault_at(&range("negotiation.amendment.rate", "[0, 0.5]")), (Code::OutOfRange, "0".to_owned()));
    assert_eq!(
        fault_at(&range("negotiation.amendmnt.rate", "[0.1, 0.5]")),
        (Code::UnknownField, "amendmnt".to_owned())
    );
    assert_eq!(fault_at(&range("members.c.tolerance", "[0.1, 0.5]")), (Code::UnknownName, "c".to_owned()));
    assert_eq!(fault_at(&range("negotiation.rounds", "[0, 3]")), (Code::OutOfRange, "0".to_owned()));
    assert_eq!(fault_at(&range("negotiation.rounds", "[1.5, 3]")), (Code::WrongKind, "1.5".to_owned()));
    let text = fault(&range("negotiation.amendment.rate", "[0.1, 1.5]"));
    assert!(
        text.contains("t:") && text.contains("assumption `c`, negotiation.amendment.rate = 1.5: `rate` must be"),
        "{text}"
    );
    let values = format!("{RATE}[assumptions.c]\npath = 'negotiation.amendment'\nvalues = ['none', 'concde']\n");
    assert_eq!(fault_at(&values), (Code::UnknownWord, "'concde'".to_owned()));
}

#[test]
fn how_it_is_written_is_checked_without_trying() {
    let code = |text: &str| {
        document(&format!("[assumptions.c]\n{text}")).compile().expect_err("a fault").codes().next().unwrap()
    };
    assert_eq!(code("range = [0, 1]"), Code::MissingField);
    assert_eq!(code("path = 'areas.k.noise'"), Code::MissingField);
    assert_eq!(code("path = 'areas.k.noise'\nrange = [1, 0]"), Code::OutOfRange);
    assert_eq!(code("path = 'areas.k.noise'\nrange = [1, 1]"), Code::OutOfRange);
    assert_eq!(code("path = 'areas.k.noise'\nrange = [0]"), Code::WrongCount);
    assert_eq!(code("path = 'areas.k.noise'\nvalues = [0]"), Code::WrongCount);
    assert_eq!(code("path = 'areas.k.noise'\nrange = [0, 1]\nscale = 'log'"), Code::OutOfRange);
    assert_eq!(code("path = 'areas.k.noise'\nrange = [0, 1]\nvalues = [0, 1]"), Code::Contradiction);
    assert_eq!(code("path = 'areas..noise'\nrange = [0, 1]"), Code::BadPath);
    assert_eq!(code("path = 'run.seed'\nrange = [1, 9]"), Code::NotHere);
    assert_eq!(code("path = 'variants.v.members'\nvalues = [['a'], ['b']]"), Code::NotHere);
    assert_eq!(code("path = 'areas.k.noise'\nrange = [0, 1]\nreson = 'why'"), Code::UnknownField);
}

#[test]
fn a_field_is_assumed_once() {
    let twice = "[assumptions.c]\npath = 'areas.k.noise'\nrange = [0, 1]\n[assumptions.d]\npath = 'areas.k.noise'\nrange = [0, 2]\n";
    assert_eq!(fault_at(twice), (Code::Twice, "areas.k.noise".to_owned()));
}

#[test]
fn what_changes_nothing_is_a_doubt() {
    let further =
        "[variants.v]\nset = { areas.k.noise = 0.5 }\n[assumptions.c]\npath = 'areas.k.noise'\nrange = [0, 1]\n";
    let doubts = assumed(further).unwrap().doubts;
    assert_eq!(doubts.codes().collect::<Vec<_>>(), [Code::NoEffect]);
}

#[test]
fn what_a_variant_sets_can_be_assumed() {
    let further = "[variants.v]\nset = { areas.k.noise = 0.5 }\n\
                   [assumptions.c]\npath = 'variants.v.set.areas.k.noise'\nrange = [0, 1]\n";
    let assumed = assumed(further).unwrap();
    assert!(assumed.doubts.is_empty());
    assert_eq!(assumed.at(&[1.0]).unwrap().variants[0].model().areas[0].noise, [1.0, 1.0]);
}

#[test]
fn what_is_assumed_of_a_variant_goes_with_it() {
    let further = "[variants.v]\nset = { areas.k.noise = 0.5 }\n[variants.w]\nset = { areas.k.noise = 0.7 }\n\
                   [assumptions.c]\npath = 'variants.v.set.areas.k.noise'\nrange = [0, 1]\n\
                   [assumptions.d]\npath = ['variants.v.set.areas.l.noise', 'variants.w.set.areas.k.noise']\nrange = [0, 1]\n";
    let kept = |variant: &str| {
        let text = format!("{SMALL}[areas.l]\n{further}");
        let options = Options { variants: &[variant.to_owned()], ..Options::default() };
        let scenario = parse("t", &text, &options).unwrap();
        let codes: Vec<Code> = scenario.warnings.codes().collect();
        (scenario.assumptions.iter().map(|a| (a.id.clone(), a.path.clone())).collect::<Vec<_>>(), codes)
    };
    let (left, codes) = kept("w");
    assert_eq!(left, [("d".to_owned(), "variants.w.set.areas.k.noise".to_owned())]);
    assert_eq!(codes, [Code::NoEffect]);
    let (left, _) = kept("v");
    let paths = ["variants.v.set.areas.k.noise", "variants.v.set.areas.l.noise"];
    assert_eq!(left.iter().map(|(_, path)| path.as_str()).collect::<Vec<_>>(), paths, "the other path is taken out");
}

#[test]
fn the_command_line_assumes_besides_the_file_or_instead_of_it() {
    let over = |texts: &[&str]| {
        let mut document = document("[assumptions.c]\npath = 'areas.k.noise'\nrange = [0, 1]\nreason = 'r'\n");
        texts.iter().for_each(|text| document.over(text));
        document.settled(&Options::default()).compile()
    };
    let scenario = over(&["areas.*.noise=0.5:2", "areas.k.noise = 1 : 3"]).unwrap();
    let told: Vec<_> = scenario.assumptions.iter().map(|a| (a.id.as_str(), a.extent(), a.reason.as_str())).collect();
    assert_eq!(told, [("c", "1 to 3".to_owned(), "r"), ("areas-all-noise", "0.5 to 2".to_owned(), "")]);
    let again = parse("t", &scenario.resolved, &Options::default()).unwrap();
    assert_eq!(again.resolved, scenario.resolved, "what was assumed is part of what ran");
    for wrong in ["areas.k.noise", "areas.k.noise=1", "areas.k.noise=a:b", "areas.k.noise=:", "=1:2"] {
        let faults = over(&[wrong]).expect_err(wrong);
        assert!(faults.of_the_command_line(), "{wrong}: {faults}");
    }
    assert!(over(&["areas.k.noise=3:1"]).expect_err("turned round").of_the_command_line());
}

#[test]
fn some_of_the_assumptions_can_be_kept() {
    let two = "[assumptions.c]\npath = 'areas.k.noise'\nrange = [0, 1]\n[assumptions.d]\npath = 'areas.k.stakes'\nrange = [1, 2]\n";
    let kept = |ids: &[&str]| {
        let mut document = document(two);
        document.keep_assumptions(&ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        document.compile().map(|scenario| scenario.assumptions.iter().map(|a| a.id.clone()).collect::<Vec<_>>())
    };
    assert_eq!(kept(&["d"]).unwrap(), ["d"]);
    assert_eq!(kept(&[]).unwrap(), ["c", "d"]);
    assert_eq!(kept(&["e"]).expect_err("nobody").codes().next(), Some(Code::UnknownName));
}
