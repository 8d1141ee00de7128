use super::WITHIN;

/// A member's answer in a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Response {
    /// It stands in the way.
    Object,
    /// It lets the text pass without supporting it (an abstention under majority rules).
    Acquiesce,
    /// It is for the text.
    Support,
}

/// A decision rule, compiled for the seats of one table: a function of the responses by seat.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Nobody objects.
    Consensus,
    /// Everybody supports.
    Unanimity,
    /// At most `k` object.
    ConsensusMinus {
        /// The objections that are overlooked.
        k: usize,
    },
    /// Nobody objects but those with `excepted[seat]`, the parties concerned.
    ConsensusExcept {
        /// By seat: whether its objection is overlooked.
        excepted: Vec<bool>,
    },
    /// Supporters reach the quota by weight.
    Majority {
        /// Weight by seat.
        weights: Vec<f64>,
        /// What they must reach.
        quota: Quota,
        /// What an abstention does to the whole.
        abstention: Abstention,
    },
    /// None of the members with `holders[seat]` objects.
    Veto {
        /// By seat: whether it holds a veto.
        holders: Vec<bool>,
    },
    /// Nobody objects, and those who acquiesce are not `max_share` of the members who hold `max_share` of the weights
    /// too (Treaty on European Union, article 31(1): a third of the states comprising a third of the population).
    ConstructiveAbstention {
        /// In (0,1].
        max_share: f64,
        /// By seat: a weight that those who acquiesce must reach too to prevent the decision.
        weights: Option<Vec<f64>>,
    },
    /// Objectors leave the decision; the others adopt it if they are enough.
    OptOut {
        /// In (0,1]: the least share of the members with a response that must take part.
        participants: f64,
    },
    /// Every one of these is met.
    All(Vec<Rule>),
    /// One of these is met.
    Any(Vec<Rule>),
}

/// What supporters must reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quota {
    /// A share of the whole weight, in (0,1], reached.
    Share(f64),
    /// A share of the whole weight, in [0,1), exceeded.
    MoreThan(f64),
    /// So much weight, > 0.
    Absolute(f64),
}

/// What an abstention does in a majority rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Abstention {
    /// The whole is everybody: not to support is to be against.
    #[default]
    CountsAgainst,
    /// The whole is supporters and objectors.
    NotCast,
}

/// What was answered in a poll, by seat.
pub trait Ballot {
    /// How many seats there are.
    fn seats(&self) -> usize;

    /// What one of them answered.
    fn response(&self, seat: usize) -> Response;

    /// Whether it has a stake.
    fn is_concerned(&self, seat: usize) -> bool;

    /// How many object.
    fn objections(&self) -> usize {
        self.count(Response::Object)
    }

    /// Whether anybody objects.
    fn is_opposed(&self) -> bool {
        self.objections() > 0
    }

    /// How many answered like this.
    fn count(&self, which: Response) -> usize {
        (0..self.seats()).filter(|&seat| self.response(seat) == which).count()
    }
}

/// Responses by seat, and who has a stake.
struct Among<'a, F>(&'a [Response], F);

impl<F: Fn(usize) -> bool> Ballot for Among<'_, F> {
    fn seats(&self) -> usize {
        self.0.len()
    }

    fn response(&self, seat: usize) -> Response {
        self.0[seat]
    }

    fn is_concerned(&self, seat: usize) -> bool {
        (self.1)(seat)
    }
}

impl Quota {
    /// Whether so much support is enough where the whole is so much, to within [`WITHIN`] of the whole. Nobody's support
    /// never is.
    pub fn is_met_by(self, support: f64, whole: f64) -> bool {
        let within = WITHIN * whole;
        match self {
            Quota::Share(share) => support > 0.0 && support >= share * whole - within,
            Quota::MoreThan(share) => support > share * whole + within,
            Quota::Absolute(quota) => support > 0.0 && support >= quota - within,
        }
    }
}

impl Rule {
    /// Whether `responses` (by seat) adopt the text, everybody having a stake.
    ///
    /// Every rule is monotone: a response that moves from object towards support never turns an
    /// adoption into a failure.
    pub fn adopts(&self, responses: &[Response]) -> bool {
        self.adopts_among(responses, |_| true)
    }

    /// The same where only the seats with `concerned` have a stake. Whoever has none acquiesces; unanimity does without
    /// it, and constructive abstention does not count it.
    pub fn adopts_among(&self, responses: &[Response], concerned: impl Fn(usize) -> bool) -> bool {
        self.accepts(&Among(responses, concerned))
    }

