//! What a scenario was read as: who is there, what the rules require of them, and what a run takes.

use serde::Serialize;

use super::requirement::{Seats, requirement};
use super::words::{about, counted, duration, grouped, listed, memory, wrapped};
use crate::model::{Area, Decomposition, Demand, Model, Occurrence, Period, Pulse, TASK};
use crate::scenario::{Scenario, Variant};

/// What was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inventory {
    /// What the scenario is called.
    pub title: String,
    /// Dimensions of the space.
    pub dimensions: Vec<String>,
    /// What all members of the file are called.
    pub members: Vec<String>,
    /// Files other than the scenario's own that members come from, with how many they are.
    pub members_from: Vec<Counted>,
    /// The groups with their members.
    pub groups: Vec<Counted>,
    /// The weights with their totals.
    pub weights: Vec<Total>,
    /// Expected proposals a session of the secretariat; none without one.
    pub secretariat: Option<f64>,
    /// What areas are called, with their shares of the agenda.
    pub areas: Vec<(String, f64)>,
    /// The calendar of the first variant.
    pub agenda: Calendar,
    /// Threats from outside, and when they come.
    pub pulses: Vec<String>,
    /// Periods with names.
    pub periods: Vec<String>,
    /// The variants.
    pub variants: Vec<Table>,
    /// The decompositions.
    pub decompositions: Vec<Parts>,
    /// What a run takes.
    pub cost: Cost,
}

/// A decomposition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parts {
    /// Key in the scenario.
    pub id: String,
    /// The variant that it begins with.
    pub from: String,
    /// The variant that it ends with, if one is named.
    pub to: Option<String>,
    /// What its factors are called.
    pub factors: Vec<String>,
    /// How many sets of factors are looked at.
    pub sets: usize,
    /// How many orders are sampled; all are taken where it is not given.
    pub orders: Option<usize>,
}

/// Something that has members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// What it is called.
    pub name: String,
    /// How many these are.
    pub members: usize,
}

/// A weight over all members of the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Total {
    /// What it is called.
    pub name: String,
    /// Their sum.
    pub total: f64,
    /// How many have it.
    pub members: usize,
}

/// When sessions are held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calendar {
    /// Date at which time begins, in years.
    pub start: f64,
    /// Length of the horizon in years.
    pub years: f64,
    /// Sessions in the horizon.
    pub sessions: u32,
    /// Most items that a session takes up.
    pub capacity: Option<u32>,
}

/// The table of a variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Key in the scenario.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What is in force at the start.
    #[serde(flatten)]
    pub start: Stage,
    /// What is in force after events.
    pub later: Vec<Later>,
}

/// Who sits at a table, and what is required of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// How many have a response.
    pub members: usize,
    /// How many have none.
    pub observers: usize,
    /// What the rules require of them.
    pub requirements: Vec<Required>,
}

/// What events change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Later {
    /// Date of the session from which on it is in force, in years.
    pub session: f64,
    /// What the events are called, and when they happen.
    pub events: Vec<String>,
    /// What is in force then.
    #[serde(flatten)]
    pub stage: Stage,
}

/// What is required in some areas.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Required {
    /// What these areas are called; empty if it is all of them.
    pub areas: Vec<String>,
    /// In words.
    pub requirement: String,
}

/// What a run takes, estimated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// Worlds.
    pub replications: u64,
    /// Proposals of all worlds and variants.
    pub proposals: f64,
    /// Time in seconds.
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
    /// Memory.
    pub bytes: f64,
}

impl Inventory {
    /// What `scenario` was read as, and what it takes on so many threads.
    pub fn of(scenario: &Scenario, threads: usize) -> Self {
        let (first, model) = (&scenario.variants[0], scenario.variants[0].model());
        let shares: f64 = model.areas.iter().map(|area| area.share).sum();
        let from =
            scenario.members_from.iter().map(|(file, members)| Counted { name: file.clone(), members: *members });
        Self {
            title: scenario.title.clone(),
            dimensions: model.dimensions.iter().map(|dimension| dimension.label.clone()).collect(),
            members: model.members.iter().map(|member| member.label.clone()).collect(),
            members_from: from.collect(),
            groups: groups(model),
            weights: weights(first),
            secretariat: model.secretariat.as_ref().map(|secretariat| secretariat.initiative),
            areas: model.areas.iter().map(|area| (area.label.clone(), area.share / shares)).collect(),
            agenda: Calendar {
                start: model.agenda.start,
                years: model.agenda.years,
                sessions: model.agenda.sessions,
                capacity: model.agenda.capacity,
            },
            pulses: first.timeline.pulses.iter().map(pulse).collect(),
            periods: first.timeline.periods.iter().filter(|period| !period.is_year()).map(period).collect(),
            variants: scenario.variants.iter().map(table).collect(),
            decompositions: scenario.decompositions.iter().map(|parts| Parts::of(parts, scenario)).collect(),
            cost: Cost::of(scenario, threads),
        }
    }
}

