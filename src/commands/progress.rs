use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::output::tell;
use crate::report::{counted, duration, grouped};

/// The first line comes after this time; the further ones rarer, the longer it takes.
const FIRST_LINE: Duration = Duration::from_secs(10);
const RAREST_LINE: Duration = Duration::from_secs(600);

/// How far a long job is, on standard error: a bar with rate and time left on a terminal, elsewhere a line now and then.
/// The bar disappears when this is dropped.
pub struct Progress(Shown);

enum Shown {
    Bar(ProgressBar),
    Lines(Lines),
    Nothing,
}

impl Progress {
    /// Begins a job of so many units, of which one is called `unit`, such as "world". Nothing is shown if `quiet`.
    pub fn start(total: u64, unit: &'static str, quiet: bool) -> Self {
        Self(if quiet {
            Shown::Nothing
        } else if std::io::stderr().is_terminal() {
            Shown::Bar(bar(total, unit))
        } else {
            Shown::Lines(Lines::start(total, unit, FIRST_LINE, tell))
        })
    }

    /// So many more units are done. May be called from any thread.
    pub fn advance(&self, units: u64) {
        match &self.0 {
            Shown::Bar(bar) => bar.inc(units),
            Shown::Lines(lines) => {
                lines.done.fetch_add(units, Ordering::Relaxed);
            }
            Shown::Nothing => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64, unit: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    let template = format!("{{bar:32}} {{human_pos}}/{{human_len}} {unit}s, {{rate}} a second, {{eta}} left");
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, text: &mut dyn Write| {
        let digits = if state.per_sec() < 10.0 { 1 } else { 0 };
        let _ = write!(text, "{:.digits$}", state.per_sec());
    };
    let bar = bar.with_style(style.with_key("rate", rate));
    // Units that take long are no reason to show nothing.
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

/// A thread that writes the lines until this is dropped.
struct Lines {
    done: Arc<AtomicU64>,
    end: Option<Sender<()>>,
    writer: Option<JoinHandle<()>>,
}

impl Lines {
    fn start(total: u64, unit: &'static str, first: Duration, write: impl Fn(&str) + Send + 'static) -> Self {
        let done = Arc::new(AtomicU64::new(0));
        let (end, ended) = mpsc::channel();
        let counted = Arc::clone(&done);
        let begun = Instant::now();
        let writer = thread::spawn(move || {
            let wait = || first.max((begun.elapsed() / 10).min(RAREST_LINE));
            while ended.recv_timeout(wait()) == Err(RecvTimeoutError::Timeout) {
                write(&line(counted.load(Ordering::Relaxed), total, unit, begun.elapsed()));
            }
        });
        Self { done, end: Some(end), writer: Some(writer) }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        drop(self.end.take());
        // A writer that has panicked has nothing more to say.
        let _ = self.writer.take().map(JoinHandle::join);
    }
}

fn line(done: u64, total: u64, unit: &str, elapsed: Duration) -> String {
    let left = match done {
        0 => String::new(),
        _ => {
            let each = elapsed.as_secs_f64() / done as f64;
            format!(", {} left", duration(each * total.saturating_sub(done) as f64))
        }
    };
    format!("{} of {}{left}\n", grouped(done as f64), counted(total as usize, unit))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_line_says_how_far_it_is_and_how_long_it_takes() {
        let after = |seconds, done| line(done, 2000, "world", Duration::from_secs(seconds));
        assert_eq!(after(10, 0), "0 of 2,000 worlds\n");
        assert_eq!(after(10, 500), "500 of 2,000 worlds, about 30 s left\n");
        assert_eq!(after(600, 500), "500 of 2,000 worlds, about 30 min left\n");
        assert_eq!(after(7200, 1000), "1,000 of 2,000 worlds, about 2 h left\n");
    }

    #[test]
    fn lines_are_written_until_the_job_ends() {
        let written = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&written);
        let lines = Lines::start(9, "world", Duration::from_millis(1), move |line| {
            sink.lock().expect("no panic").push(line.to_owned());
        });
        lines.done.fetch_add(3, Ordering::Relaxed);
        while !written.lock().expect("no panic").iter().any(|line| line.starts_with("3 of 9 worlds")) {
            thread::yield_now();
        }
        drop(lines);
        let count = written.lock().expect("no panic").len();
        thread::sleep(Duration::from_millis(20));
        assert_eq!(written.lock().expect("no panic").len(), count, "it has ended");
    }
}
