//! `[issues]`: real proposals, with what members want of each.

use std::collections::BTreeMap;

use super::date::date;
use super::label;
use super::rule::{self, Ruling};
use super::seating::Seating;
use super::timeline::session;
use crate::asked::{Form, Otherwise};
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::{MAX_DIMENSIONS, MAX_ISSUES, MAX_MEMBERS, MAX_POSITIONS};
use crate::log::Log;
use crate::model::{Agenda, Area, Dimension, Draw, Issue, Listed, Listing, Proposer, Secretariat, Stance, StatusQuo};
use crate::names::{self, Names, check_id};
use crate::node::{Node, Origin, Table};
use crate::range::Range;
use crate::suggest::shown;
use crate::values;

/// The fields of an issue: what the columns of a table may be.
pub(crate) const ISSUE_FIELDS: [&str; 12] = [
    "label",
    "area",
    "proposal",
    "dimension",
    "scale_low",
    "scale_high",
    "status_quo",
    "sponsor",
    "text",
    "rule",
    "date",
    "outcome",
];

/// The fields of a position.
pub(crate) const POSITION_FIELDS: [&str; 3] = ["position", "salience", "position_sd"];

/// What a salience in a file is divided by.
const FULL_SALIENCE: f64 = 100.0;

/// Words for how proposals come from the list.
const DRAWS: [(&str, Draw); 2] = [("each", Draw::Each), ("sample", Draw::Sample)];

/// What a member without a row wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Missing {
    #[default]
    NoStake,
    Ideal,
}

const MISSING: [(&str, Missing); 2] = [("no-stake", Missing::NoStake), ("ideal", Missing::Ideal)];

/// What stands for a sponsor that is nobody's member.
const SECRETARIAT: &str = "secretariat";

/// The dimensions of a scenario whose positions are on issues only: as many as the proposal has that has most. `None` where it
/// has no issues.
pub(crate) fn dimensions(document: &Table) -> Option<Vec<Dimension>> {
    let issues = document.get("issues")?.node.as_table()?.get("file")?.node.as_table()?;
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, field) in issues {
        let named = field.node.as_table().and_then(|issue| issue.get("proposal")?.node.as_str());
        *sizes.entry(named.unwrap_or(id)).or_default() += 1;
    }
    let most = sizes.into_values().max()?.min(MAX_DIMENSIONS);
    Some((1..=most).map(|number| Dimension::named(format!("issue-{number}"))).collect())
}

/// What the list is compiled for.
pub(super) struct Context<'a> {
    pub seating: &'a Seating<'a>,
    pub areas: &'a [Area],
    pub agenda: &'a Agenda,
    pub secretariat: Option<&'a Secretariat>,
}

