//! Exact numbers from generating functions: how many configurations have which sums of weights, in tables that grow with the
//! weights and not with 2^n (Mann & Shapley 1962, for Shapley–Shubik; Brams & Affuso 1976, for Banzhaf).
//!
//! Weights are read as whole numbers (`integers`), a rule as a region of sums (`lattice`, `region`). The table for the
//! others than a member comes from adding members, never from taking one out again (`schedule`, `table`): all terms
//! are positive, so that the smallest powers are as exact as the largest.

mod integers;
mod lattice;
mod power;
mod quadrature;
mod region;
mod schedule;
mod table;

pub(super) use power::Generating;
