//! `rule`, for the seats of one variant.

use super::member::Person;
use crate::model::{Abstention, Quota, Rule};
use crate::scenario::fault::{Fault, Log};
use crate::scenario::fields::{self, Fields};
use crate::scenario::limits::{MAX_MEMBERS, MAX_RULE_DEPTH, MAX_RULE_PARTS};
use crate::scenario::names::{Names, nobody};
use crate::scenario::node::Node;
use crate::scenario::range::Range;
use crate::scenario::suggest::listed;

/// Who sits where.
pub(super) struct Seating<'a> {
    pub names: &'a Names,
    pub people: &'a [Person],
    /// Indices into `people`.
    pub seats: &'a [usize],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Consensus,
    Unanimity,
    ConsensusMinus,
    Majority,
    Veto,
    ConstructiveAbstention,
    All,
    Any,
}

const KINDS: [(&str, Kind); 8] = [
    ("consensus", Kind::Consensus),
    ("unanimity", Kind::Unanimity),
    ("consensus-minus", Kind::ConsensusMinus),
    ("majority", Kind::Majority),
    ("veto", Kind::Veto),
    ("constructive-abstention", Kind::ConstructiveAbstention),
    ("all", Kind::All),
    ("any", Kind::Any),
];

/// The rule written at `node`: a table with a `kind`, or the kind alone.
pub(super) fn rule(node: &Node, seating: &Seating<'_>, log: &Log) -> Rule {
    nested(node, seating, log, 1).unwrap_or(Rule::Consensus)
}

fn nested(node: &Node, seating: &Seating<'_>, log: &Log, depth: usize) -> Option<Rule> {
    if depth > MAX_RULE_DEPTH {
        log.add(Fault::at(node.at, format!("rules are nested at most {MAX_RULE_DEPTH} deep")));
        return None;
    }
    let later = ["opt-out"];
    if node.as_str().is_some() {
        let kind = fields::choice(log, node, "kind", &KINDS, &later)?;
        return compile(kind, Fields::absent(log, node.at, name(kind)), seating, depth);
    }
    let fields = Fields::open(log, node, "a rule");
    node.as_table()?;
    let word = fields.required("kind");
    fields.later(&["fallback"]);
    let kind = fields::choice(log, word?, "kind", &KINDS, &later)?;
    compile(kind, fields.called(name(kind)), seating, depth)
}

fn name(kind: Kind) -> String {
    let word = KINDS.iter().find(|(_, other)| *other == kind).expect("every kind has a name").0;
    format!("a rule of kind \"{word}\"")
}

fn compile(kind: Kind, fields: Fields<'_>, seating: &Seating<'_>, depth: usize) -> Option<Rule> {
    let rule = match kind {
        Kind::Consensus => Some(Rule::Consensus),
        Kind::Unanimity => Some(Rule::Unanimity),
        Kind::ConsensusMinus => Some(consensus_minus(&fields, seating)),
        Kind::Majority => majority(&fields, seating),
        Kind::Veto => veto(&fields, seating),
        Kind::ConstructiveAbstention => constructive_abstention(&fields, seating),
        Kind::All => compound(&fields, seating, depth).map(Rule::All),
        Kind::Any => compound(&fields, seating, depth).map(Rule::Any),
    };
    fields.close();
    rule
}

fn consensus_minus(fields: &Fields<'_>, seating: &Seating<'_>) -> Rule {
    let k = fields.get("k");
    let Some(except) = fields.strings("except") else {
        return Rule::ConsensusMinus { k: fields.whole("k", 1, 0, MAX_MEMBERS as u64) as usize };
    };
    if let Some(node) = k {
        fields.log.add(Fault::at(node.at, "a rule of kind \"consensus-minus\" has `k` or `except`, not both"));
    }
    let mut excepted = vec![false; seating.seats.len()];
    for (member, at) in except {
        seating.mark(member, at, fields.log, &mut excepted);
    }
    Rule::ConsensusExcept { excepted }
}

