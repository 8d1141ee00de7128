//! The scripts that a cluster runs.

/// The script that runs one part.
pub const PART: &str = "part.sh";
/// The script that makes one result of the parts.
pub const MERGE: &str = "merge.sh";
/// What the merge prints.
pub const PRINTED: &str = "merge.out";
/// What the merge says besides.
pub const SAID: &str = "merge.err";
/// With which status the merge has ended.
pub const STATUS: &str = "merge.status";
/// How often a part that says that it may succeed later goes back into the queue by itself.
const AGAIN: u32 = 3;

/// What scripts are made of; all of it as a shell reads it.
#[derive(Debug)]
pub struct Scripts<'a> {
    /// winset itself.
    pub winset: &'a str,
    /// The folder of the parts.
    pub folder: &'a str,
    /// How many parts.
    pub shards: u64,
    /// What winset is to do for the part with the number `$part`.
    pub part: &'a str,
    /// What winset is to do when all parts are done.
    pub merge: &'a str,
    /// The parts that are of no more use then, if they lie in that folder.
    pub spent: Option<&'a str>,
}

impl Scripts<'_> {
    /// The script of each job of the array.
    pub fn part(&self) -> String {
        let Scripts { winset, folder, shards, part, .. } = self;
        format!(
            r#"#!/bin/sh
# One of {shards} parts. A part that is done already is left as it is, and one that was broken off goes on.
cd {folder} || exit 75
part="$SLURM_ARRAY_TASK_ID"
{winset} {part} --shard "$part/{shards}" --threads "${{SLURM_CPUS_PER_TASK:-1}}"
status=$?
# 75: it may succeed later.
if [ "$status" = 75 ] && [ "${{SLURM_RESTART_COUNT:-0}}" -lt {AGAIN} ]; then
  scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_$part"
fi
exit "$status"
"#
        )
    }

    /// The script of the job that comes after the array.
    pub fn merge(&self) -> String {
        let Scripts { winset, folder, shards, merge, spent, .. } = self;
        let spent = spent.map_or_else(String::new, |spent| format!("[ \"$status\" = 0 ] && rm -rf {spent}\n"));
        format!(
            r#"#!/bin/sh
# One result of {shards} parts.
cd {folder} || exit 75
rm -f {STATUS}
{winset} {merge} >{PRINTED} 2>{SAID}
status=$?
echo "$status" >{STATUS}
{spent}exit "$status"
"#
        )
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::process::{Command, Output};

    use super::*;
    use crate::commands::shell;

    /// Runs a script as Slurm would, with a winset that says what it is given and ends with that status.
    fn run(script: impl Fn(&Scripts) -> String, status: i32, restarts: &str) -> (Output, Vec<String>) {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("it's a \"folder\"; $(true)");
        fs::create_dir_all(folder.join("part-1-of-9")).expect("made");
        let program = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("written");
            assert!(Command::new("chmod").arg("+x").arg(&path).status().expect("chmod").success());
            path
        };
        let winset = program("winset", &format!("echo \"$PWD\" \"$@\"; exit {status}"));
        program("scontrol", "echo scontrol \"$@\"");
        let text = script(&Scripts {
            winset: &shell::quoted(&winset),
            folder: &shell::quoted(&folder),
            shards: 9,
            part: "run scenario.toml --out \"part-$part-of-9\"",
            merge: "merge part-*-of-9 --out 'the result'",
            spent: Some("part-*-of-9"),
        });
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.args(["-c", &text]).env("PATH", path).env("SLURM_ARRAY_JOB_ID", "5").env("SLURM_ARRAY_TASK_ID", "7");
        let output = shell.env("SLURM_RESTART_COUNT", restarts).output().expect("a shell");
        let mut left: Vec<String> = fs::read_dir(&folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| !["winset", "scontrol"].contains(&name.as_str()))
            .collect();
        left.sort();
        let mut said = vec![String::from_utf8_lossy(&output.stdout).replace(&folder.display().to_string(), "FOLDER")];
        said.extend([PRINTED, STATUS].map(|name| fs::read_to_string(folder.join(name)).unwrap_or_default()));
        said.extend(left);
        (output, said)
    }

    #[test]
    fn a_job_runs_its_part_and_goes_back_into_the_queue_a_few_times_where_that_may_help() {
        let part = |status, restarts| {
            let (output, said) = run(|scripts| scripts.part(), status, restarts);
            assert_eq!(output.status.code(), Some(status));
            said[0].clone()
        };
        let ran = "FOLDER run scenario.toml --out part-7-of-9 --shard 7/9 --threads 1\n";
        assert_eq!(part(0, "0"), ran);
        assert_eq!(part(1, "0"), ran);
        assert_eq!(part(75, "2"), format!("{ran}scontrol requeue 5_7\n"));
        assert_eq!(part(75, "3"), ran, "not for ever");
    }

    #[test]
    fn the_merge_leaves_its_status_and_parts_that_are_of_use() {
        let (done, said) = run(|scripts| scripts.merge(), 0, "0");
        assert_eq!(done.status.code(), Some(0));
        assert!(said[1].ends_with("merge part-1-of-9 --out the result\n"), "{said:?}");
        assert_eq!((said[2].as_str(), &said[3..]), ("0\n", &[SAID, PRINTED, STATUS].map(str::to_owned)[..]));
        let (failed, said) = run(|scripts| scripts.merge(), 75, "0");
        assert_eq!((failed.status.code(), said[2].as_str()), (Some(75), "75\n"));
        assert!(said.contains(&"part-1-of-9".to_owned()), "{said:?}");
    }
}
