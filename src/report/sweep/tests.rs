use super::*;
use crate::report::plots::fixture;
use crate::scenario::sweep::Asked;
use crate::scenario::{Document, Options};

const SCENARIO: &str =
    "[space]\ndimensions = ['x']\n[members.a]\nideal = [0.0]\n[members.b]\nideal = [1.0]\n[areas.k]\n";

/// Made-up results of a sweep over these fields, with so many variants.
pub(in crate::report) fn made_up(vary: &[&str], sample: Option<&str>, variants: usize) -> SweepResults {
    let vary: Vec<String> = vary.iter().map(|text| (*text).to_owned()).collect();
    let mut document = Document::parse("t", SCENARIO);
    let sweep = document.sweep(&Asked { vary: &vary, sample, ..Asked::default() });
    document.settled(&Options::default()).compile().unwrap_or_else(|faults| panic!("{faults}"));
    let sweep = sweep.expect("a sweep without faults");
    let points = sweep.points(1);
    let infos = fixture::sized(variants, 12, 1, 1).variants;
    let rows = |index: usize| PointRows {
        estimates: infos.iter().enumerate().flat_map(|(v, info)| of_variant(&points[index], info, v)).collect(),
        differences: infos[1..].iter().map(|info| row(Some("v0"), info, "pass_rate", -0.1, 0.01)).collect(),
    };
    SweepResults {
        title: "Made up".to_owned(),
        keys: (0..points.len()).map(|index| format!("{index:064x}")).collect(),
        rows: (0..points.len()).map(rows).collect(),
        variants: infos.clone(),
        replications: 200,
        level: Level::default(),
        metrics: vec![Metric::PassRate, Metric::OutputPerYear],
        history: None,
        sweep,
        points: points.clone(),
    }
}

/// Falls with the place of the variant, rises with every number.
fn of_variant(point: &Point, info: &VariantInfo, variant: usize) -> Vec<SweepRow> {
    let height: f64 = point.levels.iter().map(|level| level.number.map_or(0.3, |x| x / (1.0 + x.abs()))).sum();
    let share = 1.0 / (1.0 + libm::exp(1.0 + 0.2 * variant as f64 - height));
    vec![
        row(None, info, "pass_rate", share, 0.02),
        row(None, info, "output_per_year", 100.0 * share - 20.0, 3.0),
        SweepRow { scope: "area:k".to_owned(), ..row(None, info, "pass_rate", 0.1 + 0.2, 0.0) },
    ]
}

fn row(baseline: Option<&str>, info: &VariantInfo, metric: &str, value: f64, error: f64) -> SweepRow {
    SweepRow {
        baseline: baseline.map(str::to_owned),
        variant: info.id.clone(),
        scope: "all".to_owned(),
        metric: metric.to_owned(),
        value,
        std_error: (error > 0.0).then_some(error),
        lower: (error > 0.0).then_some(value - 2.0 * error),
        upper: (error > 0.0).then_some(value + 2.0 * error),
        n: 200,
    }
}

/// Half of the proposals were seen to pass in the first variant.
pub(in crate::report) fn observed(mut results: SweepResults) -> SweepResults {
    let target = Target {
        from: None,
        baseline: None,
        variant: results.variants[0].id.clone(),
        scope: "all".to_owned(),
        metric: "pass_rate".to_owned(),
        value: 0.5,
        se: 0.03,
        source: String::new(),
    };
    let observed = Observed { targets: vec![target] };
    results.history = Some(History { observed, discrepancy: 0.06, cutoff: 3.0 });
    results
}

