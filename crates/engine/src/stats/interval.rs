use super::{Level, Spread};

/// How far what was never seen could move an estimate, downwards and upwards; 0 where it could not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unseen {
    /// Downwards.
    pub down: f64,
    /// Upwards.
    pub up: f64,
}

impl Unseen {
    /// As far in both directions.
    pub fn both(distance: f64) -> Self {
        Unseen { down: distance, up: distance }
    }

    /// Away from the end of `range` that is nearer to `value`.
    pub fn inwards(distance: f64, value: f64, (least, most): (f64, f64)) -> Self {
        if value - least <= most - value {
            Unseen { down: 0.0, up: distance }
        } else {
            Unseen { down: distance, up: 0.0 }
        }
    }
}

/// The interval of an estimate within `range`, the values that its quantity can have.
///
/// The limits of the [`Spread`] hold more events of the kind that was seen: where they lead, the interval reaches at least
/// as far as it would if none had been. What moves the estimate the other way was not seen; it is the estimate, 0, of
/// a second quantity, whose limit is squared and added (Zou & Donner 2008, Statistics in Medicine 27).
pub fn interval(value: f64, spread: &Spread, unseen: Unseen, range: (f64, f64), level: Level) -> (f64, f64) {
    let (down, up) = spread.distances(level);
    let down = if spread.third < 0.0 { down.max(unseen.down) } else { libm::hypot(down, unseen.down) };
    let up = if spread.third > 0.0 { up.max(unseen.up) } else { libm::hypot(up, unseen.up) };
    // The estimate is a possible value, but for rounding.
    ((value - down).max(range.0).min(value), (value + up).min(range.1).max(value))
}
