use crate::sensitivity::{Correlation, Effects, Indices, Output, Ranking, Study};

/// What was found of each assumption, by the method that was used.
#[derive(Debug, Clone, PartialEq)]
pub enum Findings {
    /// How results go with assumptions, by ranks.
    Spread(Vec<Ranking<Correlation>>),
    /// Elementary effects.
    Morris(Vec<Ranking<Option<Effects>>>),
    /// Sobol indices.
    Sobol(Vec<Ranking<Indices>>),
}

impl Findings {
    /// What there is to find in a study. It takes a while.
    pub fn of(study: &Study) -> Self {
        use crate::sensitivity::Sample;
        match study.sample {
            Sample::Latin(_) => Findings::Spread(study.correlations()),
            Sample::Morris(_) => Findings::Morris(study.effects()),
            Sample::Sobol(_) => Findings::Sobol(study.indices()),
        }
    }

    /// How much each assumption matters to an output, for the order in which they are told: the magnitude of its rank
    /// correlation, μ*, or the total index.
    pub fn weights(&self, output: Output) -> Option<Vec<f64>> {
        fn of<T>(rankings: &[Ranking<T>], output: Output, weight: impl Fn(&T) -> f64) -> Option<Vec<f64>> {
            let ranking = rankings.iter().find(|ranking| ranking.output == output)?;
            Some(ranking.by_assumption.iter().map(weight).collect())
        }
        match self {
            Findings::Spread(of_ranks) => of(of_ranks, output, |found| found.spearman.value.abs()),
            Findings::Morris(effects) => of(effects, output, |found| found.map_or(0.0, |e| e.magnitude.value)),
            Findings::Sobol(indices) => of(indices, output, |found| found.total.value),
        }
    }

    /// The assumptions, those that matter most to an output first.
    pub fn order(&self, output: Output) -> Vec<usize> {
        let weights = self.weights(output).unwrap_or_default();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]));
        order
    }
}
