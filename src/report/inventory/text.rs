//! The inventory for a person.

use super::super::words::{about, counted, duration, grouped, listed, memory, wrapped};
use super::{Calendar, Cost, Inventory, Later, Parts, Required, Stage, Table, Total};

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
            ("issues", self.issues.clone().unwrap_or_default()),
            ("agenda", self.agenda.line()),
            ("threats", listed(&self.pulses, NAMES)),
            ("periods", listed(&self.periods, NAMES)),
        ];
        let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
        let mut out: String = rows.map(|(name, text)| row(name, &text, width)).collect();
        for (index, table) in self.tables.iter().enumerate() {
            let line = format!("{}: {}", table.file, table.line());
            out += &row(if index == 0 { "tables" } else { "" }, &line, width);
        }
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
        if !self.assumptions.is_empty() {
            out += &row("assumed", &listed(&self.assumptions, NAMES), width);
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

impl Parts {
    fn line(&self) -> String {
        let to = self.to.as_ref().map_or(String::new(), |to| format!(" to {to}"));
        let orders = self.orders.map_or(String::new(), |orders| format!(" from {}", counted(orders, "order")));
        let (factors, sets) = (counted(self.factors.len(), "factor"), counted(self.sets, "set"));
        format!("{}: from {}{to}, {factors} ({}), {sets}{orders}", self.id, self.from, listed(&self.factors, NAMES))
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
pub(super) fn year(date: f64) -> String {
    if date.fract() == 0.0 { format!("{date:.0}") } else { format!("{date:.2}") }
}

/// A row with a name in the first column.
fn row(name: &str, text: &str, width: usize) -> String {
    let inset = text.len() - text.trim_start().len();
    let lines = wrapped(text.trim_start(), COLUMN + inset, width);
    format!("  {name:<column$}{lines}\n", column = COLUMN + inset - 2)
}
