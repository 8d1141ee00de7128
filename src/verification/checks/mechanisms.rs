//! Anticipation, money, persuasion, staying out, threats, accession and drift where the answer is known.

use super::setting;
use crate::engine::normal;
use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};
use crate::verification::closed_form::{agreement, at_least, binomial, lacking, power};

pub(super) fn checks() -> Vec<Check> {
    [setter(), anticipation(), gainers(), persuasion(), willing(), pulses(), accession(), drift()].concat()
}

fn setter() -> Vec<Check> {
    // Of 2 min(m₁, …, m_k) in [0, 1], the m uniform: ∫₀¹ (1 − t/2)^k dt.
    let uniform = |k: u32| 2.0 / f64::from(k + 1) * (1.0 - power(0.5, k + 1));
    let random = |checks: Checks, variant, k| {
        checks.exactly(format!("adopted, {k} other ideal points uniform"), variant, Metric::PassRate, 1.0).mean(
            format!("how far it opens, {k} other ideal points uniform"),
            variant,
            Metric::OpeningShare,
            uniform(k),
        )
    };
    let checks = Checks::of(setting!("setter"), "Romer & Rosenthal 1978, Public Choice 33")
        .exactly("the setter opens with 2m, m = 0.3", "between", Metric::OpeningShare, 0.6)
        .exactly("what leaves the other one indifferent passes", "between", Metric::PassRate, 1.0)
        .exactly("the setter opens with its own position, m = 0.6", "beyond", Metric::OpeningShare, 1.0)
        .exactly("nothing is tabled, m = −0.2", "opposed", Metric::ShareWithheld, 1.0);
    random(random(checks, "random", 1), "random-five", 4)
        // The sponsor's mean gain is 5/6, the other's ∫ max(2m − 1, 0) dm = 1/4.
        .mean("depth, one other ideal point uniform: 13/24", "random", Metric::Depth, 13.0 / 24.0)
        .done()
}

fn anticipation() -> Vec<Check> {
    let mut checks = Checks::of(setting!("anticipation"), "derived: whoever knows everything is never wrong");
    for (variant, what) in [
        ("consensus", "by consensus"),
        ("pressure", "under pressure"),
        ("linear", "under pressure, linear loss"),
        ("majority", "by a majority"),
    ] {
        checks = checks.exactly(format!("what is tabled passes, {what}"), variant, Metric::PassRate, 1.0).exactly(
            format!("in the first poll, {what}"),
            variant,
            Metric::Rounds,
            1.0,
        );
    }
    checks.done()
}

const DISTANCE: f64 = 0.3;

fn gainers() -> Vec<Check> {
    // An inclination 2x·y − r² + ν is normal with mean −r² and variance 4r² + s²; so is the sum of n.
    let together = |n: u32, shock: f64| {
        let spread = (4.0 * DISTANCE * DISTANCE + shock * shock).sqrt();
        normal::cdf(-f64::from(n).sqrt() * DISTANCE * DISTANCE / spread)
    };
    let source = "derived: sums of normal variables";
    let mut checks = Checks::of(setting!("gainers"), source);
    for (variant, n, shock) in [("six", 6, 0.0), ("ten", 10, 0.0), ("six-shocks", 6, 0.7)] {
        let alone = power(agreement(DISTANCE, 0.0, shock), n);
        let what = if shock > 0.0 { ", with shocks" } else { "" };
        checks = checks
            .mean(
                format!("gainers pay, n = {n}{what}: adopted if ΣV ≥ 0"),
                variant,
                Metric::PassRate,
                together(n, shock),
            )
            .mean(
                format!("with money, n = {n}{what}: if ΣV ≥ 0 and not all V ≥ 0"),
                variant,
                Metric::ShareCompensated,
                together(n, shock) - alone,
            );
    }
    let paid = 10.0 * 6.0 * lacking(DISTANCE);
    checks
        .exactly("a fund that is never empty: all are adopted", "fund", Metric::PassRate, 1.0)
        .mean("what it pays a year: 10 · 6 E max(−V, 0)", "fund", Metric::PaymentsPerYear, paid)
        .done()
}

