//! What is kept of replications: sums without a model. They merge in a fixed tree, so that a run that was split has the
//! same bits as one that was not.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::blockers::Blockers;
use super::facts::Told;
use super::shares::ShareSums;
use super::tally::CAUSES;
use super::texts::Texts;
use crate::model::BLOCKS;
use crate::stats::{EventTable, Next, Ratio};

/// Replications are dealt to so many batches, for the grouped jackknife of what is no ratio.
pub const BATCHES: usize = 40;

/// Everything that is kept of the replications seen so far; merges, and does not grow with their number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Sums {
    pub(super) variants: Vec<VariantSums>,
    /// By decomposition.
    pub(super) shares: Vec<ShareSums>,
}

/// One variant's part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct VariantSums {
    pub(super) counted: Counted,
    /// Endings by time, by batch of replications.
    pub(super) events: Vec<EventTable<CAUSES>>,
    /// Proposals of which it could not be told whether an agreement existed.
    pub(super) undecided: u64,
    pub(super) blockers: Blockers,
    /// By issue of the list, where there is one.
    pub(super) texts: Vec<Texts>,
}

/// What ratios and their differences are made of, as [`Told`](super::facts::Told) says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Counted {
    /// By row.
    pub(super) ratios: Vec<Ratio>,
    /// Totals by block of worlds, by slot.
    pub(super) blocks: Blocks,
}

/// Totals of so many quantities by block of worlds that follow each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Blocks {
    /// Worlds in a block.
    pub(super) size: u64,
    /// Quantities in a block.
    pub(super) width: usize,
    /// Number of the first block that is here.
    pub(super) first: u64,
    /// Block after block.
    pub(super) sums: Vec<f64>,
}

/// The size of blocks in which so many worlds are kept: a power of two, so that they nest.
pub(super) fn block_size(replications: u64) -> u64 {
    replications.div_ceil(BLOCKS).next_power_of_two()
}

impl Sums {
    /// Takes in what was seen in the worlds that follow.
    pub(super) fn merge(&mut self, later: &Self) {
        self.variants.iter_mut().zip(&later.variants).for_each(|(mine, theirs)| mine.merge(theirs));
        self.shares.iter_mut().zip(&later.shares).for_each(|(mine, theirs)| mine.merge(theirs));
    }

    /// Whether it has the form of `nothing`, of these worlds.
    fn is_like(&self, nothing: &Self, worlds: &Range<u64>) -> bool {
        let shares = |sums: &Self| sums.shares.iter().map(|share| share.counted.len()).collect::<Vec<_>>();
        self.variants.len() == nothing.variants.len()
            && shares(self) == shares(nothing)
            && self.variants.iter().zip(&nothing.variants).all(|(mine, other)| mine.is_like(other))
            && self.counted().zip(nothing.counted()).all(|(mine, other)| mine.is_like(other, worlds))
    }

    /// Of variants, then of what is shared out.
    fn counted(&self) -> impl Iterator<Item = &Counted> {
        let of_variants = self.variants.iter().map(|variant| &variant.counted);
        of_variants.chain(self.shares.iter().flat_map(|share| &share.counted))
    }

    /// Keeps totals by blocks of so many worlds, a power of two, where they were kept by smaller ones.
    pub(super) fn coarsen(&mut self, size: u64) {
        let of_variants = self.variants.iter_mut().map(|variant| &mut variant.counted);
        let of_shares = self.shares.iter_mut().flat_map(|share| &mut share.counted);
        of_variants.chain(of_shares).for_each(|counted| counted.blocks.coarsen(size));
    }
}

impl VariantSums {
    pub(super) fn new(counted: Counted, seats: usize, issues: usize) -> Self {
        let events = vec![EventTable::default(); BATCHES];
        VariantSums {
            counted,
            events,
            undecided: 0,
            blockers: Blockers::new(seats),
            texts: vec![Texts::default(); issues],
        }
    }

    /// Whether it has the form of `nothing`, but for what is counted.
    fn is_like(&self, nothing: &Self) -> bool {
        let sizes = |sums: &Self| {
            let Blockers { alone, joint, failing } = &sums.blockers;
            [sums.events.len(), alone.len(), joint.len(), failing.len(), sums.texts.len()]
        };
        sizes(self) == sizes(nothing)
    }

    fn merge(&mut self, later: &Self) {
        self.counted.merge(&later.counted);
        self.events.iter_mut().zip(&later.events).for_each(|(mine, theirs)| mine.merge(theirs));
        self.undecided += later.undecided;
        self.blockers.merge(&later.blockers);
        self.texts.iter_mut().zip(&later.texts).for_each(|(mine, theirs)| mine.merge(theirs));
    }
}

impl Counted {
    pub(super) fn new(rows: usize, blocks: Blocks) -> Self {
        Counted { ratios: vec![Ratio::default(); rows], blocks }
    }

    /// Takes in a world: its totals by slot.
    pub(super) fn add(&mut self, told: &Told, replication: u64, totals: &[f64]) {
        self.blocks.of(replication).iter_mut().zip(totals).for_each(|(sum, x)| *sum += x);
        count(&mut self.ratios, told, totals);
    }

