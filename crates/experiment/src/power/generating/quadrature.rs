/// A point of a Gauss–Legendre rule on \[0, 1\].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    /// Where it is.
    pub(super) at: f64,
    /// 1 less that, without cancellation.
    pub(super) complement: f64,
    /// Its weight; all add up to 1.
    pub(super) weight: f64,
}

/// So many nodes, ascending. Σ weight · f(at) = ∫₀¹ f for polynomials of degree up to 2 `count` − 1.
pub(super) fn gauss_legendre(count: usize) -> Vec<Node> {
    let n = count as f64;
    let node = |index: usize| {
        // Angles near π belong to the nodes near 0. Tricomi's approximation is near enough for Newton's method.
        let angle = std::f64::consts::PI * (index as f64 + 0.75) / (n + 0.5);
        let mut x = libm::cos(angle);
        for _ in 0..10 {
            let (value, slope) = legendre(count, x);
            x -= value / slope;
        }
        let slope = legendre(count, x).1;
        Node { at: (1.0 + x) / 2.0, complement: (1.0 - x) / 2.0, weight: 1.0 / ((1.0 - x) * (1.0 + x) * slope * slope) }
    };
    (0..count).rev().map(node).collect()
}

/// The Legendre polynomial of a degree ≥ 1 and its derivative.
fn legendre(degree: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for k in 2..=degree {
        let k = k as f64;
        (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
    }
    (value, degree as f64 * (before - x * value) / ((1.0 - x) * (1.0 + x)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_are_integrated_exactly() {
        for count in [1, 2, 3, 14, 95, 128] {
            let nodes = gauss_legendre(count);
            for power in [0, 1, count, 2 * count - 1] {
                let sum: f64 = nodes.iter().map(|node| node.weight * libm::pow(node.at, power as f64)).sum();
                let error = sum * (power + 1) as f64 - 1.0;
                assert!(error.abs() < 1e-12, "{count} nodes, power {power}: {error}");
            }
            assert!(nodes.iter().all(|node| node.at > 0.0 && node.complement > 0.0 && node.weight > 0.0));
            assert!(nodes.windows(2).all(|pair| pair[0].at < pair[1].at));
        }
    }

    #[test]
    fn two_nodes_as_in_the_books() {
        let [low, high] = gauss_legendre(2)[..] else { panic!("two nodes") };
        assert!((low.at - (0.5 - 1.0 / 12.0_f64.sqrt())).abs() < 1e-15 && (low.weight - 0.5).abs() < 1e-15);
        assert!((high.at - low.complement).abs() < 1e-15);
    }
}
