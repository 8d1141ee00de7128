//! What is checked, by what it is about. Each file names its settings, their closed forms and their sources.

mod acceptance;
mod convexity;
mod deliberation;
mod docking;
mod invariance;
mod mechanisms;
mod rules;
mod time;
mod voting_power;

use super::check::Check;

/// Every check, those of one setting together.
pub fn checks() -> Vec<Check> {
    [
        convexity::checks(),
        acceptance::checks(),
        rules::checks(),
        voting_power::checks(),
        time::checks(),
        deliberation::checks(),
        mechanisms::checks(),
        invariance::checks(),
        docking::checks(),
    ]
    .concat()
}

/// The built-in scenario of that name.
macro_rules! setting {
    ($id:literal) => {
        Setting { id: $id, toml: include_str!(concat!("../scenarios/", $id, ".toml")) }
    };
}
use setting;

#[cfg(test)]
mod tests {
    use super::checks;

    #[test]
    fn every_check_has_a_name_of_its_own_a_source_and_a_possible_value() {
        let checks = checks();
        let mut ids: Vec<&str> = checks.iter().map(|check| check.id.as_str()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
        for check in &checks {
            assert!(!check.what.is_empty() && !check.source.is_empty() && !check.setting.toml.is_empty());
            assert!(check.expected.value().is_finite());
        }
    }

    #[test]
    fn every_setting_stands_in_one_place() {
        let mut settings: Vec<&str> = checks().iter().map(|check| check.setting.id).collect();
        settings.dedup();
        let runs = settings.len();
        settings.sort_unstable();
        settings.dedup();
        assert_eq!(settings.len(), runs, "each is run once");
    }
}
