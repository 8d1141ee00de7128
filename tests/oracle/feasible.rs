//! Whether any text would do, judged by conic optimisation and certified from both sides: a text that meets every
//! condition proves that there is one, multipliers of the conditions (weak duality) prove that there is none.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, NonnegativeConeT, SecondOrderConeT, SupportedConeT};
use winset::engine::Sponsor;
use winset::model::{Loss, Model};

use super::calendar::Item;
use super::poll::{has_stake, inclination, loss, objection_threshold};
use super::rules::{needs, needs_support};
use super::scene::Scene;
use super::sponsor::{along, left};

/// Conditions that leave so much room, in units of what is at stake, are looked at afterwards only.
const FAR: f64 = 1e4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Some text is certain to do.
    Exists,
    /// None can.
    None,
    /// Neither is proved: the best text is as good as on the threshold.
    Undecided,
}

/// Whether some text meets the threshold of every member whose consent the rule needs, everybody else agreeing, and what the
/// sponsor asks. `None` for rules that do not need every one of some members.
pub fn judge(scene: &Scene, item: &Item) -> Option<Judgement> {
    let (model, rule) = (scene.model, scene.rule(item));
    let seats: Option<Vec<bool>> = (0..model.seats.len()).map(|seat| needs(rule, seat)).collect();
    // The sponsor is asked for what it wants itself; whoever may not object is asked where it must support.
    let asked = |m: usize| {
        let counts = needs_support(rule) || !scene.muted[m];
        has_stake(model, item.area, m) && item.sponsor != Sponsor::Member(m) && counts
    };
    let needed = model.seats.iter().zip(seats?).filter(|&(&m, needed)| needed && asked(m)).map(|(&m, _)| m).collect();
    Some(Question { scene, model, item, needed }.answer())
}

struct Question<'a> {
    scene: &'a Scene<'a>,
    model: &'a Model,
    item: &'a Item,
    needed: Vec<usize>,
}

/// level − loss, in units of what is at stake.
struct Condition {
    level: f64,
    /// By active dimension: the loss is Σ weight (z − centre)², or its root.
    weights: Vec<f64>,
    centre: Vec<f64>,
}

