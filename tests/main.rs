//! The one integration binary: a module per concern, which says what it is about in its first line.

mod counting;
mod coverage;
mod diary;
mod draws;
mod models;
mod oracle;
mod properties;
mod results;
mod studies;
