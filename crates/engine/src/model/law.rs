/// A distribution that is stated by its mean and standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Law {
    /// Gaussian.
    #[default]
    Normal,
    /// Uniform with half-width √3 standard deviations.
    Uniform,
}
