//! Whether any text would do: the win set of a proposal, decided by convex optimisation.
//!
//! Every condition is a concave function h_i of the text p that must not be negative: V_m(p) − T_m of every member
//! whose consent is needed, everybody else agreeing (f_m = 1), and the sponsor's gain less its reservation (or the
//! secretariat's kept share less w). An agreement exists where max_p min_i h_i(p) exceeds ε. [`question`] states the
//! conditions, [`programme`] holds them; [`pairs`], [`weights`] and [`search`] decide.

mod condition;
mod pairs;
mod programme;
mod question;
mod search;
mod weights;

use super::negotiate::{Verdict, is_status_quo_again};
use super::outcome::Ending;
use super::proposal::{Feasibility, Proposal};
use super::session::Session;

/// Whether some text meets the threshold of every member whose consent the rule needs, and the sponsor's reservation, at
/// the positions and shocks that the proposal has. `None` for rules that do not need every one of a set of members.
pub(crate) fn feasible(session: &Session, proposal: &Proposal) -> Option<Feasibility> {
    let decide = match session.prepared.model.dims() {
        1 => decide::<1>,
        2 => decide::<2>,
        3 => decide::<3>,
        4 => decide::<4>,
        5 => decide::<5>,
        6 => decide::<6>,
        7 => decide::<7>,
        _ => decide::<8>,
    };
    decide(session, proposal)
}

fn decide<const D: usize>(session: &Session, proposal: &Proposal) -> Option<Feasibility> {
    question::programme::<D>(session, proposal).map(|programme| programme.decide())
}

/// The same after the first session that took the proposal up ended like this: what was adopted in it was feasible, unless
/// it is the status quo again, as that leaves everybody where it was.
#[inline]
pub(crate) fn after_first_session(session: &Session, proposal: &Proposal, verdict: Verdict) -> Option<Feasibility> {
    let prepared = session.prepared;
    // Payments and persuasion help where the text alone would not.
    let by_itself = verdict.paid.is_none() && proposal.first_positions.is_empty();
    if verdict.ending == Some(Ending::Adopted) && by_itself && !is_status_quo_again(prepared, proposal) {
        let rule = prepared.rule(proposal);
        let needs_a_set = rule.needs_everybody() || rule.needs_a_set(prepared.model.seats.len());
        return needs_a_set.then_some(Feasibility::Possible);
    }
    feasible(session, proposal)
}

#[cfg(test)]
mod tests;
