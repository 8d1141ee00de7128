//! Arrivals, queues and waiting times.

use super::setting;
use crate::engine::Ending;
use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};
use crate::verification::closed_form::{Waiting, negative_so_far, power};

pub(super) fn checks() -> Vec<Check> {
    [waiting(), persistent_shocks(), arrivals(), queue(), turns()].concat()
}

fn waiting() -> Vec<Check> {
    let failing = Waiting::geometric(power(0.8, 6), 4);
    let waiting = Waiting { failing, horizon: 20, months_per_session: 6.0, months_per_poll: 1.5 };
    let pending = 1.0 - waiting.pass_rate() - waiting.shelved();
    let adopted_by =
        |k: u32| (Quantity::Incidence(Ending::Adopted, waiting.month(k)), Expected::Mean(waiting.incidence(k)));
    let (second, by_second) = adopted_by(2);
    let (fourth, by_fourth) = adopted_by(4);
    let shelved = Quantity::Incidence(Ending::Shelved, waiting.month(4));
    let all = "baseline";
    Checks::of(setting!("waiting"), "derived: geometric law, cut off")
        .mean("adopted within four sessions and the horizon", all, Metric::PassRate, waiting.pass_rate())
        .mean("adopted in the first session: P = p^6", all, Metric::FirstSessionPassRate, waiting.incidence(1))
        .mean(
            "shelved after four sessions: (1−P)^4 of those that have four",
            all,
            Metric::ShareShelved,
            waiting.shelved(),
        )
        .mean("pending at the horizon", all, Metric::SharePending, pending)
        .mean("polls to adoption", all, Metric::Rounds, waiting.polls())
        .mean("months to adoption", all, Metric::MonthsToAdoption, waiting.months())
        .mean("restricted mean months, pending censored", all, Metric::RestrictedMeanMonths, waiting.restricted_mean())
        .expect("adopted by the second session, pending censored: 1 − (1−P)^2", all, second, by_second)
        .expect("adopted by the fourth session, pending censored: 1 − (1−P)^4", all, fourth, by_fourth)
        .expect("shelved by the fourth session: (1−P)^4", all, shelved, Expected::Mean(1.0 - waiting.incidence(4)))
        .done()
}

fn persistent_shocks() -> Vec<Check> {
    let waiting = |persistence| Waiting {
        failing: negative_so_far(persistence),
        horizon: 3,
        months_per_session: 12.0,
        months_per_poll: 1.0,
    };
    let (persistent, lasting) = (waiting(0.6), waiting(1.0));
    let source = "orthants: Sheppard 1899, Phil. Trans. A 192; David 1953, Biometrika 40";
    Checks::of(setting!("persistent-shocks"), source)
        .mean(
            "adopted within three sessions, shocks AR(1) with φ = 0.6",
            "persistent",
            Metric::PassRate,
            persistent.pass_rate(),
        )
        .mean("shelved after three sessions, φ = 0.6", "persistent", Metric::ShareShelved, persistent.shelved())
        .mean("polls to adoption, φ = 0.6", "persistent", Metric::Rounds, persistent.polls())
        .mean(
            "adopted within three sessions, φ = 1: at once or never",
            "lasting",
            Metric::PassRate,
            lasting.pass_rate(),
        )
        .exactly("polls to adoption, φ = 1", "lasting", Metric::Rounds, lasting.polls())
        .done()
}

fn arrivals() -> Vec<Check> {
    let yearly = 2.0 * 1.85;
    // Share times interest: 0.25 · 2 and 0.75 · 1.
    let economy = 0.5 / 1.25;
    let in_area = Quantity::Summary("area:economy", Metric::TabledPerYear);
    let mut checks = Checks::of(setting!("arrivals"), "derived: mean of the law");
    for (variant, law) in [("poisson", "Poisson"), ("fixed", "fixed but for the fraction")] {
        checks = checks
            .mean(format!("tabled a year, {law}: initiative × sessions"), variant, Metric::TabledPerYear, yearly)
            .expect(
                format!("tabled a year in one area, {law}: by share × interest"),
                variant,
                in_area,
                Expected::Mean(yearly * economy),
            );
    }
    checks.exactly("adopted, if nobody has anything against it", "poisson", Metric::PassRate, 1.0).done()
}

fn queue() -> Vec<Check> {
    let sessions = 10;
    // The j-th of those that come to the table, from 0, was tabled in session j/2 and is adopted in session j.
    let months = |j: u32| f64::from(j - j / 2) * 6.0 + 1.0;
    let mean = (0..sessions).map(months).sum::<f64>() / f64::from(sessions);
    Checks::of(setting!("queue"), "derived: first come, first served")
        .exactly("adopted with one item a session and two tabled", "baseline", Metric::PassRate, 0.5)
        .exactly("waiting at the horizon", "baseline", Metric::SharePending, 0.5)
        .exactly("months to adoption, waiting included", "baseline", Metric::MonthsToAdoption, mean)
        .exactly("adopted a year", "baseline", Metric::AdoptedPerYear, 2.0)
        .source("derived: last come, first served")
        .exactly("adopted with new items first", "new-first", Metric::PassRate, 0.5)
        .exactly("months to adoption, new items first: one poll", "new-first", Metric::MonthsToAdoption, 1.0)
        .done()
}

fn turns() -> Vec<Check> {
    let checks = Checks::of(setting!("turns"), "derived: new items in random order");
    let of = |member| Quantity::Summary(member, Metric::SponsorSuccess);
    let mut checks = checks
        .exactly("adopted, if the session takes up three of four", "three-places", Metric::PassRate, 0.75)
        .exactly("taken up, and adopted at once", "three-places", Metric::FirstSessionPassRate, 1.0);
    for (variant, share) in [("one-place", 0.25), ("three-places", 0.75)] {
        for (member, who) in [("member:first", "first in the file"), ("member:fourth", "last in the file")] {
            let what = format!("success of whoever is {who}: {share}");
            checks = checks.expect(what, variant, of(member), Expected::Mean(share));
        }
    }
    checks.done()
}
