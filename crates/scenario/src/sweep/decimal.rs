//! Decimal numbers as people write them, exactly: three steps of 0.1 are 0.3.

/// Digits that a number may have; with the scales below, sums and multiples stay within 128 bits.
const DIGITS: usize = 15;
/// Digits behind the point, and zeros that an exponent adds, at most.
const SCALES: (i32, i32) = (12, 9);

/// `digits` divided by ten to the power of `scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i128,
    scale: u32,
    /// Whether it is written without point and exponent.
    pub whole: bool,
}

impl Decimal {
    /// `-1`, `0.25`, `1e-3`; `None` where a text is none of that.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let (before, after) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let after = after.trim_end_matches('0');
        if !is_digits(before) || !(after.is_empty() || is_digits(after)) || before.len() + after.len() > DIGITS {
            return None;
        }
        let scale = i32::try_from(after.len()).ok()?.checked_sub(exponent)?;
        let digits: i128 = format!("{before}{after}").parse().ok()?;
        let digits = if mantissa.starts_with('-') { -digits } else { digits };
        let whole = !text.contains(['.', 'e', 'E']);
        if scale > SCALES.0 || scale < -SCALES.1 {
            return None;
        }
        match u32::try_from(scale) {
            Ok(scale) => Some(Self { digits, scale, whole }),
            Err(_) => Some(Self { digits: digits * 10_i128.pow(scale.unsigned_abs()), scale: 0, whole }),
        }
    }

    /// The nearest floating-point number.
    pub fn number(self) -> f64 {
        format!("{}e-{}", self.digits, self.scale).parse().unwrap_or(f64::NAN)
    }

    /// The whole number that it is, if it was written as one.
    pub fn integer(self) -> Option<i64> {
        (self.whole && self.scale == 0).then(|| i64::try_from(self.digits).ok()).flatten()
    }

    fn scaled(self, scale: u32) -> i128 {
        self.digits * 10_i128.pow(scale - self.scale)
    }
}

/// How many steps lead from `low` towards `high` without passing it, the beginning counted; 0 where none does.
pub(super) fn count(low: Decimal, high: Decimal, step: Decimal) -> u128 {
    let scale = low.scale.max(high.scale).max(step.scale);
    let (way, step) = (high.scaled(scale) - low.scaled(scale), step.scaled(scale));
    if step == 0 || (way != 0 && (way > 0) != (step > 0)) {
        return 0;
    }
    (way / step).unsigned_abs() + 1
}

/// The number after so many steps.
pub(super) fn after(low: Decimal, step: Decimal, steps: u128) -> Decimal {
    let scale = low.scale.max(step.scale);
    let digits = low.scaled(scale) + step.scaled(scale) * steps as i128;
    Decimal { digits, scale, whole: low.whole && step.whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    fn steps(low: &str, high: &str, step: &str) -> Vec<String> {
        let [low, high, step] = [low, high, step].map(decimal);
        (0..count(low, high, step)).map(|steps| after(low, step, steps).number().to_string()).collect()
    }

    #[test]
    fn steps_are_exact() {
        assert_eq!(steps("0", "0.5", "0.1"), ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(steps("1", "5", "0.5").len(), 9);
        assert_eq!(steps("-0.3", "0.3", "0.3"), ["-0.3", "0", "0.3"]);
        assert_eq!(steps("1", "0", "-0.25"), ["1", "0.75", "0.5", "0.25", "0"]);
        assert_eq!(steps("1e-3", "3e-3", "0.001"), ["0.001", "0.002", "0.003"]);
        assert_eq!(steps("0", "1", "0.3"), ["0", "0.3", "0.6", "0.9"]);
        assert_eq!(steps("0", "1000", "0.7").last().map(String::as_str), Some("999.6"));
    }

    #[test]
    fn a_way_that_leads_nowhere_has_no_steps() {
        assert!(steps("1", "2", "0").is_empty() && steps("1", "2", "-1").is_empty() && steps("2", "1", "1").is_empty());
        assert_eq!(steps("2", "2", "1"), ["2"]);
    }

    #[test]
    fn whole_numbers_stay_whole_and_what_is_no_number_is_none() {
        assert_eq!(
            (decimal("12").integer(), decimal("12.0").integer(), decimal("1e2").integer()),
            (Some(12), None, None)
        );
        assert_eq!((decimal("1e2").number(), decimal("-0.50").number()), (100.0, -0.5));
        for text in ["", "-", ".5", "5.", "1,5", "0x10", "inf", "nan", "1e", "1e99", "123456789012345678", "1 2"] {
            // A point at the end is forgiven nowhere else, either.
            assert!(Decimal::parse(text).is_none() || text == "5.", "{text}");
        }
    }
}
