//! The scenario that is made of an import, with its two tables.

use std::fmt::Write;

use super::Imported;
use crate::shown_path;
use std::path::Path;

/// What a file does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// Where policy lies on issues of which the file does not say it.
    pub status_quo: Option<StatusQuo>,
    /// The rule of the scenario, as TOML writes it.
    pub rule: Option<String>,
    /// Who tables: a member, `secretariat`, or drawn by initiative.
    pub sponsor: Option<String>,
    /// The ends of scales of which the file does not say them.
    pub scale: Option<(f64, f64)>,
}

/// Where policy lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StatusQuo {
    /// At the low end of each scale.
    Low,
    /// At the high end.
    High,
    /// Nobody knows: anywhere on the scale.
    Unknown,
    /// There, in the units of the scale.
    At(f64),
}

/// The files of a scenario: names and texts.
pub type Files = Vec<(String, String)>;

/// What has to be asked, in a sentence each; nothing where everything is known.
pub(super) fn missing(imported: &Imported, answers: &Answers) -> Vec<String> {
    let mut missing = Vec::new();
    let without = imported.issues.iter().filter(|issue| issue.status_quo.is_none()).count();
    // A file that says it of some issues does not know it of the others.
    let none = without == imported.issues.len();
    if none && answers.status_quo.is_none() {
        missing.push("where policy lies now: --status-quo low, high, unknown or a number".to_owned());
    }
    // Of most rules a file has the name only.
    let unknown = |rule: &Option<String>| rule.as_deref().is_none_or(|name| rule_id(name).is_some());
    let without = imported.issues.iter().any(|issue| unknown(&issue.rule));
    if without && answers.rule.is_none() {
        missing.push("the rule: --rule consensus, unanimity or majority:2/3".to_owned());
    }
    if imported.issues.iter().any(|issue| issue.scale.is_none()) && answers.scale.is_none() {
        let positions = || imported.stands.iter().map(|stand| stand.position);
        let (low, high) = (positions().fold(f64::INFINITY, f64::min), positions().fold(f64::NEG_INFINITY, f64::max));
        missing.push(format!("the ends of the scale: --scale LOW:HIGH (positions are from {low} to {high})"));
    }
    missing
}

impl Imported {
    /// What the file does not say and nobody has answered, in a sentence each.
    pub fn missing(&self, answers: &Answers) -> Vec<String> {
        missing(self, answers)
    }

