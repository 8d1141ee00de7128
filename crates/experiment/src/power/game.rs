use crate::model::{Abstention, Quota, Rule, WITHIN};

/// Which answers there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choices {
    /// Support or object.
    Two,
    /// Support, acquiesce or object.
    Three,
}

impl Choices {
    /// How many answers there are.
    pub(super) fn count(self) -> f64 {
        match self {
            Choices::Two => 2.0,
            Choices::Three => 3.0,
        }
    }
}

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
/// | majority, abstentions not cast | Σ_S ≥ t (Σ_S + Σ_O), somebody supports | Σ_S + t Σ_A ≥ t W, #S ≥ 1 |
/// | ceiling c on acquiescence, nobody objecting | Σ_A < c W | Σ_S > W − c W |
///
/// Where nobody acquiesces, what is said about abstentions falls away. Sums make a member's effect
/// independent of the others', which is what bounds and increments need; that this agrees with
/// [`Rule::adopts`] is tested on random rules.
#[derive(Debug, Clone)]
pub(super) struct Game {
    pub(super) parts: Vec<Part>,
    pub(super) choices: Choices,
    condition: Condition,
    seats: usize,
}

/// A weighted game.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// What a seat adds, by seat.
    pub(super) steps: Vec<Step>,
    bar: Bar,
}

/// What the sum of a part must reach.
#[derive(Debug, Clone, Copy)]
enum Bar {
    /// The quota of a majority whose whole is so much.
    Quota(Quota, f64),
    /// So much.
    AtLeast(f64),
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

impl Part {
    /// Whether so much is enough.
    pub(super) fn is_met_by(&self, sum: f64) -> bool {
        match self.bar {
            Bar::Quota(quota, whole) => quota.is_met_by(sum, whole),
            Bar::AtLeast(least) => sum >= least,
        }
    }
}

impl Game {
    /// Reads a rule for so many seats.
    pub(super) fn new(rule: &Rule, seats: usize, choices: Choices) -> Self {
        let mut game = Game { parts: Vec::new(), choices, condition: Condition::All(Vec::new()), seats };
        game.condition = game.read(rule);
        game
    }

    pub(super) fn seats(&self) -> usize {
        self.seats
    }

    /// Whether the rule adopts, given each part's sum.
    pub(super) fn adopts(&self, sums: impl Fn(usize) -> f64 + Copy) -> bool {
        self.adopts_if(|part| self.parts[part].is_met_by(sums(part)))
    }

    /// Whether the rule adopts, given which parts are met.
    pub(super) fn adopts_if(&self, met: impl Fn(usize) -> bool + Copy) -> bool {
        self.condition.holds(met)
    }

    /// Whether acquiescence may differ from both support and objection: false where it is support
    /// in every part, or objection in every part.
    pub(super) fn may_distinguish_abstention(&self) -> bool {
        let steps = || self.parts.iter().flat_map(|part| &part.steps);
        steps().any(|step| step.acquiesce != step.support) && steps().any(|step| step.acquiesce != 0.0)
    }

    fn read(&mut self, rule: &Rule) -> Condition {
        let seats = self.seats;
        match rule {
            Rule::Consensus => self.overlooking(0),
            Rule::Unanimity => self.part(vec![Step { acquiesce: 0.0, support: 1.0 }; seats], seats as f64),
            Rule::ConsensusMinus { k } => self.overlooking(*k),
            Rule::ConsensusExcept { excepted } => self.no_objection_of(|seat| !excepted[seat]),
            Rule::Veto { holders } => self.no_objection_of(|seat| holders[seat]),
            Rule::Majority { weights, quota, abstention } => match (self.choices, abstention) {
                (Choices::Two, _) | (_, Abstention::CountsAgainst) => self.supporters(weights, *quota),
                (Choices::Three, Abstention::NotCast) => self.of_those_cast(weights, *quota),
            },
            Rule::ConstructiveAbstention { max_share, weights } => {
                let nobody_objects = self.overlooking(0);
                if self.choices == Choices::Two {
                    return nobody_objects;
                }
                let mut few = vec![self.acquiescing_below(&vec![1.0; seats], *max_share)];
                few.extend(weights.as_ref().map(|weights| self.acquiescing_below(weights, *max_share)));
                Condition::All(vec![nobody_objects, Condition::Any(few)])
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

    fn part(&mut self, steps: Vec<Step>, least: f64) -> Condition {
        self.barred(steps, Bar::AtLeast(least))
    }

    fn barred(&mut self, steps: Vec<Step>, bar: Bar) -> Condition {
        self.parts.push(Part { steps, bar });
        Condition::Part(self.parts.len() - 1)
    }

    fn overlooking(&mut self, objections: usize) -> Condition {
        let seats = self.seats;
        self.part(vec![Step { acquiesce: 1.0, support: 1.0 }; seats], seats.saturating_sub(objections) as f64)
    }

    fn no_objection_of(&mut self, concerned: impl Fn(usize) -> bool) -> Condition {
        let one = |seat| if concerned(seat) { 1.0 } else { 0.0 };
        let steps: Vec<Step> = (0..self.seats).map(|seat| Step { acquiesce: one(seat), support: one(seat) }).collect();
        let least = steps.iter().map(|step| step.support).sum();
        self.part(steps, least)
    }

    fn supporters(&mut self, weights: &[f64], quota: Quota) -> Condition {
        let whole = weights.iter().sum();
        let steps = weights.iter().map(|&w| Step { acquiesce: 0.0, support: w }).collect();
        self.barred(steps, Bar::Quota(quota, whole))
    }

    /// The tolerance of a quota is a share of what is cast, so that it goes into the share.
    fn of_those_cast(&mut self, weights: &[f64], quota: Quota) -> Condition {
        let whole: f64 = weights.iter().sum();
        let share_of = |share: f64| weights.iter().map(move |&w| Step { acquiesce: share * w, support: w }).collect();
        match quota {
            Quota::Share(share) => {
                let share = (share - WITHIN).max(0.0);
                let enough = self.part(share_of(share), share * whole - ROUNDING * whole);
                let one = |&w: &f64| Step { acquiesce: 0.0, support: if w > 0.0 { 1.0 } else { 0.0 } };
                let somebody = self.part(weights.iter().map(one).collect(), 1.0);
                Condition::All(vec![enough, somebody])
            }
            Quota::MoreThan(share) => {
                let share = (share + WITHIN).min(1.0);
                // Nobody's support exceeds nothing.
                self.part(share_of(share), (share * whole + ROUNDING * whole).max(f64::MIN_POSITIVE))
            }
            Quota::Absolute(_) => self.supporters(weights, quota),
        }
    }

    fn acquiescing_below(&mut self, weights: &[f64], max_share: f64) -> Condition {
        let whole: f64 = weights.iter().sum();
        let ceiling = max_share * whole - WITHIN * whole;
        let steps = weights.iter().map(|&w| Step { acquiesce: 0.0, support: w }).collect();
        // Nobody acquiescing is below any ceiling.
        self.part(steps, whole - ceiling.max(ROUNDING * whole))
    }
}

impl Condition {
    fn holds(&self, met: impl Fn(usize) -> bool + Copy) -> bool {
        match self {
            Condition::Part(part) => met(*part),
            Condition::All(all) => all.iter().all(|condition| condition.holds(met)),
            Condition::Any(any) => any.iter().any(|condition| condition.holds(met)),
        }
    }
}

/// More than the rounding of a sum of weights, relative to the sum; far less than [`WITHIN`].
const ROUNDING: f64 = 1e-12;
