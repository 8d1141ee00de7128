//! A portion of a run: worlds that follow each other, as they are counted so far. A shard of a run is one, and so is what a run
//! has done when it is interrupted; portions that follow each other make the whole, to the bit.

use std::io::{Read as _, Write as _};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::replicate::CHUNK;
use super::study::Study;
use super::sums::{Forest, Sums, block_size};
use crate::scenario::Scenario;

/// The format that is written.
const FORMAT: u32 = 1;
/// Bytes beyond which a file is none of ours.
const MOST: u64 = 1 << 33;

/// The sums of worlds that follow each other, by whole chunks of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portion {
    /// Number of its first chunk, and of the one after its last.
    first: u64,
    end: u64,
    forest: Forest,
}

/// Why bytes are no portion.
#[derive(Debug, thiserror::Error)]
pub enum PortionError {
    /// They are something else, or damaged.
    #[error("it cannot be read ({0})")]
    Unreadable(String),
    /// Another version has written them.
    #[error("it has format {0}, and this version of winset reads format {FORMAT}")]
    Format(u32),
}

/// How many chunks so many worlds are.
pub fn chunks(replications: u64) -> u64 {
    replications.div_ceil(CHUNK)
}

/// The chunks of the shard with that number, from 1, of so many: as equal as whole chunks are.
pub fn shard(number: u64, of: u64, replications: u64) -> Range<u64> {
    let chunks = u128::from(chunks(replications));
    let end = |shards: u64| (chunks * u128::from(shards) / u128::from(of)) as u64;
    end(number - 1)..end(number)
}

/// The worlds of these chunks.
pub fn worlds(chunks: &Range<u64>, replications: u64) -> Range<u64> {
    (chunks.start * CHUNK).min(replications)..(chunks.end * CHUNK).min(replications)
}

impl Portion {
    /// Nothing yet, from that chunk on.
    pub fn new(first: u64) -> Self {
        Portion { first, end: first, forest: Forest::default() }
    }

    /// Its chunks.
    pub fn chunks(&self) -> Range<u64> {
        self.first..self.end
    }

    /// The chunk that follows it.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    pub(super) fn push(&mut self, part: Sums) {
        self.forest.push(self.end, part);
        self.end += 1;
    }

    /// Takes in the one that begins where this one ends.
    ///
    /// # Panics
    /// If that one begins elsewhere.
    pub fn join(&mut self, later: Portion) {
        assert_eq!(self.end, later.first, "portions follow each other");
        self.end = later.end;
        self.forest.join(later.forest);
    }

    pub(super) fn coarsen(&mut self, size: u64) {
        self.forest.coarsen(size);
    }

    /// Whether it is of the worlds of that scenario, by its form: what reads as a portion may have been made for another one.
    pub fn is_of(&self, scenario: &Scenario) -> bool {
        let replications = scenario.run.replications;
        let study = Study::of_scenario(scenario);
        let nothing = study.runs(&[]).nothing(0, block_size(replications));
        let worlds = |chunks: Range<u64>| worlds(&chunks, replications);
        self.first <= self.end
            && self.end <= chunks(replications)
            && self.forest.is_of(self.chunks(), &nothing, &worlds)
    }

    /// All that is counted; `None` of no worlds.
    pub(super) fn whole(self) -> Option<Sums> {
        self.forest.whole()
    }

    /// As a file: packed, with a checksum.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut plain = FORMAT.to_le_bytes().to_vec();
        ciborium::into_writer(self, &mut plain).expect("memory takes everything");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&plain).expect("memory takes everything");
        packed.finish().expect("memory takes everything")
    }

    /// Of a file.
    ///
    /// # Errors
    /// If that is none, is damaged, or was written in another format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PortionError> {
        let unreadable = |error: &dyn std::fmt::Display| PortionError::Unreadable(error.to_string());
        let mut plain = Vec::new();
        let unpacked = flate2::read::GzDecoder::new(bytes).take(MOST).read_to_end(&mut plain);
        unpacked.map_err(|error| unreadable(&error))?;
        let (format, rest) = plain.split_first_chunk().ok_or_else(|| unreadable(&"it is too short"))?;
        match u32::from_le_bytes(*format) {
            FORMAT => ciborium::from_reader(rest).map_err(|error| unreadable(&error)),
            other => Err(PortionError::Format(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_cover_all_chunks_once() {
        for (replications, of) in [(1, 1), (1, 5), (33, 2), (2000, 7), (10_000_000, 1000)] {
            let shards: Vec<Range<u64>> = (1..=of).map(|number| shard(number, of, replications)).collect();
            assert!(shards.windows(2).all(|pair| pair[0].end == pair[1].start));
            assert_eq!((shards[0].start, shards.last().unwrap().end), (0, chunks(replications)));
            let sizes = shards.iter().map(|shard| shard.end - shard.start);
            assert!(sizes.clone().max().unwrap() - sizes.min().unwrap() <= 1);
            assert_eq!(worlds(&(0..chunks(replications)), replications), 0..replications);
        }
    }

    #[test]
    fn a_torn_file_is_none() {
        let bytes = Portion::new(3).to_bytes();
        assert_eq!(Portion::from_bytes(&bytes).unwrap(), Portion::new(3));
        for length in 0..bytes.len() {
            assert!(Portion::from_bytes(&bytes[..length]).is_err(), "{length} of {}", bytes.len());
        }
        let mut other = bytes.clone();
        let middle = other.len() - 9;
        other[middle] ^= 1;
        assert!(Portion::from_bytes(&other).is_err());
    }
}
