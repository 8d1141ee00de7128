//! Numbers that no study has.

use winset::engine::{Observer, Outcome, Poll, Proposal, Simulation, World};
use winset::scenario::Code;

use super::{one_fault, refused, sound, with};

const FIELDS: [(&str, &str); 21] = [
    ("ideal = [0.0", "ideal = [#, 0]"),
    ("initiative", "initiative = #"),
    ("initiative", "tolerance = #"),
    ("initiative", "worthwhile = #"),
    ("initiative", "votes = #"),
    ("initiative", "salience = { x = # }"),
    ("initiative", "tolerance = { k = # }"),
    ("initiative", "influence = #"),
    ("initiative", "weights = { gdp = # }"),
    ("status_quo", "stakes = #"),
    ("status_quo", "urgency = #"),
    ("status_quo", "group_correlation = #"),
    ("status_quo", "status_quo = { sd = # }"),
    ("status_quo", "shock_sd = #"),
    ("rounds", "pressure = #"),
    ("rounds", "rounds = #"),
    ("rounds", "amendment = { kind = 'concede', rate = # }"),
    ("rounds", "ambition = #"),
    ("[run]", "[agenda]\ninitiative_sd = #\n[run]"),
    ("[run]", "[secretariat]\nideal = { mean = # }\n[run]"),
    ("replications", "seed = #"),
];

#[test]
fn what_is_not_finite_or_far_too_large_is_refused_everywhere() {
    for number in ["nan", "+nan", "-nan", "inf", "+inf", "-inf", "1e308", "-1e308", "1e309", "1.7976931348623157e308"] {
        for (line, instead) in FIELDS {
            refused(&with(line, &instead.replace('#', number)), "must be ");
        }
    }
}

#[test]
fn whole_numbers_beyond_64_bits_are_named() {
    for number in ["9223372036854775808", "99999999999999999999999999", "0x8000000000000000", "0xffffffffffffffffff"] {
        for (line, instead) in FIELDS {
            refused(&with(line, &instead.replace('#', number)), "this whole number is too large");
        }
    }
    refused(&with("initiative", "initiative = 9223372036854775807"), "`initiative` must be at least 0 and at most 500");
}

#[test]
fn numbers_may_be_written_in_every_way() {
    let spelt =
        |number: &str| sound(&with("rounds", &format!("rounds = {number}"))).variants[0].model().negotiation.rounds;
    assert_eq!(["0x1f", "0o17", "0b11", "1_0"].map(spelt), [31, 15, 3, 10]);
    for zero in ["-0.0", "-0", "0e0", "0e-400", "-0e9"] {
        let model = &sound(&with("initiative", &format!("tolerance = {zero}"))).variants[0].timeline.spans[0].model;
        assert!(model.members[1].tolerance[0].is_sign_positive(), "{zero}");
    }
    sound(&with("ideal = [0.0", "ideal = [5e-324, -2.2250738585072011e-308]"));
    refused(&with("rounds", "rounds = 2.0"), "`rounds` must be a whole number");
    refused(&with("status_quo", "share = -0.0"), "`share` must be at least 1e-12");
}

#[test]
fn what_would_take_too_much_is_refused_with_the_limit_or_the_estimate() {
    refused(&with("replications", "replications = 0"), "`replications` must be from 1 to 1000000000");
    refused(&with("replications", "replications = 1_000_000_001"), "from 1 to 1000000000");
    refused(&with("initiative", "initiative = 1e9"), "at most 500");
    let agenda = |fields: &str| with("[run]", &format!("[agenda]\n{fields}\n[run]"));
    refused(&agenda("years = 1e6"), "the horizon has 1000000 sessions, at most 10000 are run");
    refused(&agenda("years = 1e6\nsessions_per_year = 1e6"), "at most 10000 are run");
    assert_eq!(sound(&agenda("years = 1e-300")).variants[0].model().agenda.sessions, 1, "at least one is held");
    refused(&agenda("capacity = 0"), "`capacity` must be from 1 to 4294967295");
    sound(&agenda("capacity = 4294967295"));
    let busy = with("replications", "replications = 1_000_000_000");
    refused(&format!("{busy}[agenda]\nyears = 10000\n"), "this would take about");
    sound(&with("replications", "replications = 1_000_000"));
}

#[test]
fn ranges_end_where_they_say() {
    for (line, instead, most, beyond) in [
        ("ideal = [0.0", "ideal = [#, 0]", "1e9", "1.1e9"),
        ("ideal = [0.0", "ideal = [#, 0]", "-1e9", "-1.1e9"),
        ("initiative", "tolerance = #", "1e24", "1.1e24"),
        ("initiative", "salience = #", "1e12", "1.1e12"),
        ("initiative", "salience = #", "1e-12", "9e-13"),
        ("initiative", "influence = #", "1e-12", "9e-13"),
        ("initiative", "votes = #", "1e15", "1.1e15"),
        ("initiative", "votes = #", "1e-12", "9e-13"),
        ("initiative", "votes = #", "0", "-1e-12"),
        ("status_quo", "stakes = #", "1e-12", "0"),
        ("status_quo", "group_correlation = #", "0.999", "1"),
        ("status_quo", "urgency = #", "1e24", "-1"),
        ("rounds", "pressure = #", "1e24", "1.1e24"),
        ("[run]", "[agenda]\ninitiative_sd = #\n[run]", "10", "10.1"),
    ] {
        sound(&with(line, &instead.replace('#', most)));
        let text = with(line, &instead.replace('#', beyond));
        let spoilt = instead.replace('#', beyond);
        let spoilt = spoilt.lines().find(|line| line.contains(beyond)).expect("a line");
        let at = 1 + text.lines().position(|line| line == spoilt).expect("it is there");
        one_fault(&text, Code::OutOfRange, at, "must be ");
    }
}

