//! What a model asks of a machine, known before it runs.

use super::{Amendment, Model, Period, Timeline};

/// Bytes that a run may take, threads and all.
pub const MEMORY: f64 = (4u64 << 30) as f64;
/// Replications that are run as one task.
pub const TASK: u64 = 32;

/// The most blocks of worlds whose totals are kept apart, so that any two variants can be compared.
pub const BLOCKS: u64 = 256;

/// Seconds of an operation, from the time that the shipped scenarios and some larger ones take on one core of 2024:
/// between 0.4 and 2.3 times what this says.
const OPERATION: f64 = 1e-9;
/// Operations to find a stream of draws.
const STREAM: f64 = 60.0;
/// Operations of one draw.
const DRAW: f64 = 5.0;
/// Operations of one response: the loss by dimension, and what surrounds it.
const RESPONSE: (f64, f64) = (4.0, 16.0);
/// Newton steps to decide whether a proposal is feasible: at most, and in the mean over proposals of which some need none.
const NEWTON_STEPS: Bounded = Bounded { most: 40.0, mean: 20.0 };
/// Operations to note of one pair of seats whether both object: if everybody does, and as it is.
const JOINT: Bounded = Bounded { most: 1.0, mean: 0.12 };
/// Operations to take one estimate's totals of a replication in.
const ESTIMATE: f64 = 400.0;

/// Bytes of a proposal beside its vectors, and of what the allocator adds.
const PROPOSAL: f64 = 600.0;
/// Bytes of one time at which proposals end: in a table of counts; in a curve with its jackknife replicates;
/// as rows of results and of files.
const TIME: (f64, f64, f64) = (80.0, 8_000.0, 1_000.0);
/// Bytes of a pair of members: in counts, and as rows of results and of files.
const PAIR: (f64, f64) = (8.0, 250.0);
/// Bytes of an estimate: its moments, its totals in one block of worlds, and as rows of results and of files.
const MOMENTS: f64 = 160.0;
const BLOCK: f64 = 10.0;
const ESTIMATE_ROWS: f64 = 1_000.0;
/// Estimates in all, of an area, of a member: more than there are.
const ESTIMATES: f64 = 34.0;
/// Bytes of the totals of a scope, by estimate that could be made of them.
const TALLY: f64 = 24.0;
/// Estimates of what runs for a decomposition.
const SHARED_OUT: f64 = 3.0;
/// Batches of replications that keep their times apart.
const BATCHES: f64 = 40.0;

/// A number of operations that depends on what happens.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bounded {
    most: f64,
    mean: f64,
}

/// What one replication of a model takes, as far as it can be known before: bounds or nearly so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Demand {
    /// Proposals that are expected.
    pub proposals: f64,
    /// Elementary operations if every proposal is polled as often as it can be.
    pub operations: f64,
    /// Seconds that one thread takes, roughly: proposals end before they have been polled as often as that.
    pub seconds: f64,
    /// Bytes of the proposals that are alive at once, and of what is counted meanwhile.
    world_bytes: f64,
    /// Different times at which proposals may end.
    times: f64,
    /// Seats².
    pairs: f64,
    /// Scopes times metrics.
    estimates: f64,
}

impl Demand {
    /// What `timeline` takes; with `examine`, every proposal is asked whether an agreement exists. Every session is
    /// counted as the busiest one.
    pub fn of(timeline: &Timeline, examine: bool) -> Demand {
        let mut most = Demand::of_model(timeline.first(), examine);
        for span in &timeline.spans[1..] {
            let other = Demand::of_model(&span.model, examine);
            most = Demand {
                proposals: most.proposals.max(other.proposals),
                operations: most.operations.max(other.operations),
                seconds: most.seconds.max(other.seconds),
                world_bytes: most.world_bytes.max(other.world_bytes),
                times: most.times.max(other.times),
                pairs: most.pairs.max(other.pairs),
                estimates: most.estimates,
            };
        }
        // Named ones but the first are compared with it as well.
        let named = Period::named(&timeline.periods).count();
        let of_periods = (timeline.periods.len() + named.saturating_sub(1)) as f64 * ESTIMATES;
        Demand {
            operations: most.operations + of_periods * ESTIMATE,
            seconds: most.seconds + of_periods * ESTIMATE * OPERATION,
            estimates: most.estimates + of_periods,
            ..most
        }
    }

