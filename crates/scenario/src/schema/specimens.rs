//! Scenarios that together have every table that there is, so that reading them asks for every field of the format.

/// What every specimen begins with.
const COMMON: &str = r#"
[scenario]
title = "Specimen"
[space]
dimensions = ["x", "y"]
[space.x]
label = "First"
[members.a]
ideal = [0, 1]
weights = { population = 2 }
[members.b]
ideal = [1, 0]
weights = { population = 3 }
[members.c]
ideal = [1, 1]
weights = { population = 4 }
"#;

/// A rule of every kind, and what a `kind` or a `source` says in other places.
const KINDS: &str = r#"
[rules]
consensus-of-all = { kind = "consensus", fallback = { after = 1, rule = "unanimity" } }
everybody = { kind = "unanimity" }
but-one = { kind = "consensus-minus", k = 1 }
but-a = { kind = "consensus-minus", except = ["a"] }
most = { kind = "majority", share = "1/2" }
not-without-a = { kind = "veto", members = ["a"] }
willing = { kind = "opt-out" }
constructive = { kind = "constructive-abstention", max_share = "1/3" }
both = { kind = "all", rules = ["everybody", "most"] }
either = { kind = "any", rules = ["everybody", "most"] }
[areas.drawn]
status_quo = { kind = "drawn", sd = 1 }
[areas.evolving]
status_quo = { kind = "evolving", start = 0 }
[secretariat]
ideal = { mean = 0, sd = 1 }
[negotiation]
amendment = { kind = "none" }
compensation = { source = "none" }
[variants.plain]
[variants.concede.set.negotiation]
amendment = { kind = "concede", rate = 0.1 }
compensation = { source = "fund", budget = 1 }
[variants.mediate.set.negotiation]
amendment = { kind = "mediate" }
compensation = { source = "gainers", willingness = 0.5 }
"#;

/// Every section that KINDS has not.
const SECTIONS: &str = r#"
[areas.k]
status_quo = { sd = 1 }
[[relations]]
between = ["a", "b"]
affinity = -1
[agenda]
start = 2000
years = 4
[events.entry]
at = 2001
join = ["c"]
[pulses.jump]
at = 2002
size = 1
half_life = 1
[periods.early]
from = 2000
to = 2002
[variants.two]
members = ["a", "b"]
[variants.three]
[decompositions.growth]
from = "two"
[decompositions.growth.factors.entry]
members = ["c"]
[decompositions.growth.factors.rounds.set]
"negotiation.rounds" = 2
[assumptions.pressure]
path = "negotiation.pressure"
range = [0, 1]
[sweeps.rounds]
vary = { "negotiation.rounds" = [1, 2] }
"#;

/// A list, without a space.
const LIST: &str = r#"
[members.a]
[members.b]
[areas.k]
[issues.file.one]
status_quo = 50
[issues.positions.one]
a = { position = 10, salience = 100 }
b = { position = 20, position_sd = 1 }
"#;

/// All of them, each with its name in messages.
pub(super) fn all() -> [(&'static str, String); 3] {
    [("list", LIST.to_owned()), ("kinds", format!("{COMMON}{KINDS}")), ("sections", format!("{COMMON}{SECTIONS}"))]
}
