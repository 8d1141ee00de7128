//! A scenario as a list of fields, for laying it beside another one.

use toml::Value;

/// Every field of a scenario's text with its value, both as TOML writes them, in the order of the text: tables are paths
/// (`members.china.tolerance`), those without a name go by their number (`relations[0].affinity`).
pub fn fields(resolved: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    if let Ok(table) = resolved.parse::<toml::Table>() {
        table.iter().for_each(|(name, value)| list(key(name), value, &mut fields));
    }
    fields
}

/// In what two scenarios' texts differ, for a message: the first field that is not the same in both.
pub fn first_difference(there: &str, here: &str) -> String {
    let (there, here) = (fields(there), fields(here));
    let value =
        |of: &[(String, String)], path: &str| of.iter().find(|(name, _)| name == path).map(|(_, value)| value.clone());
    let differs = |path: &String| value(&there, path) != value(&here, path);
    let Some(path) = there.iter().chain(&here).map(|(path, _)| path).find(|path| differs(path)) else {
        return "its scenario is written otherwise".to_owned();
    };
    match (value(&there, path), value(&here, path)) {
        (Some(there), Some(here)) => format!("its {path} is {there}, not {here}"),
        (Some(there), None) => format!("it has {path} = {there}"),
        (None, _) => format!("it has no {path}"),
    }
}

fn list(path: String, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Table(table) if !table.is_empty() => {
            table.iter().for_each(|(name, value)| list(format!("{path}.{}", key(name)), value, fields));
        }
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_table) => {
            (0..).zip(items).for_each(|(number, item): (usize, _)| list(format!("{path}[{number}]"), item, fields));
        }
        _ => fields.push((path, value.to_string())),
    }
}

/// A part of a path, in quotation marks where it would be read as something else.
fn key(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(is_plain) { name.to_owned() } else { Value::from(name).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_paths_and_values_are_as_written() {
        let text = r#"
            rule = "consensus"
            [members.china]
            ideal = [0.5, 1]
            label = "China"
            [variants.ten.set]
            "members.*.tolerance" = 0.2
            agenda = { start = 2001 }
            [[relations]]
            a = "x"
            [[relations]]
            a = "y"
            [events]
        "#;
        let expected = [
            ("rule", "\"consensus\""),
            ("members.china.ideal", "[0.5, 1]"),
            ("members.china.label", "\"China\""),
            ("variants.ten.set.\"members.*.tolerance\"", "0.2"),
            ("variants.ten.set.agenda.start", "2001"),
            ("relations[0].a", "\"x\""),
            ("relations[1].a", "\"y\""),
            ("events", "{}"),
        ];
        let found = fields(text);
        assert_eq!(found.iter().map(|(path, value)| (&path[..], &value[..])).collect::<Vec<_>>(), expected);
        assert!(fields("not = [toml").is_empty());
    }
}
