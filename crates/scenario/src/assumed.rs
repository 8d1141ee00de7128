//! A scenario at the points of its assumptions.

use super::assumption::{Assumption, MayBe, Setting};
use super::code::Code;
use super::document::Document;
use super::fault::{Fault, Faults};
use super::node::{Node, Value};
use super::path::{Segment, written};
use super::set::{Changes, EVERY};
use super::suggest::shown;
use super::{Scenario, Variant};

/// A document whose assumptions have been tried: every field takes what is assumed at either end.
#[derive(Debug, Clone)]
pub struct Assumed {
    document: Document,
    assumptions: Vec<Assumption>,
    /// Assumptions that change nothing, in which the scenario is the same at either end.
    pub doubts: Faults,
}

impl Assumed {
    /// Tries each of the assumptions of `scenario`, which `document` compiles to: the scenario is compiled at both ends, or
    /// with each value, the others left as they are.
    ///
    /// # Errors
    /// Every field that does not exist, or does not take what is assumed.
    pub fn of(document: &Document, scenario: &Scenario) -> Result<Self, Faults> {
        let mut assumed = Assumed {
            document: document.without(&["decompositions", "assumptions"]),
            assumptions: scenario.assumptions.clone(),
            doubts: Faults::default(),
        };
        let (mut faults, mut doubts) = (Vec::new(), Vec::new());
        for index in 0..assumed.assumptions.len() {
            match assumed.tried(index) {
                Ok(doubt) => doubts.extend(doubt),
                Err(found) => faults.extend(found),
            }
        }
        let sources = document.sources().clone();
        if !faults.is_empty() {
            return Err(Faults::sorted(faults, false, sources));
        }
        assumed.doubts = Faults::sorted(doubts, false, sources);
        Ok(assumed)
    }

    /// The assumptions, in the order of the coordinates of a point.
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }

    /// What the assumptions are at a point of the unit cube.
    pub fn settings(&self, point: &[f64]) -> Vec<Setting> {
        self.assumptions.iter().zip(point).map(|(assumption, &u)| assumption.setting(u)).collect()
    }

    /// The scenario at a point of the unit cube.
    ///
    /// # Errors
    /// Where assumptions that are sound one by one make no sense together.
    pub fn at(&self, point: &[f64]) -> Result<Scenario, Faults> {
        let pairs: Vec<(&Assumption, f64)> = self.assumptions.iter().zip(point.iter().copied()).collect();
        let with = || {
            let set = pairs.iter().map(|(of, u)| format!("{} = {}", of.path, of.setting(*u))).collect::<Vec<_>>();
            format!("with {}", set.join(", "))
        };
        self.compiled(&pairs).map_err(|faults| {
            faults.each(|fault| Fault { message: format!("{} ({})", fault.message, with()), ..fault })
        })
    }

    fn compiled(&self, pairs: &[(&Assumption, f64)]) -> Result<Scenario, Faults> {
        let mut document = self.document.clone();
        for (assumption, u) in pairs {
            document.assume(assumption, *u);
        }
        document.compile()
    }

    /// Compiles the scenario with one assumption where it can be furthest; the answer may be a doubt about it.
    fn tried(&mut self, index: usize) -> Result<Option<Fault>, Vec<Fault>> {
        self.settle_steps(index);
        let assumption = &self.assumptions[index];
        let mut faults = Vec::new();
        let mut found: Vec<Vec<Variant>> = Vec::new();
        for u in assumption.tried() {
            match self.compiled(&[(assumption, u)]) {
                Ok(scenario) => found.push(scenario.variants),
                Err(these) => faults.extend(these.iter().map(|fault| at_an_end(assumption, u, fault))),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let same = found.windows(2).all(|pair| pair[0] == pair[1]);
        Ok(same.then(|| no_effect(assumption)))
    }

    /// Makes a range between whole numbers one of whole numbers, where the field takes nothing else.
    fn settle_steps(&mut self, index: usize) {
        let MayBe::Range(interval) = self.assumptions[index].may_be else { return };
        let fails = |may_be| {
            let assumption = Assumption { may_be, ..self.assumptions[index].clone() };
            // At the lower end, and where no whole number is.
            [0.0, 0.382].iter().all(|&u| self.compiled(&[(&assumption, u)]).is_err())
        };
        let whole = interval.low.fract() == 0.0 && interval.high.fract() == 0.0;
        if whole && fails(MayBe::Range(interval)) && !fails(MayBe::Whole(interval)) {
            self.assumptions[index].may_be = MayBe::Whole(interval);
        }
    }
}

/// A fault of the scenario with an assumption at one of its ends.
fn at_an_end(assumption: &Assumption, u: f64, fault: &Fault) -> Fault {
    let Assumption { id, path, .. } = assumption;
    let message = format!("assumption `{id}`, {} = {}: {}", shown(path), assumption.setting(u), fault.message);
    Fault { message, ..fault.clone() }
}

fn no_effect(assumption: &Assumption) -> Fault {
    let message = format!("assumption `{}` changes nothing: the scenario is the same at both ends", assumption.id);
    let at = assumption.ways.iter().flatten().next().map(|segment| segment.at);
    let fault = Fault { at, ..Fault::new(Code::NoEffect, message) };
    fault.label("no effect").help("every variant may set this field itself")
}

/// As a message has it.
impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Setting::Number(number) => write!(f, "{number}"),
            Setting::Text(text) => f.write_str(text),
        }
    }
}

