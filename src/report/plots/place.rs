//! Labels near their points, without overlapping each other or the points.

use super::canvas::{Point, Rect};

/// Distances from the point at which a label may stand.
const DISTANCES: [f64; 7] = [1.0, 5.0, 10.0, 16.0, 24.0, 34.0, 46.0];
const DIRECTIONS: usize = 24;
/// Later passes mend what earlier labels took from later ones.
const PASSES: usize = 3;

/// A label that wants to stand near a point.
pub struct Wish {
    pub point: Point,
    /// Width and height.
    pub size: Point,
    /// Whether the point has bars across and up, with which a leader is not to be confused.
    pub bars: bool,
}

/// What labels keep clear of.
pub struct Obstacles<'a> {
    /// Nothing stands outside.
    pub bounds: Rect,
    /// Markers, which cost most to cover.
    pub marks: &'a [Rect],
    /// Lines that are better left clear, too.
    pub lines: &'a [(Point, Point)],
    /// And lines where that matters least.
    pub faint: &'a [(Point, Point)],
}

/// A label's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub rect: Rect,
    /// From the point to the label where they are not next to each other.
    pub leader: Option<(Point, Point)>,
}

/// Finds places for labels, the most telling ones first; each label tries every place around its point and takes the one
/// that costs least, given the others. A label that would still cover a marker or a label before it has no place.
pub fn place(wishes: &[Wish], radius: f64, obstacles: &Obstacles) -> Vec<Option<Place>> {
    let near: Vec<Near> = wishes.iter().map(|wish| Near::to(wish, obstacles)).collect();
    let mut places: Vec<Option<Place>> = vec![None; wishes.len()];
    let best = |i: usize, places: &[Option<Place>]| {
        let others: Vec<Place> = near[i].others(i, wishes, places).collect();
        let mut best: Option<(Place, f64)> = None;
        for (place, own) in candidates(&wishes[i], radius) {
            let is_less = |cost: f64| best.is_none_or(|(_, least)| cost < least);
            // All else only adds to what a place costs by itself.
            if is_less(own) {
                let cost = own + cost(&place, &others, &near[i], obstacles.bounds);
                best = if is_less(cost) { Some((place, cost)) } else { best };
            }
        }
        best.map(|(place, _)| place)
    };
    for _ in 0..PASSES {
        for i in 0..wishes.len() {
            places[i] = best(i, &places);
        }
    }
    for i in 0..places.len() {
        let before = places[..i].iter().flatten();
        places[i] = places[i].filter(|place| near[i].allows(place, before, obstacles.bounds));
    }
    // What the others have left may do for those without a place.
    for i in 0..places.len() {
        if places[i].is_none() {
            places[i] =
                best(i, &places).filter(|place| near[i].allows(place, places.iter().flatten(), obstacles.bounds));
        }
    }
    places
}

/// An overlap, in square points, that nobody sees.
const TOLERATED: f64 = 1.0;

/// The obstacles that a label can meet at all.
struct Near {
    marks: Vec<Rect>,
    lines: Vec<(Point, Point)>,
    faint: Vec<(Point, Point)>,
    reach: Rect,
}

impl Near {
    fn to(wish: &Wish, obstacles: &Obstacles) -> Near {
        let farthest = DISTANCES[DISTANCES.len() - 1] + 10.0;
        let (x, y) = (wish.size.0 + farthest, wish.size.1 + farthest);
        let reach = Rect::at((wish.point.0 - x, wish.point.1 - y), 2.0 * x, 2.0 * y);
        let marks = obstacles.marks.iter().copied().filter(|mark| reach.overlap(mark) > 0.0).collect();
        let lines = |all: &[(Point, Point)]| all.iter().copied().filter(|line| line_meets(*line, &reach)).collect();
        Near { marks, lines: lines(obstacles.lines), faint: lines(obstacles.faint), reach }
    }

    /// Whether a label may stand there beside others.
    fn allows<'a>(&self, place: &Place, mut others: impl Iterator<Item = &'a Place>, bounds: Rect) -> bool {
        let covers = |other: &Rect| place.rect.overlap(other) > TOLERATED;
        bounds.contains(&place.rect) && !self.marks.iter().any(covers) && !others.any(|other| covers(&other.rect))
    }

    fn others<'a>(
        &'a self,
        own: usize,
        wishes: &'a [Wish],
        places: &'a [Option<Place>],
    ) -> impl Iterator<Item = Place> + 'a {
        let in_reach = move |(other, place): (usize, &Option<Place>)| {
            let place = (*place)?;
            let point = Rect::at(wishes[other].point, 0.1, 0.1);
            let meets = self.reach.overlap(&place.rect) > 0.0 || self.reach.overlap(&point) > 0.0;
            (other != own && meets).then_some(place)
        };
        places.iter().enumerate().filter_map(in_reach)
    }
}

