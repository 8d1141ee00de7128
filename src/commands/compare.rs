use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

use super::figures::FigureOptions;
use super::folder::{Kept, OfScenario, ResultFolder};
use super::{CommandError, Format, interrupt, output};
use crate::experiment::{Joined, Results, join};
use crate::report::comparison::{self, Differing};
use crate::report::{csv, json, plots, table};
use crate::scenario::{shown_path, suggest};
use crate::stats::Level;

/// What `winset compare` is asked for.
#[derive(Debug, Clone)]
pub struct CompareOptions {
    /// The result folders.
    pub results: Vec<PathBuf>,
    /// The variant that all others are compared with; the first one of the first folder where it is not given.
    pub baseline: Option<String>,
    /// Variants to keep; all where it is empty.
    pub variants: Vec<String>,
    /// How often intervals are to contain the truth; as the first folder says where it is not given.
    pub level: Option<f64>,
    /// Folder of the comparison; `results/compare-<names>` where it is not given.
    pub out: Option<PathBuf>,
    /// What is printed.
    pub format: Format,
    /// What is asked about the figures.
    pub figures: FigureOptions,
    /// Whether a result folder is overwritten.
    pub force: bool,
    /// No messages.
    pub quiet: bool,
}

/// What the manifest says of a comparison.
#[derive(Debug, Serialize)]
struct About<'k> {
    compared: Vec<Compared<'k>>,
    level: f64,
}

#[derive(Debug, Serialize)]
struct Compared<'k> {
    result: &'k str,
    #[serde(flatten)]
    about: &'k OfScenario,
}

/// Lays result folders side by side: what differs in their scenarios, the same metrics in one table with differences, and
/// figures of all.
///
/// # Errors
/// If one of them is no result folder that can be compared, the command line is at fault, or the folder may not be written.
pub fn compare(options: &CompareOptions) -> Result<(), CommandError> {
    let started = Instant::now();
    let kept =
        options.results.iter().map(|folder| Ok(Kept::read(folder)?)).collect::<Result<Vec<Kept>, CommandError>>()?;
    let names = names(&options.results, &kept);
    let level = level(options.level, &kept)?;
    let studies = names.iter().cloned().zip(kept.iter().map(|kept| kept.study.clone())).collect();
    let joined = chosen(join(studies), options)?;
    let plan = plan(options, &kept, &joined)?;
    let out = options.out.clone().unwrap_or_else(|| Path::new("results").join(format!("compare-{}", names.join("-"))));
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    let results = joined.study.results(level);
    let scenarios: Vec<_> = kept.iter().map(|kept| kept.fields.clone()).collect();
    let differing = comparison::differing(&scenarios);
    let mut files = csv::tables(&results);
    files.push(("variants.csv".to_owned(), comparison::variants_csv(&names, &joined)));
    files.push(("scenarios.csv".to_owned(), comparison::scenarios_csv(&names, &differing)));
    let drawn = options.figures.draw(&results, &plan)?;
    files.extend(drawn.files);
    let compared = names.iter().zip(&kept).map(|(result, kept)| Compared { result, about: &kept.about });
    files.push(folder.manifest(About { compared: compared.collect(), level: level.share() }, &files, started)?);
    interrupt::go_on()?;
    let written = folder.write(&files).map_err(CommandError::from);
    output::print_anyway(&told(options.format, &results, &names, &differing), written)?;
    if !options.quiet {
        remarks(&joined).iter().chain(&drawn.remarks).for_each(|remark| output::tell(remark));
        output::tell(&format!("wrote {}\n", shown_path(&out)));
    }
    drawn.failed.map_or(Ok(()), Err)
}

/// What the folders are called: by their last part or, where that is not enough, by the path that was given.
fn names(paths: &[PathBuf], kept: &[Kept]) -> Vec<String> {
    let often = |name: &str| kept.iter().filter(|other| other.name == name).count() > 1;
    let name = |(path, kept): (&PathBuf, &Kept)| {
        if often(&kept.name) {
            shown_path(path).trim_end_matches('/').replace(['/', '\\'], "-")
        } else {
            kept.name.clone()
        }
    };
    paths.iter().zip(kept).map(name).collect()
}

