use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Counts of what happened when, for C competing causes and censoring.
///
/// Time is a key that the caller turns into months, so that the table is exact and merges exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventTable<const C: usize> {
    counts: BTreeMap<u64, Counts<C>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts<const C: usize> {
    events: [u64; C],
    censored: u64,
}

/// Cumulative incidence of one cause over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The steps, times ascending.
    pub steps: Vec<Step>,
}

/// A time at which something of any cause happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When.
    pub time: f64,
    /// The share to which the cause has happened by then.
    pub cumulative: f64,
    /// Cases under observation just before.
    pub at_risk: u64,
}

/// As its rows.
impl<const C: usize> Serialize for EventTable<C> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.rows().map(|(time, events, censored)| (time, events.to_vec(), censored)))
    }
}

impl<'de, const C: usize> Deserialize<'de> for EventTable<C> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let rows: Vec<(u64, Vec<u64>, u64)> = Deserialize::deserialize(from)?;
        let row = |(time, events, censored)| Some((time, <[u64; C]>::try_from(events).ok()?, censored));
        let rows: Option<Vec<_>> = rows.into_iter().map(row).collect();
        rows.map(Self::from_rows).ok_or_else(|| D::Error::custom("another number of causes"))
    }
}

impl<const C: usize> Default for EventTable<C> {
    fn default() -> Self {
        EventTable { counts: BTreeMap::new() }
    }
}

impl<const C: usize> EventTable<C> {
    /// One case came to `cause` at `time`, or was last seen then if there is no cause.
    #[inline]
    pub fn add(&mut self, time: u64, cause: Option<usize>) {
        let counts = self.counts.entry(time).or_insert(Counts { events: [0; C], censored: 0 });
        match cause {
            Some(cause) => counts.events[cause] += 1,
            None => counts.censored += 1,
        }
    }

    /// Every time with how many cases came to each cause then, and how many were last seen; times ascend.
    pub fn rows(&self) -> impl Iterator<Item = (u64, [u64; C], u64)> + '_ {
        self.counts.iter().map(|(&time, counts)| (time, counts.events, counts.censored))
    }

    /// The table with these rows, no two of the same time.
    pub fn from_rows(rows: impl IntoIterator<Item = (u64, [u64; C], u64)>) -> Self {
        let counts = rows.into_iter().map(|(time, events, censored)| (time, Counts { events, censored })).collect();
        EventTable { counts }
    }

    /// Takes in what another one has seen.
    pub fn merge(&mut self, other: &Self) {
        self.combine(other, |mine, theirs| *mine += theirs);
    }

    /// What remains when the cases of `part`, which were merged into this table, are taken out.
    pub fn without(&self, part: &Self) -> Self {
        let mut rest = self.clone();
        rest.combine(part, |mine, theirs| *mine -= theirs);
        rest
    }

    fn combine(&mut self, other: &Self, with: impl Fn(&mut u64, u64)) {
        for (&time, theirs) in &other.counts {
            let mine = self.counts.entry(time).or_insert(Counts { events: [0; C], censored: 0 });
            for (mine, &theirs) in mine.events.iter_mut().zip(&theirs.events) {
                with(mine, theirs);
            }
            with(&mut mine.censored, theirs.censored);
        }
    }

    /// Number of cases.
    pub fn cases(&self) -> u64 {
        self.counts.values().map(|counts| counts.events.iter().sum::<u64>() + counts.censored).sum()
    }

    /// The Aalen–Johansen estimate of the cumulative incidence of each cause (Aalen & Johansen 1978, Scand. J.
    /// Statistics 5). Where events and censoring fall on one time, the events come first.
    pub fn incidence(&self, months: impl Fn(u64) -> f64) -> [Curve; C] {
        let mut rows: Vec<(f64, Counts<C>)> = self.counts.iter().map(|(&key, &counts)| (months(key), counts)).collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.dedup_by(|later, row| {
            let same = later.0 == row.0;
            if same {
                row.1.events.iter_mut().zip(later.1.events).for_each(|(sum, x)| *sum += x);
                row.1.censored += later.1.censored;
            }
            same
        });
        let mut curves: [Curve; C] = std::array::from_fn(|_| Curve { steps: Vec::with_capacity(rows.len()) });
        let (mut at_risk, mut surviving, mut cumulative) = (self.cases(), 1.0, [0.0; C]);
        for (time, counts) in rows {
            let happened: u64 = counts.events.iter().sum();
            if happened > 0 {
                let hazard = |events: u64| events as f64 / at_risk as f64;
                for (curve, (sum, &events)) in curves.iter_mut().zip(cumulative.iter_mut().zip(&counts.events)) {
                    // Together they are what did not survive, but for rounding.
                    *sum = (*sum + surviving * hazard(events)).min(1.0);
                    curve.steps.push(Step { time, cumulative: *sum, at_risk });
                }
                surviving *= 1.0 - hazard(happened);
            }
            at_risk -= happened + counts.censored;
        }
        curves
    }
}

