/// Strips of the composite rule.
const STRIPS: u32 = 4000;

/// ∫ f over \[from, to\] by Simpson's composite rule: its error falls with the fourth power of the width, and for
/// functions that vanish with all derivatives at both ends, as all densities here do, faster than any.
pub fn integrate(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let width = (to - from) / f64::from(STRIPS);
    let at = |strip: u32| f(from + width * f64::from(strip));
    let odd: f64 = (1..STRIPS).step_by(2).map(at).sum();
    let even: f64 = (2..STRIPS).step_by(2).map(at).sum();
    width / 3.0 * (f(from) + 4.0 * odd + 2.0 * even + f(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::normal;

    #[test]
    fn cubics_are_integrated_exactly() {
        assert!((integrate(|x| x * x * x - 2.0 * x * x + 1.0, 0.0, 2.0) - (4.0 - 16.0 / 3.0 + 2.0)).abs() < 1e-13);
    }

    #[test]
    fn known_integrals() {
        assert!((integrate(libm::exp, 0.0, 1.0) - (std::f64::consts::E - 1.0)).abs() < 1e-13);
        assert!((integrate(libm::sin, 0.0, std::f64::consts::PI) - 2.0).abs() < 1e-12);
        assert!((integrate(normal::density, -12.0, 12.0) - 1.0).abs() < 1e-14);
        assert!((integrate(|x| x * x * normal::density(x), -12.0, 12.0) - 1.0).abs() < 1e-13);
        // The largest of n + 1 draws is as likely each of them: ∫ Φ^n φ = 1/(n + 1).
        for n in [1.0, 6.0, 10.0] {
            let largest = integrate(|x| libm::pow(normal::cdf(x), n) * normal::density(x), -12.0, 12.0);
            assert!((largest - 1.0 / (n + 1.0)).abs() < 1e-13);
        }
    }
}
