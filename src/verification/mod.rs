//! `winset verify`: the engine against results that are known in closed form, published, or found by a program that was
//! written independently.
//!
//! A [`Setting`] is a small scenario as a user would write it. A [`Check`] names one number of its results and what that
//! number ought to be, by a formula ([`closed_form`]) that knows nothing of the engine, and says whose formula it is.
//! [`run()`] takes the way of `winset run` from the text to the estimate, and measures the distance in standard errors.

mod check;
mod checks;
pub mod closed_form;
mod run;

pub use check::{Check, Expected, Quantity, Setting};
pub use checks::checks;
pub use run::{Row, TOO_FAR, VerificationError, run, worlds};
