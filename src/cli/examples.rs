//! What stands at the end of each command's help: examples to type, and the exit status.

use std::fmt::Write;

use clap::builder::{StyledStr, Styles};

/// What somebody wants, and what to type for it, line by line.
type Example = (&'static str, &'static str);

pub const WINSET: &[Example] = &[
    (
        "Write a commented scenario, look at what winset reads in it, simulate it",
        "winset new my-council\n\
         winset check my-council.toml\n\
         winset run my-council.toml",
    ),
    (
        "The Shanghai Cooperation Organisation before and after its enlargements",
        "winset new sco --template sco-enlargement\n\
         winset run sco.toml",
    ),
    ("What the options of a command are, with examples", "winset run --help"),
];

pub const RUN: &[Example] = &[
    ("Simulate every variant, print the table, write results/my-council/", "winset run my-council.toml"),
    ("Again after a change, over that folder", "winset run my-council.toml --force"),
    (
        "Try something without editing the file, in a folder of its own",
        "winset run my-council.toml --set negotiation.rounds=8 --out results/eight",
    ),
    (
        "Set a field of every member, and a rule by its table",
        "winset run my-council.toml --force --set 'members.*.tolerance=0.2' \\\n  --set 'rule={ kind = \"majority\", share = \"2/3\" }'",
    ),
    (
        "A quick look: few worlds, two variants, no figures",
        "winset run my-council.toml --replications 200 --variant four \\\n  --variant five --no-plots --force",
    ),
    (
        "Two figures for a journal's column, as PDF, with captions in a file",
        "winset run my-council.toml --figures endings,map --width 85 --pdf \\\n  --no-titles --force",
    ),
    (
        "As many worlds as it takes to know every pass rate to half a percentage point",
        "winset run my-council.toml --precision 0.005 --force",
    ),
    (
        "A long run that a break does not undo; the same line goes on after one",
        "winset run my-council.toml --replications 1000000 --checkpoint --resume",
    ),
    ("The third of eight parts, for eight machines", "winset run my-council.toml --shard 3/8"),
    (
        "What would be submitted to run it as forty jobs of a cluster;\n  without --dry-run it is, and winset waits for the result",
        "winset run my-council.toml --replications 1000000 \\\n  --on slurm --shards 40 --threads 4 --time 1:00:00 --dry-run",
    ),
    ("The table for a manuscript", "winset run my-council.toml --format markdown --force > table.md"),
];

pub const MERGE: &[Example] = &[
    (
        "Two parts, run anywhere, as one result",
        "winset run my-council.toml --shard 1/2\n\
         winset run my-council.toml --shard 2/2\n\
         winset merge results/my-council-*-of-2",
    ),
    ("Into another folder, without figures", "winset merge parts/* --out results/whole --no-plots"),
];

pub const COMPARE: &[Example] = &[
    (
        "Four rounds against eight, in the same worlds",
        "winset run my-council.toml\n\
         winset run my-council.toml --set negotiation.rounds=8 --out results/eight\n\
         winset compare results/my-council results/eight",
    ),
    ("Differences from another variant than the first", "winset compare results/my-council --baseline five"),
    (
        "Two of the variants, at 90 % intervals",
        "winset compare results/eu results/osce --variant eu27 \\\n  --variant osce57 --level 0.9",
    ),
];

pub const IMPORT: &[Example] = &[
    (
        "Decisions of the EU, tabled by a secretariat at the compromise",
        "winset import deu.csv --format deu --out deu \\\n  --sponsor secretariat --rule majority:2/3\n\
         winset run deu/deu.toml",
    ),
    (
        "Actors with capability, position and salience on one issue",
        "winset import actors.xlsx --format bdm --out actors \\\n  --scale 4:10 --status-quo low --rule consensus",
    ),
];

pub const SCORE: &[Example] = &[
    (
        "Against a table with variant, scope, metric, value, se",
        "winset run my-council.toml\n\
         winset score results/my-council --against observed.csv",
    ),
    (
        "For a manuscript",
        "winset score results/my-council --against observed.xlsx \\\n  --format markdown --no-titles --force",
    ),
];

pub const SWEEP: &[Example] = &[
    ("How the pass rate moves with the polls: a curve", "winset sweep my-council.toml --vary negotiation.rounds=1:9:2"),
    (
        "Two fields: a heat map with the contour of one half",
        "winset sweep my-council.toml --vary negotiation.pressure=0:0.6:0.1 \\\n  --vary 'members.*.tolerance=0:0.4:0.1' --out results/grid",
    ),
    (
        "Rules against each other, and another metric",
        "winset sweep my-council.toml --vary rule=consensus,unanimity \\\n  --metric pass_rate --metric output_per_year --out results/rules",
    ),
    (
        "A hundred points spread over a box, few worlds at each",
        "winset sweep my-council.toml --vary negotiation.pressure=0:1 \\\n  --vary areas.economy.stakes=log:0.1:10 --sample lhs:100 \\\n  --replications 200 --out results/box",
    ),
    (
        "What remains plausible where 70 % were seen to pass",
        "winset sweep my-council.toml --vary negotiation.pressure=0:1:0.05 \\\n  --against observed.csv --discrepancy 0.05 --out results/history",
    ),
    ("A sweep that the scenario keeps as [sweeps.pace]", "winset sweep my-council.toml --name pace"),
    (
        "Its points as twenty jobs of a cluster, each with 8 GB",
        "winset sweep my-council.toml --name pace --on slurm --shards 20 \\\n  --sbatch=--mem=8G",
    ),
];

