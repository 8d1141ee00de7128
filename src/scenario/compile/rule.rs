//! `rule` and `[rules.…]`, for the seats of one variant.

use super::majority;
use super::seating::Seating;
use crate::model::Rule;
use crate::scenario::code::Code;
use crate::scenario::fault::Fault;
use crate::scenario::fields::Fields;
use crate::scenario::limits::{MAX_MEMBERS, MAX_RULE_DEPTH, MAX_RULE_PARTS, MAX_RULES};
use crate::scenario::log::Log;
use crate::scenario::names::Names;
use crate::scenario::node::{Node, Origin, Table};
use crate::scenario::suggest::{self, listed, shown};
use crate::scenario::values;

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
/// Kinds that belong to the model and that this version does not run.
const LATER: [&str; 1] = ["opt-out"];

/// Whether there is a rule of this kind.
pub(super) fn is_kind(word: &str) -> bool {
    KINDS.iter().any(|(kind, _)| *kind == word) || LATER.contains(&word)
}

/// Looks at every rule that has a name, used or not; at a table with nobody, where no weight can be missing.
pub(super) fn named(document: &Table, names: &Names, log: &Log) {
    let nobody = Seating::new(document, names, &[], &[]);
    for (name, field) in nobody.rules.into_iter().flatten() {
        if is_kind(name) {
            let fault = Fault::at(Code::BadName, field.key, format!("a rule cannot be called `{}`", shown(name)));
            log.add(fault.label("a kind").help("every rule of this kind is called so already"));
        }
        nobody.open.borrow_mut().push(name.clone());
        rule(&field.node, &nobody, log);
        nobody.open.borrow_mut().pop();
    }
}

/// The rule written at `node`: a table with a `kind`, the kind alone, or the name of a rule.
pub(super) fn rule(node: &Node, seating: &Seating<'_>, log: &Log) -> Rule {
    seating.room.set(MAX_RULES);
    nested(node, seating, log, 1).unwrap_or(Rule::Consensus)
}

fn nested(node: &Node, seating: &Seating<'_>, log: &Log, depth: usize) -> Option<Rule> {
    let Some(room) = seating.room.get().checked_sub(1) else {
        let message = format!("with the rules that it refers to, this rule has more than {MAX_RULES} parts");
        log.add(Fault::at(Code::TooMany, node.at, message));
        return None;
    };
    seating.room.set(room);
    if depth > MAX_RULE_DEPTH {
        log.add(Fault::at(Code::TooMany, node.at, format!("rules are nested at most {MAX_RULE_DEPTH} deep")));
        return None;
    }
    if let Some(word) = node.as_str() {
        return match KINDS.iter().find(|(kind, _)| *kind == word) {
            Some(&(_, kind)) => compile(kind, Fields::absent(log, node.at, name(kind)), seating, depth),
            None => reference(word, node.at, seating, log, depth),
        };
    }
    let fields = Fields::open(log, node, "a rule");
    node.as_table()?;
    let word = fields.required("kind");
    fields.later(&["fallback"]);
    let kind = kind(word?, seating, log)?;
    compile(kind, fields.called(name(kind)), seating, depth)
}

fn kind(word: &Node, seating: &Seating<'_>, log: &Log) -> Option<Kind> {
    let named = word.as_str().filter(|word| !is_kind(word) && seating.names.rules.iter().any(|rule| rule == word));
    if let Some(rule) = named {
        let fault = Fault::at(Code::UnknownWord, word.at, format!("`{rule}` is the name of a rule, not a kind"));
        log.add(fault.label("a name").help(format!("write rule = \"{rule}\", without a table")));
        return None;
    }
    values::choice(log, word, "kind", &KINDS, &LATER)
}

/// The rule of that name.
fn reference(word: &str, at: Origin, seating: &Seating<'_>, log: &Log, depth: usize) -> Option<Rule> {
    if LATER.contains(&word) {
        log.add(values::not_yet(at, &format!("kind = \"{word}\"")));
        return None;
    }
    let Some((rules, field)) = seating.rules.and_then(|rules| Some((rules, rules.get(word)?))) else {
        log.add(unknown(word, at, seating.names));
        return None;
    };
    if seating.open.borrow().iter().any(|open| open == word) {
        log.add(circle(word, &seating.open.borrow(), rules));
        return None;
    }
    seating.open.borrow_mut().push(word.to_owned());
    let rule = nested(&field.node, seating, log, depth);
    seating.open.borrow_mut().pop();
    rule
}

fn unknown(word: &str, at: Origin, names: &Names) -> Fault {
    let known = || KINDS.iter().map(|(kind, _)| *kind).chain(names.rules.iter().map(String::as_str));
    let fault = Fault::at(Code::UnknownWord, at, format!("there is no rule `{}`", shown(word))).label("unknown");
    let help = match suggest::alike(word, known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("one of {}; or the name of a rule in [rules]", listed(&known().collect::<Vec<_>>())),
    };
    fault.help(help)
}

/// The fault of a rule that leads back to itself by way of the rules that are `open`: the same wherever the way begins.
fn circle(word: &str, open: &[String], rules: &Table) -> Fault {
    let start = open.iter().position(|other| other == word).unwrap_or(0);
    let mut way: Vec<&str> = open[start..].iter().map(String::as_str).collect();
    let first = (0..way.len()).min_by_key(|&index| way[index]).unwrap_or(0);
    way.rotate_left(first);
    let at = rules[way[0]].key;
    let message = format!("rules refer to each other in a circle: {} → {}", way.join(" → "), way[0]);
    Fault::at(Code::Circle, at, message).label("refers to itself")
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
        Kind::Majority => majority::majority(&fields, seating),
        Kind::Veto => veto(&fields, seating),
        Kind::ConstructiveAbstention => majority::constructive_abstention(&fields, seating),
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
        let message = "a rule of kind \"consensus-minus\" has `k` or `except`, not both";
        fields.log.add(Fault::at(Code::Contradiction, node.at, message));
    }
    let mut excepted = vec![false; seating.seats.len()];
    for (member, at) in except {
        seating.mark(member, at, fields.log, &mut excepted);
    }
    Rule::ConsensusExcept { excepted }
}

fn veto(fields: &Fields<'_>, seating: &Seating<'_>) -> Option<Rule> {
    let members = fields.strings("members");
    let groups = fields.strings("groups");
    if members.is_none() && groups.is_none() {
        let message = "a rule of kind \"veto\" needs `members` or `groups`";
        let fault = Fault::at(Code::MissingField, fields.at, message);
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

fn compound(fields: &Fields<'_>, seating: &Seating<'_>, depth: usize) -> Option<Vec<Rule>> {
    let node = fields.required("rules")?;
    let rules = values::array(fields.log, node, "rules", "rules")?;
    if rules.is_empty() || rules.len() > MAX_RULE_PARTS {
        let message = format!("a compound rule has 1 to {MAX_RULE_PARTS} `rules`, not {}", rules.len());
        fields.log.add(Fault::at(Code::WrongCount, node.at, message));
        return None;
    }
    let rules: Vec<_> = rules.iter().map(|node| nested(node, seating, fields.log, depth + 1)).collect();
    rules.into_iter().collect()
}