/// The places around a point with what their distance and direction cost.
fn candidates(wish: &Wish, radius: f64) -> impl Iterator<Item = (Place, f64)> {
    let Wish { point, size, bars } = *wish;
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
            let leader = (distance > 4.0).then(|| leader(point, end, radius));
            let along = leader.filter(|_| bars).map_or(0.0, along_a_bar);
            // Right is the usual side, then left.
            let side = 0.6 * (1.0 - dx) + 1.2 * dy.abs();
            (Place { rect, leader }, distance + side + along)
        })
    })
}

/// From beside the marker at `point` to a label's edge.
fn leader(point: Point, end: Point, radius: f64) -> (Point, Point) {
    let (x, y) = (end.0 - point.0, end.1 - point.1);
    let start = (radius + 1.0) / libm::hypot(x, y).max(1e-9);
    ((point.0 + x * start, point.1 + y * start), end)
}

/// What a leader costs that runs like a bar.
fn along_a_bar((from, to): (Point, Point)) -> f64 {
    let (x, y) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
    if x.min(y) < 0.36 * x.max(y) { 60.0 } else { 0.0 }
}

/// What a place costs because of all else; overlap with a label or a marker is worse than any distance.
fn cost(place: &Place, others: &[Place], near: &Near, bounds: Rect) -> f64 {
    let Place { rect, leader } = place;
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
    for mark in &near.marks {
        cost += covering(rect, mark, 200.0) + crossing(*leader, mark, 20.0);
    }
    for line in &near.lines {
        cost += crossing(Some(*line), rect, 34.0);
        cost += if leader.is_some_and(|leader| segments_meet(leader, *line)) { 6.0 } else { 0.0 };
    }
    cost + near.faint.iter().map(|line| crossing(Some(*line), rect, 5.0)).sum::<f64>()
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

    fn around(points: &[Point], size: Point, bars: bool) -> Vec<Option<Place>> {
        let marks: Vec<_> = points.iter().map(|p| Rect::at((p.0 - 2.0, p.1 - 2.0), 4.0, 4.0)).collect();
        let bounds = Rect::at((0.0, 0.0), 300.0, 250.0);
        let wishes: Vec<_> = points.iter().map(|&point| Wish { point, size, bars }).collect();
        place(&wishes, 2.5, &Obstacles { bounds, marks: &marks, lines: &[], faint: &[] })
    }

    fn overlaps(places: &[Option<Place>]) -> usize {
        let rects: Vec<_> = places.iter().flatten().map(|place| place.rect).collect();
        let meet = |i: usize| rects[..i].iter().any(|other| other.overlap(&rects[i]) > TOLERATED);
        (0..rects.len()).filter(|i| meet(*i)).count()
    }

    #[test]
    fn labels_of_one_cluster_do_not_overlap() {
        let points: Vec<_> =
            (0..27).map(|i| (100.0 + f64::from(i % 6) * 9.0, 100.0 + f64::from(i / 6) * 9.0)).collect();
        for (bars, least) in [(false, 27), (true, 25)] {
            let places = around(&points, (40.0, 9.0), bars);
            let named = places.iter().flatten().count();
            assert_eq!((places.len(), overlaps(&places)), (27, 0));
            assert!(named >= least, "{named} of 27");
        }
    }

    #[test]
    fn labels_without_room_have_no_place_and_the_first_keep_theirs() {
        let points: Vec<_> = (0..200).map(|i| (f64::from(i % 20) * 15.0, f64::from(i / 20) * 25.0)).collect();
        let places = around(&points, (60.0, 9.0), true);
        let named = places.iter().flatten().count();
        assert!((20..150).contains(&named), "{named}");
        assert!(places[0].is_some());
        assert_eq!(overlaps(&places), 0);
    }

    #[test]
    fn labels_wider_than_the_page_have_no_place() {
        assert_eq!(around(&[(150.0, 100.0)], (301.0, 9.0), false), [None]);
    }
}
