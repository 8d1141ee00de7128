use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::experiment::Interrupted;

/// A flag that Ctrl-C (or a termination signal) sets. A second one ends the program at once.
pub fn stop_flag() -> &'static AtomicBool {
    static STOP: AtomicBool = AtomicBool::new(false);
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        // Without a handler Ctrl-C ends the program as usual, which leaves no half-written folder either.
        let _ = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
    });
    &STOP
}

/// An error if the user has asked to stop.
pub fn go_on() -> Result<(), Interrupted> {
    if stop_flag().load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
}
