use super::binomials::Binomials;
use super::classes::Class;
use crate::experiment::Interrupted;
use crate::power::game::{Choices, Game};
use crate::power::watch::Meter;

/// The answers of a class: how many of its members give each.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Answers {
    pub(super) object: u32,
    pub(super) acquiesce: u32,
    pub(super) support: u32,
}

/// A set of configurations that are all adopted, whatever the undecided members answer.
#[derive(Debug)]
pub(super) struct Winning<'a> {
    /// The answers of the first classes; the later ones are undecided.
    pub(super) decided: &'a [Answers],
    /// In how many ways the members of these classes can give these answers.
    pub(super) ways: u128,
}

/// Visits all adopted configurations, in disjoint sets, depth first; whether that took no more than
/// `nodes` nodes.
///
/// Classes are decided one after the other. A node fixes the answers of the first of them. Because
/// rules are monotone, all its configurations are adopted if the rule adopts with everybody
/// undecided objecting (a winning set: visited, not entered), and none is if it fails with everybody
/// undecided supporting (dropped). Every adopted configuration agrees with exactly one child of
/// each node above it, so it lies in exactly one winning set.
pub(super) fn visit_winning(
    game: &Game,
    classes: &[Class],
    nodes: u64,
    meter: &Meter,
    visit: &mut impl FnMut(Winning),
) -> Result<bool, Interrupted> {
    let parts = game.parts.len();
    let mut undecided = vec![0.0; (classes.len() + 1) * parts];
    for (depth, class) in classes.iter().enumerate().rev() {
        for part in 0..parts {
            undecided[depth * parts + part] =
                undecided[(depth + 1) * parts + part] + class.seats.len() as f64 * class.steps[part].support;
        }
    }
    let mut search = Search {
        game,
        classes,
        meter,
        binomials: Binomials::up_to(game.seats()),
        undecided,
        sums: vec![0.0; (classes.len() + 1) * parts],
        answers: vec![Answers::default(); classes.len()],
        nodes,
    };
    match search.descend(0, 1, visit) {
        Ok(()) => Ok(true),
        Err(End::TooManyNodes) => Ok(false),
        Err(End::Interrupted(interrupted)) => Err(interrupted),
    }
}

/// A node takes about as long as so many steps of other ways to count.
pub(in crate::power) const STEPS_OF_A_NODE: u64 = 10;

/// Nodes between two looks at whether to stop.
const NODES_AT_ONCE: u64 = 1 << 16;

/// Why a search ends before its time.
enum End {
    TooManyNodes,
    Interrupted(Interrupted),
}

struct Search<'a> {
    game: &'a Game,
    classes: &'a [Class],
    meter: &'a Meter<'a>,
    binomials: Binomials,
    /// By depth and part: what the classes from that depth on add when they all support.
    undecided: Vec<f64>,
    /// By depth and part: what the classes decided so far add.
    sums: Vec<f64>,
    /// By depth.
    answers: Vec<Answers>,
    /// How many more nodes may be looked at.
    nodes: u64,
}

impl Search<'_> {
    fn descend(&mut self, depth: usize, ways: u128, visit: &mut impl FnMut(Winning)) -> Result<(), End> {
        self.count_node()?;
        let parts = self.game.parts.len();
        let sums = &self.sums[depth * parts..][..parts];
        let undecided = &self.undecided[depth * parts..][..parts];
        if self.game.adopts(|part| sums[part]) {
            visit(Winning { decided: &self.answers[..depth], ways });
            return Ok(());
        }
        if depth == self.classes.len() || !self.game.adopts(|part| sums[part] + undecided[part]) {
            return Ok(());
        }
        let members = self.classes[depth].seats.len();
        for support in 0..=members {
            let most = if self.game.choices == Choices::Three { members - support } else { 0 };
            for acquiesce in 0..=most {
                let object = members - support - acquiesce;
                let chosen = self.binomials.of(members, support) * self.binomials.of(members - support, acquiesce);
                self.decide(depth, support, acquiesce, object);
                self.descend(depth + 1, ways * chosen, visit)?;
            }
        }
        Ok(())
    }

    fn count_node(&mut self) -> Result<(), End> {
        self.nodes = self.nodes.checked_sub(1).ok_or(End::TooManyNodes)?;
        if self.nodes.is_multiple_of(NODES_AT_ONCE) {
            self.meter.advance(NODES_AT_ONCE * STEPS_OF_A_NODE).map_err(End::Interrupted)?;
        }
        Ok(())
    }

    fn decide(&mut self, depth: usize, support: usize, acquiesce: usize, object: usize) {
        self.answers[depth] = Answers { object: object as u32, acquiesce: acquiesce as u32, support: support as u32 };
        let parts = self.game.parts.len();
        let (before, after) = self.sums.split_at_mut((depth + 1) * parts);
        let before = &before[depth * parts..];
        for (part, step) in self.classes[depth].steps.iter().enumerate() {
            after[part] = before[part] + support as f64 * step.support + acquiesce as f64 * step.acquiesce;
        }
    }
}
