//! What a session finds in force: the model, the threat, who may not object yet, and where policies stand.

use winset::engine::World;
use winset::engine::draws::{Purpose, Subject, group_key};
use winset::model::{Entry, Law, Model, Occurrence, Rule, Timeline};

use super::arrivals::poisson;
use super::calendar::Item;

#[derive(Debug)]
pub struct Scene<'a> {
    pub model: &'a Model,
    pub session: u32,
    /// θ.
    pub threat: f64,
    /// By member of the file: whether what would be its objection is acquiescence.
    pub muted: Vec<bool>,
}

impl<'a> Scene<'a> {
    pub fn of(timeline: &'a Timeline, world: World, session: u32) -> Self {
        let model = &span_at(timeline, session).1;
        let date = model.agenda.date(session);
        let muted = |member| last_entry(timeline, member, date).is_some_and(|e| !e.may_object && share(e, date) < 1.0);
        Scene {
            model,
            session,
            threat: threat(timeline, world, session),
            muted: (0..model.members.len()).map(muted).collect(),
        }
    }

    /// What failing costs whoever has a stake: u_k + threat response · θ.
    pub fn failing(&self, area: usize) -> f64 {
        self.model.areas[area].urgency + self.model.areas[area].threat_response * self.threat
    }

    /// The rule for an item: the last fallback whose number of sessions it has failed in before this one.
    pub fn rule(&self, item: &Item) -> &'a Rule {
        let area = &self.model.areas[item.area];
        let failed = item.sessions.saturating_sub(1);
        let mut rule = &area.rule;
        let mut fallback = area.fallback.as_deref();
        while let Some(next) = fallback {
            if failed < next.after {
                break;
            }
            rule = &next.rule;
            fallback = next.fallback.as_deref();
        }
        rule
    }
}

/// Number of the span in force in `session`, and its model.
pub fn span_at(timeline: &Timeline, session: u32) -> (usize, &Model) {
    let (number, span) = timeline.spans.iter().enumerate().rfind(|(_, span)| span.from <= session).unwrap();
    (number, &span.model)
}

pub fn last_entry(timeline: &Timeline, member: usize, date: f64) -> Option<&Entry> {
    timeline.entries.iter().rfind(|entry| entry.member == member && entry.at <= date)
}

/// How much of its transition is over.
pub fn share(entry: &Entry, date: f64) -> f64 {
    if date >= entry.at + entry.transition { 1.0 } else { (date - entry.at) / entry.transition }
}

/// θ in a session: every jump so far, halved once every half-life.
fn threat(timeline: &Timeline, world: World, session: u32) -> f64 {
    let agenda = &timeline.spans[0].model.agenda;
    let now = agenda.date(session);
    let mut theta = 0.0;
    for pulse in &timeline.pulses {
        let rest = |at: f64| pulse.size * 0.5f64.powf((now - at) / pulse.half_life);
        match pulse.when {
            Occurrence::At(at) if at <= now => theta += rest(at),
            Occurrence::At(_) => {}
            Occurrence::Rate(rate) => {
                for number in 0..=session {
                    let name = Subject { tabled: number, ..Subject::default() };
                    let u = world.stream(Purpose::Pulse, name, group_key(&pulse.id)).uniform();
                    theta += f64::from(poisson(rate / agenda.sessions_per_year, u)) * rest(agenda.date(number));
                }
            }
        }
    }
    theta
}

/// Where the policies of evolving areas stand, by area, member of the file and dimension.
#[derive(Debug, Clone)]
pub struct Policies(pub Vec<Option<Vec<Vec<f64>>>>);

impl Policies {
    pub fn begin(model: &Model) -> Self {
        Policies((0..model.areas.len()).map(|area| at_start(model, area)).collect())
    }

    /// An event put another start in force, or made the area one whose policy evolves.
    pub fn change(&mut self, before: &Model, after: &Model) {
        for area in 0..after.areas.len() {
            let start = |model: &Model| model.areas[area].evolving.as_ref().map(|evolving| evolving.start.clone());
            if start(before) != start(after) {
                self.0[area] = at_start(after, area);
            }
        }
    }

    pub fn drift(&mut self, model: &Model, world: World, session: u32) {
        for (area, policies) in self.0.iter_mut().enumerate() {
            let (Some(policies), Some(evolving)) = (policies, &model.areas[area].evolving) else { continue };
            let name = Subject { tabled: session, ..Subject::default() };
            let mut stream = world.stream(Purpose::Drift, name, area as u64);
            for d in 0..model.dims() {
                let step = evolving.drift_sd[d] * stream.deviate(Law::Normal) / model.agenda.sessions_per_year.sqrt();
                policies.iter_mut().for_each(|policy| policy[d] += step);
            }
        }
    }

    /// `text` takes the place of the policy: of everybody's, or only of those who take part where somebody stays out.
    pub fn adopt(&mut self, area: usize, text: &[f64], participants: Option<&[usize]>) {
        let Some(policies) = &mut self.0[area] else { return };
        for (member, policy) in policies.iter_mut().enumerate() {
            if participants.is_none_or(|those| those.contains(&member)) {
                *policy = text.to_vec();
            }
        }
    }
}

fn at_start(model: &Model, area: usize) -> Option<Vec<Vec<f64>>> {
    let evolving = model.areas[area].evolving.as_ref()?;
    Some(vec![evolving.start.clone(); model.members.len()])
}
