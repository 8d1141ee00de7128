//! What the command line says of a sweep: written into the document, so that it is read like one of the scenario.

use super::{Axis, Sweep};
use crate::code::Code;
use crate::document::Document;
use crate::fault::Fault;
use crate::log::Log;
use crate::names::nobody;
use crate::node::{Field, Node, Origin, Table, Value};
use crate::suggest::shown;
use crate::variants;

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
    /// Names of all metrics that there are; not asked for where they are not given.
    pub known_metrics: &'a [&'a str],
}

/// Id of the sweep that the command line describes.
pub(super) const HERE: &str = "here";

impl Document {
    /// The sweep that is asked for, which from now on stands in the document, whether it did or not. What is wrong with it
    /// is told when the document is compiled; then there may be none.
    pub fn sweep(&mut self, asked: &Asked<'_>) -> Option<Sweep> {
        let id = self.write_sweep(asked)?;
        let written = self.root.as_ref()?.as_table()?.get("sweeps")?.node.as_table()?.get(&id)?;
        let sweep = Sweep::read(&id, written, &self.log)?;
        self.knows_metrics(written, asked.known_metrics);
        self.leaves_variants_alone(&sweep, &self.log).then_some(sweep)
    }

    /// Logs the metrics of a sweep that nobody knows.
    fn knows_metrics(&self, sweep: &Field, known: &[&str]) {
        let metric = sweep.node.as_table().and_then(|table| table.get("metric")).map(|field| &field.node);
        let named = metric.map_or(&[][..], |node| match &node.value {
            Value::Array(items) => items,
            _ => std::slice::from_ref(node),
        });
        let unknown = |name: &str| !known.is_empty() && !known.contains(&name);
        for (name, at) in named.iter().filter_map(|node| Some((node.as_str()?, node.at))).filter(|(n, _)| unknown(n)) {
            self.log.add(nobody(name, at, "metric", known.iter().copied()));
        }
    }

    /// Whether no field of a variant is varied that others may be made of: they would not follow in the scenario as it
    /// is written into a result, where each stands for itself.
    pub(super) fn leaves_variants_alone(&self, sweep: &Sweep, log: &Log) -> bool {
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
        if vary.is_empty() && !asked.vary.is_empty() {
            return None;
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
