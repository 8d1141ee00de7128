//! Published games, to the integer.

use super::*;

/// A game whose numbers are known: winning coalitions, and by member swings and Shapley–Shubik as a fraction.
struct Known {
    rule: Rule,
    winning: u128,
    swings: &'static [u128],
    shapley_shubik: &'static [(u128, u128)],
}

impl Known {
    fn check(&self) {
        let seats = self.swings.len();
        let counts = counts(&self.rule, seats);
        let swings: Vec<u128> = counts.swings.iter().map(|by_size| by_size.iter().sum()).collect();
        assert_eq!(counts.winning.iter().sum::<u128>(), self.winning);
        assert_eq!(swings, self.swings);
        for (by_size, &(numerator, denominator)) in counts.swings.iter().zip(self.shapley_shubik) {
            assert_eq!(pivots(by_size) * denominator, numerator * factorial(seats));
        }
        self.check_indices(&swings);
    }

    /// Coleman (1971), Banzhaf (1965) and Shapley & Shubik (1954) by their definitions.
    fn check_indices(&self, swings: &[u128]) {
        let seats = swings.len();
        let game = power(&self.rule, seats, &Effort::default()).binary;
        let (winning, total) = (self.winning as f64, (1_u128 << seats) as f64);
        assert_eq!((game.winning.value, game.total.value), (winning, total));
        assert_eq!((game.act.value, game.act.std_error), (winning / total, None));
        let all: u128 = swings.iter().sum();
        for (seat, member) in game.members.iter().enumerate() {
            let swings = swings[seat] as f64;
            assert_eq!(member.banzhaf_absolute.value, swings / (total / 2.0));
            assert_eq!(member.banzhaf.unwrap().value, swings / all as f64);
            assert_eq!(member.prevent.unwrap().value, swings / winning);
            assert_eq!(member.initiate.unwrap().value, swings / (total - winning));
            assert_eq!(member.shapley_shubik.unwrap().std_error, None);
        }
        let sum: f64 = game.members.iter().map(|member| member.shapley_shubik.unwrap().value).sum();
        assert!((sum - 1.0).abs() < 1e-14);
        assert_same(&power(&self.rule, seats, &ENUMERATION).binary, &power(&self.rule, seats, &GENERATING).binary);
    }
}

fn factorial(n: usize) -> u128 {
    (1..=n as u128).product()
}

/// Orders in which the member is pivotal.
fn pivots(swings: &[u128]) -> u128 {
    let seats = swings.len() - 1;
    (1..=seats).map(|s| swings[s] * factorial(s - 1) * factorial(seats - s)).sum()
}

/// Treaty establishing the EEC (1957), Article 148(2): 4, 4, 4, 2, 2, 1 votes, 12 required; on a proposal of
/// the Commission. Shapley–Shubik: Brams (1976); Felsenthal & Machover (1998).
#[test]
fn eec_of_six_made_luxembourg_a_dummy() {
    Known {
        rule: votes(&[4, 4, 4, 2, 2, 1], 12.0),
        winning: 14,
        swings: &[10, 10, 10, 6, 6, 0],
        shapley_shubik: &[(7, 30), (7, 30), (7, 30), (3, 20), (3, 20), (0, 1)],
    }
    .check();
}

/// The same Article, not on a proposal of the Commission: cast by at least four members. Mayer (2018), Games
/// 9(2):29: Luxembourg had power then.
#[test]
fn eec_of_six_without_a_commission_proposal() {
    Known {
        rule: Rule::All(vec![votes(&[4, 4, 4, 2, 2, 1], 12.0), votes(&[1; 6], 4.0)]),
        winning: 13,
        swings: &[9, 9, 9, 7, 7, 1],
        shapley_shubik: &[(13, 60), (13, 60), (13, 60), (1, 6), (1, 6), (1, 60)],
    }
    .check();
}

/// Act of Accession 1972: 41 of 58 votes. Widgrén (1994); Felsenthal & Machover (1998).
#[test]
fn ec_of_nine() {
    Known {
        rule: votes(&[10, 10, 10, 10, 5, 5, 3, 3, 2], 41.0),
        winning: 75,
        swings: &[53, 53, 53, 53, 29, 29, 21, 21, 5],
        shapley_shubik: &[(5, 28), (5, 28), (5, 28), (5, 28), (17, 210), (17, 210), (2, 35), (2, 35), (1, 105)],
    }
    .check();
}

