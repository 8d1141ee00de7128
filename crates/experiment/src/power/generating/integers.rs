/// Whole numbers with their unit: value ≈ units · unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scaled {
    /// By value.
    pub(super) units: Vec<u64>,
    /// What one of them is.
    pub(super) unit: f64,
}

/// The sum of whole numbers is exact up to here.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// What is less than this share of the sum is rounding: values that are no whole numbers are read as such in tables of up
/// to about so many units.
const ROUNDING: f64 = 1.0 / (1 << 27) as f64;

/// Reads values ≥ 0 as multiples of a common unit: exactly where they are whole numbers, else to within rounding (0.1 and
/// 0.25 are 2 and 5 times 0.05). `None` where that takes more units than are of use. All 0 has the unit 1.
pub(super) fn scaled(values: &[f64]) -> Option<Scaled> {
    let sum: f64 = values.iter().sum();
    if sum == 0.0 {
        return Some(Scaled { units: vec![0; values.len()], unit: 1.0 });
    }
    let whole = values.iter().all(|value| value.fract() == 0.0);
    let divisor = values.iter().fold(0.0, |divisor, &value| common_divisor(divisor, value, whole, sum));
    let units: Vec<f64> = values.iter().map(|value| (value / divisor).round()).collect();
    let in_all: f64 = units.iter().sum();
    let unit = if whole { divisor } else { sum / in_all };
    let near = units.iter().zip(values).all(|(units, value)| (units - value / unit).abs() < 0.001);
    (in_all <= LARGEST && near).then(|| Scaled { units: units.iter().map(|&units| units as u64).collect(), unit })
}

/// By Euclid's algorithm: of whole numbers exactly, of others with remainders that count as 0.
fn common_divisor(a: f64, b: f64, whole: bool, sum: f64) -> f64 {
    let least = if whole { 0.0 } else { sum * ROUNDING };
    let (mut a, mut b) = (a, b);
    while b > least {
        // Whichever side of a multiple it is on.
        let remainder = a % b;
        (a, b) = (b, remainder.min(b - remainder));
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(values: &[f64]) -> Option<Vec<u64>> {
        scaled(values).map(|scaled| scaled.units)
    }

    #[test]
    fn whole_numbers_are_divided_by_what_they_have_in_common() {
        assert_eq!(scaled(&[4.0, 6.0, 0.0, 10.0]), Some(Scaled { units: vec![2, 3, 0, 5], unit: 2.0 }));
        assert_eq!(units(&[1_000_000_007.0, 998_244_353.0]), Some(vec![1_000_000_007, 998_244_353]));
        assert_eq!(units(&[3e10, 1e10]), Some(vec![3, 1]));
        assert_eq!(units(&[0.0, 0.0]), Some(vec![0, 0]));
        assert_eq!(units(&[]), Some(vec![]));
    }

    #[test]
    fn other_numbers_are_multiples_too() {
        assert_eq!(units(&[0.5, 1.25, 3.0]), Some(vec![2, 5, 12]));
        assert_eq!(units(&[0.1, 0.2, 0.3, 0.25]), Some(vec![2, 4, 6, 5]));
        assert_eq!(units(&[1.0 / 3.0, 2.0 / 3.0]), Some(vec![1, 2]));
        assert_eq!(units(&[83.17, 66.05, 0.45]), Some(vec![8317, 6605, 45]));
    }

    #[test]
    fn any_scale_gives_the_same_whole_numbers() {
        let weights = [170_959.0, 64_359.0, 43.0, 1.0];
        for scale in [1e-10, 0.001, 1.0 / 1_123_456.0, 0.321_7, 1.0, 3.7, 1e10] {
            let values = weights.map(|weight| weight * scale);
            assert_eq!(units(&values), Some(vec![170_959, 64_359, 43, 1]), "{scale}");
        }
    }

    #[test]
    fn what_has_no_unit_of_use_is_not_forced_into_one() {
        assert_eq!(units(&[std::f64::consts::PI, std::f64::consts::E, 1.0]), None);
        assert_eq!(units(&[2.0_f64.sqrt(), 1.0, 5.0]), None);
        assert_eq!(units(&[1e300, 1.0]), None);
    }
}
