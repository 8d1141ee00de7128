use super::{Agenda, Model};

/// A model that changes at dates: what is in force from which session on, and what comes from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// What is in force, ascending by session, the first from session 0. All have the same members, areas, dimensions and
    /// calendar (`start`, `years`, `sessions`, `sessions_per_year` of the agenda); everything else may differ.
    pub spans: Vec<Span>,
    /// Who is new, and for how long.
    pub entries: Vec<Entry>,
    /// Threats from outside.
    pub pulses: Vec<Pulse>,
    /// What reports tell apart, in the order of the tables.
    pub periods: Vec<Period>,
    /// What happens within the horizon, by date: for figures to mark; what it changes is in spans and entries.
    pub events: Vec<Event>,
}

/// A model and the session from which on it is in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// Number of the session, from 0.
    pub from: u32,
    /// What is in force.
    pub model: Model,
    /// Areas whose policy is put where their status quo starts, by index: an event sets it, be it to the same place.
    pub restarts: Vec<usize>,
}

/// A member that joins after the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Index into the model's members.
    pub member: usize,
    /// Date at which it joins, in years.
    pub at: f64,
    /// Years ≥ 0 over which its initiative rises in proportion from 0 to its value.
    pub transition: f64,
    /// Whether it can object during these years.
    pub may_object: bool,
}

/// Something dated that changes what is in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it; the id where nothing else is given.
    pub label: String,
    /// Its date, in years.
    pub at: f64,
    /// Who is at the table from then on and was not before, by index into the model's members.
    pub joins: Vec<usize>,
    /// Who was at the table until then.
    pub leaves: Vec<usize>,
}

/// Sessions that are reported together.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Key in the scenario; the number of a calendar year.
    pub id: String,
    /// What figures and tables call it.
    pub label: String,
    /// The first date, in years.
    pub from: f64,
    /// The date before which it ends.
    pub to: f64,
}

/// A threat that jumps and fades.
#[derive(Debug, Clone, PartialEq)]
pub struct Pulse {
    /// Key in the scenario.
    pub id: String,
    /// When it jumps.
    pub when: Occurrence,
    /// By how much θ jumps.
    pub size: f64,
    /// Years > 0 in which it halves.
    pub half_life: f64,
}

/// When a pulse occurs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Occurrence {
    /// Once, at this date in years.
    At(f64),
    /// So often a year, by chance of the world.
    Rate(f64),
}

impl Timeline {
    /// Its length in years, date of sessions and the like are the same in all spans.
    pub fn first(&self) -> &Model {
        &self.spans[0].model
    }

    /// What is in force in `session`.
    pub fn model_at(&self, session: u32) -> &Model {
        &self.spans[self.span_at(session)].model
    }

    /// Index of the span to which `session` belongs.
    pub fn span_at(&self, session: u32) -> usize {
        let after = self.spans.partition_point(|span| span.from <= session);
        after.max(1) - 1
    }

    /// Months from the session in which something was tabled to its end in another one, after so many polls there.
    #[inline]
    pub fn months_between(&self, tabled: u32, ended: u32, polls: u32) -> f64 {
        let agenda = &self.model_at(ended).agenda;
        f64::from(ended - tabled) * 12.0 / agenda.sessions_per_year + f64::from(polls) * agenda.months_per_round
    }

    /// The sessions of a period: those whose dates are in it.
    pub fn sessions_of(&self, period: &Period) -> impl Iterator<Item = u32> {
        period.sessions(&self.first().agenda)
    }

    /// Every member that ever has a response, ascending.
    pub fn ever_seated(&self) -> Vec<usize> {
        let members = 0..self.first().members.len();
        members.filter(|member| self.spans.iter().any(|span| span.model.seats.contains(member))).collect()
    }

    /// The last model in which `member` has a response; the first one where it never has.
    pub fn last_seated(&self, member: usize) -> &Model {
        let last = self.spans.iter().rev().find(|span| span.model.seats.contains(&member));
        last.map_or(self.first(), |span| &span.model)
    }

    /// Whether `member` is at the table in any span.
    pub fn is_ever_present(&self, member: usize) -> bool {
        self.spans.iter().any(|span| span.model.table.contains(&member))
    }

    /// The entry of `member` that is in force at `date`: the last one before it.
    pub fn entry(&self, member: usize, date: f64) -> Option<&Entry> {
        self.entries.iter().rfind(|entry| entry.member == member && entry.at <= date)
    }
}

impl Period {
    /// Whether it is a calendar year and not one that a scenario names.
    pub fn is_year(&self) -> bool {
        self.to == self.from + 1.0 && self.id == self.from.to_string()
    }

    /// Which of `periods` a scenario names, without the calendar years.
    pub fn named(periods: &[Period]) -> impl Iterator<Item = usize> + '_ {
        (0..periods.len()).filter(|&number| !periods[number].is_year())
    }

    /// The numbers of its sessions: those whose dates are in it.
    pub fn sessions(&self, agenda: &Agenda) -> impl Iterator<Item = u32> {
        (0..agenda.sessions).filter(|&session| (self.from..self.to).contains(&agenda.date(session)))
    }
}

impl Entry {
    /// The share in \[0, 1\] of the transition that is over at `date`.
    pub fn passed(&self, date: f64) -> f64 {
        if self.transition > 0.0 { ((date - self.at) / self.transition).clamp(0.0, 1.0) } else { 1.0 }
    }
}

impl From<Model> for Timeline {
    /// What never changes.
    fn from(model: Model) -> Self {
        Timeline {
            spans: vec![Span { from: 0, model, restarts: Vec::new() }],
            entries: Vec::new(),
            pulses: Vec::new(),
            periods: Vec::new(),
            events: Vec::new(),
        }
    }
}
