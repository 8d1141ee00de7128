//! A scenario as written, read from its files and not yet compiled.

use std::path::{Path, PathBuf};

use super::assumed;
use super::assumption::{self, Assumption};
use super::characters::composed;
use super::code::Code;
use super::fault::{Fault, Faults, Sources};
use super::log::Log;
use super::node::{Field, Node, Table, Value};
use super::path::Override;
use super::rows::Taken;
use super::set::{Changes, Setter};
use super::{Run, Scenario, compile, extends, limits, names, parse, resolve, sweep, variants};

/// A scenario as written. Reading it, settling what the command line says and compiling it are steps of their own, so that
/// one text can be compiled many times, each time with other values.
///
/// No step fails but the last: what is wrong is kept until then, so that everything is told at once.
#[derive(Debug, Clone)]
pub struct Document {
    /// `None` where it could be read in part only, and would have faults that are none.
    pub(super) root: Option<Node>,
    /// Whether variants were made of others, and stand for themselves now.
    pub(super) spelt_out: bool,
    /// The name of its file without the extension: the title where there is no other.
    pub(super) stem: String,
    pub(super) sources: Sources,
    pub(super) log: Log,
    /// What its tables were taken for.
    pub(super) tables: Vec<Taken>,
}

/// What the command line changes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Fields to set, in this order.
    pub overrides: &'a [Override],
    /// Ids of the variants to keep; all where it is empty.
    pub variants: &'a [String],
    /// Replaces `run.replications`.
    pub replications: Option<u64>,
    /// Replaces `run.seed`.
    pub seed: Option<u64>,
    /// Replaces `run.level`.
    pub level: Option<f64>,
    /// Folders that files may be read from, besides the scenario's own.
    pub allow: &'a [PathBuf],
}

impl Document {
    /// Reads the scenario at `path` with all files that it refers to, in its own folder or in those that are allowed.
    pub fn load(path: &Path, allow: &[PathBuf]) -> Self {
        let (mut sources, log, mut tables) = (Sources::default(), Log::default(), Vec::new());
        let root = extends::load(path, allow, &mut sources, &mut tables, &log);
        Self { root, spelt_out: false, stem: stem(path), sources, log, tables }
    }

    /// Reads a scenario from `text`, which is called `name` in faults and cannot refer to files.
    pub fn parse(name: &str, text: &str) -> Self {
        let (mut sources, log) = (Sources::default(), Log::default());
        let root = if text.len() as u64 > limits::MAX_FILE_BYTES {
            let message = format!("`{name}` is larger than {} MiB", limits::MAX_FILE_BYTES >> 20);
            log.add(Fault::new(Code::TooMany, message));
            None
        } else {
            let source = sources.add(name, text);
            parse::document(source, text, &log).filter(|document| extends::names_no_file(document, &log))
        };
        Self { root, spelt_out: false, stem: stem(Path::new(name)), sources, log, tables: Vec::new() }
    }

    /// Sets the field that `change` names.
    pub fn set(&mut self, change: &Override) {
        let Some(root) = &mut self.root else { return };
        if let Some((path, value)) = change.placed(&mut self.sources, &self.log) {
            Changes::new(root, Setter::CommandLine, &self.log).set(&path, value);
        }
    }

    /// With what the command line changes, and with every variant spelt out.
    #[must_use]
    pub fn settled(mut self, options: &Options<'_>) -> Self {
        options.overrides.iter().for_each(|change| self.set(change));
        if let Some(root) = self.root.as_mut().and_then(Node::as_table_mut) {
            self.spelt_out |= variants::spell_out(root, &self.log);
        }
        self.settle_run(options);
        self.keep_variants(options.variants);
        self.settle_title();
        self
    }

