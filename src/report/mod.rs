//! Pure renderers: estimates and faults in, bytes out.

mod accuracy;
pub mod comparison;
pub mod csv;
mod digits;
mod excerpt;
pub mod faults;
pub mod feasibility;
pub mod html;
pub mod inventory;
pub mod json;
mod markdown;
pub mod plots;
pub mod power;
pub mod requirement;
pub mod rows;
pub mod score;
pub mod sensitivity;
pub mod sweep;
pub mod table;
pub mod trace;
pub mod verification;
mod words;
pub mod xlsx;

#[doc(inline)]
pub use winset_records as parquet;
pub use words::{counted, duration, grouped};
