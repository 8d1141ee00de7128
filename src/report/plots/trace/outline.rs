//! Outlines with holes as outlines without.

use crate::trace::area;

type Corner = [f64; 2];

/// Each part with its holes, which are cut open towards it, so that filling it leaves them empty.
pub fn without_holes(outlines: &[Vec<Corner>]) -> Vec<Vec<Corner>> {
    let (mut parts, holes): (Vec<_>, Vec<_>) = outlines.iter().cloned().partition(|corners| area(corners) > 0.0);
    for hole in holes {
        let around = |part: &&mut Vec<Corner>| hole.first().is_some_and(|corner| is_within(*corner, part));
        let smallest = parts.iter_mut().filter(around).min_by(|a, b| area(a).total_cmp(&area(b)));
        if let Some(part) = smallest {
            cut(part, &hole);
        }
    }
    parts
}

/// Goes from the nearest corner of `part` to `hole`, around it, and back.
fn cut(part: &mut Vec<Corner>, hole: &[Corner]) {
    let pairs = (0..part.len()).flat_map(|i| (0..hole.len()).map(move |j| (i, j)));
    let distance = |&(i, j): &(usize, usize)| libm::hypot(part[i][0] - hole[j][0], part[i][1] - hole[j][1]);
    let Some((i, j)) = pairs.min_by(|a, b| distance(a).total_cmp(&distance(b))) else { return };
    let round = hole[j..].iter().chain(&hole[..=j]).copied();
    let back = part[i];
    part.splice(i + 1..i + 1, round.chain([back]));
}

/// Whether a ray to the right crosses the outline an odd number of times.
fn is_within([x, y]: Corner, outline: &[Corner]) -> bool {
    let sides = (0..outline.len()).map(|i| (outline[i], outline[(i + 1) % outline.len()]));
    let crossed =
        |(a, b): &(Corner, Corner)| (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
    sides.filter(crossed).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(low: f64, high: f64) -> Vec<Corner> {
        vec![[low, low], [high, low], [high, high], [low, high]]
    }

    #[test]
    fn a_hole_is_cut_out_of_the_part_around_it() {
        let hole = |low, high| square(low, high).into_iter().rev().collect::<Vec<_>>();
        let parts = without_holes(&[square(0.0, 4.0), hole(1.0, 2.0), square(10.0, 11.0)]);
        assert_eq!(parts.len(), 2);
        assert_eq!((area(&parts[0]), area(&parts[1])), (15.0, 1.0));
        assert!(!is_within([1.5, 1.6], &parts[0]) && is_within([3.0, 3.1], &parts[0]));
        assert_eq!(without_holes(&[square(0.0, 1.0)]), [square(0.0, 1.0)]);
    }
}