    /// The same of a ballot.
    pub fn accepts(&self, ballot: &impl Ballot) -> bool {
        let all = |holds: &dyn Fn(usize) -> bool| (0..ballot.seats()).all(holds);
        let objects = |seat: usize| ballot.response(seat) == Response::Object;
        match self {
            Rule::Consensus => !ballot.is_opposed(),
            Rule::Unanimity => all(&|seat| !ballot.is_concerned(seat) || ballot.response(seat) == Response::Support),
            Rule::ConsensusMinus { k } => ballot.objections() <= *k,
            Rule::ConsensusExcept { excepted } => all(&|seat| excepted[seat] || !objects(seat)),
            Rule::Majority { weights, quota, abstention } => majority(ballot, weights, *quota, *abstention),
            Rule::Veto { holders } => all(&|seat| !holders[seat] || !objects(seat)),
            Rule::ConstructiveAbstention { max_share, weights } => {
                !ballot.is_opposed()
                    && (acquiescing_below(ballot, |_| 1.0, *max_share)
                        || weights
                            .as_ref()
                            .is_some_and(|weights| acquiescing_below(ballot, |seat| weights[seat], *max_share)))
            }
            Rule::OptOut { participants } => {
                let members = ballot.seats() as f64;
                (ballot.seats() - ballot.objections()) as f64 >= participants * members - WITHIN * members
            }
            Rule::All(rules) => rules.iter().all(|rule| rule.accepts(ballot)),
            Rule::Any(rules) => rules.iter().any(|rule| rule.accepts(ballot)),
        }
    }

    /// Whether those who object leave a decision instead of preventing it.
    pub fn lets_objectors_leave(&self) -> bool {
        matches!(self, Rule::OptOut { .. })
    }

    /// How many rules this is, parts included.
    pub fn parts(&self) -> usize {
        match self {
            Rule::All(rules) | Rule::Any(rules) => 1 + rules.iter().map(Rule::parts).sum::<usize>(),
            Rule::Consensus
            | Rule::Unanimity
            | Rule::ConsensusMinus { .. }
            | Rule::ConsensusExcept { .. }
            | Rule::Majority { .. }
            | Rule::Veto { .. }
            | Rule::ConstructiveAbstention { .. }
            | Rule::OptOut { .. } => 1,
        }
    }

    /// Whether acquiescence is not enough: unanimity, majority, or a compound with such a part.
    pub fn needs_support(&self) -> bool {
        match self {
            Rule::Unanimity | Rule::Majority { .. } => true,
            Rule::All(rules) | Rule::Any(rules) => rules.iter().any(Rule::needs_support),
            Rule::Consensus
            | Rule::ConsensusMinus { .. }
            | Rule::ConsensusExcept { .. }
            | Rule::Veto { .. }
            | Rule::ConstructiveAbstention { .. }
            | Rule::OptOut { .. } => false,
        }
    }

    /// Whether the rule needs every one of a set of members: see [`Rule::needs`]. Decides whom a mediator serves.
    pub fn needs_every_member(&self) -> bool {
        match self {
            Rule::Consensus
            | Rule::Unanimity
            | Rule::ConsensusExcept { .. }
            | Rule::Veto { .. }
            | Rule::ConstructiveAbstention { .. } => true,
            Rule::All(rules) => rules.iter().all(Rule::needs_every_member),
            Rule::ConsensusMinus { .. } | Rule::Majority { .. } | Rule::OptOut { .. } | Rule::Any(_) => false,
        }
    }

    /// Whether the rule needs the consent of `seat`, if it has a stake; `None` where it needs no fixed set of members.
    /// Under constructive abstention consent is not to object: how many may acquiesce is not asked.
    pub fn needs(&self, seat: usize) -> Option<bool> {
        match self {
            Rule::Consensus | Rule::Unanimity | Rule::ConstructiveAbstention { .. } => Some(true),
            Rule::ConsensusExcept { excepted } => Some(!excepted[seat]),
            Rule::Veto { holders } => Some(holders[seat]),
            Rule::All(rules) => {
                rules.iter().try_fold(false, |needed, rule| rule.needs(seat).map(|needs| needed || needs))
            }
            Rule::ConsensusMinus { k: 0 } => Some(true),
            Rule::ConsensusMinus { .. } | Rule::Majority { .. } | Rule::OptOut { .. } | Rule::Any(_) => None,
        }
    }

    /// Whether the rule needs the consent of every seat with a stake, whoever sits there: see [`Rule::needs`].
    pub fn needs_everybody(&self) -> bool {
        matches!(self, Rule::Consensus | Rule::Unanimity | Rule::ConstructiveAbstention { .. })
    }

    /// Whether the rule needs every one of a set of members among so many seats, so that it can be asked whether a text
    /// exists that all of them accept.
    pub fn needs_a_set(&self, seats: usize) -> bool {
        (0..seats).all(|seat| self.needs(seat).is_some())
    }

    /// Whether the objection of every seat can count, whoever sits there.
    pub fn every_objection_counts(&self) -> bool {
        !matches!(self, Rule::ConsensusExcept { .. } | Rule::Veto { .. } | Rule::All(_) | Rule::Any(_))
    }

