//! Random numbers that belong to names, not to the order in which they are asked for.
//!
//! A stream's name *is* its ChaCha8 key: seed, replication, purpose, and what the purpose is about
//! fill the 256 bits of key and the 64 bits of stream number without overlap, so that no two
//! names share a stream. Within a stream, members come in the order of the file, D draws each:
//! adding a member at the end, a variant or a thread changes no other number.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::{gamma, normal};
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
    /// How many proposals one sponsor tables in one session: one uniform.
    Arrivals = 2,
    /// The area of a proposal (one uniform), then its status quo (D deviates).
    Issue = 3,
    /// Each member's own part of its position on the issue: members in file order, D deviates each.
    Positions = 4,
    /// The part of the positions that a group shares: D deviates, the stream number names the group.
    Group = 5,
    /// The same for members without a group: members in file order, D deviates each.
    Ungrouped = 6,
    /// The innovations of the members' shocks in one session: members in file order, one deviate each.
    Shocks = 7,
    /// The turn of a new proposal among those of its session: one uniform.
    Order = 8,
    /// The secretariat's aim where it is drawn: D deviates.
    Aim = 9,
    /// How busy a session is: one uniform.
    Activity = 10,
    /// The errors with which a sponsor sees the others' positions: members in file order, D deviates each.
    Information = 11,
    /// The drift of an area's status quo before a session: D deviates, the stream number is the area's in the file.
    Drift = 12,
    /// How often a pulse jumps in a session: one uniform, the stream number names the pulse.
    Pulse = 13,
    /// Which proposal of a list a sponsor tables: one uniform.
    Choice = 14,
    /// Who tables a proposal of a list that comes up once: members in file order, one deviate each.
    Proposer = 15,
    /// The errors with which the stances on a proposal of a list were measured: members in file order, D deviates each.
    Measurement = 16,
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
        let mut key = [0; 32];
        key[0..8].copy_from_slice(&self.seed.to_le_bytes());
        key[8..16].copy_from_slice(&self.replication.to_le_bytes());
        key[16..20].copy_from_slice(&(subject.sponsor | u32::from(purpose as u8) << 24).to_le_bytes());
        key[20..24].copy_from_slice(&subject.tabled.to_le_bytes());
        key[24..28].copy_from_slice(&subject.number.to_le_bytes());
        key[28..32].copy_from_slice(&subject.session.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(part);
        Stream(generator)
    }
}

/// A stream of independent draws.
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// A uniform draw in (0,1), never 0 or 1: 53 bits, centred in their cells.
    pub fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64)
    }

    /// Passes over `draws` draws that nobody needs.
    pub fn skip(&mut self, draws: usize) {
        for _ in 0..draws {
            self.0.next_u64();
        }
    }

    /// A deviate with mean 0 and standard deviation 1, one uniform each by inversion, so that the
    /// same world under another law has the same ranks.
    pub fn deviate(&mut self, law: Law) -> f64 {
        let u = self.uniform();
        match law {
            Law::Normal => normal::quantile(u),
            Law::Uniform => (2.0 * u - 1.0) * 3f64.sqrt(),
        }
    }
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
        world.stream(purpose, subject, part).0.next_u64()
    }

    #[test]
    fn every_part_of_the_name_matters() {
        let base = Subject { tabled: 1, sponsor: 2, number: 3, session: 4 };
        let names = [
            (WORLD, Purpose::Issue, base, 0),
            (World { seed: 8, ..WORLD }, Purpose::Issue, base, 0),
            (World { replication: 4, ..WORLD }, Purpose::Issue, base, 0),
            (WORLD, Purpose::Positions, base, 0),
            (WORLD, Purpose::Issue, Subject { tabled: 2, ..base }, 0),
            (WORLD, Purpose::Issue, Subject { sponsor: 3, ..base }, 0),
            (WORLD, Purpose::Issue, Subject { number: 4, ..base }, 0),
            (WORLD, Purpose::Issue, Subject { session: 5, ..base }, 0),
            (WORLD, Purpose::Issue, base, 1),
        ];
        let mut draws: Vec<u64> = names.iter().map(|&(w, p, s, k)| first(w, p, s, k)).collect();
        draws.sort_unstable();
        draws.dedup();
        assert_eq!(draws.len(), names.len());
        assert_eq!(first(WORLD, Purpose::Issue, base, 0), first(WORLD, Purpose::Issue, base, 0));
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
        for step in 1..200 {
            let u = f64::from(step) / 200.0;
            assert!((0..50).all(|m| poisson(f64::from(m) * 0.3, u) <= poisson(f64::from(m + 1) * 0.3, u)));
        }
        assert_eq!(poisson(0.0, 0.999), 0);
        assert!(poisson(500.0, 1.0 - 1e-16) < 1000, "ends in the far tail");
    }

    #[test]
    fn fixed_arrivals_have_the_mean() {
        assert_eq!((fixed(2.25, 0.2), fixed(2.25, 0.3), fixed(3.0, 0.0001)), (3, 2, 3));
    }
}
