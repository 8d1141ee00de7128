//! What theory says: probabilities and means in closed form, or as an integral of one variable.
//!
//! Nothing here calls the engine. Only Φ and φ are shared with it; they have their own tests.

mod acceptance;
mod compromise;
mod convexity;
mod counting;
mod quadrature;
mod waiting;

pub use acceptance::{agreement, lacking, mean_gain_if_agreed, one_factor};
pub use compromise::Compromise;
pub use convexity::{hull_area_in_square, normal_hull_vertices, one_half_space, one_side};
pub use counting::{all_answers, at_least, at_most_left, binomial, random_proposal, under_pressure};
pub use quadrature::integrate;
pub use waiting::{Waiting, negative_so_far};

/// x^n.
pub fn power(x: f64, n: u32) -> f64 {
    (0..n).fold(1.0, |product, _| product * x)
}