/// Act of Accession 1979: 45 of 63 votes.
#[test]
fn ec_of_ten_gave_luxembourg_the_power_of_denmark() {
    Known {
        rule: votes(&[10, 10, 10, 10, 5, 5, 5, 3, 3, 2], 45.0),
        winning: 140,
        swings: &[100, 100, 100, 100, 52, 52, 52, 26, 26, 26],
        shapley_shubik: &[
            (73, 420),
            (73, 420),
            (73, 420),
            (73, 420),
            (1, 14),
            (1, 14),
            (1, 14),
            (19, 630),
            (19, 630),
            (19, 630),
        ],
    }
    .check();
}

/// Act of Accession 1985: 54 of 76 votes. Widgrén (1994); Felsenthal & Machover (1998).
#[test]
fn ec_of_twelve() {
    const FIVE: (u128, u128) = (589, 9240);
    Known {
        rule: votes(&[10, 10, 10, 10, 8, 5, 5, 5, 5, 3, 3, 2], 54.0),
        winning: 402,
        swings: &[286, 286, 286, 286, 242, 148, 148, 148, 148, 102, 102, 40],
        shapley_shubik: &[
            (31, 231),
            (31, 231),
            (31, 231),
            (31, 231),
            (257, 2310),
            FIVE,
            FIVE,
            FIVE,
            FIVE,
            (59, 1386),
            (59, 1386),
            (41, 3465),
        ],
    }
    .check();
}

/// Act of Accession 1994: 62 of 87 votes. Laruelle & Widgrén (1998); Felsenthal & Machover (2001); Leech (2002).
#[test]
fn eu_of_fifteen() {
    const FIVE: (u128, u128) = (19883, 360360);
    const THREE: (u128, u128) = (1588, 45045);
    Known {
        rule: votes(&[10, 10, 10, 10, 8, 5, 5, 5, 5, 4, 4, 3, 3, 3, 2], 62.0),
        winning: 2549,
        swings: &[1849, 1849, 1849, 1849, 1531, 973, 973, 973, 973, 793, 793, 595, 595, 595, 375],
        shapley_shubik: &[
            (7, 60),
            (7, 60),
            (7, 60),
            (7, 60),
            (860, 9009),
            FIVE,
            FIVE,
            FIVE,
            FIVE,
            (743, 16380),
            (743, 16380),
            THREE,
            THREE,
            THREE,
            (932, 45045),
        ],
    }
    .check();
}

/// Charter of the United Nations, Article 27(3) as amended 1965. Brams (1975); Felsenthal & Machover (1998).
#[test]
fn security_council_of_fifteen() {
    let mut swings = [84; 15];
    swings[..5].fill(848);
    let swings: &'static [u128] = Box::leak(Box::new(swings));
    let mut fractions = [(4, 2145); 15];
    fractions[..5].fill((421, 2145));
    let shapley_shubik: &'static [(u128, u128)] = Box::leak(Box::new(fractions));
    let of_the_permanent = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let affirmative = Rule::All(vec![votes(&of_the_permanent, 5.0), votes(&[1; 15], 9.0)]);
    for rule in [affirmative, security_council()] {
        Known { rule, winning: 848, swings, shapley_shubik }.check();
    }
}

/// The textbook game [4; 3, 2, 1, 1].
#[test]
fn textbook_game_of_four() {
    Known {
        rule: votes(&[3, 2, 1, 1], 4.0),
        winning: 8,
        swings: &[6, 2, 2, 2],
        shapley_shubik: &[(1, 2), (1, 6), (1, 6), (1, 6)],
    }
    .check();
}

/// Σ_{j ≥ q} C(n, j) of 2^n coalitions win: Shanghai Cooperation Organisation with six and eight members,
/// everybody or all but one.
#[test]
fn consensus_of_six_and_eight_and_all_but_one() {
    for rule in [Rule::Consensus, Rule::Unanimity] {
        Known { rule: rule.clone(), winning: 1, swings: &[1; 6], shapley_shubik: &[(1, 6); 6] }.check();
        Known { rule, winning: 1, swings: &[1; 8], shapley_shubik: &[(1, 8); 8] }.check();
    }
    Known { rule: Rule::ConsensusMinus { k: 1 }, winning: 9, swings: &[7; 8], shapley_shubik: &[(1, 8); 8] }.check();
}

