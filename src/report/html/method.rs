//! The model in the order of ODD (Grimm et al. 2020, JASSS 23(2) 7), with the values of the scenario's first variant.

use super::super::inventory::{Inventory, Required};
use super::super::words::{counted, grouped, listed};
use super::blocks::Section;
use super::members::short;
use crate::model::{
    Agenda, Amendment, Area, Arrivals, Compensation, Draw, Loss, Model, Negotiation, Opening, Order, SecretariatIdeal,
};
use crate::scenario::Scenario;

/// As many names are listed.
const NAMES: usize = 12;

/// The seven elements.
pub fn sections(scenario: &Scenario) -> Vec<Section> {
    let inventory = Inventory::of(scenario, 1);
    let model = scenario.variants[0].model();
    let section = |heading, paragraphs| Section { heading, paragraphs };
    vec![
        section("Purpose and patterns", purpose(scenario)),
        section("Entities, state variables and scales", entities(&inventory, model)),
        section("Process overview and scheduling", schedule(&inventory, model)),
        section("Design concepts", concepts(model)),
        section("Initialisation", initialisation(model)),
        section("Input data", input(scenario, &inventory)),
        section("Submodels", submodels(&inventory, model)),
    ]
}

fn purpose(scenario: &Scenario) -> Vec<String> {
    let compared = match scenario.variants.len() {
        1 => "one table and its rules".to_owned(),
        n => format!("{n} variants of tables and rules, on the same agenda and in the same worlds"),
    };
    vec![format!(
        "To say what follows for the fate of proposals from stated positions, rules and ways of negotiating: how many pass, \
         stall, are withdrawn, taken elsewhere or shelved, how long that takes and what is left of them. This scenario compares \
         {compared}. It predicts no single decision."
    )]
}

fn entities(inventory: &Inventory, model: &Model) -> Vec<String> {
    let area = |(name, share): &(String, f64)| format!("{name} ({:.0} %)", 100.0 * share);
    let areas: Vec<String> = inventory.areas.iter().map(area).collect();
    let secretariat = if model.secretariat.is_some() { "; a secretariat that proposes and has no vote" } else { "" };
    let wants = match &inventory.dimensions[..] {
        [] => "a position on each issue that concerns them and how much they care about it".to_owned(),
        dimensions => format!(
            "an ideal point in {} ({}), a salience by dimension",
            counted(dimensions.len(), "dimension"),
            listed(dimensions, NAMES)
        ),
    };
    let mut entities = vec![
        format!(
            "{} with {wants}, tolerance, influence, deference, initiative and an outside option{secretariat}.",
            counted(inventory.members.len(), "member"),
        ),
        format!("{}, by share of the agenda: {}.", counted(areas.len(), "area"), listed(&areas, NAMES)),
        "Proposals, each with a sponsor, an area, a status quo, every member’s position on it, and a text.".to_owned(),
        format!("Time goes by sessions: {}.", calendar(&model.agenda)),
    ];
    entities.extend(inventory.issues.as_ref().map(|issues| format!("Proposals come from a list: {issues}.")));
    entities
}

fn calendar(agenda: &Agenda) -> String {
    let from = if agenda.start == 0.0 { String::new() } else { format!(" from {}", short(agenda.start)) };
    format!(
        "{} a year, {} in {} year{}{from}",
        short(agenda.sessions_per_year),
        counted(agenda.sessions as usize, "session"),
        grouped(agenda.years),
        if agenda.years == 1.0 { "" } else { "s" },
    )
}

fn schedule(inventory: &Inventory, model: &Model) -> Vec<String> {
    let Negotiation { rounds, sessions, linkage, .. } = &model.negotiation;
    let order = match model.agenda.order {
        Order::OldFirst => "carried-over proposals first, then new ones in random order",
        Order::NewFirst => "new proposals in random order first, then carried-over ones",
    };
    let capacity = inventory.agenda.capacity.map_or(String::new(), |items| {
        format!("; at most {} are taken up, the rest wait", counted(items as usize, "item"))
    });
    let pairs = if *linkage { "; what failed is then tried in pairs" } else { "" };
    vec![
        "In each session: events that are due; threats and the drift of policies; new proposals; deliberation of each; \
         shelving; changes of ideal points by socialisation."
            .to_owned(),
        format!(
            "Deliberation takes {order}{capacity}. Each has at most {} a session; after {} in vain it is \
             shelved{pairs}. A poll takes {} month{}.",
            counted(*rounds as usize, "poll"),
            counted(*sessions as usize, "session"),
            short(model.agenda.months_per_round),
            if model.agenda.months_per_round == 1.0 { "" } else { "s" },
        ),
    ]
}

