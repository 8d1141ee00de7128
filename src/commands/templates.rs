//! Scenarios to start from, inside the program: every shipped one, and two that explain the format.

/// A scenario that `winset new` writes.
#[derive(Debug, PartialEq, Eq)]
pub struct Template {
    /// What it is called: the path of a shipped scenario, below `scenarios/` and without `.toml`.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// The scenario.
    pub text: &'static str,
    /// The files that it reads, by the names under which it does.
    pub files: &'static [(&'static str, &'static str)],
}

/// A template of this folder, with files that it reads.
macro_rules! template {
    ($name:literal $(, $file:literal)*) => {
        Template {
            name: $name,
            aliases: &[],
            text: include_str!(concat!("templates/", $name, ".toml")),
            files: &[$(($file, include_str!(concat!("templates/", $file)))),*],
        }
    };
}

/// A scenario that is shipped, with its other names and, after a semicolon, the files that it reads.
macro_rules! shipped {
    ($name:literal $(, $alias:literal)* $(; $($file:literal),+)?) => {
        Template {
            name: $name,
            aliases: &[$($alias),*],
            text: include_str!(concat!("../../scenarios/", $name, ".toml")),
            files: &[$($(($file, include_str!(concat!("../../scenarios/", $file)))),+)?],
        }
    };
}

/// A backtest that is shipped, with the files that it reads.
macro_rules! backtest {
    ($name:literal $(, $file:literal)*) => {
        Template {
            name: concat!("backtests/", $name),
            aliases: &[],
            text: include_str!(concat!("../../scenarios/backtests/", $name, ".toml")),
            files: &[$(($file, include_str!(concat!("../../scenarios/backtests/", $file)))),*],
        }
    };
}

/// All of them; the first is the one to begin with.
pub const TEMPLATES: &[Template] = &[
    template!("minimal"),
    template!("table", "council.csv"),
    shipped!("sco-enlargement", "sco"),
    shipped!("sco-timeline"; "sco-enlargement.toml"),
    shipped!("sco-attention"; "sco-enlargement.toml"),
    shipped!("sco-reforms"; "sco-enlargement.toml"),
    shipped!("sco-decomposition"; "sco-enlargement.toml"),
    shipped!("asean"),
    shipped!("brics"),
    shipped!("eu-unanimity", "eu"; "data/eu.csv"),
    shipped!("nato"; "data/nato.csv"),
    shipped!("osce"; "data/osce.csv"),
    shipped!("unsc"),
    shipped!("textbook-1d", "textbook"),
    shipped!("docking-basic", "docking"),
    shipped!("power/eec6-1958", "eec6-1958"),
    shipped!("power/eec6-1958-no-commission", "eec6-1958-no-commission"),
    shipped!("power/ec9-1973", "ec9-1973"),
    shipped!("power/ec10-1981", "ec10-1981"),
    shipped!("power/ec12-1986", "ec12-1986"),
    shipped!("power/eu15-1995", "eu15-1995"),
    shipped!("power/eu27-lisbon", "eu27-lisbon"),
    shipped!("power/unsc-1966", "unsc-1966"),
    shipped!("power/fund-189", "fund-189"),
    shipped!("power/sco"),
    backtest!("deu3-training", "data/deu3-training-issues.csv", "data/deu3-training-positions.csv"),
    backtest!("deu3-test", "data/deu3-test-issues.csv", "data/deu3-test-positions.csv"),
    backtest!("un-votes", "data/un-votes-members.csv"),
    backtest!("eu-durations"),
];

impl Template {
    /// The template that is called `name`.
    pub fn named(name: &str) -> Option<&'static Template> {
        TEMPLATES.iter().find(|template| template.name == name || template.aliases.contains(&name))
    }

    /// What it is about, in a line: its own title.
    pub fn about(&self) -> String {
        #[derive(serde::Deserialize)]
        struct Document {
            scenario: Header,
        }
        #[derive(serde::Deserialize)]
        struct Header {
            title: String,
        }
        toml::from_str(self.text).map(|document: Document| document.scenario.title).unwrap_or_default()
    }

    /// Whether it is a voting game: a rule and its weights, for `winset power`.
    pub fn is_game(&self) -> bool {
        self.name.starts_with("power/")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// The scenarios below `folder` by their names as templates.
    fn scenarios(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() {
                scenarios(&path, &format!("{prefix}{stem}/"), found);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.insert(format!("{prefix}{stem}"), std::fs::read_to_string(&path).expect("text"));
            }
        }
    }

    #[test]
    fn every_shipped_scenario_is_a_template() {
        let mut shipped = BTreeMap::new();
        scenarios(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"), "", &mut shipped);
        assert!(shipped.len() > 10);
        let explaining = ["minimal", "table"];
        let templates = TEMPLATES.iter().filter(|template| !explaining.contains(&template.name));
        let templates: BTreeMap<_, _> = templates.map(|known| (known.name.to_owned(), known.text.to_owned())).collect();
        assert_eq!(templates.keys().collect::<Vec<_>>(), shipped.keys().collect::<Vec<_>>());
        assert_eq!(templates, shipped);
    }

    #[test]
    fn names_are_unique_and_titles_are_there() {
        let mut names = BTreeSet::new();
        for template in TEMPLATES {
            for name in template.aliases.iter().chain([&template.name]) {
                assert!(names.insert(*name), "{name} stands twice");
                assert_eq!(Template::named(name), Some(template));
            }
            let about = template.about();
            assert!(!about.is_empty() && about.len() < 100 && !about.contains('\n'), "{}: {about}", template.name);
        }
        assert_eq!(Template::named("banana"), None);
    }

    /// A name in a template that means a file: what it extends, and tables.
    fn files_named(value: &toml::Value, found: &mut BTreeSet<String>) {
        match value {
            toml::Value::String(text) if [".csv", ".toml", ".xlsx", ".ods"].iter().any(|end| text.ends_with(end)) => {
                found.insert(text.clone());
            }
            toml::Value::Array(values) => values.iter().for_each(|value| files_named(value, found)),
            toml::Value::Table(table) => table.values().for_each(|value| files_named(value, found)),
            _ => {}
        }
    }

    #[test]
    fn a_template_brings_every_file_that_it_reads() {
        for template in TEMPLATES {
            let mut named = BTreeSet::new();
            files_named(&toml::from_str(template.text).expect("TOML"), &mut named);
            let brought: BTreeSet<String> = template.files.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(named, brought, "{}", template.name);
        }
    }
}
