//! One proposal's story: as text, and as a document for other programs.

mod json;
mod numbers;
mod text;

pub use json::json;
pub use text::text;

use crate::engine::Sponsor;
use crate::model::{Dimension, Model};
use crate::scenario::Variant;
use crate::trace::{Key, Region, Story, Window};

/// What is told of one proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Tale<'t> {
    /// Title of the scenario.
    pub title: &'t str,
    /// Seed of the world.
    pub seed: u64,
    /// Number of the world, from 0.
    pub replication: u64,
    /// Which proposal it is, from 1, of how many of this world and variant.
    pub place: (usize, usize),
    /// Its name among all.
    pub key: Key,
    /// At the table at which it is told; the story is there.
    pub here: AtTable<'t>,
    /// The same proposal at another table.
    pub there: Option<AtTable<'t>>,
    /// Where win sets are looked at.
    pub window: Window,
}

/// The proposal in one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct AtTable<'t> {
    /// The variant.
    pub variant: &'t Variant,
    /// Its place in the scenario.
    pub place: usize,
    /// What happens to it; absent where it is not tabled.
    pub story: Option<Story>,
    /// The texts that would pass at its first poll; absent where it is not tabled.
    pub win_set: Option<Region>,
}

impl<'t> Tale<'t> {
    /// What happens.
    ///
    /// # Panics
    /// If `here` has no story.
    pub fn story(&self) -> &Story {
        self.here.story.as_ref().expect("the proposal is tabled where it is told")
    }

    /// Names of members, areas and dimensions.
    pub fn names(&self) -> &'t Model {
        self.here.variant.model()
    }

    /// The dimensions in which win sets are looked at.
    pub fn dimensions(&self) -> impl Iterator<Item = &'t Dimension> {
        let Window { across, upwards, .. } = self.window;
        let dimensions = &self.names().dimensions;
        std::iter::once(across.0).chain(upwards.map(|(upwards, _)| upwards)).map(|dimension| &dimensions[dimension])
    }

    /// The tables, in the order of the scenario.
    pub fn tables(&self) -> Vec<&AtTable<'t>> {
        let mut tables: Vec<_> = std::iter::once(&self.here).chain(&self.there).collect();
        tables.sort_by_key(|table| table.place);
        tables
    }
}

/// A sponsor's label.
fn sponsor(model: &Model, sponsor: Sponsor) -> &str {
    match sponsor {
        Sponsor::Member(member) => &model.members[member].label,
        Sponsor::Secretariat => "The secretariat",
    }
}
