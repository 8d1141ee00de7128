//! `[run]`.

use crate::scenario::Run;
use crate::scenario::fields::Fields;
use crate::scenario::limits::MAX_REPLICATIONS;

pub(super) fn run(fields: Fields<'_>) -> Run {
    let default = Run::default();
    let run = Run {
        replications: fields.whole("replications", default.replications, 1, MAX_REPLICATIONS),
        seed: fields.whole("seed", default.seed, 0, i64::MAX as u64),
        feasibility: fields.flag("feasibility"),
    };
    fields.close();
    run
}