    /// What `timeline` takes where only a few totals of it are kept, as a decomposition needs them.
    pub fn of_totals(timeline: &Timeline) -> Demand {
        let whole = Demand::of(timeline, false);
        let estimates = whole.estimates * ESTIMATE;
        Demand { operations: whole.operations - estimates, seconds: whole.seconds - estimates * OPERATION, ..whole }
    }

    fn of_model(model: &Model, examine: bool) -> Demand {
        let (seats, dims) = (model.seats.len() as f64, model.dims() as f64);
        let sessions = f64::from(model.agenda.sessions);
        let proposals = initiative(model) * sessions;
        let estimates = (1 + model.areas.len() + model.members.len()) as f64 * ESTIMATES;
        let numbers = model.members.len() as f64 * dims + 3.0 * (seats + dims);
        let alive = alive(model);
        // Beyond the expected number there may be some more.
        let world_bytes = (alive + 6.0 * alive.sqrt()) * (numbers * 8.0 + PROPOSAL) + seats * seats * PAIR.0;
        // The first shocks are drawn with the proposal.
        let sessions_after = (polled_sessions(model) - proposals).max(0.0);
        let always = sessions_after * of_session(model) + sessions * STREAM + estimates * ESTIMATE;
        let work = |of: fn(Bounded) -> f64, polls: f64| {
            always + proposals * of_proposal(model, examine, of(NEWTON_STEPS)) + polls * of_poll(model, of(JOINT))
        };
        let polls = polled_sessions(model) * rounds(model);
        let until_settled = polls.min(proposals * polls_until_settled(model));
        Demand {
            proposals,
            operations: work(|bounded| bounded.most, polls),
            seconds: work(|bounded| bounded.mean, until_settled) * OPERATION,
            world_bytes,
            times: times(model),
            pairs: seats * seats,
            estimates,
        }
    }

    /// Bytes of what is kept of so many replications of all variants, their results and files among it.
    pub fn kept(variants: &[Demand], replications: u64) -> f64 {
        let sum = |of: fn(&Demand, u64) -> f64| variants.iter().map(|demand| of(demand, replications)).sum::<f64>();
        let curves = variants.iter().map(|demand| demand.curve_bytes(replications)).fold(0.0, f64::max);
        // Curves of two variants are compared with each other.
        2.0 * sum(Demand::summary_bytes) + sum(Demand::result_bytes) + 2.0 * curves
    }

    /// Bytes of one task: a few replications, one at a time, each of all variants together with the draws that they share.
    pub fn task(variants: &[Demand]) -> f64 {
        let draws = variants.iter().map(|demand| demand.world_bytes).fold(0.0, f64::max);
        let worlds: f64 = variants.iter().map(|demand| demand.world_bytes).sum();
        draws + worlds + variants.iter().map(|demand| demand.summary_bytes(TASK) + demand.pairs * PAIR.0).sum::<f64>()
    }

    /// Bytes of one task's totals of what runs besides the variants.
    pub fn totals(between: &[Demand]) -> f64 {
        let tally = |demand: &Demand| {
            let times = demand.times_seen(TASK) * TASK as f64 * TIME.0;
            demand.estimates * TALLY + demand.pairs * 2.0 * PAIR.0 + times + demand.world_bytes
        };
        between.iter().map(|demand| tally(demand) + SHARED_OUT * estimate_bytes(u64::MAX)).sum()
    }

    /// Bytes of what is kept of so many replications.
    fn summary_bytes(&self, replications: u64) -> f64 {
        let times = self.times_seen(replications) * BATCHES;
        let times = times.min(self.proposals * replications as f64);
        self.estimates * estimate_bytes(replications) + self.pairs * PAIR.0 + times * TIME.0
    }

    /// Bytes of the results of so many replications, in memory and as files.
    fn result_bytes(&self, replications: u64) -> f64 {
        let times = self.times_seen(replications) * TIME.2;
        self.estimates * ESTIMATE_ROWS + self.pairs * PAIR.1 + times
    }

