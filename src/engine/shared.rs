use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::draws::{self, Purpose, Stream, Subject, World};
use crate::model::Law;

/// The draws of one session of a world: each is made when it is first asked for, and kept for the other variants, for
/// which it is the same number.
#[derive(Debug, Clone)]
pub struct SharedDraws {
    world: World,
    /// Draws by member are made for so many at once: the most that any variant asks for.
    members: usize,
    /// Where in `numbers` the draws of a name are.
    places: HashMap<Name, Range<usize>, BuildHasherDefault<NameHasher>>,
    numbers: Vec<f64>,
}

/// A stream's name: purpose and sponsor, session and number of the proposal, session of the draw, part.
type Name = (u64, u64, u64, u64);

impl SharedDraws {
    /// Of a world in which members of the file up to the `members`th take part in some variant.
    pub fn new(world: World, members: usize) -> Self {
        SharedDraws { world, members, places: HashMap::default(), numbers: Vec::new() }
    }

    /// Goes on to another world.
    pub fn begin(&mut self, world: World) {
        self.world = world;
        self.forget();
    }

    /// Forgets what is kept: every variant has held the session.
    pub fn forget(&mut self) {
        self.places.clear();
        self.numbers.clear();
    }

    /// One uniform.
    pub(crate) fn uniform(&mut self, purpose: Purpose, subject: Subject) -> f64 {
        self.numbers(purpose, subject, 0, |stream, numbers| numbers.push(stream.uniform()))[0]
    }

    /// So many standard normal deviates.
    pub(crate) fn normals(&mut self, purpose: Purpose, subject: Subject, part: u64, count: usize) -> &[f64] {
        let normals = |stream: &mut Stream, numbers: &mut Vec<f64>| {
            numbers.extend((0..count).map(|_| stream.deviate(Law::Normal)));
        };
        self.numbers(purpose, subject, part, normals)
    }

    /// So many standard normal deviates for each member, members in the order of the file.
    pub(crate) fn by_member(&mut self, purpose: Purpose, subject: Subject, each: usize) -> &[f64] {
        self.normals(purpose, subject, 0, self.members * each)
    }

    /// So many deviates of a law.
    pub(crate) fn deviates(&mut self, purpose: Purpose, subject: Subject, count: usize, law: Law) -> &[f64] {
        let world = self.world;
        let make = |numbers: &mut Vec<f64>| {
            let mut stream = world.stream(purpose, subject, 0);
            numbers.extend((0..count).map(|_| stream.deviate(law)));
        };
        // The law is no part of the stream's name, but of what is kept.
        self.kept(name(purpose, subject, law as u64), make)
    }

    /// One uniform, then so many deviates of either law, from the same uniforms: normal ones, then uniform ones.
    pub(crate) fn issue(&mut self, subject: Subject, count: usize) -> (f64, &[f64], &[f64]) {
        let make = |stream: &mut Stream, numbers: &mut Vec<f64>| {
            numbers.push(stream.uniform());
            let mut same = stream.clone();
            numbers.extend((0..count).map(|_| stream.deviate(Law::Normal)));
            numbers.extend((0..count).map(|_| same.deviate(Law::Uniform)));
        };
        let (u, deviates) = self.numbers(Purpose::Issue, subject, 0, make).split_at(1);
        let (normal, uniform) = deviates.split_at(count);
        (u[0], normal, uniform)
    }

    /// A gamma variate of mean 1 and standard deviation `sd` > 0.
    pub(crate) fn gamma(&mut self, purpose: Purpose, subject: Subject, sd: f64) -> f64 {
        let world = self.world;
        let make = |numbers: &mut Vec<f64>| {
            numbers.push(draws::gamma(sd, world.stream(purpose, subject, 0).uniform()));
        };
        self.kept(name(purpose, subject, sd.to_bits()), make)[0]
    }

    fn numbers(
        &mut self,
        purpose: Purpose,
        subject: Subject,
        part: u64,
        make: impl FnOnce(&mut Stream, &mut Vec<f64>),
    ) -> &[f64] {
        let world = self.world;
        let make = |numbers: &mut Vec<f64>| make(&mut world.stream(purpose, subject, part), numbers);
        self.kept(name(purpose, subject, part), make)
    }

    fn kept(&mut self, name: Name, make: impl FnOnce(&mut Vec<f64>)) -> &[f64] {
        let numbers = &mut self.numbers;
        let place = self.places.entry(name).or_insert_with(|| {
            let start = numbers.len();
            make(numbers);
            start..numbers.len()
        });
        &self.numbers[place.clone()]
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
        let mut draws = SharedDraws::new(WORLD, 3);
        let subject = Subject { tabled: 1, sponsor: 2, number: 3, session: 4 };
        for _ in 0..2 {
            for number in 0..50 {
                let subject = Subject { number, ..subject };
                let mut stream = WORLD.stream(Purpose::Positions, subject, 0);
                let expected: Vec<f64> = (0..6).map(|_| stream.deviate(Law::Normal)).collect();
                assert_eq!(draws.by_member(Purpose::Positions, subject, 2), expected);
                let u = WORLD.stream(Purpose::Order, subject, 0).uniform();
                assert_eq!(draws.uniform(Purpose::Order, subject), u);
                assert_eq!(draws.gamma(Purpose::Order, subject, 0.5), draws::gamma(0.5, u));
            }
        }
        for law in [Law::Uniform, Law::Normal] {
            let mut stream = WORLD.stream(Purpose::Aim, subject, 0);
            let expected = [stream.deviate(law), stream.deviate(law)];
            assert_eq!(draws.deviates(Purpose::Aim, subject, 2, law), expected);
            let mut stream = WORLD.stream(Purpose::Issue, subject, 0);
            let (u, normal, uniform) = draws.issue(subject, 2);
            assert_eq!(u, stream.uniform());
            assert_eq!(if law == Law::Normal { normal } else { uniform }, [stream.deviate(law), stream.deviate(law)]);
        }
    }

    #[test]
    fn another_world_has_its_own_draws() {
        let mut draws = SharedDraws::new(WORLD, 1);
        let before = draws.uniform(Purpose::Order, Subject::default());
        draws.begin(World { replication: 4, ..WORLD });
        assert_ne!(draws.uniform(Purpose::Order, Subject::default()), before);
    }
}
