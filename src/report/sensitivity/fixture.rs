//! Small studies, for the tests of what is made of them.

use std::fmt::Write;

use crate::experiment::{self, Watch};
use crate::scenario::{Assumed, Document, Options};
use crate::sensitivity::{Method, Plan, Study, explore};

/// A body of three members and so many variants, of which each has a member more.
pub(in crate::report) fn scenario(variants: usize, assumptions: usize) -> String {
    let mut text = "[scenario]\ntitle = 'A small body'\n[space]\ndimensions = ['x']\n[agenda]\nyears = 2\n\
                    [negotiation]\namendment = { kind = 'concede', rate = 0.3 }\n\
                    [areas.k]\nnoise = 0.5\nstatus_quo = { sd = 1.0 }\nshock_sd = 0.2\n"
        .to_owned();
    for member in 0..variants + 3 {
        let _ = writeln!(
            text,
            "[members.m{member}]\nideal = [{}]\ninitiative = 3.0\ntolerance = 0.1\ninfluence = 1.0",
            member % 3
        );
    }
    for variant in 0..variants {
        let members: Vec<String> = (0..variant + 3).map(|member| format!("'m{member}'")).collect();
        let members = members.join(", ");
        let _ =
            writeln!(text, "[variants.v{variant}]\nlabel = 'Enlargement no. {variant} of many'\nmembers = [{members}]");
    }
    for number in 0..assumptions {
        let path = field(number, variants + 3);
        let label = format!("Assumption no. {number} of a rather long list");
        let factor = 1.5 + number as f64 / 100.0;
        let _ = writeln!(text, "[assumptions.a{number}]\nlabel = '{label}'\npath = '{path}'\nfactor = [0.5, {factor}]");
    }
    text
}

/// The field of an assumption: another one each.
fn field(number: usize, members: usize) -> String {
    const AREA: [&str; 4] =
        ["areas.k.noise", "areas.k.status_quo.sd", "areas.k.shock_sd", "negotiation.amendment.rate"];
    const MEMBER: [&str; 3] = ["tolerance", "initiative", "influence"];
    match AREA.get(number) {
        Some(field) => (*field).to_owned(),
        None => {
            let place = number - AREA.len();
            format!("members.m{}.{}", place % members, MEMBER[place / members])
        }
    }
}

/// A study of it.
pub(in crate::report) fn study(text: &str, method: Method, size: usize) -> Study {
    let document =
        Document::parse("small.toml", text).settled(&Options { replications: Some(6), ..Options::default() });
    let scenario = document.compile().unwrap_or_else(|faults| panic!("{faults}"));
    let assumed = Assumed::of(&document, &scenario).unwrap_or_else(|faults| panic!("{faults}"));
    let sample = Plan { method, size: Some(size) }.sample(assumed.assumptions().len(), scenario.run.seed).unwrap();
    explore(&scenario, &assumed, sample, |scenario| experiment::run(scenario, &Watch::nobody())).unwrap()
}
