//! Random numbers that belong to names, not to the order in which they are asked for.
//!
//! A stream's name *is* its place in the generator: seed and replication are the key, and purpose, what the purpose is about
//! and the number of the block fill the 256 bits of the counter without overlap, so that no two names share a block. Within
//! a stream, members come in the order of the file, equally many draws each: adding a member at the end, a variant or a thread
//! changes no other number.

use super::normal::{self, Deviates};
use super::{gamma, philox};
use crate::model::Law;

/// One world: everything that is drawn is a function of these two numbers and a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct World {
    /// The seed of the run.
    pub seed: u64,
    /// The number of the replication.
    pub replication: u64,
}

/// What a stream is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// The replication's ideal points: members in file order, D deviates each.
    Ideals = 1,
    /// What a session brings. Uniforms: how busy it is, how many proposals the secretariat tables, then how many each member
    /// does, members in file order.
    Session = 2,
    /// What is drawn once for a proposal. Uniforms: its area, its turn among the new ones of its session, which one of a
    /// list it is. Then deviates: D of the status quo, then by member, in file order, D of its own part of its position and
    /// one of its shock in the session of tabling.
    Proposal = 3,
    /// The part of the positions that a group shares: D deviates, the stream number names the group.
    Group = 4,
    /// The same for members without a group: members in file order, D deviates each.
    Ungrouped = 5,
    /// The innovations of the members' shocks in a session after that of tabling: members in file order, one deviate each.
    Shocks = 6,
    /// The secretariat's aim where it is drawn: D deviates.
    Aim = 7,
    /// The errors with which a sponsor sees the others' positions: members in file order, D deviates each.
    Information = 8,
    /// The drift of an area's status quo before a session: D deviates, the stream number is the area's in the file.
    Drift = 9,
    /// How often a pulse jumps in a session: one uniform, the stream number names the pulse.
    Pulse = 10,
    /// Who tables a proposal of a list that comes up once: members in file order, one deviate each.
    Proposer = 11,
    /// The errors with which the stances on a proposal of a list were measured: members in file order, D deviates each.
    Measurement = 12,
}

/// Which proposal, or which sponsor's session, a stream is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Subject {
    /// Session in which the proposal was tabled.
    pub tabled: u32,
    /// Index of the sponsor in the file; [`Subject::SECRETARIAT`] for the secretariat.
    pub sponsor: u32,
    /// Number of the proposal among those of this sponsor in this session.
    pub number: u32,
    /// Session at which the draw takes effect, for what changes from session to session.
    pub session: u32,
}

impl Subject {
    /// The secretariat's number as a sponsor: no member of any file has it.
    pub const SECRETARIAT: u32 = 0x00ff_ffff;
    /// What stands for the sponsor in draws that belong to a proposal of a list, whoever tables it and whenever.
    const LIST: u32 = 0x00ff_fffe;

    /// The proposal of a list with that number.
    pub fn of_list(number: usize) -> Self {
        Subject { sponsor: Subject::LIST, number: number as u32, ..Subject::default() }
    }
}

impl World {
    /// The stream of that name. `part` tells groups apart and is 0 elsewhere.
    pub fn stream(self, purpose: Purpose, subject: Subject, part: u64) -> Stream {
        let pair = |low: u32, high: u32| u64::from(high) << 32 | u64::from(low);
        let about = [
            pair(0, subject.session),
            pair(subject.tabled, subject.number),
            pair(subject.sponsor, purpose as u32),
            part,
        ];
        Stream { key: [self.seed, self.replication], about, block: [0; philox::WORDS], next: 0 }
    }
}

/// A stream of independent draws.
#[derive(Debug, Clone)]
pub struct Stream {
    key: [u64; 2],
    /// The counter of its first block; the lower half of the first word counts blocks.
    about: [u64; philox::WORDS],
    /// The block to which the next draw belongs, unless that is its first.
    block: [u64; philox::WORDS],
    /// The number of the next draw.
    next: usize,
}

impl Stream {
    /// A uniform draw in (0,1), never 0 or 1: 53 bits, centred in their cells.
    pub fn uniform(&mut self) -> f64 {
        uniform(self.bits())
    }

    fn bits(&mut self) -> u64 {
        let (number, word) = (self.next / philox::WORDS, self.next % philox::WORDS);
        if word == 0 {
            self.block = self.block(number);
        }
        self.next += 1;
        self.block[word] >> UNUSED
    }

