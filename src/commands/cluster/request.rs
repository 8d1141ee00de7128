//! With what options scripts are submitted.

use std::ffi::OsString;
use std::path::Path;

use super::super::shell;
use super::script::{MERGE, PART};
use super::{ClusterOptions, CommandError};

/// Folder of what the jobs say, in that of the parts.
pub const LOGS: &str = "logs";

/// What winset says to sbatch itself, in its long and short forms.
const OWN: [(&str, &str); 14] = [
    ("--array", "-a"),
    ("--chdir", "-D"),
    ("--dependency", "-d"),
    ("--error", "-e"),
    ("--output", "-o"),
    ("--help", "-h"),
    ("--no-requeue", ""),
    ("--open-mode", ""),
    ("--parsable", ""),
    ("--quiet", "-Q"),
    ("--test-only", ""),
    ("--version", "-V"),
    ("--wait", "-W"),
    ("--wrap", ""),
];

/// What is asked of the cluster for the jobs of one result.
#[derive(Debug)]
pub struct Request<'a> {
    /// What the user says.
    pub options: &'a ClusterOptions,
    /// What the queue calls the jobs.
    pub name: String,
    /// The folder of the parts.
    pub folder: &'a Path,
    /// Threads of a part, if that is said.
    pub threads: Option<usize>,
}

impl Request<'_> {
    /// What sbatch is given for these parts.
    pub fn array(&self, parts: &[u64]) -> Vec<OsString> {
        let mut given = self.common();
        given.push(format!("--array={}", ranges(parts)).into());
        given.extend(["--requeue", "--open-mode=append"].map(OsString::from));
        given.push(format!("--output={LOGS}/%a.log").into());
        given.extend(self.threads.map(|threads| format!("--cpus-per-task={threads}").into()));
        self.of_script(given, PART)
    }

    /// What sbatch is given for the merge, which waits until the arrays `after` have left the queue.
    pub fn merge(&self, after: &[&str]) -> Vec<OsString> {
        let mut given = self.common();
        if !after.is_empty() {
            given.push(format!("--dependency=afterany:{}", after.join(":")).into());
        }
        given.extend(["--requeue", "--open-mode=append"].map(OsString::from));
        given.push(format!("--output={LOGS}/merge.log").into());
        self.of_script(given, MERGE)
    }

    fn common(&self) -> Vec<OsString> {
        let mut chdir = OsString::from("--chdir=");
        chdir.push(self.folder);
        vec!["--parsable".into(), format!("--job-name=winset-{}", self.name).into(), chdir]
    }

    /// With what the user says, and the script.
    fn of_script(&self, mut given: Vec<OsString>, script: &str) -> Vec<OsString> {
        let ClusterOptions { partition, time, account, sbatch, .. } = self.options;
        for (option, value) in [("partition", partition), ("time", time), ("account", account)] {
            given.extend(value.iter().map(|value| format!("--{option}={value}").into()));
        }
        given.extend(sbatch.iter().map(OsString::from));
        given.push(self.folder.join(script).into());
        given
    }
}

/// The same as a line of a shell.
pub fn line(given: &[OsString]) -> String {
    let words = given.iter().map(|word| shell::word(word.to_string_lossy().into_owned()));
    std::iter::once("sbatch".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// An error if an option for sbatch is none, or says what winset says itself.
///
/// # Errors
/// Of the command line.
pub fn passable(sbatch: &[String]) -> Result<(), CommandError> {
    for option in sbatch {
        let shown = crate::scenario::suggest::shown(option);
        if !option.starts_with('-') || option.trim_start_matches('-').is_empty() {
            let message = format!("--sbatch: `{shown}` is no option of sbatch, such as --mem=8G");
            return Err(CommandError::Usage(message));
        }
        let name = option.split_once('=').map_or(option.as_str(), |(name, _)| name);
        let short = |short: &str| !short.is_empty() && !option.starts_with("--") && option.starts_with(short);
        if let Some((own, _)) = OWN.into_iter().find(|(long, one)| name == *long || short(one)) {
            return Err(CommandError::Usage(format!("--sbatch: `{shown}`: {own} is for winset to say")));
        }
    }
    Ok(())
}

/// Numbers that ascend, as Slurm lists them: `1-3,7`.
pub fn ranges(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |(first, last): &(u64, u64)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    runs.iter().map(run).collect::<Vec<_>>().join(",")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn lines(options: &ClusterOptions, threads: Option<usize>) -> [String; 2] {
        let folder = Path::new("/my results/study.parts");
        let request = Request { options, name: "study".to_owned(), folder, threads };
        [line(&request.array(&[1, 2, 5])), line(&request.merge(&["7", "9"]))]
    }

    #[test]
    fn jobs_are_asked_for_in_one_line_each() {
        let mut options = ClusterOptions::slurm(5);
        let [array, merge] = lines(&options, None);
        assert_eq!(
            array,
            "sbatch --parsable --job-name=winset-study '--chdir=/my results/study.parts' --array=1-2,5 --requeue \
             --open-mode=append --output=logs/%a.log '/my results/study.parts/part.sh'"
        );
        assert_eq!(
            merge,
            "sbatch --parsable --job-name=winset-study '--chdir=/my results/study.parts' --dependency=afterany:7:9 \
             --requeue --open-mode=append --output=logs/merge.log '/my results/study.parts/merge.sh'"
        );
        options.partition = Some("long".to_owned());
        options.time = Some("1-00:00:00".to_owned());
        options.account = Some("pols".to_owned());
        options.sbatch = vec!["--mem=8G".to_owned(), "--constraint=a&b".to_owned()];
        let asked = " --partition=long --time=1-00:00:00 --account=pols --mem=8G '--constraint=a&b' '";
        let [array, merge] = lines(&options, Some(4));
        assert!(array.contains(" --cpus-per-task=4 --partition"), "{array}");
        assert!(array.contains(asked) && merge.contains(asked) && !merge.contains("--cpus"), "{array}\n{merge}");
    }

    #[test]
    fn what_winset_says_to_sbatch_is_not_said_twice() {
        let refused = |option: &str| passable(&[option.to_owned()]).err().map(|error| error.to_string());
        for sound in ["--mem=8G", "--qos=long", "-C", "--exclude=a[1-3]", "-N1", "--exclusive", "--deadline=now+1day"] {
            assert_eq!(refused(sound), None, "{sound}");
        }
        assert_eq!(refused("--array=1-9"), Some("--sbatch: `--array=1-9`: --array is for winset to say".to_owned()));
        assert_eq!(refused("-d5"), Some("--sbatch: `-d5`: --dependency is for winset to say".to_owned()));
        for none in ["mem=8G", "", "-", "--"] {
            assert!(refused(none).expect("refused").ends_with("is no option of sbatch, such as --mem=8G"), "{none}");
        }
    }

    #[test]
    fn numbers_that_follow_each_other_are_a_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1-3,7,9-10");
        assert_eq!(ranges(&[4]), "4");
    }
}
