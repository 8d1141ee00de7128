//! Whether any text would do: the win set of a proposal, decided by convex optimisation.
//!
//! Every condition is a concave function h_i of the text p that must not be negative: V_m(p) − T_m of every
//! member whose consent is needed, and the sponsor's G_s(p) − reservation (or the secretariat's kept share − w).
//! An agreement exists where max_p min_i h_i(p) exceeds [`WITHIN`]. With t for the minimum this is a convex
//! programme in (p, t), at most nine variables, and a path-following interior-point method solves it: −log(h − t)
//! is a self-concordant barrier of parameter 1 for a concave quadratic or linear h, and −log(u² − |x|²) one of
//! parameter 2 for the cone u ≥ |x| of a linear loss (Nesterov & Nemirovskii 1994; Boyd & Vandenberghe 2004,
//! chapter 11).
//!
//! The answer is certified from both sides. The text at hand proves a lower bound by evaluation. At weight μ
//! and Newton decrement β < 1, t is within μ(ν + (β + √ν) β/(1−β)) of the maximum, ν being the sum of the parameters
//! (Nesterov 2004, Introductory Lectures on Convex Optimization, theorem 4.2.7). The search ends when
//! either bound decides, or when they are within 1e-10 of each other.

use super::proposal::{Proposal, Reservation};
use super::utility::loss;
use crate::model::{Loss, Model, Rule, WITHIN};

/// Variables: at most eight dimensions, and t.
const MAX: usize = 9;

/// The bounds are brought so close to each other, in utility units of order 1.
const GAP: f64 = 1e-10;

/// Newton steps; the theory asks for some dozens, and rounding may cost a few more.
const MOST_STEPS: usize = 400;

/// Whether some text meets the threshold of every member whose consent the rule needs, everybody else
/// agreeing (f_m = 1), and the sponsor's reservation, at the positions and shocks with which the proposal was
/// tabled. `None` for rules that do not need every one of a set of members.
///
/// Costs about as much as ten negotiations of four rounds (`cargo bench`: `feasibility` and `negotiation`).
pub fn feasible(model: &Model, proposal: &Proposal) -> Option<bool> {
    let rule = &model.areas[proposal.area].rule;
    let needed: Vec<bool> = (0..model.seats.len()).map(|seat| needs(rule, seat)).collect::<Option<_>>()?;
    let programme = Programme::new(model, proposal, &needed);
    Some(programme.maximum_exceeds(WITHIN))
}

/// Whether the rule needs the consent of `seat`; `None` where it needs no fixed set of members.
/// Under constructive abstention consent is not to object: how many may acquiesce is not asked.
fn needs(rule: &Rule, seat: usize) -> Option<bool> {
    match rule {
        Rule::Consensus | Rule::Unanimity | Rule::ConstructiveAbstention { .. } => Some(true),
        Rule::ConsensusExcept { excepted } => Some(!excepted[seat]),
        Rule::Veto { holders } => Some(holders[seat]),
        Rule::All(rules) => rules.iter().try_fold(false, |needed, rule| needs(rule, seat).map(|needs| needed || needs)),
        Rule::ConsensusMinus { k: 0 } => Some(true),
        _ => None,
    }
}

/// One concave condition h(p) ≥ 0. Vectors over the active dimensions.
enum Condition {
    /// level − Σ curvature (p − centre)².
    Quadratic { level: f64, curvature: Vec<f64>, centre: Vec<f64> },
    /// level − √(Σ curvature (p − centre)²).
    Cone { level: f64, curvature: Vec<f64>, centre: Vec<f64> },
    /// slope·p − level.
    Linear { level: f64, slope: Vec<f64> },
}

/// Barrier argument b(p, t) of one condition with its derivatives; the second ones are diagonal.
struct Slack {
    value: f64,
    gradient: [f64; MAX],
    curvature: [f64; MAX],
}

impl Condition {
    /// h(p).
    fn at(&self, p: &[f64]) -> f64 {
        match self {
            Condition::Quadratic { level, curvature, centre } => level - weighted_square(curvature, p, centre),
            Condition::Cone { level, curvature, centre } => level - weighted_square(curvature, p, centre).sqrt(),
            Condition::Linear { level, slope } => slope.iter().zip(p).map(|(s, x)| s * x).sum::<f64>() - level,
        }
    }

    /// The barrier's parameter.
    fn parameter(&self) -> f64 {
        if matches!(self, Condition::Cone { .. }) { 2.0 } else { 1.0 }
    }

