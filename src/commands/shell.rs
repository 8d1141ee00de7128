//! Paths as a shell wants them, so that what a message proposes can be pasted.

use std::path::Path;

use crate::scenario::unprintable;

/// `path` as one word of a command line. What a terminal would obey is shown as `?`, and cannot be pasted.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string().replace(unprintable, "?");
    // What begins with a dash would be taken for an option.
    let text = if text.starts_with('-') { format!("./{text}") } else { text };
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c) || (cfg!(windows) && c == '\\');
    match text.is_empty() || !text.chars().all(plain) {
        false => text,
        true if cfg!(windows) => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_the_same_word() {
        for name in
            ["study.toml", "my study.toml", "it's $HOME `x` \"y\" \\.toml", "a;b&c|d>e*?[f]", "~x", "österreich", "#1"]
        {
            let mut shell = std::process::Command::new("sh");
            let printed =
                shell.arg("-c").arg(format!("printf %s {}", quoted(Path::new(name)))).output().expect("a shell");
            assert_eq!(String::from_utf8(printed.stdout).unwrap(), name);
        }
        assert_eq!(
            quoted(Path::new("results/study-1.toml")),
            "results/study-1.toml",
            "no quotes where none are needed"
        );
        assert_eq!(quoted(Path::new("-x.toml")), "./-x.toml");
    }
}
