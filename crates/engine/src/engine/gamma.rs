//! The gamma distribution, from arithmetic and `libm` alone, so that it has the same bits everywhere.

/// Terms of a series or continued fraction, and halvings of an interval; far more than are needed.
const MOST: usize = 100_000;

/// P(a, x): the probability that a gamma variate of shape `a` > 0 and scale 1 is at most `x` ≥ 0. Abramowitz & Stegun
/// 1964, Handbook of Mathematical Functions, 6.5.29.
pub fn lower(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x < a + 1.0 {
        series(a, x)
    } else {
        1.0 - fraction(a, x)
    }
}

/// Q(a, x) = 1 − P(a, x), without loss of digits where it is small.
pub fn upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x < a + 1.0 {
        1.0 - series(a, x)
    } else {
        fraction(a, x)
    }
}

/// e^−x x^a / Γ(a).
fn front(a: f64, x: f64) -> f64 {
    libm::exp(a * libm::log(x) - x - libm::lgamma(a))
}

fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
    for _ in 0..MOST {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    (sum * front(a, x)).min(1.0)
}

/// The continued fraction 6.5.31 by Lentz's method (Thompson & Barnett 1986, J. Computational Physics 64).
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..MOST {
        let i = i as f64;
        let coefficient = -i * (i - a);
        b += 2.0;
        d = coefficient * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + coefficient / c;
        c = if c.abs() < TINY { TINY } else { c };
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (value * front(a, x)).clamp(0.0, 1.0)
}

/// The x at which P(a, x) reaches `u` in (0,1), by halving an interval on the scale of logarithms; ascending in `u`.
pub fn quantile(a: f64, u: f64) -> f64 {
    // Below this x, P is x^a / Γ(a + 1) to the last digit.
    let small = libm::exp((libm::log(u) + libm::lgamma(a + 1.0)) / a);
    if small < 1e-17 {
        return small;
    }
    let reaches = |x: f64| lower(a, x) >= u;
    let (mut low, mut high) = (small, small.max(a).max(1.0));
    while !reaches(high) {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..MOST {
        let middle = low + 0.5 * (high - low);
        if middle <= low || middle >= high {
            break;
        }
        (low, high) = if reaches(middle) { (low, middle) } else { (middle, high) };
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_tabulated_and_in_closed_form() {
        // Shape 1 is exponential; shape 1/2 the square of a normal deviate, halved; Q(3, 2) = 5 e⁻².
        for x in [1e-6, 0.1, 1.0, 3.0, 20.0] {
            assert!((lower(1.0, x) + libm::expm1(-x)).abs() < 1e-14);
            let normal = 2.0 * super::super::normal::cdf((2.0f64 * x).sqrt()) - 1.0;
            assert!((lower(0.5, x) - normal).abs() < 1e-13, "{x}");
        }
        assert!((upper(3.0, 2.0) - 5.0 * libm::exp(-2.0)).abs() < 1e-14);
        assert!((upper(1.0, 600.0) / libm::exp(-600.0) - 1.0).abs() < 1e-10, "the far tail keeps its digits");
    }

    #[test]
    fn the_quantile_inverts_from_tail_to_tail_and_ascends() {
        for a in [0.01, 0.3, 1.0, 4.0, 50.0, 1e4] {
            let mut before = 0.0;
            for step in 1..200 {
                let u = f64::from(step) / 200.0;
                let x = quantile(a, u);
                assert!(x >= before && (lower(a, x) - u).abs() < 1e-9, "a = {a}, u = {u}, x = {x}");
                before = x;
            }
            assert!(quantile(a, 1.0 - 1e-12).is_finite());
        }
    }
}