fn majority(fields: &Fields<'_>, seating: &Seating<'_>) -> Option<Rule> {
    let share = fields.get("share");
    let quota = fields.get("quota");
    let log = fields.log;
    let met = match (share, quota) {
        (Some(_), None) => Some(Quota::Share(fields.required_number("share", Range::SHARE).unwrap_or(1.0))),
        (None, Some(_)) => Some(Quota::Absolute(fields.required_number("quota", Range::QUOTA).unwrap_or(1.0))),
        (Some(_), Some(node)) => {
            log.add(Fault::at(node.at, "a majority has a `share` or a `quota`, not both").label("the second"));
            None
        }
        (None, None) => {
            let fault = Fault::at(fields.at, "a majority needs a `share` or a `quota`");
            log.add(fault.help("`share = 0.55` of the whole, or `quota = 255` in absolute terms"));
            None
        }
    };
    let weights = fields.get("of").map_or_else(
        || Some(vec![1.0; seating.seats.len()]),
        |node| Some(seating.weights(node, log)?.unwrap_or_else(|| vec![1.0; seating.seats.len()])),
    );
    let words = [("counts-against", Abstention::CountsAgainst), ("not-cast", Abstention::NotCast)];
    let abstention = fields.choice("abstention", &words, &[]);
    Some(Rule::Majority { weights: weights?, quota: met?, abstention })
}

fn veto(fields: &Fields<'_>, seating: &Seating<'_>) -> Option<Rule> {
    let members = fields.strings("members");
    let groups = fields.strings("groups");
    if members.is_none() && groups.is_none() {
        let fault = Fault::at(fields.at, "a rule of kind \"veto\" needs `members` or `groups`");
        fields.log.add(fault.help("`members = [\"…\"]` names who holds a veto"));
        return None;
    }
    let mut holders = vec![false; seating.seats.len()];
    for (member, at) in members.unwrap_or_default() {
        seating.mark(member, at, fields.log, &mut holders);
    }
    for (group, at) in groups.unwrap_or_default() {
        if seating.names.has_group(group, at, fields.log) {
            for (holds, &seated) in holders.iter_mut().zip(seating.seats) {
                *holds |= seating.people[seated].member.groups.iter().any(|other| other == group);
            }
        }
    }
    Some(Rule::Veto { holders })
}

fn constructive_abstention(fields: &Fields<'_>, seating: &Seating<'_>) -> Option<Rule> {
    let max_share = fields.required_number("max_share", Range::SHARE);
    let weights = fields.get("of").and_then(|node| seating.weights(node, fields.log)).flatten();
    Some(Rule::ConstructiveAbstention { max_share: max_share?, weights })
}

fn compound(fields: &Fields<'_>, seating: &Seating<'_>, depth: usize) -> Option<Vec<Rule>> {
    let node = fields.required("rules")?;
    let rules = fields::array(fields.log, node, "rules", "rules")?;
    if rules.is_empty() || rules.len() > MAX_RULE_PARTS {
        let message = format!("a compound rule has 1 to {MAX_RULE_PARTS} `rules`, not {}", rules.len());
        fields.log.add(Fault::at(node.at, message));
        return None;
    }
    let rules: Vec<_> = rules.iter().map(|node| nested(node, seating, fields.log, depth + 1)).collect();
    rules.into_iter().collect()
}

impl Seating<'_> {
    /// Marks the seat of `member`; one that is in the file but not at this table has none.
    fn mark(&self, member: &str, at: crate::scenario::Origin, log: &Log, marks: &mut [bool]) {
        let index = self.names.member(member, at, log);
        if let Some(seat) = index.and_then(|index| self.seats.iter().position(|&seated| seated == index)) {
            marks[seat] = true;
        }
    }

    /// The weights that `of` names, by seat; `Some(None)` where it is heads that count.
    fn weights(&self, node: &Node, log: &Log) -> Option<Option<Vec<f64>>> {
        let of = fields::text(log, node, "of")?;
        let weight = |seat: &usize| {
            let person = &self.people[*seat];
            if of == "votes" { Some(person.votes) } else { person.weights.get(of).copied() }
        };
        match of {
            "members" => return Some(None),
            "votes" => {}
            _ if self.names.weights.contains(of) => {}
            _ => {
                let known = ["members", "votes"].into_iter().chain(self.names.weights.iter().map(String::as_str));
                log.add(nobody(of, node.at, "weight", known));
                return None;
            }
        }
        let without = self.seats.iter().filter(|seat| weight(seat).is_none());
        let without: Vec<&str> = without.map(|&seat| self.people[seat].member.id.as_str()).collect();
        if !without.is_empty() {
            let fault = Fault::at(node.at, format!("not every member at the table has the weight `{of}`"));
            log.add(fault.label(format!("missing: {}", listed(&without))).help("give it in their `weights`"));
            return None;
        }
        let weights: Vec<f64> = self.seats.iter().filter_map(weight).collect();
        if weights.iter().sum::<f64>() <= 0.0 {
            log.add(Fault::at(node.at, format!("nobody at the table has any `{of}`")).label("all 0"));
            return None;
        }
        Some(Some(weights))
    }
}