    /// Compiles every variant.
    ///
    /// # Errors
    /// Everything that is wrong with the document and with what has been set in it.
    pub fn compile(&self) -> Result<Scenario, Faults> {
        let log = self.log.clone();
        let compiled = self.root.as_ref().and_then(|root| Some((root.as_table()?, compile::compile(root, &log)?)));
        if compiled.is_some() && !log.has_faults() {
            sweep::check(self, &log);
        }
        let compiled = compiled.filter(|_| !log.has_faults());
        let scenario = compiled.map(|(table, compiled)| {
            let resolved = resolve::text(table);
            if resolved.len() as u64 > limits::MAX_FILE_BYTES {
                let most = limits::MAX_FILE_BYTES >> 20;
                let message = format!("with all that it refers to, this scenario is larger than {most} MiB");
                log.add(Fault::new(Code::TooMany, message));
            }
            let members_from = members_from(table, &self.sources);
            let compile::Compiled { title, description, variants, decomposed, assumptions, run } = compiled;
            let compile::Decomposed { decompositions, between } = decomposed;
            let warnings = Faults::default();
            Scenario {
                title,
                description,
                variants,
                decompositions,
                between,
                assumptions,
                run,
                members_from,
                tables: self.tables.clone(),
                resolved,
                warnings,
            }
        });
        let warnings = log.into_findings(self.sources.clone())?;
        match scenario {
            Some(scenario) => Ok(Scenario { warnings, ..scenario }),
            None => {
                let fault = Fault::new(Code::UnreadableFile, "this scenario cannot be read");
                Err(Faults::one(fault, Sources::default()))
            }
        }
    }

    /// Takes in an assumption of the command line, `PATH=LOW:HIGH`.
    pub fn over(&mut self, text: &str) {
        let (mut sources, log) = (std::mem::take(&mut self.sources), std::mem::take(&mut self.log));
        if let Some(assumptions) = self.section("assumptions") {
            assumption::over(text, assumptions, &mut sources, &log);
        }
        (self.sources, self.log) = (sources, log);
    }

    /// Leaves out the assumptions that were not asked for; none where none was.
    pub fn keep_assumptions(&mut self, wanted: &[String]) {
        let wanted: Vec<String> = wanted.iter().map(|id| composed(id)).collect();
        if wanted.is_empty() {
            return;
        }
        let mut none = Table::new();
        let Some(root) = self.root.as_mut().and_then(Node::as_table_mut) else { return };
        let assumptions = root.get_mut("assumptions").and_then(|field| field.node.as_table_mut()).unwrap_or(&mut none);
        for id in wanted.iter().filter(|id| !assumptions.contains_key(*id)) {
            let at = self.sources.add_whole("--assumption", id);
            self.log.add(names::nobody(id, at, "assumption", assumptions.keys().map(String::as_str)));
        }
        assumptions.retain(|id, _| wanted.contains(id));
    }

    /// Without some of its sections.
    pub(super) fn without(&self, sections: &[&str]) -> Self {
        let mut document = self.clone();
        if let Some(root) = document.root.as_mut().and_then(Node::as_table_mut) {
            root.retain(|name, _| !sections.contains(&name.as_str()));
        }
        document
    }

    /// The texts that it was read from.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Sets what an assumption is about to what it is at `u` in \[0, 1\].
    pub(super) fn assume(&mut self, assumption: &Assumption, u: f64) {
        let Some(root) = &mut self.root else { return };
        let mut changes = Changes::new(root, Setter::CommandLine, &self.log);
        if let Err(fault) = assumed::assume(&mut changes, assumption, u) {
            self.log.add(fault);
        }
    }

    /// The table of a section, made where it is missing; `None` where it is no table.
    pub(super) fn section(&mut self, name: &str) -> Option<&mut Table> {
        let root = self.root.as_mut()?;
        let start = root.at;
        let field = root.as_table_mut()?.entry(name.to_owned());
        field.or_insert_with(|| Field { key: start, node: Node::empty(start) }).node.as_table_mut()
    }

    /// Writes replications and seed into `[run]` as they will be used, and the level if it was asked for.
    fn settle_run(&mut self, options: &Options<'_>) {
        let default = Run::default();
        let fields = [
            ("replications", "--replications", options.replications, default.replications),
            ("seed", "--seed", options.seed, default.seed),
        ];
        for (name, option, wanted, default) in fields {
            match wanted {
                Some(number) => self.set_in_run(name, option, number),
                None => self.default_in_run(name, default),
            }
        }
        if let Some(level) = options.level {
            let at = self.sources.add_whole("--level", &level.to_string());
            if let Some(run) = self.section("run") {
                run.insert("level".into(), Field::at(at, Value::Float(level)));
            }
        }
    }

    fn set_in_run(&mut self, name: &str, option: &str, number: u64) {
        let at = self.sources.add_whole(option, &number.to_string());
        match i64::try_from(number) {
            Ok(number) => {
                if let Some(run) = self.section("run") {
                    run.insert(name.into(), Field::at(at, Value::Integer(number)));
                }
            }
            Err(_) => {
                let message = format!("`{name}` must be at most {}", i64::MAX);
                self.log.add(Fault::at(Code::OutOfRange, at, message));
            }
        }
    }