    fn slack(&self, p: &[f64], t: f64) -> Slack {
        let k = p.len();
        let (mut gradient, mut bend) = ([0.0; MAX], [0.0; MAX]);
        let value = match self {
            Condition::Quadratic { curvature, centre, .. } => {
                for d in 0..k {
                    gradient[d] = -2.0 * curvature[d] * (p[d] - centre[d]);
                    bend[d] = -2.0 * curvature[d];
                }
                gradient[k] = -1.0;
                self.at(p) - t
            }
            Condition::Cone { level, curvature, centre } => {
                let height = level - t;
                for d in 0..k {
                    gradient[d] = -2.0 * curvature[d] * (p[d] - centre[d]);
                    bend[d] = -2.0 * curvature[d];
                }
                (gradient[k], bend[k]) = (-2.0 * height, 2.0);
                let radius = weighted_square(curvature, p, centre).sqrt();
                (height - radius) * (height + radius)
            }
            Condition::Linear { slope, .. } => {
                gradient[..k].copy_from_slice(slope);
                gradient[k] = -1.0;
                self.at(p) - t
            }
        };
        Slack { value, gradient, curvature: bend }
    }
}

fn weighted_square(weights: &[f64], p: &[f64], centre: &[f64]) -> f64 {
    weights.iter().zip(p.iter().zip(centre)).map(|(w, (x, c))| w * (x - c) * (x - c)).sum()
}

/// max t subject to h_i(p) ≥ t.
struct Programme {
    conditions: Vec<Condition>,
    start: Vec<f64>,
}

impl Programme {
    fn new(model: &Model, proposal: &Proposal, needed: &[bool]) -> Programme {
        let area = &model.areas[proposal.area];
        // Along a dimension in which nobody concerned loses anything nothing changes.
        let metric = |member: usize, d: usize| area.relevance[d] * model.members[member].salience[d];
        let concerned: Vec<usize> =
            (0..needed.len()).filter(|&seat| needed[seat]).map(|seat| model.seats[seat]).collect();
        let sponsor = match proposal.reservation {
            Reservation::Gain { member, .. } => Some(member),
            Reservation::Kept { .. } => None,
        };
        let everybody = || concerned.iter().copied().chain(sponsor);
        let active: Vec<usize> = (0..model.dims()).filter(|&d| everybody().any(|m| metric(m, d) > 0.0)).collect();
        let over_active = |x: &[f64]| active.iter().map(|&d| x[d]).collect::<Vec<f64>>();
        let condition = |member: usize, level: f64| {
            let metric = active.iter().map(|&d| metric(member, d));
            let centre = over_active(proposal.position(member));
            match model.negotiation.loss {
                Loss::Quadratic => {
                    Condition::Quadratic { level, curvature: metric.map(|w| area.stakes * w).collect(), centre }
                }
                Loss::Linear => Condition::Cone {
                    level,
                    curvature: metric.map(|w| area.stakes * area.stakes * w).collect(),
                    centre,
                },
            }
        };
        let mut conditions: Vec<Condition> = (0..needed.len())
            .filter(|&seat| needed[seat])
            .map(|seat| {
                let standing =
                    area.stakes * proposal.loss_at_status_quo[seat] + proposal.affinity[seat] + proposal.shocks[seat];
                condition(model.seats[seat], standing - threshold(model, proposal, seat))
            })
            .collect();
        match proposal.reservation {
            Reservation::Gain { member, least, .. } => {
                let at_status_quo = loss(model, area, member, proposal.position(member), &proposal.status_quo);
                conditions.push(condition(member, area.stakes * at_status_quo - least));
            }
            Reservation::Kept { least } if least > 0.0 => conditions.extend(kept(model, proposal, &active, least)),
            Reservation::Kept { .. } => {}
        }
        Programme { conditions, start: over_active(&proposal.opening) }
    }

    fn lower_bound(&self, p: &[f64]) -> f64 {
        self.conditions.iter().map(|condition| condition.at(p)).fold(f64::INFINITY, f64::min)
    }

    /// Follows the central path until a bound decides whether the maximum exceeds `level`.
    fn maximum_exceeds(&self, level: f64) -> bool {
        let mut p = self.start.clone();
        let lowest = self.lower_bound(&p);
        let highest = self.conditions.iter().map(|condition| condition.at(&p)).fold(lowest, f64::max);
        if lowest > level || self.conditions.is_empty() {
            return true;
        }
        let scale = (highest - lowest).max(lowest.abs()).max(1e-6);
        let gap = GAP.max(1e-13 * scale);
        let mut t = lowest - scale;
        let mut mu = scale;
        let parameter: f64 = self.conditions.iter().map(Condition::parameter).sum();
        for _ in 0..MOST_STEPS {
            let decrement = self.newton_step(&mut p, &mut t, mu);
            if self.lower_bound(&p) > level {
                return true;
            }
            if decrement < 0.25 {
                // The decrement after a full step is at most (β/(1−β))².
                let after = (decrement / (1.0 - decrement)) * (decrement / (1.0 - decrement));
                let width = mu * (parameter + (after + parameter.sqrt()) * after / (1.0 - after));
                if t + width <= level || width < gap {
                    return false;
                }
                mu *= 0.1;
            }
        }
        false
    }