impl Parts {
    fn of(decomposition: &Decomposition, scenario: &Scenario) -> Self {
        let variant = |index: usize| scenario.variants[index].id.clone();
        Self {
            id: decomposition.id.clone(),
            from: variant(decomposition.from),
            to: decomposition.to.map(variant),
            factors: decomposition.factors.iter().map(|factor| factor.label.clone()).collect(),
            sets: decomposition.coalitions.len(),
            orders: decomposition.orders.as_ref().map(Vec::len),
        }
    }

    fn line(&self) -> String {
        let to = self.to.as_ref().map_or(String::new(), |to| format!(" to {to}"));
        let orders = self.orders.map_or(String::new(), |orders| format!(" from {}", counted(orders, "order")));
        let (factors, sets) = (counted(self.factors.len(), "factor"), counted(self.sets, "set"));
        format!("{}: from {}{to}, {factors} ({}), {sets}{orders}", self.id, self.from, listed(&self.factors, NAMES))
    }
}

/// The groups in the order in which members name them.
fn groups(model: &Model) -> Vec<Counted> {
    let mut groups: Vec<Counted> = Vec::new();
    for name in model.members.iter().flat_map(|member| &member.groups) {
        match groups.iter_mut().find(|group| group.name == *name) {
            Some(group) => group.members += 1,
            None => groups.push(Counted { name: name.clone(), members: 1 }),
        }
    }
    groups
}

/// The weights; votes only where they are not one each.
fn weights(variant: &Variant) -> Vec<Total> {
    let told = variant.weights.iter().filter(|weight| weight.by_member.iter().any(|&weight| weight != Some(1.0)));
    told.map(|weight| {
        let given = weight.by_member.iter().flatten();
        Total { name: weight.name.clone(), total: given.clone().sum(), members: given.count() }
    })
    .collect()
}

fn pulse(pulse: &Pulse) -> String {
    match pulse.when {
        Occurrence::At(at) => format!("{} {}", pulse.id, year(at)),
        Occurrence::Rate(rate) => format!("{} {rate} a year", pulse.id),
    }
}

fn period(period: &Period) -> String {
    format!("{} {} to {}", period.label, year(period.from), year(period.to))
}

fn table(variant: &Variant) -> Table {
    let Variant { id, label, timeline, .. } = variant;
    let agenda = &timeline.first().agenda;
    let mut events = timeline.events.iter().peekable();
    let later = timeline.spans[1..].iter().map(|span| {
        let session = agenda.date(span.from);
        let due = std::iter::from_fn(|| events.next_if(|event| event.at <= session));
        let events = due.map(|event| format!("{} {}", event.label, year(event.at))).collect();
        Later { session, events, stage: stage(variant, &span.model) }
    });
    let later = later.collect();
    Table { id: id.clone(), label: label.clone(), start: stage(variant, timeline.first()), later }
}

fn stage(variant: &Variant, model: &Model) -> Stage {
    let weights = variant.weights.iter().filter_map(|weight| {
        let by_seat: Option<Vec<f64>> = model.seats.iter().map(|&seat| weight.by_member[seat]).collect();
        Some((weight.name.as_str(), by_seat?))
    });
    let mut seats = Seats {
        labels: model.seats.iter().map(|&seat| model.members[seat].label.as_str()).collect(),
        concerned: Vec::new(),
        weights: weights.collect(),
    };
    let mut requirements: Vec<Required> = Vec::new();
    for area in &model.areas {
        seats.concerned = model.seats.iter().map(|&seat| area.concerns(&model.members[seat])).collect();
        let requirement = required(area, &seats);
        match requirements.iter_mut().find(|required| required.requirement == requirement) {
            Some(required) => required.areas.push(area.label.clone()),
            None => requirements.push(Required { areas: vec![area.label.clone()], requirement }),
        }
    }
    if let [only] = &mut requirements[..] {
        only.areas.clear();
    }
    Stage { members: model.seats.len(), observers: model.table.len() - model.seats.len(), requirements }
}

