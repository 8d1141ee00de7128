use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over `worlds` on standard error with rate and time left; nothing where that is no terminal, or if `quiet`.
pub fn bar(worlds: u64, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(worlds), ProgressDrawTarget::stderr());
    let template = "{bar:32} {human_pos}/{human_len} worlds, {per_sec}, {eta} left";
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