fn concepts(model: &Model) -> Vec<String> {
    let sensing = match &model.negotiation.opening {
        Opening::Sincere => "Sponsors open sincerely and foresee nothing".to_owned(),
        Opening::Anticipate { information_sd, withhold } => format!(
            "Sponsors see the others’ positions with an error (standard deviation {}) and open with the largest text that \
             they expect to pass{}",
            listed(&information_sd.iter().map(|sd| short(*sd)).collect::<Vec<_>>(), NAMES),
            if *withhold { ", or keep to themselves what would not" } else { "" },
        ),
    };
    vec![
        "Basic principle: spatial voting with negotiation. What passes, and how much is left of it, emerges from the rule, the \
         positions and the bargaining; none of it is put in."
            .to_owned(),
        format!("Objectives: members compare a text with the status quo by their loss. {sensing}."),
        "Interaction: polls, amendments, pressure of those who do not object, and relations between members. Collectives: groups \
         whose positions on an issue may go together."
            .to_owned(),
        "Stochasticity: positions, status quos, arrivals and shocks are drawn. All variants see the same draws (common random \
         numbers), so that they differ in nothing but themselves. Observation: every ending, poll and gain is counted."
            .to_owned(),
    ]
}

fn initialisation(model: &Model) -> Vec<String> {
    let drawn = model.members.iter().any(|member| member.ideal_sd.iter().any(|sd| *sd > 0.0));
    let ideal = if drawn {
        "Ideal points are drawn once a world around those of the table of members"
    } else {
        "Ideal points are those of the table of members in every world"
    };
    let policy = |area: &Area| match &area.evolving {
        Some(evolving) => format!("a policy that begins at {} and drifts", vector(&evolving.start)),
        None => format!(
            "drawn for each proposal, mean {}, standard deviation {}",
            vector(&area.status_quo.mean),
            vector(&area.status_quo.sd)
        ),
    };
    if model.listing.is_some() {
        let status_quo = "Status quo: that of each issue; where it is not known, anywhere on its scale";
        let ideal = if model.space().is_empty() { String::new() } else { format!("{ideal}. ") };
        return vec![format!("{ideal}No proposal is pending."), format!("{status_quo}.")];
    }
    vec![format!("{ideal}. No proposal is pending."), format!("Status quo: {}.", by_area(&model.areas, policy))]
}

/// What is said of every area; those of which the same is said stand together.
fn by_area(areas: &[Area], said: impl Fn(&Area) -> String) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for area in areas {
        let text = said(area);
        match groups.iter_mut().find(|(of, _)| *of == text) {
            Some((_, names)) => names.push(&area.label),
            None => groups.push((text, vec![&area.label])),
        }
    }
    match &groups[..] {
        [(text, _)] => text.clone(),
        groups => {
            let group = |(text, names): &(String, Vec<&str>)| format!("{text} ({})", listed(names, NAMES));
            groups.iter().take(NAMES).map(group).collect::<Vec<_>>().join("; ")
        }
    }
}

fn percent(share: f64) -> String {
    format!("{} %", short(100.0 * share))
}

fn vector(numbers: &[f64]) -> String {
    format!("({})", numbers.iter().map(|number| short(*number)).collect::<Vec<_>>().join(", "))
}

fn input(scenario: &Scenario, inventory: &Inventory) -> Vec<String> {
    let events: Vec<String> = scenario.variants[0]
        .timeline
        .events
        .iter()
        .map(|event| format!("{} ({})", event.label, short(event.at)))
        .collect();
    let told = |what: &str, list: &[String]| match list {
        [] => None,
        list => Some(format!("{what}: {}.", listed(list, NAMES))),
    };
    let mut paragraphs: Vec<String> =
        told("Events", &events).into_iter().chain(told("Threats", &inventory.pulses)).collect();
    if paragraphs.is_empty() {
        paragraphs.push("Nothing from outside drives a run; the scenario’s text is all of its input.".to_owned());
    }
    paragraphs
}

