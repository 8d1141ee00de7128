//! Small scenarios that stand for a kind of mistake each, from their text to the estimate, with the right value.

use winset::experiment::{self, Case, Estimate, Metric, Plan, Results, Scope, Watch};
use winset::scenario::{self, Options};

/// What `winset run` finds, in so many worlds.
fn run(toml: &str, replications: u64) -> Results {
    let scenario = scenario::parse("corner.toml", toml, &Options::default()).expect("a sound scenario");
    let cases = Case::of(&scenario);
    let plan =
        Plan { seed: scenario.run.seed, replications, examine: scenario.run.feasibility, level: scenario.run.level };
    experiment::run_cases("corner", &cases, plan, &Watch::nobody()).expect("it runs")
}

fn all(results: &Results, variant: usize, metric: Metric) -> Estimate {
    *results.summary(variant, Scope::All, metric).expect("cases")
}

/// A ceiling for what states pay, in per cent of income where `unit` is 1.
fn ceiling(unit: f64) -> String {
    let ideals = [1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4];
    let member = |(i, ideal): (usize, &f64)| format!("m{i} = {{ ideal = [{}], salience = 0.3 }}\n", ideal * unit);
    let members: String = ideals.iter().enumerate().map(member).collect();
    format!(
        "[space]\ndimensions = ['ceiling']\n[members]\n{members}[areas.resources]\nnoise = {}\n\
         status_quo = {{ mean = [{}], sd = {} }}\n[negotiation]\nrounds = 6\namendment = 'mediate'\n\
         [run]\nfeasibility = true\n",
        0.08 * unit,
        1.23 * unit,
        0.15 * unit
    )
}

#[test]
fn shares_of_income_and_per_cent_are_the_same() {
    let (share, percent) = (run(&ceiling(0.01), 2000), run(&ceiling(1.0), 2000));
    for metric in [Metric::PassRate, Metric::FeasibleRate, Metric::StallRate, Metric::ShareWithdrawn] {
        assert_eq!(all(&share, 0, metric).value, all(&percent, 0, metric).value, "{metric:?}");
    }
    // A program of its own in NumPy.
    let pass = all(&share, 0, Metric::PassRate);
    let error = f64::hypot(pass.std_error.unwrap(), 0.00027);
    assert!((pass.value - 0.17193).abs() < 4.0 * error, "{pass:?}");
}

#[test]
fn whoever_comes_first_in_the_file_is_not_served_first() {
    let members: String = (0..10).map(|i| format!("m{i} = {{ ideal = [0], ideal_sd = 1 }}\n")).collect();
    let results = run(
        &format!(
            "[space]\ndimensions = ['x']\n[members]\n{members}[areas.only]\nstatus_quo = {{ sd = 3 }}\n\
             [negotiation]\nrounds = 3\namendment = 'mediate'\n[agenda]\nyears = 1\ncapacity = 3\n"
        ),
        4000,
    );
    let success: Vec<Estimate> =
        (0..10).map(|m| *results.summary(0, Scope::Member(m), Metric::SponsorSuccess).unwrap()).collect();
    let mean = success.iter().map(|estimate| estimate.value).sum::<f64>() / 10.0;
    assert!((mean - 0.18).abs() < 0.01, "{mean}");
    for (m, estimate) in success.iter().enumerate() {
        assert!((estimate.value - mean).abs() < 4.0 * estimate.std_error.unwrap(), "m{m}: {estimate:?} of {mean}");
    }
}

#[test]
fn who_is_indifferent_to_every_text_stands_in_nobodys_way() {
    let results = run(
        "[space]\ndimensions = ['trade', 'security']\n[members]\n\
         north = { ideal = [1.0, 0.5] }\nsouth = { ideal = [0.9, 0.5] }\n\
         neutral = { ideal = [0.0, 0.0], salience = [0.0, 1.0], initiative = 0 }\n\
         [areas.tariffs]\nrelevance = [1.0, 0.0]\nstatus_quo = { sd = 0.2 }\n[run]\nfeasibility = true\n",
        200,
    );
    assert_eq!(all(&results, 0, Metric::FeasibleRate).value, 1.0);
}

#[test]
fn a_secretariat_keeps_its_change_where_nobody_cares() {
    let results = run(
        "[space]\ndimensions = ['trade', 'security']\n[members]\n\
         north = { ideal = [1.0, 0.5], salience = [1.0, 0.0], initiative = 0, tolerance = 0.1 }\n\
         south = { ideal = [-1.0, 0.5], salience = [1.0, 0.0], initiative = 0, tolerance = 0.1 }\n\
         [secretariat]\nideal = [0.0, 1.0]\nworthwhile = 0.5\n[areas.only]\nstatus_quo = { sd = 0.2 }\n\
         [negotiation]\nrounds = 4\namendment = 'mediate'\n[run]\nfeasibility = true\n",
        200,
    );
    assert_eq!(all(&results, 0, Metric::FeasibleRate).value, 1.0);
}

#[test]
fn a_table_that_is_set_leaves_alone_what_it_does_not_name() {
    let results = run(
        "[space]\ndimensions = ['x']\n[members]\na = { ideal = [1] }\nb = { ideal = [-1] }\nc = { ideal = [0.2] }\n\
         [areas.only]\nstatus_quo = { mean = [2], sd = 1 }\n\
         [negotiation]\nrounds = 4\nsessions = 3\namendment = 'mediate'\n[agenda]\nyears = 10\n\
         [variants.base]\n[variants.by-path]\nset = { 'negotiation.rounds' = 8 }\n\
         [variants.by-table]\nset = { negotiation = { rounds = 8 } }\n",
        1000,
    );
    for metric in [Metric::PassRate, Metric::Rounds, Metric::SharePending] {
        assert_eq!(all(&results, 1, metric), all(&results, 2, metric), "{metric:?}");
    }
    let pass = all(&results, 2, Metric::PassRate);
    assert!((pass.value - 0.8366).abs() < 0.01, "{pass:?}");
}