    fn block(&self, number: usize) -> [u64; philox::WORDS] {
        let [first, others @ ..] = self.about;
        philox::block([first + number as u64, others[0], others[1], others[2]], self.key)
    }

    /// Puts the bits of so many uniforms into `bits`: of what as many draws from its beginning are made.
    pub(super) fn fill(&self, bits: &mut Vec<u64>, count: usize) {
        bits.resize(count.next_multiple_of(philox::WORDS), 0);
        for (number, words) in bits.as_chunks_mut().0.iter_mut().enumerate() {
            *words = self.block(number).map(|word| word >> UNUSED);
        }
        bits.truncate(count);
    }

    /// Passes over `draws` draws that nobody needs.
    pub fn skip(&mut self, draws: usize) {
        self.next += draws;
        if !self.next.is_multiple_of(philox::WORDS) {
            self.block = self.block(self.next / philox::WORDS);
        }
    }

    /// A deviate with mean 0 and standard deviation 1, one uniform each by inversion, so that the
    /// same world under another law has the same ranks.
    pub fn deviate(&mut self, law: Law) -> f64 {
        let bits = self.bits();
        match law {
            Law::Normal => Deviates::table().of(bits),
            Law::Uniform => spread(bits),
        }
    }
}

/// Bits of a word that no uniform needs.
const UNUSED: u32 = u64::BITS - normal::BITS;

/// The middle of the cell of (0,1) with that number.
pub(super) fn uniform(bits: u64) -> f64 {
    (bits as f64 + 0.5) * (1.0 / (1u64 << normal::BITS) as f64)
}

/// The deviate of the uniform law with mean 0 and standard deviation 1 that is made of these bits.
pub(super) fn spread(bits: u64) -> f64 {
    (2.0 * uniform(bits) - 1.0) * 3f64.sqrt()
}

/// The mean up to which the terms of the Poisson distribution are added up one by one: e^−mean is not 0 yet.
const FEW: f64 = 500.0;

/// Poisson variate with mean `mean` ≥ 0 from one uniform by inversion: at the same `u`, a larger mean never gives fewer.
pub fn poisson(mean: f64, u: f64) -> u32 {
    if mean > FEW {
        return many(mean, u);
    }
    let mut count = 0;
    let mut probability = libm::exp(-mean);
    let mut cumulative = probability;
    // Beyond the mean, what is left below 1e-18 is less than the rounding of the sum.
    while u > cumulative && (probability > 1e-18 || f64::from(count) < mean) {
        count += 1;
        probability *= mean / f64::from(count);
        cumulative += probability;
    }
    count
}

/// The same for a large mean: the least count of which the distribution function, P(N ≤ n) = Q(n + 1, mean), reaches `u`.
fn many(mean: f64, u: f64) -> u32 {
    let reaches = |count: u32| gamma::upper(f64::from(count) + 1.0, mean) >= u;
    let (mut below, mut at) = (0, (mean + 40.0 * mean.sqrt()).min(f64::from(u32::MAX - 1)) as u32);
    while below < at {
        let middle = below + (at - below) / 2;
        (below, at) = if reaches(middle) { (below, middle) } else { (middle + 1, at) };
    }
    at
}

/// A gamma variate of mean 1 and standard deviation `sd` > 0 from one uniform by inversion.
pub fn gamma(sd: f64, u: f64) -> f64 {
    let shape = 1.0 / (sd * sd);
    gamma::quantile(shape, u) / shape
}

/// The whole part of `mean`, and one more with probability of its fraction.
pub fn fixed(mean: f64, u: f64) -> u32 {
    let whole = mean.floor();
    whole as u32 + u32::from(u < mean - whole)
}

