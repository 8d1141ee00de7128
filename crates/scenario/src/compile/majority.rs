//! Rules that count: majorities, abstentions that are too many, those who go ahead.

use super::seating::Seating;
use super::share::{self, Counted, Share, Threshold};
use crate::asked::{Form, Otherwise};
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::model::{Abstention, Quota, Rule};
use crate::node::Node;
use crate::range::Range;
use crate::values;

/// The fields of which a majority has one.
static QUOTAS: [&str; 3] = ["share", "more_than", "quota"];

/// Supporters that reach or exceed a share of the whole, or reach an absolute quota.
pub(super) fn majority(fields: &Fields<'_>, seating: &Seating<'_>) -> Option<Rule> {
    let log = fields.log;
    fields.note("share", Otherwise::Nothing, || Form::Fraction(Range::SHARE));
    fields.note("more_than", Otherwise::Nothing, || Form::Fraction(Range::PART));
    fields.note("quota", Otherwise::Nothing, || Form::Number(Range::QUOTA));
    fields.note_choice(&QUOTAS, true);
    let given: Vec<(&str, &Node)> = QUOTAS.iter().filter_map(|&name| Some((name, fields.get(name)?))).collect();
    let quota = match given.as_slice() {
        [(name, node)] => quota(name, node, fields),
        [] => {
            let fault =
                Fault::at(Code::MissingField, fields.at, "a majority needs a `share`, `more_than` or a `quota`");
            let of_all = "`share = 0.55` of the whole, `more_than = \"1/2\"` of it";
            log.add(fault.help(format!("{of_all}, or `quota = 255` in absolute terms")));
            None
        }
        [.., (name, node)] => {
            let message = format!("a majority has a `share`, `more_than` or a `quota`, not also `{name}`");
            log.add(Fault::at(Code::Contradiction, node.at, message).label("one too many"));
            None
        }
    };
    let heads = || vec![1.0; seating.seats.len()];
    fields.note("of", Otherwise::Word("members".to_owned()), || Form::Text(None));
    let of = fields.get("of");
    let weights = of.map_or_else(|| Some(heads()), |node| Some(seating.weights(node, log)?.unwrap_or_else(heads)));
    let words = [("counts-against", Abstention::CountsAgainst), ("not-cast", Abstention::NotCast)];
    let abstention = fields.choice("abstention", &words);
    let (weights, (quota, share)) = (weights?, quota?);
    if let Some(share) = share {
        let counted = match abstention {
            Abstention::CountsAgainst => Counted::all(&weights, of),
            Abstention::NotCast => Counted::cast(&weights, of),
        };
        share::doubt(&share, &counted, log);
    }
    Some(Rule::Majority { weights, quota, abstention })
}

fn quota<'a>(name: &str, node: &'a Node, fields: &Fields<'_>) -> Option<(Quota, Option<Share<'a>>)> {
    let log = fields.log;
    match name {
        "share" => {
            let share = Share::read(node, "share", Range::SHARE, Threshold::Reached, log)?;
            Some((Quota::Share(share.value), Some(share)))
        }
        "more_than" => {
            let share = Share::read(node, "more_than", Range::PART, Threshold::Exceeded, log)?;
            Some((Quota::MoreThan(share.value), Some(share)))
        }
        _ => {
            let quota = values::number(log, node, "quota", Range::QUOTA)?;
            Some((Quota::Absolute(quota), None))
        }
    }
}

/// Nobody objects, and not too many abstain.
pub(super) fn constructive_abstention(fields: &Fields<'_>, seating: &Seating<'_>) -> Option<Rule> {
    let log = fields.log;
    let node = fields.need("max_share", || Form::Fraction(Range::SHARE));
    let share = node.and_then(|node| Share::read(node, "max_share", Range::SHARE, Threshold::Reached, log));
    let of = fields.ask("of", || Form::Text(None));
    let weights = of.and_then(|node| seating.weights(node, log)).flatten();
    let share = share?;
    share::doubt(&share, &Counted::all(&vec![1.0; seating.seats.len()], None), log);
    if let Some(weights) = &weights {
        share::doubt(&share, &Counted::all(weights, of), log);
    }
    Some(Rule::ConstructiveAbstention { max_share: share.value, weights })
}

/// Those who do not object go ahead where they are enough.
pub(super) fn opt_out(fields: &Fields<'_>, seating: &Seating<'_>) -> Rule {
    let log = fields.log;
    fields.note("participants", Otherwise::Word("2/3".to_owned()), || Form::Fraction(Range::SHARE));
    let node = fields.get("participants");
    let share = node.and_then(|node| Share::read(node, "participants", Range::SHARE, Threshold::Reached, log));
    if let Some(share) = &share {
        share::doubt(share, &Counted::all(&vec![1.0; seating.seats.len()], None), log);
    }
    Rule::OptOut { participants: share.map_or(2.0 / 3.0, |share| share.value) }
}
