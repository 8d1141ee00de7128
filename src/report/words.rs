//! Numbers and lists as a person reads them.

/// A number with its thousands apart, and no more digits behind the point than it takes to tell it.
pub(super) fn grouped(number: f64) -> String {
    let text = if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.4}") };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
}

/// `a, b, c`, or the first `most` and how many more.
pub(super) fn listed<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let mut text = names.iter().take(most).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    if names.len() > most {
        text += &format!(" … and {} more", names.len() - most);
    }
    text
}

/// `1 member`, `2 members`.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number as f64), if number == 1 { "" } else { "s" })
}

/// A number of which only the first two digits mean something.
pub(super) fn about(number: f64) -> String {
    if number < 10.0 {
        return format!("{number:.1}").trim_end_matches(".0").to_owned();
    }
    let unit = 10f64.powf(number.log10().floor() - 1.0);
    grouped((number / unit).round() * unit)
}

/// A time that is known roughly.
pub fn duration(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    match seconds {
        s if s < 1.0 => "less than a second".to_owned(),
        s if s < 1.5 * MINUTE => format!("about {} s", about(s.round())),
        s if s < 1.5 * HOUR => format!("about {} min", about((s / MINUTE).round())),
        s if s < 2.0 * DAY => format!("about {} h", about(s / HOUR)),
        s => format!("about {} days", about(s / DAY)),
    }
}

/// So much memory.
pub(super) fn memory(bytes: f64) -> String {
    let mib = bytes / f64::from(1 << 20);
    if mib < 1024.0 { format!("{} MiB", about(mib.max(1.0).round())) } else { format!("{:.1} GiB", mib / 1024.0) }
}

/// `text` in lines of at most `width` characters where words allow it, those after the first indented by so many.
pub(super) fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let mut out = String::new();
    let mut column = indent;
    for (index, word) in text.split(' ').enumerate() {
        let length = console::measure_text_width(word);
        if index > 0 && column + 1 + length > width {
            out += &format!("\n{:indent$}", "");
            column = indent;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out += word;
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_rounded() {
        assert_eq!(
            (grouped(17_278_571.0), grouped(14.0), grouped(512.0)),
            ("17,278,571".into(), "14".into(), "512".into())
        );
        assert_eq!((grouped(312_767.65), grouped(0.5), grouped(1e-9)), ("312,767.65".into(), "0.5".into(), "0".into()));
        assert_eq!(
            (about(449_321.0), about(14.26), about(2.04), about(3.0)),
            ("450,000".into(), "14".into(), "2".into(), "3".into())
        );
    }

    #[test]
    fn times_and_sizes_have_units() {
        let times = [0.2, 20.4, 600.0, 7_900.0, 400_000.0].map(duration);
        assert_eq!(times, ["less than a second", "about 20 s", "about 10 min", "about 2.2 h", "about 4.6 days"]);
        assert_eq!((memory(3e5), memory(6.3e7), memory(2.2e9)), ("1 MiB".into(), "60 MiB".into(), "2.0 GiB".into()));
    }

    #[test]
    fn lists_are_cut_and_lines_wrapped() {
        assert_eq!(listed(&["a", "b"], 2), "a, b");
        assert_eq!(listed(&["a", "b", "c", "d"], 2), "a, b … and 2 more");
        assert_eq!(wrapped("one two three", 2, 9), "one two\n  three");
        assert_eq!(wrapped("averylongword b", 2, 5), "averylongword\n  b");
        assert_eq!((counted(1, "member"), counted(1_000, "world")), ("1 member".into(), "1,000 worlds".into()));
    }
}
