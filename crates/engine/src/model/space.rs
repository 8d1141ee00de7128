/// Dimensions D at most.
pub const MOST_DIMENSIONS: usize = 8;

/// A dimension of the policy space.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dimension {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it; the id where nothing else is given.
    pub label: String,
    /// What its low end stands for, where the scenario says so.
    pub low: Option<String>,
    /// What its high end stands for, where the scenario says so.
    pub high: Option<String>,
}

impl Dimension {
    /// A dimension that is called by its id and whose ends have no names.
    pub fn named(id: impl Into<String>) -> Self {
        let id = id.into();
        Dimension { label: id.clone(), id, low: None, high: None }
    }
}
