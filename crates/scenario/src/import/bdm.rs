//! Tables for Bueno de Mesquita's expected utility model: one row an actor with its capability, position and salience on one
//! issue.

use super::{Actor, Ids, Imported, Item, PARTS_OF_ONE, Reader, Stand, full_saliences, number};
use crate::code::Code;
use crate::fault::Fault;

const ACTOR: [&str; 4] = ["actor", "name", "player", "stakeholder"];
const CAPABILITY: [&str; 6] = ["capability", "capabilities", "resources", "power", "influence", "clout"];

pub(super) fn read(reader: &mut Reader) -> Option<Imported> {
    let mut table = reader.table(&[])?;
    let headings: Vec<String> = table.header.iter().map(|cell| cell.text.to_lowercase()).collect();
    let one_of = |names: &[&str]| names.iter().find_map(|name| headings.iter().position(|heading| heading == name));
    let beginning = |with: &str| headings.iter().position(|heading| heading.starts_with(with));
    let found = [
        ("actor", one_of(&ACTOR)),
        ("capability", one_of(&CAPABILITY)),
        ("position", beginning("position")),
        ("salience", beginning("salience")),
    ];
    for (name, _) in found.iter().filter(|(_, column)| column.is_none()) {
        reader.log.add(
            Fault::at(Code::MissingField, table.at(), format!("there is no column `{name}`"))
                .help("one row an actor: actor, capability, position, salience"),
        );
    }
    let [(_, Some(actor)), (_, Some(capability)), (_, Some(position)), (_, Some(salience))] = found else {
        return None;
    };
    let numbers = table.numbers(&[capability, position, salience]);
    let (stem, mut ids) = (reader.stem(), Ids::default());
    let issue = Ids::default().of(&stem);
    let item = Item { id: issue.clone(), label: stem.clone(), proposal: issue, ..Item::default() };
    let mut imported = Imported { title: stem, issues: vec![item], ..Imported::default() };
    for row in &table.rows {
        if let Some(fault) = table.wrong_length(row) {
            reader.log.add(fault);
            continue;
        }
        let value = |column: usize, called: &str| number(&numbers, column, &row[column], called, &reader.log);
        let (influence, at, salience) =
            (value(capability, "capability"), value(position, "position"), value(salience, "salience"));
        let label = row[actor].text.clone();
        if imported.actors.iter().any(|other| other.label == label) {
            reader.log.add(Fault::at(Code::Twice, row[actor].at, format!("`{label}` has two rows")));
        }
        let Some(at) = at else { continue };
        imported.stands.push(Stand { issue: 0, actor: imported.actors.len(), position: at, salience });
        imported.actors.push(Actor { id: ids.of(&label), label, influence });
    }
    if full_saliences(&mut imported.stands) {
        imported.remarks.push(PARTS_OF_ONE.to_owned());
    }
    Some(imported)
}
