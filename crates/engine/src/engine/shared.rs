use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::draws::{self, Purpose, Subject, World};
use super::lanes::padded;
use super::normal::Deviates;
use super::proposal::Sponsor;
use super::simulation::Simulation;
use crate::model::Law;

/// The draws of one session of a world: each is made when it is first asked for, and kept for the other variants, for
/// which it is the same number.
#[derive(Debug, Clone)]
pub struct SharedDraws {
    world: World,
    /// Draws by member are made for so many at once: the most that any variant asks for.
    members: usize,
    /// Dimensions of a position.
    dims: usize,
    /// Whether several variants read them, so that they are kept.
    several: bool,
    /// Where in `numbers` the draws of a name are.
    places: HashMap<Name, Range<usize>, BuildHasherDefault<NameHasher>>,
    numbers: Vec<f64>,
    brought: Brought,
    /// Room for the bits of a stream.
    bits: Vec<u64>,
}

/// What was drawn once for a proposal, as [`Purpose::Proposal`] has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deck<'d> {
    dims: usize,
    /// Three uniforms; the status quo in normal, then in uniform deviates; by member, in lanes, the positions in each dimension,
    /// then the shocks.
    numbers: &'d [f64],
}

/// What a session brings, as [`Purpose::Session`] has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Brought {
    /// Which it is; none before the first.
    session: Option<u32>,
    /// How active everybody is, then by sponsor.
    uniforms: Vec<f64>,
    /// By sponsor: a mean, and what it makes of the uniform.
    counts: Vec<(f64, u32)>,
}

impl Brought {
    /// The uniform that tells how active everybody is.
    pub(crate) fn activity(&self) -> f64 {
        self.uniforms[0]
    }

    /// The uniform that tells how many proposals a sponsor has.
    pub(crate) fn of(&self, sponsor: Sponsor) -> f64 {
        self.uniforms[1 + number(sponsor)]
    }

    /// How many proposals a sponsor has, if it has so many in the mean: kept, because most sponsors have the same mean in all
    /// variants.
    pub(crate) fn poisson(&mut self, sponsor: Sponsor, mean: f64) -> u32 {
        if self.counts[number(sponsor)].0 != mean {
            self.counts[number(sponsor)] = (mean, draws::poisson(mean, self.of(sponsor)));
        }
        self.counts[number(sponsor)].1
    }
}

/// The number of a sponsor among the uniforms of a session.
fn number(sponsor: Sponsor) -> usize {
    match sponsor {
        Sponsor::Secretariat => 0,
        Sponsor::Member(member) => 1 + member,
    }
}

/// Uniforms at the head of a proposal's draws.
const UNIFORMS: usize = 3;

impl<'d> Deck<'d> {
    /// The uniform that chooses its area.
    pub(crate) fn area(self) -> f64 {
        self.numbers[0]
    }

    /// Its turn among the new ones of its session, in (0,1).
    pub(crate) fn turn(self) -> f64 {
        self.numbers[1]
    }

    /// The uniform that chooses among those of a list.
    pub(crate) fn choice(self) -> f64 {
        self.numbers[2]
    }

    /// The deviates of its status quo, by dimension. Those of either law are made of the same uniforms.
    pub(crate) fn status_quo(self, law: Law) -> &'d [f64] {
        let start = UNIFORMS + if law == Law::Normal { 0 } else { self.dims };
        &self.numbers[start..start + self.dims]
    }

    /// The deviates of positions in dimension `d`, by member.
    pub(crate) fn positions(self, d: usize) -> &'d [f64] {
        self.row(d)
    }

    /// The deviates of the shocks in the session of tabling, by member.
    pub(crate) fn shocks(self) -> &'d [f64] {
        self.row(self.dims)
    }

    fn row(self, number: usize) -> &'d [f64] {
        let rows = &self.numbers[UNIFORMS + 2 * self.dims..];
        let length = rows.len() / (self.dims + 1);
        &rows[number * length..(number + 1) * length]
    }
}

/// A stream's name: purpose and sponsor, session and number of the proposal, session of the draw, part. How many draws are
/// made of it follows from the name.
type Name = (u64, u64, u64, u64);

