//! `[decompositions.…]`: what a change from one variant to another is made of, and everything that has to run for it.

use super::timeline::Acts;
use super::{label, variant};
use crate::Variant;
use crate::asked::Form;
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::{
    LEAST_ORDERS, MAX_COMPILED_MEMBERS, MAX_DECOMPOSITIONS, MAX_FACTORS, MAX_FACTORS_OF_ALL_SETS, MAX_ORDERS, MAX_SETS,
};
use crate::log::Log;
use crate::model::{
    Coalition, Decomposition, Factor, Factors, Model, Span, Timeline, every_set, sampled_orders, sets_of,
};
use crate::names::{check_id, find};
use crate::node::{Field, Node, Origin, Table, Value};
use crate::set::Setter;
use crate::suggest::listed;
use crate::values;

/// Row of the whole change in tables, and therefore no factor.
const TOTAL: &str = "total";

/// Decompositions, and the timelines between variants that they need.
#[derive(Debug, Default)]
pub(crate) struct Decomposed {
    pub decompositions: Vec<Decomposition>,
    /// Numbered after those of the variants.
    pub between: Vec<Timeline>,
}

/// Every decomposition in the order of the file. Needs variants without faults.
pub(super) fn decompositions(document: &Node, variants: &[Variant], seed: u64, log: &Log) -> Decomposed {
    let mut decomposed = Decomposed::default();
    let written = document.as_table().and_then(|table| table.get("decompositions"));
    let Some(written) = written.filter(|_| !log.has_faults() && !variants.is_empty()) else { return decomposed };
    let Some(table) = written.node.as_table() else {
        log.add(values::wrong_kind(&written.node, "decompositions", "tables such as [decompositions.NAME]"));
        return decomposed;
    };
    if table.len() > MAX_DECOMPOSITIONS {
        let message =
            format!("a scenario has at most {MAX_DECOMPOSITIONS} decompositions, this one has {}", table.len());
        log.add(Fault::at(Code::TooMany, written.key, message));
        return decomposed;
    }
    for (id, field) in table {
        check_id(id, field.key, "decomposition", log);
        let Some(plan) = Plan::read(id, field, variants, seed, log) else { continue };
        if let Some(decomposition) = plan.compile(document, variants, &mut decomposed.between, log) {
            decomposed.decompositions.push(decomposition);
        }
    }
    decomposed
}

/// A decomposition as written.
struct Plan<'a> {
    id: &'a str,
    label: String,
    at: Origin,
    from: usize,
    /// The variant, and where it is named.
    to: Option<(usize, Origin)>,
    factors: Vec<Change<'a>>,
    orders: Option<Vec<Vec<usize>>>,
}

/// A factor as written.
struct Change<'a> {
    id: &'a str,
    label: String,
    at: Origin,
    members: Option<&'a Node>,
    set: Option<&'a Node>,
}

impl<'a> Plan<'a> {
    /// `None` where it is at fault.
    fn read(id: &'a str, field: &'a Field, variants: &[Variant], seed: u64, log: &'a Log) -> Option<Self> {
        let fields = Fields::open(log, &field.node, format!("decomposition `{id}`"));
        let label = label(&fields, id);
        let ids: Vec<&str> = variants.iter().map(|variant| variant.id.as_str()).collect();
        let named = |node: &Node, field| {
            let index = find(&ids, values::text(log, node, field)?, node.at, "variant", log)?;
            Some((index, node.at))
        };
        let from = fields.need("from", || Form::Text(None)).and_then(|node| named(node, "from"));
        let to = fields.ask("to", || Form::Text(None)).map(|node| named(node, "to"));
        let factors = factors(&fields);
        let orders = orders(&fields, factors.as_ref().map_or(0, Vec::len), seed);
        fields.called("a decomposition").close();
        let (from, to) = (
            from?.0,
            match to {
                Some(to) => Some(to?),
                None => None,
            },
        );
        if let Some((_, at)) = to.filter(|to| to.0 == from) {
            let message = format!("decomposition `{id}` begins and ends with variant `{}`", ids[from]);
            log.add(Fault::at(Code::NothingHappens, at, message).label("no difference"));
            return None;
        }
        Some(Plan { id, label, at: field.key, from, to, factors: factors?, orders: orders? })
    }

