//! What happens: draws, proposals, negotiation, sessions, outcomes. Pure: the same model and world
//! give the same outcomes, to the bit, on every supported platform and on any number of threads.
//!
//! All of a proposal's draws belong to names ([`draws`]); deliberation itself is deterministic. What
//! a run wants to know it learns through an [`Observer`]; there is one negotiation loop for all.

mod amend;
pub mod draws;
mod feasible;
mod issues;
mod negotiate;
pub mod normal;
mod observer;
mod outcome;
mod poll;
mod proposal;
mod simulation;
mod utility;

#[cfg(test)]
pub(crate) mod tests;

pub use draws::World;
pub use feasible::feasible;
pub use negotiate::{Verdict, deliberate};
pub use observer::Observer;
pub use outcome::{Ending, Outcome};
pub use poll::Poll;
pub use proposal::{Proposal, Reservation, Sponsor};
pub use simulation::{Simulation, sponsors};
pub use utility::{dilution, gain, loss};