/// What the rule of an area requires, and what those do that take its place.
fn required(area: &Area, seats: &Seats<'_>) -> String {
    let fallbacks = std::iter::successors(area.fallback.as_deref(), |fallback| fallback.fallback.as_deref());
    let then = fallbacks.map(|fallback| {
        let sessions = counted(fallback.after as usize, "session");
        format!("; after {sessions} in vain {}", requirement(&fallback.rule, seats))
    });
    requirement(&area.rule, seats) + &then.collect::<String>()
}

impl Cost {
    /// What a run of `scenario` takes on so many threads.
    pub fn of(scenario: &Scenario, threads: usize) -> Self {
        let demand = |variant: &Variant| Demand::of(&variant.timeline, scenario.run.feasibility);
        let demands: Vec<Demand> = scenario.variants.iter().map(demand).collect();
        let between: Vec<Demand> = scenario.between.iter().map(Demand::of_totals).collect();
        let all = || demands.iter().chain(&between);
        let replications = scenario.run.replications;
        // No more threads have something to do than there are tasks.
        let threads = threads.min(replications.div_ceil(TASK) as usize);
        let worlds = replications as f64;
        Self {
            replications,
            proposals: worlds * all().map(|demand| demand.proposals).sum::<f64>(),
            seconds: worlds * all().map(|demand| demand.seconds).sum::<f64>() / threads as f64,
            threads,
            bytes: PROGRAM
                + Demand::kept(&demands, replications)
                + Demand::totals(&between)
                + threads as f64 * (Demand::task(&demands) + Demand::totals(&between)),
        }
    }
}

/// Bytes of the program itself, its fonts and figures of usual size.
const PROGRAM: f64 = (32u64 << 20) as f64;

/// As many variants are told.
const VARIANTS: usize = 20;
/// As many changes of a variant are told.
const STAGES: usize = 20;
/// As many names are listed.
const NAMES: usize = 12;
/// Where the second column begins.
const COLUMN: usize = 14;

impl Inventory {
    /// For a person, in lines of so many characters.
    pub fn text(&self, width: usize) -> String {
        let rows = [
            ("title", self.title.clone()),
            ("space", self.dimensions.join(", ")),
            ("members", self.told_members()),
            (
                "groups",
                listed(&self.groups.iter().map(|g| format!("{} {}", g.name, g.members)).collect::<Vec<_>>(), NAMES),
            ),
            ("weights", self.told_weights()),
            ("secretariat", self.secretariat.map_or(String::new(), |n| format!("tables {} a session", about(n)))),
            ("areas", self.told_areas()),
            ("agenda", self.agenda.line()),
            ("threats", listed(&self.pulses, NAMES)),
            ("periods", listed(&self.periods, NAMES)),
        ];
        let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
        let mut out: String = rows.map(|(name, text)| row(name, &text, width)).collect();
        for (index, variant) in self.variants.iter().take(VARIANTS).enumerate() {
            out += &row(if index == 0 { "variants" } else { "" }, &variant.headline(), width);
            out.extend(variant.lines().iter().map(|line| row("", line, width)));
        }
        if self.variants.len() > VARIANTS {
            out += &row("", &format!("… and {} more", self.variants.len() - VARIANTS), width);
        }
        for (index, parts) in self.decompositions.iter().enumerate() {
            out += &row(if index == 0 { "decomposed" } else { "" }, &parts.line(), width);
        }
        out + &row("a run", &self.cost.line(self.variants.len()), width)
    }

    fn told_members(&self) -> String {
        let from: Vec<String> =
            self.members_from.iter().map(|from| format!("{} from {}", from.members, from.name)).collect();
        let from = match &self.members_from[..] {
            [] => String::new(),
            [one] if one.members == self.members.len() => format!(" from {}", one.name),
            _ => format!(" ({})", listed(&from, NAMES)),
        };
        format!("{}{from}: {}", self.members.len(), listed(&self.members, NAMES))
    }

    fn told_weights(&self) -> String {
        let of = |total: &Total| match total.members == self.members.len() {
            true => String::new(),
            false => format!(" of {}", counted(total.members, "member")),
        };
        let weight = |total: &Total| format!("{} {} in all{}", total.name, grouped(total.total), of(total));
        listed(&self.weights.iter().map(weight).collect::<Vec<_>>(), NAMES)
    }

