//! Where a quantity that is known on a grid has a certain value: marching squares, with straight pieces between points
//! on the sides of the cells (Maple 2003, GMAG).

use super::super::canvas::Point;

/// The pieces of the contour at `level` over a grid of places `xs` and `ys`; `value(i, j)` belongs to `xs[i]` and
/// `ys[j]`, and where one is missing there is no contour.
pub fn contour(xs: &[f64], ys: &[f64], value: impl Fn(usize, usize) -> Option<f64>, level: f64) -> Vec<(Point, Point)> {
    let mut pieces = Vec::new();
    for i in 0..xs.len().saturating_sub(1) {
        for j in 0..ys.len().saturating_sub(1) {
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let values: Option<Vec<f64>> = corners.iter().map(|&(i, j)| value(i, j)).collect();
            let Some(values) = values else { continue };
            let places = corners.map(|(i, j)| (xs[i], ys[j]));
            pieces.extend(of_cell(&places, &values, level));
        }
    }
    pieces
}

fn of_cell(places: &[Point; 4], values: &[f64], level: f64) -> Vec<(Point, Point)> {
    let above = |corner: usize| values[corner] >= level;
    let crossing = |side: usize| {
        let next = (side + 1) % 4;
        (above(side) != above(next)).then(|| {
            let share = (level - values[side]) / (values[next] - values[side]);
            let (from, to) = (places[side], places[next]);
            (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1))
        })
    };
    let crossings: Vec<Point> = (0..4).filter_map(crossing).collect();
    match crossings[..] {
        [from, to] => vec![(from, to)],
        [bottom, right, top, left] => {
            // A saddle: the middle says which corners belong together.
            let middle = values.iter().sum::<f64>() / 4.0 >= level;
            match above(0) == middle {
                true => vec![(bottom, right), (top, left)],
                false => vec![(left, bottom), (right, top)],
            }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_has_a_straight_contour_at_its_place() {
        let grid: Vec<f64> = (0..6).map(f64::from).collect();
        let pieces = contour(&grid, &grid, |i, j| Some(i as f64 + 2.0 * j as f64), 4.3);
        assert!(!pieces.is_empty());
        for (from, to) in pieces {
            assert!([from, to].iter().all(|(x, y)| (x + 2.0 * y - 4.3).abs() < 1e-12));
        }
    }

    #[test]
    fn a_hill_has_a_closed_contour_and_a_gap_interrupts_it() {
        let grid: Vec<f64> = (0..9).map(f64::from).collect();
        let hill = |i: usize, j: usize| {
            let (x, y) = (i as f64 - 4.0, j as f64 - 4.0);
            Some(16.0 - x * x - y * y)
        };
        let ends = |pieces: &[(Point, Point)]| {
            let mut ends: Vec<String> =
                pieces.iter().flat_map(|(a, b)| [a, b]).map(|(x, y)| format!("{x:.9} {y:.9}")).collect();
            ends.sort();
            ends
        };
        let closed = ends(&contour(&grid, &grid, hill, 7.5));
        assert!(!closed.is_empty() && closed.chunks(2).all(|pair| pair[0] == pair[1]), "every end meets another one");
        let open = contour(&grid, &grid, |i, j| hill(i, j).filter(|_| (i, j) != (7, 4)), 7.5);
        assert!(open.len() < closed.len() / 2);
        assert!(contour(&grid, &grid, hill, 99.0).is_empty());
    }

    #[test]
    fn a_saddle_is_divided_as_its_middle_says() {
        let corners = [[1.0, 0.0], [0.0, 1.0]];
        let pieces = contour(&[0.0, 1.0], &[0.0, 1.0], |i, j| Some(corners[i][j]), 0.4);
        // The middle is above, and so are the two corners that are: each of the others is cut off.
        assert_eq!(pieces.len(), 2);
        let off = |corner: Point, (a, b): &(Point, Point)| {
            [a, b].iter().all(|p| (p.0 - corner.0).abs() + (p.1 - corner.1).abs() < 0.5)
        };
        assert!([(1.0, 0.0), (0.0, 1.0)].iter().all(|corner| pieces.iter().any(|piece| off(*corner, piece))));
    }
}