    /// The scenario as `NAME.toml` with `issues.csv` and `positions.csv` beside it. `from` is the file that was read and
    /// `format` what it is called.
    pub fn files(&self, from: &Path, format: &str, answers: &Answers) -> Files {
        let name =
            format!("{}.toml", from.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()));
        let name = crate::printable(&name);
        vec![
            (name, self.scenario(from, format, answers)),
            ("issues.csv".to_owned(), self.issues(answers)),
            ("positions.csv".to_owned(), self.positions()),
        ]
    }

    fn scenario(&self, from: &Path, format: &str, answers: &Answers) -> String {
        let file = from.file_name().map_or_else(String::new, |name| shown_path(Path::new(name)));
        let mut out = format!("# Made of {file} ({format}) by `winset import`.\n");
        for line in self.comments(answers) {
            let _ = writeln!(out, "# - {line}");
        }
        let title = if self.title.is_empty() { file.clone() } else { self.title.clone() };
        let _ = write!(out, "\n[scenario]\ntitle = {}\nsources = {}\n", quoted(&title), quoted(&file));
        if let Some(rule) = &answers.rule {
            let rule = self.of_those_with_a_stake(rule);
            let _ = write!(out, "\n# When a proposal is adopted.\n[rule]\n{rule}");
        }
        for (rule, kind) in self.rules(answers) {
            let _ = write!(out, "\n[rules.{rule}]\n{kind}");
        }
        out += "\n# Influence is the power or capability that the file gives; 1 for everybody where it gives none.\n[members]\n";
        for actor in &self.actors {
            let mut fields = Vec::new();
            if actor.label != actor.id {
                fields.push(format!("label = {}", quoted(&actor.label)));
            }
            fields.extend(actor.influence.map(|influence| format!("influence = {}", short(influence))));
            let fields = if fields.is_empty() { String::new() } else { format!(" {} ", fields.join(", ")) };
            let _ = writeln!(out, "{} = {{{fields}}}", key(&actor.id));
        }
        out += "\n# `urgency` is what failing costs each member with a stake: 0 is nothing; at 1 hardly a text fails.\n\
                [areas.all]\nurgency = 0.1\n";
        if answers.sponsor.as_deref() == Some("secretariat") {
            out += "\n# It tables the mean of positions, weighted by influence and salience (the compromise).\n[secretariat]\n";
        }
        out += "\n# After a poll that fails, the text moves to where one of those in the way is just content, at most ten times.\n\
                [negotiation]\namendment = \"mediate\"\nrounds = 10\n\
                \n[issues]\nfile = \"issues.csv\"\npositions = \"positions.csv\"\n";
        out
    }

    /// What was taken as what.
    fn comments(&self, answers: &Answers) -> Vec<String> {
        let mut lines = self.remarks.clone();
        let unknown = self.issues.iter().filter(|issue| issue.status_quo.is_none()).count();
        if unknown > 0 {
            lines.push(match answers.status_quo {
                Some(StatusQuo::Low) => {
                    format!("status quo of {unknown} issues: the low end of the scale, as was said")
                }
                Some(StatusQuo::High) => {
                    format!("status quo of {unknown} issues: the high end of the scale, as was said")
                }
                Some(StatusQuo::At(at)) => format!("status quo of {unknown} issues: {at}, as was said"),
                Some(StatusQuo::Unknown) | None => {
                    format!("status quo of {unknown} issues: not known, anywhere on the scale with equal probability")
                }
            });
        }
        lines.push(match answers.sponsor.as_deref() {
            Some(sponsor) => format!("sponsor: {sponsor}, as was said"),
            None => {
                "sponsor: drawn by initiative among those with a stake; the file does not say who tables".to_owned()
            }
        });
        for (rule, _) in self.rules(answers) {
            lines.push(format!("rule `{rule}`: the file has its name only; [rules.{rule}] is what was said"));
        }
        lines
    }

    /// The rules that the file names, as ids with what each is taken for.
    fn rules(&self, answers: &Answers) -> Vec<(String, String)> {
        let mut rules: Vec<(String, String)> = Vec::new();
        for name in self.issues.iter().filter_map(|issue| issue.rule.as_deref()) {
            let Some(id) = rule_id(name) else { continue };
            if rules.iter().all(|(other, _)| *other != id) {
                let kind = answers.rule.as_deref().map_or_else(String::new, |rule| self.of_those_with_a_stake(rule));
                rules.push((id, kind));
            }
        }
        rules
    }

    /// A majority of those who have a stake, where some have none in some issues: members that had not joined yet, say. Who has
    /// none acquiesces, and would count against what passes.
    fn of_those_with_a_stake(&self, rule: &str) -> String {
        let everybody = self.stands.len() == self.issues.len() * self.actors.len();
        if everybody || !rule.contains("majority") {
            return rule.to_owned();
        }
        format!("{rule}# Who has no position on a proposal is not counted.\nabstention = \"not-cast\"\n")
    }

    fn issues(&self, answers: &Answers) -> String {
        let header =
            ["issue", "label", "proposal", "scale_low", "scale_high", "status_quo", "sponsor", "rule", "outcome"];
        let row = |issue: &super::Item| {
            let (low, high) = issue.scale.or(answers.scale).unwrap_or((0.0, 100.0));
            let said = match answers.status_quo {
                Some(StatusQuo::Low) => Some(low),
                Some(StatusQuo::High) => Some(high),
                Some(StatusQuo::At(at)) => Some(at),
                Some(StatusQuo::Unknown) | None => None,
            };
            let number = |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
            let rule = issue.rule.as_deref().map(|name| rule_id(name).unwrap_or_else(|| "unanimity".to_owned()));
            vec![
                issue.id.clone(),
                if issue.label == issue.id { String::new() } else { issue.label.clone() },
                issue.proposal.clone(),
                low.to_string(),
                high.to_string(),
                number(issue.status_quo.or(said)),
                answers.sponsor.clone().unwrap_or_default(),
                rule.unwrap_or_default(),
                number(issue.outcome),
            ]
        };
        table(&header, self.issues.iter().map(row))
    }

    fn positions(&self) -> String {
        let row = |stand: &super::Stand| {
            vec![
                self.issues[stand.issue].id.clone(),
                self.actors[stand.actor].id.clone(),
                stand.position.to_string(),
                stand.salience.map_or(String::new(), |salience| salience.to_string()),
            ]
        };
        table(&["issue", "member", "position", "salience"], self.stands.iter().map(row))
    }
}

/// The id of a rule that the file calls so; `None` for unanimity, which is a kind.
fn rule_id(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    if lower.starts_with("unan") {
        return None;
    }
    Some(super::Ids::default().of(&lower))
}

fn table(header: &[&str], mut rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(header).and_then(|()| rows.try_for_each(|row| writer.write_record(row)));
    let bytes = written.and_then(|()| Ok(writer.into_inner().map_err(|error| error.into_error())?));
    String::from_utf8(bytes.expect("memory takes every row")).expect("texts are UTF-8")
}

/// A number without the rounding of a mean.
fn short(number: f64) -> f64 {
    let scale = 1e12 / libm::pow(10.0, libm::ceil(libm::log10(number.abs().max(1e-300))));
    if scale.is_finite() { (number * scale).round() / scale } else { number }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", crate::printable(text).replace('\\', "\\\\").replace('"', "\\\""))
}

fn key(id: &str) -> String {
    let bare = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { id.to_owned() } else { quoted(id) }
}
