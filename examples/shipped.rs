//! Runs a shipped scenario and prints how often proposals pass in each variant, with intervals.
//!
//!     cargo run --release --example shipped

use std::error::Error;
use std::path::Path;

use winset::experiment::{self, Watch};
use winset::scenario::{self, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/sco-enlargement.toml");
    let options = Options { replications: Some(500), ..Options::default() };
    let scenario = scenario::load(&path, &options)?;
    let results = experiment::run(&scenario, &Watch::nobody())?;
    for variant in &results.variants {
        let Some(passed) = results.estimate(&variant.id, "pass_rate") else { continue };
        print!("{:<40} {:5.1} %", variant.label, 100.0 * passed.value);
        if let Some((low, high)) = passed.interval {
            print!("  [{:.1}, {:.1}]", 100.0 * low, 100.0 * high);
        }
        println!();
    }
    Ok(())
}
