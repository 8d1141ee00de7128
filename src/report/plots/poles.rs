//! What stands beside the axis of a dimension: its label, and at the ends what they stand for.

use super::canvas::{Align, Canvas, Point};
use super::text::{Font, LABEL, SMALL};
use crate::model::Dimension;

/// Least room between two texts of a line.
const GAP: f64 = 8.0;

/// The texts along an axis, line by line.
pub struct AxisTitle {
    lines: Vec<Vec<Text>>,
}

struct Text {
    text: String,
    align: Align,
    font: Font,
}

impl AxisTitle {
    /// The title of an axis of that length: in one line with the poles if they fit there, or else below them.
    pub fn new(dimension: &Dimension, length: f64) -> AxisTitle {
        let label = LABEL.wrap(&dimension.label, length);
        let half = |text: String| SMALL.shortened(&text, (length - GAP) / 2.0);
        let low = dimension.low.as_ref().map(|low| half(format!("← {low}")));
        let high = dimension.high.as_ref().map(|high| half(format!("{high} →")));
        let pole = |text: Option<String>, align| text.map(|text| Text { text, align, font: SMALL });
        let widest = [&low, &high].into_iter().flatten().map(|pole| SMALL.width(pole)).fold(0.0, f64::max);
        let beside = label.len() == 1 && 2.0 * (widest + GAP) + LABEL.width(&label[0]) <= length;
        let poles: Vec<Text> = [pole(low, Align::Left), pole(high, Align::Right)].into_iter().flatten().collect();
        let mut lines: Vec<Vec<Text>> =
            label.into_iter().map(|text| vec![Text { text, align: Align::Centre, font: LABEL }]).collect();
        match () {
            () if poles.is_empty() => {}
            () if beside => lines[0].extend(poles),
            () => lines.insert(0, poles),
        }
        AxisTitle { lines }
    }

    /// Room that it takes.
    pub fn height(&self) -> f64 {
        LABEL.leading() * self.lines.len() as f64
    }

    /// Writes it under an axis from `left` to `right`.
    pub fn draw_below(&self, canvas: &mut Canvas, (left, right): Point, top: f64) {
        for (i, line) in self.lines.iter().enumerate() {
            let y = top + LABEL.leading() * (i as f64 + 0.5);
            for Text { text, align, font } in line {
                canvas.text(text, (along(*align, left, right), y), *align, *font);
            }
        }
    }

    /// Writes it beside an axis from `bottom` up to `top`, to be read upwards.
    pub fn draw_beside(&self, canvas: &mut Canvas, (bottom, top): Point, left: f64) {
        // The first line is the one next to the axis.
        for (i, line) in self.lines.iter().rev().enumerate() {
            let x = left + LABEL.leading() * (i as f64 + 0.5);
            for Text { text, align, font } in line {
                canvas.text_upwards(text, (x, along(*align, bottom, top)), *align, *font);
            }
        }
    }
}

fn along(align: Align, from: f64, to: f64) -> f64 {
    match align {
        Align::Left => from,
        Align::Centre => (from + to) / 2.0,
        Align::Right => to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(low: Option<&str>, high: Option<&str>, length: f64) -> Vec<Vec<String>> {
        let dimension = Dimension {
            label: "Security".to_owned(),
            low: low.map(str::to_owned),
            high: high.map(str::to_owned),
            ..Dimension::named("security")
        };
        let title = AxisTitle::new(&dimension, length);
        title.lines.into_iter().map(|line| line.into_iter().map(|text| text.text).collect()).collect()
    }

    #[test]
    fn poles_stand_at_the_ends() {
        assert_eq!(lines(Some("doves"), Some("hawks"), 200.0), [["Security", "← doves", "hawks →"]]);
        assert_eq!(lines(Some("doves"), Some("hawks"), 90.0), [vec!["← doves", "hawks →"], vec!["Security"]]);
        assert_eq!(lines(None, Some("hawks"), 200.0), [["Security", "hawks →"]]);
        assert_eq!(lines(None, None, 200.0), [["Security"]]);
    }

    #[test]
    fn poles_do_not_meet() {
        let long = "whoever wants more of what there is too much of already";
        for length in [60.0, 120.0, 240.0] {
            let poles = &lines(Some(long), Some(long), length)[0];
            assert!(poles.iter().map(|pole| SMALL.width(pole)).sum::<f64>() + GAP <= length, "{length}: {poles:?}");
        }
    }
}
