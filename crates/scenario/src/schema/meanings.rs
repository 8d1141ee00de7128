//! A line on what each field means. A test holds it against what is asked for.

use crate::asked::EACH;

type Lines = &'static [(&'static str, &'static str)];

/// What stands in `field` of the table called `table`; of the table itself where `field` is empty.
pub(super) fn meaning(table: &str, field: &str) -> Option<&'static str> {
    let (_, lines) = MEANINGS.iter().find(|(name, _)| *name == table)?;
    lines.iter().find(|(name, _)| *name == field).map(|(_, meaning)| *meaning)
}

const LABEL: (&str, &str) = ("label", "Name in tables and figures; the id where it is not given");
const KIND: (&str, &str) = ("kind", "Which rule it is");
const FALLBACK: (&str, &str) = ("fallback", "Another rule for proposals that have failed in so many sessions");
const AMENDMENT: (&str, &str) = ("kind", "What happens to the text after a poll that fails");
const SOURCE: (&str, &str) = ("source", "Who pays those in the way their shortfall");
const STATUS_QUO: (&str, &str) =
    ("kind", "Whether each proposal has a status quo of its own or the area has one policy");

/// By table, in the order of the documentation.
pub(super) const MEANINGS: &[(&str, Lines)] = &[
    (
        "a scenario",
        &[
            ("scenario", "What the scenario is called, is about and comes from"),
            ("space", "The policy dimensions"),
            ("members", "Who negotiates, by id, at least two; or the name of a CSV file with one member a line"),
            ("relations", "What members think of each other's proposals"),
            ("areas", "What is negotiated about, by id, at least one"),
            ("issues", "Real proposals: a list of what is decided, and what members want of each"),
            ("secretariat", "A secretariat that sponsors, if the section is there"),
            ("rule", "When a proposal is adopted: a table with a kind, the kind alone, or a rule of [rules]"),
            ("rules", "Rules with a name, to which `rule` can refer"),
            ("negotiation", "How proposals are opened, polled and amended"),
            ("agenda", "How long it goes on and how many proposals there are"),
            ("events", "What happens at a date: who joins or leaves, what changes"),
            ("pulses", "Threats from outside that jump and fade"),
            ("periods", "Sessions that are reported together"),
            ("variants", "What is compared; the first is the baseline of every difference"),
            ("design", "Crosses lists of variants"),
            ("decompositions", "Shares a change from one variant to another out among what it is made of"),
            ("assumptions", "What nobody has measured, and what it may be, for `winset sensitivity`"),
            ("sweeps", "Fields that `winset sweep` varies"),
            ("run", "How it is run"),
            ("extends", "Another scenario, a file in the same folder or below it, that this one changes"),
        ],
    ),
    (
        "[scenario]",
        &[
            ("title", "Heading of tables and figures; the file's name where it is not given"),
            ("description", "What it is about"),
            ("sources", "Where its numbers come from: text, or a list of texts"),
        ],
    ),
    (
        "the space",
        &[("dimensions", "Names of the 1 to 8 policy dimensions"), (EACH, "What is said of a dimension: [space.NAME]")],
    ),
    (
        "a dimension",
        &[
            ("label", "What it is called; its name where it is not given"),
            ("low", "What its low end stands for"),
            ("high", "What its high end stands for"),
        ],
    ),
    (
        "a member",
        &[
            LABEL,
            ("ideal", "Ideal point: a number for each dimension"),
            (
                "ideal_sd",
                "Uncertainty about the ideal point: standard deviation of one draw a replication and dimension",
            ),
            ("ideal_distribution", "Law of that draw"),
            ("salience", "Weight of each dimension in its loss"),
            ("tolerance", "Loss that it swallows without objecting, for all areas or by area"),
            ("deference", "How much of the pressure of those who do not object it feels"),
            ("influence", "Weight of its position in amendments and in the centroid; no vote"),
            ("initiative", "Expected proposals a session"),
            ("interests", "Factors on the areas' shares among its own proposals, by area"),
            ("worthwhile", "Least share of its own ideal gain for which it goes on sponsoring"),
            (
                "outside_option",
                "Share of its own ideal gain that it has without this organisation, for all areas or by area",
            ),
            ("votes", "Votes, for rules of = \"votes\""),
            ("weights", "Further weights by name, for rules that name them"),
            ("susceptibility", "How far its position moves towards the others' mean after each poll that fails"),
            ("socialisation", "How far its ideal point moves towards the members' mean with every session"),
            ("groups", "Groups that it belongs to; members with the same first one share noise"),
            ("status", "An observer sponsors and persuades, but has no response"),
        ],
    ),
    (
        "[issues]",
        &[
            ("file", "The issues: the name of a table, one a line, or a table by id"),
            (
                "positions",
                "What members want: the name of a table, an issue and member a line, or tables by issue and member",
            ),
            ("missing", "What a member without a row wants: nothing, or its ideal point"),
            ("draw", "Whether every proposal comes up once a world, or as often as sponsors table something"),
        ],
    ),
    (
        "an issue",
        &[
            LABEL,
            ("area", "The area it is in; goes without saying where there is one"),
            ("proposal", "Issues with the same name here are negotiated together; the id where it is not given"),
            ("dimension", "The dimension of the space it is in; goes without saying where there is one"),
            ("scale_low", "The lower end of its scale"),
            ("scale_high", "The upper end of its scale"),
            ("status_quo", "Where policy lies; anywhere on the scale where it is not given"),
            ("sponsor", "A member, or \"secretariat\"; drawn by initiative where it is not given"),
            ("text", "What is tabled, as it is; the sponsor opens where it is not given"),
            ("rule", "A rule of [rules] or a kind; the area's where it is not given"),
            ("date", "It comes up in the first session at or after it; in the first one where it is not given"),
            ("outcome", "What came out, for comparison"),
        ],
    ),
    (
        "a position",
        &[
            ("position", "Where the member stands, in the units of the scale"),
            ("salience", "How much it cares, from 0 to 100"),
            ("position_sd", "Standard deviation of the error with which the position was measured"),
        ],
    ),
    (
        "[secretariat]",
        &[
            ("ideal", "Where its proposals aim: a point, \"centroid\", or a law from which each is drawn"),
            ("initiative", "Expected proposals a session"),
            ("worthwhile", "It gives up a text that keeps less than this share of the change with which it opened"),
        ],
    ),
    (
        "`ideal`",
        &[
            ("mean", "Mean, a number for all dimensions or for each"),
            ("sd", "Standard deviation, a number for all dimensions or for each"),
            ("distribution", "Law of the draw"),
        ],
    ),
    (
        "a relation",
        &[
            ("between", "Two members"),
            ("affinity", "What each adds to its evaluation of anything that the other sponsors"),
            ("directed", "Only the first one's evaluation of what the second one sponsors"),
            ("areas", "Areas to which it is limited; all where they are not given"),
        ],
    ),
    (
        "an area",
        &[
            LABEL,
            ("share", "Relative frequency of proposals, a number or a fraction such as \"1/3\""),
            ("relevance", "Weight of each dimension here"),
            ("noise", "Spread of positions on a concrete issue around the ideal point"),
            ("group_correlation", "Correlation of that spread among members with the same first group"),
            ("stakes", "Utility per unit of loss"),
            ("urgency", "What failing costs each member that has a stake"),
            ("threat_response", "What failing costs each member that has a stake, per unit of the threat"),
            ("shock_sd", "Standard deviation of what else moves an inclination"),
            ("rule", "This area's rule; the scenario's where it is not given"),
            ("status_quo", "The policy that a proposal would change"),
        ],
    ),
    (
        "a `status_quo` that is drawn",
        &[
            ("", "Drawn for each proposal"),
            STATUS_QUO,
            ("mean", "Mean, a number for all dimensions or for each"),
            ("sd", "Standard deviation, a number for all dimensions or for each"),
            ("distribution", "Law of the draw"),
        ],
    ),
    (
        "a `status_quo` that evolves",
        &[
            ("", "The area has one policy, which drifts and becomes the text of what is adopted"),
            STATUS_QUO,
            ("start", "Where it begins"),
            ("drift_sd", "How far it drifts, per square root of a year"),
        ],
    ),
    ("a rule of kind \"consensus\"", &[("", "Nobody objects"), KIND, FALLBACK]),
    ("a rule of kind \"unanimity\"", &[("", "Everybody supports"), KIND, FALLBACK]),
    (
        "a rule of kind \"consensus-minus\"",
        &[
            ("", "At most k object, or nobody but those named"),
            KIND,
            FALLBACK,
            ("k", "How many may object"),
            ("except", "Members who may object"),
        ],
    ),
    (
        "a rule of kind \"majority\"",
        &[
            ("", "Supporters reach a share of the whole, exceed it, or reach a quota"),
            KIND,
            FALLBACK,
            ("share", "Share of the whole that is reached, a number or a fraction such as \"2/3\""),
            ("more_than", "Share of the whole that is exceeded, a number or a fraction such as \"1/2\""),
            ("quota", "How much is reached in absolute terms"),
            ("of", "What is counted: \"members\", \"votes\" or a weight"),
            ("abstention", "Whether who neither supports nor objects is part of the whole"),
        ],
    ),
    (
        "a rule of kind \"veto\"",
        &[
            ("", "None of these objects"),
            KIND,
            FALLBACK,
            ("members", "Members who hold a veto"),
            ("groups", "Groups whose members hold a veto"),
        ],
    ),
    (
        "a rule of kind \"opt-out\"",
        &[
            ("", "Those who do not object go ahead where they are enough; objectors leave the decision"),
            KIND,
            FALLBACK,
            ("participants", "Share of the members with a response that is enough"),
        ],
    ),
    (
        "a rule of kind \"constructive-abstention\"",
        &[
            ("", "Nobody objects, and not too many abstain"),
            KIND,
            FALLBACK,
            ("max_share", "Share of the members whose abstention is too many"),
            ("of", "A weight of which those who abstain have to hold as large a share"),
        ],
    ),
    ("a rule of kind \"all\"", &[("", "Every one of some rules is met"), KIND, FALLBACK, ("rules", "The rules")]),
    ("a rule of kind \"any\"", &[("", "One of some rules is met"), KIND, FALLBACK, ("rules", "The rules")]),
    (
        "a `fallback`",
        &[
            ("after", "In how many sessions a proposal has to have failed, counted from tabling"),
            ("rule", "The rule that is in force then"),
        ],
    ),
    (
        "[negotiation]",
        &[
            ("loss", "Shape of the loss: weighted squared distance, or its root"),
            ("opening", "Whether a sponsor opens with what it wants, or with the most that it expects to pass"),
            ("ambition", "Share of the way from the status quo to its position with which a sponsor opens"),
            ("information_sd", "Error with which a sponsor who anticipates sees each other member's position"),
            ("withhold", "Whether a sponsor who expects nothing to pass tables nothing"),
            ("rounds", "Polls a session"),
            ("sessions", "Sessions that may take a proposal up before it is shelved"),
            ("pressure", "Cost of objecting while nobody else does"),
            ("amendment", "What happens to the text after a poll that fails"),
            ("compensation", "Who pays those in the way their shortfall"),
            ("linkage", "Whether proposals that failed in a session are tried in pairs at its end"),
            ("shock_persistence", "Share of a shock that is left a session later"),
        ],
    ),
    ("an amendment of kind \"none\"", &[("", "The text stays as it is"), AMENDMENT]),
    (
        "an amendment of kind \"concede\"",
        &[
            ("", "The sponsor concedes to those who object"),
            AMENDMENT,
            ("rate", "Share of the way that it goes each time"),
        ],
    ),
    (
        "an amendment of kind \"mediate\"",
        &[("", "A mediator looks for a text that nobody objects to"), AMENDMENT, ("relaxation", "Length of its steps")],
    ),
    ("no compensation", &[("", "Nobody is paid"), SOURCE]),
    ("compensation from a fund", &[("", "A fund pays"), SOURCE, ("budget", "Utility a session for all its items")]),
    (
        "compensation by gainers",
        &[("", "Those who gain pay"), SOURCE, ("willingness", "Share of its gain that each pays at most")],
    ),
    (
        "[agenda]",
        &[
            ("start", "When time begins: years, or a date without quotes"),
            ("years", "Length of the horizon"),
            ("sessions_per_year", "Sessions a year"),
            ("arrivals", "Whether the number of proposals varies by chance"),
            (
                "initiative_sd",
                "Standard deviation of a factor of mean 1 on everybody's initiative, drawn for each session",
            ),
            ("order", "Who is taken up first: what was carried over, or new items"),
            ("capacity", "Most items that a session takes up; no limit where it is not given"),
            ("months_per_round", "Duration of a poll in months"),
        ],
    ),
    (
        "an event",
        &[
            LABEL,
            ("at", "When: years, a date without quotes, or \"never\""),
            ("join", "Who takes part from then on: ids and \"@group\"s"),
            ("leave", "Who takes no part any more"),
            ("suspend", "Who is an observer that does not sponsor"),
            ("resume", "Whose suspension ends"),
            ("transition", "Years in which the initiative of those who join rises from 0 to its value"),
            ("transition_rights", "Whether those who join may object in these years"),
            ("set", "Fields that change, by path or by table"),
        ],
    ),
    (
        "a pulse",
        &[
            LABEL,
            ("at", "When it jumps, once: years, a date without quotes, or \"never\""),
            ("rate", "How often a year it jumps by chance"),
            ("size", "By how much it jumps"),
            ("half_life", "Years in which what is left halves"),
        ],
    ),
    ("a period", &[LABEL, ("from", "The first date"), ("to", "The date before which it ends")]),
    (
        "a variant",
        &[
            LABEL,
            ("extends", "Another variant that this one goes on from"),
            ("members", "Who is present: ids and \"@group\"s; \"-id\" and \"-@group\" leave out"),
            ("set", "Fields that differ, by path or by table"),
        ],
    ),
    (
        "a decomposition",
        &[
            LABEL,
            ("from", "The variant that it begins with"),
            ("to", "The variant that it ends with"),
            ("factors", "What changes: lists of members, or tables"),
            ("orders", "How many orders of the factors are sampled, an even number; needed above eight factors"),
        ],
    ),
    (
        "a factor",
        &[
            LABEL,
            ("members", "Who comes to the table, or leaves it"),
            ("set", "Fields that change, by path or by table"),
        ],
    ),
    (
        "an assumption",
        &[
            LABEL,
            ("path", "The field, such as negotiation.amendment.rate; or several that go together"),
            ("range", "Any number between these two"),
            ("factor", "What the scenario says is multiplied by any number between these two"),
            ("values", "One of these"),
            ("scale", "Whether differences or ratios are equally likely"),
            ("reason", "Why it may be that and not more"),
            ("source", "Who says so"),
        ],
    ),
    (
        "a sweep",
        &[
            LABEL,
            (
                "vary",
                "Fields by path, each with its values: \"LOW:HIGH:STEP\", \"log:LOW:HIGH:COUNT\", \"a,b,c\", or a list",
            ),
            ("sample", "Points spread over the box instead of the grid: \"lhs:N\" or \"sobol:N\""),
            ("replications", "Worlds at every point; those of [run] where it is not given"),
            ("metric", "What is drawn and printed: a name or a list of them"),
            ("threshold", "Where heat maps have a contour"),
        ],
    ),
    (
        "[run]",
        &[
            ("replications", "Number of worlds"),
            ("seed", "What the draws begin with"),
            ("feasibility", "Whether to decide for each proposal if any text would have done; costs time"),
            ("level", "How often intervals are to contain the truth"),
        ],
    ),
];
