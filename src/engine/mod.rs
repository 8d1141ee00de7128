//! What happens: draws, proposals, negotiation, sessions, outcomes. Pure: the same model and world
//! give the same outcomes, to the bit, on every supported platform.

mod outcome;

pub use outcome::Ending;
