//! Where a figure comes from, told in the file itself: a figure that has left its folder can still be traced.

use super::Figure;
use super::canvas::escape;

/// What was simulated, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Title of the scenario.
    pub title: String,
    /// SHA-256 of `scenario.toml` as lower-case hexadecimal digits.
    pub scenario_sha256: String,
    /// Seed of the worlds.
    pub seed: String,
    /// Version of winset.
    pub version: String,
}

impl Provenance {
    /// The program and its version.
    pub(super) fn software(&self) -> String {
        format!("winset {}", self.version)
    }

    /// What else there is to say, as (key, value).
    pub(super) fn entries(&self) -> [(&'static str, String); 3] {
        [
            ("Scenario", self.title.clone()),
            ("Scenario SHA-256", self.scenario_sha256.clone()),
            ("Seed", self.seed.clone()),
        ]
    }
}

impl Figure {
    /// What an SVG says about itself: title and description for readers of screens, and Dublin Core in RDF.
    pub(super) fn svg_head(&self) -> String {
        let (title, caption) = (escape(&self.title), escape(&self.caption));
        let mut head = format!("<title>{title}</title>\n<desc>{caption}</desc>\n");
        if let Some(provenance) = &self.provenance {
            let sources = provenance.entries().map(|(key, value)| element("source", &format!("{key}: {value}")));
            head.push_str(&format!(
                "<metadata>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
                 xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<rdf:Description rdf:about=\"\">\n{}{}{}{}\
                 </rdf:Description>\n</rdf:RDF>\n</metadata>\n",
                element("title", &self.title),
                element("description", &self.caption),
                element("creator", &provenance.software()),
                sources.concat(),
            ));
        }
        head
    }

    /// What a PNG says about itself, under the keywords of its standard and some more.
    pub(super) fn png_texts(&self) -> Vec<(&'static str, String)> {
        let mut texts = vec![("Title", self.title.clone()), ("Description", self.caption.clone())];
        if let Some(provenance) = &self.provenance {
            texts.push(("Software", provenance.software()));
            texts.extend(provenance.entries());
        }
        texts
    }
}

fn element(name: &str, text: &str) -> String {
    format!("<dc:{name}>{}</dc:{name}>\n", escape(text))
}
