use std::f64::consts::PI;

/// One proposal a session is tabled over a horizon, and each is taken up, at once and in the sessions after, until it is
/// adopted or has failed in as many sessions as it may.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// By k = 0, 1, …, S: the probability of k failures in k sessions.
    pub failing: Vec<f64>,
    /// Sessions in the horizon, H ≥ S.
    pub horizon: u32,
    /// From one session to the next.
    pub months_per_session: f64,
    /// The time that a poll takes.
    pub months_per_poll: f64,
}

impl Waiting {
    /// Every session adopts with the same probability p: a geometric waiting time, cut off.
    pub fn geometric(p: f64, sessions: u32) -> Vec<f64> {
        (0..=sessions).map(|k| super::power(1.0 - p, k)).collect()
    }

    fn sessions(&self) -> u32 {
        self.failing.len() as u32 - 1
    }

    /// Failures in all of k sessions.
    fn failing(&self, k: u32) -> f64 {
        self.failing[k as usize]
    }

    /// The sum over the proposals, of which the one tabled in session i has min(S, H − i) sessions.
    fn sum(&self, term: impl Fn(u32) -> f64) -> f64 {
        (0..self.horizon).map(|tabled| term(self.sessions().min(self.horizon - tabled))).sum()
    }

    /// Adopted within the horizon, of tabled.
    pub fn pass_rate(&self) -> f64 {
        self.sum(|k| 1.0 - self.failing(k)) / f64::from(self.horizon)
    }

    /// Failed in all S sessions, of tabled.
    pub fn shelved(&self) -> f64 {
        f64::from(self.horizon + 1 - self.sessions()) * self.failing(self.sessions()) / f64::from(self.horizon)
    }

    /// The mean over adopted proposals of what an adoption in the k-th session counts.
    fn mean_of_adopted(&self, count: impl Fn(u32) -> f64) -> f64 {
        let adopted = |k: u32| self.failing(k - 1) - self.failing(k);
        self.sum(|last| (1..=last).map(|k| count(k) * adopted(k)).sum()) / self.sum(|last| 1.0 - self.failing(last))
    }

    /// Polls, one a session, of adopted proposals.
    pub fn polls(&self) -> f64 {
        self.mean_of_adopted(f64::from)
    }

    /// Months to adoption of adopted proposals.
    pub fn months(&self) -> f64 {
        self.mean_of_adopted(|k| self.month(k))
    }

    /// When the k-th session adopts.
    pub fn month(&self, k: u32) -> f64 {
        f64::from(k - 1) * self.months_per_session + self.months_per_poll
    }

    /// The share adopted by the k-th session, had it come.
    pub fn incidence(&self, k: u32) -> f64 {
        1.0 - self.failing(k)
    }

    /// ∫ (1 − incidence) over the months of the horizon.
    pub fn restricted_mean(&self) -> f64 {
        let end = |k: u32| {
            if k < self.sessions() { self.month(k + 1) } else { f64::from(self.horizon) * self.months_per_session }
        };
        self.month(1) + (1..=self.sessions()).map(|k| self.failing(k) * (end(k) - self.month(k))).sum::<f64>()
    }
}

/// The probabilities that a stationary normal AR(1) with mean 0 and coefficient φ is negative at 0, 1, 2 and 3 successive
/// times: orthants, 1/4 + arcsin φ/2π (Sheppard 1899) and 1/8 + (2 arcsin φ + arcsin φ²)/4π (David 1953).
pub fn negative_so_far(persistence: f64) -> Vec<f64> {
    let (one, two) = (libm::asin(persistence), libm::asin(persistence * persistence));
    vec![1.0, 0.5, 0.25 + one / (2.0 * PI), 0.125 + (2.0 * one + two) / (4.0 * PI)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting() -> Waiting {
        Waiting { failing: Waiting::geometric(0.5, 2), horizon: 3, months_per_session: 6.0, months_per_poll: 1.0 }
    }

    #[test]
    fn two_sessions_of_three_by_hand() {
        // The first two proposals have two sessions and pass with 3/4, the last has one.
        let waiting = waiting();
        assert!((waiting.pass_rate() - 2.0 / 3.0).abs() < 1e-15);
        assert!((waiting.shelved() - 2.0 * 0.25 / 3.0).abs() < 1e-15);
        // Adopted: 3 × 1/2 at once, 2 × 1/4 in the second session.
        assert!((waiting.polls() - (1.5 + 2.0 * 0.5) / 2.0).abs() < 1e-15);
        assert!((waiting.months() - (1.5 * 1.0 + 0.5 * 7.0) / 2.0).abs() < 1e-15);
        // One month, then half of them for six, then a quarter until month 18.
        assert!((waiting.restricted_mean() - (1.0 + 3.0 + 11.0 / 4.0)).abs() < 1e-15);
        assert_eq!((waiting.month(2), waiting.incidence(2)), (7.0, 0.75));
    }

    #[test]
    fn orthants_without_and_with_full_persistence() {
        assert_eq!(negative_so_far(0.0), [1.0, 0.5, 0.25, 0.125]);
        assert!(negative_so_far(1.0)[1..].iter().all(|p| (p - 0.5).abs() < 1e-15));
        // Correlations 1/2, 1/2 and 1/4: 1/8 + (π/3 + arcsin 1/4)/4π.
        assert!((negative_so_far(0.5)[3] - (0.125 + (PI / 3.0 + libm::asin(0.25)) / (4.0 * PI))).abs() < 1e-15);
    }
}