impl Question<'_> {
    fn answer(&self) -> Judgement {
        let conditions = self.conditions();
        let mut texts = vec![self.item.opening.clone(), self.item.status_quo.clone()];
        texts.extend(self.needed.iter().map(|&m| self.item.positions[m].clone()));
        if texts.iter().any(|text| self.does(text)) {
            return Judgement::Exists;
        }
        // Nobody is better off than at its own position.
        if conditions.iter().any(|condition| condition.level <= self.epsilon()) {
            return Judgement::None;
        }
        let near: Vec<Condition> = conditions.into_iter().filter(|condition| condition.level < FAR).collect();
        let share = if self.is_free_to_keep() { None } else { self.share() };
        let Some((z, bound)) = solve(&near, share, self.model.negotiation.loss) else { return Judgement::Undecided };
        if self.does(&self.text(&z)) {
            Judgement::Exists
        } else if bound <= self.epsilon() {
            Judgement::None
        } else {
            Judgement::Undecided
        }
    }

    /// Whether the text meets everything by more than the tolerance of thresholds.
    fn does(&self, text: &[f64]) -> bool {
        let agree = self
            .needed
            .iter()
            .all(|&m| inclination(self.scene, self.item, m, text) - self.threshold(m) > self.item.epsilon);
        let stands = match self.item.sponsor {
            Sponsor::Member(s) => {
                left(self.scene, self.item, s, text) - self.item.reservation.least > self.item.epsilon
            }
            Sponsor::Secretariat => self.share().is_none_or(|(_, wanted)| self.kept(text) >= wanted - 1e-12),
        };
        agree && stands
    }

    fn threshold(&self, member: usize) -> f64 {
        let agreeing = if self.model.seats.len() > 1 { 1.0 } else { 0.0 };
        match needs_support(self.scene.rule(self.item)) {
            true => 0.0,
            false => {
                let tolerance = self.model.members[member].tolerance[self.item.area];
                objection_threshold(self.scene, member, tolerance, agreeing)
            }
        }
    }

    /// Everybody's condition; the last one is the sponsor's, if it is a member.
    fn conditions(&self) -> Vec<Condition> {
        let at_status_quo = |m: usize| &self.item.policies[m];
        let members = self.needed.iter().map(|&m| {
            let standing = inclination(self.scene, self.item, m, at_status_quo(m));
            self.condition(m, standing - self.threshold(m))
        });
        let sponsor = match self.item.sponsor {
            Sponsor::Member(s) => {
                Some(self.condition(s, left(self.scene, self.item, s, at_status_quo(s)) - self.item.reservation.least))
            }
            Sponsor::Secretariat => None,
        };
        members.chain(sponsor).collect()
    }

    /// `spare` is what `member` could lose from the status quo.
    fn condition(&self, member: usize, spare: f64) -> Condition {
        let Question { model, item, .. } = self;
        let area = &model.areas[item.area];
        let lost = area.stakes * loss(model, item.area, member, &item.positions[member], &item.policies[member]);
        let length = self.length();
        let weight = |&d: &usize| {
            let metric = area.relevance[d] * model.members[member].salience[d] * length * length;
            match model.negotiation.loss {
                Loss::Quadratic => area.stakes * metric / self.stake(),
                Loss::Linear => metric * (area.stakes / self.stake()).powi(2),
            }
        };
        let centre = |&d: &usize| (item.positions[member][d] - item.status_quo[d]) / length;
        Condition {
            level: (spare + lost) / self.stake(),
            weights: self.active().iter().map(weight).collect(),
            centre: self.active().iter().map(centre).collect(),
        }
    }

    /// The unit of utility.
    fn stake(&self) -> f64 {
        if self.item.epsilon > 0.0 { self.item.epsilon / 1e-9 } else { 1.0 }
    }

    fn epsilon(&self) -> f64 {
        self.item.epsilon / self.stake()
    }

    fn concerned(&self) -> Vec<usize> {
        let sponsor = match self.item.sponsor {
            Sponsor::Member(s) => Some(s),
            Sponsor::Secretariat => None,
        };
        self.needed.iter().copied().chain(sponsor).collect()
    }

    /// Dimensions in which anybody concerned loses anything.
    fn active(&self) -> Vec<usize> {
        let relevance = &self.model.areas[self.item.area].relevance;
        let cares = |d: usize| self.concerned().iter().any(|&m| relevance[d] * self.model.members[m].salience[d] > 0.0);
        (0..self.model.dims()).filter(|&d| cares(d)).collect()
    }

    /// The unit of length: how far the status quo is from the furthest of them.
    fn length(&self) -> f64 {
        let Item { positions, status_quo, .. } = self.item;
        let away =
            |d: usize| self.concerned().iter().map(|&m| (positions[m][d] - status_quo[d]).abs()).fold(0.0, f64::max);
        let furthest = self.active().into_iter().map(away).fold(0.0, f64::max);
        if furthest > 0.0 { furthest } else { 1.0 }
    }

    /// What share of its change the secretariat wants kept, and what each active dimension adds to it; `None` where it wants
    /// nothing, or opened with no change.
    fn share(&self) -> Option<(Vec<f64>, f64)> {
        let Item { opening, status_quo, .. } = self.item;
        let whole = along(self.model, self.item, opening, opening);
        let wanted = match self.item.sponsor {
            Sponsor::Member(_) => 0.0,
            Sponsor::Secretariat => self.item.reservation.least,
        };
        let relevance = &self.model.areas[self.item.area].relevance;
        let slope = |&d: &usize| relevance[d] * (opening[d] - status_quo[d]) * self.length() / whole;
        (wanted > 0.0 && whole > 0.0).then(|| (self.active().iter().map(slope).collect(), wanted))
    }

    fn kept(&self, text: &[f64]) -> f64 {
        let opening = &self.item.opening;
        along(self.model, self.item, text, opening) / along(self.model, self.item, opening, opening)
    }

    /// Whether the secretariat can have its change in a dimension that concerns nobody.
    fn is_free_to_keep(&self) -> bool {
        let Item { opening, status_quo, area, .. } = self.item;
        let active = self.active();
        let gives = |d: usize| self.model.areas[*area].relevance[d] > 0.0 && opening[d] != status_quo[d];
        (0..self.model.dims()).any(|d| !active.contains(&d) && gives(d))
    }

    /// The text at `z`; in the dimensions that concern nobody it goes as far as the secretariat wants.
    fn text(&self, z: &[f64]) -> Vec<f64> {
        let Item { opening, status_quo, .. } = self.item;
        let mut text = opening.clone();
        for (&d, z) in self.active().iter().zip(z) {
            text[d] = status_quo[d] + self.length() * z;
        }
        if self.is_free_to_keep()
            && let Some((_, wanted)) = self.share()
        {
            let active = self.active();
            let free: Vec<usize> = (0..text.len()).filter(|d| !active.contains(d)).collect();
            let mut only_free = status_quo.clone();
            free.iter().for_each(|&d| only_free[d] = opening[d]);
            let far = (1.0 + wanted + self.kept(&text).abs()) / self.kept(&only_free);
            free.iter().for_each(|&d| text[d] = status_quo[d] + far * (opening[d] - status_quo[d]));
        }
        text
    }
}

