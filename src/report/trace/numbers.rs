//! Numbers of one kind, all with the same decimals.

/// As many decimals as it takes to tell three digits of the largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimals(usize);

impl Decimals {
    pub fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let largest = numbers.map(f64::abs).filter(|number| number.is_finite()).fold(0.0, f64::max);
        let exponent = if largest > 0.0 { libm::floor(libm::log10(largest)) } else { 0.0 };
        Decimals((2.0 - exponent).clamp(0.0, 12.0) as usize)
    }

    pub fn number(self, x: f64) -> String {
        let digits = format!("{:.*}", self.0, x.abs());
        let negative = x < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
        if negative { format!("−{digits}") } else { digits }
    }

    /// A number, or a point with a number a dimension.
    pub fn point(self, point: &[f64]) -> String {
        match point {
            [one] => self.number(*one),
            many => format!("({})", many.iter().map(|x| self.number(*x)).collect::<Vec<_>>().join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_of_the_largest() {
        let all = |numbers: &[f64]| {
            let decimals = Decimals::of(numbers.iter().copied());
            numbers.iter().map(|x| decimals.number(*x)).collect::<Vec<_>>()
        };
        assert_eq!(all(&[0.5123, -0.01, -0.0001]), ["0.512", "−0.010", "0.000"]);
        assert_eq!(all(&[1234.5, -0.4]), ["1234", "0"]);
        assert_eq!(all(&[1.5e-3]), ["0.00150"]);
        assert_eq!(all(&[0.0]), ["0.00"]);
        assert_eq!(Decimals(1).point(&[0.25]), "0.2");
        assert_eq!(Decimals(1).point(&[0.5, -1.0]), "(0.5, −1.0)");
    }
}
