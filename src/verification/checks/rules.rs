//! Rules as functions of independent answers: binomial and trinomial probabilities.

use super::setting;
use crate::engine::normal;
use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};
use crate::verification::closed_form::{all_answers, at_least, power, under_pressure};

pub(super) fn checks() -> Vec<Check> {
    [shocks(), answers()].concat()
}

/// The probability with which each member supports.
const P: f64 = 0.8;

fn shocks() -> Vec<Check> {
    let checks = Checks::of(setting!("shocks"), "derived: binomial law");
    let rates = [
        ("six", "consensus, n = 6: p^n", power(P, 6)),
        ("ten", "consensus, n = 10: p^n", power(P, 10)),
        ("six-unanimity", "unanimity, n = 6: p^n", power(P, 6)),
        ("six-minus-1", "consensus minus 1, n = 6: P(Bin ≥ n−1)", at_least(6, 5, P)),
        ("ten-minus-1", "consensus minus 1, n = 10: P(Bin ≥ n−1)", at_least(10, 9, P)),
        ("ten-minus-2", "consensus minus 2, n = 10: P(Bin ≥ n−2)", at_least(10, 8, P)),
        ("ten-except-one", "all but the party concerned, n = 10: p^(n−1)", power(P, 9)),
        ("ten-veto-of-six", "six of ten hold a veto: p^6", power(P, 6)),
        ("ten-three-fifths", "majority of three fifths, n = 10: P(Bin ≥ 6)", at_least(10, 6, P)),
    ];
    let checks = rates
        .into_iter()
        .fold(checks, |checks, (variant, what, rate)| checks.mean(what, variant, Metric::PassRate, rate));
    let failing = 1.0 - power(P, 6);
    let of_m1 = |metric| Quantity::Summary("member:m1", metric);
    let sole = power(P, 5) * (1.0 - P) / failing;
    let gain = normal::quantile(P);
    let difference = Expected::Mean(power(P, 10) - power(P, 6));
    checks
        .expect("ten minus six, paired: p^10 − p^6", "ten", Quantity::Difference(Metric::PassRate), difference)
        .expect(
            "a member objects, of failing polls",
            "six",
            of_m1(Metric::ObjectionRate),
            Expected::Mean((1.0 - P) / failing),
        )
        .expect(
            "only this member objects, of failing polls",
            "six",
            of_m1(Metric::SoleObjectionRate),
            Expected::Mean(sole),
        )
        .mean(
            "depth of all adopted a year, 50 tabled, n = 6: 50 p^n Φ⁻¹(p)",
            "six",
            Metric::OutputPerYear,
            50.0 * power(P, 6) * gain,
        )
        .exactly("depth of what gives everybody the same: Φ⁻¹(p)", "six", Metric::Depth, gain)
        .source("derived: by the number who object in the straw poll")
        .mean("consensus under pressure, n = 6", "six-pressure", Metric::PassRate, under_pressure(6, gain, 0.5))
        .mean("consensus under pressure, n = 10", "ten-pressure", Metric::PassRate, under_pressure(10, gain, 0.5))
        .done()
}

fn answers() -> Vec<Check> {
    let (supports, agrees) = (normal::cdf(0.3), normal::cdf(0.9));
    let p = [1.0 - agrees, agrees - supports, supports];
    let checks = Checks::of(setting!("shocks-tolerance"), "derived: trinomial law");
    let rates = [
        ("consensus", "nobody objects, n = 6", all_answers(6, p, |[object, _, _]| object == 0)),
        ("unanimity", "everybody supports, n = 6", all_answers(6, p, |[_, _, support]| support == 6)),
        ("two-thirds", "two thirds of all six support", all_answers(6, p, |[_, _, support]| support >= 4)),
        (
            "two-thirds-of-cast",
            "two thirds of those who do not abstain support, n = 6",
            all_answers(6, p, |[object, _, support]| support >= 2 * object),
        ),
        (
            "constructive-abstention",
            "nobody objects and less than a third abstains, n = 6",
            all_answers(6, p, |[object, acquiesce, _]| object == 0 && acquiesce < 2),
        ),
    ];
    rates
        .into_iter()
        .fold(checks, |checks, (variant, what, rate)| checks.mean(what, variant, Metric::PassRate, rate))
        .done()
}
