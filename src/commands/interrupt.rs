use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::experiment::Interrupted;

static STOP: AtomicBool = AtomicBool::new(false);

/// A flag that Ctrl-C (or a signal to end, or to hang up) sets; a second one ends the program at once. A signal that the
/// caller has set to be ignored, as `nohup` and shells do, stays ignored.
pub fn stop_flag() -> &'static AtomicBool {
    static LISTENING: OnceLock<()> = OnceLock::new();
    LISTENING.get_or_init(listen);
    &STOP
}

/// An error if the user has asked to stop.
pub fn go_on() -> Result<(), Interrupted> {
    if stop_flag().load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
}

#[cfg(target_os = "linux")]
fn listen() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::flag;

    let ignored = ignored_signals();
    for signal in [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored & 1 << (signal - 1) == 0) {
        // Without a handler the signal ends the program as usual. The order matters: the first one finds the flag unset.
        let _ = flag::register_conditional_shutdown(signal, 130, &STOP).and_then(|_| flag::register(signal, &STOP));
    }
    // A file that grows beyond the caller's limit is an error of writing, which is told, and no reason to be killed.
    static TOO_LARGE: AtomicBool = AtomicBool::new(false);
    let _ = flag::register(SIGXFSZ, &TOO_LARGE);
}

/// The signals that are ignored from the beginning: bit n − 1 for signal n. None where that cannot be told.
#[cfg(target_os = "linux")]
fn ignored_signals() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// Where one of the signals is ignored all are left as they are; those that are not end the program as usual, which
/// leaves no half-written folder either.
#[cfg(not(target_os = "linux"))]
fn listen() {
    let _ = ctrlc::try_set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}
