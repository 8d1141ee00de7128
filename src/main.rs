//! The winset command line.

fn main() {}
