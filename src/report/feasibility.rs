//! Why a run that asks whether some text would have done says nothing of it.

use super::words::listed;
use crate::experiment::{Results, VariantInfo};

/// Variants and areas that are named.
const NAMED: usize = 4;

/// What is to be said where it was asked; nothing where of everything it can be told.
pub fn remark(results: &Results) -> Option<String> {
    let remarks: Vec<String> = not_asked(results).into_iter().chain(not_decided(results)).collect();
    (!remarks.is_empty()).then(|| remarks.join(" "))
}

fn not_decided(results: &Results) -> Option<String> {
    let proposals = results.undecided;
    (proposals > 0).then(|| {
        format!(
            "Of {proposals} proposals it could not be decided whether some text would have done; they are left out."
        )
    })
}

/// Of which variants and areas it cannot be asked.
fn not_asked(results: &Results) -> Option<String> {
    let told = results.variants.iter().filter(|variant| !variant.unexamined.is_empty());
    let places: Vec<String> = told.map(|variant| place(results, variant)).collect();
    (results.examined && !places.is_empty()).then(|| {
        format!(
            "Feasibility is not told of {}: the rule there needs neither every member nor every one of a named set.",
            listed(&places, NAMED)
        )
    })
}

/// A variant, and its areas if it is not all of them.
fn place(results: &Results, variant: &VariantInfo) -> String {
    if variant.unexamined.len() == results.areas.len() {
        return variant.label.clone();
    }
    let areas: Vec<&String> = variant.unexamined.iter().map(|area| &results.areas[*area].1).collect();
    format!("{} ({})", variant.label, listed(&areas, NAMED))
}

#[cfg(test)]
mod tests {
    use super::super::plots::fixture;
    use super::*;

    #[test]
    fn variants_and_areas_without_feasibility_are_named() {
        let mut results = fixture::results();
        assert_eq!(remark(&results), None);
        results.variants[1].unexamined = vec![0, 3];
        results.variants[3].unexamined = (0..6).collect();
        assert_eq!(
            remark(&results).unwrap(),
            "Feasibility is not told of Eight (2017) (Counter-terrorism, Border security), Ten (2024): the rule there \
             needs neither every member nor every one of a named set."
        );
        results.examined = false;
        assert_eq!(remark(&results), None, "nobody asked");
        results.undecided = 3;
        assert!(remark(&results).expect("a remark").starts_with("Of 3 proposals it could not be decided"));
    }
}
