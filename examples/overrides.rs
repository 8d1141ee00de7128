//! Compiles one scenario many times, each time with another value of a field, and follows an estimate: what `winset sweep` does.
//!
//!     cargo run --release --example overrides

use std::error::Error;
use std::path::Path;

use winset::experiment::{self, Watch};
use winset::scenario::{Document, Options, Override};

fn main() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/docking-basic.toml");
    let document = Document::load(&path, &[]).settled(&Options { replications: Some(200), ..Options::default() });
    println!("tolerance  passed before  difference after the enlargement");
    for tolerance in ["0", "0.1", "0.2", "0.4"] {
        let mut changed = document.clone();
        changed.set(&Override::parse(&format!("members.*.tolerance={tolerance}"))?);
        let results = experiment::run(&changed.compile()?, &Watch::nobody())?;
        let (passed, change) = (results.estimate("before", "pass_rate"), results.difference_of("after", "pass_rate"));
        if let (Some(passed), Some(change)) = (passed, change) {
            println!("{tolerance:>9}  {:>11.1} %  {:+.1} points", 100.0 * passed.value, 100.0 * change.value);
        }
    }
    Ok(())
}
