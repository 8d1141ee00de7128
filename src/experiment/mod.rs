//! From outcomes to estimates: which replications run, what is counted, and what is compared.

mod metric;
mod results;

pub use metric::{Kind, Metric};
pub use results::{Block, Difference, Endpoint, Estimate, IdealPoint, Incidence, Results, Scope, Summary, VariantInfo};
