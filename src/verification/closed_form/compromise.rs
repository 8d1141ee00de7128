/// The compromise model of collective decisions: the mean of positions on a line, each weighing by influence times salience
/// (Achen 2006, in Thomson et al., The European Union Decides).
#[derive(Debug, Clone, PartialEq)]
pub struct Compromise<'a> {
    /// Mean position, influence and salience of each member.
    pub members: &'a [(f64, f64, f64)],
    /// The standard deviation of each position around its mean.
    pub sd: f64,
    /// Where the status quo lies.
    pub status_quo: f64,
}

impl Compromise<'_> {
    /// The decision, on average.
    pub fn decision(&self) -> f64 {
        self.members.iter().zip(self.weights()).map(|(&(mean, ..), weight)| weight * mean).sum()
    }

    /// What member m gains on average from the decision c against the status quo q with quadratic loss:
    /// s (E(q − y)² − E(c − y)²), where E c² = (E c)² + σ² Σw² and E c y = E c E y + σ² w.
    pub fn gain(&self, member: usize) -> f64 {
        let ((mean, _, salience), q, c) = (self.members[member], self.status_quo, self.decision());
        let weights: Vec<f64> = self.weights().collect();
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        let variance = self.sd * self.sd;
        let of_decision = c * c + variance * squares;
        let together = c * mean + variance * weights[member];
        salience * (q * q - 2.0 * q * mean - of_decision + 2.0 * together)
    }

    /// The mean of these gains.
    pub fn depth(&self) -> f64 {
        let n = self.members.len();
        (0..n).map(|member| self.gain(member)).sum::<f64>() / n as f64
    }

    fn weights(&self) -> impl Iterator<Item = f64> {
        let total: f64 = self.members.iter().map(|(_, influence, salience)| influence * salience).sum();
        self.members.iter().map(move |(_, influence, salience)| influence * salience / total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_members_by_hand() {
        // Weights 1 · 2 and 3 · 2: a quarter and three quarters; 1 · 0.25 − 1 · 0.75 = −0.5.
        let members = [(1.0, 1.0, 2.0), (-1.0, 3.0, 2.0)];
        let compromise = Compromise { members: &members, sd: 0.0, status_quo: 0.5 };
        assert_eq!(compromise.decision(), -0.5);
        // 2 (0.5² − 1.5²) and 2 (1.5² − 0.5²).
        assert_eq!((compromise.gain(0), compromise.gain(1), compromise.depth()), (-4.0, 4.0, 0.0));
    }

    #[test]
    fn equals_gain_the_square_of_how_far_the_decision_is_from_the_status_quo() {
        // E (q − c)² = q² + σ²/n.
        let members = [(0.0, 1.0, 1.0); 4];
        let compromise = Compromise { members: &members, sd: 2.0, status_quo: 3.0 };
        assert!((compromise.depth() - (9.0 + 1.0)).abs() < 1e-12);
    }
}
