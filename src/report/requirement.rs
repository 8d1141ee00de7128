//! What a rule requires at one table, in numbers: "6 of 9 members in favour".

use super::words::{grouped, listed};
use crate::model::{Abstention, Quota, Rule, WITHIN, is_below};

/// As many names of members, or parts of a rule, are written out.
const WRITTEN_OUT: usize = 6;

/// Who is at a table, by seat.
#[derive(Debug, Clone, PartialEq)]
pub struct Seats<'a> {
    /// What the members are called.
    pub labels: Vec<&'a str>,
    /// Whether they have a stake in what is decided; unanimity and constructive abstention do without those who have none.
    pub concerned: Vec<bool>,
    /// What rules may weigh them by, by name.
    pub weights: Vec<(&'a str, Vec<f64>)>,
}

/// What `rule` requires, found by asking the rule's own comparisons.
pub fn requirement(rule: &Rule, seats: &Seats<'_>) -> String {
    let name = match rule {
        Rule::Consensus => "consensus: ",
        Rule::Unanimity => "unanimity: ",
        Rule::ConsensusMinus { .. } | Rule::ConsensusExcept { .. } => "consensus-minus: ",
        Rule::Majority { .. } => "majority: ",
        Rule::Veto { .. } => "veto: ",
        Rule::ConstructiveAbstention { .. } => "constructive abstention: ",
        Rule::OptOut { .. } => "opt-out: ",
        Rule::All(_) | Rule::Any(_) => "",
    };
    format!("{name}{}", condition(rule, seats))
}

fn condition(rule: &Rule, seats: &Seats<'_>) -> String {
    let n = seats.labels.len();
    match rule {
        Rule::Consensus => format!("nobody of {n} objects"),
        Rule::Unanimity => format!("all {} support", seats.concerned()),
        Rule::ConsensusMinus { k } => format!("at most {} of {n} object", k.min(&n)),
        Rule::ConsensusExcept { excepted } => match excepted.iter().filter(|excepted| **excepted).count() {
            0 => format!("nobody of {n} objects"),
            few => format!("nobody of {} objects, whatever is said by {}", n - few, seats.marked(excepted)),
        },
        Rule::Majority { weights, quota, abstention } => majority(seats.weighed(weights), weights, *quota, *abstention),
        Rule::Veto { holders } => match holders.iter().filter(|holds| **holds).count() {
            0 => "nobody here has one".to_owned(),
            holding => format!("nobody of {holding} objects: {}", seats.marked(holders)),
        },
        Rule::ConstructiveAbstention { max_share, weights } => {
            let most = |name: &str, weights: &[f64]| {
                let concerned = weights.iter().zip(&seats.concerned).filter(|(_, concerned)| **concerned);
                most_acquiescing(name, &concerned.map(|(weight, _)| *weight).collect::<Vec<_>>(), *max_share)
            };
            let or = weights.as_ref().map(|weights| format!(", or {}", most(seats.weighed(weights), weights)));
            let members = most("members", &vec![1.0; n]);
            format!("nobody of {n} objects, and {members}{} acquiesce", or.unwrap_or_default())
        }
        Rule::OptOut { participants } => {
            let enough = least(&vec![1.0; n], |members| members >= participants * n as f64 - WITHIN * n as f64);
            format!("{} of {n} members go ahead", grouped(enough.unwrap_or(n as f64)))
        }
        Rule::All(rules) => joined(rules, seats, " and "),
        Rule::Any(rules) => joined(rules, seats, " or "),
    }
}

/// The conditions of the parts, each compound among them in brackets.
fn joined(rules: &[Rule], seats: &Seats<'_>, with: &str) -> String {
    let part = |rule: &Rule| match rule {
        Rule::All(parts) | Rule::Any(parts) if parts.len() > 1 => format!("({})", condition(rule, seats)),
        _ => condition(rule, seats),
    };
    let parts: Vec<String> = rules.iter().take(WRITTEN_OUT).map(part).collect();
    let more = rules.len() - parts.len();
    let rest = if more == 0 { String::new() } else { format!("{with}{more} further conditions") };
    format!("{}{rest}", parts.join(with))
}

fn majority(name: &str, weights: &[f64], quota: Quota, abstention: Abstention) -> String {
    let whole: f64 = weights.iter().sum();
    let of = format!("of {} {name} in favour", grouped(whole));
    if !quota.is_met_by(whole, whole) {
        return format!("never met: {} {of}", grouped(threshold(quota, whole)));
    }
    let enough = match least(weights, |support| quota.is_met_by(support, whole)) {
        Some(support) => format!("{} {of}", grouped(support)),
        None => {
            let bound = if matches!(quota, Quota::MoreThan(_)) { "more than" } else { "at least" };
            format!("{bound} {} {of}", grouped(threshold(quota, whole)))
        }
    };
    match (abstention, quota) {
        (Abstention::NotCast, Quota::Share(_) | Quota::MoreThan(_)) => {
            format!("{enough} if nobody abstains, fewer if some do")
        }
        _ => enough,
    }
}