    fn told_areas(&self) -> String {
        let area = |(name, share): &(String, f64)| format!("{name} {:.0} %", 100.0 * share);
        listed(&self.areas.iter().map(area).collect::<Vec<_>>(), NAMES)
    }
}

impl Calendar {
    fn line(&self) -> String {
        let from = if self.start == 0.0 { String::new() } else { format!(" from {}", year(self.start)) };
        let most =
            self.capacity.map_or(String::new(), |items| format!(", of {} at most", counted(items as usize, "item")));
        let years = format!("{} year{}", grouped(self.years), if self.years == 1.0 { "" } else { "s" });
        format!("{} in {years}{from}{most}", counted(self.sessions as usize, "session"))
    }
}

impl Table {
    fn headline(&self) -> String {
        let label = if self.label == self.id { String::new() } else { format!(" ({})", self.label) };
        format!("{}{label}: {}", self.id, self.start.members())
    }

    /// What is required at the start, and what changes with events.
    fn lines(&self) -> Vec<String> {
        let of = |stage: &Stage| stage.requirements.iter().map(|required| format!("  {}", required.line())).collect();
        let mut lines: Vec<String> = of(&self.start);
        let mut before = &self.start;
        for Later { session, events, stage } in self.later.iter().take(STAGES) {
            lines.push(format!("  from session {}: {}; {}", year(*session), listed(events, NAMES), stage.members()));
            if stage.requirements != before.requirements {
                lines.extend(of(stage).iter().map(|line| format!("  {line}")));
            }
            before = stage;
        }
        if self.later.len() > STAGES {
            lines.push(format!("  … and {} more", self.later.len() - STAGES));
        }
        lines
    }
}

impl Stage {
    fn members(&self) -> String {
        let observers = match self.observers {
            0 => String::new(),
            number => format!(", {}", counted(number, "observer")),
        };
        format!("{}{observers}", counted(self.members, "member"))
    }
}

impl Required {
    fn line(&self) -> String {
        match &self.areas[..] {
            [] => self.requirement.clone(),
            areas => format!("{}: {}", listed(areas, NAMES), self.requirement),
        }
    }
}

impl Cost {
    fn line(&self, variants: usize) -> String {
        format!(
            "{} of {}, about {} proposals: {} on {}, {} of memory",
            counted(self.replications as usize, "world"),
            counted(variants, "variant"),
            about(self.proposals),
            duration(self.seconds),
            counted(self.threads, "thread"),
            memory(self.bytes),
        )
    }
}

/// A date in years: whole years as they are, others to a hundredth.
fn year(date: f64) -> String {
    if date.fract() == 0.0 { format!("{date:.0}") } else { format!("{date:.2}") }
}

