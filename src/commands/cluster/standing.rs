//! How far the jobs are, in one line.

use std::fmt;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

use super::super::output::tell;
use crate::report::{counted, grouped};

/// How far the jobs are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Parts.
    pub parts: usize,
    /// Those that are done.
    pub done: usize,
    /// Those that run.
    pub run: usize,
    /// Those in the queue.
    pub wait: usize,
    /// Why one of them waits.
    pub reason: Option<String>,
    /// Those that will not come.
    pub failed: usize,
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} of {} done", grouped(self.done as f64), counted(self.parts, "part"))?;
        if self.done == self.parts {
            return write!(f, ", being joined");
        }
        for (number, what) in [(self.run, "running"), (self.wait, "waiting"), (self.failed, "failed")] {
            if number > 0 {
                write!(f, ", {} {what}", grouped(number as f64))?;
            }
            if let (true, "waiting", Some(reason)) = (number > 0, what, &self.reason) {
                write!(f, " ({reason})")?;
            }
        }
        Ok(())
    }
}

/// Shows it on standard error: on a terminal one line that changes, elsewhere a line now and then.
#[derive(Debug)]
pub struct Board {
    line: Option<ProgressBar>,
    begun: Instant,
    told: Option<(Standing, Instant)>,
    quiet: bool,
}

impl Board {
    /// Shows nothing if `quiet`.
    pub fn new(quiet: bool) -> Self {
        let terminal = !quiet && std::io::stderr().is_terminal();
        let line = terminal.then(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()));
        if let Some(line) = &line {
            line.set_style(indicatif::ProgressStyle::with_template("{msg}").expect("a template"));
        }
        Self { line, begun: Instant::now(), told: None, quiet }
    }

    /// Shows how far the jobs are.
    pub fn show(&mut self, standing: Standing) {
        if let Some(line) = &self.line {
            return line.set_message(standing.to_string());
        }
        let rarely = Duration::from_secs(10).max(self.begun.elapsed() / 10).min(Duration::from_secs(600));
        let is_new = |(told, at): &(Standing, Instant)| *told != standing && at.elapsed() >= rarely;
        if !self.quiet && self.told.as_ref().is_none_or(is_new) {
            tell(&format!("{standing}\n"));
            self.told = Some((standing, Instant::now()));
        }
    }

    /// Tells what has happened.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.insist(text);
        }
    }

    /// Tells what is wrong, whether or not that is wanted.
    pub fn insist(&self, text: &str) {
        match &self.line {
            Some(line) => line.suspend(|| tell(text)),
            None => tell(text),
        }
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        if let Some(line) = &self.line {
            line.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_the_parts_do() {
        let standing = Standing { parts: 1200, done: 12, run: 8, wait: 1180, ..Standing::default() };
        assert_eq!(standing.to_string(), "12 of 1,200 parts done, 8 running, 1,180 waiting");
        let reason = Some("Priority".to_owned());
        let standing = Standing { parts: 3, wait: 1, failed: 2, reason, ..Standing::default() };
        assert_eq!(standing.to_string(), "0 of 3 parts done, 1 waiting (Priority), 2 failed");
        assert_eq!(
            Standing { parts: 3, done: 3, ..Standing::default() }.to_string(),
            "3 of 3 parts done, being joined"
        );
    }
}
