//! Who runs the points: all threads at one after the other, or each thread at points of its own.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::super::CommandError;

/// What is done at a point.
type Run<T> = Result<T, CommandError>;

/// All threads at one point after the other: few points, or large ones.
pub fn one_by_one<T: Send>(points: &[usize], threads: usize, run: impl Fn(usize) -> Run<T> + Sync) -> Run<Vec<T>> {
    let pool = pool(threads)?;
    points.iter().map(|&point| pool.install(|| run(point))).collect()
}

/// Each thread at points of its own, so that none waits for others at the end of a point. With the first error no further
/// point is begun.
pub fn side_by_side<T: Send>(points: &[usize], threads: usize, run: impl Fn(usize) -> Run<T> + Sync) -> Run<Vec<T>> {
    let next = AtomicUsize::new(0);
    let work = || -> Run<Vec<T>> {
        let pool = pool(1)?;
        let mut found = Vec::new();
        while let Some(&point) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
            let done = pool.install(|| run(point)).inspect_err(|_| next.store(points.len(), Ordering::Relaxed));
            found.push(done?);
        }
        Ok(found)
    };
    let found: Vec<Run<Vec<T>>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        joined.map(|found| found.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    Ok(found.into_iter().collect::<Run<Vec<_>>>()?.into_iter().flatten().collect())
}

fn pool(threads: usize) -> Run<ThreadPool> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| CommandError::Usage(format!("cannot start that many threads: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_is_run_once_and_an_error_ends_the_work() {
        let points: Vec<usize> = (0..50).collect();
        for threads in [1, 3] {
            let mut found = side_by_side(&points, threads, Ok).expect("no error");
            found.sort_unstable();
            assert_eq!(found, points);
            assert_eq!(one_by_one(&points, threads, Ok).expect("no error"), points);
            let run = AtomicUsize::new(0);
            let failing = |point| {
                run.fetch_add(1, Ordering::Relaxed);
                thread::sleep(std::time::Duration::from_millis(2));
                if point == 4 { Err(CommandError::Failed("4".to_owned())) } else { Ok(point) }
            };
            assert!(side_by_side(&points, threads, failing).is_err());
            assert!(run.into_inner() < 50, "what was not begun is not run");
            assert!(one_by_one(&points, threads, |_| Err::<(), _>(CommandError::Failed(String::new()))).is_err());
        }
    }
}