    /// Compiles every set of factors that is needed; `None` where there is a fault.
    fn compile(
        &self,
        document: &Node,
        variants: &[Variant],
        between: &mut Vec<Timeline>,
        log: &Log,
    ) -> Option<Decomposition> {
        let sets = self.orders.as_ref().map_or_else(|| every_set(self.factors.len()), |orders| sets_of(orders));
        if sets.len() > MAX_SETS {
            let message =
                format!("decomposition `{}` would run {} sets of factors, at most {MAX_SETS}", self.id, sets.len());
            log.add(Fault::at(Code::TooMany, self.at, message).help("lower `orders`"));
            return None;
        }
        let all = *sets.last()?;
        let last = self.timeline(all, document, variants, log)?;
        self.must_end_as_named(&last, variants, log)?;
        self.must_fit(&last, sets.len(), log)?;
        let mut coalitions: Vec<Coalition> = Vec::with_capacity(sets.len());
        for factors in sets {
            let timeline = match factors {
                0 => self.from,
                _ => {
                    let compiled =
                        if factors == all { last.clone() } else { self.timeline(factors, document, variants, log)? };
                    number(compiled, (factors, &coalitions), variants, between)
                }
            };
            coalitions.push(Coalition { factors, timeline });
        }
        let factor = |change: &Change| Factor { id: change.id.to_owned(), label: change.label.clone() };
        let decomposition = Decomposition {
            id: self.id.to_owned(),
            label: self.label.clone(),
            from: self.from,
            to: self.to.map(|(to, _)| to),
            factors: self.factors.iter().map(factor).collect(),
            coalitions,
            orders: self.orders.clone(),
        };
        self.doubt_idle_factors(&decomposition, log);
        Some(decomposition)
    }

    /// The first variant with these factors; `None` where there is a fault.
    fn timeline(&self, factors: Factors, document: &Node, variants: &[Variant], log: &Log) -> Option<Timeline> {
        let from = &variants[self.from];
        let table = document.as_table()?;
        let written = table.get("variants").and_then(|field| field.node.as_table()?.get(&from.id));
        let changes: Vec<&Change> =
            self.factors.iter().enumerate().filter(|(i, _)| factors >> i & 1 == 1).map(|(_, change)| change).collect();
        let names: Vec<&str> = changes.iter().map(|change| change.id).collect();
        let mut fields = written.and_then(|field| field.node.as_table()).cloned().unwrap_or_default();
        let first_set = fields.shift_remove("set").map(|field| field.node);
        let sets: Vec<&Node> = changes.iter().filter_map(|change| change.set).collect();
        let mut document = document.clone();
        first_set.iter().for_each(|set| variant::set(set, Setter::Variant, &mut document, log));
        variant::set_all(&sets, Setter::Variant, &mut document, log);
        let members: Vec<&Node> = changes.iter().filter_map(|change| change.members).collect();
        if !members.is_empty() {
            let before = fields.shift_remove("members").map(|field| field.node);
            let before = before.unwrap_or_else(|| everybody(table, self.at));
            let whole = std::iter::once(&before).chain(members);
            let whole = whole.flat_map(strings).cloned().collect();
            fields.insert("members".into(), Field::at(self.at, Value::Array(whole)));
        }
        fields.shift_remove("label");
        let field = Field { key: self.at, node: Node::new(Value::Table(fields), self.at) };
        let compiled =
            variant::variant(&format!("{} with {}", from.id, listed(&names)), &field, &document, &Acts::default(), log);
        let periods = from.timeline.periods.clone();
        compiled.filter(|_| !log.has_faults()).map(|variant| Timeline { periods, ..variant.timeline })
    }

    /// `None` where all factors together do not make the variant that it ends with.
    fn must_end_as_named(&self, last: &Timeline, variants: &[Variant], log: &Log) -> Option<()> {
        let Some((to, at)) = self.to else { return Some(()) };
        let variant = &variants[to];
        if *last == variant.timeline {
            return Some(());
        }
        let what = differences(last, &variant.timeline);
        let message =
            format!("all factors of decomposition `{}` together do not make variant `{}`", self.id, variant.id);
        let fault = Fault::at(Code::Contradiction, at, message).label(what);
        log.add(
            fault.help("give what is missing as one more factor, or leave out `to`: it then ends with all factors"),
        );
        None
    }

