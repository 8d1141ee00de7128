//! The kinds of faults and doubts, each with a name that stays.

use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A doubt: the scenario runs, perhaps not as it was meant.
    Warning,
    /// The scenario cannot run.
    Fault,
}

/// What kind of thing a finding is. Programs and tests lean on these, not on the words of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A file that cannot be read, or is none.
    UnreadableFile,
    /// A file outside the folder of the scenario.
    OutsideFolder,
    /// A text that is not UTF-8.
    NotUtf8,
    /// More of something than a scenario may have, or a larger file.
    TooMany,
    /// More work or memory than is taken.
    TooMuch,
    /// A text that is not TOML, or no table of cells.
    Syntax,
    /// An override that is not PATH=VALUE, or a path that leads nowhere.
    BadPath,
    /// A field, section or column that nobody knows.
    UnknownField,
    /// A name that nothing has.
    UnknownName,
    /// A word that is none of those a field takes.
    UnknownWord,
    /// A name or label that cannot be one.
    BadName,
    /// A value of another kind than the field takes.
    WrongKind,
    /// A number outside its range.
    OutOfRange,
    /// More or fewer of something than there have to be.
    WrongCount,
    /// A field that is needed and not there.
    MissingField,
    /// A cell that is empty and whose field has no default.
    BlankCell,
    /// A number that can be read in two ways.
    AmbiguousNumber,
    /// The same thing twice.
    Twice,
    /// Two fields that exclude each other.
    Contradiction,
    /// Scenarios or rules that refer to each other in a circle.
    Circle,
    /// A field that may not be set here.
    NotHere,
    /// A table at which nothing can happen.
    NothingHappens,
    /// A share that asks for another number than the simple fraction which it is near to.
    NearFraction,
    /// An id that other programs read as missing.
    ReadsAsMissing,
    /// An id that other programs read as a number, or as true or false.
    ReadsAsNumber,
    /// A file whose encoding is not certain.
    GuessedEncoding,
    /// A column that is no field and no note.
    LeftAlone,
    /// A number beyond the ends of its scale, or all of them far below.
    OffScale,
    /// Something that changes nothing.
    NoEffect,
}

impl Code {
    /// Its name, as `unknown-field`.
    pub const fn name(self) -> &'static str {
        match self {
            Code::UnreadableFile => "unreadable-file",
            Code::OutsideFolder => "outside-folder",
            Code::NotUtf8 => "not-utf-8",
            Code::TooMany => "too-many",
            Code::TooMuch => "too-much",
            Code::Syntax => "syntax",
            Code::BadPath => "bad-path",
            Code::UnknownField => "unknown-field",
            Code::UnknownName => "unknown-name",
            Code::UnknownWord => "unknown-word",
            Code::BadName => "bad-name",
            Code::WrongKind => "wrong-kind",
            Code::OutOfRange => "out-of-range",
            Code::WrongCount => "wrong-count",
            Code::MissingField => "missing-field",
            Code::BlankCell => "blank-cell",
            Code::AmbiguousNumber => "ambiguous-number",
            Code::Twice => "twice",
            Code::Contradiction => "contradiction",
            Code::Circle => "circle",
            Code::NotHere => "not-here",
            Code::NothingHappens => "nothing-happens",
            Code::NearFraction => "near-fraction",
            Code::ReadsAsMissing => "reads-as-missing",
            Code::ReadsAsNumber => "reads-as-number",
            Code::GuessedEncoding => "guessed-encoding",
            Code::LeftAlone => "left-alone",
            Code::OffScale => "off-scale",
            Code::NoEffect => "no-effect",
        }
    }

    /// Whether it is a fault or a doubt.
    pub const fn severity(self) -> Severity {
        match self {
            Code::NearFraction | Code::ReadsAsMissing | Code::ReadsAsNumber => Severity::Warning,
            Code::GuessedEncoding | Code::LeftAlone | Code::OffScale | Code::NoEffect => Severity::Warning,
            _ => Severity::Fault,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