/// The text that leaves the least content as much as possible, and what nobody can exceed for all of them.
fn solve(conditions: &[Condition], share: Option<(Vec<f64>, f64)>, shape: Loss) -> Option<(Vec<f64>, f64)> {
    let dims = conditions.first()?.weights.len();
    let mut programme = Programme { dims, rows: Vec::new(), right: Vec::new(), cones: Vec::new() };
    if let Some((slope, wanted)) = &share {
        programme.add(slope.iter().map(|s| -s).chain([0.0]).collect(), -wanted);
        programme.cones.push(NonnegativeConeT(1));
    }
    conditions.iter().for_each(|condition| programme.add_condition(condition, shape));
    let (x, dual) = programme.solve();
    let z = x[..dims].to_vec();
    let height = conditions.iter().map(|condition| condition.at(&z, shape)).fold(f64::INFINITY, f64::min);
    let bound = match shape {
        Loss::Quadratic => quadratic_bound(conditions, share.as_ref(), &dual),
        Loss::Linear => linear_bound(conditions, share.as_ref(), &dual, height),
    };
    Some((z, bound))
}

impl Condition {
    fn at(&self, z: &[f64], shape: Loss) -> f64 {
        let square: f64 = (0..z.len()).map(|d| self.weights[d] * (z[d] - self.centre[d]).powi(2)).sum();
        self.level - if shape == Loss::Quadratic { square } else { square.sqrt() }
    }
}

/// max t, as conic constraints right − rows · (z, t) in cones.
struct Programme {
    dims: usize,
    rows: Vec<Vec<f64>>,
    right: Vec<f64>,
    cones: Vec<SupportedConeT<f64>>,
}

impl Programme {
    fn add(&mut self, row: Vec<f64>, right: f64) {
        self.rows.push(row);
        self.right.push(right);
    }

    /// With v = level − t: |root (z − centre)| ≤ v if linear; its square ≤ v, as |(2 root (z − centre), v − 1)| ≤ v + 1.
    fn add_condition(&mut self, condition: &Condition, shape: Loss) {
        let (factor, shift) = if shape == Loss::Quadratic { (2.0, 1.0) } else { (1.0, 0.0) };
        let mut of_t = vec![0.0; self.dims + 1];
        of_t[self.dims] = 1.0;
        self.add(of_t.clone(), condition.level + shift);
        for d in 0..self.dims {
            let mut row = vec![0.0; self.dims + 1];
            let root = condition.weights[d].sqrt();
            row[d] = -factor * root;
            self.add(row, -factor * root * condition.centre[d]);
        }
        if shape == Loss::Quadratic {
            self.add(of_t, condition.level - shift);
        }
        self.cones.push(SecondOrderConeT(self.dims + 1 + usize::from(shape == Loss::Quadratic)));
    }

