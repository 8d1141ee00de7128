//! Rows of decide: `#A` an actor, `#P` an issue, `#M` what a position on it means, `#D` position, salience and power of an actor
//! on an issue; `#0` and `#/` are comments. Cells are parted by tabs, semicolons or commas, and may stand in either kind of quotes.

use std::collections::BTreeMap;

use super::{Actor, Ids, Imported, Item, PARTS_OF_ONE, Reader, Stand, full_saliences};
use crate::code::Code;
use crate::fault::Fault;
use crate::node::Origin;

/// A row: its tag, its cells and where it stands.
struct Tagged {
    tag: String,
    cells: Vec<String>,
    at: Origin,
}

pub(super) fn read(reader: &mut Reader) -> Option<Imported> {
    let (source, text) = reader.text()?;
    let rows = rows(source, &text);
    let (mut actor_ids, mut issue_ids) = (Ids::default(), Ids::default());
    let mut imported = Imported { title: reader.stem(), ..Imported::default() };
    let (mut actors, mut issues): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut powers: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    let label = |row: &Tagged, key: &str| {
        row.cells.get(1).filter(|label| !label.is_empty()).map_or(key, String::as_str).to_owned()
    };
    for row in &rows {
        let key = row.cells.first().cloned().unwrap_or_default();
        match row.tag.as_str() {
            "A" => {
                imported.actors.push(Actor { id: actor_ids.of(&key), label: label(row, &key), influence: None });
                actors.push(key);
            }
            "P" => {
                let id = issue_ids.of(&key);
                imported.issues.push(Item { id: id.clone(), label: label(row, &key), proposal: id, ..Item::default() });
                issues.push(key);
            }
            _ => {}
        }
    }
    let find = |known: &[String], key: &str, noun: &str, at: Origin| {
        let index = known.iter().position(|known| known == key);
        if index.is_none() {
            let tag = if noun == "actor" { "#A" } else { "#P" };
            reader.log.add(
                Fault::at(Code::UnknownName, at, format!("there is no {noun} `{key}`"))
                    .help(format!("{tag} rows name them")),
            );
        }
        index
    };
    for row in &rows {
        let cell = |place: usize| row.cells.get(place).map_or("", String::as_str);
        let number = |place: usize, called: &str| {
            let text = cell(place).replace(',', ".");
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            if number.is_none() {
                let message = format!("{called} is `{}`, which is no number", cell(place));
                reader.log.add(Fault::at(Code::WrongKind, row.at, message));
            }
            number
        };
        match row.tag.as_str() {
            "M" => {
                let Some(issue) = find(&issues, cell(0), "issue", row.at) else { continue };
                let Some(at) = number(1, "this position") else { continue };
                let scale = &mut imported.issues[issue].scale;
                *scale = Some(scale.map_or((at, at), |(low, high)| (low.min(at), high.max(at))));
            }
            "D" => {
                let (actor, issue) = (find(&actors, cell(0), "actor", row.at), find(&issues, cell(1), "issue", row.at));
                let (Some(actor), Some(issue)) = (actor, issue) else { continue };
                let (position, salience, power) =
                    (number(2, "the position"), number(3, "the salience"), number(4, "the power"));
                if imported.stands.iter().any(|stand| (stand.actor, stand.issue) == (actor, issue)) {
                    let message = format!("`{}` has two rows on `{}`", cell(0), cell(1));
                    reader.log.add(Fault::at(Code::Twice, row.at, message));
                }
                powers.entry(actor).or_default().extend(power);
                if let Some(position) = position {
                    imported.stands.push(Stand { issue, actor, position, salience });
                }
            }
            "A" | "P" => {}
            other => {
                let help = "rows begin with #A, #P, #M or #D";
                reader
                    .log
                    .add(Fault::at(Code::UnknownWord, row.at, format!("`#{other}` is no kind of row")).help(help));
            }
        }
    }
    for issue in &mut imported.issues {
        // As the program of this format has it where nothing is said.
        issue.scale = issue.scale.filter(|(low, high)| high > low).or(Some((0.0, 100.0)));
    }
    for (actor, powers) in powers {
        let mean = powers.iter().sum::<f64>() / powers.len().max(1) as f64;
        imported.actors[actor].influence = (!powers.is_empty()).then_some(mean);
        let (low, high) = powers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), p| (l.min(*p), h.max(*p)));
        if high > low {
            let label = &imported.actors[actor].label;
            imported
                .remarks
                .push(format!("the power of {label} is {low} to {high} by issue; its influence is their mean"));
        }
    }
    if full_saliences(&mut imported.stands) {
        imported.remarks.push(PARTS_OF_ONE.to_owned());
    }
    Some(imported)
}

fn rows(source: usize, text: &str) -> Vec<Tagged> {
    let mut start = 0;
    let mut rows = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let at = Origin { source, start, end: start + bare.len() };
        start += line.len();
        let opening = bare.trim_start_matches('\u{feff}').trim_start_matches(['\'', '"', ' ']);
        let Some(tagged) = opening.strip_prefix('#') else { continue };
        let tag: String = tagged.chars().take_while(|c| c.is_alphanumeric() || *c == '/').collect();
        if matches!(tag.as_str(), "0" | "/" | "") || tag.starts_with('/') {
            continue;
        }
        let separator = ['\t', ';', ','].into_iter().find(|separator| tagged.contains(*separator)).unwrap_or(',');
        let cells = cells(bare.trim_start_matches('\u{feff}'), separator).into_iter().skip(1).collect();
        rows.push(Tagged { tag, cells, at });
    }
    rows
}

/// The cells of a line; a separator inside of quotes parts none.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        let last = cells.last_mut().expect("there is always a cell");
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => last.push(c),
            None if (c == '"' || c == '\'') && last.trim().is_empty() => {
                quote = Some(c);
                last.clear();
            }
            None if c == separator => cells.push(String::new()),
            None => last.push(c),
        }
    }
    cells.into_iter().map(|cell| cell.trim().to_owned()).collect()
}
