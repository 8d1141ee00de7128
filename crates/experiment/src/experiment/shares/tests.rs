use rayon::prelude::*;

use super::super::fixture::line;
use super::*;
use crate::engine::draws::{self, Purpose, Stream, Subject};
use crate::engine::{World, normal};
use crate::experiment::{self, Results, Watch};
use crate::model::{Arrivals, Coalition, Factor, every_set, sampled_orders, sets_of};
use crate::scenario::{Options, Run, Scenario, parse};

fn run(scenario: &Scenario, replications: u64) -> Results {
    let run = Run { seed: 3, replications, ..scenario.run.clone() };
    experiment::run(&Scenario { run, ..scenario.clone() }, &Watch::nobody()).unwrap()
}

/// Members that accept a fixed text with probability p each, independently: all of n do with pⁿ.
const INDEPENDENT: &str = r#"
        [space]
        dimensions = ["x"]
        [areas.k]
        noise = 1.0
        [secretariat]
        ideal = [1.0]
        initiative = 20.0
        [agenda]
        years = 1
        arrivals = "fixed"
        [variants.two]
        members = ["a", "b"]
        [variants.all]
        set = { "members.*.tolerance" = 1.0 }
        [decompositions.growth]
        from = "two"
        to = "all"
        [decompositions.growth.factors.pair]
        members = ["c", "d"]
        [decompositions.growth.factors.one]
        members = ["e"]
        [decompositions.growth.factors.tolerance.set]
        "members.*.tolerance" = 1.0
        [decompositions.growth.factors.idle]
        members = ["b"]
        [decompositions.growth.factors.last]
        members = ["f"]
    "#;

