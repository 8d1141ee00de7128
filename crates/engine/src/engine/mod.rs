//! What happens: draws, proposals, negotiation, sessions, outcomes. Pure: the same model and world
//! give the same outcomes, to the bit, on every supported platform and on any number of threads.
//!
//! All of a proposal's draws belong to names ([`draws`]); deliberation itself is deterministic. What
//! a run wants to know it learns through an [`Observer`]; there is one negotiation loop for all.

mod amend;
mod anticipate;
mod compensation;
pub mod draws;
mod feasible;
pub mod gamma;
mod holdouts;
mod issue;
mod lanes;
mod linkage;
mod negotiate;
pub mod normal;
mod observer;
mod opening;
mod outcome;
mod panel;
mod persuasion;
mod philox;
mod points;
mod policy;
mod poll;
mod prepared;
mod proposal;
mod seats;
mod session;
mod shared;
mod simulation;
mod threat;
mod utility;

#[cfg(test)]
pub(crate) mod tests;

pub use draws::World;
pub use negotiate::Verdict;
pub use observer::Observer;
pub use outcome::{Ending, Outcome};
pub use points::Points;
pub use poll::Poll;
pub use prepared::sponsors;
pub use proposal::{Feasibility, Proposal, Reservation, Sponsor};
pub use seats::Seats;
pub use shared::SharedDraws;
pub use simulation::{Course, Simulation};
pub use utility::Change;