/// Sets the field of an assumption to what it is at `u`, or multiplies what is there.
pub(super) fn assume(changes: &mut Changes<'_>, assumption: &Assumption, u: f64) -> Result<(), Fault> {
    for way in &assumption.ways {
        if let Some(value) = assumption.value(u) {
            changes.set(way, value);
            continue;
        }
        let Setting::Number(factor) = assumption.setting(u) else { continue };
        let mut there = Vec::new();
        fields(changes.document(), way, 0, &mut Vec::new(), &mut there)?;
        for (way, node) in there {
            changes.set(&way, multiplied(&node, factor, &written(&way))?);
        }
    }
    Ok(())
}

/// The fields to which a path leads, with `*` spelt out.
fn fields(
    here: &Node,
    way: &[Segment],
    depth: usize,
    so_far: &mut Vec<Segment>,
    found: &mut Vec<(Vec<Segment>, Node)>,
) -> Result<(), Fault> {
    let Some(step) = way.get(depth) else {
        found.push((so_far.clone(), here.clone()));
        return Ok(());
    };
    let entries: Vec<(String, &Node)> = match &here.value {
        Value::Table(table) => table.iter().map(|(name, field)| (name.clone(), &field.node)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, node)| (index.to_string(), node)).collect(),
        _ => Vec::new(),
    };
    let every = depth == 1 && step.name == EVERY;
    let chosen: Vec<_> = entries.into_iter().filter(|(name, _)| every || *name == step.name).collect();
    if chosen.is_empty() {
        let (owner, of) = (so_far.last().map_or("", |segment| &segment.name), shown(&step.name));
        let owner = if owner.is_empty() { "this scenario".to_owned() } else { format!("`{}`", shown(owner)) };
        let fault = Fault::at(
            Code::UnknownName,
            step.at,
            format!("{owner} does not say `{of}`, so that there is nothing to multiply"),
        );
        return Err(fault.label("not there").help("write the field, its default too, or assume a `range`"));
    }
    for (name, node) in chosen {
        so_far.push(Segment { name, at: step.at });
        fields(node, way, depth + 1, so_far, found)?;
        so_far.pop();
    }
    Ok(())
}

/// Every number in a value times a factor; at the place of the original.
fn multiplied(node: &Node, factor: f64, path: &str) -> Result<Node, Fault> {
    let value = match &node.value {
        Value::Integer(number) => Value::Float(*number as f64 * factor),
        Value::Float(number) => Value::Float(number * factor),
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| multiplied(item, factor, path)).collect::<Result<_, _>>()?)
        }
        Value::Table(table) => {
            let mut table = table.clone();
            for field in table.values_mut() {
                field.node = multiplied(&field.node, factor, path)?;
            }
            Value::Table(table)
        }
        _ => {
            let message = format!("`{}` is {} and cannot be multiplied", shown(path), node.kind());
            return Err(Fault::at(Code::WrongKind, node.at, message)
                .label("no number")
                .help("assume `values`, or a `range`"));
        }
    };
    Ok(Node::new(value, node.at))
}
