use crate::model::{Abstention, Quota, Rule, WITHIN};

/// A rule as a monotone Boolean combination of *parts*, each of which is a weighted game.
///
/// Every kind of rule is a threshold on a sum over members, in which a member adds nothing when it
/// objects, something when it acquiesces and at least as much when it supports. With n members,
/// weights w of sum W, and Σ_S, Σ_A, Σ_O the weights of those who support, acquiesce and object:
///
/// | rule | condition | as a sum |
/// |---|---|---|
/// | consensus, minus k | at most k object | #S + #A ≥ n − k |
/// | unanimity | all support | #S ≥ n |
/// | consensus but for some, veto | none of m members objects | #S + #A ≥ m, over those m |
/// | majority, abstentions against | Σ_S ≥ q | Σ_S ≥ q |
/// | majority, abstentions not cast | Σ_S ≥ t (Σ_S + Σ_O) | Σ_S + t Σ_A ≥ t W |
/// | ceiling c on acquiescence, nobody objecting | Σ_A < c W | Σ_S > W − c W |
///
/// Sums make a member's effect independent of the others', which is what bounds and increments
/// need; that this agrees with [`Rule::adopts`] is tested on random rules.
#[derive(Debug, Clone)]
pub(super) struct Game {
    pub(super) parts: Vec<Part>,
    condition: Condition,
    seats: usize,
}

/// A weighted game.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// What a seat adds, by seat.
    pub(super) steps: Vec<Step>,
    /// What the sum must reach.
    threshold: f64,
}

/// What one seat adds to a part's sum: nothing when it objects, and
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Step {
    /// when it acquiesces,
    pub(super) acquiesce: f64,
    /// when it supports.
    pub(super) support: f64,
}

/// Which parts must be met.
#[derive(Debug, Clone)]
enum Condition {
    Part(usize),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

impl Game {
    /// Reads a rule for so many seats.
    pub(super) fn new(rule: &Rule, seats: usize) -> Self {
        let mut game = Game { parts: Vec::new(), condition: Condition::All(Vec::new()), seats };
        game.condition = game.read(rule);
        game
    }

    pub(super) fn seats(&self) -> usize {
        self.seats
    }

    /// Whether the rule adopts, given each part's sum.
    pub(super) fn adopts(&self, sums: impl Fn(usize) -> f64 + Copy) -> bool {
        self.holds(&self.condition, sums)
    }

    /// Whether acquiescence may differ from both support and objection: false where it is support
    /// in every part, or objection in every part.
    pub(super) fn may_distinguish_abstention(&self) -> bool {
        let steps = || self.parts.iter().flat_map(|part| &part.steps);
        steps().any(|step| step.acquiesce != step.support) && steps().any(|step| step.acquiesce != 0.0)
    }

    fn holds(&self, condition: &Condition, sums: impl Fn(usize) -> f64 + Copy) -> bool {
        match condition {
            Condition::Part(part) => sums(*part) >= self.parts[*part].threshold,
            Condition::All(all) => all.iter().all(|condition| self.holds(condition, sums)),
            Condition::Any(any) => any.iter().any(|condition| self.holds(condition, sums)),
        }
    }

    fn read(&mut self, rule: &Rule) -> Condition {
        let seats = self.seats;
        match rule {
            Rule::Consensus => self.overlooking(0),
            Rule::Unanimity => self.part(vec![Step { acquiesce: 0.0, support: 1.0 }; seats], seats as f64),
            Rule::ConsensusMinus { k } => self.overlooking(*k),
            Rule::ConsensusExcept { excepted } => self.no_objection_of(|seat| !excepted[seat]),
            Rule::Veto { holders } => self.no_objection_of(|seat| holders[seat]),
            Rule::Majority { weights, quota, abstention } => self.majority(weights, *quota, *abstention),
            Rule::ConstructiveAbstention { max_share, weights } => {
                let mut few = vec![self.acquiescing_below(&vec![1.0; seats], *max_share)];
                few.extend(weights.as_ref().map(|weights| self.acquiescing_below(weights, *max_share)));
                Condition::All(vec![self.overlooking(0), Condition::Any(few)])
            }
            // Within the tolerance of the rule: so many may object.
            Rule::OptOut { participants } => {
                let every = vec![Step { acquiesce: 1.0, support: 1.0 }; seats];
                self.part(every, seats as f64 * (participants - WITHIN))
            }
            Rule::All(rules) => Condition::All(rules.iter().map(|rule| self.read(rule)).collect()),
            Rule::Any(rules) => Condition::Any(rules.iter().map(|rule| self.read(rule)).collect()),
        }
    }

    fn part(&mut self, steps: Vec<Step>, threshold: f64) -> Condition {
        self.parts.push(Part { steps, threshold });
        Condition::Part(self.parts.len() - 1)
    }

    fn overlooking(&mut self, objections: usize) -> Condition {
        let seats = self.seats;
        self.part(vec![Step { acquiesce: 1.0, support: 1.0 }; seats], seats.saturating_sub(objections) as f64)
    }

    fn no_objection_of(&mut self, concerned: impl Fn(usize) -> bool) -> Condition {
        let one = |seat| if concerned(seat) { 1.0 } else { 0.0 };
        let steps: Vec<Step> = (0..self.seats).map(|seat| Step { acquiesce: one(seat), support: one(seat) }).collect();
        let threshold = steps.iter().map(|step| step.support).sum();
        self.part(steps, threshold)
    }

    fn majority(&mut self, weights: &[f64], quota: Quota, abstention: Abstention) -> Condition {
        let whole: f64 = weights.iter().sum();
        match (quota, abstention) {
            (Quota::Share(share), Abstention::NotCast) => {
                // The tolerance is a share of what is cast, so that the condition stays linear.
                let share = share * (1.0 - WITHIN);
                let steps = weights.iter().map(|&w| Step { acquiesce: share * w, support: w }).collect();
                self.part(steps, share * whole - ROUNDING * whole)
            }
            (Quota::Share(share), Abstention::CountsAgainst) => self.supporters(weights, share * whole),
            (Quota::MoreThan(share), Abstention::NotCast) => {
                let share = share * (1.0 + WITHIN);
                let steps = weights.iter().map(|&w| Step { acquiesce: share * w, support: w }).collect();
                self.part(steps, share * whole + ROUNDING * whole)
            }
            (Quota::MoreThan(share), Abstention::CountsAgainst) => {
                self.supporters(weights, share * whole + 2.0 * WITHIN * whole)
            }
            (Quota::Absolute(quota), _) => self.supporters(weights, quota),
        }
    }

    fn supporters(&mut self, weights: &[f64], quota: f64) -> Condition {
        let whole: f64 = weights.iter().sum();
        let steps = weights.iter().map(|&w| Step { acquiesce: 0.0, support: w }).collect();
        self.part(steps, quota - WITHIN * whole)
    }

    fn acquiescing_below(&mut self, weights: &[f64], max_share: f64) -> Condition {
        let whole: f64 = weights.iter().sum();
        let ceiling = max_share * whole - WITHIN * whole;
        let steps = weights.iter().map(|&w| Step { acquiesce: 0.0, support: w }).collect();
        // Nobody acquiescing is below any ceiling.
        self.part(steps, whole - ceiling.max(ROUNDING * whole))
    }
}

/// More than the rounding of a sum of weights, relative to the sum; far less than [`WITHIN`].
const ROUNDING: f64 = 1e-12;
