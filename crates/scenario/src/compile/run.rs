//! `[run]`.

use crate::Run;
use crate::fields::Fields;
use crate::limits::MAX_REPLICATIONS;
use crate::range::Range;
use crate::stats::Level;

pub(super) fn run(fields: Fields<'_>) -> Run {
    let default = Run::default();
    let run = Run {
        replications: fields.whole("replications", default.replications, 1, MAX_REPLICATIONS),
        seed: fields.whole("seed", default.seed, 0, i64::MAX as u64),
        feasibility: fields.flag("feasibility"),
        level: Level::new(fields.number("level", default.level.share(), Range::LEVEL)).unwrap_or_default(),
    };
    fields.close();
    run
}
