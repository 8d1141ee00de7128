//! In two dimensions.

use plotters::style::RGBColor;

use super::cast::{Cast, Player};
use super::outline::without_holes;
use super::{MARKER, MOST_NAMES, draw_way, sets, sheet};
use crate::model::Dimension;
use crate::report::plots::canvas::{Align, Canvas, Point, Rect, Stroke};
use crate::report::plots::frame::Frame;
use crate::report::plots::map::shade_in;
use crate::report::plots::palette::{self, Marker};
use crate::report::plots::place::{Obstacles, Place, Wish, place};
use crate::report::plots::sheet::{Sheet, closed};
use crate::report::plots::text::LABEL;
use crate::report::plots::{Figure, Options};
use crate::report::trace::Tale;
use crate::trace::{Region, Window};

/// Room around what is shown, as a share of its longer side.
const AROUND: f64 = 0.12;

pub fn fit(tale: &Tale, options: &Options) -> Window {
    let mut window = tale.window.clone();
    if let Some((upwards, _)) = window.upwards {
        let (across, up) = layout(tale, &Cast::of(tale), options).1.window();
        window.across.1 = [across.0, across.1];
        window.upwards = Some((upwards, [up.0, up.1]));
    }
    window
}

/// The sheet with the longest caption that it may have, and the map on it.
fn layout<'s>(tale: &Tale, cast: &Cast, options: &'s Options) -> (Sheet<'s>, Frame) {
    let sheet = sheet(tale, cast, options, |_| true);
    let axes: Vec<&Dimension> = tale.dimensions().collect();
    let points: Vec<Point> = points(tale, cast);
    let range = |part: fn(&Point) -> f64| {
        let ends = points.iter().map(part);
        ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
    };
    let (x, y) = (range(|point| point.0), range(|point| point.1));
    let longest = (x.1 - x.0).max(y.1 - y.0);
    let around = if longest > 0.0 { AROUND * longest } else { 1.0 };
    let wider = |(low, high): Point| (low - around, high + around);
    let frame = Frame::new(&sheet, (axes[0], axes[1]), (wider(x), wider(y)));
    (sheet, frame)
}

/// Everything that has to be seen.
fn points(tale: &Tale, cast: &Cast) -> Vec<Point> {
    let shown = shown(tale);
    let players = cast.players.iter().map(|player| shown(&player.position));
    players.chain(way(tale)).chain([shown(&tale.story().status_quo)]).collect()
}

/// A point of the policy space in the dimensions of the figure.
fn shown(tale: &Tale) -> impl Fn(&[f64]) -> Point + use<> {
    let (x, y) = (tale.window.across.0, tale.window.upwards.map_or(0, |(upwards, _)| upwards));
    move |point: &[f64]| (point[x], point[y])
}

/// The texts that were polled, from the opening to the last one.
fn way(tale: &Tale) -> Vec<Point> {
    let story = tale.story();
    let polled = story.polls.iter().map(|poll| &poll.text);
    let mut way: Vec<Point> =
        std::iter::once(&story.opening).chain(polled).chain([&story.text]).map(|text| shown(tale)(text)).collect();
    way.dedup();
    way
}

pub fn figure(tale: &Tale, options: &Options) -> Figure {
    let cast = Cast::of(tale);
    let (_, frame) = layout(tale, &cast, options);
    let sheet = sheet(tale, &cast, options, |table| table.win_set.as_ref().is_none_or(Region::is_empty));
    sheet.draw(frame.height, |canvas, body| {
        draw_sets(canvas, tale, &frame);
        frame.draw_axes(canvas, body.left);
        for (table, color, dashed) in sets(tale) {
            for corners in outlines(table.win_set.as_ref()) {
                let mut corners: Vec<Point> = corners.iter().map(|[x, y]| frame.at((*x, *y))).collect();
                corners.extend(corners.first().copied());
                outline(canvas, &corners, color, dashed);
            }
        }
        let status_quo = frame.at(shown(tale)(&tale.story().status_quo));
        Marker::Cross.draw(canvas, status_quo, 1.4 * MARKER, palette::INK);
        let way: Vec<Point> = way(tale).into_iter().map(|at| frame.at(at)).collect();
        draw_way(canvas, &way);
        for player in cast.players.iter().rev() {
            let at = frame.at(shown(tale)(&player.position));
            player.part.marker().draw(canvas, at, MARKER, player.part.color());
            let told = format!("{}: {}", player.name(), player.part.name().to_lowercase());
            canvas.tell(Rect::at((at.0 - MARKER, at.1 - MARKER), 2.0 * MARKER, 2.0 * MARKER), told);
        }
        draw_names(canvas, &frame, tale, &cast.players, (&way, status_quo));
    })
}

