//! KTAB's spatial model (King Abdullah Petroleum Studies and Research Center): a CSV file with a line on the scenario, a line of
//! headings and a line an actor, position and salience of each dimension side by side; or the same as XML.

use super::{Actor, Ids, Imported, Item, Reader, Stand, number, xml};
use crate::code::Code;
use crate::fault::Fault;

pub(super) fn read(reader: &mut Reader) -> Option<Imported> {
    let is_xml = reader.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"));
    let mut imported = if is_xml { xml::read(reader)? } else { table(reader)? };
    together(&mut imported);
    Some(imported)
}

fn table(reader: &mut Reader) -> Option<Imported> {
    let mut table = reader.table(&["Actor"])?;
    let column = |name: &str| table.column(name);
    let (Some(actor), Some(power)) = (column("Actor"), column("Power")) else {
        let fault = Fault::at(Code::MissingField, table.at(), "the second line names `Actor`, `Description`, `Power`");
        reader.log.add(fault.help("then position and salience of each dimension"));
        return None;
    };
    let described = column("Description").filter(|column| *column < power);
    let first = actor.max(power).max(described.unwrap_or(0)) + 1;
    let named = table.header[first..].iter().take_while(|cell| !cell.is_blank()).count();
    if named == 0 || named % 2 == 1 {
        let message = format!("{named} columns follow `Power`: position and salience of each dimension");
        reader.log.add(Fault::at(Code::WrongCount, table.header[power].at, message));
        return None;
    }
    let title = reader.sources.0[table.source].text.lines().next().unwrap_or_default();
    let title = title.split([',', ';', '\t']).next().unwrap_or_default().trim().trim_matches('"').to_owned();
    let columns: Vec<usize> = std::iter::once(power).chain(first..first + named).collect();
    let numbers = table.numbers(&columns);
    let (mut ids, mut issues) = (Ids::default(), Ids::default());
    let item = |place: usize| {
        let label = table.header[first + 2 * place].text.clone();
        Item { id: issues.of(&label), label, scale: Some((0.0, 100.0)), ..Item::default() }
    };
    let items: Vec<Item> = (0..named / 2).map(item).collect();
    let mut imported = Imported { title, issues: items, ..Imported::default() };
    for row in &table.rows {
        if let Some(fault) = table.wrong_length(row) {
            reader.log.add(fault);
            continue;
        }
        let value = |column: usize, called: &str| number(&numbers, column, &row[column], called, &reader.log);
        let number_of_actor = imported.actors.len();
        let label = row[actor].text.clone();
        imported.actors.push(Actor { id: ids.of(&label), label, influence: value(power, "power") });
        for place in 0..named / 2 {
            let (position, salience) = (first + 2 * place, first + 2 * place + 1);
            let Some(position) = value(position, "a position") else { continue };
            let salience = value(salience, "a salience");
            imported.stands.push(Stand { issue: place, actor: number_of_actor, position, salience });
        }
    }
    Some(imported)
}

/// All dimensions are one proposal, as far as that may be.
fn together(imported: &mut Imported) {
    let many = imported.issues.len() > MOST_TOGETHER;
    let proposal = Ids::default().of(&imported.title);
    for issue in &mut imported.issues {
        issue.proposal = if many { issue.id.clone() } else { proposal.clone() };
    }
    if many {
        imported.remarks.push(format!(
            "there are more than {MOST_TOGETHER} dimensions: each is a proposal of its own, and not negotiated with the others"
        ));
    }
}

/// Issues that can be negotiated together.
const MOST_TOGETHER: usize = 8;
