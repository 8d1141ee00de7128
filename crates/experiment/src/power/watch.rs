use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::experiment::Interrupted;

/// What a long computation tells and asks the outside.
pub struct Watch<'a> {
    /// Set to stop; the computation ends soon and gives no result.
    pub stop: &'a AtomicBool,
    /// Called now and then, from any thread, with the steps that were done since the last time.
    pub done: &'a (dyn Fn(u64) + Sync),
}

impl Watch<'static> {
    /// Nobody watches, and nobody stops it.
    pub fn nobody() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Watch { stop: &NEVER, done: &|_| {} }
    }
}

/// What is left of the steps that a game was planned to take, so that no more and no fewer are told.
pub(super) struct Meter<'a> {
    watch: &'a Watch<'a>,
    left: AtomicU64,
}

impl<'a> Meter<'a> {
    pub(super) fn of(watch: &'a Watch<'a>, planned: u64) -> Self {
        Meter { watch, left: AtomicU64::new(planned) }
    }

    /// So many steps were done; an error if somebody asked to stop.
    pub(super) fn advance(&self, steps: u64) -> Result<(), Interrupted> {
        let before = self.left.update(Ordering::Relaxed, Ordering::Relaxed, |left| left.saturating_sub(steps));
        (self.watch.done)(steps.min(before));
        if self.watch.stop.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
    }

    /// Nothing is left to do.
    pub(super) fn finish(&self) {
        (self.watch.done)(self.left.swap(0, Ordering::Relaxed));
    }
}