fn outlines(region: Option<&Region>) -> &[Vec<[f64; 2]>] {
    match region {
        Some(Region::Outlines(outlines)) => outlines,
        _ => &[],
    }
}

/// The larger set first; the smaller one replaces its colour.
fn draw_sets(canvas: &mut Canvas, tale: &Tale, frame: &Frame) {
    let share = |region: &Region| region.share(&tale.window);
    let mut sets: Vec<_> = sets(tale).filter_map(|(table, color, _)| Some((table.win_set.as_ref()?, color))).collect();
    sets.sort_by(|a, b| share(b.0).total_cmp(&share(a.0)));
    for (region, color) in sets {
        for part in without_holes(outlines(Some(region))) {
            let corners: Vec<Point> = part.iter().map(|[x, y]| frame.at((*x, *y))).collect();
            shade_in(canvas, &corners, color);
        }
    }
}

/// A closed line; dashes run on from corner to corner.
fn outline(canvas: &mut Canvas, corners: &[Point], color: RGBColor, dashed: bool) {
    if !dashed || corners.is_empty() {
        return closed(canvas, corners, color, false);
    }
    const DASH: f64 = 2.4;
    // What is left of the dash, or of the gap.
    let (mut left, mut is_dash, mut dash) = (DASH, true, vec![corners[0]]);
    for side in corners.windows(2) {
        let (mut from, to) = (side[0], side[1]);
        loop {
            let way = libm::hypot(to.0 - from.0, to.1 - from.1);
            if way < left {
                left -= way;
                dash.push(to);
                break;
            }
            let share = left / way;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            dash.push(from);
            if is_dash {
                canvas.path(&dash, Stroke { color, width: 0.8 });
            }
            (left, is_dash, dash) = (DASH, !is_dash, vec![from]);
        }
    }
}

fn draw_names(
    canvas: &mut Canvas,
    frame: &Frame,
    tale: &Tale,
    players: &[Player],
    (way, status_quo): (&[Point], Point),
) {
    let at = |player: &Player| frame.at(shown(tale)(&player.position));
    let mark = |at: Point, half: f64| Rect::at((at.0 - half, at.1 - half), 2.0 * half, 2.0 * half);
    let ends = way.iter().copied().chain([status_quo]).map(|at| mark(at, MARKER * 0.7));
    let marks: Vec<Rect> = players.iter().map(|player| mark(at(player), MARKER / 2.0)).chain(ends).collect();
    let lines: Vec<(Point, Point)> = way.windows(2).map(|step| (step[0], step[1])).collect();
    let edges: Vec<(Point, Point)> = sets(tale)
        .flat_map(|(table, ..)| outlines(table.win_set.as_ref()))
        .flat_map(|corners| corners.windows(2).map(|side| (side[0], side[1])))
        .map(|(a, b)| (frame.at((a[0], a[1])), frame.at((b[0], b[1]))))
        .collect();
    let widest = (0.3 * frame.plot.width()).clamp(50.0, 90.0);
    let named = &players[..players.len().min(MOST_NAMES)];
    let texts: Vec<Vec<String>> = named.iter().map(|player| LABEL.even_lines(&player.name(), widest, 3)).collect();
    let wish = |(player, lines): (&Player, &Vec<String>)| Wish {
        point: at(player),
        size: (LABEL.widest(lines) + 2.0, LABEL.leading() * lines.len() as f64),
        bars: false,
    };
    let wishes: Vec<Wish> = named.iter().zip(&texts).map(wish).collect();
    let obstacles = Obstacles { bounds: frame.plot, marks: &marks, lines: &lines, faint: &edges };
    for ((lines, wish), found) in texts.iter().zip(&wishes).zip(place(&wishes, MARKER / 2.0, &obstacles)) {
        let Some(Place { rect, leader }) = found else { continue };
        if let Some((from, to)) = leader {
            canvas.dashed(from, to, 1.0, Stroke { color: palette::SOFT_INK, width: 0.5 });
        }
        let (x, align) = match wish.point.0 {
            x if x <= rect.left => (rect.left + 1.0, Align::Left),
            x if x >= rect.right => (rect.right - 1.0, Align::Right),
            _ => (rect.centre().0, Align::Centre),
        };
        canvas.lines(lines, (x, rect.centre().1), align, LABEL);
    }
}