/// Whether everything that happens has numbers.
#[derive(Default)]
struct Finite {
    ended: usize,
}

impl Finite {
    fn check(&self, numbers: &[f64], what: &str) {
        assert!(numbers.iter().all(|number| number.is_finite()), "{what}: {numbers:?}");
    }
}

impl Observer for Finite {
    fn polled(&mut self, _: u32, proposal: &Proposal, _: &Poll) {
        self.check(&proposal.text, "text");
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        self.ended += 1;
        self.check(&proposal.text, "text");
        let points = (0..proposal.positions.members()).flat_map(|member| proposal.positions.of(member));
        self.check(&points.collect::<Vec<f64>>(), "positions");
        self.check(&outcome.gains, "gains");
    }
}

/// A scenario in which every number of one kind is as large, or as small, as it may be.
/// What goes on beside amendments, at the same extremes.
fn mechanisms([position, spread, _, utility, _]: [&str; 5]) -> String {
    format!(
        "opening = 'anticipate'\ninformation_sd = {spread}\nlinkage = true\n\
         compensation = {{ source = 'fund', budget = {utility} }}\n\
         [areas.l]\nthreat_response = -{utility}\nrule = {{ kind = 'consensus', fallback = {{ after = 1, rule = 'opt-out' }} }}\n\
         status_quo = {{ kind = 'evolving', start = -{position}, drift_sd = {spread} }}\n\
         [pulses.p]\nrate = 1\nsize = {position}\nhalf_life = 0.01\n[pulses.q]\nat = 1\nsize = -{position}\nhalf_life = 1e9\n\
         [events.e]\nat = 2\nsuspend = ['c']\nset = {{ \"members.a.ideal.x\" = -{position}, \"members.*.susceptibility\" = 1, \
         \"members.*.socialisation\" = 1, \"negotiation.compensation\" = {{ source = 'gainers', willingness = 1 }} }}\n"
    )
}

fn extreme([position, spread, factor, utility, weight]: [&str; 5], further: &str) -> String {
    let member = |id: &str, sign: &str, group: &str| {
        format!(
            "[members.{id}]\nideal = [{sign}{position}, {position}]\nideal_sd = {spread}\nsalience = {factor}\ninfluence = {factor}\n\
             deference = {factor}\ntolerance = {utility}\nvotes = {weight}\ngroups = ['{group}']\ninterests = {{ k = {factor} }}\n"
        )
    };
    format!(
        "[space]\ndimensions = ['x', 'y']\n{}{}{}[secretariat]\nideal = {{ mean = -{position}, sd = {spread} }}\n\
         [[relations]]\nbetween = ['a', 'b']\naffinity = -{utility}\n\
         [areas.k]\nshare = {factor}\nrelevance = {factor}\nnoise = {spread}\nstakes = {factor}\nurgency = {utility}\n\
         shock_sd = {utility}\ngroup_correlation = 0.5\nstatus_quo = {{ mean = -{position}, sd = {spread} }}\n\
         [agenda]\nyears = 4\ninitiative_sd = 1\n[run]\nreplications = 2\n\
         [negotiation]\nrounds = 6\nsessions = 2\nshock_persistence = 0.5\n{further}\n",
        member("a", "", "g"),
        member("b", "-", "g"),
        member("c", "", "h"),
    )
}

#[test]
fn whatever_the_ranges_allow_gives_numbers() {
    let amendments = [
        "amendment = 'mediate'",
        "amendment = { kind = 'concede', rate = 1 }",
        "loss = 'linear'\namendment = 'mediate'",
    ];
    let numbers = [
        ["1e9", "1e9", "1e12", "1e24", "1e15"],
        ["1e9", "1e9", "1e12", "0", "1e-12"],
        ["1e9", "0", "1e-12", "1e24", "1e-12"],
        ["1e-300", "1e-300", "1e12", "1e-300", "1e15"],
        ["5e-324", "5e-324", "1e-12", "5e-324", "1e-12"],
        ["0", "0", "1e-12", "0", "1"],
    ];
    let rules = ["[rule]\nkind = 'consensus'", "[rule]\nkind = 'majority'\nshare = '2/3'\nof = 'votes'"];
    for extremes in numbers {
        for (amendment, rule) in amendments.iter().flat_map(|amendment| rules.map(|rule| (*amendment, rule))) {
            let plain = format!("{amendment}\npressure = {}\n{rule}", extremes[3]);
            let further = format!("{amendment}\npressure = {}\n{}{rule}", extremes[3], mechanisms(extremes));
            for text in [plain, further] {
                let scenario = sound(&extreme(extremes, &text));
                let mut finite = Finite::default();
                for replication in 0..20 {
                    let world = World { seed: 1, replication };
                    Simulation::new(&scenario.variants[0].timeline, true).run(world, &mut finite);
                }
                assert!(finite.ended > 0, "{extremes:?} {text}");
            }
        }
    }
}
