//! `rule` and `[rules.…]`, for the seats of one variant.

use super::majority;
use super::seating::Seating;
use crate::asked::{Form, Kinds, Otherwise};
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::{MAX_MEMBERS, MAX_PROPOSAL_SESSIONS, MAX_RULE_DEPTH, MAX_RULE_PARTS, MAX_RULES};
use crate::log::Log;
use crate::model::{Fallback, Rule};
use crate::names::Names;
use crate::node::{Node, Origin, Table};
use crate::suggest::{self, listed, shown};
use crate::values;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Consensus,
    Unanimity,
    ConsensusMinus,
    Majority,
    Veto,
    OptOut,
    ConstructiveAbstention,
    All,
    Any,
}

const KINDS: [(&str, Kind); 9] = [
    ("consensus", Kind::Consensus),
    ("unanimity", Kind::Unanimity),
    ("consensus-minus", Kind::ConsensusMinus),
    ("majority", Kind::Majority),
    ("veto", Kind::Veto),
    ("opt-out", Kind::OptOut),
    ("constructive-abstention", Kind::ConstructiveAbstention),
    ("all", Kind::All),
    ("any", Kind::Any),
];

/// What the table of a fallback is called.
const FALLBACK: &str = "a `fallback`";

/// A rule, and what takes its place for what has failed often enough.
#[derive(Debug, Clone)]
pub(super) struct Ruling {
    pub rule: Rule,
    pub fallback: Option<Box<Fallback>>,
}

impl From<Rule> for Ruling {
    fn from(rule: Rule) -> Self {
        Ruling { rule, fallback: None }
    }
}

impl Ruling {
    /// How many rules this is, parts and fallbacks included.
    pub fn parts(&self) -> usize {
        self.rule.parts() + Fallback::chain(&self.fallback).map(|fallback| fallback.rule.parts()).sum::<usize>()
    }
}

/// What may stand for a rule: a table with a `kind`, the kind alone, the name of a rule.
pub(crate) fn form() -> Form {
    let tables = KINDS.iter().map(|&(word, kind)| (word.to_owned(), name(kind))).collect();
    Form::Kinds(Kinds { key: "kind", tables, alone: true, named: true })
}

/// Whether there is a rule of this kind.
pub(super) fn is_kind(word: &str) -> bool {
    KINDS.iter().any(|(kind, _)| *kind == word)
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
pub(super) fn rule(node: &Node, seating: &Seating<'_>, log: &Log) -> Ruling {
    seating.room.set(MAX_RULES);
    nested(node, seating, log, 1).unwrap_or(Ruling::from(Rule::Consensus))
}

/// A rule as a part of another one: it has no fallback of its own, and nobody can leave a part.
fn part(node: &Node, seating: &Seating<'_>, log: &Log, depth: usize) -> Option<Rule> {
    let Ruling { rule, fallback } = nested(node, seating, log, depth)?;
    let refused = |message: &str, help: &str| {
        log.add(Fault::at(Code::NotHere, node.at, message).label("a part").help(help));
    };
    if fallback.is_some() {
        refused("a part of a rule has no `fallback`", "give it to the whole rule");
    }
    if rule.lets_objectors_leave() {
        refused(
            "a rule of kind \"opt-out\" cannot be a part of another one",
            "objectors leave a decision, not a part of it",
        );
    }
    Some(rule)
}

fn nested(node: &Node, seating: &Seating<'_>, log: &Log, depth: usize) -> Option<Ruling> {
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
            Some(&(_, kind)) => {
                compile(kind, Fields::absent(log, node.at, name(kind)), seating, depth).map(Ruling::from)
            }
            None => reference(word, node.at, seating, log, depth),
        };
    }
    let fields = Fields::open(log, node, "a rule");
    node.as_table()?;
    let word = fields.need("kind", || Form::words(&KINDS));
    let fallback =
        fields.ask("fallback", || Form::Table(FALLBACK)).and_then(|node| fallback(node, seating, log, depth));
    let kind = kind(word?, seating, log)?;
    let rule = compile(kind, fields.called(name(kind)), seating, depth)?;
    Some(Ruling { rule, fallback })
}

/// What takes the place of a rule, and in turn of what takes its place.
fn fallback(node: &Node, seating: &Seating<'_>, log: &Log, depth: usize) -> Option<Box<Fallback>> {
    let fields = Fields::open(log, node, "the `fallback`");
    node.as_table()?;
    let after = fields.need("after", || Form::Whole(1, MAX_PROPOSAL_SESSIONS));
    let after = after.and_then(|node| values::whole(log, node, "after", 1, MAX_PROPOSAL_SESSIONS));
    let ruling = fields.need("rule", form).and_then(|node| nested(node, seating, log, depth + 1));
    fields.called(FALLBACK).close();
    let (after, Ruling { rule, fallback }) = (after? as u32, ruling?);
    if let Some(next) = fallback.as_ref().filter(|next| next.after <= after) {
        let message = format!("this rule is in force after {after} sessions, and the next one after {}", next.after);
        let fault = Fault::at(Code::NoEffect, node.at, message).label("never in force");
        log.add(fault.help("`after` counts sessions from tabling, so that later fallbacks have larger numbers"));
    }
    Some(Box::new(Fallback { after, rule, fallback }))
}

fn kind(word: &Node, seating: &Seating<'_>, log: &Log) -> Option<Kind> {
    let named = word.as_str().filter(|word| !is_kind(word) && seating.names.rules.iter().any(|rule| rule == word));
    if let Some(rule) = named {
        let fault = Fault::at(Code::UnknownWord, word.at, format!("`{rule}` is the name of a rule, not a kind"));
        log.add(fault.label("a name").help(format!("write rule = \"{rule}\", without a table")));
        return None;
    }
    values::choice(log, word, "kind", &KINDS)
}

/// The rule of that name.
fn reference(word: &str, at: Origin, seating: &Seating<'_>, log: &Log, depth: usize) -> Option<Ruling> {
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
        Kind::OptOut => Some(majority::opt_out(&fields, seating)),
        Kind::ConstructiveAbstention => majority::constructive_abstention(&fields, seating),
        Kind::All => compound(&fields, seating, depth).map(Rule::All),
        Kind::Any => compound(&fields, seating, depth).map(Rule::Any),
    };
    fields.close();
    rule
}

fn consensus_minus(fields: &Fields<'_>, seating: &Seating<'_>) -> Rule {
    fields.note("k", Otherwise::Whole(1), || Form::Whole(0, MAX_MEMBERS as u64));
    fields.note("except", Otherwise::Nothing, || Form::Names(0, None));
    fields.note_never_both(&["k", "except"]);
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
    fields.note_choice(&["members", "groups"], false);
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
    let part = || Form::List { of: Box::new(form()), least: 1, most: Some(MAX_RULE_PARTS) };
    let node = fields.need("rules", part)?;
    let rules = values::array(fields.log, node, "rules", "rules")?;
    if rules.is_empty() || rules.len() > MAX_RULE_PARTS {
        let message = format!("a compound rule has 1 to {MAX_RULE_PARTS} `rules`, not {}", rules.len());
        fields.log.add(Fault::at(Code::WrongCount, node.at, message));
        return None;
    }
    let rules: Vec<_> = rules.iter().map(|node| self::part(node, seating, fields.log, depth + 1)).collect();
    rules.into_iter().collect()
}
