//! The normal distribution, from arithmetic and `libm` alone, so that it has the same bits everywhere.

use std::sync::LazyLock;

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

/// Φ⁻¹ of uniforms that are given by their bits: read from a table of polynomials, for draws by the million. It differs from
/// [`quantile`] by less than 4e-15 of 1 + |z|.
///
/// The lower half of (0,1) is cut where its length halves, and each of these octaves into equal segments (hierarchical
/// segmentation, Lee, Cheung, Villasenor & Luk 2006, IEEE Transactions on Circuits and Systems I 53(11)); on each stands
/// the polynomial that interpolates Φ⁻¹ at Chebyshev's points.
#[derive(Debug)]
pub struct Deviates(Box<[[f64; TERMS]; ALL]>);

/// Bits of a uniform.
pub const BITS: u32 = 53;
/// Octaves in the table; in what lies beyond them, 1 draw in 2³², the quantile is asked.
const OCTAVES: u32 = 32;
/// Segments of an octave, as a power of two.
const SEGMENTS: u32 = 4;
/// Segments in all: a power of two.
const ALL: usize = (OCTAVES << SEGMENTS) as usize;
/// Coefficients of a segment: those of powers 0 and 4, 2 and 6, 1 and 5, 3 and 7, so that pairs are worked out side by side.
const TERMS: usize = 8;
/// Bits of the fraction of a number.
const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;
/// The bits of 1.
const ONE: u64 = 1f64.to_bits();
/// What the exponent and the first bits of the fraction are in the last octave of the table, of uniforms in units of 2⁻⁵³.
const FIRST_ROW: u64 = (ONE >> (FRACTION - SEGMENTS)) + ((BITS - 1 - OCTAVES) << SEGMENTS) as u64;

impl Deviates {
    /// The table, which is made when it is first asked for.
    pub fn table() -> &'static Deviates {
        static TABLE: LazyLock<Deviates> = LazyLock::new(Deviates::new);
        &TABLE
    }

    fn new() -> Self {
        let polynomial = |row: usize| {
            let (octave, segment) = (OCTAVES - 1 - (row >> SEGMENTS) as u32, row % (1 << SEGMENTS));
            let width = libm::exp2(-f64::from(octave + 2 + SEGMENTS));
            let middle = libm::exp2(-f64::from(octave + 2)) + (segment as f64 + 0.5) * width;
            let [a, b, c, d, e, f, g, h] = interpolate(|t| quantile(middle + 0.5 * width * t));
            [a, e, c, g, b, f, d, h]
        };
        let table: Vec<[f64; TERMS]> = (0..ALL).map(polynomial).collect();
        Deviates(table.try_into().expect("a row a segment"))
    }

    /// Φ⁻¹((k + ½) / 2⁵³), for k < 2⁵³.
    #[inline]
    pub fn of(&self, k: u64) -> f64 {
        let upper = k >> (BITS - 1);
        let lower = k ^ (upper.wrapping_neg() & ((1 << BITS) - 1));
        // The lower half's uniform in units of 2⁻⁵³, below 2⁵²: without rounding. Its exponent is the octave, the first bits of
        // its fraction are the segment.
        let uniform = lower.cast_signed() as f64 + 0.5;
        let bits = uniform.to_bits();
        let row = (bits >> (FRACTION - SEGMENTS)).wrapping_sub(FIRST_ROW);
        let z = match self.0.get(row as usize) {
            Some(&[a, e, c, g, b, f, d, h]) => {
                // Where it is in the segment, from −1 to 1.
                let t = 2.0 * f64::from_bits(ONE | bits << SEGMENTS & ((1 << FRACTION) - 1)) - 3.0;
                let square = t * t;
                ((a + t * b) + square * (c + t * d)) + square * square * ((e + t * f) + square * (g + t * h))
            }
            None => quantile(uniform * (1.0 / (1u64 << BITS) as f64)),
        };
        // The upper half mirrors the lower one.
        f64::from_bits(z.to_bits() ^ upper << (u64::BITS - 1))
    }
}

/// The coefficients, from the constant up, of the polynomial that is `f` at Chebyshev's points of \[−1,1\].
fn interpolate(f: impl Fn(f64) -> f64) -> [f64; TERMS] {
    let angle = |point: usize| std::f64::consts::PI * (point as f64 + 0.5) / TERMS as f64;
    let values: [f64; TERMS] = std::array::from_fn(|point| f(libm::cos(angle(point))));
    let mut sum = [0.0; TERMS];
    // T₀, T₁, then T_n = 2t T_{n−1} − T_{n−2}, each with its share of f.
    let (mut before, mut chebyshev) = ([0.0; TERMS], [0.0; TERMS]);
    chebyshev[0] = 1.0;
    for n in 0..TERMS {
        let terms = values.iter().enumerate().map(|(point, f)| f * libm::cos(n as f64 * angle(point)));
        let share = terms.sum::<f64>() * if n == 0 { 1.0 } else { 2.0 } / TERMS as f64;
        sum.iter_mut().zip(&chebyshev).for_each(|(sum, c)| *sum += share * c);
        let factor = if n == 0 { 1.0 } else { 2.0 };
        let next: [f64; TERMS] =
            std::array::from_fn(|power| if power == 0 { 0.0 } else { factor * chebyshev[power - 1] } - before[power]);
        (before, chebyshev) = (chebyshev, next);
    }
    sum
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
    fn deviates_are_quantiles_in_the_middle_and_in_the_tails_and_the_same_on_both_sides() {
        let table = Deviates::table();
        let most = (1u64 << BITS) - 1;
        let mut k = 0x0123_4567_89ab_cdefu64;
        for draw in 0..200_000u32 {
            k = k.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            // Every octave alike, and the ends of the segments.
            let spread = (k >> 11) >> (draw % BITS) & !(u64::from(draw % 3 == 0) * 0xff);
            for k in [spread, most - spread] {
                let expected = quantile((k.min(most - k) as f64 + 0.5) / (1u64 << BITS) as f64);
                let expected = if k > most / 2 { -expected } else { expected };
                assert!((table.of(k) - expected).abs() < 4e-15 * (1.0 + expected.abs()), "{k}");
            }
            assert_eq!(table.of(spread), -table.of(most - spread));
        }
    }

    #[test]
    fn deviates_ascend_with_the_uniform_across_the_seams_of_the_table() {
        let table = Deviates::table();
        for octave in 0..OCTAVES + 2 {
            for segment in 0..=(1u64 << SEGMENTS) {
                let start = 1u64 << (BITS - 2 - octave);
                let seam = start + segment * (start >> SEGMENTS);
                assert!(table.of(seam - 1) <= table.of(seam) + 1e-15, "{octave} {segment}");
                assert!(table.of(seam - (start >> 10)) < table.of(seam), "{octave} {segment}");
            }
        }
    }

    #[test]
    fn tabulated_quantiles() {
        assert!((quantile(0.975) - 1.959963984540054).abs() < 1e-14);
        assert!((quantile(0.995) - 2.5758293035489004).abs() < 1e-14);
        assert_eq!(quantile(0.5), 0.0);
    }
}
