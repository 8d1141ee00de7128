use super::outcome::Outcome;
use super::poll::Poll;
use super::proposal::Proposal;

/// Whoever wants to know what happens in a world. A method that is not overridden looks away.
pub trait Observer {
    /// Whether to go on with the next session; a world that is broken off tells no endings any more.
    fn goes_on(&self) -> bool {
        true
    }

    /// Its sponsor had this proposal in mind and did not table it, expecting that nothing would come of it. It has a status
    /// quo and positions, and no text.
    fn withheld(&mut self, _proposal: &Proposal) {}

    /// Whether it wants to know, before a session polls this proposal, which texts would pass.
    fn wonders(&self, _proposal: &Proposal) -> bool {
        false
    }

    /// `passes` says of any text whether a poll on it would adopt it now.
    fn wonder(&mut self, _session: u32, _proposal: &Proposal, _passes: &mut dyn FnMut(&[f64]) -> bool) {}

    /// A poll was held on `proposal.text` in this session; the proposal's `rounds` counts it already.
    fn polled(&mut self, _session: u32, _proposal: &Proposal, _poll: &Poll) {}

    /// Whoever was needed was paid after the last poll; `poll` holds the responses after that.
    fn paid(&mut self, _session: u32, _proposal: &Proposal, _poll: &Poll) {}

    /// The proposal came to its end, or the horizon came. Its text is the last one.
    fn ended(&mut self, _proposal: &Proposal, _outcome: &Outcome) {}
}