impl SharedDraws {
    /// Of a world in which all of `simulations` run, session by session.
    pub fn new(world: World, simulations: &[Simulation]) -> Self {
        let members = simulations.iter().map(Simulation::members).max().unwrap_or(0);
        let dims = simulations.first().map_or(0, Simulation::dims);
        SharedDraws::among(world, members, dims, simulations.len() > 1)
    }

    fn among(world: World, members: usize, dims: usize, several: bool) -> Self {
        let (places, numbers, bits) = (HashMap::default(), Vec::new(), Vec::new());
        SharedDraws { world, members, dims, several, places, numbers, brought: Brought::default(), bits }
    }

    /// Goes on to another world.
    pub fn begin(&mut self, world: World) {
        self.world = world;
        self.brought.session = None;
        self.forget();
    }

    /// Forgets what is kept: every variant has held the session.
    pub fn forget(&mut self) {
        self.places.clear();
        self.numbers.clear();
    }

    /// What a session brings: made once for all variants.
    pub(crate) fn session(&mut self, number: u32) -> &mut Brought {
        let SharedDraws { world, members, brought, bits, .. } = self;
        if brought.session != Some(number) {
            let subject = Subject { tabled: number, ..Subject::default() };
            world.stream(Purpose::Session, subject, 0).fill(bits, 2 + *members);
            brought.session = Some(number);
            brought.uniforms.clear();
            brought.uniforms.extend(bits.iter().copied().map(draws::uniform));
            brought.counts.clear();
            brought.counts.resize(1 + *members, (f64::NAN, 0));
        }
        brought
    }

    /// What is drawn once for a proposal.
    pub(crate) fn proposal(&mut self, subject: Subject) -> Deck<'_> {
        let (dims, count) = (self.dims, UNIFORMS + self.dims + self.members * (self.dims + 1));
        let numbers = self.kept(Purpose::Proposal, subject, 0, count, |bits, numbers| {
            let (uniforms, deviates) = bits.split_at(UNIFORMS);
            let (status_quo, by_member) = deviates.split_at(dims);
            numbers.extend(uniforms.iter().copied().map(draws::uniform));
            extend(numbers, Law::Normal, status_quo);
            extend(numbers, Law::Uniform, status_quo);
            // Drawn member by member, a shock behind a position.
            let (table, first) = (Deviates::table(), numbers.len());
            let length = padded(by_member.len() / (dims + 1));
            numbers.resize(first + (dims + 1) * length, 0.0);
            for (row, numbers) in numbers[first..].chunks_exact_mut(length.max(1)).enumerate() {
                let bits = by_member[row..].iter().step_by(dims + 1);
                numbers.iter_mut().zip(bits).for_each(|(number, &bits)| *number = table.of(bits));
            }
        });
        Deck { dims, numbers }
    }

    /// So many standard normal deviates.
    pub(crate) fn normals(&mut self, purpose: Purpose, subject: Subject, part: u64, count: usize) -> &[f64] {
        self.kept(purpose, subject, part, count, |bits, numbers| extend(numbers, Law::Normal, bits))
    }

    /// So many standard normal deviates for each member, members in the order of the file.
    pub(crate) fn by_member(&mut self, purpose: Purpose, subject: Subject, each: usize) -> &[f64] {
        self.normals(purpose, subject, 0, self.members * each)
    }

    /// The deviates of the aim that a proposal of the secretariat has, by dimension. Those of either law are made of the same
    /// uniforms.
    pub(crate) fn aim(&mut self, subject: Subject, law: Law) -> &[f64] {
        let dims = self.dims;
        let both = self.kept(Purpose::Aim, subject, 0, dims, |bits, numbers| {
            [Law::Normal, Law::Uniform].into_iter().for_each(|law| extend(numbers, law, bits));
        });
        let (normal, uniform) = both.split_at(dims);
        if law == Law::Normal { normal } else { uniform }
    }

    fn kept(
        &mut self,
        purpose: Purpose,
        subject: Subject,
        part: u64,
        count: usize,
        make: impl FnOnce(&[u64], &mut Vec<f64>),
    ) -> &[f64] {
        let SharedDraws { world, several, places, numbers, bits, .. } = self;
        if !*several {
            numbers.clear();
            world.stream(purpose, subject, part).fill(bits, count);
            make(bits, numbers);
            return numbers;
        }
        let name = name(purpose, subject, part);
        if let Some(place) = places.get(&name) {
            return &numbers[place.clone()];
        }
        let start = numbers.len();
        world.stream(purpose, subject, part).fill(bits, count);
        make(bits, numbers);
        places.insert(name, start..numbers.len());
        &numbers[start..]
    }
}

