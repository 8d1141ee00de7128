//! The convex hull of points: with equal saliences, the texts that no other text beats for everybody.

use super::canvas::Point;

/// Corners of the convex hull in order (Andrew's monotone chain); two points for a line, one for a point.
pub fn convex_hull(points: &[Point]) -> Vec<Point> {
    let mut points = points.to_vec();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let mut hull = half(points.iter());
    hull.extend(half(points.iter().rev()));
    hull
}

/// One side of the hull, without its last corner, which begins the other side.
fn half<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut corners: Vec<Point> = Vec::new();
    for &point in points {
        while let [.., a, b] = corners[..] {
            if turn(a, b, point) > 0.0 {
                break;
            }
            corners.pop();
        }
        corners.push(point);
    }
    corners.pop();
    corners
}

/// Positive where the way from `a` over `b` to `c` turns left.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hull_of_a_square_is_its_corners() {
        let square = [(0.0, 0.0), (1.0, 1.0), (0.5, 0.5), (1.0, 0.0), (0.0, 1.0), (0.5, 0.0)];
        assert_eq!(convex_hull(&square), [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);
    }

    #[test]
    fn hulls_of_lines_and_points() {
        assert_eq!(convex_hull(&[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]), [(0.0, 0.0), (2.0, 2.0)]);
        assert_eq!(convex_hull(&[(3.0, 1.0); 4]), [(3.0, 1.0)]);
        assert!(convex_hull(&[]).is_empty());
    }
}
