//! The normal distribution, from arithmetic and `libm` alone, so that it has the same bits everywhere.

/// Φ(x).
pub fn cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// φ(x).
pub fn density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt()
}

/// Φ⁻¹(u) for u in (0,1), to about 1e-16 relative: algorithm AS 241 (PPND16), Wichura 1988,
/// Applied Statistics 37(3).
pub fn quantile(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let r = (-libm::log(if q < 0.0 { u } else { 1.0 - u })).sqrt();
    let x = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &TAIL) };
    if q < 0.0 { -x } else { x }
}

/// Numerator and denominator of a rational approximation, from the highest power down.
type Rational = ([f64; 8], [f64; 8]);

fn ratio(r: f64, (numerator, denominator): &Rational) -> f64 {
    let horner = |coefficients: &[f64; 8]| coefficients.iter().fold(0.0, |sum, c| sum * r + c);
    horner(numerator) / horner(denominator)
}

#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "the coefficients as published")]
const CENTRE: Rational = (
    [2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
     1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0],
    [5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
     5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0],
);
#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "the coefficients as published")]
const MIDDLE: Rational = (
    [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
     3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0],
    [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0],
);
#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "the coefficients as published")]
const TAIL: Rational = (
    [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0],
    [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_inverts_the_distribution_function_from_tail_to_tail() {
        for exponent in 1..=50 {
            let u = libm::exp2(-f64::from(exponent));
            assert!((cdf(quantile(u)) / u - 1.0).abs() < 2e-13, "u = {u}");
            if exponent < 20 {
                assert!((quantile(1.0 - u) + quantile(u)).abs() < 1e-9);
            }
        }
        for k in 1..1000 {
            let u = f64::from(k) / 1000.0;
            assert!((cdf(quantile(u)) - u).abs() < 1e-15, "u = {u}");
        }
    }

    #[test]
    fn tabulated_quantiles() {
        assert!((quantile(0.975) - 1.959963984540054).abs() < 1e-14);
        assert!((quantile(0.995) - 2.5758293035489004).abs() < 1e-14);
        assert_eq!(quantile(0.5), 0.0);
    }
}