    /// Bytes while curves over time are made.
    fn curve_bytes(&self, replications: u64) -> f64 {
        self.times_seen(replications) * TIME.1
    }

    fn times_seen(&self, replications: u64) -> f64 {
        self.times.min(self.proposals * replications as f64)
    }
}

/// Bytes of what is kept of so many replications for one estimate: its totals by block, and its moments in a tree of tasks.
fn estimate_bytes(replications: u64) -> f64 {
    let tasks = replications.div_ceil(TASK).max(1);
    MOMENTS * f64::from(2 + tasks.ilog2()) + BLOCK * replications.min(BLOCKS) as f64
}

/// Expected proposals a session.
fn initiative(model: &Model) -> f64 {
    let members: f64 = model.table.iter().map(|&index| model.members[index].initiative).sum();
    members + model.secretariat.as_ref().map_or(0.0, |secretariat| secretariat.initiative)
}

/// Sessions that may take up one proposal.
fn taken_up(model: &Model) -> f64 {
    f64::from(model.negotiation.sessions.min(model.agenda.sessions))
}

/// Polls that one session may hold on one proposal: where neither texts nor positions move it ends with the first.
fn rounds(model: &Model) -> f64 {
    let persuades = model.table.iter().any(|&index| model.members[index].susceptibility > 0.0);
    match model.negotiation.amendment {
        Amendment::None if !persuades => 1.0,
        _ => f64::from(model.negotiation.rounds),
    }
}

/// Sessions times the proposals that each takes up.
fn polled_sessions(model: &Model) -> f64 {
    let sessions = f64::from(model.agenda.sessions);
    let wanted = initiative(model) * sessions * taken_up(model);
    model.agenda.capacity.map_or(wanted, |capacity| wanted.min(f64::from(capacity) * sessions))
}

/// Proposals on the table or waiting at once.
fn alive(model: &Model) -> f64 {
    let in_turn = initiative(model) * taken_up(model);
    match model.agenda.capacity {
        Some(capacity) if f64::from(capacity) < in_turn => initiative(model) * f64::from(model.agenda.sessions),
        _ => in_turn,
    }
}

/// Different pairs of sessions passed and polls in the last one.
fn times(model: &Model) -> f64 {
    let sessions = if model.agenda.capacity.is_some() { f64::from(model.agenda.sessions) } else { taken_up(model) };
    (sessions + 1.0) * (rounds(model) + 1.0)
}

/// Polls after which amendments have brought a text where they can, so that it is adopted or given up: what is left of
/// the way to the holdouts shrinks by a factor with each concession; a mediator serves one after the other.
fn polls_until_settled(model: &Model) -> f64 {
    match model.negotiation.amendment {
        Amendment::None => f64::INFINITY,
        Amendment::Concede { rate } => 3.0 / rate + 1.0,
        Amendment::Mediate { .. } => 3.0 * model.seats.len() as f64,
    }
}

/// Operations to make a proposal and to note its end, in so many Newton steps where it is examined.
fn of_proposal(model: &Model, examine: bool, steps: f64) -> f64 {
    let (members, seats, dims) = (model.members.len() as f64, model.seats.len() as f64, model.dims() as f64);
    let newton = if examine { steps * (seats + 2.0) * (dims + 1.0) * (dims + 1.0) } else { 0.0 };
    STREAM + members * (dims + 1.0) * DRAW + seats * (dims * RESPONSE.0 + RESPONSE.1) + newton
}

/// Operations of a session on one proposal beside its polls: the shocks.
fn of_session(model: &Model) -> f64 {
    STREAM + model.members.len() as f64 * DRAW
}

/// Operations of a poll, those for a pair of seats being so many.
fn of_poll(model: &Model, joint: f64) -> f64 {
    let (seats, dims) = (model.seats.len() as f64, model.dims() as f64);
    let parts = model.areas.iter().map(|area| area.rule.parts()).max().unwrap_or(1) as f64;
    seats * (dims * RESPONSE.0 + RESPONSE.1 + parts + joint * seats)
}