    /// Whether the objection of `seat` can count. True for every seat under a rule that needs support.
    pub fn objection_counts(&self, seat: usize) -> bool {
        match self {
            Rule::ConsensusExcept { excepted } => !excepted[seat],
            Rule::Veto { holders } => holders[seat],
            Rule::All(rules) | Rule::Any(rules) => rules.iter().any(|rule| rule.objection_counts(seat)),
            Rule::Consensus
            | Rule::Unanimity
            | Rule::ConsensusMinus { .. }
            | Rule::Majority { .. }
            | Rule::ConstructiveAbstention { .. }
            | Rule::OptOut { .. } => true,
        }
    }

    /// Whether those who acquiesce become holdouts when nobody objects (constructive abstention,
    /// alone or as part of a compound that needs no support).
    pub fn limits_acquiescence(&self) -> bool {
        match self {
            Rule::ConstructiveAbstention { .. } => true,
            Rule::All(rules) | Rule::Any(rules) => rules.iter().any(Rule::limits_acquiescence),
            Rule::Consensus
            | Rule::Unanimity
            | Rule::ConsensusMinus { .. }
            | Rule::ConsensusExcept { .. }
            | Rule::Majority { .. }
            | Rule::Veto { .. }
            | Rule::OptOut { .. } => false,
        }
    }
}

fn weight_of(ballot: &impl Ballot, weights: &[f64], of: impl Fn(Response) -> bool) -> f64 {
    (0..ballot.seats()).filter(|&seat| of(ballot.response(seat))).map(|seat| weights[seat]).sum()
}

fn majority(ballot: &impl Ballot, weights: &[f64], quota: Quota, abstention: Abstention) -> bool {
    let support = weight_of(ballot, weights, |r| r == Response::Support);
    let whole = match abstention {
        Abstention::CountsAgainst => weights.iter().sum(),
        Abstention::NotCast => weight_of(ballot, weights, |r| r != Response::Acquiesce),
    };
    quota.is_met_by(support, whole)
}

/// Whether those who acquiesce stay below the share of the whole at which they prevent a decision.
pub fn is_below(acquiescing: f64, whole: f64, max_share: f64) -> bool {
    acquiescing < max_share * whole - WITHIN * whole || acquiescing == 0.0
}

fn acquiescing_below(ballot: &impl Ballot, weight: impl Fn(usize) -> f64, max_share: f64) -> bool {
    let (mut whole, mut acquiescing) = (0.0, 0.0);
    for seat in (0..ballot.seats()).filter(|&seat| ballot.is_concerned(seat)) {
        whole += weight(seat);
        if ballot.response(seat) == Response::Acquiesce {
            acquiescing += weight(seat);
        }
    }
    is_below(acquiescing, whole, max_share)
}

#[cfg(test)]
mod tests {
    use super::Response::{Acquiesce as A, Object as O, Support as S};
    use super::*;

    fn majority_of(weights: &[f64], quota: Quota, abstention: Abstention) -> Rule {
        Rule::Majority { weights: weights.to_vec(), quota, abstention }
    }

    #[test]
    fn consensus_needs_no_support_and_unanimity_does() {
        assert!(Rule::Consensus.adopts(&[A, A, S]));
        assert!(!Rule::Consensus.adopts(&[S, O, S]));
        assert!(Rule::Unanimity.adopts(&[S, S]));
        assert!(!Rule::Unanimity.adopts(&[S, A]));
    }

    #[test]
    fn consensus_minus_overlooks_k_or_the_party_concerned() {
        assert!(Rule::ConsensusMinus { k: 1 }.adopts(&[O, A, S]));
        assert!(!Rule::ConsensusMinus { k: 1 }.adopts(&[O, O, S]));
        let except = Rule::ConsensusExcept { excepted: vec![true, false, false] };
        assert!(except.adopts(&[O, S, S]));
        assert!(!except.adopts(&[O, O, S]));
        assert!(!except.objection_counts(0) && except.objection_counts(1));
    }

    #[test]
    fn abstentions_count_against_or_are_not_cast() {
        let weights = [1.0; 5];
        let against = majority_of(&weights, Quota::Share(0.5), Abstention::CountsAgainst);
        let not_cast = majority_of(&weights, Quota::Share(0.5), Abstention::NotCast);
        assert!(!against.adopts(&[S, S, A, A, O]));
        assert!(not_cast.adopts(&[S, S, A, A, O]));
        assert!(not_cast.adopts(&[S, O, A, A, A]), "a tie reaches one half");
        assert!(!not_cast.adopts(&[A, A, A, A, A]), "nobody is for it");
        let more_than_half = majority_of(&weights[..4], Quota::MoreThan(0.5), Abstention::CountsAgainst);
        assert!(!more_than_half.adopts(&[S, S, A, O]) && more_than_half.adopts(&[S, S, S, O]));
    }

