//! Studies side by side: the variants of several as those of one.

use super::facts::{Told, VariantFacts};
use super::outcomes::IssueFacts;
use super::results::{Scope, VariantInfo, Worlds};
use super::study::Study;
use super::sums::Sums;
use super::texts::Texts;
use crate::model::{Issue, Period};

/// Several studies as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// Its variants are those of all; what two of them have in common stands in it once.
    pub study: Study,
    /// By variant: in which of the studies it is, and how it is called there.
    pub origins: Vec<Origin>,
    one_space: bool,
}

/// Where a variant comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Numbers of the studies, ascending.
    pub studies: Vec<usize>,
    /// Its id there.
    pub id: String,
}

/// Puts studies side by side, each with a name of its own; at least one. A variant that several have counted alike, of the same
/// timeline in the same worlds, is one. Where different ones have one id, the name of the study stands before it.
pub fn join(named: Vec<(String, Study)>) -> Joined {
    let names: Vec<String> = named.iter().map(|(name, _)| name.clone()).collect();
    let one_space = named.iter().all(|(_, study)| study.dimensions == named[0].1.dimensions);
    let mut studies = named.into_iter().map(|(_, study)| study);
    let mut whole = studies.next().expect("at least one study");
    whole.decompositions.clear();
    whole.sums.shares.clear();
    let mut origins: Vec<Origin> =
        whole.variants.iter().map(|facts| Origin { studies: vec![0], id: facts.info.id.clone() }).collect();
    for (number, study) in (1..).zip(studies) {
        whole.take_in(study, number, &names[number], &mut origins);
    }
    whole.tell_apart(&names, &origins);
    Joined { study: whole, origins, one_space }
}

impl Joined {
    /// Ids of the variants.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.study.variants.iter().map(|facts| facts.info.id.as_str())
    }

    /// The worlds in which each variant ran.
    pub fn worlds(&self) -> impl ExactSizeIterator<Item = Worlds> {
        self.study.variants.iter().map(|facts| facts.told.worlds)
    }

    /// The same with these variants only, in this order; the first one is the baseline of every difference.
    #[must_use]
    pub fn with_variants(mut self, kept: &[usize]) -> Self {
        let Study { variants, sums, .. } = &mut self.study;
        *variants = kept.iter().map(|&variant| variants[variant].clone()).collect();
        sums.variants = kept.iter().map(|&variant| sums.variants[variant].clone()).collect();
        self.origins = kept.iter().map(|&variant| self.origins[variant].clone()).collect();
        self
    }

    /// Whether no two variants measure utility in different units.
    pub fn has_one_unit(&self) -> bool {
        let units = |facts: &VariantFacts| facts.told.rows.iter().find_map(|row| row.unit);
        self.study.variants.iter().all(|facts| units(facts) == units(&self.study.variants[0]))
    }

    /// Whether all have the same dimensions.
    pub fn has_one_space(&self) -> bool {
        self.one_space
    }
}

impl Study {
    fn take_in(&mut self, other: Study, number: usize, name: &str, origins: &mut Vec<Origin>) {
        self.examined |= other.examined;
        if !self.title.split(" | ").any(|title| title == other.title) {
            self.title = format!("{} | {}", self.title, other.title);
        }
        let places = Places {
            issues: other.issues.iter().map(|issue| place_of_issue(&mut self.issues, issue, name)).collect(),
            areas: other.areas.iter().map(|area| place(&mut self.areas, area)).collect(),
            members: other.members.iter().map(|member| place(&mut self.members, member)).collect(),
            periods: other.periods.iter().map(|period| place_of_period(&mut self.periods, period, name)).collect(),
        };
        let Sums { variants: sums, .. } = other.sums;
        let issues = self.issues.len();
        for (facts, sums) in self.variants.iter_mut().zip(&mut self.sums.variants) {
            facts.issues.resize_with(issues, IssueFacts::default);
            sums.texts.resize_with(issues, Texts::default);
        }
        for (mut facts, mut sums) in other.variants.into_iter().zip(sums) {
            places.renumber_info(&mut facts.info);
            places.renumber(&mut facts.told);
            facts.issues = places.by_issue(facts.issues, issues);
            sums.texts = places.by_issue(sums.texts, issues);
            let known = self.variants.iter().zip(&self.sums.variants).position(|known| known == (&facts, &sums));
            match known {
                Some(variant) => origins[variant].studies.push(number),
                None => {
                    origins.push(Origin { studies: vec![number], id: facts.info.id.clone() });
                    self.variants.push(facts);
                    self.sums.variants.push(sums);
                }
            }
        }
    }

