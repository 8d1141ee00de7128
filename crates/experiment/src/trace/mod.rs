//! One proposal's story, told by an observer of the same engine: who answered what to which text, what was changed, how it
//! ended; and the texts that would have passed.

mod region;
mod story;

pub use region::{Region, Window, area};
pub use story::{Answer, Finding, PollStep, Said, Story, follow, proposals};

use crate::engine::{Observer, Proposal, Simulation, Sponsor, World};
use crate::model::Timeline;

/// Which proposal of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Who tables it.
    pub sponsor: Sponsor,
    /// In which session, from 0.
    pub tabled: u32,
    /// Its number among those of this sponsor in this session.
    pub number: u32,
}

impl Key {
    /// That of `proposal`.
    pub fn of(proposal: &Proposal) -> Self {
        Key { sponsor: proposal.sponsor, tabled: proposal.tabled, number: proposal.number }
    }
}

/// The win set: which texts the rule would adopt at the first poll on a proposal, as far as `window` shows them (Tsebelis 2002,
/// Veto Players, chapter 1). `None` where there is no such proposal, or it was never taken up.
pub fn win_set(timeline: &Timeline, world: World, key: Key, window: &Window) -> Option<Region> {
    let mut looker = Looker { key, window, found: None };
    Simulation::new(timeline, false).run(world, &mut looker);
    looker.found
}

/// Asks which texts would pass when the proposal is first taken up.
struct Looker<'w> {
    key: Key,
    window: &'w Window,
    found: Option<Region>,
}

impl Observer for Looker<'_> {
    fn goes_on(&self) -> bool {
        self.found.is_none()
    }

    fn wonders(&self, proposal: &Proposal) -> bool {
        self.found.is_none() && Key::of(proposal) == self.key
    }

    fn wonder(&mut self, _: u32, _: &Proposal, passes: &mut dyn FnMut(&[f64]) -> bool) {
        self.found = Some(Region::of(self.window, passes));
    }
}