/// A row with a name in the first column.
fn row(name: &str, text: &str, width: usize) -> String {
    let inset = text.len() - text.trim_start().len();
    let lines = wrapped(text.trim_start(), COLUMN + inset, width);
    format!("  {name:<column$}{lines}\n", column = COLUMN + inset - 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Options, parse};

    fn read(text: &str) -> Inventory {
        let scenario = parse("t.toml", text, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"));
        Inventory::of(&scenario, 2)
    }

    /// So many members with votes 1, 2, 3, …, the first of them founders.
    fn body(members: usize, founders: usize, further: &str) -> String {
        let member = |index: usize| {
            let group = if index < founders { "groups = ['founders']\n" } else { "" };
            format!("[members.m{index:03}]\nideal = [0.5]\nvotes = {}\n{group}", index + 1)
        };
        let members: String = (0..members).map(member).collect();
        format!("[space]\ndimensions = ['x']\n{members}[areas.k]\n[areas.l]\n{further}")
    }

    #[test]
    fn everything_that_was_read_is_told() {
        let text = read(&body(
            9,
            6,
            "share = 3\nrule = 'unanimity'\n[agenda]\nstart = 2017\nyears = 8\n[secretariat]\ninitiative = 0.5\n\
             [rule]\nkind = 'majority'\nof = 'votes'\nshare = 0.7\n\
             [variants.six]\nlabel = 'Six'\nmembers = ['@founders']\n\
             [variants.nine]\nset = { \"areas.l.rule\" = 'consensus', \"members.m008.status\" = 'observer' }\n",
        ))
        .text(100);
        for line in [
            "  title       t\n",
            "  space       x\n",
            "  members     9: m000, m001, m002, m003, m004, m005, m006, m007, m008\n",
            "  groups      founders 6\n",
            "  weights     votes 45 in all\n",
            "  secretariat tables 0.5 a session\n",
            "  areas       k 25 %, l 75 %\n",
            "  agenda      8 sessions in 8 years from 2017\n",
            "  variants    six (Six): 6 members\n",
            "                k: majority: 15 of 21 votes in favour\n",
            "                l: unanimity: all 6 support\n",
            "              nine: 8 members, 1 observer\n",
            "                k: majority: 26 of 36 votes in favour\n",
            "                l: consensus: nobody of 8 objects\n",
            "  a run       2,000 worlds of 2 variants, about ",
        ] {
            assert!(text.contains(line), "{line}is not in\n{text}");
        }
    }

    #[test]
    fn what_changes_in_time_is_told_with_its_date() {
        let text = read(&body(
            4,
            2,
            "threat_response = 1\n[agenda]\nstart = 2001\nyears = 10\n[negotiation]\nsessions = 3\n\
             [rule]\nkind = 'consensus'\nfallback = { after = 2, rule = 'unanimity' }\n\
             [events.entry]\nlabel = 'Entry'\nat = 2005-01-01\njoin = ['m002', 'm003']\n\
             [events.gap]\nat = 2005.2\nset = { \"members.m001.influence\" = 2 }\n\
             [events.rules]\nat = 2008\nsuspend = ['m003']\nset = { \"areas.l.rule\" = 'opt-out' }\n\
             [events.late]\nat = 2050\nleave = ['m000']\n\
             [pulses.war]\nat = 2003\nsize = 1\nhalf_life = 1\n[pulses.unrest]\nrate = 0.25\nsize = 1\nhalf_life = 1\n\
             [periods.first]\nfrom = 2001\nto = 2005\n[variants.v]\nmembers = ['@founders']\n",
        ))
        .text(120);
        let lines = "  threats     war 2003, unrest 0.25 a year\n  periods     first 2001 to 2005\n\
                     \x20 variants    v: 2 members\n\
                     \x20               consensus: nobody of 2 objects; after 2 sessions in vain unanimity: all 2 support\n\
                     \x20               from session 2005.50: Entry 2005, gap 2005.20; 4 members\n\
                     \x20                 consensus: nobody of 4 objects; after 2 sessions in vain unanimity: all 4 support\n\
                     \x20               from session 2008.50: rules 2008; 3 members, 1 observer\n\
                     \x20                 k: consensus: nobody of 3 objects; after 2 sessions in vain unanimity: all 3 support\n\
                     \x20                 l: opt-out: 2 of 3 members go ahead\n\
                     \x20 a run";
        assert!(text.contains(lines), "{lines}\nis not in\n{text}");
    }

    #[test]
    fn weights_that_a_variant_changes_are_its_own() {
        let set = "rule = { kind = 'majority', of = 'votes', quota = 5 }\n\
                   [variants.now]\n[variants.then]\nset = { \"members.m000.votes\" = 6 }\n";
        let text = read(&body(2, 0, &set.replace("rule", "rule = 'consensus'\n[areas.n]\nrule"))).text(100);
        assert!(text.contains("n: majority: never met: 5 of 3 votes in favour"), "{text}");
        assert!(text.contains("n: majority: 5 of 8 votes in favour"), "{text}");
    }

    #[test]
    fn a_large_body_stays_readable() {
        let variants: String = (0..40).map(|index| format!("[variants.v{index}]\n")).collect();
        let inventory = read(&body(193, 5, &variants));
        let text = inventory.text(80);
        assert!(text.contains("m011 … and 181 more") && text.contains("… and 20 more"), "{text}");
        assert!(text.lines().count() < 60 && text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert_eq!((inventory.members.len(), inventory.variants.len()), (193, 40), "programs get all");
    }

    #[test]
    fn no_more_threads_are_counted_than_have_something_to_do() {
        let cost = read(&body(3, 0, "[run]\nreplications = 20\n")).cost;
        assert_eq!((cost.threads, cost.replications), (1, 20));
        assert!((cost.proposals - 60.0).abs() < 1e-9, "one a session and member");
    }
}
