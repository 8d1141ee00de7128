//! How much there is to do, estimated before it is begun.

use crate::code::Code;
use crate::fault::Fault;
use crate::limits::{MAX_MEMORY, MAX_PROPOSALS, MAX_WORK};
use crate::log::Log;
use crate::model::{Demand, Timeline};
use crate::node::{Origin, Table};
use crate::{Run, Variant};

/// Refuses what would never end, and what does not fit into memory.
pub(super) fn check(variants: &[Variant], between: &[Timeline], run: &Run, document: &Table, start: Origin, log: &Log) {
    let origin = |section: &str, name: &str| {
        let section = document.get(section)?;
        let field = section.node.as_table().and_then(|table| table.get(name));
        Some(field.map_or(section.node.at, |field| field.node.at))
    };
    let demands: Vec<Demand> = variants.iter().map(|variant| Demand::of(&variant.timeline, run.feasibility)).collect();
    let between: Vec<Demand> = between.iter().map(Demand::of_totals).collect();
    let all = || demands.iter().chain(&between);
    for (variant, Demand { proposals, .. }) in variants.iter().zip(&demands) {
        if *proposals > MAX_PROPOSALS {
            let at = origin("agenda", "years").unwrap_or(start);
            let message =
                format!("variant `{}` expects {proposals:.0} proposals, at most {MAX_PROPOSALS} are run", variant.id);
            log.add(Fault::at(Code::TooMuch, at, message).help("lower `initiative`, `years` or `sessions_per_year`"));
        }
    }
    let at = origin("run", "replications").unwrap_or(start);
    let fewer = if between.is_empty() { "" } else { ", or have fewer factors in [decompositions]" };
    let work = run.replications as f64 * all().map(|demand| demand.operations).sum::<f64>();
    if work > MAX_WORK {
        let message = format!("this would take about {work:.1e} operations, at most {MAX_WORK:.0e} are run");
        log.add(
            Fault::at(Code::TooMuch, at, message)
                .help(format!("lower `replications`, `rounds`, `sessions`, `years` or `initiative`{fewer}")),
        );
    }
    let memory = Demand::kept(&demands, run.replications) + Demand::task(&demands) + 2.0 * Demand::totals(&between);
    if memory > MAX_MEMORY {
        let gib = |bytes: f64| bytes / f64::from(1 << 30);
        let (memory, most) = (gib(memory), gib(MAX_MEMORY));
        let message = format!("this would take about {memory:.1} GiB of memory, at most {most} GiB are taken");
        log.add(
            Fault::at(Code::TooMuch, at, message)
                .help(format!("lower `rounds`, `sessions`, `years`, `initiative`, or have fewer variants{fewer}")),
        );
    }
}
