//! Results as one JSON document, for other people's scripts: the same rows as the CSV files.

use serde_json::{Value, json};

use crate::experiment::{Estimate, Results};

/// Title, variants, estimates and differences.
pub fn document(results: &Results) -> String {
    let summary: Vec<Value> = results
        .summary
        .iter()
        .map(|row| {
            let about = json!({
                "variant": results.variants[row.variant].id,
                "scope": results.scope_name(row.scope),
                "metric": row.metric.name(),
            });
            joined(about, "estimate", &row.estimate)
        })
        .collect();
    let differences: Vec<Value> = results
        .differences
        .iter()
        .map(|row| {
            let about = json!({
                "baseline": results.variants[0].id,
                "variant": results.variants[row.variant].id,
                "scope": results.scope_name(row.scope),
                "metric": row.metric.name(),
            });
            joined(about, "difference", &row.estimate)
        })
        .collect();
    let variants: Vec<&str> = results.variants.iter().map(|variant| variant.id.as_str()).collect();
    let document = json!({
        "title": results.title,
        "replications": results.replications,
        "years": results.years,
        "variants": variants,
        "summary": summary,
        "differences": differences,
    });
    format!("{document:#}\n")
}

fn joined(mut about: Value, name: &str, estimate: &Estimate) -> Value {
    about[name] = json!(estimate.value);
    about["std_error"] = json!(estimate.std_error);
    about["lower"] = json!(estimate.interval.map(|interval| interval.0));
    about["upper"] = json!(estimate.interval.map(|interval| interval.1));
    about["n"] = json!(estimate.n);
    about
}