/// Appends the deviates that are made of these bits.
fn extend(numbers: &mut Vec<f64>, law: Law, bits: &[u64]) {
    match law {
        Law::Normal => {
            let table = Deviates::table();
            numbers.extend(bits.iter().map(|&bits| table.of(bits)));
        }
        Law::Uniform => numbers.extend(bits.iter().map(|&bits| draws::spread(bits))),
    }
}

fn name(purpose: Purpose, subject: Subject, part: u64) -> Name {
    let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
    (
        pair(u32::from(purpose as u8), subject.sponsor),
        pair(subject.tabled, subject.number),
        subject.session.into(),
        part,
    )
}

/// Names are few and nobody chooses them to collide: a multiplication a word is enough.
#[derive(Debug, Clone, Copy, Default)]
struct NameHasher(u64);

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0xf135_7aea_2e62_a9c5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORLD: World = World { seed: 7, replication: 3 };

    #[test]
    fn what_is_kept_is_what_the_streams_give() {
        let subject = Subject { tabled: 1, sponsor: 2, number: 3, session: 4 };
        let mut draws = [false, true].map(|several| SharedDraws::among(WORLD, 30, 2, several));
        for reader in 0..4 {
            let draws = &mut draws[reader % 2];
            for number in 0..50 {
                let subject = Subject { number, ..subject };
                let mut stream = WORLD.stream(Purpose::Shocks, subject, 0);
                let expected: Vec<f64> = (0..60).map(|_| stream.deviate(Law::Normal)).collect();
                assert_eq!(draws.by_member(Purpose::Shocks, subject, 2), expected);
                let mut stream = WORLD.stream(Purpose::Proposal, subject, 0);
                let deck = draws.proposal(subject);
                assert_eq!([deck.area(), deck.turn(), deck.choice()], std::array::from_fn(|_| stream.uniform()));
                let mut same = stream.clone();
                assert_eq!(deck.status_quo(Law::Normal), [0; 2].map(|_| stream.deviate(Law::Normal)));
                assert_eq!(deck.status_quo(Law::Uniform), [0; 2].map(|_| same.deviate(Law::Uniform)));
                for member in 0..30 {
                    let position = [0, 1].map(|d| deck.positions(d)[member]);
                    assert_eq!(position, [0; 2].map(|_| stream.deviate(Law::Normal)));
                    assert_eq!(deck.shocks()[member], stream.deviate(Law::Normal));
                }
            }
            let mut stream = WORLD.stream(Purpose::Session, Subject { tabled: 9, ..Subject::default() }, 0);
            let brought = draws.session(9);
            assert_eq!([brought.activity(), brought.of(Sponsor::Secretariat)], [0; 2].map(|_| stream.uniform()));
            let uniforms: Vec<f64> = (0..30).map(|_| stream.uniform()).collect();
            assert!((0..30).all(|member| brought.of(Sponsor::Member(member)) == uniforms[member]));
            for (member, mean) in (0..30).flat_map(|member| [0.5, 2.0, 2.0, 0.5].map(|mean| (member, mean))) {
                let count = draws.session(9).poisson(Sponsor::Member(member), mean);
                assert_eq!(count, draws::poisson(mean, uniforms[member]));
            }
            let mut next = WORLD.stream(Purpose::Session, Subject { tabled: 10, ..Subject::default() }, 0);
            next.skip(1);
            let count = draws.session(10).poisson(Sponsor::Secretariat, 1e6);
            assert_eq!(count, draws::poisson(1e6, next.uniform()));
        }
    }

    #[test]
    fn another_world_has_its_own_draws() {
        let mut draws = SharedDraws::among(WORLD, 1, 1, true);
        let brought = draws.session(0);
        let (before, count) = (brought.activity(), brought.poisson(Sponsor::Secretariat, 1e6));
        draws.begin(World { replication: 4, ..WORLD });
        assert_ne!(draws.session(0).activity(), before);
        assert_ne!(draws.session(0).poisson(Sponsor::Secretariat, 1e6), count);
    }
}
