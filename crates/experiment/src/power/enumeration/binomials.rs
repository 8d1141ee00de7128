/// Pascal's triangle, exact for up to 120 objects and more.
#[derive(Debug)]
pub(in crate::power) struct Binomials(Vec<Vec<u128>>);

impl Binomials {
    pub(in crate::power) fn up_to(n: usize) -> Self {
        let mut rows: Vec<Vec<u128>> = vec![vec![1]];
        for i in 1..=n {
            let last = &rows[i - 1];
            let inner = last.windows(2).map(|pair| pair[0] + pair[1]);
            let row = std::iter::once(1).chain(inner).chain(std::iter::once(1)).collect();
            rows.push(row);
        }
        Binomials(rows)
    }

    /// n over k; 0 for k > n.
    pub(in crate::power) fn of(&self, n: usize, k: usize) -> u128 {
        self.0[n].get(k).copied().unwrap_or(0)
    }
}