    fn default_in_run(&mut self, name: &str, default: u64) {
        let Some(start) = self.root.as_ref().map(|root| root.at) else { return };
        if let Some(run) = self.section("run") {
            run.entry(name.into()).or_insert_with(|| Field::at(start, Value::Integer(default as i64)));
        }
    }

    /// Leaves out the variants that were not asked for.
    fn keep_variants(&mut self, wanted: &[String]) {
        let wanted: Vec<String> = wanted.iter().map(|id| composed(id)).collect();
        let Some(root) = self.root.as_mut().and_then(Node::as_table_mut).filter(|_| !wanted.is_empty()) else { return };
        let mut none = Table::new();
        let variants = match root.get_mut("variants") {
            Some(field) => match field.node.as_table_mut() {
                Some(variants) => variants,
                None => return,
            },
            None => &mut none,
        };
        let known = |id: &String| variants.contains_key(id) || (variants.is_empty() && id == compile::BASELINE);
        for id in wanted.iter().filter(|id| !known(id)) {
            let at = self.sources.add_whole("--variant", id);
            self.log.add(names::nobody(id, at, "variant", variants.keys().map(String::as_str)));
        }
        if wanted.iter().any(known) {
            variants.retain(|id, _| wanted.contains(id));
            self.keep_decompositions(&wanted);
            self.keep_assumptions_of(&wanted);
        }
    }

    /// Leaves out what is assumed of variants that are not kept.
    fn keep_assumptions_of(&mut self, kept: &[String]) {
        let Some(root) = self.root.as_mut().and_then(Node::as_table_mut) else { return };
        let Some(assumptions) = root.get_mut("assumptions").and_then(|field| field.node.as_table_mut()) else { return };
        assumptions.retain(|id, field| {
            let Some(path) = field.node.as_table_mut().and_then(|table| table.get_mut("path")) else { return true };
            let gone = assumption::leave_out_variants(&mut path.node, kept);
            if let Some(gone) = &gone {
                let message = format!("assumption `{id}` is left out: variant `{gone}` is not run");
                self.log.add(Fault::at(Code::NoEffect, field.key, message).label("left out"));
            }
            gone.is_none()
        });
    }

    /// Leaves out the decompositions between variants that are not kept.
    fn keep_decompositions(&mut self, kept: &[String]) {
        let Some(root) = self.root.as_mut().and_then(Node::as_table_mut) else { return };
        let Some(field) = root.get_mut("decompositions") else { return };
        let Some(decompositions) = field.node.as_table_mut() else { return };
        decompositions.retain(|id, field| {
            let name =
                |end| field.node.as_table().and_then(|table| table.get(end)).and_then(|field| field.node.as_str());
            let gone = ["from", "to"].into_iter().filter_map(name).find(|name| !kept.iter().any(|kept| kept == name));
            if let Some(gone) = gone {
                let message = format!("decomposition `{id}` is left out: variant `{gone}` is not run");
                self.log.add(Fault::at(Code::NoEffect, field.key, message).label("left out"));
            }
            gone.is_none()
        });
        if decompositions.is_empty() {
            root.shift_remove("decompositions");
        }
    }

    /// Gives a scenario without a title that of its file.
    fn settle_title(&mut self) {
        let stem = self.stem.clone();
        let Some(start) = self.root.as_ref().map(|root| root.at) else { return };
        if let Some(header) = self.section("scenario").filter(|header| !header.contains_key("title")) {
            header.shift_insert(0, "title".into(), Field::at(start, Value::String(stem)));
        }
    }
}

/// How many members come from which file, those of the scenario's own file, the first source, left out.
fn members_from(document: &Table, sources: &Sources) -> Vec<(String, usize)> {
    let members = document.get("members").and_then(|field| field.node.as_table());
    let mut from: Vec<(String, usize)> = Vec::new();
    for source in members.into_iter().flatten().map(|(_, field)| field.key.source).filter(|&source| source != 0) {
        let name = &sources.0[source].name;
        match from.iter_mut().find(|(file, _)| file == name) {
            Some((_, members)) => *members += 1,
            None => from.push((name.clone(), 1)),
        }
    }
    from
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| composed(&stem.to_string_lossy()))
}
