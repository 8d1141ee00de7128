use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::moments::Moments;
use super::{SAMPLES_AT_ONCE, steps_of};
use crate::experiment::Interrupted;
use crate::power::game::Game;
use crate::power::indices::Value;
use crate::power::watch::Meter;

/// Whether everything is adopted, or nothing; `None` where it depends on the answers.
pub(super) fn constant(game: &Game) -> Option<bool> {
    let least = game.adopts(|_| 0.0);
    let most = game.adopts(|part| game.parts[part].steps.iter().map(|step| step.support).sum());
    (least == most).then_some(least)
}

/// The Shapley–Shubik index by seat from random orders (Castro, Gómez & Tejada 2009); absent where the outcome is always the
/// same.
///
/// Each order counts for a member with the share of its n places at which it would be the pivot, the others staying in
/// their order: the expectation over its own place, which is as likely to be any, is taken exactly. The shares of an order
/// add up to 1 on average, not each time, which is used as a control variate.
pub(super) fn estimate(
    game: &Game,
    samples: u64,
    rng: &mut ChaCha8Rng,
    meter: &Meter,
) -> Result<Vec<Option<Value>>, Interrupted> {
    let seats = game.seats();
    if constant(game).is_some() {
        return Ok(vec![None; seats]);
    }
    let mut order = Order::new(game);
    let mut all = Moments::default();
    let mut members = vec![(Moments::default(), 0.0); seats];
    let mut shares = vec![0.0; seats];
    for sample in 0..samples {
        if sample.is_multiple_of(SAMPLES_AT_ONCE) {
            meter.advance(steps_of(game, SAMPLES_AT_ONCE))?;
        }
        order.shuffle(rng);
        let pivot = order.pivot();
        for place in 0..seats {
            shares[order.seats[place]] = order.pivotal_places(place, pivot) as f64 / seats as f64;
        }
        let sum = shares.iter().sum();
        all.add(sum);
        for ((moments, products), &share) in members.iter_mut().zip(&shares) {
            moments.add(share);
            *products += share * sum;
        }
    }
    let one_place = 1.0 / seats as f64;
    Ok(members
        .iter()
        .map(|(moments, products)| Some(moments.controlled_mean(samples, &all, *products, one_place)))
        .collect())
}

/// An order of the seats, and the parts' sums over its beginnings.
struct Order<'a> {
    game: &'a Game,
    seats: Vec<usize>,
    /// By number of supporters and part.
    sums: Vec<f64>,
}

impl<'a> Order<'a> {
    fn new(game: &'a Game) -> Self {
        let seats = game.seats();
        Order { game, seats: (0..seats).collect(), sums: vec![0.0; (seats + 1) * game.parts.len()] }
    }

    fn shuffle(&mut self, rng: &mut ChaCha8Rng) {
        let (seats, parts) = (self.seats.len(), self.game.parts.len());
        for place in 0..seats {
            self.seats.swap(place, rng.random_range(place as u32..seats as u32) as usize);
            for part in 0..parts {
                let step = self.game.parts[part].steps[self.seats[place]].support;
                self.sums[(place + 1) * parts + part] = self.sums[place * parts + part] + step;
            }
        }
    }

    /// Whether the first so many adopt, with what `change` adds for each part.
    fn adopt(&self, first: usize, change: impl Fn(usize) -> f64 + Copy) -> bool {
        let sums = &self.sums[first * self.game.parts.len()..];
        self.game.adopts(|part| sums[part] + change(part))
    }

    /// The place of the member with whom the rule is met.
    fn pivot(&self) -> usize {
        let (mut failing, mut adopting) = (0, self.seats.len());
        while adopting - failing > 1 {
            let middle = usize::midpoint(failing, adopting);
            if self.adopt(middle, |_| 0.0) { adopting = middle } else { failing = middle }
        }
        failing
    }

    /// At how many places the member at this place would be the pivot, the others staying in their order.
    ///
    /// With k others before it: they are the first k, if it came later, else the first k + 1 without it. Near the pivot
    /// these are the places at which it makes up for what is missing; sums grow along the order, so that they are adjacent.
    fn pivotal_places(&self, place: usize, pivot: usize) -> usize {
        let step = |part: usize| self.game.parts[part].steps[self.seats[place]].support;
        let seats = self.seats.len();
        let adopt_with = |&first: &usize| self.adopt(first, step);
        let fail_without = |&first: &usize| !self.adopt(first, |part| -step(part));
        let earlier = if place < pivot { 0 } else { (0..=pivot).rev().take_while(adopt_with).count() };
        let next = (pivot + 1).max(place + 2);
        let later = if place > pivot { 0 } else { (next..=seats).take_while(fail_without).count() };
        earlier + later
    }
}
