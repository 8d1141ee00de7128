use super::{binomial, integrate, power};
use crate::engine::normal;

/// The probability that n points in D dimensions, their directions from a fixed point being independent and symmetric, lie in
/// one open half-space through it: 2^−(n−1) Σ_{k<D} C(n−1,k) (Wendel 1962).
pub fn one_half_space(n: u32, dimensions: u32) -> f64 {
    (0..dimensions).map(|k| binomial(n - 1, k)).sum::<f64>() / power(2.0, n - 1)
}

/// The probability that n independent points lie on one side of a point below which each of them falls with probability F:
/// F^n + (1−F)^n.
pub fn one_side(n: u32, below: f64) -> f64 {
    power(below, n) + power(1.0 - below, n)
}

/// The expected area of the convex hull of n independent uniform points in a square of area 1 (Buchta 1984):
/// 1 − 8/(3(n+1)) (Σ_{k=1}^{n+1} (1 − 2^−k)/k − 1/((n+1) 2^(n+1))).
pub fn hull_area_in_square(n: u32) -> f64 {
    let last = f64::from(n + 1);
    let sum: f64 = (1..=n + 1).map(|k| (1.0 - power(0.5, k)) / f64::from(k)).sum();
    1.0 - 8.0 / (3.0 * last) * (sum - power(0.5, n + 1) / last)
}

/// The expected number of vertices of the convex hull of n independent standard normal points in the plane:
/// 4√π C(n,2) ∫ Φ(p)^(n−2) φ(p)² dp (Rényi & Sulanke 1963; Efron 1965).
pub fn normal_hull_vertices(n: u32) -> f64 {
    let density = |p: f64| power(normal::cdf(p), n - 2) * normal::density(p) * normal::density(p);
    4.0 * std::f64::consts::PI.sqrt() * binomial(n, 2) * integrate(density, -12.0, 12.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_spaces_as_wendel_has_them() {
        assert_eq!(one_half_space(6, 1), 2.0 / 64.0);
        assert_eq!(one_half_space(4, 2), 0.5);
        // n points in n dimensions always lie in a half-space, twice as many do with probability 1/2.
        for dimensions in 1..8 {
            assert_eq!(one_half_space(dimensions, dimensions), 1.0);
            assert_eq!(one_half_space(2 * dimensions, dimensions), 0.5);
        }
    }

    #[test]
    fn one_side_of_a_shifted_law() {
        assert!((one_side(6, normal::cdf(-0.5)) - 0.1101605336).abs() < 1e-10);
        assert_eq!(one_side(6, 0.5), one_half_space(6, 1));
    }

    #[test]
    fn hulls_in_a_square_as_published() {
        for (n, area) in [(3, 11.0 / 144.0), (4, 11.0 / 72.0), (5, 79.0 / 360.0), (6, 199.0 / 720.0)] {
            assert!((hull_area_in_square(n) - area).abs() < 1e-14, "{n}");
        }
    }

    #[test]
    fn normal_hulls_of_few_points() {
        assert!((normal_hull_vertices(3) - 3.0).abs() < 1e-12, "a triangle has three");
        // Four points are in convex position with probability (6/π) arcsin(1/3) (Blatter 2008).
        let triangle = 4.0 - normal_hull_vertices(4);
        assert!((triangle - (1.0 - 6.0 / std::f64::consts::PI * libm::asin(1.0 / 3.0))).abs() < 1e-12);
    }
}
