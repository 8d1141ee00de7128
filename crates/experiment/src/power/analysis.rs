use std::fmt;

use super::plan::RulePlan;
use super::{Effort, GamePower, MemberPower, RulePower, Value, Watch};
use crate::experiment::Interrupted;
use crate::model::{Area, Model, Rule};

/// What the rules of one variant say.
#[derive(Debug, Clone, PartialEq)]
pub struct Power {
    /// Members whose response counts, as (id, label), by seat.
    pub members: Vec<(String, String)>,
    /// One entry for all areas where they share one rule, else one entry an area.
    pub areas: Vec<AreaPower>,
}

/// What one rule says.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaPower {
    /// The area as (id, label); `None` where all areas share the rule.
    pub area: Option<(String, String)>,
    /// What its rule says.
    pub power: RulePower,
}

/// A row of `power.csv`, but for the variant.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerRow {
    /// What it is about.
    pub scope: PowerScope,
    /// Which number.
    pub index: PowerIndex,
    /// The number.
    pub value: Value,
}

/// What a row is about: the ids of an area (where areas have different rules) and of a member.
/// Displayed as `all`, `member:<id>`, `area:<id>` or `area:<id>/member:<id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerScope {
    /// The area whose rule it is, where areas differ.
    pub area: Option<String>,
    /// The member whose power it is; `None` for the collectivity.
    pub member: Option<String>,
}

/// A number and the game to which it belongs. Displayed by its name in `power.csv`: for the ternary
/// game with `_abstention` at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PowerIndex {
    /// `winning`, `total`, `act`, `prevent`, `initiate`, `banzhaf_absolute`, `banzhaf` or `shapley_shubik`:
    /// see [`GamePower`] and [`MemberPower`].
    pub name: &'static str,
    /// Whether it is about the game with abstention.
    pub abstention: bool,
}

/// Computes what the rules of one variant say. Equal rules are computed once.
///
/// # Errors
/// If the watch asks to stop.
pub fn analyse(model: &Model, effort: &Effort, watch: &Watch) -> Result<Power, Interrupted> {
    let seats = model.seats.len();
    let members = (0..seats).map(|seat| model.seated(seat)).map(|m| (m.id.clone(), m.label.clone())).collect();
    let rules = distinct_rules(model);
    let powers: Result<Vec<RulePower>, Interrupted> =
        rules.iter().map(|rule| RulePlan::new(rule, seats, effort).power(watch)).collect();
    let powers = powers?;
    let (shared, areas) = reported_areas(model);
    let of_area = |area: &Area| AreaPower {
        area: (!shared).then(|| (area.id.clone(), area.label.clone())),
        power: powers[rules.iter().position(|rule| **rule == area.rule).expect("every rule is computed")].clone(),
    };
    Ok(Power { members, areas: areas.iter().map(of_area).collect() })
}

/// The steps that [`analyse`] will tell its watch.
pub fn steps(model: &Model, effort: &Effort) -> u64 {
    distinct_rules(model).iter().map(|rule| RulePlan::new(rule, model.seats.len(), effort).steps()).sum()
}

/// Whether all areas share one rule, and those of which it is told: one, or all.
fn reported_areas(model: &Model) -> (bool, &[Area]) {
    let shared = model.areas.windows(2).all(|pair| pair[0].rule == pair[1].rule);
    (shared, if shared { &model.areas[..model.areas.len().min(1)] } else { &model.areas[..] })
}

fn distinct_rules(model: &Model) -> Vec<&Rule> {
    let mut rules: Vec<&Rule> = Vec::new();
    for Area { rule, .. } in reported_areas(model).1 {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
}

impl Power {
    /// The rows of `power.csv`: per area the collectivity, then the members by seat; the game of
    /// yes and no before the one with abstention. What is undefined has no row.
    pub fn rows(&self) -> Vec<PowerRow> {
        let mut rows = Vec::new();
        for AreaPower { area, power } in &self.areas {
            let area = area.as_ref().map(|(id, _)| id.clone());
            let games = std::iter::once((&power.binary, false)).chain(power.ternary.as_ref().map(|game| (game, true)));
            for (game, abstention) in games {
                let mut add = |member: Option<&String>, values: &[(&'static str, Option<Value>)]| {
                    for &(name, value) in values {
                        let scope = PowerScope { area: area.clone(), member: member.cloned() };
                        let index = PowerIndex { name, abstention };
                        rows.extend(value.map(|value| PowerRow { scope, index, value }));
                    }
                };
                add(None, &game.values());
                for ((id, _), member) in self.members.iter().zip(&game.members) {
                    add(Some(id), &member.values());
                }
            }
        }
        rows
    }
}

impl GamePower {
    /// The numbers about the collectivity under their names.
    fn values(&self) -> [(&'static str, Option<Value>); 3] {
        [("winning", Some(self.winning)), ("total", Some(self.total)), ("act", Some(self.act))]
    }
}

impl MemberPower {
    /// The numbers about one member under their names.
    fn values(&self) -> [(&'static str, Option<Value>); 5] {
        [
            ("prevent", self.prevent),
            ("initiate", self.initiate),
            ("banzhaf_absolute", Some(self.banzhaf_absolute)),
            ("banzhaf", self.banzhaf),
            ("shapley_shubik", self.shapley_shubik),
        ]
    }
}

impl fmt::Display for PowerScope {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match (&self.area, &self.member) {
            (None, None) => write!(f, "all"),
            (None, Some(member)) => write!(f, "member:{member}"),
            (Some(area), None) => write!(f, "area:{area}"),
            (Some(area), Some(member)) => write!(f, "area:{area}/member:{member}"),
        }
    }
}

impl fmt::Display for PowerIndex {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}{}", self.name, if self.abstention { "_abstention" } else { "" })
    }
}
