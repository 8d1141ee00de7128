//! Decision-making in the European Union (Thomson et al. 2006, 2012; Arregui & Perarnaud 2021): one row an issue, a column of
//! positions and one of saliences for each actor (`pXX` and `sXX`, or `p_XXX` and `s_XXX`), the reference point and the outcome.

use super::{Actor, Ids, Imported, Item, Reader, Stand, number};
use crate::code::Code;
use crate::csv::Cell;
use crate::fault::Fault;
use crate::rows::Rows;

/// What headings of the same column may be.
const ISSUE: [&str; 5] = ["issue", "issueid", "issue_id", "isnr", "issuenr"];
const PROPOSAL: [&str; 6] = ["proposal_no", "prno", "proposal_id", "proposalid", "prop", "proposal"];
const REFERENCE: [&str; 4] = ["rp", "reference_point", "referencepoint", "status_quo"];
const OUTCOME: [&str; 2] = ["out", "outcome"];
const RULE: [&str; 3] = ["rule", "voting_rule", "votingrule"];

/// What stands for a number that is missing.
const MISSING: [&str; 6] = ["", "999", "NA", ".", "-", "N/A"];

pub(super) fn read(reader: &mut Reader) -> Option<Imported> {
    let mut table = reader.table(&[])?;
    let pairs = pairs(&table);
    if pairs.is_empty() {
        let help = "positions are in columns such as pDE or p_DEU, and saliences in sDE or s_DEU";
        reader.log.add(Fault::at(Code::MissingField, table.at(), "no actor has a column of positions").help(help));
        return None;
    }
    let column = |names: &[&str]| {
        let is = |cell: &&Cell| names.contains(&cell.text.to_lowercase().as_str());
        names
            .iter()
            .find_map(|name| table.header.iter().position(|cell| cell.text.to_lowercase() == *name))
            .or_else(|| table.header.iter().position(|cell| is(&cell)))
    };
    let (issue, proposal) = (column(&ISSUE).unwrap_or(0), column(&PROPOSAL));
    let (reference, outcome, rule) = (column(&REFERENCE), column(&OUTCOME), column(&RULE));
    let columns: Vec<usize> = pairs.iter().flat_map(|pair| [pair.1, pair.2]).chain(reference).chain(outcome).collect();
    let numbers = table.numbers(&columns);
    let (mut ids, mut proposals, mut actors) = (Ids::default(), Ids::default(), Ids::default());
    let mut imported = Imported { title: reader.stem(), ..Imported::default() };
    imported.actors.extend(pairs.iter().map(|(name, ..)| Actor {
        id: actors.of(name),
        label: name.clone(),
        influence: None,
    }));
    // By what the file calls a proposal, its id.
    let mut known: Vec<(String, String)> = Vec::new();
    let (mut without_salience, mut without_position) = (0, 0);
    let taken = issue_repeats(&table, issue);
    for row in &table.rows {
        if let Some(fault) = table.wrong_length(row) {
            reader.log.add(fault);
            continue;
        }
        let value = |column: usize, called: &str| {
            let cell = &row[column];
            let missing = MISSING.contains(&cell.text.as_str());
            (!missing).then(|| number(&numbers, column, cell, called, &reader.log)).flatten()
        };
        let called = proposal.map(|column| row[column].text.clone()).filter(|text| !text.is_empty());
        let name = match (&called, taken) {
            (Some(proposal), true) => format!("{proposal}-{}", row[issue].text),
            _ => row[issue].text.clone(),
        };
        let label = if name.is_empty() { format!("issue {}", imported.issues.len() + 1) } else { name };
        let id = ids.of(&label);
        let proposal = match called {
            None => id.clone(),
            Some(name) => match known.iter().find(|(known, _)| *known == name) {
                Some((_, id)) => id.clone(),
                None => {
                    known.push((name.clone(), proposals.of(&name)));
                    known[known.len() - 1].1.clone()
                }
            },
        };
        let number_of_issue = imported.issues.len();
        imported.issues.push(Item {
            id,
            label,
            proposal,
            scale: Some((0.0, 100.0)),
            status_quo: reference.and_then(|column| value(column, "the reference point")),
            outcome: outcome.and_then(|column| value(column, "the outcome")),
            rule: rule.map(|column| row[column].text.clone()).filter(|text| !text.is_empty()),
        });
        for (actor, (_, position, salience)) in pairs.iter().enumerate() {
            let (position, salience) = (value(*position, "a position"), value(*salience, "a salience"));
            match position {
                Some(position) => {
                    without_salience += usize::from(salience.is_none());
                    imported.stands.push(Stand { issue: number_of_issue, actor, position, salience });
                }
                None => without_position += usize::from(salience.is_some_and(|salience| salience > 0.0)),
            }
        }
    }
    if without_salience > 0 {
        imported.remarks.push(format!("{without_salience} positions have no salience, and have 100 now"));
    }
    if without_position > 0 {
        imported.remarks.push(format!("{without_position} saliences have no position, and were left out"));
    }
    Some(imported)
}

/// Whether issues are numbered anew in each proposal.
fn issue_repeats(table: &Rows, issue: usize) -> bool {
    let mut seen: Vec<&str> = table.rows.iter().filter_map(|row| Some(row.get(issue)?.text.as_str())).collect();
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    seen.len() < all
}

/// Actors with their columns of positions and of saliences.
fn pairs(table: &Rows) -> Vec<(String, usize, usize)> {
    let headings: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
    let of = |heading: &str| -> Option<(String, usize)> {
        let rest = heading.strip_prefix(['p', 'P'])?;
        let salience = headings.iter().position(|other| other.strip_prefix(['s', 'S']) == Some(rest))?;
        let name = rest.trim_start_matches('_');
        (!name.is_empty()).then(|| (name.to_owned(), salience))
    };
    let found = headings.iter().enumerate();
    found.filter_map(|(position, heading)| of(heading).map(|(name, salience)| (name, position, salience))).collect()
}