    #[test]
    fn quotas_are_met_to_within_a_share_of_the_whole_in_any_unit() {
        for unit in [1e-10, 1.0, 1e10] {
            let weights = [0.1, 0.1, 0.1, 0.7].map(|weight| weight * unit);
            for abstention in [Abstention::CountsAgainst, Abstention::NotCast] {
                let reached = majority_of(&weights, Quota::Share(0.3), abstention);
                let exceeded = majority_of(&weights, Quota::MoreThan(0.3), abstention);
                let absolute = majority_of(&weights, Quota::Absolute(0.3 * unit), abstention);
                assert!(reached.adopts(&[S, S, S, O]) && absolute.adopts(&[S, S, S, O]), "{unit}");
                assert!(!exceeded.adopts(&[S, S, S, O]) && exceeded.adopts(&[O, O, O, S]), "{unit}");
                assert!(!reached.adopts(&[S, S, O, O]) && !absolute.adopts(&[S, S, O, O]), "{unit}");
            }
        }
    }

    #[test]
    fn whoever_has_no_stake_is_not_needed_and_not_counted() {
        let concerned = |seat: usize| seat != 0;
        assert!(Rule::Unanimity.adopts_among(&[A, S, S], concerned));
        let a_third = Rule::ConstructiveAbstention { max_share: 1.0 / 3.0, weights: None };
        assert!(a_third.adopts_among(&[A, S, S, S], concerned), "nobody with a stake acquiesces");
        assert!(!a_third.adopts_among(&[S, A, S, S], concerned), "one of three");
        assert!(a_third.adopts_among(&[S, A, S, S, S], concerned), "one of four");
    }

    #[test]
    fn a_quota_may_be_weighted_and_absolute() {
        let rule = majority_of(&[4.0, 4.0, 4.0, 2.0, 2.0, 1.0], Quota::Absolute(12.0), Abstention::CountsAgainst);
        assert!(rule.adopts(&[S, S, O, S, S, O]));
        assert!(!rule.adopts(&[S, S, O, S, O, S]));
        let share = majority_of(&[0.1; 10], Quota::Share(0.3), Abstention::CountsAgainst);
        assert!(share.adopts(&[S, S, S, O, O, O, O, O, O, O]), "0.1 + 0.1 + 0.1 reaches 0.3 of 1");
    }

    #[test]
    fn lisbon_passes_by_double_majority_or_without_a_blocking_minority() {
        let by = |weights: &[f64], share| majority_of(weights, Quota::Share(share), Abstention::CountsAgainst);
        let population = [80.0, 60.0, 50.0, 5.0, 3.0, 2.0];
        let lisbon =
            Rule::Any(vec![Rule::All(vec![by(&[1.0; 6], 0.55), by(&population, 0.65)]), Rule::ConsensusMinus { k: 3 }]);
        assert!(lisbon.needs_support() && !lisbon.needs_every_member());
        assert!(lisbon.adopts(&[S, S, O, S, S, O]));
        assert!(lisbon.adopts(&[O, O, O, S, S, S]), "three cannot block");
        assert!(!lisbon.adopts(&[O, O, O, O, S, S]));
    }

    #[test]
    fn constructive_abstention_has_a_ceiling_by_members_and_by_weight_of_these() {
        let rule = Rule::ConstructiveAbstention { max_share: 1.0 / 3.0, weights: Some(vec![5.0, 1.0, 1.0, 1.0]) };
        assert!(rule.adopts(&[S, A, S, S]));
        assert!(rule.adopts(&[A, S, S, S]), "5 of 8 by weight, but 1 of 4 by members");
        assert!(rule.adopts(&[S, A, A, S]), "2 of 4 by members, but 2 of 8 by weight");
        assert!(!rule.adopts(&[A, A, S, S]), "2 of 4 by members and 6 of 8 by weight");
        assert!(!rule.adopts(&[S, O, S, S]));
        let members = Rule::ConstructiveAbstention { max_share: 1.0 / 3.0, weights: None };
        assert!(members.adopts(&[A, S, S, S]) && !members.adopts(&[S, A, A, S]));
    }

    #[test]
    fn kinds_compose() {
        let security_council = Rule::All(vec![
            majority_of(&[1.0; 3], Quota::Absolute(2.0), Abstention::CountsAgainst),
            Rule::Veto { holders: vec![true, false, false] },
        ]);
        assert!(security_council.needs_support());
        assert!(security_council.adopts(&[A, S, S]), "an abstention is no veto");
        assert!(!security_council.adopts(&[O, S, S]));
        let both = Rule::All(vec![Rule::Consensus, Rule::Veto { holders: vec![true, false] }]);
        assert!(both.needs_every_member() && !both.needs_support() && both.objection_counts(1));
    }
}