/// Two thirds of nine are six, more than half of eight are five: 130 of 512 and 93 of 256 coalitions.
#[test]
fn fractions_are_reached_or_exceeded() {
    let majority = |seats: usize, quota| Rule::Majority {
        weights: vec![1.0; seats],
        quota,
        abstention: Abstention::CountsAgainst,
    };
    for effort in [ENUMERATION, GENERATING] {
        let act = |seats, quota| power(&majority(seats, quota), seats, &effort).binary.act.value;
        assert_eq!(act(9, Quota::Share(2.0 / 3.0)), 130.0 / 512.0);
        assert_eq!(act(9, Quota::Share(0.6667)), 46.0 / 512.0, "what asks for a little more needs seven");
        assert_eq!(act(8, Quota::MoreThan(0.5)), 93.0 / 256.0);
        assert_eq!(act(8, Quota::Share(0.5)), 163.0 / 256.0);
        assert_eq!(act(9, Quota::MoreThan(2.0 / 3.0)), 46.0 / 512.0);
    }
}

/// 12.9 % in Baldwin & Widgrén; the count by full enumeration of 2^27 coalitions.
#[test]
fn lisbon_treaty_of_twenty_seven() {
    let expected: [u128; 27] = [
        13684973, 10080625, 10038471, 9836727, 7074469, 6952123, 4977939, 3991167, 3257663, 3223711, 3212769, 3195909,
        3180287, 3021633, 2934323, 2913853, 2533313, 2522155, 2500711, 2300875, 2294849, 2115969, 2050393, 1975069,
        1875571, 1829959, 1822919,
    ];
    let shapley_shubik = [
        0.16274241, 0.10881507, 0.10825773, 0.10547057, 0.07039865, 0.06920706, 0.04345348, 0.03203933, 0.02352206,
        0.02313468, 0.02301314, 0.02282443, 0.02263655, 0.02086914, 0.01986295, 0.01963843, 0.01534952, 0.01523203,
        0.01500509, 0.01279525, 0.01273133, 0.01069904, 0.00999177, 0.00917125, 0.00806249, 0.00757459, 0.00750196,
    ];
    let by_members =
        Rule::Any(vec![Rule::All(vec![share(&[1; 27], 0.55), share(&POPULATION, 0.65)]), votes(&[1; 27], 24.0)]);
    for rule in [lisbon(), by_members] {
        let counts = counts(&rule, 27);
        let swings: Vec<u128> = counts.swings.iter().map(|by_size| by_size.iter().sum()).collect();
        assert_eq!(counts.winning.iter().sum::<u128>(), 17_278_571);
        assert_eq!(swings, expected);
        for (member, expected) in counts.summed().members.iter().zip(shapley_shubik) {
            assert!((member.shapley_shubik.unwrap().value - expected).abs() < 5.1e-9);
        }
    }
    // Without the Shapley–Shubik index, which takes as many tables again fourteen times.
    let game = power(&lisbon(), 27, &Effort { steps: 1_000_000_000, samples: 100, ..GENERATING }).binary;
    assert_eq!((game.winning.value, game.winning.std_error), (17_278_571.0, None));
    for (member, swings) in game.members.iter().zip(expected) {
        assert_eq!(member.prevent.unwrap().value, swings as f64 / 17_278_571.0);
    }
}

/// Classes keep large symmetric rules small: 54 members at one half, by binomial coefficients.
#[test]
fn symmetric_rules_of_many_members_are_exact() {
    let rule = share(&[1; 54], 0.5);
    let binomials = crate::power::enumeration::binomials::Binomials::up_to(54);
    let expected: u128 = (27..=54).map(|k| binomials.of(54, k)).sum();
    let counts = counts(&rule, 54);
    assert_eq!(counts.winning.iter().sum::<u128>(), expected);
    assert!(counts.swings.iter().all(|by_size| by_size.iter().sum::<u128>() == binomials.of(53, 26)));
}

/// No winning coalition: nothing to prevent. Only winning ones: nothing to initiate. Either way nobody swings.
#[test]
fn what_has_no_cases_is_absent() {
    let never = power(&votes(&[1, 1], 3.0), 2, &Effort::default()).binary;
    assert_eq!(never.act.value, 0.0);
    assert!(never.members.iter().all(|m| m.prevent.is_none() && m.initiate.is_some()));
    assert!(never.members.iter().all(|m| m.banzhaf.is_none() && m.shapley_shubik.is_none()));
    let always = power(&Rule::ConsensusMinus { k: 2 }, 2, &Effort::default()).binary;
    assert_eq!(always.act.value, 1.0);
    assert!(always.members.iter().all(|m| m.prevent.is_some() && m.initiate.is_none()));
    assert!(power(&Rule::Consensus, 0, &Effort::default()).binary.members.is_empty());
}
