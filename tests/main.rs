//! The one integration binary: a module per concern, which says what it is about in its first line.

mod coverage;
mod draws;
mod hostile;
mod models;
mod oracle;
mod properties;
