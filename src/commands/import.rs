use std::path::{Path, PathBuf};

use super::output::tell;
use super::place::PlaceError;
use super::shell::quoted;
use super::{CommandError, place};
use crate::scenario::import::{self, Answers, Format, StatusQuo};
use crate::scenario::shown_path;

/// What `winset import` is asked for.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The file.
    pub file: PathBuf,
    /// What it is, and what that is called.
    pub format: (Format, &'static str),
    /// The folder of the scenario.
    pub out: PathBuf,
    /// `low`, `high`, `unknown` or a number.
    pub status_quo: Option<String>,
    /// `consensus`, `unanimity` or `majority:SHARE`.
    pub rule: Option<String>,
    /// A member, or `secretariat`.
    pub sponsor: Option<String>,
    /// `LOW:HIGH`.
    pub scale: Option<String>,
    /// Whether files are overwritten.
    pub force: bool,
}

/// Makes a scenario with tables of issues and positions of a file that people have.
///
/// # Errors
/// If the file is at fault, something has to be asked that was not said, or a file exists (unless `force`).
pub fn import(options: &ImportOptions) -> Result<(), CommandError> {
    let answers = answers(options)?;
    let (imported, warnings) = import::read(&options.file, options.format.0)?;
    super::load::warn(&warnings);
    let missing = imported.missing(&answers);
    if !missing.is_empty() {
        return Err(CommandError::Usage(format!("the file does not say {}", missing.join("; nor "))));
    }
    if let Some(sponsor) = answers.sponsor.as_ref().filter(|sponsor| *sponsor != "secretariat")
        && imported.actors.iter().all(|actor| actor.id != *sponsor)
    {
        let known: Vec<&str> = imported.actors.iter().map(|actor| actor.id.as_str()).collect();
        return Err(CommandError::Usage(format!(
            "--sponsor: there is no actor `{sponsor}`; there are {}",
            known.join(", ")
        )));
    }
    let files = imported.files(&options.file, options.format.1, &answers);
    let files: Vec<(PathBuf, String)> = files.into_iter().map(|(name, text)| (options.out.join(name), text)).collect();
    if !options.force
        && let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok())
    {
        return Err(exists(path));
    }
    std::fs::create_dir_all(&options.out).map_err(PlaceError::write(&options.out))?;
    // The scenario comes last: where it is, its tables are.
    for (path, text) in files.iter().rev() {
        place::file(path, text.as_bytes(), options.force).map_err(|error| match error {
            PlaceError::Exists(_) => exists(path),
            other => other.into(),
        })?;
    }
    let scenario = quoted(&files[0].0);
    imported.remarks.iter().for_each(|remark| tell(&format!("note: {remark}\n")));
    tell(&format!(
        "wrote {scenario} with {} issues, {} actors and {} positions\nlook at what its first lines say, then\n  winset check {scenario}\n  winset run {scenario}\n",
        imported.issues.len(),
        imported.actors.len(),
        imported.stands.len(),
    ));
    Ok(())
}

fn exists(path: &Path) -> CommandError {
    CommandError::Files(format!("`{}` exists already; --force overwrites it", shown_path(path)))
}

fn answers(options: &ImportOptions) -> Result<Answers, CommandError> {
    Ok(Answers {
        status_quo: options.status_quo.as_deref().map(status_quo).transpose()?,
        rule: options.rule.as_deref().map(rule).transpose()?,
        sponsor: options.sponsor.clone(),
        scale: options.scale.as_deref().map(scale).transpose()?,
    })
}

fn status_quo(text: &str) -> Result<StatusQuo, CommandError> {
    let wrong = || CommandError::Usage(format!("--status-quo: `{text}` is not low, high, unknown or a number"));
    match text {
        "low" => Ok(StatusQuo::Low),
        "high" => Ok(StatusQuo::High),
        "unknown" => Ok(StatusQuo::Unknown),
        number => number.parse().ok().filter(|number: &f64| number.is_finite()).map(StatusQuo::At).ok_or_else(wrong),
    }
}

/// The rule as TOML writes it.
fn rule(text: &str) -> Result<String, CommandError> {
    let wrong = || {
        CommandError::Usage(format!(
            "--rule: `{text}` is not consensus, unanimity or majority:SHARE, such as majority:2/3"
        ))
    };
    let number = |text: &str| text.parse::<f64>().is_ok_and(|number| number > 0.0 && number <= 1.0);
    match text.split_once(':') {
        None if matches!(text, "consensus" | "unanimity") => Ok(format!("kind = \"{text}\"\n")),
        Some(("majority", share)) if number(share) => Ok(format!("kind = \"majority\"\nshare = {share}\n")),
        Some(("majority", share)) => {
            let parts = share.split_once('/').and_then(|(a, b)| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?)));
            parts.filter(|(a, b)| *a > 0 && a <= b).ok_or_else(wrong)?;
            Ok(format!("kind = \"majority\"\nshare = \"{share}\"\n"))
        }
        _ => Err(wrong()),
    }
}

fn scale(text: &str) -> Result<(f64, f64), CommandError> {
    let wrong = || CommandError::Usage(format!("--scale: `{text}` is not LOW:HIGH, such as 0:100"));
    let (low, high) = text.split_once(':').ok_or_else(wrong)?;
    let (low, high): (f64, f64) = low.parse().ok().zip(high.parse().ok()).ok_or_else(wrong)?;
    if low.is_finite() && high.is_finite() && low < high { Ok((low, high)) } else { Err(wrong()) }
}
