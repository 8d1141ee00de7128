//! `[[relations]]`.

use std::collections::BTreeMap;

use crate::asked::Form;
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::MAX_RELATIONS;
use crate::log::Log;
use crate::model::Relation;
use crate::names::Names;
use crate::node::{Node, Table};
use crate::range::Range;
use crate::values;

/// Relations by area, sorted by member and sponsor; those of one pair are summed.
pub(super) fn relations(table: &Table, names: &Names, log: &Log) -> Vec<Vec<Relation>> {
    let mut affinities: Vec<BTreeMap<(usize, usize), f64>> = vec![BTreeMap::new(); names.areas.len()];
    for node in written(table, log) {
        if log.is_full() {
            break;
        }
        let Some(relation) = relation(node, names, log) else { continue };
        for &area in &relation.areas {
            let mut add = |pair| *affinities[area].entry(pair).or_insert(0.0) += relation.affinity;
            let [member, sponsor] = relation.between;
            add((member, sponsor));
            if !relation.directed {
                add((sponsor, member));
            }
        }
    }
    let compiled = |((member, sponsor), affinity)| Relation { member, sponsor, affinity };
    affinities.into_iter().map(|area| area.into_iter().map(compiled).collect()).collect()
}

fn written<'a>(table: &'a Table, log: &Log) -> &'a [Node] {
    let Some(field) = table.get("relations") else { return &[] };
    let relations = values::array(log, &field.node, "relations", "tables: [[relations]]").unwrap_or_default();
    if relations.len() > MAX_RELATIONS {
        let message = format!("a scenario has at most {MAX_RELATIONS} relations, this one has {}", relations.len());
        log.add(Fault::at(Code::TooMany, field.key, message));
        return &[];
    }
    relations
}

struct Written {
    between: [usize; 2],
    affinity: f64,
    directed: bool,
    areas: Vec<usize>,
}

fn relation(node: &Node, names: &Names, log: &Log) -> Option<Written> {
    let fields = Fields::open(log, node, "a relation");
    let between = fields.need("between", || Form::Names(2, Some(2))).and_then(|node| pair(node, names, log));
    let affinity = fields.required_number("affinity", Range::AFFINITY);
    let directed = fields.flag("directed");
    let areas = match fields.strings("areas") {
        None => (0..names.areas.len()).collect(),
        Some(areas) => {
            let mut areas: Vec<usize> = areas.into_iter().filter_map(|(name, at)| names.area(name, at, log)).collect();
            areas.sort_unstable();
            areas.dedup();
            areas
        }
    };
    fields.close();
    Some(Written { between: between?, affinity: affinity?, directed, areas })
}

fn pair(node: &Node, names: &Names, log: &Log) -> Option<[usize; 2]> {
    let written = values::strings(log, node, "between")?;
    let &[(a, a_at), (b, b_at)] = written.as_slice() else {
        let message = format!("a relation is between two members, not {}", written.len());
        log.add(Fault::at(Code::WrongCount, node.at, message));
        return None;
    };
    let pair = (names.member(a, a_at, log), names.member(b, b_at, log));
    if a == b {
        let fault = Fault::at(Code::Twice, b_at, "a relation is between two different members");
        log.add(fault.label("the same again"));
        return None;
    }
    Some([pair.0?, pair.1?])
}