/// One issue as written.
struct Written<'a> {
    issue: Issue,
    at: Origin,
    area: usize,
    sponsor: (Proposer, Option<&'a str>),
    text: Option<f64>,
    rule: Option<(&'a str, Ruling)>,
    date: Option<f64>,
}

/// The list; `None` where there is none, or none that could run.
pub(super) fn listing(document: &Table, context: &Context<'_>, log: &Log) -> Option<Listing> {
    let section = document.get("issues")?;
    let fields = Fields::open(log, &section.node, "[issues]");
    let names = context.seating.names;
    let of = |name| Box::new(Form::Table(name));
    let file = fields.need("file", || table_of(Form::Keyed { of: of("an issue"), least: 1, most: MAX_ISSUES }));
    let positions = fields.ask("positions", || {
        let of_issue = Form::Keyed { of: of("a position"), least: 0, most: MAX_MEMBERS };
        table_of(Form::Keyed { of: Box::new(of_issue), least: 0, most: MAX_ISSUES })
    });
    let missing = fields.choice("missing", &MISSING);
    let draw = fields.choice("draw", &DRAWS);
    if missing == Missing::Ideal && !names.has_space {
        let at = fields.get("missing").map_or(section.key, |node| node.at);
        let fault = Fault::at(Code::Contradiction, at, "without a [space] nobody has an ideal point");
        log.add(fault.label("no ideal points").help("leave `missing` out: who has no row has no stake"));
    }
    fields.close();
    no_other_status_quo(document, log);
    let table = tables(file?, "file", "[issues.file.NAME]", log)?;
    if table.is_empty() || table.len() > MAX_ISSUES {
        let message = format!("a list has 1 to {MAX_ISSUES} issues, this one has {}", table.len());
        log.add(Fault::at(Code::TooMany, file?.at, message));
        return None;
    }
    let mut order: Vec<String> = Vec::new();
    let mut written: Vec<Written> = Vec::new();
    for (id, field) in table {
        if log.is_full() || !check_id(id, field.key, "issue", log) {
            return None;
        }
        written.push(issue(id, &field.node, field.key, context, &mut order, log)?);
    }
    let mut listing = Listing { draw, issues: Vec::new(), proposals: Vec::new(), within_space: names.has_space };
    for (number, id) in order.iter().enumerate() {
        let issues: Vec<&mut Written> = written.iter_mut().filter(|one| one.issue.proposal == number).collect();
        listing.proposals.push(proposal(id, issues, context, draw, log)?);
    }
    listing.issues = written.iter().map(|one| one.issue.clone()).collect();
    if missing == Missing::Ideal {
        from_ideals(&mut listing, context);
    }
    let positions = match positions {
        Some(node) => tables(node, "positions", "[issues.positions.ISSUE]", log)?,
        None => &Table::new(),
    };
    take_positions(positions, &mut listing, names, log);
    for one in &written {
        let listed = &listing.proposals[one.issue.proposal];
        let dims = names.dims();
        let cares = |member: usize| listed.salience[member * dims + one.issue.dimension] > 0.0;
        if !(0..names.members.len()).any(cares) {
            let message = format!("nobody has a stake in issue `{}`", shown(&one.issue.id));
            let fault = Fault::at(Code::NothingHappens, one.at, message).label("no salience above 0");
            log.add(fault.help("give it rows in `positions`"));
        }
    }
    Some(listing)
}

/// A table in a file of its own, or as it is.
fn table_of(form: Form) -> Form {
    Form::Either(vec![Form::Text(None), Form::File, form])
}

fn tables<'a>(node: &'a Node, name: &str, example: &str, log: &Log) -> Option<&'a Table> {
    let table = node.as_table();
    if table.is_none() {
        log.add(values::wrong_kind(node, name, &format!("the name of a table, or tables such as {example}")));
    }
    table
}

/// Where policy lies is said by issues and not by areas.
fn no_other_status_quo(document: &Table, log: &Log) {
    let areas = document.get("areas").and_then(|field| field.node.as_table());
    for (id, field) in areas.into_iter().flatten() {
        if let Some(given) = field.node.as_table().and_then(|area| area.get("status_quo")) {
            let message = format!("area `{}` has a `status_quo`, and so has every issue", shown(id));
            let fault = Fault::at(Code::Contradiction, given.key, message).label("not in a scenario with [issues]");
            log.add(fault.help("an issue without one has it anywhere on its scale, with equal probability"));
        }
    }
}

