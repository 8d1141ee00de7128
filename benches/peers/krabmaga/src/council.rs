//! The numbers of `scenarios/docking-basic.toml`, variant `before`, as in `council.py`.

pub const MEMBERS: usize = 6;
pub type Point = [f64; 2];

pub const IDEAL: [Point; MEMBERS] = [[-0.8, 0.9], [-0.5, -0.3], [-0.6, -0.1], [-0.4, 1.2], [-0.7, -0.2], [-0.5, 0.0]];
pub const SALIENCE: [Point; MEMBERS] = [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.5], [1.0, 1.0]];
pub const INFLUENCE: [f64; MEMBERS] = [4.0, 1.0, 1.0, 3.0, 1.0, 1.0];
pub const INITIATIVE: [f64; MEMBERS] = [2.0, 1.0, 1.0, 1.0, 1.0, 1.0];
pub const OUTSIDE_OPTION: [f64; MEMBERS] = [0.4, 0.0, 0.0, 0.0, 0.0, 0.0];
pub const WORTHWHILE: f64 = 0.1;
pub const TOLERANCE: [f64; MEMBERS] = [0.0, 0.0, 0.0, 0.1, 0.0, 0.2];
pub const DEFERENCE: [f64; MEMBERS] = [0.3, 1.0, 1.0, 0.3, 1.0, 1.0];

pub const RELEVANCE: [Point; 2] = [[0.3, 1.0], [1.0, 0.1]];
pub const NOISE: [f64; 2] = [0.6, 0.8];
/// All six are of one group.
pub const CORRELATION: [f64; 2] = [0.2, 0.0];
pub const SHOCK_SD: [f64; 2] = [0.2, 0.3];
pub const STATUS_QUO_MEAN: [Point; 2] = [[-0.5, 0.2], [0.0, 0.0]];
pub const STATUS_QUO_SD: [f64; 2] = [1.0, 0.8];

pub const PRESSURE: f64 = 0.3;
pub const RATE: f64 = 0.3;
pub const ROUNDS: u32 = 6;
/// Thresholds are met to within this.
pub const EPSILON: f64 = 1e-9;

#[derive(Clone, Copy)]
pub enum Ending {
    Adopted,
    Withdrawn,
    Diverted,
    Shelved,
}