fn independent() -> Scenario {
    let members = ["a", "b", "c", "d", "e", "f"].map(|id| format!("[members.{id}]\nideal = [0.0]\ninitiative = 0\n"));
    parse("t", &format!("{INDEPENDENT}{}", members.concat()), &Options::default())
        .unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn shares_are_those_of_the_closed_form() {
    let scenario = independent();
    let results = run(&scenario, 1000);
    // A member accepts where 2y − 1 ≥ −τ, y ~ N(0, 1).
    let accepts = |tolerance: f64| normal::cdf(-(1.0 - tolerance) / 2.0);
    let sizes = [2, 1, 0, 0, 1];
    let value = |set: u64| {
        let members: i32 = 2 + (0..5).filter(|i| set >> i & 1 == 1).map(|i| sizes[i as usize]).sum::<i32>();
        accepts(f64::from(u8::from(set >> 2 & 1 == 1))).powi(members)
    };
    let decomposition = &scenario.decompositions[0];
    let mut sums = [0.0; 2];
    for factor in 0..5 {
        let truth = share(&decomposition.steps(factor), |index| value(decomposition.coalitions[index].factors));
        let pass = results.share(0, Metric::PassRate, Some(factor)).unwrap();
        let stall = results.share(0, Metric::StallRate, Some(factor)).unwrap();
        let (low, high) = pass.interval.unwrap();
        let error = pass.std_error.unwrap();
        assert!((pass.value - truth).abs() <= 4.0 * error, "{factor}: {pass:?}, {truth}");
        assert!(low <= pass.value && pass.value <= high);
        assert!((pass.value + stall.value).abs() < 1e-12, "what does not pass stalls");
        sums[0] += pass.value;
        sums[1] += results.share(0, Metric::OutputPerYear, Some(factor)).unwrap().value;
    }
    let idle = results.share(0, Metric::PassRate, Some(3)).unwrap();
    assert_eq!((idle.value, idle.std_error, idle.interval), (0.0, Some(0.0), Some((0.0, 0.0))));
    for (sum, metric) in sums.into_iter().zip([Metric::PassRate, Metric::OutputPerYear]) {
        let whole = results.share(0, metric, None).unwrap();
        assert!((sum - whole.value).abs() < 1e-12 * (1.0 + whole.value.abs()), "{metric:?}");
        let difference = results.difference(1, Scope::All, metric).unwrap();
        assert_eq!(whole, difference, "the whole change is the paired difference");
    }
}

#[test]
fn decompositions_change_no_other_number() {
    let scenario = independent();
    let with = run(&scenario, 50);
    let without = run(&Scenario { decompositions: Vec::new(), between: Vec::new(), ..scenario }, 50);
    assert_eq!((with.summary, with.differences, with.time), (without.summary, without.differences, without.time));
    assert!(without.shares.is_empty());
}

const STUDIES: u64 = 1000;
/// What chance may take from a coverage of 93 % in so many studies: two standard errors.
const CHANCE: f64 = 0.0161;

/// A decomposition of timelines that are numbered as its sets are.
fn decomposition(factors: usize, orders: Option<Vec<Vec<usize>>>) -> Decomposition {
    let sets = orders.as_ref().map_or_else(|| every_set(factors), |orders| sets_of(orders));
    Decomposition {
        id: String::new(),
        label: String::new(),
        from: 0,
        to: None,
        factors: (0..factors).map(|i| Factor { id: i.to_string(), label: String::new() }).collect(),
        coalitions: (0..).zip(sets).map(|(timeline, factors)| Coalition { factors, timeline }).collect(),
        orders,
    }
}

/// Proposals as in the tests of other intervals: they pass where what supports them is among the lowest p, which
/// depends on the factors. Each that passes is worth an exponential amount.
#[derive(Debug, Clone, Copy)]
struct Law {
    worlds: u64,
    tabled: f64,
    /// Correlation of the support of two proposals of a world.
    common: f64,
    base: f64,
    /// By factor: by what it multiplies the chance of passing, and by what the number that is tabled.
    passes: [f64; 3],
    tables: [f64; 3],
}

impl Law {
    fn product(of: [f64; 3], set: u64) -> f64 {
        (0..3).filter(|i| set >> i & 1 == 1).map(|i| of[i]).product()
    }

    /// Chance of passing, and expected number tabled.
    fn of(&self, set: u64) -> (f64, f64) {
        (self.base * Self::product(self.passes, set), self.tabled * Self::product(self.tables, set))
    }

    /// By set and metric, numerator and denominator.
    fn world(&self, sets: &[Coalition], stream: &mut Stream) -> Vec<[[f64; 2]; METRICS.len()]> {
        let of_world = stream.deviate(crate::model::Law::Normal);
        let arrivals = stream.uniform();
        let most = sets.iter().map(|set| draws::poisson(self.of(set.factors).1, arrivals)).max().unwrap_or(0);
        let proposals: Vec<(f64, f64)> = (0..most)
            .map(|_| {
                let own = (1.0 - self.common).sqrt() * stream.deviate(crate::model::Law::Normal);
                (self.common.sqrt() * of_world + own, -libm::log(stream.uniform()))
            })
            .collect();
        let of_set = |set: &Coalition| {
            let (p, tabled) = self.of(set.factors);
            let tabled = draws::poisson(tabled, arrivals);
            let passed = proposals[..tabled as usize].iter().filter(|(support, _)| *support < normal::quantile(p));
            let (count, worth) = passed.fold((0.0, 0.0), |(count, sum), (_, worth)| (count + 1.0, sum + worth));
            let tabled = f64::from(tabled);
            [[count, tabled], [tabled - count, tabled], [worth, 1.0]]
        };
        sets.iter().map(of_set).collect()
    }

    /// How often the interval of each factor's share, of pass rate and of output, contains its truth.
    fn covered(&self, decomposition: &Decomposition) -> [[f64; 3]; 2] {
        let sets = &decomposition.coalitions;
        let timelines: Vec<Timeline> = (0..sets.len()).map(timeline).collect();
        let timelines: Vec<&Timeline> = timelines.iter().collect();
        let facts = ShareFacts::of(decomposition, &timelines, Worlds { seed: 1, replications: self.worlds });
        let every = super::tests::decomposition(3, None);
        let truth = |factor, value: &dyn Fn(u64) -> f64| {
            share(&every.steps(factor), |index| value(every.coalitions[index].factors))
        };
        let truths = |value: &dyn Fn(u64) -> f64| [0, 1, 2].map(|factor| truth(factor, value));
        let truths = [truths(&|set| self.of(set).0), truths(&|set| self.of(set).0 * self.of(set).1)];
        let hits = (0..STUDIES).into_par_iter().map(|number| {
            let mut stream = World { seed: 31, replication: number }.stream(Purpose::Session, Subject::default(), 0);
            let mut sums = facts.nothing(0, facts.told[0].block_size());
            for world in 0..self.worlds {
                for ((told, counted), of) in facts.told.iter().zip(&mut sums.counted).zip(self.world(sets, &mut stream))
                {
                    let mut totals = vec![0.0; told.slots.len()];
                    for (row, [x, y]) in told.rows.iter().zip(of) {
                        (totals[row.slots[0]], totals[row.slots[1]]) = (x, y);
                    }
                    counted.add(told, world, &totals);
                }
            }
            let rows = facts.estimates(&sums, 0, Level::default());
            let hit = |metric, factor: usize, truth: f64| {
                let row = rows.iter().find(|row| (row.metric, row.factor) == (metric, Some(factor)));
                let interval = row.and_then(|row| row.estimate.interval);
                f64::from(u8::from(interval.is_some_and(|(low, high)| low <= truth && truth <= high)))
            };
            let of = |metric, truths: [f64; 3]| std::array::from_fn(|factor| hit(metric, factor, truths[factor]));
            [of(Metric::PassRate, truths[0]), of(Metric::OutputPerYear, truths[1])]
        });
        let add = |a: [[f64; 3]; 2], b: [[f64; 3]; 2]| [0, 1].map(|m| [0, 1, 2].map(|f| a[m][f] + b[m][f]));
        hits.reduce(|| [[0.0; 3]; 2], add).map(|of| of.map(|hits| hits / STUDIES as f64))
    }
}

/// No two of which are the same.
fn timeline(number: usize) -> Timeline {
    let mut model = line(&[0.0; 4]);
    model.agenda.arrivals = Arrivals::Poisson;
    model.negotiation.pressure = number as f64;
    Timeline::from(model)
}

const MODERATE: Law =
    Law { worlds: 120, tabled: 4.0, common: 0.0, base: 0.7, passes: [0.8, 0.6, 1.0], tables: [1.0, 1.5, 1.3] };

#[test]
fn shares_are_covered() {
    let rare = Law { base: 0.03, passes: [0.3, 0.6, 0.9], ..MODERATE };
    let laws = [
        MODERATE,
        Law { worlds: 30, ..MODERATE },
        Law { common: 0.6, ..MODERATE },
        Law { common: 0.6, worlds: 40, tabled: 10.0, ..MODERATE },
        rare,
        Law { common: 0.5, ..rare },
        Law { base: 0.999, passes: [0.999, 0.99, 1.0], tables: [1.0; 3], ..MODERATE },
    ];
    let mut faults = Vec::new();
    for law in laws {
        let [shares, outputs] = law.covered(&decomposition(3, None));
        // What a handful of events amount to is told by themselves only, in differences of variants, too.
        let told = if law.base < 0.1 { vec![shares] } else { vec![shares, outputs] };
        if told.iter().flatten().any(|covered| *covered < 0.93 - CHANCE) {
            faults.push(format!("{told:?} in {law:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn shares_of_sampled_orders_are_covered() {
    // Two factors that matter only together, so that orders differ.
    let law = Law { base: 0.9, passes: [0.4, 0.4, 0.9], tables: [2.0, 0.4, 1.0], worlds: 60, ..MODERATE };
    let covered = law.covered(&decomposition(3, Some(sampled_orders(3, 20, 5))));
    assert!(covered.iter().flatten().all(|covered| *covered >= 0.93 - CHANCE), "{covered:?}");
}
