//! Who stands in the way of proposals: who objects and, where the rule needs support, who does not support; and who is
//! the only one.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Rect};
use super::looks::{self, Look, cut_note, looks, looks_of};
use super::reading::{Reading, Shares};
use super::rows::{Rows, largest};
use super::sheet::{DOUBLE, SINGLE, Sheet, caption};
use super::text::HEADING;
use super::{Figure, Options};
use crate::experiment::{Metric, Results, Scope};

/// What is asked about members where a rule needs no objection, and where it needs support.
const QUESTIONS: [(&str, Metric, Way); 4] = [
    ("Objects", Metric::ObjectionRate, Way::Objecting),
    ("Is the only one to object", Metric::SoleObjectionRate, Way::Objecting),
    ("Does not support", Metric::NoSupportRate, Way::NotSupporting),
    ("Is the only one not to support", Metric::SoleNoSupportRate, Way::NotSupporting),
];
const GAP: f64 = 12.0;

/// How a member stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Objecting,
    NotSupporting,
}

/// What is asked about members, and in which variants.
struct Panel {
    heading: &'static str,
    metric: Metric,
    way: Way,
    looks: Vec<Look>,
}

/// Dots with intervals: members as rows, variants as lanes, a panel for each question.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let shares = Shares::of(results, &QUESTIONS.map(|(_, metric, _)| metric));
    let panels = panels(results, &shares);
    let all = members(results, &shares, &panels);
    if panels.is_empty() || all.is_empty() {
        return None;
    }
    let ranked = most_in_the_way(&shares, &panels, &all);
    let shown: Vec<Look> =
        looks(results).into_iter().filter(|look| panels.iter().any(|p| p.looks.contains(look))).collect();
    let lanes = panels.iter().map(|panel| panel.looks.len()).max().unwrap_or(1);
    let laid_out = |count: usize| {
        let members = if count < all.len() { &ranked[..count] } else { &all[..] };
        let sheet = Sheet {
            name: "objections",
            options,
            usual_width: if panels.len() > 1 { DOUBLE } else { SINGLE },
            title: title(&panels).to_owned(),
            legend: looks::keys(results, &shown),
            caption: caption(
                results,
                &format!("Bars: {} intervals.", results.level),
                &remark(results, &panels, (count, all.len())),
            ),
        };
        let (left, right) = sheet.edges();
        let labels = members.iter().map(|member| &results.members[*member].1);
        let fixed = heading_height(&panels, right - left) + BELOW;
        let rows = Rows::new(labels, lanes, (right - left) * 0.25, sheet.room() - fixed);
        let fits = rows.height() + fixed <= sheet.room();
        (sheet, rows, members, fits)
    };
    let (sheet, rows, members, _) = laid_out(largest(all.len(), |count| laid_out(count).3));
    let (left, right) = sheet.edges();
    let above = heading_height(&panels, right - left);
    Some(sheet.draw(above + rows.height() + BELOW, |canvas, body| {
        let first = body.left + rows.label_room();
        let width = panel_width(body.right - 6.0 - first, panels.len());
        rows.draw_labels(canvas, first, body.top + above);
        for (i, panel) in panels.iter().enumerate() {
            let left = first + (width + GAP) * i as f64;
            let plot = Rect::at((left, body.top + above), width, rows.height());
            draw_panel(canvas, (results, &shares), panel, (&rows, members), plot);
        }
    }))
}

/// The questions that have an answer other than never, each with the variants in which it has. Where every failing poll
/// needed support, objections are not what blocked.
fn panels(results: &Results, shares: &Shares) -> Vec<Panel> {
    let panel = |(heading, metric, way)| {
        let answered = |variant| shares.in_variant(variant, metric).any(|(_, reading)| reading.value > 0.0);
        let blocks = |variant| way == Way::NotSupporting || !needs_support(results, variant);
        Panel { heading, metric, way, looks: looks_of(results, |variant| blocks(variant) && answered(variant)) }
    };
    QUESTIONS.map(panel).into_iter().filter(|panel| !panel.looks.is_empty()).collect()
}

/// Whether all failing polls of a variant were under rules that need support.
fn needs_support(results: &Results, variant: usize) -> bool {
    let polls = |metric: Metric| -> u64 {
        let rows = results.summary.iter().filter(|row| row.variant == variant && row.metric == metric);
        rows.map(|row| row.estimate.n).sum()
    };
    polls(Metric::NoSupportRate) > 0 && polls(Metric::NoSupportRate) == polls(Metric::ObjectionRate)
}

