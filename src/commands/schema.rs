use super::{CommandError, output};
use crate::scenario;

/// Prints the scenario format as JSON Schema.
///
/// # Errors
/// If standard output cannot be written to.
pub fn schema() -> Result<(), CommandError> {
    output::print(&format!("{:#}\n", scenario::schema()))
}
