use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::enumeration::Choices;
use super::game::Game;
use super::indices::{GamePower, MemberPower, Value};
use crate::model::Response;

/// Estimates from `samples` random configurations (and, in the binary game, as many random orders;
/// Castro, Gómez & Tejada 2009), all equally likely. The same seed gives the same estimates.
pub(super) fn estimate(game: &Game, choices: Choices, samples: u64, seed: u64) -> GamePower {
    let mut tallies = Tallies::new(game.seats());
    let mut rng = stream(seed, choices as u64);
    let mut table = Table::new(game);
    for _ in 0..samples {
        table.draw(choices, &mut rng);
        tallies.add(&table);
    }
    let pivots = (choices == Choices::Two).then(|| pivots(game, samples, &mut stream(seed, ORDERS)));
    tallies.power(total(choices, game.seats()), pivots.as_deref())
}

/// The random stream of the orders; those of the configurations are numbered by [`Choices`].
const ORDERS: u64 = 2;

fn stream(seed: u64, purpose: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(purpose);
    rng
}

fn total(choices: Choices, seats: usize) -> f64 {
    match choices {
        Choices::Two => libm::pow(2.0, seats as f64),
        Choices::Three => libm::pow(3.0, seats as f64),
    }
}

/// One configuration with the parts' sums.
struct Table<'a> {
    game: &'a Game,
    responses: Vec<Response>,
    sums: Vec<f64>,
}

impl<'a> Table<'a> {
    fn new(game: &'a Game) -> Self {
        Table { game, responses: vec![Response::Object; game.seats()], sums: vec![0.0; game.parts.len()] }
    }

    /// Everybody objects.
    fn clear(&mut self) {
        self.responses.fill(Response::Object);
        self.sums.fill(0.0);
    }

    /// Every response equally likely for every member.
    fn draw(&mut self, choices: Choices, rng: &mut ChaCha8Rng) {
        self.clear();
        for seat in 0..self.responses.len() {
            let responses: &[Response] = match choices {
                Choices::Two => &[Response::Object, Response::Support],
                Choices::Three => &[Response::Object, Response::Acquiesce, Response::Support],
            };
            self.set(seat, responses[rng.random_range(0..responses.len() as u32) as usize]);
        }
    }

    /// What a seat adds to a part with a response.
    fn step(&self, part: usize, seat: usize, response: Response) -> f64 {
        let step = self.game.parts[part].steps[seat];
        match response {
            Response::Object => 0.0,
            Response::Acquiesce => step.acquiesce,
            Response::Support => step.support,
        }
    }

    /// Lets a seat that objects give another response.
    fn set(&mut self, seat: usize, response: Response) {
        for part in 0..self.sums.len() {
            self.sums[part] += self.step(part, seat, response);
        }
        self.responses[seat] = response;
    }

    fn adopted(&self) -> bool {
        self.game.adopts(|part| self.sums[part])
    }

    /// Whether it would be adopted if this seat responded otherwise.
    fn adopted_if(&self, seat: usize, response: Response) -> bool {
        let now = self.responses[seat];
        self.game.adopts(|part| self.sums[part] - self.step(part, seat, now) + self.step(part, seat, response))
    }
}

/// Per order the member with whom the rule is met: how often it was which. All 0 where that
/// never happens because the outcome is always the same.
fn pivots(game: &Game, samples: u64, rng: &mut ChaCha8Rng) -> Vec<u64> {
    let seats = game.seats();
    let mut table = Table::new(game);
    let mut pivots = vec![0; seats];
    let mut order: Vec<usize> = (0..seats).collect();
    if table.adopted() {
        return pivots;
    }
    for _ in 0..samples {
        table.clear();
        for place in 0..seats {
            // Fisher–Yates, as far as needed.
            order.swap(place, rng.random_range(place as u32..seats as u32) as usize);
            table.set(order[place], Response::Support);
            if table.adopted() {
                pivots[order[place]] += 1;
                break;
            }
        }
    }
    pivots
}