/// FNV-1a of a group's name: the stream number of what its members share. By name, so that groups
/// that come or go elsewhere in the file change nothing.
pub fn group_key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORLD: World = World { seed: 7, replication: 3 };

    fn first(world: World, purpose: Purpose, subject: Subject, part: u64) -> u64 {
        world.stream(purpose, subject, part).bits()
    }

    #[test]
    fn every_part_of_the_name_matters() {
        let base = Subject { tabled: 1, sponsor: 2, number: 3, session: 4 };
        let names = [
            (WORLD, Purpose::Proposal, base, 0),
            (World { seed: 8, ..WORLD }, Purpose::Proposal, base, 0),
            (World { replication: 4, ..WORLD }, Purpose::Proposal, base, 0),
            (WORLD, Purpose::Shocks, base, 0),
            (WORLD, Purpose::Proposal, Subject { tabled: 2, ..base }, 0),
            (WORLD, Purpose::Proposal, Subject { sponsor: 3, ..base }, 0),
            (WORLD, Purpose::Proposal, Subject { number: 4, ..base }, 0),
            (WORLD, Purpose::Proposal, Subject { session: 5, ..base }, 0),
            (WORLD, Purpose::Proposal, base, 1),
        ];
        let mut draws: Vec<u64> = names.iter().map(|&(w, p, s, k)| first(w, p, s, k)).collect();
        draws.sort_unstable();
        draws.dedup();
        assert_eq!(draws.len(), names.len());
        assert_eq!(first(WORLD, Purpose::Proposal, base, 0), first(WORLD, Purpose::Proposal, base, 0));
    }

    #[test]
    fn what_is_passed_over_or_made_at_once_is_what_comes_one_by_one() {
        let stream = WORLD.stream(Purpose::Shocks, Subject { session: 3, ..Subject::default() }, 5);
        let mut one_by_one = stream.clone();
        let expected: Vec<u64> = (0..21).map(|_| one_by_one.bits()).collect();
        let mut bits = vec![0; 3];
        stream.fill(&mut bits, expected.len());
        assert_eq!(bits, expected);
        for (first, then) in [(0, 0), (0, 5), (1, 3), (2, 4), (4, 8), (3, 17)] {
            let mut passing = stream.clone();
            (0..first).for_each(|_| _ = passing.bits());
            passing.skip(then);
            assert_eq!(passing.bits(), expected[first + then], "{first} and {then}");
        }
    }

    #[test]
    fn deviates_have_the_stated_mean_and_standard_deviation() {
        for law in [Law::Normal, Law::Uniform] {
            let mut stream = WORLD.stream(Purpose::Ideals, Subject::default(), 0);
            let n = 200_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..n {
                let z = stream.deviate(law);
                assert!(law == Law::Normal || z.abs() < 3f64.sqrt());
                sum += z;
                squares += z * z;
            }
            let n = f64::from(n);
            assert!((sum / n).abs() < 4.5 / n.sqrt(), "{law:?}");
            assert!((squares / n - 1.0).abs() < 4.5 * (2.0 / n).sqrt(), "{law:?}");
        }
    }

    #[test]
    fn poisson_inverts_its_distribution_function_and_is_monotone_in_the_mean() {
        // P(0) = e⁻² = .1353, P(≤1) = 3e⁻² = .4060, P(≤2) = 5e⁻² = .6767
        assert_eq!([0.13, 0.14, 0.40, 0.41, 0.67, 0.68].map(|u| poisson(2.0, u)), [0, 1, 1, 2, 2, 3]);
        // Where e^−mean is lost in the rounding of the sum. P(≤98) = .4468, P(≤99) = .4867, P(≤100) = .5266
        assert_eq!([0.44, 0.45, 0.48, 0.49, 0.52, 0.53].map(|u| poisson(100.0, u)), [98, 99, 99, 100, 100, 101]);
        // By the other way, for large means. P(≤998) = .4832, P(≤999) = .4958, P(≤1000) = .5084, P(≤1001) = .5210
        assert_eq!([0.49, 0.5, 0.51].map(|u| poisson(1000.0, u)), [999, 1000, 1001]);
        for step in 1..200 {
            let u = f64::from(step) / 200.0;
            assert!((0..50).all(|m| poisson(f64::from(m) * 0.3, u) <= poisson(f64::from(m + 1) * 0.3, u)));
        }
        assert_eq!(poisson(0.0, 0.999), 0);
        assert!(poisson(500.0, 1.0 - 1e-16) < 1000, "ends in the far tail");
    }

    #[test]
    fn fixed_arrivals_have_the_mean() {
        assert_eq!([0.2, 0.25, 0.3].map(|u| fixed(2.25, u)), [3, 2, 2]);
        assert_eq!(fixed(3.0, 0.0001), 3);
    }
}
