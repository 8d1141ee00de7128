//! Labels near their points, without overlapping each other or the points.

use super::canvas::{Point, Rect};

/// Distances from the point at which a label may stand.
const DISTANCES: [f64; 7] = [1.0, 5.0, 10.0, 16.0, 24.0, 34.0, 46.0];
const DIRECTIONS: usize = 24;
/// Later passes mend what earlier labels took from later ones.
const PASSES: usize = 3;

/// What labels keep clear of.
pub struct Obstacles<'a> {
    /// Nothing stands outside.
    pub bounds: Rect,
    /// Markers, which cost most to cover.
    pub marks: &'a [Rect],
    /// Lines that are better left clear, too.
    pub lines: &'a [(Point, Point)],
}

/// A label's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub rect: Rect,
    /// From the point to the label where they are not next to each other.
    pub leader: Option<(Point, Point)>,
}

/// Finds places for labels of the given sizes at `points`; each label tries every place around its point and
/// takes the one that costs least, given the others.
pub fn place(points: &[Point], sizes: &[Point], radius: f64, obstacles: &Obstacles) -> Vec<Place> {
    let mut places: Vec<Option<Place>> = vec![None; points.len()];
    for _ in 0..PASSES {
        for (i, (point, size)) in points.iter().zip(sizes).enumerate() {
            let others: Vec<Place> =
                places.iter().enumerate().filter(|(j, _)| *j != i).filter_map(|(_, place)| *place).collect();
            let cost = |(place, distance): &(Place, f64)| distance + cost(place, &others, obstacles);
            let best = candidates(*point, *size, radius).min_by(|a, b| cost(a).total_cmp(&cost(b)));
            places[i] = best.map(|(place, _)| place);
        }
    }
    places.into_iter().flatten().collect()
}

/// The places around a point with what their distance and direction cost.
fn candidates(point: Point, size: Point, radius: f64) -> impl Iterator<Item = (Place, f64)> {
    DISTANCES.into_iter().flat_map(move |distance| {
        (0..DIRECTIONS).map(move |step| {
            let angle = std::f64::consts::TAU * step as f64 / DIRECTIONS as f64;
            let (dx, dy) = (libm::cos(angle), -libm::sin(angle));
            let reach = radius + distance;
            // The label's centre, so that its box just touches the circle in that direction.
            let centre = (
                point.0 + dx * reach + size.0 / 2.0 * (dx * 1.6).clamp(-1.0, 1.0),
                point.1 + dy * reach + size.1 / 2.0 * (dy * 1.6).clamp(-1.0, 1.0),
            );
            let rect = Rect::at((centre.0 - size.0 / 2.0, centre.1 - size.1 / 2.0), size.0, size.1);
            let end = (point.0.clamp(rect.left, rect.right), point.1.clamp(rect.top + 1.0, rect.bottom - 1.0));
            let start = (point.0 + dx * radius, point.1 + dy * radius);
            let leader = (distance > 4.0).then_some((start, end));
            // Right is the usual side, then left.
            let side = 0.6 * (1.0 - dx) + 1.2 * dy.abs();
            (Place { rect, leader }, distance + side)
        })
    })
}

/// What a place costs because of all else; overlap with a label or a marker is worse than any distance.
fn cost(place: &Place, others: &[Place], obstacles: &Obstacles) -> f64 {
    let Place { rect, leader } = place;
    let bounds = obstacles.bounds;
    let outside =
        [bounds.left - rect.left, rect.right - bounds.right, bounds.top - rect.top, rect.bottom - bounds.bottom];
    let mut cost = 1000.0 * outside.into_iter().map(|over| over.max(0.0)).sum::<f64>();
    for other in others {
        cost += covering(rect, &other.rect, 300.0);
        cost += crossing(other.leader, rect, 60.0) + crossing(*leader, &other.rect, 60.0);
        if let (Some(a), Some(b)) = (leader, other.leader) {
            cost += if segments_meet(*a, b) { 30.0 } else { 0.0 };
        }
    }
    for mark in obstacles.marks {
        cost += covering(rect, mark, 200.0) + crossing(*leader, mark, 12.0);
    }
    for line in obstacles.lines {
        cost += crossing(Some(*line), rect, 26.0);
    }
    cost
}

fn covering(rect: &Rect, other: &Rect, price: f64) -> f64 {
    match rect.overlap(other) {
        0.0 => 0.0,
        area => price + 10.0 * area,
    }
}

fn crossing(line: Option<(Point, Point)>, rect: &Rect, price: f64) -> f64 {
    if line.is_some_and(|line| line_meets(line, rect)) { price } else { 0.0 }
}

fn line_meets((a, b): (Point, Point), rect: &Rect) -> bool {
    let inside = |p: Point| p.0 > rect.left && p.0 < rect.right && p.1 > rect.top && p.1 < rect.bottom;
    let Rect { left, top, right, bottom } = *rect;
    let diagonals = [((left, top), (right, bottom)), ((left, bottom), (right, top))];
    inside(a) || inside(b) || diagonals.into_iter().any(|diagonal| segments_meet((a, b), diagonal))
}

fn segments_meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_one_cluster_do_not_overlap() {
        let points: Vec<_> =
            (0..27).map(|i| (100.0 + f64::from(i % 6) * 9.0, 100.0 + f64::from(i / 6) * 9.0)).collect();
        let sizes = vec![(40.0, 9.0); points.len()];
        let bounds = Rect::at((0.0, 0.0), 300.0, 250.0);
        let marks: Vec<_> = points.iter().map(|p| Rect::at((p.0 - 2.0, p.1 - 2.0), 4.0, 4.0)).collect();
        let places = place(&points, &sizes, 2.5, &Obstacles { bounds, marks: &marks, lines: &[] });
        assert_eq!(places.len(), points.len());
        let overlaps = |i: usize| places[..i].iter().any(|other| other.rect.overlap(&places[i].rect) > 0.0);
        assert_eq!((0..places.len()).filter(|i| overlaps(*i)).count(), 0);
    }
}
