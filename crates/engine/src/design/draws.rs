use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What random numbers are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// The strata of a Latin hypercube and the places in them; the part is the coordinate.
    Latin = 1,
    /// The scrambling of a Sobol sequence; the part is the coordinate.
    Sobol = 2,
    /// Where a trajectory starts; the part is the coordinate.
    Start = 3,
    /// In which order a trajectory moves along the coordinates; the part is the trajectory.
    Order = 4,
    /// Which points are drawn again for an interval.
    Bootstrap = 5,
}

/// In the key of a stream where worlds have the number of their replication, of which there are not so many: no stream of
/// a design is one of a world.
const DESIGN: [u8; 8] = *b"design\xff\xff";

/// A stream of random numbers that belongs to a name: seed, purpose, part.
#[derive(Debug, Clone)]
pub struct Draws(ChaCha8Rng);

impl Draws {
    /// The stream of that name.
    pub fn new(seed: u64, purpose: Purpose, part: u64) -> Self {
        let mut key = [0; 32];
        key[0..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&DESIGN);
        key[16] = purpose as u8;
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(part);
        Self(generator)
    }

    /// 32 random bits.
    pub fn bits(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A uniform draw in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64)
    }

    /// A whole number below `end` > 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.0.next_u64()) * end as u128) >> 64) as usize
    }

    /// The numbers below `end` in random order (Fisher & Yates).
    pub fn permutation(&mut self, end: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..end).collect();
        for last in (1..end).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}
