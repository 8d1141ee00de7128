//! The figures of a run: what is asked of them, and the files that they become.

use super::{CommandError, interrupt};
use crate::experiment::Results;
use crate::report::plots::{self, Figure, Fonts, Provenance};
use crate::scenario::{Scenario, suggest};

/// Millimetres between which a figure can be laid out.
const WIDTHS: std::ops::RangeInclusive<f64> = 60.0..=400.0;
/// The name that stands for no figure.
const NONE: &str = "none";
/// As many labels are named that cannot be drawn.
const NAMED: usize = 8;

/// What `winset run` is asked about the figures.
#[derive(Debug, Clone, Default)]
pub struct FigureOptions {
    /// Names of the figures to draw, or `none`; all where it is empty.
    pub only: Vec<String>,
    /// Names of the dimensions of the map, across and up; the first two where it is empty.
    pub map: Vec<String>,
    /// Width in millimetres; each figure has its own where it is not given.
    pub width: Option<f64>,
    /// Whether each figure is a PDF, too.
    pub pdf: bool,
    /// Whether title and caption are left to a file of their own.
    pub no_titles: bool,
}

/// Figures as files, and what is to be told about them.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// By name below the result folder.
    pub files: Vec<(String, Vec<u8>)>,
    pub remarks: Vec<String>,
    /// Why a picture is missing, if one is. The results are worth keeping all the same.
    pub failed: Option<CommandError>,
}

impl FigureOptions {
    /// The same as options of the command line.
    pub(super) fn options(&self) -> Vec<String> {
        let mut options = Vec::new();
        if self.only.first().is_some_and(|name| name == NONE) {
            options.push("--no-plots".to_owned());
        } else if !self.only.is_empty() {
            options.extend(["--figures".to_owned(), self.only.join(",")]);
        }
        if !self.map.is_empty() {
            options.extend(["--map".to_owned(), self.map.join(",")]);
        }
        if let Some(width) = self.width {
            options.extend(["--width".to_owned(), width.to_string()]);
        }
        options.extend(self.pdf.then(|| "--pdf".to_owned()));
        options.extend(self.no_titles.then(|| "--no-titles".to_owned()));
        options
    }

    /// The same as the renderer wants it, if it can be done; to be asked before a long run.
    pub(super) fn plan(&self, scenario: &Scenario) -> Result<plots::Options, CommandError> {
        if let Some(width) = self.width.filter(|width| !WIDTHS.contains(width)) {
            let (least, most) = (WIDTHS.start(), WIDTHS.end());
            return Err(CommandError::Usage(format!("--width: {width} is not from {least} to {most} millimetres")));
        }
        Ok(plots::Options {
            dimensions: self.map_dimensions(scenario)?,
            width: self.width,
            titles: !self.no_titles,
            values: false,
            only: self.wanted()?,
            provenance: Some(Provenance {
                title: scenario.title.clone(),
                scenario_sha256: super::folder::sha256(scenario.resolved.as_bytes()),
                seed: scenario.run.seed.to_string(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            }),
        })
    }

    /// The figures that are asked for by name.
    fn wanted(&self) -> Result<Option<Vec<String>>, CommandError> {
        if let Some(unknown) = self.only.iter().find(|name| *name != NONE && plots::names().all(|known| known != *name))
        {
            let help = suggest::help(unknown, plots::names().chain([NONE]), "there are").unwrap_or_default();
            let unknown = suggest::shown(unknown);
            return Err(CommandError::Usage(format!("--figures: there is no figure `{unknown}`; {help}")));
        }
        match &self.only[..] {
            [] => Ok(None),
            [only] if only == NONE => Ok(Some(Vec::new())),
            names if names.iter().any(|name| name == NONE) => {
                Err(CommandError::Usage(format!("--figures: `{NONE}` stands alone")))
            }
            names => Ok(Some(names.to_vec())),
        }
    }

    fn map_dimensions(&self, scenario: &Scenario) -> Result<(usize, usize), CommandError> {
        let dimensions = &scenario.variants[0].model().dimensions;
        let ids: Vec<&str> = dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
        let find = |name: &String| {
            dimensions.iter().position(|known| known.id == *name).ok_or_else(|| {
                CommandError::Usage(format!("--map: there is no dimension `{name}`; there are {}", ids.join(", ")))
            })
        };
        match &self.map[..] {
            [] => Ok((0, 1)),
            [across, up] => Ok((find(across)?, find(up)?)),
            _ => Err(CommandError::Usage("--map takes two dimensions, such as --map security,economy".to_owned())),
        }
    }

    /// Draws what was planned.
    pub(super) fn draw(&self, results: &Results, plan: &plots::Options) -> Result<Drawn, CommandError> {
        let figures = plots::figures(results, plan);
        let missing = missing(plan, &figures);
        let mut drawn = self.files(figures, plots::labels(results))?;
        drawn.remarks.splice(..0, missing);
        Ok(drawn)
    }

    /// These figures as files; `labels` are what stands in them that comes from the scenario.
    pub(super) fn files<'l>(
        &self,
        figures: Vec<Figure>,
        labels: impl Iterator<Item = &'l str>,
    ) -> Result<Drawn, CommandError> {
        let fonts = Fonts::of(&figures);
        let mut drawn = Drawn { remarks: boxes(labels, &fonts).into_iter().collect(), ..Drawn::default() };
        if self.no_titles && !figures.is_empty() {
            drawn.files.push(("plots/captions.txt".to_owned(), captions(&figures).into_bytes()));
        }
        for figure in figures {
            interrupt::go_on()?;
            drawn.keep("png", &figure, plots::png(&figure, &fonts));
            if self.pdf {
                drawn.keep("pdf", &figure, plots::pdf(&figure, &fonts));
            }
            drawn.files.push((format!("plots/{}.svg", figure.name), figure.svg.into_bytes()));
        }
        Ok(drawn)
    }
}

impl Drawn {
    fn keep(&mut self, kind: &str, figure: &Figure, picture: Result<Vec<u8>, plots::Error>) {
        match picture {
            Ok(bytes) => self.files.push((format!("plots/{}.{kind}", figure.name), bytes)),
            Err(error) => self.failed = self.failed.take().or(Some(error.into())),
        }
    }
}

/// The figures that were asked for and are not there.
fn missing(plan: &plots::Options, figures: &[Figure]) -> Vec<String> {
    let drawn = |name: &str| figures.iter().any(|figure| figure.name == name);
    let asked = plan.only.iter().flatten().filter(|name| !drawn(name));
    asked.map(|name| format!("no figure {name}: this run has nothing to show in it\n")).collect()
}

/// The labels that pictures cannot write.
fn boxes<'l>(labels: impl Iterator<Item = &'l str>, fonts: &Fonts) -> Option<String> {
    let boxes: Vec<String> = labels.filter(|l| fonts.cannot_draw(l)).map(suggest::shown).collect();
    if boxes.is_empty() {
        return None;
    }
    let more = if boxes.len() > NAMED { format!(" and {} more", boxes.len() - NAMED) } else { String::new() };
    Some(format!(
        "no font of this system has every character of these labels, which have boxes in the pictures (but not in the SVG): \
         {}{more}\n",
        boxes[..boxes.len().min(NAMED)].join(", ")
    ))
}

/// Titles and captions, for whoever sets them beside the figures.
fn captions(figures: &[Figure]) -> String {
    let entry = |figure: &Figure| format!("{}\n{}\n{}\n", figure.name, figure.title, figure.caption);
    figures.iter().map(entry).collect::<Vec<_>>().join("\n")
}
