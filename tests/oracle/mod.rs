//! A second engine, written from the description of the model and not from the first: naive, slow, and
//! compared with it on random small models that cover every policy and every rule. What no text can be is judged
//! by a solver of its own.

mod amendment;
mod anticipate;
mod arrivals;
mod by_hand;
mod calendar;
mod compare;
mod compensation;
mod feasible;
mod issue;
mod linkage;
mod metrics;
mod persuasion;
mod poll;
mod rules;
mod scene;
mod sponsor;
pub mod timelines;

pub use arrivals::{gamma, poisson};