    /// Primal and dual solution, as good as they get.
    fn solve(&self) -> (Vec<f64>, Vec<f64>) {
        let n = self.dims + 1;
        let mut objective = vec![0.0; n];
        objective[self.dims] = -1.0;
        let settings = DefaultSettings {
            verbose: false,
            tol_gap_abs: 1e-13,
            tol_gap_rel: 1e-13,
            tol_feas: 1e-13,
            ..DefaultSettings::default()
        };
        let matrix = CscMatrix::from(&self.rows);
        let none = CscMatrix::zeros((n, n));
        let mut solver = DefaultSolver::new(&none, &objective, &matrix, &self.right, &self.cones, settings).unwrap();
        solver.solve();
        (solver.solution.x.clone(), solver.solution.z.clone())
    }
}

/// By weak duality: for any multipliers λ ≥ 0 that add up to 1 and μ ≥ 0 the maximum of Σ λ h + μ (kept − wanted) over all z
/// bounds the maximum of the least h.
fn quadratic_bound(conditions: &[Condition], share: Option<&(Vec<f64>, f64)>, dual: &[f64]) -> f64 {
    let dims = conditions[0].weights.len();
    let first = usize::from(share.is_some());
    let lambda: Vec<f64> = (0..conditions.len())
        .map(|i| {
            let at = first + i * (dims + 2);
            (dual[at] + dual[at + dims + 1]).max(0.0)
        })
        .collect();
    let whole: f64 = lambda.iter().sum();
    let mu = if share.is_some() { dual[0].max(0.0) / whole } else { 0.0 };
    let each = || lambda.iter().map(|l| l / whole).zip(conditions);
    let mut bound: f64 = each().map(|(l, c)| l * c.level).sum();
    for d in 0..dims {
        let slope = share.map_or(0.0, |(slope, _)| mu * slope[d]);
        let a: f64 = each().map(|(l, c)| l * c.weights[d]).sum();
        let b: f64 = each().map(|(l, c)| l * c.weights[d] * c.centre[d]).sum::<f64>() + slope / 2.0;
        if b != 0.0 {
            // Around its maximum b/a, lest squares of distances cancel.
            let z = b / a;
            bound += slope * z - each().map(|(l, c)| l * c.weights[d] * (z - c.centre[d]).powi(2)).sum::<f64>();
        } else {
            bound -= each().map(|(l, c)| l * c.weights[d] * c.centre[d].powi(2)).sum::<f64>();
        }
    }
    bound - share.map_or(0.0, |(_, wanted)| mu * wanted)
}

/// The same with |root (z − centre)| ≥ −u · root (z − centre) for vectors u of length 1 or less; what is left of the
/// slope in z is bounded where no h is below `height`, since elsewhere nothing is to be found.
fn linear_bound(conditions: &[Condition], share: Option<&(Vec<f64>, f64)>, dual: &[f64], height: f64) -> f64 {
    let dims = conditions[0].weights.len();
    let first = usize::from(share.is_some());
    let mu = if first == 1 { dual[0].max(0.0) } else { 0.0 };
    let mut slope: Vec<f64> = (0..dims).map(|d| share.map_or(0.0, |(slope, _)| mu * slope[d])).collect();
    let (mut bound, mut whole) = (-share.map_or(0.0, |(_, wanted)| mu * wanted), 0.0);
    for (i, condition) in conditions.iter().enumerate() {
        let part = &dual[first + i * (dims + 1)..first + (i + 1) * (dims + 1)];
        let lambda = part[0].max(0.0);
        let norm = part[1..].iter().map(|x| x * x).sum::<f64>().sqrt();
        let shrink = if norm > lambda { lambda / norm } else { 1.0 };
        whole += lambda;
        bound += lambda * condition.level;
        for d in 0..dims {
            let push = shrink * part[1 + d] * condition.weights[d].sqrt();
            slope[d] += push;
            bound -= push * condition.centre[d];
        }
    }
    let reach = |d: usize| {
        let within = |c: &Condition| c.centre[d].abs() + (c.level - height).max(0.0) / c.weights[d].sqrt();
        conditions.iter().map(within).fold(f64::INFINITY, f64::min)
    };
    (bound + (0..dims).map(|d| slope[d].abs() * reach(d)).sum::<f64>()) / whole
}
