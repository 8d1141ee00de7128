//! What a rule alone says: `power.csv`, and a table a rule for a terminal or a manuscript.

use comfy_table::CellAlignment;

use super::csv::{number, write};
use super::table::{Style, escaped, plain_table};
use super::words::grouped;
use crate::engine::normal;
use crate::power::{AreaPower, GamePower, MemberPower, Power, Value};
use crate::stats::CONFIDENCE;

/// One variant's power.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantPower {
    /// Key in the scenario.
    pub id: String,
    /// What tables call it.
    pub label: String,
    /// What its rules say.
    pub power: Power,
}

/// `power.csv`.
pub fn csv(variants: &[VariantPower]) -> Vec<u8> {
    let header = ["variant", "scope", "index", "value", "std_error"];
    let rows = variants.iter().flat_map(|variant| {
        variant.power.rows().into_iter().map(|row| {
            let error = row.value.std_error.map_or(String::new(), number);
            vec![variant.id.clone(), row.scope.to_string(), row.index.to_string(), number(row.value.value), error]
        })
    });
    write(&header, rows)
}

/// The rows of `power.csv` as a JSON document.
pub fn json(variants: &[VariantPower]) -> String {
    let rows: Vec<serde_json::Value> = variants
        .iter()
        .flat_map(|variant| variant.power.rows().into_iter().map(|row| (variant.id.as_str(), row)))
        .map(|(variant, row)| {
            serde_json::json!({
                "variant": variant,
                "scope": row.scope.to_string(),
                "index": row.index.to_string(),
                "value": row.value.value,
                "std_error": row.value.std_error,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}

/// A heading and a table for every variant, rule and game.
pub fn tables(variants: &[VariantPower], style: Style) -> String {
    let mut sections = Vec::new();
    for variant in variants {
        for AreaPower { area, power } in &variant.power.areas {
            let of_area = area.as_ref().map_or(String::new(), |(_, label)| format!(": {label}"));
            let title = format!("{}{of_area}", variant.label);
            sections.push(section(&title, &variant.power, &power.binary, style));
            if let Some(game) = &power.ternary {
                sections.push(section(&format!("{title}, with abstention"), &variant.power, game, style));
            }
        }
    }
    sections.join("\n")
}

fn section(title: &str, power: &Power, game: &GamePower, style: Style) -> String {
    let heading = match style {
        Style::Text => title.to_owned(),
        Style::Markdown => format!("### {}", escaped(title, style)),
    };
    format!("{heading}\n{}\n\n{}\n", collectivity(game), members(power, game, style))
}

/// The power to act, with the counts that it comes from where they are exact.
fn collectivity(game: &GamePower) -> String {
    let act = format!("Power to act {}", shown(game.act));
    if game.act.std_error.is_some() {
        return format!("{act}; sampled, ± half of the 95 % interval");
    }
    let orders =
        if game.members.iter().filter_map(|member| member.shapley_shubik).any(|index| index.std_error.is_some()) {
            "; Shapley–Shubik sampled, ± half of the 95 % interval"
        } else {
            ""
        };
    format!(
        "{act}: {} of {} configurations adopt{orders}",
        whole_number(game.winning.value),
        whole_number(game.total.value)
    )
}

/// A row a member, a column an index that any member has.
fn members(power: &Power, game: &GamePower, style: Style) -> String {
    let columns: Vec<&Column> =
        COLUMNS.iter().filter(|(_, of)| game.members.iter().any(|member| of(member).is_some())).collect();
    let mut table = plain_table(style);
    table.set_header(std::iter::once("").chain(columns.iter().map(|(name, _)| *name)));
    for ((_, label), member) in power.members.iter().zip(&game.members) {
        let cells = columns.iter().map(|(_, of)| of(member).map_or(String::new(), shown));
        table.add_row(std::iter::once(escaped(label, style)).chain(cells));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

type Column = (&'static str, fn(&MemberPower) -> Option<Value>);

const COLUMNS: [Column; 5] = [
    ("prevent", |member| member.prevent),
    ("initiate", |member| member.initiate),
    ("Banzhaf, absolute", |member| Some(member.banzhaf_absolute)),
    ("Banzhaf", |member| member.banzhaf),
    ("Shapley–Shubik", |member| member.shapley_shubik),
];

/// As a percentage; what is smaller than a thousandth of a per cent as a power of ten.
fn shown(Value { value, std_error }: Value) -> String {
    // Samples are large enough for the normal law.
    let half = std_error.map(|error| error * normal::quantile(0.5 + CONFIDENCE / 2.0));
    let tiny = value.max(half.unwrap_or(0.0)) < 1e-5;
    match half {
        None if value == 0.0 => "0.00 %".to_owned(),
        None if tiny => format!("{value:.2e}"),
        None => format!("{:.*} %", decimals(value), 100.0 * value),
        Some(half) if tiny => {
            let exponent = exponent(value.max(half));
            let scale = libm::pow(10.0, f64::from(-exponent));
            let decimals = usize::try_from(1 + exponent - self::exponent(half)).unwrap_or(1);
            format!("({:.decimals$} ± {:.decimals$})e{exponent}", value * scale, half * scale)
        }
        Some(half) => {
            let decimals = usize::try_from(-1 - exponent(half)).unwrap_or(0).max(2);
            format!("{:.decimals$} ± {:.decimals$} %", 100.0 * value, 100.0 * half)
        }
    }
}

/// Decimals of a percentage: two, and more for what is so near 0 or 1 that it would not be told from them. What differs from 1
/// by rounding alone is 1.
fn decimals(value: f64) -> usize {
    let wanted = if value < 0.5 {
        -exponent(value)
    } else if (1.0 - value).abs() > 1e-12 {
        // 0.9999 is a little more than its digits say.
        -2 - exponent((1.0 - value).abs() * (1.0 + 1e-9))
    } else {
        2
    };
    usize::try_from(wanted).unwrap_or(0).max(2)
}

/// The power of ten of the first digit of a number above 0.
fn exponent(value: f64) -> i32 {
    libm::floor(libm::log10(value)) as i32
}

/// A whole number with its thousands apart; as a power of ten where not every digit is known.
fn whole_number(whole: f64) -> String {
    if whole < 1e15 { grouped(whole) } else { format!("{whole:.4e}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Abstention, Quota, Rule};
    use crate::power::{Effort, Watch, power};

    /// Two members with 2 and 1 votes, 2 required; in areas, or the one rule of all.
    fn variant(areas: &[Option<&str>], effort: &Effort) -> VariantPower {
        let weights = vec![2.0, 1.0];
        let rule = Rule::Majority { weights, quota: Quota::Absolute(2.0), abstention: Abstention::CountsAgainst };
        let of_rule = |effort| power(&rule, 2, effort, &Watch::nobody()).expect("nobody stops it");
        let named = |id: &str| (id.to_owned(), id.to_uppercase());
        let areas = areas.iter().map(|area| AreaPower { area: area.map(named), power: of_rule(effort) });
        let power = Power { members: vec![named("large"), named("small")], areas: areas.collect() };
        VariantPower { id: "now".to_owned(), label: "Now".to_owned(), power }
    }

    #[test]
    fn csv_has_a_row_an_index() {
        let bytes = csv(&[variant(&[None], &Effort::default())]);
        let expected = "variant,scope,index,value,std_error\n\
            now,all,winning,2,\n\
            now,all,total,4,\n\
            now,all,act,0.5,\n\
            now,member:large,prevent,1,\n\
            now,member:large,initiate,1,\n\
            now,member:large,banzhaf_absolute,1,\n\
            now,member:large,banzhaf,1,\n\
            now,member:large,shapley_shubik,1,\n\
            now,member:small,prevent,0,\n\
            now,member:small,initiate,0,\n\
            now,member:small,banzhaf_absolute,0,\n\
            now,member:small,banzhaf,0,\n\
            now,member:small,shapley_shubik,0,\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn areas_with_rules_of_their_own_are_named() {
        let variants = [variant(&[Some("trade"), Some("arms")], &Effort::default())];
        let bytes = String::from_utf8(csv(&variants)).unwrap();
        assert!(bytes.contains("now,area:trade,act,0.5,\n"));
        assert!(bytes.contains("now,area:arms/member:small,banzhaf,0,\n"));
        assert!(tables(&variants, Style::Markdown).starts_with("### Now: TRADE\nPower to act 50.00 %"));
    }

    #[test]
    fn a_table_shows_counts_or_intervals() {
        let text = tables(&[variant(&[None], &Effort::default())], Style::Text);
        assert!(text.starts_with("Now\nPower to act 50.00 %: 2 of 4 configurations adopt\n"), "{text}");
        assert!(text.contains("Shapley–Shubik") && text.contains("LARGE") && text.contains("100.00 %"));
        let sampled =
            tables(&[variant(&[None], &Effort { nodes: 0, cells: 0, samples: 100, ..Effort::default() })], Style::Text);
        assert!(sampled.contains("sampled, ± half of the 95 % interval"), "{sampled}");
    }

    #[test]
    fn small_numbers_are_told_from_0_and_large_ones_from_1() {
        let exact = |value| shown(Value { value, std_error: None });
        assert_eq!([0.1287, 0.5, 1.0, 0.0].map(exact), ["12.87 %", "50.00 %", "100.00 %", "0.00 %"]);
        assert_eq!([0.0119, 0.00119, 0.000119].map(exact), ["1.19 %", "0.119 %", "0.0119 %"]);
        assert_eq!([1.19e-5, 1.459570e-9, 6e-58].map(exact), ["0.00119 %", "1.46e-9", "6.00e-58"]);
        assert_eq!([0.9999, 0.99999, 0.999_999_3].map(exact), ["99.99 %", "99.999 %", "99.99993 %"]);
        assert_eq!(exact(1.0 - 1e-15), "100.00 %", "rounding");
    }

    #[test]
    fn intervals_have_as_many_digits_as_their_estimates() {
        let sampled = |value, std_error| shown(Value { value, std_error: Some(std_error) });
        assert_eq!(sampled(0.5, 0.01), "50.00 ± 1.96 %");
        assert_eq!(sampled(0.001_19, 0.000_01), "0.1190 ± 0.0020 %");
        assert_eq!(sampled(1.4596e-9, 4e-12), "(1.4596 ± 0.0078)e-9");
        assert_eq!(sampled(0.0, 4e-6), "(0.0 ± 7.8)e-6");
        assert_eq!(sampled(0.0, 4e-5), "0.0000 ± 0.0078 %");
    }

    #[test]
    fn large_counts_are_readable() {
        assert_eq!(whole_number(17_278_571.0), "17,278,571");
        assert_eq!(whole_number(1.145_233_691e48), "1.1452e48");
    }
}
