//! Voting games whose numbers are published, through the shipped scenarios: scenario text to index.

use winset::power::{Effort, Watch, analyse};
use winset::scenario::{self, Options};

use crate::shipped;

/// Winning coalitions and all coalitions of yes and no in the first variant of the scenario.
fn coalitions(name: &str, options: &Options) -> (f64, f64) {
    let scenario = scenario::load(&shipped(&format!("power/{name}.toml")), options).expect("sound");
    let power = analyse(scenario.variants[0].model(), &Effort::default(), &Watch::nobody()).expect("nobody stops it");
    let game = &power.areas[0].power.binary;
    assert_eq!(game.winning.std_error, None, "counted, not sampled");
    (game.winning.value, game.total.value)
}

#[test]
fn shipped_voting_games_have_their_published_numbers_to_the_integer() {
    let games = [
        ("eec6-1958", 14.0, 6),
        ("eec6-1958-no-commission", 13.0, 6),
        ("ec9-1973", 75.0, 9),
        ("ec10-1981", 140.0, 10),
        ("ec12-1986", 402.0, 12),
        ("eu15-1995", 2549.0, 15),
        ("unsc-1966", 848.0, 15),
        ("eu27-lisbon", 17_278_571.0, 27),
        ("sco", 1.0, 6),
    ];
    for (name, winning, members) in games {
        assert_eq!(coalitions(name, &Options::default()), (winning, f64::powi(2.0, members)), "{name}");
    }
}

#[test]
fn without_a_proposal_of_the_commission_the_council_acts_more_rarely() {
    let only = ["no-commission".to_owned()];
    let options = Options { variants: &only, ..Options::default() };
    assert_eq!(coalitions("eu27-lisbon", &options).0, 1_066_555.0, "by a loop over all 2^27");
}
