//! Who is in the scenario: where they stand, what matters to them, and in which variants they sit.

use super::super::words::counted;
use super::blocks::Block;
use super::table::{Cell, Table};
use crate::experiment::Results;
use crate::model::{Member, Status};
use crate::scenario::Scenario;

/// A longer table has to be asked for.
const MOST_OPEN: usize = 60;

/// A row a member, a column a field.
pub fn block(scenario: &Scenario, results: &Results) -> Block {
    let model = scenario.variants[0].model();
    let dimensions = || model.space().iter().enumerate();
    let salient = !model.space().is_empty()
        && model.members.iter().any(|member| member.salience.iter().any(|salience| *salience != 1.0));
    let grouped = model.members.iter().any(|member| !member.groups.is_empty());
    let mut columns = vec!["Member".to_owned()];
    columns.extend(grouped.then(|| "Groups".to_owned()));
    columns.extend(dimensions().map(|(_, dimension)| format!("#{}", dimension.label)));
    if salient {
        columns.extend(dimensions().map(|(_, dimension)| format!("#Salience of {}", dimension.label)));
    }
    columns.extend(["#Influence", "#Proposals a session", "Sits in"].map(str::to_owned));
    let told = match (model.space(), salient) {
        ([], _) => "; what they want is in the table of positions.",
        (_, true) => ": ideal points, with their standard deviation behind ±.",
        (_, false) => {
            ": ideal points, with their standard deviation behind ±. Every dimension has salience 1 for everybody."
        }
    };
    let caption = format!("{} as the first variant has them{told}", counted(model.members.len(), "member"));
    let mut table = Table::new(caption, columns);
    for (number, member) in model.members.iter().enumerate() {
        let mut row = vec![Cell::text(name(member))];
        row.extend(grouped.then(|| Cell::text(member.groups.join(", "))));
        row.extend(dimensions().map(|(d, _)| position(member, d)));
        if salient {
            row.extend(member.salience.iter().map(|salience| plain(*salience)));
        }
        row.extend([plain(member.influence), plain(member.initiative), Cell::text(seats(scenario, results, number))]);
        table.rows.push(row);
    }
    let folded = table.rows.len() > MOST_OPEN;
    Block {
        id: "member-table",
        heading: "Who they are".to_owned(),
        remark: String::new(),
        table: table.cut("scenario.toml"),
        folded,
    }
}

fn name(member: &Member) -> String {
    match member.status {
        Status::Member => member.label.clone(),
        Status::Observer => format!("{} (observer)", member.label),
    }
}

fn position(member: &Member, dimension: usize) -> Cell {
    let sd = member.ideal_sd[dimension];
    let sd = if sd == 0.0 { String::new() } else { format!("± {}", short(sd)) };
    Cell { interval: sd, ..plain(member.ideal[dimension]) }
}

fn plain(number: f64) -> Cell {
    Cell::number(short(number), number)
}

/// A number with at most three decimals.
pub fn short(number: f64) -> String {
    let text = format!("{:.3}", number.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if number < 0.0 && text != "0" { format!("−{text}") } else { text.to_owned() }
}

/// The variants in which a member ever sits.
fn seats(scenario: &Scenario, results: &Results, member: usize) -> String {
    let sits = |variant: &usize| scenario.variants[*variant].timeline.is_ever_present(member);
    let all = results.variants.len();
    let there: Vec<usize> = (0..all).filter(sits).collect();
    let label = |variant: &usize| results.variants[*variant].label.as_str();
    match there.len() {
        0 => "none".to_owned(),
        n if n == all => {
            if all == 1 {
                label(&0).to_owned()
            } else {
                "all variants".to_owned()
            }
        }
        n if n > all / 2 && all > 4 => {
            let missing: Vec<&str> = (0..all).filter(|v| !there.contains(v)).map(|v| label(&v)).collect::<Vec<_>>();
            format!("all but {}", missing.join(", "))
        }
        _ => there.iter().map(label).collect::<Vec<_>>().join(", "),
    }
}