pub const CHECK: &[Example] = &[
    ("Who was read, what the rule requires at each table, what a run costs", "winset check my-council.toml"),
    (
        "Faults and doubts of many, and nothing of those that are sound",
        "winset check --quiet study-1.toml study-2.toml",
    ),
    ("What another rule would require", "winset check my-council.toml --set rule.kind=unanimity"),
    ("For a program", "winset check my-council.toml --format json"),
];

pub const NEW: &[Example] = &[
    ("A small body with every field explained: my-council.toml", "winset new my-council"),
    ("The same with the members in a table, for a spreadsheet", "winset new my-council --template table"),
    ("Every shipped scenario is a template", "winset new --list\nwinset new studies/sco --template sco-enlargement"),
];

pub const POWER: &[Example] = &[
    (
        "The Security Council",
        "winset new council --template unsc-1966\n\
         winset power council.toml",
    ),
    ("What another rule would give", "winset power council.toml --set rule.kind=unanimity"),
    ("Write council/power.csv", "winset power council.toml --out council"),
];

pub const SENSITIVITY: &[Example] = &[
    (
        "What is assumed of a shipped body: bands, signs, and what moves them",
        "winset new sco --template sco-enlargement\n\
         winset sensitivity sco.toml",
    ),
    (
        "Fields of a scenario that says nothing of its assumptions",
        "winset sensitivity my-council.toml \\\n  --over negotiation.amendment.rate=0.1:0.6 --over 'areas.*.noise=0.2:1'",
    ),
    (
        "Which of many can be forgotten, then whose the variance is",
        "winset sensitivity sco.toml --method morris --out results/screening\n\
         winset sensitivity sco.toml --method sobol --out results/shares \\\n  --assumption noise --assumption status-quo-place --assumption iran",
    ),
    ("As twenty jobs of a cluster", "winset sensitivity sco.toml --method sobol --on slurm --shards 20"),
];

pub const TRACE: &[Example] = &[
    ("The first proposal of the first world, poll by poll", "winset trace my-council.toml"),
    (
        "One that failed at the larger table, with a figure of the texts that\n  would have passed at either",
        "winset trace my-council.toml --variant five --ending shelved \\\n  --out results/story",
    ),
    (
        "A row of proposals.parquet, as a document",
        "winset trace my-council.toml --replication 12 --proposal 3 --format json",
    ),
];

pub const VERIFY: &[Example] = &[
    ("Every check: expected, estimate, standard error, z and source", "winset verify"),
    ("Those of one built-in scenario", "winset verify waiting"),
    (
        "What a check runs, to run it yourself",
        "winset verify --list\n\
         winset verify --show waiting > waiting.toml\n\
         winset run waiting.toml",
    ),
];

pub const SCHEMA: &[Example] = &[(
    "For an editor; the first line of a scenario is then\n  #:schema ./winset.schema.json",
    "winset schema > winset.schema.json",
)];

pub const COMPLETIONS: &[Example] = &[(
    "For bash, zsh, fish: written where the shell looks for them",
    "winset completions bash > ~/.local/share/bash-completion/completions/winset\n\
         winset completions zsh > \"${fpath[1]}/_winset\"\n\
         winset completions fish > ~/.config/fish/completions/winset.fish",
)];

pub const MAN: &[Example] = &[
    ("Read a page", "winset man run | man -l -"),
    ("Write all pages where man looks for them", "winset man --out ~/.local/share/man/man1"),
];

/// What a script can tell from the exit status.
const EXIT_STATUS: [(&str, &str); 5] = [
    ("0", "done"),
    ("1", "the scenario or the data is at fault, or a check failed"),
    ("2", "the command line is at fault"),
    ("75", "try again: another run is writing this result, or there is no room"),
    ("130", "interrupted"),
];

/// The end of a command's help.
pub fn listed(examples: &[Example]) -> StyledStr {
    let mut text = StyledStr::new();
    heading(&mut text, "Examples");
    for (index, (purpose, commands)) in examples.iter().enumerate() {
        let apart = if index == 0 { "" } else { "\n" };
        let commands = commands.replace('\n', "\n    ");
        // Writing to a string cannot fail.
        let _ = write!(text, "{apart}\n  {purpose}:\n    {commands}");
    }
    text
}

/// The end of the help of the whole.
pub fn program() -> StyledStr {
    let mut text = listed(WINSET);
    let _ = write!(text, "\n\n");
    heading(&mut text, "Exit status");
    for (status, meaning) in EXIT_STATUS {
        let _ = write!(text, "\n  {status:<4} {meaning}");
    }
    text
}

/// A heading as clap writes its own.
fn heading(text: &mut StyledStr, heading: &str) {
    let style = *Styles::styled().get_header();
    let _ = write!(text, "{style}{heading}:{style:#}");
}
