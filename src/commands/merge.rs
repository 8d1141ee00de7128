//! The parts of a run made one result: the one that a single machine would have given.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::CommandError;
use super::figures::FigureOptions;
use super::folder::{PORTION, ResultFolder, SCENARIO};
use super::presentation::{Format, Presentation};
use super::shard::{Part, no_part};
use crate::experiment::{self, Portion};
use crate::scenario::{self, Document, Options, Scenario, shown_path};

/// What `winset merge` is asked for.
#[derive(Debug, Clone)]
pub struct MergeOptions {
    /// The folders of the parts, in any order.
    pub parts: Vec<PathBuf>,
    /// Result folder; the name of the first part without `-I-of-N` where it is not given.
    pub out: Option<PathBuf>,
    /// A table of observations that the estimates are held against.
    pub against: Option<PathBuf>,
    /// What is printed.
    pub format: Format,
    /// What is asked about the figures.
    pub figures: FigureOptions,
    /// Whether the tables are written as `results.xlsx`, too.
    pub xlsx: bool,
    /// Whether a result folder is overwritten.
    pub force: bool,
    /// No messages.
    pub quiet: bool,
}

/// Joins the parts, prints the table and writes the result folder.
///
/// # Errors
/// If a part is missing or damaged, if parts overlap or belong to different runs, or the folder cannot be written.
pub fn merge(options: &MergeOptions) -> Result<(), CommandError> {
    let started = Instant::now();
    let mut parts = options.parts.iter().map(|folder| Part::read(folder)).collect::<Result<Vec<_>, _>>()?;
    let first = parts[0].folder.clone();
    same_run(&parts)?;
    let scenario = scenario(&parts[0])?;
    let replications = scenario.run.replications;
    parts.sort_by_key(|part| (part.shard.chunks(replications).start, part.shard.chunks(replications).end));
    complete(&parts, replications)?;
    let presentation = Presentation {
        against: options.against.as_deref(),
        format: options.format,
        figures: &options.figures,
        xlsx: options.xlsx,
        quiet: options.quiet,
    };
    let planned = presentation.plan(&scenario)?;
    let out = options.out.clone().map_or_else(|| default_folder(&first), Ok)?;
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    let study = experiment::study_of(&scenario, joined(&parts, &scenario)?);
    presentation.present(&scenario, &study, planned, folder, &out, started)
}

/// An error that names the first part that is of another run than the first one.
fn same_run(parts: &[Part]) -> Result<(), CommandError> {
    let first = &parts[0];
    for part in &parts[1..] {
        let why = if part.winset != first.winset {
            format!("winset {} ran it, and {} the other", part.winset, first.winset)
        } else if part.text != first.text {
            scenario::first_difference(&part.text, &first.text)
        } else {
            continue;
        };
        let [part, first] = [part, first].map(|part| shown_path(&part.folder));
        return Err(CommandError::Files(format!("`{part}` is of another run than `{first}`: {why}")));
    }
    if first.winset != env!("CARGO_PKG_VERSION") {
        let [had, have] = [&first.winset, env!("CARGO_PKG_VERSION")];
        return Err(CommandError::Files(format!("winset {had} ran these parts, and this is {have}: use that version")));
    }
    Ok(())
}

fn scenario(part: &Part) -> Result<Scenario, CommandError> {
    let path = part.folder.join(SCENARIO);
    Ok(Document::load(&path, &[]).settled(&Options::default()).compile()?)
}

/// An error that names what is missing, or is there twice, of parts that ascend.
fn complete(parts: &[Part], replications: u64) -> Result<(), CommandError> {
    let (mut end, mut before) = (0, None::<&Part>);
    let mut missing = Vec::new();
    for part in parts {
        let chunks = part.shard.chunks(replications);
        if chunks.is_empty() {
            continue;
        }
        if let Some(before) = before.filter(|_| chunks.start < end) {
            let [one, other] = [before, part].map(|part| shown_path(&part.folder));
            let world = experiment::worlds(&chunks, replications).start + 1;
            return Err(CommandError::Files(format!("`{one}` and `{other}` overlap: both hold world {world}")));
        }
        missing.extend((chunks.start > end).then_some(end..chunks.start));
        (end, before) = (chunks.end, Some(part));
    }
    let all = experiment::chunks(replications);
    missing.extend((end < all).then_some(end..all));
    if missing.is_empty() {
        return Ok(());
    }
    let gaps: Vec<String> = missing
        .iter()
        .map(|chunks| experiment::worlds(chunks, replications))
        .map(|worlds| format!("{} to {}", worlds.start + 1, worlds.end))
        .collect();
    Err(CommandError::NotYet(format!("no part holds the worlds {} of {replications}", gaps.join(", "))))
}

/// The parts, which ascend and are complete, as one. Of those that are read one is in memory at a time.
fn joined(parts: &[Part], scenario: &Scenario) -> Result<Portion, CommandError> {
    let mut whole = Portion::new(0);
    for part in parts {
        let (portion, chunks) = (part.portion()?, part.shard.chunks(scenario.run.replications));
        if portion.chunks() != chunks || !portion.is_of(scenario) {
            return Err(no_part(&part.folder, format!("{PORTION} does not fit the scenario")));
        }
        if !chunks.is_empty() {
            whole.join(portion);
        }
    }
    Ok(whole)
}

/// The name of a part without `-I-of-N`.
fn default_folder(part: &Path) -> Result<PathBuf, CommandError> {
    let name = part.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let stem = name.rsplit_once("-of-").filter(|(_, of)| number(of));
    let stem = stem.and_then(|(rest, _)| rest.rsplit_once('-')).filter(|(_, shard)| number(shard));
    match stem {
        Some((stem, _)) if !stem.is_empty() => Ok(part.with_file_name(stem)),
        _ => Err(CommandError::Usage("name the result folder with --out".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_has_the_name_of_the_parts() {
        let folder = |part: &str| default_folder(Path::new(part)).ok();
        assert_eq!(folder("results/sco-3-of-8"), Some("results/sco".into()));
        assert_eq!(folder("results/a-1-of-2-2-of-3/"), Some("results/a-1-of-2".into()));
        assert_eq!([folder("results/sco"), folder("-1-of-2"), folder("x-of-2")], [None, None, None]);
    }
}
