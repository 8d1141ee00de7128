use super::*;
use crate::scenario::{Options, parse};

fn read(text: &str) -> Inventory {
    let scenario = parse("t.toml", text, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"));
    Inventory::of(&scenario, 2)
}

/// So many members with votes 1, 2, 3, …, the first of them founders.
fn body(members: usize, founders: usize, further: &str) -> String {
    let member = |index: usize| {
        let group = if index < founders { "groups = ['founders']\n" } else { "" };
        format!("[members.m{index:03}]\nideal = [0.5]\nvotes = {}\n{group}", index + 1)
    };
    let members: String = (0..members).map(member).collect();
    format!("[space]\ndimensions = ['x']\n{members}[areas.k]\n[areas.l]\n{further}")
}

#[test]
fn everything_that_was_read_is_told() {
    let text = read(&body(
        9,
        6,
        "share = 3\nrule = 'unanimity'\n[agenda]\nstart = 2017\nyears = 8\n[secretariat]\ninitiative = 0.5\n\
         [rule]\nkind = 'majority'\nof = 'votes'\nshare = 0.7\n\
         [variants.six]\nlabel = 'Six'\nmembers = ['@founders']\n\
         [variants.nine]\nset = { \"areas.l.rule\" = 'consensus', \"members.m008.status\" = 'observer' }\n",
    ))
    .text(100);
    for line in [
        "  title       t\n",
        "  space       x\n",
        "  members     9: m000, m001, m002, m003, m004, m005, m006, m007, m008\n",
        "  groups      founders 6\n",
        "  weights     votes 45 in all\n",
        "  secretariat tables 0.5 a session\n",
        "  areas       k 25 %, l 75 %\n",
        "  agenda      8 sessions in 8 years from 2017\n",
        "  variants    six (Six): 6 members\n",
        "                k: majority: 15 of 21 votes in favour\n",
        "                l: unanimity: all 6 support\n",
        "              nine: 8 members, 1 observer\n",
        "                k: majority: 26 of 36 votes in favour\n",
        "                l: consensus: nobody of 8 objects\n",
        "  a run       2,000 worlds of 2 variants, about ",
    ] {
        assert!(text.contains(line), "{line}is not in\n{text}");
    }
}

#[test]
fn what_changes_in_time_is_told_with_its_date() {
    let text = read(&body(
        4,
        2,
        "threat_response = 1\n[agenda]\nstart = 2001\nyears = 10\n[negotiation]\nsessions = 3\n\
         [rule]\nkind = 'consensus'\nfallback = { after = 2, rule = 'unanimity' }\n\
         [events.entry]\nlabel = 'Entry'\nat = 2005-01-01\njoin = ['m002', 'm003']\n\
         [events.gap]\nat = 2005.2\nset = { \"members.m001.influence\" = 2 }\n\
         [events.rules]\nat = 2008\nsuspend = ['m003']\nset = { \"areas.l.rule\" = 'opt-out' }\n\
         [events.late]\nat = 2050\nleave = ['m000']\n\
         [pulses.war]\nat = 2003\nsize = 1\nhalf_life = 1\n[pulses.unrest]\nrate = 0.25\nsize = 1\nhalf_life = 1\n\
         [periods.first]\nfrom = 2001\nto = 2005\n[variants.v]\nmembers = ['@founders']\n",
    ))
    .text(120);
    let lines = "  threats     war 2003, unrest 0.25 a year\n  periods     first 2001 to 2005\n\
                 \x20 variants    v: 2 members\n\
                 \x20               consensus: nobody of 2 objects; after 2 sessions in vain unanimity: all 2 support\n\
                 \x20               from session 2005.50: Entry 2005, gap 2005.20; 4 members\n\
                 \x20                 consensus: nobody of 4 objects; after 2 sessions in vain unanimity: all 4 support\n\
                 \x20               from session 2008.50: rules 2008; 3 members, 1 observer\n\
                 \x20                 k: consensus: nobody of 3 objects; after 2 sessions in vain unanimity: all 3 support\n\
                 \x20                 l: opt-out: 2 of 3 members go ahead\n\
                 \x20 a run";
    assert!(text.contains(lines), "{lines}\nis not in\n{text}");
}

#[test]
fn assumptions_are_told_with_what_they_may_be() {
    let assumed = "[assumptions.noise]\nlabel = 'Noise'\npath = 'areas.k.noise'\nrange = [0.1, 2]\n\
                   [assumptions.rule]\npath = 'rule'\nvalues = ['consensus', 'unanimity']\n";
    let text = read(&body(3, 0, assumed)).text(100);
    assert!(text.contains("  assumed     Noise (0.1 to 2), rule (\"consensus\", \"unanimity\")\n"), "{text}");
}

#[test]
fn weights_that_a_variant_changes_are_its_own() {
    let set = "rule = { kind = 'majority', of = 'votes', quota = 5 }\n\
               [variants.now]\n[variants.then]\nset = { \"members.m000.votes\" = 6 }\n";
    let text = read(&body(2, 0, &set.replace("rule", "rule = 'consensus'\n[areas.n]\nrule"))).text(100);
    assert!(text.contains("n: majority: never met: 5 of 3 votes in favour"), "{text}");
    assert!(text.contains("n: majority: 5 of 8 votes in favour"), "{text}");
}

#[test]
fn a_large_body_stays_readable() {
    let variants: String = (0..40).map(|index| format!("[variants.v{index}]\n")).collect();
    let inventory = read(&body(193, 5, &variants));
    let text = inventory.text(80);
    assert!(text.contains("m011 … and 181 more") && text.contains("… and 20 more"), "{text}");
    assert!(text.lines().count() < 60 && text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert_eq!((inventory.members.len(), inventory.variants.len()), (193, 40), "programs get all");
}

#[test]
fn no_more_threads_are_counted_than_have_something_to_do() {
    let cost = read(&body(3, 0, "[run]\nreplications = 20\n")).cost;
    assert_eq!((cost.threads, cost.replications), (1, 20));
    assert!((cost.proposals - 60.0).abs() < 1e-9, "one a session and member");
}
