use std::path::PathBuf;

use super::CommandError;
use crate::scenario::Options;

/// Reads the scenarios and reports every fault of each; simulates nothing.
///
/// # Errors
/// If any of them is at fault.
pub fn check(paths: &[PathBuf], sets: &[String]) -> Result<(), CommandError> {
    let overrides = super::overrides(sets)?;
    let options = Options { overrides: &overrides, ..Options::default() };
    let mut at_fault = 0;
    for path in paths {
        match super::load(path, &options) {
            Ok(scenario) => {
                let variants = scenario.variants.len();
                let plural = if variants == 1 { "variant" } else { "variants" };
                super::output::print(&format!("{}: sound, {variants} {plural}\n", path.display()))?;
            }
            Err(faults) => {
                at_fault += 1;
                super::output::tell(&CommandError::from(faults).render());
            }
        }
    }
    match at_fault {
        0 => Ok(()),
        _ => Err(CommandError::Failed(format!("{at_fault} of {} scenarios at fault", paths.len()))),
    }
}