fn issue<'a>(
    id: &str,
    node: &'a Node,
    at: Origin,
    context: &Context<'_>,
    order: &mut Vec<String>,
    log: &'a Log,
) -> Option<Written<'a>> {
    let names = context.seating.names;
    let fields = Fields::open(log, node, format!("issue `{}`", shown(id)));
    node.as_table()?;
    let label = label(&fields, id);
    let area = area_of(&fields, names);
    let proposal = fields.text("proposal").unwrap_or(id);
    let (low, high) = scale(&fields);
    let on_scale = |name: &'static str| {
        let node = fields.ask(name, || Form::Number(Range::POSITION))?;
        let number = values::number(log, node, name, Range::POSITION)?;
        off_scale(number, (low, high), node.at, &format!("`{name}` of `{}`", shown(id)), log);
        Some((number - low) / (high - low))
    };
    let (status_quo, outcome, text) = (on_scale("status_quo"), on_scale("outcome"), on_scale("text"));
    let sponsor = sponsor(&fields, context);
    let rule = fields.ask("rule", || Form::Text(None));
    let rule = rule.and_then(|node| Some((node.as_str()?, rule::rule(node, context.seating, log))));
    fields.note("date", Otherwise::Nothing, || Form::Date);
    let date = fields.get("date").and_then(|node| date(node, "date", log));
    let number = order.iter().position(|other| other == proposal).unwrap_or_else(|| {
        order.push(proposal.to_owned());
        order.len() - 1
    });
    let dimension = dimension(&fields, names);
    fields.called("an issue").close();
    let issue = Issue {
        id: id.to_owned(),
        label,
        low,
        high,
        proposal: number,
        // Without a space it is given its place when those of one proposal are together.
        dimension: dimension?.unwrap_or(usize::MAX),
        status_quo,
        outcome,
    };
    Some(Written { issue, at, area: area?, sponsor: sponsor?, text, rule, date })
}

fn area_of(fields: &Fields<'_>, names: &Names) -> Option<usize> {
    let given = fields.ask("area", || Form::Text(None));
    match given {
        Some(node) => names.area(values::text(fields.log, node, "area")?, node.at, fields.log),
        None if names.areas.len() == 1 => Some(0),
        None => {
            let fault = Fault::at(Code::MissingField, fields.at, "which `area` is it in?").label("`area` is missing");
            fields.log.add(fault.help("only where there is one area it goes without saying"));
            None
        }
    }
}

fn scale(fields: &Fields<'_>) -> (f64, f64) {
    let low = fields.number("scale_low", 0.0, Range::POSITION);
    let high = fields.number("scale_high", 100.0, Range::POSITION);
    if high > low {
        return (low, high);
    }
    let at = fields.get("scale_high").or(fields.get("scale_low")).map_or(fields.at, |node| node.at);
    let fault = Fault::at(Code::OutOfRange, at, "`scale_high` must be above `scale_low`");
    fields.log.add(fault.label(format!("{low} to {high}")));
    (0.0, 100.0)
}

/// Warns of a number that lies beyond the ends of a scale.
fn off_scale(number: f64, (low, high): (f64, f64), at: Origin, what: &str, log: &Log) {
    if number < low || number > high {
        let message = format!("{what} is {number}, off the scale from {low} to {high}");
        log.add(Fault::at(Code::OffScale, at, message).label("off the scale").help("it is taken as it is"));
    }
}

fn sponsor<'a>(fields: &Fields<'a>, context: &Context<'_>) -> Option<(Proposer, Option<&'a str>)> {
    let Some(node) = fields.ask("sponsor", || Form::Text(None)) else { return Some((Proposer::Anybody, None)) };
    let name = values::text(fields.log, node, "sponsor")?;
    if name != SECRETARIAT {
        let member = context.seating.names.member(name, node.at, fields.log)?;
        return Some((Proposer::Member(member), Some(name)));
    }
    if context.secretariat.is_none() {
        let fault = Fault::at(Code::UnknownName, node.at, "there is no secretariat").label("unknown");
        fields.log.add(fault.help("write [secretariat]"));
        return None;
    }
    Some((Proposer::Secretariat, Some(name)))
}

