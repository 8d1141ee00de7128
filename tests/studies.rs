//! For the other concerns: a model whose pass rate is known, tables with fewer members, and what an experiment finds.

use winset::experiment::{self, Case, Plan, Results, Watch};
use winset::model::*;
use winset::stats::Level;

/// `members` of them at the origin of a line, and a secretariat that tables the text 1, one a session on average for
/// four sessions, against a status quo of 0 under consensus. Ideal points and positions are uncertain.
pub fn fixed_text(members: usize, tolerance: f64) -> Model {
    let member = |index: usize| Member {
        id: format!("m{index}"),
        label: format!("m{index}"),
        ideal: vec![0.0],
        ideal_sd: vec![0.3],
        ideal_law: Law::Normal,
        salience: vec![1.0],
        tolerance: vec![tolerance],
        influence: 1.0,
        deference: 1.0,
        susceptibility: 0.0,
        socialisation: 0.0,
        initiative: 0.0,
        interests: vec![1.0],
        worthwhile: 0.1,
        outside_option: vec![0.0],
        groups: Vec::new(),
        status: Status::Member,
    };
    let area = Area {
        id: "area".to_owned(),
        label: "Area".to_owned(),
        share: 1.0,
        relevance: vec![1.0],
        noise: vec![0.4],
        group_correlation: vec![0.0; members],
        urgency: 0.0,
        threat_response: 0.0,
        fallback: None,
        evolving: None,
        stakes: 1.0,
        shock_sd: 0.0,
        rule: Rule::Consensus,
        status_quo: StatusQuo { mean: vec![0.0], sd: vec![0.0], law: Law::Normal },
        relations: Vec::new(),
    };
    let negotiation = Negotiation {
        loss: Loss::Quadratic,
        opening: Opening::Sincere,
        compensation: Compensation::None,
        linkage: false,
        ambition: 1.0,
        rounds: 1,
        sessions: 1,
        pressure: 0.0,
        amendment: Amendment::None,
        shock_persistence: 1.0,
    };
    let agenda = Agenda {
        start: 0.0,
        sessions: 4,
        sessions_per_year: 1.0,
        years: 4.0,
        arrivals: Arrivals::Poisson,
        initiative_sd: 0.0,
        order: Order::OldFirst,
        capacity: None,
        months_per_round: 1.0,
    };
    let ideal = SecretariatIdeal::Point(vec![1.0]);
    Model {
        dimensions: vec![Dimension::named("x")],
        members: (0..members).map(member).collect(),
        table: (0..members).collect(),
        seats: (0..members).collect(),
        secretariat: Some(Secretariat { ideal, initiative: 1.0, worthwhile: 0.1 }),
        areas: vec![area],
        listing: None,
        negotiation,
        agenda,
    }
}

/// Members on a line at `ideals` and nothing random: the first one tables its ideal point, once, against 0, under consensus
/// and with zero tolerance.
pub fn line(ideals: &[f64]) -> Model {
    space(&ideals.iter().map(std::slice::from_ref).collect::<Vec<&[f64]>>())
}

/// The same in as many dimensions as the points have, which count alike.
pub fn space(ideals: &[&[f64]]) -> Model {
    let dims = ideals[0].len();
    let mut model = fixed_text(ideals.len(), 0.0);
    model.dimensions = (0..dims).map(|d| Dimension::named(format!("d{d}"))).collect();
    for (member, ideal) in model.members.iter_mut().zip(ideals) {
        (member.ideal, member.ideal_sd, member.salience) = (ideal.to_vec(), vec![0.0; dims], vec![1.0; dims]);
    }
    model.members[0].initiative = 1.0;
    let area = &mut model.areas[0];
    (area.relevance, area.noise) = (vec![1.0; dims], vec![0.0; dims]);
    (area.status_quo.mean, area.status_quo.sd) = (vec![0.0; dims], vec![0.0; dims]);
    model.secretariat = None;
    model.agenda = Agenda { sessions: 1, years: 1.0, arrivals: Arrivals::Fixed, ..model.agenda };
    model
}

/// `model` with only those members of its table for whom `stays` holds; for rules that know no seats.
pub fn reduced(model: &Model, stays: impl Fn(usize) -> bool) -> Model {
    let mut reduced = model.clone();
    reduced.table.retain(|&member| stays(member));
    reduced.seats.retain(|&member| stays(member));
    reduced
}

/// What the experiment finds in `replications` worlds of `seed`.
pub fn results(models: &[&Model], seed: u64, replications: u64) -> Results {
    at_level(models, seed, replications, Level::default())
}

/// The same with intervals at another level.
pub fn at_level(models: &[&Model], seed: u64, replications: u64, level: Level) -> Results {
    experiment(models, Plan { seed, replications, examine: false, level })
}

/// The same with an answer to whether each proposal was feasible.
pub fn examined(models: &[&Model], seed: u64, replications: u64) -> Results {
    experiment(models, Plan { seed, replications, examine: true, level: Level::default() })
}

fn experiment(models: &[&Model], plan: Plan) -> Results {
    let ids: Vec<String> = (0..models.len()).map(|v| format!("v{v}")).collect();
    let timelines: Vec<Timeline> = models.iter().map(|&model| Timeline::from(model.clone())).collect();
    let cases: Vec<Case> = timelines.iter().zip(&ids).map(|(timeline, id)| Case { id, label: id, timeline }).collect();
    let watch = Watch::nobody();
    experiment::run_cases("test", &cases, plan, &watch).expect("nobody interrupts")
}
