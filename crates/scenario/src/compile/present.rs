//! `members` of a variant: who is at the table.

use super::member::Person;
use crate::asked::Form;
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::names::Names;
use crate::node::Origin;
use crate::suggest::shown;
use crate::values;

/// Indices of those at the table; and whether everybody whom the variant names is known.
///
/// Without `members` it is everybody. Else the list is read from left to right: an id or an `@group` brings in, with a `-`
/// before it leaves out, and where the first one leaves out it is from everybody.
pub(super) fn present(variant: &Fields<'_>, names: &Names, people: &[Person]) -> (Vec<usize>, bool) {
    let everybody = || (0..people.len()).collect();
    let Some(node) = variant.ask("members", || Form::Names(0, None)) else { return (everybody(), true) };
    let Some(written) = values::strings(variant.log, node, "members") else { return (everybody(), false) };
    let leaves_out_first = written.first().is_some_and(|(name, _)| name.starts_with('-'));
    let mut present = vec![leaves_out_first; people.len()];
    let mut all_known = true;
    for (entry, at) in written {
        let (name, comes) = match entry.strip_prefix('-') {
            Some(name) => (name, false),
            None => (entry, true),
        };
        let Some(meant) = meant(name, at, variant, names, people) else {
            all_known = false;
            continue;
        };
        if !comes && meant.iter().all(|&index| !present[index]) {
            let message = format!("`{}` leaves out nobody who is there", shown(entry));
            let fault = Fault::at(Code::NoEffect, at, message).label("no effect");
            variant.log.add(fault.help("the list is read from left to right"));
        }
        meant.into_iter().for_each(|index| present[index] = comes);
    }
    ((0..people.len()).filter(|&index| present[index]).collect(), all_known)
}

/// Who is called by an id or an `@group`; `None` where nobody is.
pub(super) fn meant(
    name: &str,
    at: Origin,
    variant: &Fields<'_>,
    names: &Names,
    people: &[Person],
) -> Option<Vec<usize>> {
    let Some(group) = name.strip_prefix('@') else {
        return names.participant(name, at, variant.log).map(|index| vec![index]);
    };
    let belongs = |index: &usize| people[*index].member.groups.iter().any(|other| other == group);
    names.has_group(group, at, variant.log).then(|| (0..people.len()).filter(belongs).collect())
}