fn title(panels: &[Panel]) -> &'static str {
    match (is_asked(panels, Way::Objecting), is_asked(panels, Way::NotSupporting)) {
        (_, false) => "Who objects",
        (false, true) => "Who does not support",
        (true, true) => "Who stands in the way",
    }
}

fn is_asked(panels: &[Panel], way: Way) -> bool {
    panels.iter().any(|panel| panel.way == way)
}

fn panel_width(room: f64, panels: usize) -> f64 {
    (room - GAP * (panels as f64 - 1.0)) / panels as f64
}

/// Height of the headings; labels take at most a quarter of the width.
fn heading_height(panels: &[Panel], width: f64) -> f64 {
    let narrowest = panel_width(width * 0.75 - 11.0, panels.len());
    let lines = panels.iter().map(|panel| HEADING.wrap(panel.heading, narrowest).len()).max().unwrap_or(1);
    HEADING.leading() * lines as f64 + 3.5
}

fn draw_panel(
    canvas: &mut Canvas,
    (results, shares): (&Results, &Shares),
    panel: &Panel,
    (rows, members): (&Rows, &[usize]),
    plot: Rect,
) {
    let read = |look: &Look, member| read(shares, look.variant, member, panel.metric);
    let readings = || members.iter().flat_map(|m| panel.looks.iter().filter_map(|look| read(look, *m)));
    let reach = readings().flat_map(|reading| reading.reach()).chain([0.0]);
    let scale = Scale::new(axis::range(reach, (0.0, 100.0)), plot.left, plot.right);
    let heading = HEADING.wrap(panel.heading, plot.width());
    let middle = plot.top - 3.5 - HEADING.leading() * heading.len() as f64 / 2.0;
    canvas.lines(&heading, (plot.left, middle), Align::Left, HEADING);
    rows.draw_bands(canvas, plot);
    scale.draw_below(canvas, (plot.top, plot.bottom), "% of failing polls", Round::Decimal);
    for (row, member) in members.iter().enumerate() {
        for (lane, look) in panel.looks.iter().enumerate() {
            if let Some(reading) = read(look, *member) {
                let y = rows.lane(plot.top, row, lane);
                rows.draw_reading(canvas, &scale, y, *look, reading);
                let what = format!("{}, {}", results.variants[look.variant].label, results.members[*member].1);
                canvas.tell(rows.zone(&scale, y, &reading), reading.told(&what, "%"));
            }
        }
    }
}

fn read(shares: &Shares, variant: usize, member: usize, metric: Metric) -> Option<Reading> {
    shares.read(variant, Scope::Member(member), metric)
}

/// Members of whom something is told, in the order of the file.
fn members(results: &Results, shares: &Shares, panels: &[Panel]) -> Vec<usize> {
    let told = |member: &usize| {
        let mut questions = panels.iter().flat_map(|panel| panel.looks.iter().map(move |look| (look, panel.metric)));
        questions.any(|(look, metric)| read(shares, look.variant, *member, metric).is_some())
    };
    (0..results.members.len()).filter(told).collect()
}

/// Those first that in some variant stand in the way most often.
fn most_in_the_way(shares: &Shares, panels: &[Panel], members: &[usize]) -> Vec<usize> {
    let most = |member: usize| {
        let questions = panels.iter().flat_map(|panel| panel.looks.iter().map(move |look| (look, panel.metric)));
        let readings = questions.filter_map(|(look, metric)| read(shares, look.variant, member, metric));
        readings.map(|reading| reading.value).fold(0.0, f64::max)
    };
    let mut ranked: Vec<(f64, usize)> = members.iter().map(|member| (most(*member), *member)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.into_iter().map(|(_, member)| member).collect()
}

fn remark(results: &Results, panels: &[Panel], (shown, all): (usize, usize)) -> String {
    let which = match is_asked(panels, Way::NotSupporting) {
        false => "members: those that object most often in any variant",
        true => "members: those most often in the way in any variant",
    };
    let members = cut_note(shown, all, which);
    format!("{members} {}", looks::variants_note(results)).trim().to_owned()
}
