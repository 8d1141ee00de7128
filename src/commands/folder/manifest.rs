use std::collections::BTreeMap;
use std::time::Instant;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::commands::shell;
use crate::scenario::Scenario;

/// The file that makes a folder a result folder.
pub const NAME: &str = "manifest.json";

/// Where the files of a result folder came from: `manifest.json`.
#[derive(Debug, Serialize)]
pub struct Manifest {
    /// Version of winset.
    pub winset: &'static str,
    /// SHA-256 of `scenario.toml`.
    pub scenario_sha256: String,
    /// Seed of the worlds.
    pub seed: u64,
    /// Number of worlds.
    pub replications: u64,
    /// How often intervals are to contain the truth.
    pub level: f64,
    /// The command as a shell takes it; what is not UTF-8 is `�`.
    pub command: String,
    /// Seconds that the run took.
    pub seconds: f64,
    /// Every other file of the folder with its SHA-256, by name.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of the other `files`, as a file.
    pub fn file(scenario: &Scenario, files: &[(String, Vec<u8>)], started: Instant) -> (String, Vec<u8>) {
        let manifest = Manifest {
            winset: env!("CARGO_PKG_VERSION"),
            scenario_sha256: sha256(scenario.resolved.as_bytes()),
            seed: scenario.run.seed,
            replications: scenario.run.replications,
            level: scenario.run.level.share(),
            command: std::env::args_os()
                .map(|word| shell::word(word.to_string_lossy().into_owned()))
                .collect::<Vec<_>>()
                .join(" "),
            seconds: started.elapsed().as_secs_f64(),
            files: files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect(),
        };
        let mut text = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        text.push(b'\n');
        (NAME.to_owned(), text)
    }
}

/// SHA-256 as lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
