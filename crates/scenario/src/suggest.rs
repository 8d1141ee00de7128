//! "did you mean …?"

use super::characters::unprintable;

/// Names longer than this are not compared with anything.
const COMPARABLE: usize = 64;
/// As many names are listed where none is alike.
const LISTED: usize = 24;

/// The candidate that `name` is most probably a slip for.
pub(super) fn alike<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    all_alike(name, candidates).first().copied()
}

/// The candidates that `name` may be a slip for, the most probable one first.
pub fn all_alike<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if name.chars().count() > COMPARABLE {
        return Vec::new();
    }
    let plain = plain(name);
    let mut near: Vec<(f64, &str)> = Vec::new();
    for candidate in candidates {
        let other = self::plain(candidate);
        let distance = strsim::damerau_levenshtein(&plain, &other);
        let length = plain.chars().count().max(other.chars().count()).max(1);
        let likeness = 1.0 - distance as f64 / length as f64;
        if likeness >= 0.6 || (distance == 1 && length > 1) || extends(&plain, &other) {
            near.push((likeness, candidate));
        }
    }
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// A help text: the candidate that is alike, or all of them.
pub fn help<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str> + Clone, what: &str) -> Option<String> {
    if let Some(candidate) = alike(name, candidates.clone()) {
        return Some(format!("did you mean `{candidate}`?"));
    }
    let all: Vec<&str> = candidates.into_iter().collect();
    (!all.is_empty()).then(|| format!("{what}: {}", listed(&all)))
}

/// `a, b, c`, or the first few and how many more.
pub(super) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let mut text = names.iter().take(LISTED).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    if names.len() > LISTED {
        text.push_str(&format!(" and {} more", names.len() - LISTED));
    }
    text
}

/// Text of the user as it may stand in a message: short and without control characters.
pub fn shown(text: &str) -> String {
    let clean = |c: char| if unprintable(c) { '\u{fffd}' } else { c };
    let mut short: String = text.chars().take(COMPARABLE).map(clean).collect();
    if text.chars().nth(COMPARABLE).is_some() {
        short.push('…');
    }
    short
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace(['-', ' '], "_")
}

fn extends(name: &str, other: &str) -> bool {
    name.len() >= 4 && other.len() >= 4 && (name.starts_with(other) || other.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let keys = ["initiative", "influence", "tolerance", "k"];
        assert_eq!(alike("influnce", keys), Some("influence"));
        assert_eq!(alike("Tolerance", keys), Some("tolerance"));
        assert_eq!(alike("banana", keys), None);
        assert_eq!(alike(&"x".repeat(100_000), keys), None);
    }

    #[test]
    fn without_a_likely_candidate_all_are_listed() {
        assert_eq!(help("zzz", ["a1", "b2"], "areas").as_deref(), Some("areas: a1, b2"));
        assert_eq!(help("zzz", [], "areas"), None);
    }
}
