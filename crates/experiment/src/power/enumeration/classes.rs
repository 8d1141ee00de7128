use crate::power::game::{Game, Step};

/// Members that the rule cannot tell apart: they add the same to every part.
///
/// Swapping two members of a class changes no part's sum, hence no outcome: the rule depends on a
/// class only through how many of its members support, acquiesce and object. So the enumeration may
/// go over these numbers, each standing for as many configurations as there are ways of choosing
/// who they are, and all members of a class have the same power.
#[derive(Debug, Clone)]
pub(super) struct Class {
    /// The seats of its members, ascending.
    pub(super) seats: Vec<usize>,
    /// What each of them adds, by part.
    pub(super) steps: Vec<Step>,
}

/// The classes of a game, those that weigh most first: they decide most, so that few branches of
/// an enumeration in this order go deep. The order has no influence on results.
pub(super) fn classes(game: &Game) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for seat in 0..game.seats() {
        let steps: Vec<Step> = game.parts.iter().map(|part| part.steps[seat]).collect();
        match classes.iter_mut().find(|class| class.steps == steps) {
            Some(class) => class.seats.push(seat),
            None => classes.push(Class { seats: vec![seat], steps }),
        }
    }
    let wholes: Vec<f64> = game.parts.iter().map(|part| part.steps.iter().map(|step| step.support).sum()).collect();
    let share = |class: &Class| -> f64 {
        class
            .steps
            .iter()
            .zip(&wholes)
            .filter(|&(_, &whole)| whole > 0.0)
            .map(|(step, whole)| step.support / whole)
            .sum()
    };
    classes.sort_by(|a, b| share(b).total_cmp(&share(a)));
    classes
}
