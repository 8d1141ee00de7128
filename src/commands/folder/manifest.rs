use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Instant;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::commands::shell;
use crate::scenario::Scenario;

/// The file that makes a folder a result folder.
pub const NAME: &str = "manifest.json";

/// Where the files of a result folder came from: `manifest.json`.
#[derive(Debug, Serialize)]
struct Manifest<A> {
    /// Version of winset.
    winset: &'static str,
    /// What was done with what.
    #[serde(flatten)]
    about: A,
    /// The command as a shell takes it; what is not UTF-8 is `�`.
    command: String,
    /// Seconds that it took.
    seconds: f64,
    /// Every other file of the folder with its SHA-256, by name.
    files: BTreeMap<String, String>,
}

/// What a scenario was run with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfScenario {
    /// SHA-256 of `scenario.toml`.
    pub scenario_sha256: String,
    /// Seed of the worlds.
    pub seed: u64,
    /// Number of worlds.
    pub replications: u64,
    /// How often intervals are to contain the truth.
    pub level: f64,
}

impl OfScenario {
    /// As the scenario says.
    pub fn new(scenario: &Scenario) -> Self {
        OfScenario {
            scenario_sha256: sha256(scenario.resolved.as_bytes()),
            seed: scenario.run.seed,
            replications: scenario.run.replications,
            level: scenario.run.level.share(),
        }
    }
}

/// A manifest that is read again.
#[derive(Debug, Deserialize)]
pub struct Known<A> {
    /// Version of winset.
    #[serde(default)]
    pub winset: String,
    /// What was done with what.
    #[serde(flatten)]
    pub about: A,
    /// Every other file with its SHA-256, by name.
    pub files: BTreeMap<String, String>,
}

/// Reads the manifest of a folder.
///
/// # Errors
/// If there is none of that kind: why.
pub fn read<A: DeserializeOwned>(folder: &Path) -> Result<Known<A>, String> {
    let bytes = std::fs::read(folder.join(NAME)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("it has no {NAME}"),
        _ => format!("{NAME}: {error}"),
    })?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{NAME}: {error}"))
}

/// The manifest of the other files, by name and SHA-256, as a file; `about` says what was done with what.
pub fn file(about: impl Serialize, files: BTreeMap<String, String>, started: Instant) -> (String, Vec<u8>) {
    let manifest = Manifest {
        winset: env!("CARGO_PKG_VERSION"),
        about,
        command: std::env::args_os()
            .map(|word| shell::word(word.to_string_lossy().into_owned()))
            .collect::<Vec<_>>()
            .join(" "),
        seconds: started.elapsed().as_secs_f64(),
        files,
    };
    let mut text = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
    text.push(b'\n');
    (NAME.to_owned(), text)
}

/// SHA-256 as lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The same of a file, whatever its size.
pub fn sha256_of_file(path: &Path) -> io::Result<String> {
    let (mut file, mut digest) = (File::open(path)?, Sha256::new());
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hexadecimal(&digest.finalize())),
            read => digest.update(&part[..read]),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
