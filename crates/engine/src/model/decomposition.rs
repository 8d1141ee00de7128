use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A change from one timeline to another, made of factors that can each be there or not, and what is run to share it out
/// among them (Shapley 1953, in Contributions to the Theory of Games II: the mean, over all orders in which the factors
/// could come, of what each adds to those before it).
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it.
    pub label: String,
    /// The variant that it begins with, which is its timeline, too.
    pub from: usize,
    /// The variant that it ends with, if one was named.
    pub to: Option<usize>,
    /// What changes, in the order of the file.
    pub factors: Vec<Factor>,
    /// What is run: sets of factors, none and all of them among these.
    pub coalitions: Vec<Coalition>,
    /// The orders over which the mean is taken, each followed by its reverse; `None` where it is all of them.
    pub orders: Option<Vec<Vec<usize>>>,
}

/// A part of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it.
    pub label: String,
}

/// A set of factors.
pub type Factors = u64;

/// Some of the factors, and what comes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coalition {
    /// A bit for each factor that is there.
    pub factors: Factors,
    /// Number of the timeline: first those of the variants, then those that decompositions add.
    pub timeline: usize,
}

/// What a factor adds to others, with the weight of this step in its share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Index into the coalitions: the factor is not yet there.
    pub before: usize,
    /// The same with it.
    pub after: usize,
    /// Weights of a factor's steps add up to 1.
    pub weight: f64,
}

/// The set that holds the first `count` factors.
fn all_of(count: usize) -> Factors {
    if count == Factors::BITS as usize { Factors::MAX } else { (1 << count) - 1 }
}

/// Every set of so many factors, ascending, so that none comes first and all come last.
pub fn every_set(count: usize) -> Vec<Factors> {
    (0..=all_of(count)).collect()
}

/// The sets that come up when factors come one after the other in these orders; ascending, each once.
pub fn sets_of(orders: &[Vec<usize>]) -> Vec<Factors> {
    let mut sets = vec![0];
    for order in orders {
        sets.extend(order.iter().scan(0, |set, factor| {
            *set |= 1 << factor;
            Some(*set)
        }));
    }
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// So many random orders of `count` factors, each even one the reverse of the one before: what is due to pairs of factors
/// cancels within two orders (Mitchell, Cooper, Frank & Holmes 2022, Journal of Machine Learning Research 23).
pub fn sampled_orders(count: usize, orders: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut sampled: Vec<Vec<usize>> = Vec::with_capacity(orders);
    while sampled.len() < orders {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last, rng.random_range(0..=last as u32) as usize);
        }
        let reverse = order.iter().rev().copied().collect();
        sampled.extend([order, reverse]);
    }
    sampled.truncate(orders);
    sampled
}

impl Decomposition {
    /// Index of the coalition that holds these factors and no others.
    ///
    /// # Panics
    /// Where it is not run.
    fn coalition(&self, factors: Factors) -> usize {
        let found = self.coalitions.binary_search_by_key(&factors, |coalition| coalition.factors);
        found.expect("every set that an order leads through is run")
    }

    /// Indices of the coalitions of none and of all.
    pub fn ends(&self) -> (usize, usize) {
        (0, self.coalitions.len() - 1)
    }

    /// What a factor adds to each set of the others, with the weight that this has in the mean over orders.
    pub fn steps(&self, factor: usize) -> Vec<Step> {
        match &self.orders {
            None => self.steps_of_sets(factor),
            Some(orders) => {
                let weight = 1.0 / orders.len() as f64;
                orders.iter().map(|order| self.step_of_order(order, factor, weight)).collect()
            }
        }
    }

    /// Of n factors, s come before the factor in s!(n − s − 1)!/n! of all orders.
    fn steps_of_sets(&self, factor: usize) -> Vec<Step> {
        let count = self.factors.len();
        // 1/n for each size, shared by all sets of that size: C(n − 1, s) of them.
        let weights: Vec<f64> = (0..count).map(|size| 1.0 / (count as f64 * choose(count - 1, size))).collect();
        let others = self.coalitions.iter().enumerate().filter(|(_, set)| set.factors >> factor & 1 == 0);
        let step = |(before, set): (usize, &Coalition)| Step {
            before,
            after: self.coalition(set.factors | 1 << factor),
            weight: weights[set.factors.count_ones() as usize],
        };
        others.map(step).collect()
    }

    fn step_of_order(&self, order: &[usize], factor: usize, weight: f64) -> Step {
        let earlier = order.iter().take_while(|other| **other != factor);
        let before: Factors = earlier.fold(0, |set, other| set | 1 << other);
        Step { before: self.coalition(before), after: self.coalition(before | 1 << factor), weight }
    }

