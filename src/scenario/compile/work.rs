//! How much there is to do, estimated before it is begun.

use crate::model::Model;
use crate::scenario::fault::{Fault, Log};
use crate::scenario::limits::{MAX_PROPOSALS, MAX_WORK};
use crate::scenario::node::{Origin, Table};
use crate::scenario::{Run, Variant};

/// Elementary operations of one poll, per seat and dimension.
const PER_SEAT_AND_DIMENSION: f64 = 4.0;

/// Refuses what would never end.
pub(super) fn check(variants: &[Variant], run: &Run, document: &Table, start: Origin, log: &Log) {
    let origin = |section: &str, name: &str| {
        let section = document.get(section)?;
        let field = section.node.as_table().and_then(|table| table.get(name));
        Some(field.map_or(section.node.at, |field| field.node.at))
    };
    for variant in variants {
        let proposals = expected_proposals(&variant.model);
        if proposals > MAX_PROPOSALS {
            let at = origin("agenda", "years").unwrap_or(start);
            let message =
                format!("variant `{}` expects {proposals:.0} proposals, at most {MAX_PROPOSALS} are run", variant.id);
            log.add(Fault::at(at, message).help("lower `initiative`, `years` or `sessions_per_year`"));
        }
    }
    let work = run.replications as f64 * variants.iter().map(|variant| work(&variant.model)).sum::<f64>();
    if work > MAX_WORK {
        let at = origin("run", "replications").unwrap_or(start);
        let message = format!("this would take about {work:.1e} operations, at most {MAX_WORK:.0e} are run");
        log.add(Fault::at(at, message).help("lower `replications`, `rounds`, `sessions`, `years` or `initiative`"));
    }
}

/// Expected proposals of one replication.
fn expected_proposals(model: &Model) -> f64 {
    let members: f64 = model.table.iter().map(|&index| model.members[index].initiative).sum();
    let secretariat = model.secretariat.as_ref().map_or(0.0, |secretariat| secretariat.initiative);
    (members + secretariat) * f64::from(model.agenda.sessions)
}

/// Operations of one replication.
fn work(model: &Model) -> f64 {
    let sessions = model.negotiation.sessions.min(model.agenda.sessions);
    let polls = f64::from(model.negotiation.rounds) * f64::from(sessions);
    let seats = model.seats.len() as f64 * model.dims() as f64 * PER_SEAT_AND_DIMENSION;
    let drawn = model.members.len() as f64 * model.dims() as f64;
    expected_proposals(model) * (polls * seats + drawn) + drawn
}
