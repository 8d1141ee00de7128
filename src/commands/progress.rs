use std::fmt::Write;
use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// A bar over `worlds` on standard error with rate and time left; nothing where that is no terminal, or if `quiet`.
pub fn bar(worlds: u64, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(worlds), ProgressDrawTarget::stderr());
    let template = "{bar:32} {human_pos}/{human_len} worlds, {rate} a second, {eta} left";
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, text: &mut dyn Write| {
        let digits = if state.per_sec() < 10.0 { 1 } else { 0 };
        let _ = write!(text, "{:.digits$}", state.per_sec());
    };
    bar.with_style(style.with_key("rate", rate))
}
