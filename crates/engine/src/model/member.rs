use super::Law;

/// One member of the organisation. Vectors by dimension have length D, vectors by area one entry an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it; the id where nothing else is given.
    pub label: String,
    /// Ideal point x_m, by dimension.
    pub ideal: Vec<f64>,
    /// Uncertainty about the ideal point (standard deviation of one draw a replication), by dimension.
    pub ideal_sd: Vec<f64>,
    /// Law of that draw.
    pub ideal_law: Law,
    /// Salience s_md ≥ 0, by dimension.
    pub salience: Vec<f64>,
    /// Tolerance τ_m ≥ 0, by area, in utility units: the loss it swallows without objecting.
    pub tolerance: Vec<f64>,
    /// Weight of its position in amendments and means, ≥ 0.
    pub influence: f64,
    /// Deference δ_m ≥ 0: how much it feels the pressure of those who do not object.
    pub deference: f64,
    /// In \[0,1\]: how far its position on an issue follows the others' during negotiation.
    pub susceptibility: f64,
    /// In \[0,1\]: how far its ideal point follows the others' in a session.
    pub socialisation: f64,
    /// Expected proposals a session, ≥ 0.
    pub initiative: f64,
    /// Factor on an area's share for its own proposals, by area, ≥ 0.
    pub interests: Vec<f64>,
    /// w_m in [0,1): least share of its own ideal gain for which it still sponsors a text.
    pub worthwhile: f64,
    /// o_m in [0,1), by area: the share it could have bilaterally or elsewhere.
    pub outside_option: Vec<f64>,
    /// Groups, in the order written; the first one is the one whose noise it shares.
    pub groups: Vec<String>,
    /// Whether its response counts.
    pub status: Status,
}

/// A member's standing at the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Sponsors and responds.
    #[default]
    Member,
    /// May sponsor and persuade; it has no response.
    Observer,
}

/// A sponsor that is nobody's member: no response, no outside option.
#[derive(Debug, Clone, PartialEq)]
pub struct Secretariat {
    /// Where its proposals aim.
    pub ideal: SecretariatIdeal,
    /// Expected proposals a session, ≥ 0.
    pub initiative: f64,
    /// w in [0,1): it gives up a text that keeps less than this share of the change with which it opened.
    pub worthwhile: f64,
}

/// Where the secretariat's proposals aim.
#[derive(Debug, Clone, PartialEq)]
pub enum SecretariatIdeal {
    /// The mean of the present members' positions on the issue, in each dimension weighted by influence times salience,
    /// by influence where these are all 0.
    Centroid,
    /// A fixed point, by dimension.
    Point(Vec<f64>),
    /// A point that is drawn for each proposal.
    Drawn {
        /// Mean, by dimension.
        mean: Vec<f64>,
        /// Standard deviation, by dimension.
        sd: Vec<f64>,
        /// Its law.
        law: Law,
    },
}