    /// One Newton step, damped to 1/(1 + β) while the decrement β is a quarter or more; returns β.
    fn newton_step(&self, p: &mut [f64], t: &mut f64, mu: f64) -> f64 {
        let n = p.len() + 1;
        let mut gradient = [0.0; MAX];
        let mut hessian = [[0.0; MAX]; MAX];
        gradient[n - 1] = -1.0 / mu;
        for condition in &self.conditions {
            let slack = condition.slack(p, *t);
            let inverse = 1.0 / slack.value;
            for i in 0..n {
                gradient[i] -= slack.gradient[i] * inverse;
                for j in 0..=i {
                    hessian[i][j] += (slack.gradient[i] * inverse) * (slack.gradient[j] * inverse);
                }
                hessian[i][i] -= slack.curvature[i] * inverse;
            }
        }
        let step = solve(&mut hessian, gradient, n);
        let decrement = (0..n).map(|i| step[i] * gradient[i]).sum::<f64>().max(0.0).sqrt();
        let length = if decrement < 0.25 { 1.0 } else { 1.0 / (1.0 + decrement) };
        for (x, s) in p.iter_mut().zip(&step) {
            *x -= length * s;
        }
        *t -= length * step[n - 1];
        decrement
    }
}

/// T_m with everybody else agreeing.
fn threshold(model: &Model, proposal: &Proposal, seat: usize) -> f64 {
    if model.areas[proposal.area].rule.needs_support() {
        return 0.0;
    }
    let member = model.seated(seat);
    let agreeing = if model.seats.len() > 1 { 1.0 } else { 0.0 };
    -member.tolerance[proposal.area] - model.negotiation.pressure * member.deference * agreeing
}

/// Kept share − w as a linear function of the text; absent where the opening changes nothing.
fn kept(model: &Model, proposal: &Proposal, active: &[usize], least: f64) -> Option<Condition> {
    let relevance = &model.areas[proposal.area].relevance;
    let change = |d: usize| proposal.opening[d] - proposal.status_quo[d];
    let whole: f64 = (0..relevance.len()).map(|d| relevance[d] * change(d) * change(d)).sum();
    if whole <= 0.0 {
        return None;
    }
    let slope: Vec<f64> = active.iter().map(|&d| relevance[d] * change(d) / whole).collect();
    let at_status_quo: f64 = active.iter().zip(&slope).map(|(&d, s)| s * proposal.status_quo[d]).sum();
    Some(Condition::Linear { level: at_status_quo + least, slope })
}

