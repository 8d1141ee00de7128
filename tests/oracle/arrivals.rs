//! How many proposals come: the law of the session's factor and of the counts, each from one uniform by inversion.

use winset::engine::draws::{Purpose, Subject};
use winset::engine::{Sponsor, World};
use winset::model::{Arrivals, Model};

/// The number that `sponsor` tables in `session`.
pub fn arrivals(model: &Model, world: World, sponsor: Sponsor, initiative: f64, session: u32) -> u32 {
    let mut stream = world.stream(Purpose::Session, Subject { tabled: session, ..Subject::default() }, 0);
    let mean = initiative * activity(model, stream.uniform());
    stream.skip(match sponsor {
        Sponsor::Secretariat => 0,
        Sponsor::Member(member) => 1 + member,
    });
    let u = stream.uniform();
    match model.agenda.arrivals {
        Arrivals::Fixed => mean.trunc() as u32 + if u < mean.fract() { 1 } else { 0 },
        Arrivals::Poisson => poisson(mean, u),
    }
}

/// What every sponsor's initiative is multiplied by in a session.
fn activity(model: &Model, u: f64) -> f64 {
    let sd = model.agenda.initiative_sd;
    if sd == 0.0 { 1.0 } else { gamma(sd, u) }
}

/// The first count whose distribution function reaches `u`; masses by logarithms, so that no mean is too large.
pub fn poisson(mean: f64, u: f64) -> u32 {
    let mass = |k: u32| {
        let k = f64::from(k);
        if mean == 0.0 { f64::from(u8::from(k == 0.0)) } else { (k * mean.ln() - mean - libm::lgamma(k + 1.0)).exp() }
    };
    let last = (mean + 50.0 * mean.sqrt() + 100.0) as u32;
    let mut below = 0.0;
    for k in 0..last {
        below += mass(k);
        if u <= below {
            return k;
        }
    }
    last
}

/// The gamma variate of mean 1 and standard deviation `sd` below which a share `u` lies, by bisection of its logarithm.
pub fn gamma(sd: f64, u: f64) -> f64 {
    let shape = 1.0 / (sd * sd);
    let (mut low, mut high) = (-745.0, 10.0 + shape.ln().max(0.0));
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        *(if lower_gamma(shape, f64::exp(middle)) < u { &mut low } else { &mut high }) = middle;
    }
    f64::exp(high) / shape
}

/// The regularised lower incomplete gamma function P(a, x): by its series (Abramowitz & Stegun 1964, 6.5.29), and from
/// a + 1 by the continued fraction of the rest (6.5.31), in Lentz's way.
fn lower_gamma(a: f64, x: f64) -> f64 {
    let front = (a * x.ln() - x - libm::lgamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for n in 1..100_000 {
            term *= x / (a + f64::from(n));
            sum += term;
            if term < 1e-17 * sum {
                break;
            }
        }
        return front * sum;
    }
    let mut b = x + 1.0 - a;
    let mut c = f64::MAX;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for n in 1..100_000 {
        let n = f64::from(n);
        let numerator = n * (a - n);
        b += 2.0;
        d = 1.0 / (b + numerator * d);
        c = b + numerator / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    1.0 - front * fraction
}

#[test]
fn gamma_is_the_exponential_law_at_standard_deviation_one_and_has_the_stated_moments() {
    for u in [1e-9, 0.1, 0.5, 0.9, 1.0 - 1e-9f64] {
        assert!((gamma(1.0, u) / -(1.0 - u).ln() - 1.0).abs() < 1e-6, "{u}");
    }
    // Shape 4: 1 − e^−x (1 + x + x²/2 + x³/6).
    let x: f64 = 4.0 * gamma(0.5, 0.7);
    assert!((1.0 - (-x).exp() * (1.0 + x + x * x / 2.0 + x * x * x / 6.0) - 0.7).abs() < 1e-12);
    for sd in [0.1, 0.7, 2.0] {
        let n = 4000;
        let draws: Vec<f64> = (0..n).map(|i| gamma(sd, (f64::from(i) + 0.5) / f64::from(n))).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
        assert!((mean - 1.0).abs() < 5e-3 * sd, "{mean}");
        assert!((variance.sqrt() / sd - 1.0).abs() < 4e-2, "{sd} {}", variance.sqrt());
    }
}

#[test]
fn poisson_by_hand() {
    // P(0) = e⁻² = .1353, P(≤1) = 3e⁻² = .4060, P(≤2) = 5e⁻² = .6767
    assert_eq!([0.13, 0.14, 0.40, 0.41, 0.67, 0.68].map(|u| poisson(2.0, u)), [0, 1, 1, 2, 2, 3]);
    assert_eq!(poisson(0.0, 0.99), 0);
    // By the normal law with the correction for continuity and skewness, 500 + 0 and 500 ± 2.326 √500 + (2.326² − 1)/6.
    assert_eq!([0.5, 0.99, 0.01].map(|u| poisson(500.0, u)), [500, 553, 449]);
}
