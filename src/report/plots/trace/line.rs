//! In one dimension: members as rows, in the order in which they stand.

use super::cast::{Cast, Player};
use super::{MARKER, draw_way, sets, sheet};
use crate::report::plots::axis::{self, Round, Scale};
use crate::report::plots::canvas::{Canvas, Point, Rect, Stroke};
use crate::report::plots::frame::TICKS;
use crate::report::plots::map::shade_in;
use crate::report::plots::palette::{self, Marker};
use crate::report::plots::poles::AxisTitle;
use crate::report::plots::rows::{Rows, largest};
use crate::report::plots::sheet::closed;
use crate::report::plots::text::LABEL;
use crate::report::plots::{Figure, Options};
use crate::report::trace::Tale;
use crate::trace::{Region, Window};

/// Height of a row.
const PITCH: f64 = 8.0;
/// Room beside the plot for half of a tick's label.
const BESIDE: f64 = 6.0;
/// Share of the range that is left free at its ends.
const AROUND: f64 = 0.15;

pub fn fit(tale: &Tale) -> Window {
    let mut window = tale.window.clone();
    let cast = Cast::of(tale);
    let story = tale.story();
    let players = cast.players.iter().map(|player| player.position[window.across.0]);
    let ends = players.chain(way(tale)).chain([story.status_quo[window.across.0]]);
    let (low, high) = axis::range(ends, (f64::MIN, f64::MAX));
    let around = AROUND * (high - low);
    window.across.1 = [low - around, high + around];
    window
}

/// The texts from the opening to the last one.
fn way(tale: &Tale) -> Vec<f64> {
    let story = tale.story();
    let polled = story.polls.iter().map(|poll| &poll.text);
    let texts = std::iter::once(&story.opening).chain(polled).chain([&story.text]);
    let mut way: Vec<f64> = texts.map(|text| text[tale.window.across.0]).collect();
    way.dedup();
    way
}

pub fn figure(tale: &Tale, options: &Options) -> Figure {
    let cast = Cast::of(tale);
    let sheet = sheet(tale, &cast, options, |table| table.win_set.as_ref().is_none_or(Region::is_empty));
    let (left, right) = sheet.edges();
    let laid_out = |named: usize| {
        let mut named: Vec<&Player> = cast.players[..named].iter().collect();
        named.sort_by(|a, b| place(tale, b).total_cmp(&place(tale, a)));
        let rest = cast.players.len() - named.len();
        let others = (rest > 0).then(|| format!("{rest} others"));
        let labels = named.iter().map(|player| player.name()).chain(others).chain(["Status quo".into(), "Text".into()]);
        let labels: Vec<Vec<String>> = labels.map(|label| LABEL.lines(&label, (right - left) * 0.36, 2)).collect();
        (Rows::with_pitch(labels, 1, PITCH), named, rest > 0)
    };
    let dimension = tale.dimensions().next().expect("a window has a dimension");
    let title = |rows: &Rows| AxisTitle::new(dimension, right - left - rows.label_room() - BESIDE);
    let height = |rows: &Rows| rows.height() + TICKS + title(rows).height();
    let count = largest(cast.players.len(), |named| height(&laid_out(named).0) <= sheet.room());
    let (rows, named, has_others) = laid_out(count);
    sheet.draw(height(&rows), |canvas, body| {
        let left = body.left + rows.label_room();
        let plot = Rect { left, right: body.right - BESIDE, top: body.top, bottom: body.top + rows.height() };
        let [low, high] = tale.window.across.1;
        let scale = Scale::new((low, high), plot.left, plot.right);
        draw_sets(canvas, tale, &scale, plot);
        scale.draw_below(canvas, (plot.top, plot.bottom), "", Round::Decimal);
        title(&rows).draw_below(canvas, (plot.left, plot.right), plot.bottom + TICKS);
        rows.draw_labels(canvas, plot.left, plot.top);
        let row = |number: usize| rows.lane(plot.top, number, 0);
        for (number, player) in named.iter().enumerate() {
            let at = (scale.at(place(tale, player)), row(number));
            canvas.line((plot.left, at.1), (plot.right, at.1), Stroke { color: palette::GREY, width: 0.2 });
            player.part.marker().draw(canvas, at, MARKER, player.part.color());
            let told = format!("{}: {}", player.name(), player.part.name().to_lowercase());
            canvas.tell(Rect::at((at.0 - MARKER, at.1 - MARKER), 2.0 * MARKER, 2.0 * MARKER), told);
        }
        let mut next = named.len();
        if has_others {
            let y = row(next);
            for player in &cast.players[count..] {
                let x = scale.at(place(tale, player));
                let pen = Stroke { color: player.part.color(), width: 0.5 };
                canvas.line((x, y - PITCH / 2.0), (x, y + PITCH / 2.0), pen);
            }
            next += 1;
        }
        let status_quo = tale.story().status_quo[tale.window.across.0];
        Marker::Cross.draw(canvas, (scale.at(status_quo), row(next)), 1.4 * MARKER, palette::INK);
        let way: Vec<Point> = way(tale).into_iter().map(|x| (scale.at(x), row(next + 1))).collect();
        draw_way(canvas, &way);
    })
}

fn place(tale: &Tale, player: &Player) -> f64 {
    player.position[tale.window.across.0]
}

/// The stretches of each table, the longer ones first.
fn draw_sets(canvas: &mut Canvas, tale: &Tale, scale: &Scale, plot: Rect) {
    let mut sets: Vec<_> = sets(tale).filter_map(|set| Some((set.0.win_set.as_ref()?, set.1, set.2))).collect();
    let share = |region: &Region| region.share(&tale.window);
    sets.sort_by(|a, b| share(b.0).total_cmp(&share(a.0)));
    let corners = |[low, high]: [f64; 2]| {
        let (left, right) = (scale.at(low), scale.at(high));
        [(left, plot.top), (left, plot.bottom), (right, plot.bottom), (right, plot.top)]
    };
    let stretches = |region: &Region| region.intervals().unwrap_or_default().to_vec();
    for (region, color, _) in &sets {
        stretches(region).into_iter().for_each(|stretch| shade_in(canvas, &corners(stretch), *color));
    }
    for (region, color, dashed) in &sets {
        for stretch in stretches(region) {
            corners(stretch).chunks(2).for_each(|end| closed(canvas, end, *color, *dashed));
        }
    }
}
