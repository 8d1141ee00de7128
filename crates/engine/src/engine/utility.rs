/// What is left of the change with which a proposal opened, in the area's relevance metric. The units are squares of
/// distance, so sums of these over proposals compare what was opened with what was kept.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Change {
    /// |p₀ − q|².
    pub opened: f64,
    /// (p − q)·(p₀ − q).
    pub kept: f64,
}

impl Change {
    /// Of `text`, opened as `opening` against `status_quo`; vectors by dimension.
    pub fn of(relevance: &[f64], status_quo: &[f64], opening: &[f64], text: &[f64]) -> Change {
        let mut change = Change::default();
        for (d, q) in status_quo.iter().enumerate() {
            let wanted = opening[d] - q;
            change.opened += relevance[d] * wanted * wanted;
            change.kept += relevance[d] * (text[d] - q) * wanted;
        }
        change
    }

    /// The share of the opened change that is left; 1 where none was opened. It may be negative, or above 1.
    pub fn kept_share(&self) -> f64 {
        if self.opened > 0.0 { self.kept / self.opened } else { 1.0 }
    }
}

/// A vector by dimension where their number is known, so that loops over it have no end to ask for; as it is where `D` is 0.
#[inline(always)]
pub(crate) fn vector<const D: usize>(vector: &[f64]) -> &[f64] {
    if D > 0 { &vector[..D] } else { vector }
}
