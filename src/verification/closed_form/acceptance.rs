use super::{integrate, power};
use crate::engine::normal;

/// The probability that a member prefers a text at distance r from the status quo, or loses at most `tolerance` by it, where
/// its position is standard normal about the status quo and its shock has the standard deviation `shock`. Its
/// inclination 2x·y − r² + ν is normal, so Φ((c − r²)/√(s² + 4r²)).
pub fn agreement(r: f64, tolerance: f64, shock: f64) -> f64 {
    normal::cdf((tolerance - r * r) / spread(r, shock))
}

/// What such a member gains on average from a text that it agrees to: the mean of a normal variable (the gain) given that
/// another one (the inclination) exceeds −c, −r² + 4r²/√(s² + 4r²) φ(a)/Φ(a) with a = (c − r²)/√(s² + 4r²).
pub fn mean_gain_if_agreed(r: f64, tolerance: f64, shock: f64) -> f64 {
    let a = (tolerance - r * r) / spread(r, shock);
    -r * r + 4.0 * r * r / spread(r, shock) * normal::density(a) / normal::cdf(a)
}

/// What such a member lacks on average to prefer the text, without tolerance and shock: E max(−V, 0) of a normal V with mean
/// −r² and standard deviation 2r.
pub fn lacking(r: f64) -> f64 {
    let a = r / 2.0;
    2.0 * r * normal::density(a) + r * r * normal::cdf(a)
}

fn spread(r: f64, shock: f64) -> f64 {
    (shock * shock + 4.0 * r * r).sqrt()
}

/// The probability that n events of probability p all happen, each being a standard normal variable above a threshold, with
/// correlation ρ from one common factor: ∫ Φ((Φ⁻¹(p) − √ρ z)/√(1−ρ))^n φ(z) dz (Dunnett & Sobel 1955; Vasicek 1987).
pub fn one_factor(n: u32, p: f64, rho: f64) -> f64 {
    let threshold = normal::quantile(p);
    let given = |z: f64| normal::cdf((threshold - rho.sqrt() * z) / (1.0 - rho).sqrt());
    integrate(|z| power(given(z), n) * normal::density(z), -12.0, 12.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(x: f64, expected: f64) {
        assert!((x - expected).abs() < 1e-10, "{x} and not {expected}");
    }

    #[test]
    fn take_it_or_leave_it_as_tabulated() {
        near(power(agreement(0.3, 0.0, 0.0), 6), 0.0072942254);
        near(power(agreement(0.3, 0.0, 0.0), 10), 0.000274346);
        near(power(agreement(0.3, 0.5, 0.0), 6), 0.1820053598);
        near(power(agreement(0.3, 0.5, 0.0), 10), 0.0584530211);
        near(power(agreement(0.3, 0.5, 0.7), 6), 0.0918725033);
        near(power(agreement(0.3, 0.5, 0.7), 10), 0.0187057841);
    }

    #[test]
    fn what_is_lacking_is_an_integral() {
        let r = 0.3;
        near(lacking(r), integrate(|x| (r * r - 2.0 * r * x) * normal::density(x), -12.0, r / 2.0));
    }

    #[test]
    fn common_factor_as_tabulated() {
        near(one_factor(6, 0.5, 0.5), 1.0 / 7.0);
        near(one_factor(10, 0.5, 0.5), 1.0 / 11.0);
        near(one_factor(6, 0.8, 0.3), 0.3942617876);
        near(one_factor(10, 0.8, 0.3), 0.2754056981);
        near(one_factor(6, 0.8, 0.0), 0.262144);
    }

    #[test]
    fn the_mean_gain_is_a_ratio_of_integrals() {
        let (r, c) = (0.3, 0.5);
        let gain = |x: f64| 2.0 * r * x - r * r;
        let least = (r * r - c) / (2.0 * r);
        let whole = integrate(normal::density, least, 12.0);
        let mean = integrate(|x| gain(x) * normal::density(x), least, 12.0) / whole;
        near(mean_gain_if_agreed(r, c, 0.0), mean);
        near(whole, agreement(r, c, 0.0));
        // With a shock: x is weighted by the probability that the shock lets it agree.
        let agrees = |x: f64| normal::density(x) * normal::cdf((c + gain(x)) / 0.7);
        let mean = integrate(|x| gain(x) * agrees(x), -12.0, 12.0) / integrate(agrees, -12.0, 12.0);
        near(mean_gain_if_agreed(r, c, 0.7), mean);
    }
}