#[test]
fn a_point_that_is_kept_reads_back_to_the_last_bit() {
    let mut rows = made_up(&["rule=consensus"], None, 2).rows.remove(0);
    let odd = [0.1 + 0.2, 1e-300, -1e300, f64::MIN_POSITIVE, 1.0 / 3.0, 0.0];
    let template = rows.estimates[0].clone();
    rows.estimates.extend(odd.map(|value| SweepRow { value, std_error: None, lower: Some(value), ..template.clone() }));
    rows.estimates[0].variant = "a, \"b\"\nc".to_owned();
    assert_eq!(PointRows::parse(&rows.kept()), Some(rows.clone()));
    let kept = rows.kept();
    for end in [0, 1, kept.len() / 2, kept.len() - 5, kept.len() - 2] {
        assert_eq!(PointRows::parse(&kept[..end]), None, "{end} of {} bytes", kept.len());
    }
    assert_eq!(PointRows::parse(b"something else\n"), None);
}

#[test]
fn a_sweep_that_is_done_gives_its_points_back() {
    for results in [
        made_up(&["rule=consensus,unanimity", "negotiation.rounds=1:3:1"], None, 3),
        observed(made_up(&["negotiation.rounds=1:3:1"], None, 2)),
    ] {
        let tables = csv(&results);
        let read = |change: fn(&[u8]) -> &[u8]| Finished::read(&tables[0].1, change(&tables[1].1), &tables[2].1);
        let mut finished = read(|bytes| bytes).expect("three tables");
        for (key, rows) in results.keys.iter().zip(&results.rows) {
            assert_eq!(finished.take(key).as_ref(), Some(rows));
        }
        assert!(finished.take(&results.keys[0]).is_none());
        assert!(read(|bytes| &bytes[..bytes.len() * 2 / 3]).is_none(), "a table that is cut");
    }
}

#[test]
fn tables_have_a_column_a_field_and_a_row_an_estimate() {
    let results = made_up(&["rule=consensus,unanimity", "negotiation.rounds=1,3"], None, 2);
    let tables = csv(&results);
    let text = |index: usize| String::from_utf8(tables[index].1.clone()).expect("text");
    let estimates = text(1);
    assert!(estimates.starts_with(
        "rule,negotiation.rounds,variant,scope,metric,estimate,std_error,lower,upper,n\nconsensus,1,v0,all,pass_rate,"
    ));
    assert_eq!(estimates.lines().count(), 1 + 4 * 2 * 3);
    assert!(estimates.contains("unanimity,3,v1,area:k,pass_rate,0.30000000000000004,,,,200\n"), "{estimates}");
    assert!(text(2).contains("\nconsensus,1,v0,v1,all,pass_rate,-0.1,0.01,"), "{}", text(2));
    assert!(text(0).starts_with(&format!(
        "point,rule,negotiation.rounds,key,estimates,differences\n1,consensus,1,{:064x},6,1\n",
        0
    )));
    let document: serde_json::Value = serde_json::from_str(&json(&results)).expect("JSON");
    assert_eq!(document["estimates"].as_array().map(Vec::len), Some(24));
    assert_eq!(document["points"][3]["values"]["negotiation.rounds"], 3.0);
}

#[test]
fn implausibility_is_the_distance_in_joint_errors() {
    let results = observed(made_up(&["negotiation.rounds=1:4:1"], None, 2));
    let history = results.history.as_ref().expect("observed");
    let rows = &results.rows[2];
    // By hand: √(0.03² + 0.02² + 0.06²) = 0.07.
    let wanted = (0.5 - rows.estimates[0].value).abs() / 0.07;
    let (worst, targets) = history.worst(rows);
    assert!((worst.expect("compared") - wanted).abs() < 1e-12 && targets == 1);
    assert_eq!(history.implausibility(&rows.estimates[1]), None, "another metric");
    assert_eq!(history.implausibility(&rows.estimates[3]), None, "another variant");
    let mut unknown = rows.estimates[0].clone();
    unknown.std_error = None;
    assert_eq!(history.implausibility(&unknown), None);
    let remain = results.worst().iter().flatten().filter(|worst| **worst < 3.0).count();
    assert!(overview(&results, crate::report::table::Style::Text).contains(&format!("{remain} of 4 points remain")));
}