fn level(asked: Option<f64>, kept: &[Kept]) -> Result<Level, CommandError> {
    let Some(level) = asked else { return Ok(kept[0].scenario.run.level) };
    Level::new(level)
        .ok_or_else(|| CommandError::Usage(format!("--level: {level} is not from {} to {}", Level::LEAST, Level::MOST)))
}

/// The variants that are asked for, the baseline first.
fn chosen(joined: Joined, options: &CompareOptions) -> Result<Joined, CommandError> {
    let ids: Vec<&str> = joined.ids().collect();
    let find = |option: &str, id: &String| {
        ids.iter().position(|known| known == id).ok_or_else(|| {
            let help = suggest::help(id, ids.iter().copied(), "there are").unwrap_or_default();
            CommandError::Usage(format!("{option}: there is no variant `{}`; {help}", suggest::shown(id)))
        })
    };
    let baseline = options.baseline.as_ref().map(|id| find("--baseline", id)).transpose()?;
    let asked = options.variants.iter().map(|id| find("--variant", id)).collect::<Result<Vec<usize>, _>>()?;
    let is_kept = |number: &usize| asked.is_empty() || asked.contains(number) || baseline == Some(*number);
    let mut kept: Vec<usize> = (0..ids.len()).filter(is_kept).collect();
    kept.sort_by_key(|&number| baseline != Some(number));
    Ok(joined.with_variants(&kept))
}

/// The figures: where the spaces are not one there is no map of them.
fn plan(options: &CompareOptions, kept: &[Kept], joined: &Joined) -> Result<plots::Options, CommandError> {
    let mut plan = options.figures.plan(&kept[0].scenario)?;
    if !joined.has_one_space() {
        let wanted = plan.only.unwrap_or_else(|| plots::names().map(str::to_owned).collect());
        plan.only = Some(wanted.into_iter().filter(|name| name != "map").collect());
    }
    if let Some(provenance) = &mut plan.provenance {
        let of = |part: &dyn Fn(&Kept) -> String| kept.iter().map(part).collect::<Vec<_>>().join(", ");
        provenance.title = joined.study.title().to_owned();
        provenance.scenario_sha256 = of(&|kept| kept.about.scenario_sha256.clone());
        provenance.seed = of(&|kept| kept.about.seed.to_string());
    }
    Ok(plan)
}

fn told(format: Format, results: &Results, names: &[String], differing: &[Differing]) -> String {
    match format {
        Format::Table(style) => {
            let width = output::table_width(style);
            let scenarios = comparison::scenarios(names, differing, style, width);
            format!("{scenarios}\n{}", table::overview(results, style, width))
        }
        Format::Json => json::document(results),
        Format::Csv => String::from_utf8_lossy(&csv::differences(results)).into_owned(),
    }
}

/// What somebody has to know who reads the differences.
fn remarks(joined: &Joined) -> Vec<String> {
    let ids: Vec<&str> = joined.ids().collect();
    let worlds: Vec<_> = joined.worlds().collect();
    let other: Vec<&str> =
        ids.iter().zip(&worlds).filter(|(_, of)| of.seed != worlds[0].seed).map(|(id, _)| *id).collect();
    let fewer = worlds.iter().any(|of| of.replications != worlds[0].replications && of.seed == worlds[0].seed);
    let mut remarks = Vec::new();
    if !other.is_empty() {
        let which = other.join(", ");
        remarks.push(format!(
            "{which}: other worlds than {} (another seed), so differences are not paired and their intervals are longer; the \
             same --seed would pair them\n",
            ids[0]
        ));
    }
    if fewer {
        remarks.push(
            "not all have the same number of worlds: differences are paired as far as both have them\n".to_owned(),
        );
    }
    if !joined.has_one_unit() {
        let text = "dimensions or loss are not the same in all, so utility has other units: there are no differences of \
                    depth, output, payments and gains between those\n";
        remarks.push(text.to_owned());
    }
    remarks
}