impl Curve {
    /// The share by `time`.
    pub fn at(&self, time: f64) -> f64 {
        let passed = self.steps.partition_point(|step| step.time <= time);
        if passed == 0 { 0.0 } else { self.steps[passed - 1].cumulative }
    }

    /// Mean time before the cause happens, time being cut at `horizon`: ∫₀ʰ (1 − incidence) dt.
    pub fn restricted_mean(&self, horizon: f64) -> f64 {
        let (mut area, mut from, mut share) = (0.0, 0.0, 0.0);
        for step in self.steps.iter().take_while(|step| step.time < horizon) {
            area += (step.time - from) * (1.0 - share);
            (from, share) = (step.time, step.cumulative);
        }
        area + (horizon - from) * (1.0 - share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(events: &[(u32, Option<usize>)]) -> EventTable<2> {
        let mut table = EventTable::default();
        events.iter().for_each(|&(time, cause)| table.add(time.into(), cause));
        table
    }

    fn month(key: u64) -> f64 {
        key as f64
    }

    #[test]
    fn aalen_johansen_by_hand() {
        // Six cases: cause 0 at 1, censored at 2, cause 1 at 3, cause 0 at 4 with a censoring, cause 1 at 5.
        let t = table(&[(1, Some(0)), (2, None), (3, Some(1)), (4, Some(0)), (4, None), (5, Some(1))]);
        let [first, second] = t.incidence(month);
        // S: 5/6, then 5/6·3/4 = 5/8, then 5/8·2/3 = 5/12, then 0.
        assert!((first.at(1.0) - 1.0 / 6.0).abs() < 1e-15);
        assert!((first.at(4.5) - (1.0 / 6.0 + 5.0 / 8.0 / 3.0)).abs() < 1e-15);
        assert!((second.at(3.0) - 5.0 / 24.0).abs() < 1e-15);
        assert!((second.at(9.0) - (5.0 / 24.0 + 5.0 / 12.0)).abs() < 1e-15);
        assert!((first.at(9.0) + second.at(9.0) - 1.0).abs() < 1e-15);
        assert_eq!(first.steps.iter().map(|s| s.at_risk).collect::<Vec<_>>(), [6, 4, 3, 1]);
        assert_eq!(first.at(0.5), 0.0);
    }

    #[test]
    fn one_cause_without_censoring_is_the_empirical_distribution() {
        let [first, _] = table(&[(1, Some(0)), (2, Some(0)), (2, Some(0)), (7, Some(0))]).incidence(month);
        assert_eq!((first.at(1.0), first.at(2.0), first.at(7.0)), (0.25, 0.75, 1.0));
        // (1 + 2 + 2 + 5)/4 when time is cut at 5.
        assert!((first.restricted_mean(5.0) - 2.5).abs() < 1e-15);
    }

    /// Two at a time of 10, 14, 18 … cases: in floating point the steps add up to more than 1.
    #[test]
    fn rounding_does_not_carry_a_share_beyond_1() {
        for cases in 2..400u32 {
            let all: Vec<(u32, Option<usize>)> = (0..cases).map(|i| (i / 2, Some(0))).collect();
            let [first, _] = table(&all).incidence(month);
            assert!(first.steps.iter().all(|step| step.cumulative <= 1.0), "{cases}");
        }
    }

    #[test]
    fn times_that_fall_together_in_months_are_one_time() {
        let t = table(&[(1, Some(0)), (2, Some(0)), (3, None)]);
        let [first, _] = t.incidence(|_| 4.0);
        assert_eq!(first.steps.len(), 1);
        assert!((first.at(4.0) - 2.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn rows_tell_all_and_make_the_table_again() {
        let t = table(&[(4, Some(0)), (1, Some(1)), (4, None), (1, Some(1))]);
        let rows: Vec<(u64, [u64; 2], u64)> = t.rows().collect();
        assert_eq!(rows, [(1, [0, 2], 0), (4, [1, 0], 1)]);
        assert_eq!(EventTable::from_rows(rows), t);
        let kept = serde_json::to_string(&t).unwrap();
        assert_eq!(serde_json::from_str::<EventTable<2>>(&kept).unwrap(), t);
        assert!(serde_json::from_str::<EventTable<3>>(&kept).is_err(), "another number of causes");
    }

    proptest! {
        #[test]
        fn merging_equals_the_whole_and_can_be_undone(
            events in proptest::collection::vec((0u32..8, proptest::option::of(0usize..2)), 0..50), cut in 0usize..50
        ) {
            let cut = cut.min(events.len());
            let (a, b) = (table(&events[..cut]), table(&events[cut..]));
            let mut merged = a.clone();
            merged.merge(&b);
            let whole = table(&events);
            prop_assert_eq!(&merged, &whole);
            let curves = |t: &EventTable<2>| t.incidence(month);
            prop_assert_eq!(curves(&whole.without(&b)), curves(&a));
            for t in 0..9 {
                let sum: f64 = curves(&whole).iter().map(|c| c.at(f64::from(t))).sum();
                prop_assert!(sum <= 1.0 + 1e-12);
            }
        }
    }
}