/// The dimension of the space in which an issue is; `Some(None)` where there is no space.
#[allow(clippy::option_option)]
fn dimension(fields: &Fields<'_>, names: &Names) -> Option<Option<usize>> {
    let given = fields.ask("dimension", || Form::Text(None));
    let ids: Vec<&str> = names.dimensions.as_ref()?.iter().map(|dimension| dimension.id.as_str()).collect();
    match given {
        Some(node) if !names.has_space => {
            let fault = Fault::at(Code::NotHere, node.at, "without a [space] an issue is in no dimension of it");
            fields.log.add(fault.help("leave `dimension` out"));
            None
        }
        Some(node) => {
            let name = values::text(fields.log, node, "dimension")?;
            names::find(&ids, name, node.at, "dimension", fields.log).map(Some)
        }
        None if !names.has_space => Some(None),
        None if ids.len() == 1 => Some(Some(0)),
        None => {
            let fault = Fault::at(Code::MissingField, fields.at, "which `dimension` of the space is it in?");
            let fault = fault.label("`dimension` is missing");
            fields.log.add(fault.help("only where the space has one dimension it goes without saying"));
            None
        }
    }
}

/// Puts together the issues of one proposal.
fn proposal(
    id: &str,
    mut issues: Vec<&mut Written<'_>>,
    context: &Context<'_>,
    draw: Draw,
    log: &Log,
) -> Option<Listed> {
    let names = context.seating.names;
    let dims = names.dims();
    let first_at = issues[0].at;
    check_id(id, first_at, "proposal", log).then_some(())?;
    if issues.len() > MAX_DIMENSIONS {
        let message =
            format!("proposal `{id}` has {} issues, at most {MAX_DIMENSIONS} are negotiated together", issues.len());
        log.add(Fault::at(Code::TooMany, issues[MAX_DIMENSIONS].at, message));
        return None;
    }
    for place in 0..issues.len() {
        if !names.has_space {
            issues[place].issue.dimension = place;
        }
        let twice = issues[..place].iter().any(|other| other.issue.dimension == issues[place].issue.dimension);
        if twice {
            let message = format!("another issue of proposal `{id}` is in the same dimension");
            log.add(
                Fault::at(Code::Twice, issues[place].at, message).help("give it another `dimension` or `proposal`"),
            );
            return None;
        }
        agree(id, issues[0], issues[place], log);
    }
    let mut relevance = vec![0.0; dims];
    let mut status_quo = vec![Some(0.0); dims];
    let mut text = vec![0.0; dims];
    let area = issues[0].area;
    for one in &issues {
        let d = one.issue.dimension;
        relevance[d] = context.areas.get(area)?.relevance[d];
        status_quo[d] = one.issue.status_quo;
        text[d] = one.text.unwrap_or(0.0);
        if relevance[d] == 0.0 {
            let message = format!("issue `{}` is in a dimension that is not relevant to its area", one.issue.id);
            log.add(Fault::at(Code::NothingHappens, one.at, message).help("see `relevance` of the area"));
        }
    }
    let date = issues[0].date;
    if let Some(date) = date.filter(|_| draw == Draw::Each)
        && session(date, context.agenda).is_none()
    {
        let message = format!("proposal `{id}` comes after the last session, and so never");
        log.add(
            Fault::at(Code::NoEffect, first_at, message).label("after the horizon").help("see `years` of [agenda]"),
        );
    }
    if date.is_some() && draw == Draw::Sample {
        let message = format!("proposal `{id}` has a date, and proposals are drawn from the list at any time");
        log.add(Fault::at(Code::NoEffect, first_at, message).help("with draw = \"each\" it comes up at its date"));
    }
    let listed = Listed {
        id: id.to_owned(),
        area,
        proposer: issues[0].sponsor.0,
        text: issues[0].text.map(|_| text),
        rule: issues[0].rule.as_ref().map(|(_, ruling)| (ruling.rule.clone(), ruling.fallback.clone())),
        session: date.map_or(Some(0), |date| session(date, context.agenda)),
        relevance,
        status_quo: StatusQuo::on_scale(&status_quo, dims),
        stances: vec![Stance::Absent; names.members.len() * dims],
        salience: vec![0.0; names.members.len() * dims],
    };
    Some(listed)
}

