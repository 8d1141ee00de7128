//! Sweeps as they are written in a scenario.

use super::axis::{Axis, Values};
use super::{Method, Sample, Sweep};
use crate::asked::Form;
use crate::code::Code;
use crate::document::Document;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::{MAX_AXES, MAX_REPLICATIONS, MAX_SWEEP_POINTS, MAX_SWEEPS};
use crate::log::Log;
use crate::names::check_id;
use crate::node::{Field, Node, Origin, Table, Value};
use crate::path::{Segment, segments_as_one};
use crate::range::Range;
use crate::suggest::shown;
use crate::values;

/// Reads every sweep of a document, and tries the values at the ends of each field; faults are logged.
pub(crate) fn check(document: &Document, log: &Log) {
    let Some(root) = document.root.as_ref().and_then(Node::as_table) else { return };
    let Some(sweeps) = root.get("sweeps") else { return };
    let Some(table) = sweeps.node.as_table() else {
        log.add(values::wrong_kind(&sweeps.node, "sweeps", "tables such as [sweeps.NAME]"));
        return;
    };
    if table.len() > MAX_SWEEPS {
        let message = format!("a scenario has at most {MAX_SWEEPS} sweeps, this one has {}", table.len());
        log.add(Fault::at(Code::TooMany, sweeps.key, message));
        return;
    }
    for (id, field) in table {
        check_id(id, field.key, "sweep", log);
        let Some(sweep) = Sweep::read(id, field, log) else { continue };
        if !document.leaves_variants_alone(&sweep, log) {
            continue;
        }
        for axis in &sweep.axes {
            document.try_values(axis, log);
        }
    }
}

impl Sweep {
    /// `None` where it is at fault.
    pub(super) fn read(id: &str, field: &Field, log: &Log) -> Option<Self> {
        let fields = Fields::open(log, &field.node, format!("sweep `{id}`"));
        let label = fields.label("label", "a label").unwrap_or(id).to_owned();
        let vary = fields.need("vary", || Form::Vary);
        let axes = vary.and_then(|node| axes(node, log));
        let sample = fields.ask("sample", || Form::Sample).map(|node| sample(node, log));
        let replications = fields
            .ask("replications", || Form::Whole(1, MAX_REPLICATIONS))
            .and_then(|node| values::whole(log, node, "replications", 1, MAX_REPLICATIONS));
        let threshold = fields
            .ask("threshold", || Form::Number(Range::AFFINITY))
            .and_then(|node| values::number(log, node, "threshold", Range::AFFINITY));
        let metrics = match fields.ask("metric", || Form::Either(vec![Form::Text(None), Form::Names(0, None)])) {
            Some(node) if node.as_str().is_some() => vec![node.as_str().unwrap_or_default().to_owned()],
            Some(node) => {
                let names = values::strings(log, node, "metric");
                names.into_iter().flatten().map(|(name, _)| name.to_owned()).collect()
            }
            None => Vec::new(),
        };
        fields.called("a sweep").close();
        let sample = match sample {
            Some(sample) => Some(sample?),
            None => None,
        };
        let sweep = Self { id: id.to_owned(), label, axes: axes?, sample, replications, metrics, threshold };
        sweep.is_sound(vary?.at, log).then_some(sweep)
    }

    /// Whether there are points, and not too many.
    fn is_sound(&self, at: Origin, log: &Log) -> bool {
        let between = |axis: &&Axis| matches!(axis.values, Values::Between { .. });
        if let Some(axis) = self.axes.iter().find(between).filter(|_| self.sample.is_none()) {
            let fault = Fault::at(Code::MissingField, axis.at, format!("`{}` says of no step", axis.path));
            log.add(fault.help("a range is LOW:HIGH:STEP; without a step it is for --sample lhs:N or sobol:N"));
            return false;
        }
        if self.size() > MAX_SWEEP_POINTS as u128 {
            let message = format!("a sweep has at most {MAX_SWEEP_POINTS} points, this one has {}", self.size());
            let fault = Fault::at(Code::TooMany, at, message);
            log.add(fault.help("take larger steps, vary fewer fields, or --sample lhs:N"));
            return false;
        }
        true
    }
}

/// What is varied, in the order as written; `None` where something of it is at fault.
fn axes(node: &Node, log: &Log) -> Option<Vec<Axis>> {
    let Some(table) = node.as_table() else {
        log.add(values::wrong_kind(node, "vary", "a table of fields with their values"));
        return None;
    };
    let mut fields = Vec::new();
    flat(table, &[], &mut fields, log);
    if fields.is_empty() {
        let fault = Fault::at(Code::MissingField, node.at, "a sweep varies at least one field").label("empty");
        log.add(fault.help("for example `vary = { \"negotiation.rounds\" = \"1:9:2\" }`"));
        return None;
    }
    if fields.len() > MAX_AXES {
        let message = format!("a sweep varies at most {MAX_AXES} fields, this one {}", fields.len());
        log.add(Fault::at(Code::TooMany, node.at, message));
        return None;
    }
    let axes: Vec<Option<Axis>> = fields.into_iter().map(|(path, node)| Axis::read(path, node, log)).collect();
    let axes: Vec<Axis> = axes.into_iter().collect::<Option<_>>()?;
    for (index, axis) in axes.iter().enumerate() {
        if ["run", "sweeps", "extends"].contains(&axis.segments[0].name.as_str()) {
            let message = format!("`{}` cannot be varied: all points see the same worlds", shown(&axis.path));
            log.add(Fault::at(Code::NotHere, axis.segments[0].at, message).help("set it for all with --set"));
            return None;
        }
        if axes[..index].iter().any(|other| other.path == axis.path) {
            let message = format!("`{}` is varied twice", shown(&axis.path));
            log.add(Fault::at(Code::Twice, axis.at, message));
            return None;
        }
    }
    Some(axes)
}

/// The paths of a table, whether they are written in quotes or as tables in tables.
fn flat<'a>(table: &'a Table, way: &[Segment], fields: &mut Vec<(Vec<Segment>, &'a Node)>, log: &Log) {
    for (name, field) in table {
        let path = match segments_as_one(name, field.key) {
            Ok(path) => [way, &path].concat(),
            Err(fault) => {
                log.add(fault);
                continue;
            }
        };
        match &field.node.value {
            Value::Table(within) => flat(within, &path, fields, log),
            _ => fields.push((path, &field.node)),
        }
    }
}

/// `lhs:N` or `sobol:N`.
fn sample(node: &Node, log: &Log) -> Option<Sample> {
    let text = values::text(log, node, "sample")?;
    let read = text.split_once(':').and_then(|(method, points)| {
        let method = match method.trim() {
            "lhs" => Method::LatinHypercube,
            "sobol" => Method::Sobol,
            _ => return None,
        };
        Some(Sample { method, points: points.trim().parse().ok()? })
    });
    let Some(sample) = read else {
        let fault = Fault::at(Code::UnknownWord, node.at, format!("`{}` is no sample", shown(text)));
        log.add(fault.help("lhs:N is a Latin hypercube of N points, sobol:N the first N of a Sobol sequence"));
        return None;
    };
    if sample.points == 0 {
        log.add(Fault::at(Code::OutOfRange, node.at, "a sample has at least one point"));
    }
    (sample.points > 0).then_some(sample)
}
