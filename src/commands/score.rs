use std::path::{Path, PathBuf};
use std::time::Instant;

use super::figures::FigureOptions;
use super::folder::{Kept, OfScenario, ResultFolder};
use super::{CommandError, Format, interrupt, observed, output};
use crate::experiment;
use crate::report::{plots, score};
use crate::scenario::shown_path;
use crate::stats::Level;

/// What `winset score` is asked for.
#[derive(Debug, Clone)]
pub struct ScoreOptions {
    /// A result folder of `winset run`.
    pub result: PathBuf,
    /// The table of observations.
    pub against: PathBuf,
    /// How often intervals are to contain the truth; as the folder says where it is not given.
    pub level: Option<f64>,
    /// Folder of the scores; `results/score-<name>` where it is not given.
    pub out: Option<PathBuf>,
    /// What is printed.
    pub format: Format,
    /// What is asked about the figure.
    pub figures: FigureOptions,
    /// Whether a result folder is overwritten.
    pub force: bool,
    /// No messages.
    pub quiet: bool,
}

/// Holds the estimates of a run against observations: z, mean absolute errors, baselines.
///
/// # Errors
/// If the folder is no result, the observations are at fault, or the folder of the scores may not be written.
pub fn score(options: &ScoreOptions) -> Result<(), CommandError> {
    let started = Instant::now();
    let kept = Kept::read(&options.result)?;
    let level = match options.level {
        None => kept.scenario.run.level,
        Some(level) => Level::new(level).ok_or_else(|| {
            CommandError::Usage(format!("--level: {level} is not from {} to {}", Level::LEAST, Level::MOST))
        })?,
    };
    let plan = options.figures.plan(&kept.scenario)?;
    let results = kept.study.results(level);
    let scores = experiment::score(&kept.study, &results, &observed::of_run(&options.against, &kept.scenario)?);
    let out = options.out.clone().unwrap_or_else(|| Path::new("results").join(format!("score-{}", kept.name)));
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    let mut files = score::tables(&scores);
    let labels = results.variants.iter().map(|variant| variant.label.as_str());
    let drawn = options.figures.files(plots::scores(&results, &scores, &plan), labels)?;
    files.extend(drawn.files);
    files.push(folder.manifest(OfScenario::new(&kept.scenario), &files, started)?);
    interrupt::go_on()?;
    let written = folder.write(&files).map_err(CommandError::from);
    let title = format!("{}: predicted and observed", results.title);
    let text = match options.format {
        Format::Table(style) => score::overview(&title, &scores, style),
        Format::Json => score::json(&scores),
        Format::Csv => String::from_utf8_lossy(&files[0].1).into_owned(),
    };
    output::print_anyway(&text, written)?;
    if !options.quiet {
        for target in &scores.absent {
            let what = format!("{} of {}, {}", target.metric, target.variant, target.scope);
            output::tell(&format!("nothing was simulated of {what}: it has no cases, and is left out\n"));
        }
        drawn.remarks.iter().for_each(|remark| output::tell(remark));
        output::tell(&format!("wrote {}\n", shown_path(&out)));
    }
    drawn.failed.map_or(Ok(()), Err)
}
