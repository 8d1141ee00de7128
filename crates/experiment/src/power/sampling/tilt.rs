use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::configuration::Configuration;
use crate::model::Response;
use crate::power::game::{Choices, Game};

/// Where configurations are drawn from: independent answers with probabilities by seat, one set of them or another.
///
/// Where neither outcome is rare these are the uniform ones alone. Else most samples have probabilities under which the rarer
/// outcome is frequent, some lie half-way, and some are uniform, so that a weight is never larger than the inverse of
/// the uniform ones' share (a defensive mixture: Hesterberg 1995).
#[derive(Debug, Clone)]
pub(super) struct Mixture {
    /// With their shares, which add up to 1.
    tilts: Vec<(f64, Tilt)>,
    /// The outcome that is the rarer one under uniform answers.
    pub(super) rare: bool,
}

/// Probabilities of independent answers, by seat and [`Response`].
#[derive(Debug, Clone)]
struct Tilt {
    probabilities: Vec<[f64; 3]>,
    /// Logarithms of how much larger these are than uniform ones.
    logs: Vec<[f64; 3]>,
}

/// Shares of the tilted, the half-way and the uniform answers.
const SHARES: [f64; 3] = [0.7, 0.2, 0.1];
/// An outcome is rare below this probability.
const RARE: f64 = 0.05;
/// Samples by which it is told how probable an outcome is.
const TRIALS: u32 = 500;
/// How often probabilities are learnt,
const ROUNDS: u32 = 3;
/// and from how many samples at most.
const MOST_LESSONS: u64 = 20_000;

impl Mixture {
    /// Looks for answers under which the rarer outcome of a game with two of them is frequent, before so many samples are
    /// drawn.
    pub(super) fn find(game: &Game, samples: u64, rng: &mut ChaCha8Rng) -> Self {
        let uniform = Tilt::along(game, 0.0);
        let adopted = uniform.frequency(game, true, rng);
        let rare = adopted < 0.5;
        if adopted.min(1.0 - adopted) >= RARE {
            return Mixture { tilts: vec![(1.0, uniform)], rare };
        }
        let mut tilt = Tilt::towards(game, rare, rng);
        for _ in 0..ROUNDS {
            tilt = tilt.learnt(game, rare, MOST_LESSONS.min(samples / 4), rng);
        }
        let half_way = tilt.half_way(game);
        Mixture { tilts: SHARES.into_iter().zip([tilt, half_way, uniform]).collect(), rare }
    }

    /// Draws a configuration; its [`Likelihood`] under the mixture is kept in `likelihood`.
    pub(super) fn draw(&self, configuration: &mut Configuration, likelihood: &mut Likelihood, rng: &mut ChaCha8Rng) {
        let tilt = match &self.tilts[..] {
            [(_, only)] => only,
            tilts => {
                let mut left = rng.random::<f64>();
                let chosen = tilts.iter().find(|(share, _)| {
                    left -= share;
                    left < 0.0
                });
                &chosen.unwrap_or(&tilts[0]).1
            }
        };
        tilt.draw(configuration, rng);
        likelihood.logs.clear();
        likelihood.logs.extend(self.tilts.iter().map(|(_, tilt)| tilt.log_ratio(&configuration.responses)));
    }

    /// How much rarer the configuration is under uniform answers than here.
    pub(super) fn weight(&self, likelihood: &Likelihood) -> f64 {
        let terms = self.tilts.iter().zip(&likelihood.logs);
        1.0 / terms.map(|((share, _), log)| share * libm::exp(*log)).sum::<f64>()
    }

    /// The same for what the others than a seat answer.
    pub(super) fn weight_without(&self, likelihood: &Likelihood, seat: usize, response: Response) -> f64 {
        let terms = self.tilts.iter().zip(&likelihood.logs);
        let density = terms.map(|((share, tilt), log)| share * libm::exp(log - tilt.logs[seat][response as usize]));
        1.0 / density.sum::<f64>()
    }
}

/// By tilt of a mixture: the logarithm of how much more probable the configuration is than under uniform answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Likelihood {
    logs: Vec<f64>,
}

