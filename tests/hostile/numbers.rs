//! Numbers that no study has.

use super::{refused, sound, with};

const FIELDS: [(&str, &str); 14] = [
    ("ideal = [0.0", "ideal = [#, 0]"),
    ("initiative", "initiative = #"),
    ("initiative", "tolerance = #"),
    ("initiative", "worthwhile = #"),
    ("initiative", "votes = #"),
    ("initiative", "salience = { x = # }"),
    ("status_quo", "stakes = #"),
    ("status_quo", "status_quo = { sd = # }"),
    ("status_quo", "shock_sd = #"),
    ("rounds", "pressure = #"),
    ("rounds", "rounds = #"),
    ("rounds", "amendment = { kind = 'concede', rate = # }"),
    ("rounds", "ambition = #"),
    ("replications", "seed = #"),
];

#[test]
fn what_is_not_finite_or_far_too_large_is_refused_everywhere() {
    for number in ["nan", "+nan", "-nan", "inf", "+inf", "-inf", "1e308", "-1e308", "1e309", "1.7976931348623157e308"] {
        for (line, instead) in FIELDS {
            refused(&with(line, &instead.replace('#', number)), "must be ");
        }
    }
}

#[test]
fn whole_numbers_beyond_64_bits_are_named() {
    for number in ["9223372036854775808", "99999999999999999999999999", "0x8000000000000000", "0xffffffffffffffffff"] {
        for (line, instead) in FIELDS {
            refused(&with(line, &instead.replace('#', number)), "this whole number is too large");
        }
    }
    refused(&with("initiative", "initiative = 9223372036854775807"), "`initiative` must be at least 0 and at most 500");
}

#[test]
fn numbers_may_be_written_in_every_way() {
    let spelt =
        |number: &str| sound(&with("rounds", &format!("rounds = {number}"))).variants[0].model().negotiation.rounds;
    assert_eq!(["0x1f", "0o17", "0b11", "1_0"].map(spelt), [31, 15, 3, 10]);
    for zero in ["-0.0", "-0", "0e0", "0e-400", "-0e9"] {
        let model = &sound(&with("initiative", &format!("tolerance = {zero}"))).variants[0].timeline.spans[0].model;
        assert!(model.members[1].tolerance[0].is_sign_positive(), "{zero}");
    }
    sound(&with("ideal = [0.0", "ideal = [5e-324, -2.2250738585072011e-308]"));
    refused(&with("rounds", "rounds = 2.0"), "`rounds` must be a whole number");
    refused(&with("status_quo", "share = -0.0"), "`share` must be above 0");
}

#[test]
fn what_would_take_too_much_is_refused_with_the_limit_or_the_estimate() {
    refused(&with("replications", "replications = 0"), "`replications` must be from 1 to 1000000000");
    refused(&with("replications", "replications = 1_000_000_001"), "from 1 to 1000000000");
    refused(&with("initiative", "initiative = 1e9"), "at most 500");
    let agenda = |fields: &str| with("[run]", &format!("[agenda]\n{fields}\n[run]"));
    refused(&agenda("years = 1e6"), "the horizon has 1000000 sessions, at most 10000 are run");
    refused(&agenda("years = 1e6\nsessions_per_year = 1e6"), "at most 10000 are run");
    refused(&agenda("years = 1e-300"), "the horizon ends before the first session");
    refused(&agenda("capacity = 0"), "`capacity` must be from 1 to 4294967295");
    sound(&agenda("capacity = 4294967295"));
    let busy = with("replications", "replications = 1_000_000_000");
    refused(&format!("{busy}[agenda]\nyears = 10000\n"), "this would take about");
    sound(&with("replications", "replications = 1_000_000"));
}
