//! Result folders side by side: what differs in their scenarios, and where their variants come from.

use std::collections::HashMap;

use comfy_table::ContentArrangement;

use super::csv;
use super::table::{Style, heading, plain_table};
use super::words::counted;
use crate::experiment::{Joined, Worlds};

/// As many differences are printed.
const SHOWN: usize = 25;

/// A field that is not the same in all scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// Its path.
    pub path: String,
    /// Its value by scenario; `None` where it is not written.
    pub values: Vec<Option<String>>,
}

/// The fields that differ between scenarios, each given as a list of paths and values; in the order in which they come up.
pub fn differing(scenarios: &[Vec<(String, String)>]) -> Vec<Differing> {
    let by_path: Vec<HashMap<&str, &str>> = scenarios
        .iter()
        .map(|fields| fields.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect())
        .collect();
    let mut paths: Vec<&str> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (path, _) in scenarios.iter().flatten() {
        if seen.insert(path.as_str()) {
            paths.push(path);
        }
    }
    let row = |path: &str| Differing {
        path: path.to_owned(),
        values: by_path.iter().map(|fields| fields.get(path).map(|value| (*value).to_owned())).collect(),
    };
    let differs = |row: &Differing| row.values.iter().any(|value| *value != row.values[0]);
    paths.into_iter().map(row).filter(differs).collect()
}

/// The same as a table with a column a scenario, of so many characters a line; the first ones, and how many more there are.
pub fn scenarios(names: &[String], rows: &[Differing], style: Style, width: Option<usize>) -> String {
    if rows.is_empty() {
        return format!("{}\n\nNothing: they are the same.\n", heading("What differs in the scenarios", style));
    }
    let mut table = plain_table(style);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if style == Style::Text {
        table.set_width(width.unwrap_or(100).min(u16::MAX.into()) as u16);
    }
    table.set_header(std::iter::once("field").chain(names.iter().map(String::as_str)));
    for row in rows.iter().take(SHOWN) {
        let values = row.values.iter().map(|value| value.clone().unwrap_or_else(|| "–".to_owned()));
        table.add_row(std::iter::once(row.path.clone()).chain(values));
    }
    let more = match rows.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!("\n{} more in scenarios.csv\n", counted(more, "field")),
    };
    format!("{}\n\n{table}\n{more}", heading("What differs in the scenarios", style))
}

/// `scenarios.csv`.
pub fn scenarios_csv(names: &[String], rows: &[Differing]) -> Vec<u8> {
    let header: Vec<&str> = std::iter::once("field").chain(names.iter().map(String::as_str)).collect();
    let line = |row: &Differing| {
        let values = row.values.iter().map(|value| value.clone().unwrap_or_default());
        std::iter::once(row.path.clone()).chain(values).collect()
    };
    csv::write(&header, rows.iter().map(line))
}

/// `variants.csv`: where each variant comes from, in which worlds it ran, and whether these are those of the first one.
pub fn variants_csv(names: &[String], joined: &Joined) -> Vec<u8> {
    let header = ["variant", "result", "id", "seed", "replications", "paired"];
    let all: Vec<Worlds> = joined.worlds().collect();
    let rows = joined.origins.iter().zip(joined.ids()).zip(&all).flat_map(|((origin, id), worlds)| {
        origin.studies.iter().map({
            let seed = all[0].seed;
            move |&study| {
                vec![
                    id.to_owned(),
                    names[study].clone(),
                    origin.id.clone(),
                    worlds.seed.to_string(),
                    worlds.replications.to_string(),
                    (worlds.seed == seed).to_string(),
                ]
            }
        })
    });
    csv::write(&header, rows)
}
