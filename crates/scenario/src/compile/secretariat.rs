//! `[secretariat]`.

use super::member::LAWS;
use crate::asked::{Form, Otherwise};
use crate::fields::Fields;
use crate::log::Log;
use crate::model::{Secretariat, SecretariatIdeal};
use crate::names::Names;
use crate::node::{Node, Table};
use crate::range::Range;
use crate::values;

const CENTROID: [(&str, ()); 1] = [("centroid", ())];

/// The secretariat, if there is one.
pub(super) fn secretariat(table: &Table, names: &Names, log: &Log) -> Option<Secretariat> {
    let fields = Fields::open(log, &table.get("secretariat")?.node, "[secretariat]");
    let forms = || {
        let point = Form::Vector { range: Range::POSITION, one: false };
        Form::Either(vec![Form::words(&CENTROID), point, Form::Table("`ideal`")])
    };
    fields.note("ideal", Otherwise::Word(CENTROID[0].0.to_owned()), forms);
    let ideal = fields.get("ideal");
    let secretariat = Secretariat {
        ideal: ideal.map_or(SecretariatIdeal::Centroid, |node| aim(node, names, log)),
        initiative: fields.number("initiative", 1.0, Range::INITIATIVE),
        worthwhile: fields.number("worthwhile", 0.1, Range::PART),
    };
    fields.close();
    Some(secretariat)
}

/// Where it aims: the word "centroid", a law, or a point.
fn aim(node: &Node, names: &Names, log: &Log) -> SecretariatIdeal {
    if node.as_str().is_some() {
        values::choice(log, node, "ideal", &CENTROID);
        return SecretariatIdeal::Centroid;
    }
    if node.as_table().is_some_and(|table| is_law(table, names)) {
        return drawn(Fields::open(log, node, "`ideal`"), names);
    }
    let point = names.vector(log, node, "ideal", Range::POSITION, None, false);
    point.map_or(SecretariatIdeal::Centroid, SecretariatIdeal::Point)
}

/// Whether a table gives a law rather than a point by dimension. A dimension may be called `mean`.
fn is_law(table: &Table, names: &Names) -> bool {
    let dimension = |key: &str| names.dimensions.iter().flatten().any(|dimension| dimension.id == key);
    ["mean", "sd", "distribution"].iter().any(|&key| table.contains_key(key) && !dimension(key))
}

fn drawn(fields: Fields<'_>, names: &Names) -> SecretariatIdeal {
    let mean = fields.need("mean", || Form::Vector { range: Range::POSITION, one: true });
    let mean = mean.and_then(|node| names.vector(fields.log, node, "mean", Range::POSITION, None, true));
    let ideal = SecretariatIdeal::Drawn {
        mean: mean.unwrap_or_else(|| vec![0.0; names.dims()]),
        sd: names.vector_or(&fields, "sd", 0.0, Range::AT_LEAST_0),
        law: fields.choice("distribution", &LAWS),
    };
    fields.close();
    ideal
}
