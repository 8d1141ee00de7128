/// How a proposal is opened, polled and amended.
#[derive(Debug, Clone, PartialEq)]
pub struct Negotiation {
    /// Shape of the loss.
    pub loss: Loss,
    /// How a sponsor chooses the text with which it opens.
    pub opening: Opening,
    /// λ in (0,1]: a sincere sponsor opens with q + λ(y_s − q).
    pub ambition: f64,
    /// R ≥ 1: polls a session.
    pub rounds: u32,
    /// S ≥ 1: sessions that may take a proposal up before it is shelved.
    pub sessions: u32,
    /// η ≥ 0: pressure of those who do not object, in utility units.
    pub pressure: f64,
    /// What happens to the text after a poll that fails.
    pub amendment: Amendment,
    /// Who pays those in the way, if anybody does.
    pub compensation: Compensation,
    /// Whether proposals that failed are tried in pairs at the end of a session.
    pub linkage: bool,
    /// φ in \[0,1\]: AR(1) coefficient of the shocks from one session to the next.
    pub shock_persistence: f64,
}

/// Loss from a text at weighted distance, the weights being relevance times salience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Loss {
    /// Σ_d r_kd s_md (x_d − y_md)².
    #[default]
    Quadratic,
    /// Its square root.
    Linear,
}

/// How a text changes after a poll that fails.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Amendment {
    /// Take it or leave it.
    #[default]
    None,
    /// Move the text by `rate` in (0,1] of the way to the influence-weighted mean of the holdouts.
    Concede {
        /// κ.
        rate: f64,
    },
    /// Move the text towards one holdout by `relaxation` in (0,2) times what would just satisfy it.
    Mediate {
        /// ω.
        relaxation: f64,
    },
}

/// How a sponsor chooses its opening text.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Opening {
    /// As far as `ambition` goes, whatever the others want.
    #[default]
    Sincere,
    /// As far as it expects to be adopted in the first poll.
    Anticipate {
        /// Standard deviation of the error with which it sees the others' positions, by dimension.
        information_sd: Vec<f64>,
        /// Whether it tables nothing where it expects nothing to be adopted.
        withhold: bool,
    },
}

/// Who pays holdouts their shortfall.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Compensation {
    /// Nobody.
    #[default]
    None,
    /// A fund with so many utility units a session.
    Fund {
        /// Utility units, ≥ 0.
        budget: f64,
    },
    /// The members that gain, each up to this share of its inclination.
    Gainers {
        /// In \[0, 1\].
        willingness: f64,
    },
}

/// The calendar of a replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Agenda {
    /// Date at which time begins, in years.
    pub start: f64,
    /// Number of sessions in the horizon, ≥ 1.
    pub sessions: u32,
    /// Sessions a year, > 0.
    pub sessions_per_year: f64,
    /// Length of the horizon in years, > 0.
    pub years: f64,
    /// How the number of proposals comes from initiative.
    pub arrivals: Arrivals,
    /// Standard deviation ≥ 0 of the factor of mean 1 that multiplies every sponsor's initiative in a session.
    pub initiative_sd: f64,
    /// Who is taken up first.
    pub order: Order,
    /// The most items a session takes up.
    pub capacity: Option<u32>,
    /// Months that one poll takes, ≥ 0.
    pub months_per_round: f64,
}

impl Agenda {
    /// The date of session `number`: the middle of its part of the year.
    pub fn date(&self, number: u32) -> f64 {
        self.start + (f64::from(number) + 0.5) / self.sessions_per_year
    }

    /// The years that the sessions of the horizon take, which rates refer to: each is 1/`sessions_per_year` of one.
    pub fn years_held(&self) -> f64 {
        f64::from(self.sessions) / self.sessions_per_year
    }
}

/// Whether items that were carried over or new ones are taken up first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Those that were carried over, oldest first; then the new ones in random order.
    #[default]
    OldFirst,
    /// The new ones first.
    NewFirst,
}

/// The law of the number of proposals of one sponsor in one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrivals {
    /// Poisson with mean `initiative`.
    #[default]
    Poisson,
    /// The whole part of `initiative`, and one more with probability of its fraction.
    Fixed,
}