    /// Takes the worlds that are a block each, and are all in no ratio yet, into the ratios.
    pub(super) fn count_blocks(&mut self, told: &Told) {
        count(&mut self.ratios, told, &self.blocks.sums);
    }

    /// Whether it has the form of `nothing`, of these worlds.
    fn is_like(&self, nothing: &Self, worlds: &Range<u64>) -> bool {
        let (mine, other) = (&self.blocks, &nothing.blocks);
        let first = worlds.start / other.size;
        self.ratios.len() == nothing.ratios.len()
            && (mine.size, mine.width, mine.first) == (other.size, other.width, first)
            && mine.sums.len() as u64 == other.width as u64 * (worlds.end.div_ceil(other.size) - first)
    }

    pub(super) fn merge(&mut self, later: &Self) {
        self.ratios.iter_mut().zip(&later.ratios).for_each(|(mine, theirs)| mine.merge(theirs));
        self.blocks.merge(&later.blocks);
    }
}

/// Takes worlds into ratios: their totals by slot, world after world. Ratio by ratio, so that each is read and written once.
fn count(ratios: &mut [Ratio], told: &Told, totals: &[f64]) {
    let worlds = totals.chunks_exact(told.slots.len().max(1));
    // All have seen the same worlds.
    let seen = ratios.first().map_or(0, Ratio::replications);
    let weights: Vec<Next> = (seen..).take(worlds.len()).map(Next::after).collect();
    for (ratio, row) in ratios.iter_mut().zip(&told.rows) {
        let pairs = worlds.clone().map(|totals| row.slots.map(|slot| totals[slot]));
        ratio.add_all(pairs.zip(weights.iter().copied()));
    }
}

impl Blocks {
    /// For the worlds from `replication` on.
    pub(super) fn new(size: u64, width: usize, replication: u64) -> Self {
        Blocks { size, width, first: replication / size, sums: Vec::new() }
    }

    /// The totals of the block to which that world belongs; it is among those that are here, or the next one.
    pub(super) fn of(&mut self, replication: u64) -> &mut [f64] {
        let start = (replication / self.size - self.first) as usize * self.width;
        if self.sums.len() < start + self.width {
            self.sums.resize(start + self.width, 0.0);
        }
        &mut self.sums[start..start + self.width]
    }

    /// Takes in later ones; their first may be the last one here.
    fn merge(&mut self, later: &Self) {
        let start = (later.first - self.first) as usize * self.width;
        let common = self.sums.len() - start;
        self.sums[start..].iter_mut().zip(&later.sums).for_each(|(mine, theirs)| *mine += theirs);
        self.sums.extend_from_slice(later.sums.get(common..).unwrap_or_default());
    }

    /// Adds up blocks in pairs until they are of so many worlds.
    fn coarsen(&mut self, size: u64) {
        while self.size < size {
            let first = self.first / 2;
            let count = (self.first + (self.sums.len() / self.width.max(1)) as u64).div_ceil(2) - first;
            let mut sums = vec![0.0; count as usize * self.width];
            for (block, number) in self.sums.chunks_exact(self.width.max(1)).zip(self.first..) {
                let start = (number / 2 - first) as usize * self.width;
                sums[start..start + self.width].iter_mut().zip(block).for_each(|(sum, x)| *sum += x);
            }
            (self.size, self.first, self.sums) = (2 * self.size, first, sums);
        }
    }

    /// Two quantities by block.
    pub(super) fn pairs(&self, [x, y]: [usize; 2]) -> Vec<[f64; 2]> {
        self.sums.chunks_exact(self.width).map(|block| [block[x], block[y]]).collect()
    }

    /// The same in blocks of `size` worlds, which these fill.
    pub(super) fn pairs_of_size(&self, quantities: [usize; 2], size: u64) -> Vec<[f64; 2]> {
        let pairs = self.pairs(quantities);
        let together = (size / self.size) as usize;
        pairs
            .chunks(together)
            .map(|chunk| chunk.iter().fold([0.0; 2], |sum, pair| [sum[0] + pair[0], sum[1] + pair[1]]))
            .collect()
    }
}

/// Parts that come in order and are merged in pairs of equal size, where a binary counter from the first part of all on would
/// carry: so that a run has the same bits wherever it is split.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Forest(Vec<Tree>);

/// 2^height parts that follow each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Tree {
    /// Number of its first part, a multiple of their number.
    first: u64,
    height: u32,
    sums: Sums,
}

impl Tree {
    /// Whether it is the left half of a larger tree, not the right one.
    fn is_left(&self) -> bool {
        (self.first >> self.height).is_multiple_of(2)
    }
}

impl Forest {
    /// Takes in the part with that number, which follows what is here.
    pub(super) fn push(&mut self, number: u64, part: Sums) {
        self.plant(Tree { first: number, height: 0, sums: part });
    }

    /// Takes in those that follow.
    pub(super) fn join(&mut self, later: Forest) {
        later.0.into_iter().for_each(|tree| self.plant(tree));
    }