fn threshold(quota: Quota, whole: f64) -> f64 {
    match quota {
        Quota::Share(share) | Quota::MoreThan(share) => share * whole,
        Quota::Absolute(quota) => quota,
    }
}

/// How much may acquiesce: "at most 8 of 27 members".
fn most_acquiescing(name: &str, weights: &[f64], max_share: f64) -> String {
    let whole: f64 = weights.iter().sum();
    let of = format!("of {} {name}", grouped(whole));
    match least(weights, |acquiescing| !is_below(acquiescing, whole, max_share)) {
        Some(too_much) => format!("at most {} {of}", grouped(too_much - 1.0)),
        None => format!("less than {} {of}", grouped(max_share * whole)),
    }
}

/// The least whole number up to the sum of the weights at which something begins to hold; `None` where the weights are
/// no whole numbers, or it never does.
fn least(weights: &[f64], holds: impl Fn(f64) -> bool) -> Option<f64> {
    let whole: f64 = weights.iter().sum();
    if weights.iter().any(|weight| weight.fract() != 0.0) || !holds(whole) {
        return None;
    }
    let (mut below, mut at) = (-1.0, whole);
    while at - below > 1.0 {
        let middle = ((below + at) / 2.0).floor();
        if holds(middle) { at = middle } else { below = middle }
    }
    Some(at)
}

