//! KTAB's XML.

use roxmltree::{Document, Node};

use super::{Actor, Ids, Imported, Item, Reader, Stand};
use crate::code::Code;
use crate::fault::Fault;
use crate::node::Origin;

pub(super) fn read(reader: &mut Reader) -> Option<Imported> {
    let (source, text) = reader.text()?;
    let document = match Document::parse(&text) {
        Ok(document) => document,
        Err(error) => {
            let start = offset(&text, error.pos());
            let at = Origin { source, start, end: (start + 1).min(text.len()) };
            reader.log.add(Fault::at(Code::Syntax, at, format!("this is not sound XML: {error}")));
            return None;
        }
    };
    let place = |node: Node| {
        let range = node.range();
        Origin { source, start: range.start, end: range.end.min(range.start + 40) }
    };
    let root = document.root_element();
    let (mut ids, mut issues) = (Ids::default(), Ids::default());
    let mut imported =
        Imported { title: text_of(root, "name").unwrap_or_else(|| reader.stem()), ..Imported::default() };
    let named: Vec<String> = child(root, "Dimensions").map(|of| texts(of, "dName")).unwrap_or_default();
    for actor in child(root, "Actors").into_iter().flat_map(|actors| children(actors, "Actor")) {
        let numbers = |of: &str, each: &str| -> Vec<Option<f64>> {
            let values = child(actor, of).map(|of| children(of, each).collect::<Vec<_>>()).unwrap_or_default();
            values.into_iter().map(|node| plain_number(reader, node, place(node))).collect()
        };
        let (positions, saliences) = (numbers("Position", "dCoord"), numbers("Salience", "dSal"));
        if positions.len() != saliences.len() || (!named.is_empty() && positions.len() != named.len()) {
            let message = format!("this actor has {} positions and {} saliences", positions.len(), saliences.len());
            reader.refuse(place(actor), message, "one of each a dimension");
            continue;
        }
        while imported.issues.len() < positions.len() {
            let label = named.get(imported.issues.len()).cloned();
            let label = label.unwrap_or_else(|| format!("dimension {}", imported.issues.len() + 1));
            imported.issues.push(Item { id: issues.of(&label), label, scale: Some((0.0, 100.0)), ..Item::default() });
        }
        let label = text_of(actor, "name").unwrap_or_default();
        let influence = child(actor, "capability").and_then(|node| plain_number(reader, node, place(node)));
        let number = imported.actors.len();
        imported.actors.push(Actor { id: ids.of(&label), label, influence });
        for (issue, (position, salience)) in positions.into_iter().zip(saliences).enumerate() {
            if let Some(position) = position {
                imported.stands.push(Stand { issue, actor: number, position, salience });
            }
        }
    }
    Some(imported)
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name().eq_ignore_ascii_case(name))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

fn texts(node: Node, name: &str) -> Vec<String> {
    children(node, name).map(|node| node.text().unwrap_or_default().trim().to_owned()).collect()
}

fn text_of(node: Node, name: &str) -> Option<String> {
    texts(node, name).into_iter().next().filter(|text| !text.is_empty())
}

/// A number as programs write it, with a point.
fn plain_number(reader: &Reader, node: Node, at: Origin) -> Option<f64> {
    let text = node.text().unwrap_or_default().trim();
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    if number.is_none() {
        reader.refuse(at, format!("`{text}` is no number"), "a number with a point before decimals");
    }
    number
}

/// Where a line and column are.
fn offset(text: &str, at: roxmltree::TextPos) -> usize {
    let line = text.split_inclusive('\n').take((at.row as usize).saturating_sub(1)).map(str::len).sum::<usize>();
    (line + (at.col as usize).saturating_sub(1)).min(text.len())
}