/// Issues of one proposal are tabled together.
fn agree(proposal: &str, first: &Written, other: &Written, log: &Log) {
    let differs = [
        ("area", first.area != other.area),
        ("sponsor", first.sponsor.1 != other.sponsor.1),
        ("rule", first.rule.as_ref().map(|(name, _)| *name) != other.rule.as_ref().map(|(name, _)| *name)),
        ("date", first.date != other.date),
        ("text", first.text.is_some() != other.text.is_some()),
    ];
    for (field, _) in differs.into_iter().filter(|(_, differs)| *differs) {
        let (one, two) = (shown(&first.issue.id), shown(&other.issue.id));
        let message = match field {
            "text" => {
                format!("of proposal `{proposal}` one of `{one}` and `{two}` has a `text`, and the other has none")
            }
            _ => format!("`{one}` and `{two}` are issues of proposal `{proposal}` and differ in `{field}`"),
        };
        log.add(Fault::at(Code::Contradiction, other.at, message).help("they are negotiated together"));
    }
}

/// Everybody stands at its ideal point, until there is a row that says otherwise.
fn from_ideals(listing: &mut Listing, context: &Context<'_>) {
    let dims = context.seating.names.dims();
    for issue in &listing.issues {
        let listed = &mut listing.proposals[issue.proposal];
        for (member, person) in context.seating.people.iter().enumerate() {
            let place = member * dims + issue.dimension;
            (listed.stances[place], listed.salience[place]) = (Stance::Ideal, person.member.salience[issue.dimension]);
        }
    }
}

fn take_positions(positions: &Table, listing: &mut Listing, names: &Names, log: &Log) {
    let ids: Vec<String> = listing.issues.iter().map(|issue| issue.id.clone()).collect();
    let dims = names.dims();
    let (mut read, mut most, mut at_most) = (0, 0.0_f64, None);
    for (id, field) in positions {
        let Some(number) = names::find(&ids, id, field.key, "issue", log) else { continue };
        let Some(by_member) = tables(&field.node, id, "[issues.positions.ISSUE]", log) else { continue };
        let issue = listing.issues[number].clone();
        for (member, field) in by_member {
            if log.is_full() {
                return;
            }
            read += 1;
            if read > MAX_POSITIONS {
                log.add(Fault::at(Code::TooMany, field.key, format!("a list has at most {MAX_POSITIONS} positions")));
                return;
            }
            let Some(index) = names.member(member, field.key, log) else { continue };
            let Some((stance, salience)) = stance(&field.node, member, &issue, log) else { continue };
            if salience > most {
                (most, at_most) = (salience, Some(field.node.at));
            }
            let (listed, place) = (&mut listing.proposals[issue.proposal], index * dims + issue.dimension);
            (listed.stances[place], listed.salience[place]) = (stance, salience);
        }
    }
    if let Some(at) = at_most.filter(|_| most * FULL_SALIENCE <= 1.0) {
        let message = "no `salience` is above 1, and 100 is the most that there is by default";
        let fault = Fault::at(Code::OffScale, at, message).label("the largest");
        log.add(fault.help("saliences from 0 to 1 are written from 0 to 100"));
    }
}

/// What a row says: a position on the scale from 0 to 1, and a salience of which 1 is full.
fn stance(node: &Node, member: &str, issue: &Issue, log: &Log) -> Option<(Stance, f64)> {
    let called = format!("`{}` on issue `{}`", shown(member), shown(&issue.id));
    let fields = Fields::open(log, node, called.clone());
    let given = fields.need("position", || Form::Number(Range::POSITION));
    let position = given.and_then(|node| values::number(log, node, "position", Range::POSITION));
    let salience = fields.number("salience", FULL_SALIENCE, Range::FACTOR) / FULL_SALIENCE;
    let sd = fields.number("position_sd", 0.0, Range::AT_LEAST_0) / (issue.high - issue.low);
    fields.called("a position").close();
    let position = position?;
    let at = given.map_or(node.at, |node| node.at);
    off_scale(position, (issue.low, issue.high), at, &format!("the position of {called}"), log);
    Some((Stance::At { position: (position - issue.low) / (issue.high - issue.low), sd }, salience))
}
