//! Whether any text would do: the win set of a proposal, decided by convex optimisation.
//!
//! Every condition is a concave function h_i of the text p that must not be negative: V_m(p) − T_m of every member
//! whose consent is needed, everybody else agreeing (f_m = 1), and the sponsor's gain less its reservation (or the
//! secretariat's kept share less w). An agreement exists where max_p min_i h_i(p) exceeds ε. [`programme`] states the
//! conditions, [`search`] decides.

mod condition;
mod programme;
mod search;

use super::negotiate::is_status_quo_again;
use super::outcome::Ending;
use super::prepared::Prepared;
use super::proposal::{Feasibility, Proposal};
use programme::Programme;

/// Whether some text meets the threshold of every member whose consent the rule needs, and the sponsor's reservation, at
/// the positions and shocks that the proposal has. `None` for rules that do not need every one of a set of members.
pub(crate) fn feasible(prepared: &Prepared, proposal: &Proposal) -> Option<Feasibility> {
    Some(Programme::new(prepared, proposal)?.decide())
}

/// The same after the first session that took the proposal up ended like this: what was adopted in it was feasible, unless
/// it is the status quo again, as that leaves everybody where it was.
pub(crate) fn after_first_session(
    prepared: &Prepared,
    proposal: &Proposal,
    ending: Option<Ending>,
) -> Option<Feasibility> {
    if ending == Some(Ending::Adopted) && !is_status_quo_again(prepared, proposal) {
        let rule = &prepared.area(proposal).rule;
        return rule.needs_a_set(prepared.model.seats.len()).then_some(Feasibility::Possible);
    }
    feasible(prepared, proposal)
}

#[cfg(test)]
mod tests;