impl Tilt {
    /// Probabilities in these proportions, none of them so small that it hardly ever occurs.
    fn in_proportion(game: &Game, mut proportions: Vec<[f64; 3]>) -> Self {
        let least = 1.0 / (4.0 * game.seats() as f64);
        let answers = game.choices.count();
        for proportions in &mut proportions {
            if game.choices == Choices::Two {
                proportions[Response::Acquiesce as usize] = 0.0;
            }
            let sum: f64 = proportions.iter().sum();
            let share = |x: f64| (1.0 - answers * least) * x / sum + least;
            let acquiesce = if game.choices == Choices::Two { 0.0 } else { share(proportions[1]) };
            *proportions = [share(proportions[0]), acquiesce, share(proportions[2])];
        }
        let logs = proportions.iter().map(|p| p.map(|p| libm::log(answers * p))).collect();
        Tilt { probabilities: proportions, logs }
    }

    /// More support the larger `slope`, by the more the more it adds to the parts' sums.
    fn along(game: &Game, slope: f64) -> Self {
        let mut weights = vec![[0.0; 2]; game.seats()];
        for part in &game.parts {
            let whole: f64 = part.steps.iter().map(|step| step.support).sum();
            for (weight, step) in weights.iter_mut().zip(&part.steps).filter(|_| whole > 0.0) {
                weight[0] += step.acquiesce / whole;
                weight[1] += step.support / whole;
            }
        }
        let largest = weights.iter().map(|weight| weight[1]).fold(f64::MIN_POSITIVE, f64::max);
        // The largest of the three exponents is 0, whichever way it goes.
        let proportions = |&[acquiesce, support]: &[f64; 2]| {
            let top = (slope * support / largest).max(0.0);
            [0.0, acquiesce, support].map(|weight| libm::exp(slope * weight / largest - top))
        };
        Tilt::in_proportion(game, weights.iter().map(proportions).collect())
    }

    /// The least slope, about, at which this outcome is at least as frequent as the other one.
    fn towards(game: &Game, outcome: bool, rng: &mut ChaCha8Rng) -> Self {
        let sign = if outcome { 1.0 } else { -1.0 };
        let mut frequent = |slope: f64| Tilt::along(game, sign * slope).frequency(game, outcome, rng) >= 0.5;
        let (mut low, mut high) = (0.0, 1.0);
        while high < 1e6 && !frequent(high) {
            (low, high) = (high, 2.0 * high);
        }
        for _ in 0..8 {
            let middle = f64::midpoint(low, high);
            if frequent(middle) { high = middle } else { low = middle }
        }
        Tilt::along(game, sign * high)
    }

    /// The probabilities of each answer given this outcome, as far as they are seen from here: of all independent answers these
    /// come closest to what is sought (the cross-entropy method: Rubinstein & Kroese 2004).
    fn learnt(self, game: &Game, outcome: bool, lessons: u64, rng: &mut ChaCha8Rng) -> Self {
        let mut seen = vec![[0.0; 3]; game.seats()];
        let (mut sum, mut squares) = (0.0, 0.0);
        let mut configuration = Configuration::new(game);
        for _ in 0..lessons {
            self.draw(&mut configuration, rng);
            if configuration.adopted() == outcome {
                let weight = libm::exp(-self.log_ratio(&configuration.responses));
                sum += weight;
                squares += weight * weight;
                for (seen, &response) in seen.iter_mut().zip(&configuration.responses) {
                    seen[response as usize] += weight;
                }
            }
        }
        // Too few of them bear the weight.
        if sum * sum < 100.0 * squares || squares == 0.0 { self } else { Tilt::in_proportion(game, seen) }
    }

    fn half_way(&self, game: &Game) -> Self {
        Tilt::in_proportion(game, self.probabilities.iter().map(|p| p.map(libm::sqrt)).collect())
    }

    fn frequency(&self, game: &Game, outcome: bool, rng: &mut ChaCha8Rng) -> f64 {
        let mut configuration = Configuration::new(game);
        let mut happens = || {
            self.draw(&mut configuration, rng);
            configuration.adopted() == outcome
        };
        f64::from((0..TRIALS).filter(|_| happens()).count() as u32) / f64::from(TRIALS)
    }

    fn draw(&self, configuration: &mut Configuration, rng: &mut ChaCha8Rng) {
        configuration.answer(|seat| {
            let [object, acquiesce, _] = self.probabilities[seat];
            let draw = rng.random::<f64>();
            if draw < object {
                Response::Object
            } else if draw < object + acquiesce {
                Response::Acquiesce
            } else {
                Response::Support
            }
        });
    }

    fn log_ratio(&self, responses: &[Response]) -> f64 {
        self.logs.iter().zip(responses).map(|(logs, &response)| logs[response as usize]).sum()
    }
}
