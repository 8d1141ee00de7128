//! Amendment by hand: two members on a line and nothing random; and what comes of it where failing is the worst of all.

use super::setting;
use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};
use crate::verification::closed_form::{Compromise, power};

/// The other member's position; the sponsor's is 1, the status quo 0.
const OTHER: f64 = 0.2;

/// The text furthest from the other member that it accepts if it swallows a loss of `slack`, in units of distance squared.
fn acceptable(slack: f64) -> f64 {
    OTHER + (OTHER * OTHER + slack).sqrt()
}

pub(super) fn checks() -> Vec<Check> {
    [two_members(), urgency(), issues()].concat()
}

/// Position, influence and salience.
const FOUR: [(f64, f64, f64); 4] = [(0.9, 3.0, 0.5), (-0.4, 2.0, 1.0), (0.2, 1.0, 2.0), (-1.5, 4.0, 0.25)];

fn urgency() -> Vec<Check> {
    let mut checks = Checks::of(setting!("urgency"), "derived: nobody lets a text fail");
    for (variant, what) in [
        ("consensus", "by consensus"),
        ("unanimity", "by unanimity"),
        ("by-members", "of two opposed members"),
        ("random", "from random positions"),
    ] {
        checks = checks
            .exactly(format!("adopted {what}, where failing is worst"), variant, Metric::PassRate, 1.0)
            .exactly(format!("polls {what}: as it was opened"), variant, Metric::Rounds, 1.0)
            .exactly(format!("dilution {what}: none"), variant, Metric::Dilution, 0.0)
            .exactly(format!("feasible {what}"), variant, Metric::FeasibleRate, 1.0);
    }
    let compromise = |sd| Compromise { members: &FOUR, sd, status_quo: 0.5 };
    checks = checks.source("compromise model: Achen 2006, in Thomson et al., The European Union Decides");
    for (member, name) in ["member:a", "member:b", "member:c", "member:d"].into_iter().enumerate() {
        let gain = Expected::Exactly(compromise(0.0).gain(member));
        checks = checks.expect(
            format!("gain of {name} from the mean by influence times salience"),
            "consensus",
            Quantity::Summary(name, Metric::MeanGain),
            gain,
        );
    }
    checks.mean("depth of that mean, positions random", "random", Metric::Depth, compromise(1.0).depth()).done()
}

/// The mean of rows of position, influence and salience.
fn mean(rows: &[(f64, f64, f64)]) -> f64 {
    Compromise { members: rows, sd: 0.0, status_quo: 0.0 }.decision()
}

fn issues() -> Vec<Check> {
    let source = "compromise model: Achen 2006, in Thomson et al., The European Union Decides";
    let budget = [(90.0, 3.0, 0.5), (20.0, 2.0, 1.0), (60.0, 1.0, 0.8)];
    let seats = [(0.0, 2.0, 0.25), (15.0, 1.0, 1.0), (-5.0, 4.0, 0.1)];
    let mut checks = Checks::of(setting!("issues"), source);
    for (variant, of_seats) in [("three", &seats[..2]), ("four", &seats[..])] {
        for (scope, what, rows) in [("issue:budget", "budget", &budget[..]), ("issue:seats", "seats", of_seats)] {
            let text = Quantity::Summary(scope, Metric::Text);
            checks = checks.expect(
                format!("text on {what}, {variant} members"),
                variant,
                text,
                Expected::Exactly(mean(rows)),
            );
        }
        let feasible = Quantity::Summary("issue:seats", Metric::FeasibleRate);
        checks = checks.expect(format!("feasible, {variant} members"), variant, feasible, Expected::Exactly(1.0));
    }
    checks.done()
}

fn two_members() -> Vec<Check> {
    let source = "derived by hand";
    let text = acceptable(0.0);
    let sponsors_gain = 1.0 - (1.0 - text) * (1.0 - text);
    let of_sponsor = Quantity::Summary("member:sponsor", Metric::MeanGain);
    let of_other = Quantity::Summary("member:other", Metric::ObjectionRate);
    let dilution = |checks: Checks, what: &str, variant, text: f64| {
        checks.exactly(format!("dilution, {what}"), variant, Metric::Dilution, 1.0 - text)
    };
    let mut checks = dilution(Checks::of(setting!("two-members"), source), "mediated to 0.4", "mediate", text)
        .exactly("polls, mediated", "mediate", Metric::Rounds, 2.0)
        .exactly("depth, mediated: half of the sponsor's gain", "mediate", Metric::Depth, sponsors_gain / 2.0)
        .expect("the sponsor's gain, mediated", "mediate", of_sponsor, Expected::Exactly(sponsors_gain))
        .exactly("depth, mediated, linear loss", "mediate-linear", Metric::Depth, text / 2.0);
    // From distance 0.8 to 0.2 is three quarters of the way to the other member; 1.2 times that leaves a tenth.
    let beyond = OTHER + 0.8 * (1.0 - 1.2 * 0.75);
    let conceded = OTHER + 0.8 * power(0.7, 4);
    for (what, variant, text) in [
        ("mediated with relaxation 1.2", "mediate-beyond", beyond),
        ("mediated, tolerance 0.1", "tolerance", acceptable(0.1)),
        ("mediated, tolerance 0.1, stakes 4", "stakes", acceptable(0.1 / 4.0)),
        ("mediated, tolerance 0.1, salience 4", "salience", acceptable(0.1 / 4.0)),
        ("mediated, pressure 0.2, deference 0.5", "pressure", acceptable(0.1)),
        ("mediated, affinity 0.1", "affinity", acceptable(0.1)),
        ("conceded four times by 0.3", "concede", conceded),
    ] {
        checks = dilution(checks, what, variant, text);
    }
    checks
        .exactly("polls, conceded: until 0.8 · 0.7^k ≤ 0.2", "concede", Metric::Rounds, 5.0)
        .exactly("withdrawn, if 0.64 is not worthwhile", "withdrawn", Metric::ShareWithdrawn, 1.0)
        .exactly("diverted, if 0.7 can be had elsewhere", "diverted", Metric::ShareDiverted, 1.0)
        .exactly("shelved, if nobody amends", "shelved", Metric::ShareShelved, 1.0)
        .expect("the other member objects, of failing polls", "shelved", of_other, Expected::Exactly(1.0))
        .done()
}