/// What is counted over sampled configurations.
#[derive(Debug, Clone, Default)]
struct Tallies {
    samples: u64,
    adopted: u64,
    /// Σ t², where t members swing a configuration.
    swings_squared: u64,
    members: Vec<Tally>,
}

/// What is counted for one member.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Adopted, and it could prevent it.
    prevents: u64,
    /// Not adopted, and it could bring it about.
    initiates: u64,
    /// Σ t over both, where t members swing.
    jointly: u64,
}

impl Tallies {
    fn new(seats: usize) -> Self {
        Tallies { members: vec![Tally::default(); seats], ..Tallies::default() }
    }

    fn add(&mut self, table: &Table) {
        let adopted = table.adopted();
        self.samples += 1;
        self.adopted += u64::from(adopted);
        let members = self.members.iter_mut().enumerate();
        let swinging: Vec<&mut Tally> =
            members.filter_map(|(seat, tally)| tally.add(table, seat, adopted).then_some(tally)).collect();
        let together = swinging.len() as u64;
        self.swings_squared += together * together;
        for tally in swinging {
            tally.jointly += together;
        }
    }

    fn power(&self, total: f64, pivots: Option<&[u64]>) -> GamePower {
        let act = share(self.adopted, self.samples).unwrap_or(Value::exact(0.0));
        let times = |value: Value| Value {
            value: value.value * total,
            std_error: value.std_error.map(|std_error| std_error * total),
        };
        let orders: u64 = pivots.map_or(0, |pivots| pivots.iter().sum());
        let member = |(seat, tally): (usize, &Tally)| MemberPower {
            prevent: share(tally.prevents, self.adopted),
            initiate: share(tally.initiates, self.samples - self.adopted),
            banzhaf_absolute: share(tally.swings(), self.samples).unwrap_or(Value::exact(0.0)),
            banzhaf: self.share_of_swings(tally),
            shapley_shubik: pivots.and_then(|pivots| share(pivots[seat], orders)),
        };
        GamePower {
            winning: times(act),
            total: Value::exact(total),
            act,
            members: self.members.iter().enumerate().map(member).collect(),
        }
    }

    /// The ratio of two means over the same configurations, with its standard error by linearisation (the
    /// delta method): that of the mean of x − βt, over the mean of t.
    fn share_of_swings(&self, tally: &Tally) -> Option<Value> {
        let all: u64 = self.members.iter().map(Tally::swings).sum();
        let (x, t) = (tally.swings() as f64, all as f64);
        let value = x / t;
        let residual = x - 2.0 * value * tally.jointly as f64 + value * value * self.swings_squared as f64;
        (all > 0).then(|| Value { value, std_error: Some(libm::sqrt(residual.max(1.0)) / t) })
    }
}

impl Tally {
    /// Counts what this seat could do; whether it swings.
    fn add(&mut self, table: &Table, seat: usize, adopted: bool) -> bool {
        let prevents = adopted && !table.adopted_if(seat, Response::Object);
        let initiates = !adopted && table.adopted_if(seat, Response::Support);
        self.prevents += u64::from(prevents);
        self.initiates += u64::from(initiates);
        prevents || initiates
    }

    /// By monotonicity a member swings a configuration of the others exactly if it could prevent or
    /// initiate what they and its own response make.
    fn swings(&self) -> u64 {
        self.prevents + self.initiates
    }
}

/// A share of independent cases with its standard error, √(p(1 − p)/n), but never less than what one
/// case more or less makes: a power too small to be seen is not known to be 0.
fn share(cases: u64, of: u64) -> Option<Value> {
    let (x, n) = (cases as f64, of as f64);
    let std_error = libm::sqrt((x * (n - x) / n).max(1.0)) / n;
    (of > 0).then(|| Value { value: x / n, std_error: Some(std_error) })
}