    /// `None` where so many timelines like this one would be too many to be held.
    fn must_fit(&self, last: &Timeline, sets: usize, log: &Log) -> Option<()> {
        let held = |span: &Span| span.model.areas.len() * span.model.members.len();
        if last.spans.iter().map(held).sum::<usize>() * sets <= MAX_COMPILED_MEMBERS {
            return Some(());
        }
        let what = "members times areas times events times sets of factors";
        let message = format!("{what} of decomposition `{}` are more than {MAX_COMPILED_MEMBERS}", self.id);
        log.add(Fault::at(Code::TooMany, self.at, message).help("have fewer factors, or lower `orders`"));
        None
    }

    fn doubt_idle_factors(&self, decomposition: &Decomposition, log: &Log) {
        let idle = self.factors.iter().enumerate().filter(|(i, _)| decomposition.changes_nothing(*i));
        for (_, change) in idle {
            let message = format!("factor `{}` of decomposition `{}` changes nothing", change.id, self.id);
            log.add(Fault::at(Code::NoEffect, change.at, message).label("no effect"));
        }
    }
}

/// The factors; `None` where one of them is at fault.
fn factors<'a>(fields: &Fields<'a>) -> Option<Vec<Change<'a>>> {
    let log = fields.log;
    let form = || {
        let factor = Form::Either(vec![Form::Names(1, None), Form::Table("a factor")]);
        Form::Keyed { of: Box::new(factor), least: 1, most: MAX_FACTORS }
    };
    let node = fields.need("factors", form)?;
    let Some(table) = node.as_table() else {
        log.add(values::wrong_kind(node, "factors", "a table of them, by name"));
        return None;
    };
    if table.is_empty() {
        let fault = Fault::at(Code::MissingField, node.at, "a decomposition has at least one factor");
        log.add(fault.label("empty").help("for example `factors.entrants = [\"india\", \"pakistan\"]`"));
        return None;
    }
    if table.len() > MAX_FACTORS {
        let message = format!("a decomposition has at most {MAX_FACTORS} factors, this one has {}", table.len());
        log.add(Fault::at(Code::TooMany, node.at, message));
        return None;
    }
    let factors: Vec<Option<Change>> = table.iter().map(|(id, field)| factor(id, field, log)).collect();
    factors.into_iter().collect()
}

fn factor<'a>(id: &'a str, field: &'a Field, log: &'a Log) -> Option<Change<'a>> {
    let mut good = check_id(id, field.key, "factor", log);
    if id == TOTAL {
        let fault = Fault::at(Code::BadName, field.key, format!("`{TOTAL}` cannot be the name of a factor"));
        log.add(fault.help("it is the row of the whole change"));
        good = false;
    }
    let change = Change { id, label: id.to_owned(), at: field.key, members: None, set: None };
    let change = match &field.node.value {
        Value::Array(_) => Change { members: Some(&field.node), ..change },
        _ => {
            let fields = Fields::open(log, &field.node, format!("factor `{id}`"));
            let label = label(&fields, id);
            let members = fields.ask("members", || Form::Names(0, None));
            let set = fields.ask("set", || Form::Set { of_event: false });
            fields.note_choice(&["members", "set"], false);
            fields.called("a factor").close();
            Change { label, members, set, ..change }
        }
    };
    if let Some(members) = change.members {
        good &= values::strings(log, members, "members").is_some();
    }
    if let Some(set) = change.set.filter(|set| set.as_table().is_none()) {
        log.add(values::wrong_kind(set, "set", "a table of fields"));
        good = false;
    }
    if says_nothing(&field.node) {
        let fault = Fault::at(Code::MissingField, field.key, format!("factor `{id}` says of nothing that it changes"));
        log.add(fault.label("empty").help("give it `members`, who come or (with a -) leave, or a `set` of fields"));
        good = false;
    }
    good.then_some(change)
}

/// Whether a factor has no field that could change something, nor one that might be meant to.
fn says_nothing(factor: &Node) -> bool {
    let is_empty = |node: &Node| match &node.value {
        Value::Array(items) => items.is_empty(),
        Value::Table(table) => table.is_empty(),
        _ => false,
    };
    let fields = factor.as_table().into_iter().flatten();
    let mut told = fields.filter(|(name, field)| *name != "label" && !is_empty(&field.node));
    is_empty(factor) || (factor.as_table().is_some() && told.next().is_none())
}