fn persuasion() -> Vec<Check> {
    Checks::of(setting!("persuasion"), "Friedkin & Johnsen 1990, J. Mathematical Sociology 15")
        // 0.2 − 0.4/4^k ≥ 0.195 from k = 4 on.
        .exactly("polls until a member half persuaded agrees", "reached", Metric::Rounds, 5.0)
        .exactly("never, beyond twice the fixed point", "beyond", Metric::ShareShelved, 1.0)
        .source("DeGroot 1974, J. American Statistical Association 69")
        .exactly("polls where all meet at the mean by influence, 0.375", "mean", Metric::Rounds, 2.0)
        .exactly("never, beyond twice the mean", "beyond-mean", Metric::ShareShelved, 1.0)
        .done()
}

fn willing() -> Vec<Check> {
    let p = 0.8;
    let exactly = |k: u32| binomial(6, k) * power(p, k) * power(1.0 - p, 6 - k);
    let (all, enough) = (power(p, 6), at_least(6, 4, p));
    let participation = (4..=6).map(|k| f64::from(k) / 6.0 * exactly(k)).sum::<f64>() / enough;
    // Of ten proposals the last one has no second session; it passes with P.
    let staged = |second: f64| (9.0 * (all + second) + all) / 10.0;
    Checks::of(setting!("willing"), "derived: binomial law")
        .mean("adopted by at least four of six: P(Bin ≥ 4)", "opt-out", Metric::PassRate, enough)
        .mean("adopted while one or two stay out: P(4 ≤ Bin < 6)", "opt-out", Metric::ShareOptOut, enough - all)
        .mean("taking part, of six: E(Bin/6 | Bin ≥ 4)", "opt-out", Metric::Participation, participation)
        .source("derived: binomial law in two stages")
        .mean(
            "falling back, new shocks, 9 of 10: P + (1−P) P(Bin ≥ 4)",
            "fallback",
            Metric::PassRate,
            staged((1.0 - all) * enough),
        )
        .mean("adopted by all in the first session, P", "fallback", Metric::FirstSessionPassRate, all)
        .mean("falling back, lasting shocks, 9 of 10: P(Bin ≥ 4)", "lasting", Metric::PassRate, staged(enough - all))
        .done()
}

fn pulses() -> Vec<Check> {
    let mean: f64 = 0.75;
    let none = libm::exp(-mean);
    Checks::of(setting!("pulses"), "derived: Poisson law")
        .exactly("nothing passes without a threat", "baseline", Metric::PassRate, 0.0)
        .mean("one jump is enough: 1 − e^−0.75", "one", Metric::PassRate, 1.0 - none)
        .mean("two are needed: 1 − 1.75 e^−0.75", "two", Metric::PassRate, 1.0 - (1.0 + mean) * none)
        .source("derived: halves every half-life")
        .exactly("8 at 2.25, halved each half year, is 1 at 3.75: 4 of 20", "fading", Metric::PassRate, 0.2)
        .done()
}

fn accession() -> Vec<Check> {
    let p = agreement(DISTANCE, 0.0, 0.0);
    let (four, six) = (power(p, 4), power(p, 6));
    let of = |period| Quantity::Summary(period, Metric::PassRate);
    Checks::of(setting!("accession"), "derived: half-spaces of a normal law")
        .mean("adopted by four for six years, by six for four", "accession", Metric::PassRate, 0.6 * four + 0.4 * six)
        .expect("adopted by the four", "accession", of("period:before"), Expected::Mean(four))
        .expect("adopted by the six", "accession", of("period:after"), Expected::Mean(six))
        .expect(
            "adopted while the new ones cannot object for two of four years",
            "transition",
            of("period:after"),
            Expected::Mean(0.5 * four + 0.5 * six),
        )
        .done()
}

fn drift() -> Vec<Check> {
    // In 19 of 20 sessions the policy has drifted for half a year.
    let gain = 0.8 * 0.8 / 2.0;
    Checks::of(setting!("drift"), "derived: mean square of a random walk")
        .exactly("adopted: all want it", "baseline", Metric::PassRate, 1.0)
        .mean("depth: what had drifted", "baseline", Metric::Depth, gain * 19.0 / 20.0)
        .mean("output a year", "baseline", Metric::OutputPerYear, 2.0 * gain * 19.0 / 20.0)
        .done()
}