    /// Whether a factor changes nothing, whatever else is there.
    pub fn changes_nothing(&self, factor: usize) -> bool {
        let timeline = |coalition: usize| self.coalitions[coalition].timeline;
        self.steps(factor).iter().all(|step| timeline(step.before) == timeline(step.after))
    }
}

/// Binomial coefficient.
fn choose(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64)
}

/// What a factor's steps add up to, if coalitions have these values.
pub fn share(steps: &[Step], value: impl Fn(usize) -> f64) -> f64 {
    steps.iter().map(|step| step.weight * (value(step.after) - value(step.before))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decomposition(count: usize, orders: Option<Vec<Vec<usize>>>) -> Decomposition {
        let sets = orders.as_ref().map_or_else(|| every_set(count), |orders| sets_of(orders));
        let coalition = |(timeline, factors)| Coalition { factors, timeline };
        Decomposition {
            id: "d".to_owned(),
            label: "d".to_owned(),
            from: 0,
            to: None,
            factors: (0..count).map(|i| Factor { id: i.to_string(), label: i.to_string() }).collect(),
            coalitions: sets.into_iter().enumerate().map(coalition).collect(),
            orders,
        }
    }

    fn shares(of: &Decomposition, value: impl Fn(Factors) -> f64) -> Vec<f64> {
        let by_index = |index: usize| value(of.coalitions[index].factors);
        (0..of.factors.len()).map(|factor| share(&of.steps(factor), by_index)).collect()
    }

    #[test]
    fn shares_by_hand() {
        // A glove game: factor 0 has a left glove, 1 and 2 a right one each; a pair is worth 1. Shapley: 2/3, 1/6, 1/6.
        let pair = |set: Factors| f64::from(u8::from(set & 1 != 0 && set & 6 != 0));
        let found = shares(&decomposition(3, None), pair);
        for (found, known) in found.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((found - known).abs() < 1e-15, "{found} {known}");
        }
    }

    /// Values of sets that follow no rule.
    fn erratic(set: Factors) -> f64 {
        let mixed = set.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ set << 7;
        (mixed.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40) as f64 / f64::from(1 << 24)
    }

    #[test]
    fn shares_add_up_and_who_adds_nothing_has_none() {
        for count in 1..=8 {
            let shares = shares(&decomposition(count, None), |set| erratic(set & !1));
            let whole = erratic(all_of(count) & !1) - erratic(0);
            assert_eq!(shares[0], 0.0);
            assert!((shares.iter().sum::<f64>() - whole).abs() < 1e-12, "{count}: {shares:?}");
        }
    }

    #[test]
    fn shares_of_sampled_orders_add_up_and_converge() {
        let exact = shares(&decomposition(5, None), erratic);
        let mut before = f64::INFINITY;
        for orders in [20, 500, 20_000] {
            let sampled = shares(&decomposition(5, Some(sampled_orders(5, orders, 7))), erratic);
            let whole = erratic(all_of(5)) - erratic(0);
            assert!((sampled.iter().sum::<f64>() - whole).abs() < 1e-12);
            let off = exact.iter().zip(&sampled).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(off < before && off < 2.0 / (orders as f64).sqrt(), "{off} with {orders}");
            before = off;
        }
    }

    #[test]
    fn an_order_and_its_reverse_share_what_pairs_do() {
        // Every factor is worth its number, and every pair of them 1.
        let value = |set: Factors| {
            let own: f64 = (0..40).filter(|i| set >> i & 1 != 0).map(f64::from).sum();
            let count = f64::from(set.count_ones());
            own + count * (count - 1.0) / 2.0
        };
        let shares = shares(&decomposition(40, Some(sampled_orders(40, 2, 1))), value);
        shares.iter().enumerate().for_each(|(i, share)| assert!((share - (i as f64 + 19.5)).abs() < 1e-9));
    }

    #[test]
    fn orders_hold_every_factor_once_and_come_in_pairs() {
        let orders = sampled_orders(9, 40, 3);
        for pair in orders.chunks(2) {
            let mut sorted = pair[0].clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..9).collect::<Vec<_>>());
            assert!(pair[0].iter().eq(pair[1].iter().rev()));
        }
        assert_eq!(sampled_orders(9, 40, 3), orders);
        assert_ne!(sampled_orders(9, 40, 4), orders);
        assert_eq!(sampled_orders(9, 20, 3), orders[..20], "more orders add to those that there are");
    }
}
