use super::configuration::Configuration;
use super::moments::Moments;
use super::tilt::{Likelihood, Mixture};
use super::{Purpose, SAMPLES_AT_ONCE, steps_of, stream};
use crate::experiment::Interrupted;
use crate::model::Response;
use crate::power::game::{Choices, Game};
use crate::power::indices::{GamePower, MemberPower, Value};
use crate::power::watch::Meter;

/// All but the Shapley–Shubik index, of a game with two outcomes.
pub(super) fn estimate(
    game: &Game,
    total: f64,
    samples: u64,
    seed: u64,
    meter: &Meter,
) -> Result<GamePower, Interrupted> {
    let mixture = Mixture::find(game, samples, &mut stream(seed, Purpose::Tilt, game.choices));
    let mut rng = stream(seed, Purpose::Configurations, game.choices);
    let mut configuration = Configuration::new(game);
    let mut likelihood = Likelihood::default();
    let mut tallies = Tallies::new(game, mixture.rare);
    for sample in 0..samples {
        if sample.is_multiple_of(SAMPLES_AT_ONCE) {
            meter.advance(steps_of(game, SAMPLES_AT_ONCE))?;
        }
        mixture.draw(&mut configuration, &mut likelihood, &mut rng);
        tallies.add(&configuration, &mixture, &likelihood);
    }
    Ok(tallies.power(total))
}

/// Sums over samples. Each is weighted by how much rarer it is under uniform answers than among the samples.
struct Tallies {
    choices: Choices,
    /// Which outcome is the rarer one.
    rare: bool,
    samples: u64,
    /// Of configurations with the rarer outcome.
    outcome: Moments,
    /// Of the sum over members of those that each swings.
    swings: Moments,
    members: Vec<Tally>,
    /// The largest weight of a configuration that somebody swings.
    heaviest: f64,
    /// Seats that swing the configuration at hand.
    swinging: Vec<(usize, f64)>,
}

/// Of one member. Weights are those of the others' answers alone: its own is as likely to be any.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// It swings.
    swings: Moments,
    /// It could prevent what is adopted.
    prevents: Moments,
    /// It could initiate what fails.
    initiates: Moments,
    /// Σ of products: swings and all members' swings; prevents, initiates and the rarer outcome.
    swings_all: f64,
    prevents_rare: f64,
    initiates_rare: f64,
}

impl Tallies {
    fn new(game: &Game, rare: bool) -> Self {
        Tallies {
            choices: game.choices,
            rare,
            samples: 0,
            outcome: Moments::default(),
            swings: Moments::default(),
            members: vec![Tally::default(); game.seats()],
            heaviest: 0.0,
            swinging: Vec::new(),
        }
    }

    fn add(&mut self, configuration: &Configuration, mixture: &Mixture, likelihood: &Likelihood) {
        let adopted = configuration.adopted();
        let rare = if adopted == self.rare { mixture.weight(likelihood) } else { 0.0 };
        self.samples += 1;
        self.outcome.add(rare);
        self.swinging.clear();
        for seat in 0..self.members.len() {
            let decisive = match adopted {
                true => !configuration.adopted_if(seat, Response::Object),
                false => configuration.adopted_if(seat, Response::Support),
            };
            if decisive {
                let weight = mixture.weight_without(likelihood, seat, configuration.responses[seat]);
                self.members[seat]
                    .add(weight, self.choices, rare, || configuration.adopted_if(seat, Response::Acquiesce));
                self.heaviest = self.heaviest.max(weight);
                self.swinging.push((seat, weight));
            }
        }
        let all: f64 = self.swinging.iter().map(|(_, weight)| weight).sum();
        self.swings.add(all);
        for &(seat, weight) in &self.swinging {
            self.members[seat].swings_all += weight * all;
        }
    }

    fn power(&self, total: f64) -> GamePower {
        let case = if self.heaviest > 0.0 { self.heaviest } else { 1.0 };
        let rarer = self.outcome.mean(self.samples, case);
        let act = if self.rare { rarer } else { Value { value: 1.0 - rarer.value, ..rarer } };
        let times =
            |value: Value| Value { value: value.value * total, std_error: value.std_error.map(|error| error * total) };
        GamePower {
            winning: times(act),
            total: Value::exact(total),
            act,
            members: self.members.iter().map(|tally| self.member(tally, case)).collect(),
        }
    }

    fn member(&self, tally: &Tally, case: f64) -> MemberPower {
        let of_outcome = |adopted: bool, moments: &Moments, with_rare: f64| {
            let (outcome, products) = if adopted == self.rare {
                (self.outcome, with_rare)
            } else {
                (self.other_outcome(), moments.sum - with_rare)
            };
            (outcome.sum > 0.0).then(|| moments.per(&outcome, products, case))
        };
        MemberPower {
            prevent: of_outcome(true, &tally.prevents, tally.prevents_rare),
            initiate: of_outcome(false, &tally.initiates, tally.initiates_rare),
            banzhaf_absolute: tally.swings.mean(self.samples, case),
            banzhaf: (self.swings.sum > 0.0).then(|| tally.swings.per(&self.swings, tally.swings_all, case)),
            shapley_shubik: None,
        }
    }

    /// 1 less the rarer outcome, by sample.
    fn other_outcome(&self) -> Moments {
        let n = self.samples as f64;
        let Moments { sum, squares } = self.outcome;
        Moments { sum: n - sum, squares: n - 2.0 * sum + squares }
    }
}

impl Tally {
    /// Takes in others' answers of so much weight that this member swings. It prevents with each answer but objection with which
    /// the text is adopted, initiates with each but support with which it fails; its answers are equally likely.
    fn add(&mut self, weight: f64, choices: Choices, rare: f64, adopted_if_it_acquiesces: impl Fn() -> bool) {
        let (prevents, initiates) = match choices {
            Choices::Two => (weight / 2.0, weight / 2.0),
            Choices::Three if adopted_if_it_acquiesces() => (weight * 2.0 / 3.0, weight / 3.0),
            Choices::Three => (weight / 3.0, weight * 2.0 / 3.0),
        };
        self.swings.add(weight);
        self.prevents.add(prevents);
        self.initiates.add(initiates);
        self.prevents_rare += prevents * rare;
        self.initiates_rare += initiates * rare;
    }
}
