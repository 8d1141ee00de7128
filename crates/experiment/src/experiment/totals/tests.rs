use super::*;
use crate::experiment::{Watch, count};
use crate::scenario::{Options, Run, Scenario, parse};
use crate::stats::Level;

fn scenario(more: &str) -> Scenario {
    let text = format!(
        r#"
        [space]
        dimensions = ["x"]
        [members]
        a.ideal = [0.0]
        b.ideal = [1.0]
        c.ideal = [2.0]
        [areas.one]
        status_quo.sd = 1.0
        [areas.two]
        [negotiation]
        sessions = 3
        rounds = 2
        amendment = {{ kind = "concede", rate = 0.5 }}
        [agenda]
        years = 4
        [periods.early]
        from = 0
        to = 2
        [periods.late]
        from = 2
        to = 4
        [variants.two]
        members = ["a", "b"]
        [variants.three]
        [decompositions.growth]
        from = "two"
        to = "three"
        [decompositions.growth.factors.c]
        members = ["c"]
        {more}
        "#
    );
    parse("t", &text, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn counted(scenario: &Scenario, seed: u64, replications: u64) -> Study {
    count(&of_worlds(scenario, seed, replications), &Watch::nobody(), None).unwrap()
}

fn empty(scenario: &Scenario, seed: u64, replications: u64) -> Study {
    Study::of_scenario(&of_worlds(scenario, seed, replications))
}

fn of_worlds(scenario: &Scenario, seed: u64, replications: u64) -> Scenario {
    Scenario { run: Run { seed, replications, feasibility: true, ..scenario.run.clone() }, ..scenario.clone() }
}

#[test]
fn what_is_read_is_what_was_counted_to_the_bit() {
    let scenario = scenario("");
    for replications in [1, 7, 300] {
        let study = counted(&scenario, 3, replications);
        let read = empty(&scenario, 3, replications).with_totals(&study.totals()).unwrap();
        assert_eq!(read, study);
        assert_eq!(read.results(Level::default()), study.results(Level::default()));
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let scenario = scenario("");
    let totals = counted(&scenario, 3, 20).totals();
    let refused = |study: Study, bytes: &[u8]| study.with_totals(bytes).unwrap_err().to_string();
    assert!(refused(empty(&scenario, 4, 20), &totals).contains("seed 3"));
    assert!(refused(empty(&scenario, 3, 21), &totals).contains("20 worlds"));
    let other = self::scenario("[variants.other]\nmembers = [\"a\", \"c\"]");
    assert!(refused(empty(&other, 3, 20), &totals).contains("variants two, three instead of two, three, other"));
    for cut in [0, 1, 10, totals.len() / 2, totals.len() - 9] {
        assert!(
            matches!(empty(&scenario, 3, 20).with_totals(&totals[..cut]), Err(TotalsError::Unreadable(_))),
            "{cut}"
        );
    }
    let later = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        ciborium::into_writer(&serde_json::json!({ "format": 2, "more": [] }), &mut packed).unwrap();
        packed.finish().unwrap()
    };
    assert!(matches!(empty(&scenario, 3, 20).with_totals(&later), Err(TotalsError::Format(2))));
}

#[test]
fn a_version_that_knows_more_finds_what_was_counted() {
    let scenario = scenario("");
    let study = counted(&scenario, 3, 20);
    let mut less = study.clone();
    // As if nobody had counted the last metric of every scope yet.
    let rows = &mut less.variants[0].told.rows;
    let gone = rows.pop().unwrap();
    less.sums.variants[0].counted.ratios.pop();
    let read = empty(&scenario, 3, 20).with_totals(&less.totals()).unwrap();
    let estimates = |study: &Study| study.results(Level::default()).summary;
    let kept: Vec<_> = estimates(&study)
        .into_iter()
        .filter(|row| (row.variant, row.scope, row.metric) != (0, gone.scope, gone.metric))
        .collect();
    assert_eq!(estimates(&read), kept);
}