/// The orders to be sampled, if there are too many factors for all sets of them; `None` at the outside where it is at fault.
#[expect(clippy::option_option, reason = "a fault is not the same as no orders")]
fn orders(fields: &Fields<'_>, factors: usize, seed: u64) -> Option<Option<Vec<Vec<usize>>>> {
    let log = fields.log;
    let node = fields.ask("orders", || Form::Whole(LEAST_ORDERS, MAX_ORDERS));
    if factors <= MAX_FACTORS_OF_ALL_SETS {
        if let Some(node) = node {
            let message = format!("up to {MAX_FACTORS_OF_ALL_SETS} factors all orders are taken");
            log.add(Fault::at(Code::NoEffect, node.at, message).label("no effect"));
        }
        return Some(None);
    }
    let Some(node) = node else {
        let message = format!("a decomposition into more than {MAX_FACTORS_OF_ALL_SETS} factors needs `orders`");
        let fault = Fault::at(Code::MissingField, fields.at, message).label("`orders` is missing");
        log.add(fault.help("so many orders of the factors are sampled, for example `orders = 100`"));
        return None;
    };
    let number = values::whole(log, node, "orders", LEAST_ORDERS, MAX_ORDERS)?;
    if number % 2 == 1 {
        let fault = Fault::at(Code::OutOfRange, node.at, "`orders` must be even");
        log.add(fault.help(format!("each order is taken with its reverse: {}", number + 1)));
        return None;
    }
    Some(Some(sampled_orders(factors, number as usize, seed)))
}

/// The number of a timeline: that of a variant, or of a smaller set of factors, that is the same, or a new one.
fn number(
    timeline: Timeline,
    (factors, smaller): (Factors, &[Coalition]),
    variants: &[Variant],
    between: &mut Vec<Timeline>,
) -> usize {
    let known = |index: usize| match index.checked_sub(variants.len()) {
        None => &variants[index].timeline,
        Some(extra) => &between[extra],
    };
    let without_one =
        smaller.iter().filter(|set| set.factors & !factors == 0 && (set.factors ^ factors).count_ones() == 1);
    let mut candidates = (0..variants.len()).chain(without_one.map(|set| set.timeline));
    if let Some(same) = candidates.find(|&index| *known(index) == timeline) {
        return same;
    }
    between.push(timeline);
    variants.len() + between.len() - 1
}

/// The entries of a list of names.
fn strings(node: &Node) -> &[Node] {
    match &node.value {
        Value::Array(items) => items,
        _ => &[],
    }
}

/// A list of all members of the file.
fn everybody(document: &Table, at: Origin) -> Node {
    let members = document.get("members").and_then(|field| field.node.as_table());
    let names = members.into_iter().flatten().map(|(id, _)| Node::new(Value::String(id.clone()), at));
    Node::new(Value::Array(names.collect()), at)
}

/// In a few words, by what a timeline differs from the one that it should be.
fn differences(is: &Timeline, should_be: &Timeline) -> String {
    let (first, other) = (is.first(), should_be.first());
    let names = |of: &Model, and_not: &Model| -> Vec<String> {
        let only = of.table.iter().filter(|member| !and_not.table.contains(member));
        only.map(|&member| of.members[member].id.clone()).collect()
    };
    let mut told = Vec::new();
    let (missing, too_many) = (names(other, first), names(first, other));
    if !missing.is_empty() {
        told.push(format!("without {}", listed(&missing)));
    }
    if !too_many.is_empty() {
        told.push(format!("with {} too many", listed(&too_many)));
    }
    let members = first.members.iter().zip(&other.members).filter(|(a, b)| a != b).map(|(a, _)| a.id.as_str());
    let areas =
        first.areas.iter().zip(&other.areas).filter(|(a, b)| a != b && missing.is_empty() && too_many.is_empty());
    let areas = areas.map(|(a, _)| a.id.as_str());
    let named: Vec<String> =
        members.map(|id| format!("members.{id}")).chain(areas.map(|id| format!("areas.{id}"))).collect();
    if !named.is_empty() {
        told.push(format!("other values in {}", listed(&named)));
    }
    let parts = [
        (first.negotiation != other.negotiation, "negotiation"),
        (first.agenda != other.agenda, "agenda"),
        (first.secretariat != other.secretariat, "secretariat"),
    ];
    told.extend(parts.iter().filter(|(differs, _)| *differs).map(|(_, part)| format!("another {part}")));
    if told.is_empty() {
        told.push("what changes over time differs".to_owned());
    }
    told.join("; ")
}