/// Solves the symmetric positive definite system by Cholesky; the lower triangle is given and overwritten.
fn solve(a: &mut [[f64; MAX]; MAX], mut b: [f64; MAX], n: usize) -> [f64; MAX] {
    for i in 0..n {
        for j in 0..=i {
            let sum = (0..j).fold(a[i][j], |sum, k| sum - a[i][k] * a[j][k]);
            // A pivot that rounding made vanish is one along which nothing is to be gained.
            a[i][j] = if i == j { sum.max(f64::MIN_POSITIVE).sqrt() } else { sum / a[j][j] };
        }
    }
    for i in 0..n {
        b[i] = (0..i).fold(b[i], |sum, k| sum - a[i][k] * b[k]) / a[i][i];
    }
    for i in (0..n).rev() {
        b[i] = (i + 1..n).fold(b[i], |sum, k| sum - a[k][i] * b[k]) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Conditions that p lies within `radius` of a centre, as quadratic losses or as cones.
    fn disks(disks: &[(f64, f64, f64)], shape: Loss) -> Programme {
        let condition = |&(x, y, radius): &(f64, f64, f64)| {
            let (curvature, centre) = (vec![1.0, 1.0], vec![x, y]);
            match shape {
                Loss::Quadratic => Condition::Quadratic { level: radius * radius, curvature, centre },
                Loss::Linear => Condition::Cone { level: radius, curvature, centre },
            }
        };
        Programme { conditions: disks.iter().map(condition).collect(), start: vec![disks[0].0, disks[0].1] }
    }

    /// Largest margin by which a candidate point lies in all disks: centres and crossings of pairs of circles. Disks
    /// that meet have one of these in common.
    fn margin(disks: &[(f64, f64, f64)]) -> f64 {
        let mut candidates: Vec<(f64, f64)> = disks.iter().map(|d| (d.0, d.1)).collect();
        for (i, a) in disks.iter().enumerate() {
            for b in &disks[..i] {
                let (dx, dy) = (b.0 - a.0, b.1 - a.1);
                let d2 = dx * dx + dy * dy;
                let along = (d2 + a.2 * a.2 - b.2 * b.2) / (2.0 * d2);
                let across = a.2 * a.2 / d2 - along * along;
                if across >= 0.0 {
                    let across = across.sqrt();
                    candidates.push((a.0 + along * dx - across * dy, a.1 + along * dy + across * dx));
                    candidates.push((a.0 + along * dx + across * dy, a.1 + along * dy - across * dx));
                }
            }
        }
        let inside = |p: &(f64, f64)| {
            disks.iter().map(|d| d.2 - ((p.0 - d.0).powi(2) + (p.1 - d.1).powi(2)).sqrt()).fold(f64::INFINITY, f64::min)
        };
        candidates.iter().map(inside).fold(f64::NEG_INFINITY, f64::max)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn disks_meet_exactly_where_their_crossings_say(
            given in proptest::collection::vec((-1.0..1.0, -1.0..1.0, 0.2..1.5), 2..9)
        ) {
            // A crossing lies on two circles, so a common point shows as a margin of zero within rounding.
            let meet = margin(&given) > -1e-12;
            let grown: Vec<_> = given.iter().map(|d| (d.0, d.1, d.2 + 1e-6)).collect();
            let shrunk: Vec<_> = given.iter().map(|d| (d.0, d.1, d.2 - 1e-6)).collect();
            for shape in [Loss::Quadratic, Loss::Linear] {
                prop_assert!(!meet || disks(&grown, shape).maximum_exceeds(WITHIN));
                prop_assert!(meet || !disks(&shrunk, shape).maximum_exceeds(WITHIN));
            }
        }

        #[test]
        fn on_a_line_the_status_quo_is_in_the_core_exactly_if_members_are_on_both_sides(
            ideals in proptest::collection::vec(-1.0..1.0f64, 2..11)
        ) {
            let model = crate::engine::tests::line(&ideals);
            let proposal = crate::engine::tests::diary(&model, 0).ended.remove(0).0;
            let one_side = ideals.iter().all(|&x| x > 0.0) || ideals.iter().all(|&x| x < 0.0);
            // The sponsor wants a tenth of its ideal gain: within 1 ± √0.9 of its ideal point; the others within twice theirs.
            let nearest = ideals.iter().map(|x| x.abs()).fold(f64::INFINITY, f64::min);
            let wanted = ideals[0].abs() * (1.0 - 0.9f64.sqrt());
            prop_assume!((2.0 * nearest - wanted).abs() > 1e-4 && nearest > 1e-4);
            prop_assert_eq!(feasible(&model, &proposal), Some(one_side && 2.0 * nearest > wanted));
        }
    }

    #[test]
    fn a_secretariat_asks_for_a_share_of_its_change() {
        let mut model = crate::engine::tests::line(&[1.0, 0.2]);
        model.members[0].initiative = 0.0;
        // Opens at 0.6; the nearest member takes up to 0.4, two thirds.
        for (worthwhile, possible) in [(0.0, true), (0.66, true), (0.67, false)] {
            let ideal = crate::model::SecretariatIdeal::Centroid;
            model.secretariat = Some(crate::model::Secretariat { ideal, initiative: 1.0, worthwhile });
            let proposal = crate::engine::tests::diary(&model, 0).ended.remove(0).0;
            assert_eq!(feasible(&model, &proposal), Some(possible), "{worthwhile}");
        }
    }

    #[test]
    fn a_rule_that_needs_no_fixed_members_has_no_answer() {
        let mut model = crate::engine::tests::line(&[1.0, -0.2, 0.3]);
        let answer = |model: &Model| feasible(model, &crate::engine::tests::diary(model, 0).ended[0].0);
        assert_eq!(answer(&model), Some(false));
        model.areas[0].rule = Rule::ConsensusExcept { excepted: vec![false, true, false] };
        assert_eq!(answer(&model), Some(true));
        model.areas[0].rule = Rule::Veto { holders: vec![false, true, false] };
        assert_eq!(answer(&model), Some(false));
        model.areas[0].rule = Rule::ConsensusMinus { k: 1 };
        assert_eq!(answer(&model), None);
        // One member acquiesces to any text that is worth the sponsor's while; that none may is not asked.
        model.areas[0].rule = Rule::ConstructiveAbstention { max_share: 0.1, weights: None };
        assert_eq!(answer(&model), Some(false));
        model.members[1].tolerance = vec![0.5];
        assert_eq!(answer(&model), Some(true));
    }
}