    /// Gives variants that are called alike the names of their studies.
    fn tell_apart(&mut self, names: &[String], origins: &[Origin]) {
        let called = |of: fn(&VariantInfo) -> &String| -> Vec<String> {
            self.variants.iter().map(|facts| of(&facts.info).clone()).collect()
        };
        let (ids, labels) = (called(|info| &info.id), called(|info| &info.label));
        let often = |all: &[String], one: &String| all.iter().filter(|other| *other == one).count() > 1;
        for (facts, origin) in self.variants.iter_mut().zip(origins) {
            let name = &names[origin.studies[0]];
            if often(&labels, &facts.info.label) {
                facts.info.label = format!("{} ({name})", facts.info.label);
            }
            if often(&ids, &facts.info.id) {
                facts.info.id = format!("{name}/{}", facts.info.id);
            }
        }
    }
}

/// The place of something with that id and label, where it is put if it has none yet.
fn place(all: &mut Vec<(String, String)>, one: &(String, String)) -> usize {
    all.iter().position(|(id, _)| *id == one.0).unwrap_or_else(|| {
        all.push(one.clone());
        all.len() - 1
    })
}

/// The same of a period: with other dates it is another one.
fn place_of_period(all: &mut Vec<Period>, one: &Period, name: &str) -> usize {
    let same = |known: &Period| (&known.id, known.from, known.to) == (&one.id, one.from, one.to);
    all.iter().position(same).unwrap_or_else(|| {
        let taken = all.iter().any(|known| known.id == one.id);
        let called = |text: &str| if taken { format!("{text} ({name})") } else { text.to_owned() };
        all.push(Period { id: called(&one.id), label: called(&one.label), ..one.clone() });
        all.len() - 1
    })
}

/// The same of an issue: with another scale or outcome it is another one.
fn place_of_issue(all: &mut Vec<Issue>, one: &Issue, name: &str) -> usize {
    let alike = |issue: &Issue| (issue.low, issue.high, issue.outcome);
    let known = all.iter().position(|issue| issue.id == one.id && alike(issue) == alike(one));
    known.unwrap_or_else(|| {
        let taken = all.iter().any(|issue| issue.id == one.id);
        let called = |text: &str| if taken { format!("{text} ({name})") } else { text.to_owned() };
        all.push(Issue { id: called(&one.id), label: called(&one.label), ..one.clone() });
        all.len() - 1
    })
}

/// Where areas, members, periods and issues of one study are in the other.
struct Places {
    areas: Vec<usize>,
    members: Vec<usize>,
    periods: Vec<usize>,
    issues: Vec<usize>,
}

impl Places {
    fn scope(&self, scope: Scope) -> Scope {
        match scope {
            Scope::All => Scope::All,
            Scope::Area(area) => Scope::Area(self.areas[area]),
            Scope::Member(member) => Scope::Member(self.members[member]),
            Scope::Period(period) => Scope::Period(self.periods[period]),
            Scope::Issue(issue) => Scope::Issue(self.issues[issue]),
        }
    }

    /// What is kept by issue, as so many issues are numbered there.
    fn by_issue<T: Default + Clone>(&self, kept: Vec<T>, issues: usize) -> Vec<T> {
        let mut placed = vec![T::default(); issues];
        kept.into_iter().zip(&self.issues).for_each(|(one, &place)| placed[place] = one);
        placed
    }

    fn renumber(&self, told: &mut Told) {
        told.rows.iter_mut().for_each(|row| row.scope = self.scope(row.scope));
        told.slots.iter_mut().for_each(|(scope, _)| *scope = self.scope(*scope));
    }

    fn renumber_info(&self, info: &mut VariantInfo) {
        info.seats.iter_mut().for_each(|member| *member = self.members[*member]);
        info.unexamined.iter_mut().for_each(|area| *area = self.areas[*area]);
        for event in &mut info.events {
            event.joins.iter_mut().chain(&mut event.leaves).for_each(|member| *member = self.members[*member]);
        }
    }
}
