//! Programs by the names of Slurm's, which run jobs at once, and have the faults that a test asks for.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::{TempDir, tempdir};

/// Submits: runs every job of the array, or the one job, and keeps what the queue will say of it. `$FAKE/refuse` is what it says
/// instead; `$FAKE/fault-N` ends part N (or the merge, N = 0) in the state that its first line names, without running it, and
/// loses that line.
const SBATCH: &str = r##"#!/bin/sh
echo "$@" >>"$FAKE/submitted"
[ -f "$FAKE/refuse" ] && { cat "$FAKE/refuse" >&2; exit 1; }
for word in "$@"; do
  case "$word" in
    --array=*) array="${word#--array=}" ;;
    --chdir=*) folder="${word#--chdir=}" ;;
    --output=*) log="${word#--output=}" ;;
  esac
  script="$word"
done
cd "$folder" || exit 1
id=$(($(cat "$FAKE/id" 2>/dev/null || echo 100) + 1))
echo "$id" >"$FAKE/id"
echo "welcome to the cluster" && echo "$id"
numbers=0
[ -z "$array" ] || numbers=$(echo "$array" | tr , '\n' | sed 's/-/ /' | while read -r a b; do seq "$a" "${b:-$a}"; done)
for number in $numbers; do
  state=
  if [ -s "$FAKE/fault-$number" ]; then
    state=$(head -n 1 "$FAKE/fault-$number")
    sed -i 1d "$FAKE/fault-$number"
    echo "slurmstepd: $state" >>"$(echo "$log" | sed "s/%a/$number/")"
  else
    SLURM_ARRAY_JOB_ID=$id SLURM_ARRAY_TASK_ID=$number sh "$script" >>"$(echo "$log" | sed "s/%a/$number/")" 2>&1 &&
      state=COMPLETED || state=FAILED
  fi
  echo "$id|$number|$state|Why" >>"$FAKE/queue"
done
"##;

/// `$FAKE/unreachable` has a line for every time that the queue does not answer.
const SQUEUE: &str = r##"#!/bin/sh
if [ -s "$FAKE/unreachable" ]; then
  sed -i 1d "$FAKE/unreachable"
  echo "slurm_load_jobs error: Unable to contact slurm controller (connect failure)" >&2
  exit 1
fi
jobs=$(echo "$@" | sed 's/.*--jobs=\([0-9,]*\).*/\1/' | tr , '|')
grep -E "^($jobs)\|" "$FAKE/queue" | sed 's/^\([0-9]*\)|0|/\1|N\/A|/'
exit 0
"##;

const SCANCEL: &str = r##"#!/bin/sh
echo "$@" >>"$FAKE/cancelled"
"##;

/// A cluster of one machine, and a folder to work in whose name has to be quoted.
pub struct Fake {
    folder: TempDir,
}

impl Fake {
    pub fn new() -> Self {
        let fake = Fake { folder: tempdir().expect("a folder") };
        for (name, text) in [("sbatch", SBATCH), ("squeue", SQUEUE), ("scancel", SCANCEL)] {
            let path = fake.bin().join(name);
            fs::create_dir_all(fake.bin()).expect("made");
            fs::write(&path, text).expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("executable");
        }
        fs::create_dir(fake.work()).expect("made");
        fs::write(fake.file("queue"), "").expect("written");
        fake
    }

    fn bin(&self) -> PathBuf {
        self.folder.path().join("bin")
    }

    /// Where winset is called.
    pub fn work(&self) -> PathBuf {
        self.folder.path().join("it's a \"$study\"")
    }

    /// A file by which a test asks for a fault, or looks what was done.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The lines of such a file.
    pub fn lines(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.file(name)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Asks for a fault.
    pub fn fault(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).expect("written");
    }

    /// winset where these are the programs of Slurm.
    pub fn winset(&self, arguments: &[&str]) -> Command {
        let path = format!("{}:{}", self.bin().display(), std::env::var("PATH").expect("a path"));
        let mut command = winset(&self.work(), arguments);
        command.env("PATH", path).env("FAKE", self.folder.path());
        command
    }
}

/// winset without Slurm.
pub fn winset(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}