impl Seats<'_> {
    /// How many have a stake: "9", or "8 with a stake" of nine.
    fn concerned(&self) -> String {
        match self.concerned.iter().filter(|concerned| **concerned).count() {
            all if all == self.labels.len() => all.to_string(),
            some => format!("{some} with a stake"),
        }
    }

    /// The name of the weights that a rule has; heads where all count the same.
    fn weighed(&self, weights: &[f64]) -> &str {
        if weights.iter().all(|&weight| weight == 1.0) {
            return "members";
        }
        self.weights.iter().find(|(_, own)| own == weights).map_or("weight", |(name, _)| name)
    }

    fn marked(&self, marks: &[bool]) -> String {
        let marked = self.labels.iter().zip(marks).filter(|(_, marked)| **marked).map(|(label, _)| *label);
        listed(&marked.collect::<Vec<_>>(), WRITTEN_OUT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Response::{Acquiesce, Object, Support};

    fn by(weights: &[f64], quota: Quota) -> Rule {
        Rule::Majority { weights: weights.to_vec(), quota, abstention: Abstention::CountsAgainst }
    }

    fn seats<'a>(labels: &[&'a str], weights: &[(&'a str, &[f64])]) -> Seats<'a> {
        let weights = weights.iter().map(|(name, weights)| (*name, weights.to_vec())).collect();
        Seats { labels: labels.to_vec(), concerned: vec![true; labels.len()], weights }
    }

    #[track_caller]
    fn check(rule: &Rule, seats: &Seats<'_>, expected: &str) {
        assert_eq!(requirement(rule, seats), expected);
    }

    #[test]
    fn every_kind_says_its_number() {
        let three = seats(&["A", "B", "C"], &[("votes", &[10.0, 5.0, 2.0]), ("gdp", &[0.5, 0.3, 0.2])]);
        check(&Rule::Consensus, &three, "consensus: nobody of 3 objects");
        check(&Rule::Unanimity, &three, "unanimity: all 3 support");
        check(&Rule::ConsensusMinus { k: 1 }, &three, "consensus-minus: at most 1 of 3 object");
        check(&Rule::ConsensusMinus { k: 9 }, &three, "consensus-minus: at most 3 of 3 object");
        let except = Rule::ConsensusExcept { excepted: vec![false, true, false] };
        check(&except, &three, "consensus-minus: nobody of 2 objects, whatever is said by B");
        check(&by(&[1.0; 3], Quota::Share(2.0 / 3.0)), &three, "majority: 2 of 3 members in favour");
        check(&by(&[1.0; 3], Quota::Share(0.667)), &three, "majority: 3 of 3 members in favour");
        check(&by(&[10.0, 5.0, 2.0], Quota::Absolute(12.0)), &three, "majority: 12 of 17 votes in favour");
        check(&by(&[10.0, 5.0, 2.0], Quota::Absolute(18.0)), &three, "majority: never met: 18 of 17 votes in favour");
        check(&by(&[0.5, 0.3, 0.2], Quota::MoreThan(0.5)), &three, "majority: more than 0.5 of 1 gdp in favour");
        check(&Rule::Veto { holders: vec![true, false, true] }, &three, "veto: nobody of 2 objects: A, C");
        check(&Rule::Veto { holders: vec![false; 3] }, &three, "veto: nobody here has one");
        let votes = Some(vec![10.0, 5.0, 2.0]);
        check(
            &Rule::ConstructiveAbstention { max_share: 1.0 / 3.0, weights: votes },
            &three,
            "constructive abstention: nobody of 3 objects, and at most 0 of 3 members, or at most 5 of 17 votes acquiesce",
        );
        let lisbon = Rule::Any(vec![
            Rule::All(vec![by(&[1.0; 3], Quota::Share(0.55)), by(&[10.0, 5.0, 2.0], Quota::Share(0.65))]),
            by(&[1.0; 3], Quota::Absolute(3.0)),
        ]);
        let expected = "(2 of 3 members in favour and 12 of 17 votes in favour) or 3 of 3 members in favour";
        check(&lisbon, &three, expected);
    }

    /// The number at the beginning of what is required.
    fn number(rule: &Rule, seats: &Seats<'_>) -> f64 {
        let text = requirement(rule, seats);
        let number = text.trim_start_matches("majority: ").split(' ').next().expect("a number").replace(',', "");
        number.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    #[test]
    fn the_number_is_the_one_at_which_the_rule_begins_to_adopt() {
        for n in 1..=40 {
            let labels = vec!["m"; n];
            let heads = seats(&labels, &[]);
            for (part, whole) in [(1, 2), (2, 3), (3, 4), (3, 5), (11, 20), (1, 1), (1, 40)] {
                let share = f64::from(part) / f64::from(whole);
                for quota in [Quota::Share(share), Quota::MoreThan(share)].into_iter().filter(|q| q.is_met_by(1.0, 1.0))
                {
                    let rule = by(&vec![1.0; n], quota);
                    let adopts = |supporters: usize| {
                        let respond = |seat| if seat < supporters { Support } else { Object };
                        rule.adopts(&(0..n).map(respond).collect::<Vec<_>>())
                    };
                    let first = (0..=n).find(|&supporters| adopts(supporters)).expect("all are enough");
                    assert_eq!(number(&rule, &heads), first as f64, "{quota:?} of {n}");
                }
            }
        }
    }

    #[test]
    fn large_weights_keep_their_last_digit() {
        let population = [82_038_000_001.0, 59_247_000_000.0, 3.0];
        let three = seats(&["A", "B", "C"], &[("population", &population)]);
        let quota = Quota::Share(0.65);
        let least = number(&by(&population, quota), &three);
        let whole: f64 = population.iter().sum();
        assert!(quota.is_met_by(least, whole) && !quota.is_met_by(least - 1.0, whole), "{least} of {whole}");
    }

    #[test]
    fn who_acquiesces_may_be_as_many_as_said_and_no_more() {
        for n in 2..=30 {
            let rule = Rule::ConstructiveAbstention { max_share: 1.0 / 3.0, weights: None };
            let labels = vec!["m"; n];
            let text = requirement(&rule, &seats(&labels, &[]));
            let adopts = |acquiescing: usize| {
                let respond = |seat| if seat < acquiescing { Acquiesce } else { Support };
                rule.adopts(&(0..n).map(respond).collect::<Vec<_>>())
            };
            let most = (0..=n).rfind(|&acquiescing| adopts(acquiescing)).expect("none do");
            assert!(text.contains(&format!("at most {most} of {n} members acquiesce")), "{text}");
        }
    }

    #[test]
    fn whoever_has_no_stake_is_not_waited_for() {
        let mut three = seats(&["A", "B", "C"], &[]);
        three.concerned[1] = false;
        check(&Rule::Unanimity, &three, "unanimity: all 2 with a stake support");
        check(&Rule::Consensus, &three, "consensus: nobody of 3 objects");
        let abstaining = Rule::ConstructiveAbstention { max_share: 0.6, weights: None };
        let expected = "constructive abstention: nobody of 3 objects, and at most 1 of 2 members acquiesce";
        check(&abstaining, &three, expected);
        let concerned = |seat: usize| seat != 1;
        assert!(abstaining.adopts_among(&[Acquiesce, Acquiesce, Support], concerned));
        assert!(!abstaining.adopts_among(&[Acquiesce, Acquiesce, Acquiesce], concerned));
    }

    #[test]
    fn a_long_rule_is_cut() {
        let rule = Rule::All(vec![Rule::Consensus; 16]);
        let text = requirement(&rule, &seats(&["A"], &[]));
        assert!(text.ends_with("objects and 10 further conditions"), "{text}");
    }
}
