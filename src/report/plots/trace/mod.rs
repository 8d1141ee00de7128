//! The way of one text among those who judge it, and the texts that would have passed at two tables.

mod cast;
mod line;
mod outline;
mod plane;

use plotters::style::RGBColor;

use super::canvas::{Canvas, Point, Stroke};
use super::palette::{self, Marker};
use super::sheet::{DOUBLE, Key, SINGLE, Sample, Sheet};
use super::spots::SETS;
use super::{Figure, Options};
use crate::engine::Ending;
use crate::report::trace::{AtTable, Tale};
use crate::trace::Window;
use cast::{Cast, Part};

/// Stem of the figure's name.
const NAME: &str = "trace";
const MARKER: f64 = 4.4;
/// Of the last text, which is to be seen behind a member.
const TEXT: f64 = 6.4;
/// More names nobody reads.
const MOST_NAMES: usize = 60;

/// The window of a figure of this tale, in the dimensions in which it is looked at; what is seen in it can then be asked for.
pub fn fit(tale: &Tale, options: &Options) -> Window {
    match tale.window.upwards {
        Some(_) => plane::fit(tale, options),
        None => line::fit(tale),
    }
}

/// The figure; `tale` has the window that [`fit`] gave for the same options.
pub fn figure(tale: &Tale, options: &Options) -> Figure {
    match tale.window.upwards {
        Some(_) => plane::figure(tale, options),
        None => line::figure(tale, options),
    }
}

/// The colour of the path.
fn path_color() -> RGBColor {
    palette::category(2)
}

/// Whose win set has which colour, and whether it is dashed: the first table of the scenario is the one before.
fn sets<'t>(tale: &'t Tale) -> impl Iterator<Item = (&'t AtTable<'t>, RGBColor, bool)> {
    let tables = tale.tables().into_iter().enumerate();
    tables.map(|(place, table)| (table, SETS[place], place > 0))
}

/// The frame around the figure. The caption says of each table without a text that would pass that there is none.
fn sheet<'s>(tale: &Tale, cast: &Cast, options: &'s Options, empty: impl Fn(&AtTable) -> bool) -> Sheet<'s> {
    let names = tale.names();
    let story = tale.story();
    let parts = Part::ALL.into_iter().filter(|part| cast.players.iter().any(|player| player.part == *part));
    let mut legend: Vec<Key> = parts
        .map(|part| Key { sample: Sample::Point(part.marker(), part.color()), label: part.name().to_owned() })
        .collect();
    legend.push(Key { sample: Sample::Point(Marker::Cross, palette::INK), label: "Status quo".to_owned() });
    let text = Sample::Marker(Marker::Diamond, path_color());
    legend.push(Key { sample: text, label: "The text, from its opening on".to_owned() });
    legend.extend(sets(tale).map(|(table, color, dashed)| Key {
        sample: Sample::Shade { color, dashed },
        label: format!("Win set, {}", table.variant.label),
    }));
    let Tale { replication, seed, place: (number, of), here, .. } = tale;
    let through = match names.dimensions.len() > if tale.window.upwards.is_some() { 2 } else { 1 } {
        true => ", the other dimensions as in the last text",
        false => "",
    };
    let none: String = sets(tale)
        .filter(|(table, ..)| empty(table))
        .map(|(table, ..)| {
            format!(" {}: {}.", table.variant.label, if table.story.is_some() { "no text" } else { "not tabled" })
        })
        .collect();
    let named =
        if cast.players.len() > MOST_NAMES { " The sponsor and those who object have their names first." } else { "" };
    Sheet {
        name: NAME,
        options,
        usual_width: if cast.players.len() < 13 { SINGLE } else { DOUBLE },
        title: format!("{}: {}, tabled by {}", ended(story.ending), names.areas[story.area].label, cast.sponsor),
        legend,
        caption: format!(
            "Proposal {number} of {of} in world {replication}, seed {seed}; answers and path: {}. All but the path is as at its \
             first poll. Win sets: the texts that would have passed there{through}.{none}{named}",
            here.variant.label
        ),
    }
}

/// How it ended, at the head of a figure.
fn ended(ending: Ending) -> &'static str {
    match ending {
        Ending::Adopted => "Adopted",
        Ending::OptOut => "Adopted by some",
        Ending::Withdrawn => "Withdrawn",
        Ending::Diverted => "Diverted",
        Ending::Shelved => "Shelved",
        Ending::Pending => "Pending",
    }
}

/// The way of the text in points of the page.
fn draw_way(canvas: &mut Canvas, way: &[Point]) {
    let color = path_color();
    canvas.path(way, Stroke { color, width: 1.0 });
    for pair in way.windows(2) {
        arrow(canvas, (pair[0], pair[1]), color);
    }
    if let [first, .., last] = way {
        canvas.disc(*first, 1.3, color);
        Marker::Diamond.draw(canvas, *last, TEXT, color);
    } else if let [only] = way {
        Marker::Diamond.draw(canvas, *only, TEXT, color);
    }
}

/// A head in the middle of a step that is long enough for one.
fn arrow(canvas: &mut Canvas, (from, to): (Point, Point), color: RGBColor) {
    let length = libm::hypot(to.0 - from.0, to.1 - from.1);
    if length < 9.0 {
        return;
    }
    let (dx, dy) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
    let tip = ((from.0 + to.0) / 2.0 + 2.2 * dx, (from.1 + to.1) / 2.0 + 2.2 * dy);
    let corner = |side: f64| (tip.0 - 4.4 * dx - side * 1.8 * dy, tip.1 - 4.4 * dy + side * 1.8 * dx);
    canvas.polygon(&[tip, corner(1.0), corner(-1.0)], color, 1.0);
}
