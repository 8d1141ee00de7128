use crate::characters::{composed, unprintable, written_out};
use crate::code::Code;
use crate::fault::Fault;
use crate::log::Log;
use crate::node::{Field, Node, Origin, Value};
use crate::{parse, resolve};

/// One value that a field takes.
#[derive(Debug, Clone)]
pub struct Level {
    /// As tables and figures show it: the number, the word, the table as TOML.
    pub text: String,
    /// The number, if it is one.
    pub number: Option<f64>,
    pub(super) node: Node,
}

impl Level {
    pub(super) fn of(node: Node) -> Self {
        let (text, number) = match &node.value {
            Value::String(text) => (written_out(text, unprintable), None),
            Value::Integer(number) => (number.to_string(), Some(*number as f64)),
            Value::Float(number) => ((number + 0.0).to_string(), Some(*number)),
            _ => (resolve::inline(&node), None),
        };
        Self { text, number, node }
    }

    /// A value as the command line has it: TOML, or a bare word. All of it stands at `at`.
    pub(super) fn of_text(text: &str, at: Origin) -> Result<Self, Fault> {
        if text.is_empty() {
            let fault = Fault::at(Code::MissingField, at, "a value is missing between two commas, or at the end");
            return Err(fault.help("\"\" is empty text"));
        }
        match parse::value(at.source, text, 0..text.len(), &Log::default()) {
            Ok(mut node) => {
                relocate(&mut node, at);
                Ok(Self::of(node))
            }
            Err(fault) if text.starts_with(['[', '{', '"', '\'']) => Err(Fault { at: Some(at), ..fault }),
            Err(_) => Ok(Self::of(Node::new(Value::String(composed(text)), at))),
        }
    }
}

/// Says of everything in a value that it stands at `at`.
fn relocate(node: &mut Node, at: Origin) {
    node.at = at;
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| relocate(item, at)),
        Value::Table(table) => table.values_mut().for_each(|Field { key, node }| {
            *key = at;
            relocate(node, at);
        }),
        _ => {}
    }
}