    fn plant(&mut self, mut tree: Tree) {
        while let Some(mut left) = self.0.pop_if(|left| left.height == tree.height && left.is_left()) {
            left.sums.merge(&tree.sums);
            left.height += 1;
            tree = left;
        }
        self.0.push(tree);
    }

    /// Whether its trees are the parts with these numbers and have the form of `nothing`; `worlds` says which are theirs.
    pub(super) fn is_of(&self, parts: Range<u64>, nothing: &Sums, worlds: &dyn Fn(Range<u64>) -> Range<u64>) -> bool {
        let mut first = parts.start;
        for Tree { first: own, height, sums } in &self.0 {
            let Some(end) = 1u64.checked_shl(*height).and_then(|count| first.checked_add(count)) else { return false };
            let is_there = *own == first && first.trailing_zeros() >= *height && end <= parts.end;
            if !is_there || !sums.is_like(nothing, &worlds(first..end)) {
                return false;
            }
            first = end;
        }
        first == parts.end
    }

    /// Keeps totals by blocks of so many worlds, a power of two.
    pub(super) fn coarsen(&mut self, size: u64) {
        self.0.iter_mut().for_each(|tree| tree.sums.coarsen(size));
    }

    /// All of them; `None` if there were none.
    pub(super) fn whole(mut self) -> Option<Sums> {
        let mut whole = self.0.pop()?.sums;
        while let Some(mut left) = self.0.pop() {
            left.sums.merge(&whole);
            whole = left.sums;
        }
        Some(whole)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(worlds: std::ops::Range<u64>, size: u64) -> Sums {
        let mut counted = Counted::new(1, Blocks::new(size, 2, worlds.start));
        for world in worlds {
            // Numbers whose sums depend on their order.
            let pair = [libm::sqrt(world as f64 + 0.1), 1.0 / (world + 3) as f64];
            counted.blocks.of(world).iter_mut().zip(pair).for_each(|(sum, x)| *sum += x);
            counted.ratios[0].add(pair);
        }
        Sums { variants: vec![VariantSums::new(counted, 0, 0)], shares: Vec::new() }
    }

    fn forest(chunks: std::ops::Range<u64>, chunk: u64, worlds: u64, size: u64) -> Forest {
        let mut forest = Forest::default();
        chunks.for_each(|number| forest.push(number, part(number * chunk..((number + 1) * chunk).min(worlds), size)));
        forest
    }

    proptest! {
        #[test]
        fn a_run_that_is_split_anywhere_has_the_same_bits(
            worlds in 1u64..400, size in 0u32..8, splits in proptest::collection::vec(0.0..1.0f64, 0..5)
        ) {
            let (chunk, size) = (8, 1u64 << size);
            let chunks = worlds.div_ceil(chunk);
            let whole = forest(0..chunks, chunk, worlds, size).whole().unwrap();
            let mut ends: Vec<u64> = splits.iter().map(|split| (split * chunks as f64) as u64).chain([chunks]).collect();
            ends.sort_unstable();
            let (mut joined, mut first) = (Forest::default(), 0);
            for end in ends {
                joined.join(forest(first..end, chunk, worlds, size));
                first = end;
            }
            prop_assert_eq!(joined.whole().unwrap(), whole.clone());
            let blocks = &whole.variants[0].counted.blocks;
            prop_assert_eq!(blocks.pairs([0, 1]).len() as u64, worlds.div_ceil(size));
            let sum: f64 = blocks.pairs([0, 1]).iter().map(|pair| pair[0]).sum();
            let all: f64 = (0..worlds).map(|world| libm::sqrt(world as f64 + 0.1)).sum();
            prop_assert!((sum / all - 1.0).abs() < 1e-12);
        }

        /// Blocks that become larger when more worlds come.
        #[test]
        fn a_run_that_went_on_has_the_same_bits(first in 1u64..30, more in 0u64..30, size in 3u32..5, larger in 0u32..4) {
            let (chunk, size) = (8, 1u64 << size);
            let coarse = size << larger;
            let mut went_on = forest(0..first, chunk, u64::MAX, size);
            went_on.coarsen(coarse);
            went_on.join(forest(first..first + more, chunk, u64::MAX, coarse));
            prop_assert_eq!(went_on.whole(), forest(0..first + more, chunk, u64::MAX, coarse).whole());
        }

        #[test]
        fn blocks_of_one_size_make_those_of_a_larger_one(worlds in 1u64..400, size in 0u32..4, more in 0u32..4) {
            let fine = part(0..worlds, 1 << size);
            let coarse = part(0..worlds, 1 << (size + more));
            let (fine, coarse) = (&fine.variants[0].counted.blocks, &coarse.variants[0].counted.blocks);
            let made = fine.pairs_of_size([0, 1], coarse.size);
            prop_assert_eq!(made.len(), coarse.pairs([0, 1]).len());
            for (a, b) in made.iter().zip(coarse.pairs([0, 1])) {
                prop_assert!((a[0] / b[0] - 1.0).abs() < 1e-14 && (a[1] / b[1] - 1.0).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn as_many_blocks_as_fit() {
        assert_eq!([1, 256, 257, 2000, 1 << 20].map(block_size), [1, 1, 2, 8, 1 << 12]);
    }
}
