//! Sweeps as they are written in a scenario; what the command line varies is written there first.

use super::axis::{Axis, Values};
use super::{Method, Sample, Sweep};
use crate::scenario::asked::Form;
use crate::scenario::code::Code;
use crate::scenario::document::Document;
use crate::scenario::fault::Fault;
use crate::scenario::fields::Fields;
use crate::scenario::limits::{MAX_AXES, MAX_REPLICATIONS, MAX_SWEEP_POINTS, MAX_SWEEPS};
use crate::scenario::log::Log;
use crate::scenario::names::{check_id, nobody};
use crate::scenario::node::{Field, Node, Origin, Table, Value};
use crate::scenario::path::{Segment, segments_as_one};
use crate::scenario::range::Range;
use crate::scenario::suggest::shown;
use crate::scenario::{values, variants};

/// What the command line says of a sweep.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Key of the sweep in the scenario; the only one there is, where it is not given.
    pub name: Option<&'a str>,
    /// `PATH=VALUES`, instead of one in the scenario.
    pub vary: &'a [String],
    /// `lhs:N` or `sobol:N`.
    pub sample: Option<&'a str>,
    /// Names of the metrics that are drawn.
    pub metrics: &'a [String],
    /// Where heat maps have a contour.
    pub threshold: Option<f64>,
}

/// Id of the sweep that the command line describes.
const HERE: &str = "here";

impl Document {
    /// The sweep that is asked for, which from now on stands in the document, whether it did or not. What is wrong with it
    /// is told when the document is compiled; then there may be none.
    pub fn sweep(&mut self, asked: &Asked<'_>) -> Option<Sweep> {
        let id = self.write_sweep(asked)?;
        let written = self.root.as_ref()?.as_table()?.get("sweeps")?.node.as_table()?.get(&id)?;
        let sweep = Sweep::read(&id, written, &self.log)?;
        self.leaves_variants_alone(&sweep, &self.log).then_some(sweep)
    }

    /// Whether no field of a variant is varied that others may be made of: they would not follow in the scenario as it
    /// is written into a result, where each stands for itself.
    fn leaves_variants_alone(&self, sweep: &Sweep, log: &Log) -> bool {
        let root = self.root.as_ref().and_then(Node::as_table);
        let made_of_others = self.spelt_out || root.is_some_and(variants::are_made_of_others);
        let of_variants = |axis: &&Axis| ["variants", "design"].contains(&axis.segments[0].name.as_str());
        let Some(axis) = sweep.axes.iter().find(of_variants).filter(|_| made_of_others) else { return true };
        let message = format!("`{}` cannot be varied where variants extend others or are crossed", shown(&axis.path));
        log.add(Fault::at(Code::NotHere, axis.segments[0].at, message).help("vary the field itself, for all variants"));
        false
    }

    /// The ids of the sweeps that are written in it.
    pub fn sweeps(&self) -> Vec<String> {
        let root = self.root.as_ref().and_then(Node::as_table);
        let sweeps = root.and_then(|root| root.get("sweeps")).and_then(|field| field.node.as_table());
        sweeps.into_iter().flat_map(Table::keys).cloned().collect()
    }

    /// Writes what the command line says into the document; the id of the sweep that is meant.
    fn write_sweep(&mut self, asked: &Asked<'_>) -> Option<String> {
        let mut vary = Table::new();
        for text in asked.vary {
            let at = self.sources.add_whole("--vary", text);
            let Some((path, range)) = divided(text, at) else {
                let fault = Fault::at(Code::BadPath, at, "what is varied is PATH=VALUES");
                self.log.add(fault.help("for example `negotiation.rounds=1:9:2`, or `rule=consensus,unanimity`"));
                continue;
            };
            let field = Field { key: Origin { end: range.0, ..at }, node: Node::new(Value::String(range.1), at) };
            if vary.insert(path, field).is_some() {
                self.log.add(Fault::at(Code::Twice, at, "this field is varied twice"));
            }
        }
        let at = self.root.as_ref()?.at;
        let id = match asked.name {
            Some(name) => name.to_owned(),
            None if !asked.vary.is_empty() => HERE.to_owned(),
            None => self.only_sweep()?,
        };
        let mut more = Vec::new();
        if let Some(sample) = asked.sample {
            more.push((
                "sample",
                Field::at(self.sources.add_whole("--sample", sample), Value::String(sample.to_owned())),
            ));
        }
        if !asked.metrics.is_empty() {
            let metric = |name: &String| {
                let at = self.sources.add_whole("--metric", name);
                Node::new(Value::String(name.clone()), at)
            };
            let metrics: Vec<Node> = asked.metrics.iter().map(metric).collect();
            more.push(("metric", Field::at(metrics[0].at, Value::Array(metrics))));
        }
        if let Some(threshold) = asked.threshold {
            let at = self.sources.add_whole("--threshold", &threshold.to_string());
            more.push(("threshold", Field::at(at, Value::Float(threshold))));
        }
        let named = asked.name.map(|name| self.sources.add_whole("--name", name));
        let sweeps = self.section("sweeps")?;
        if !vary.is_empty() {
            sweeps.insert(id.clone(), Field::at(at, Value::Table(Table::new())));
        }
        let Some(sweep) = sweeps.get_mut(&id) else {
            let fault = nobody(&id, named.unwrap_or(at), "sweep", sweeps.keys().map(String::as_str));
            self.log.add(fault);
            return None;
        };
        let table = sweep.node.as_table_mut()?;
        if !vary.is_empty() {
            table.insert("vary".to_owned(), Field::at(at, Value::Table(vary)));
        }
        for (name, field) in more {
            table.insert(name.to_owned(), field);
        }
        Some(id)
    }

    fn only_sweep(&self) -> Option<String> {
        let names = self.sweeps();
        if let [only] = &names[..] {
            return Some(only.clone());
        }
        let fault = match names.len() {
            0 => Fault::new(
                Code::MissingField,
                "this scenario has no [sweeps], so that `--vary PATH=VALUES` says what is varied",
            ),
            _ => Fault::new(
                Code::MissingField,
                format!("this scenario has several sweeps: choose one with `--name`: {}", names.join(", ")),
            ),
        };
        self.log.add(fault);
        None
    }
}

/// Path and values of `PATH=VALUES`, and where the first ends.
fn divided(text: &str, at: Origin) -> Option<(String, (usize, String))> {
    let mut quote = None;
    let equals = text.char_indices().find(|&(_, c)| {
        let outside = quote.is_none();
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            _ => {}
        }
        outside && c == '='
    });
    let (index, _) = equals.filter(|(index, _)| !text[..*index].trim().is_empty())?;
    Some((text[..index].trim().to_owned(), (at.start + index, text[index + 1..].trim().to_owned())))
}

/// Reads every sweep of a document, and tries the values at the ends of each field; faults are logged.
pub(in crate::scenario) fn check(document: &Document, log: &Log) {
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
    fn read(id: &str, field: &Field, log: &Log) -> Option<Self> {
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
