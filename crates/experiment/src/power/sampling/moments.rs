use crate::power::indices::Value;

/// Sums over samples of one quantity.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Moments {
    pub(super) sum: f64,
    pub(super) squares: f64,
}

impl Moments {
    pub(super) fn add(&mut self, x: f64) {
        self.sum += x;
        self.squares += x * x;
    }

    /// The mean of so many samples.
    pub(super) fn mean(&self, samples: u64, rare: f64) -> Value {
        let n = samples as f64;
        // As a share of ones, which have no variance and go with this quantity as its sum says.
        self.per(&Moments { sum: n, squares: n }, self.sum, rare)
    }

    /// Its sum over that of another one, given the sum of their products: a ratio of means, with its standard error by
    /// linearisation (the delta method), that of the mean of x − βy over the mean of y.
    pub(super) fn per(&self, other: &Moments, products: f64, rare: f64) -> Value {
        let value = self.sum / other.sum;
        let residual = self.squares - 2.0 * value * products + value * value * other.squares;
        Value { value, std_error: Some(self.error(residual, rare) / other.sum) }
    }

    /// The mean of so many samples, less what it owes to the deviation of the mean of another quantity, `control`, from the 1 that
    /// is known to be its expectation (a control variate). If the control is a sum of quantities, these means add up to 1.
    pub(super) fn controlled_mean(&self, samples: u64, control: &Moments, products: f64, rare: f64) -> Value {
        let n = samples as f64;
        let (mean, of_control) = (self.sum / n, control.sum / n);
        let covariance = products - self.sum * of_control;
        let variance = control.squares - control.sum * of_control;
        // What never varies has nothing to explain.
        let slope = if variance > 1e-12 * control.squares { covariance / variance } else { 0.0 };
        let residual = self.squares - self.sum * mean - slope * covariance;
        Value { value: mean - slope * (of_control - 1.0), std_error: Some(self.error(residual, rare) / n) }
    }

    /// √ of a sum of squared deviations and of four more cases (Agresti & Coull 1998 add as many to the sample), so that what
    /// is seen a few times, or never, has an error from which it can come. A case is as large as those that were seen on
    /// average, or as `rare` where none was; with n of them the error grows by a share of 2/n.
    fn error(&self, squares: f64, rare: f64) -> f64 {
        let case = if self.sum > 0.0 { self.squares / self.sum } else { rare };
        libm::sqrt(squares.max(0.0) + 4.0 * case * case)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_the_error_of_a_share_and_a_little_more() {
        let mut moments = Moments::default();
        (0..100).for_each(|i| moments.add(if i < 20 { 1.0 } else { 0.0 }));
        let Value { value, std_error } = moments.mean(100, 1.0);
        assert_eq!(value, 0.2);
        assert!((std_error.unwrap() - (16.0_f64 + 4.0).sqrt() / 100.0).abs() < 1e-15);
    }

    #[test]
    fn what_was_never_seen_may_be_there() {
        assert_eq!(Moments::default().mean(100, 0.5), Value { value: 0.0, std_error: Some(0.01) });
    }

    #[test]
    fn a_ratio_of_what_goes_together_has_little_error() {
        let (mut x, mut y, mut products) = (Moments::default(), Moments::default(), 0.0);
        for i in 1..=50 {
            let i = f64::from(i);
            x.add(2.0 * i);
            y.add(i);
            products += 2.0 * i * i;
        }
        let Value { value, std_error } = x.per(&y, products, 1.0);
        assert_eq!(value, 2.0);
        let case = x.squares / x.sum;
        assert!((std_error.unwrap() - 2.0 * case / y.sum).abs() < 1e-12);
    }

    #[test]
    fn means_that_share_a_known_sum_add_up() {
        let (mut x, mut y, mut sum) = (Moments::default(), Moments::default(), Moments::default());
        let (mut with_x, mut with_y) = (0.0, 0.0);
        for (a, b) in [(0.5, 0.75), (0.25, 0.5), (0.75, 0.5), (0.5, 0.0)] {
            x.add(a);
            y.add(b);
            sum.add(a + b);
            with_x += a * (a + b);
            with_y += b * (a + b);
        }
        let (x, y) = (x.controlled_mean(4, &sum, with_x, 1.0), y.controlled_mean(4, &sum, with_y, 1.0));
        assert!((x.value + y.value - 1.0).abs() < 1e-15);
    }

    #[test]
    fn what_goes_with_the_control_has_little_error() {
        let (mut x, mut control, mut products) = (Moments::default(), Moments::default(), 0.0);
        for i in 0..1000 {
            let value = f64::from(i % 5) / 2.0;
            x.add(0.3 * value);
            control.add(value);
            products += 0.3 * value * value;
        }
        let mean = x.controlled_mean(1000, &control, products, 1.0);
        assert!((mean.value - 0.3).abs() < 1e-12 && mean.std_error.unwrap() < 0.002);
    }
}