fn submodels(inventory: &Inventory, model: &Model) -> Vec<String> {
    let negotiation = &model.negotiation;
    let mut paragraphs = vec![arrivals(model), positions(model), loss(negotiation)];
    paragraphs.push(amendment(negotiation));
    paragraphs.push(
        "Sponsors give up a text that leaves them less than a share of what they wanted (worthwhile), or less than they get \
         elsewhere (outside option)."
            .to_owned(),
    );
    paragraphs.extend(compensation(&negotiation.compensation));
    let variants = inventory.variants.iter().take(NAMES);
    paragraphs.extend(variants.map(|variant| {
        let rules: Vec<String> = variant.start.requirements.iter().map(rule).collect();
        format!("Rule, {}: {}.", variant.label, rules.join("; "))
    }));
    if inventory.variants.len() > NAMES {
        paragraphs.push("Rules of further variants are in the scenario’s text.".to_owned());
    }
    paragraphs
}

fn rule(required: &Required) -> String {
    match &required.areas[..] {
        [] => required.requirement.clone(),
        areas => format!("in {} {}", listed(areas, NAMES), required.requirement),
    }
}

fn arrivals(model: &Model) -> String {
    let (agenda, secretariat) = (&model.agenda, model.secretariat.as_ref());
    if model.listing.as_ref().is_some_and(|listing| listing.draw == Draw::Each) {
        return "Agenda: every proposal of the list comes up once a world, in the first session at or after its date; its sponsor \
                is the one that the list names, or drawn by initiative among those with a stake."
            .to_owned();
    }
    let law = match agenda.arrivals {
        Arrivals::Poisson => "a Poisson number of proposals a session with the mean of its initiative",
        Arrivals::Fixed => "as many proposals a session as its initiative says, the fraction by chance",
    };
    let common = match agenda.initiative_sd {
        0.0 => String::new(),
        sd => format!(", times a common factor of the session with standard deviation {}", short(sd)),
    };
    let secretariat = secretariat.map_or(String::new(), |secretariat| {
        let aim = match secretariat.ideal {
            SecretariatIdeal::Centroid => "the members’ weighted mean position",
            SecretariatIdeal::Point(_) => "a fixed point",
            SecretariatIdeal::Drawn { .. } => "a point drawn for each proposal",
        };
        format!(" The secretariat tables {} a session on average and aims at {aim}.", short(secretariat.initiative))
    });
    format!("Agenda: every sponsor tables {law}{common}.{secretariat}")
}

fn positions(model: &Model) -> String {
    let noise = by_area(&model.areas, |area| vector(&area.noise));
    match &model.listing {
        None => format!(
            "Positions: on each issue a member stands at its ideal point plus noise with standard deviations {noise}."
        ),
        Some(_) => format!(
            "Positions: on each issue a member stands where its row says, within the error of measurement given there, plus \
             noise with standard deviations {noise} of the scale; without a row it has no stake, or its ideal point."
        ),
    }
}

fn loss(negotiation: &Negotiation) -> String {
    let shape = match negotiation.loss {
        Loss::Quadratic => "the squared",
        Loss::Linear => "the",
    };
    let pressure = match negotiation.pressure {
        0.0 => "nobody feels pressure".to_owned(),
        pressure => format!("the pressure of those who do not object is {}", short(pressure)),
    };
    format!(
        "Responses: loss is {shape} distance weighted by relevance and salience. A member supports what it gains from, swallows a \
         loss within its tolerance, and objects otherwise; {pressure}."
    )
}

fn amendment(negotiation: &Negotiation) -> String {
    let how = match negotiation.amendment {
        Amendment::None => "a text is taken or left; it is not amended".to_owned(),
        Amendment::Concede { rate } => {
            format!(
                "after a poll that fails, the text moves {} of the way to the mean of those in the way",
                percent(rate)
            )
        }
        Amendment::Mediate { relaxation } => format!(
            "after a poll that fails, the text moves towards one of those in the way, {} times what would satisfy it",
            short(relaxation)
        ),
    };
    let ambition = match negotiation.opening {
        Opening::Sincere => {
            format!("a sponsor opens {} of the way from the status quo to what it wants", percent(negotiation.ambition))
        }
        Opening::Anticipate { .. } => "a sponsor opens with what it expects to pass".to_owned(),
    };
    format!("Texts: {ambition}; {how}.")
}

fn compensation(compensation: &Compensation) -> Option<String> {
    match compensation {
        Compensation::None => None,
        Compensation::Fund { budget } => {
            Some(format!("Compensation: a fund of {} utility units a session pays those in the way.", short(*budget)))
        }
        Compensation::Gainers { willingness } => Some(format!(
            "Compensation: those who gain pay those in the way, each up to {} of its gain.",
            percent(*willingness)
        )),
    }
}
