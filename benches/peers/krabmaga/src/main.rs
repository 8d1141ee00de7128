//! The council in krABMaga, an agent a member and a step a poll: `peer-krabmaga PROPOSALS`.

mod council;

use std::any::Any;
use std::process::ExitCode;
use std::time::Instant;

use council::*;
use krabmaga::engine::agent::Agent;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use rand::distr::weighted::WeightedIndex;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, StandardNormal};

/// A member: it says how it is inclined to the text on the table.
#[derive(Clone)]
struct Member {
    seat: usize,
}

impl Agent for Member {
    fn step(&mut self, state: &mut dyn State) {
        let council = state.as_any_mut().downcast_mut::<Council>().expect("members sit in the council");
        let proposal = council.proposal.as_mut().expect("a poll has a proposal");
        proposal.inclination[self.seat] = proposal.gain(self.seat) + proposal.shock[self.seat];
    }
}

/// What is on the table.
struct Proposal {
    sponsor: usize,
    area: usize,
    text: Point,
    position: [Point; MEMBERS],
    loss_of_status_quo: [f64; MEMBERS],
    shock: [f64; MEMBERS],
    reservation: f64,
    polls: u32,
    inclination: [f64; MEMBERS],
}

impl Proposal {
    fn table(rng: &mut SmallRng, sponsors: &WeightedIndex<f64>) -> Self {
        let sponsor = sponsors.sample(rng);
        let area = usize::from(rng.random_bool(0.5));
        let mut normal = || -> f64 { rng.sample(StandardNormal) };
        let status_quo = STATUS_QUO_MEAN[area].map(|mean| mean + STATUS_QUO_SD[area] * normal());
        let (shared, own) = (CORRELATION[area].sqrt(), (1.0 - CORRELATION[area]).sqrt());
        let common = [normal(), normal()];
        let position =
            IDEAL.map(|ideal| std::array::from_fn(|d| ideal[d] + NOISE[area] * (shared * common[d] + own * normal())));
        let shock = std::array::from_fn(|seat| if seat == sponsor { 0.0 } else { SHOCK_SD[area] * normal() });
        let loss_of_status_quo: [f64; MEMBERS] =
            std::array::from_fn(|seat| loss(area, seat, status_quo, position[seat]));
        let reservation = WORTHWHILE.max(OUTSIDE_OPTION[sponsor]) * loss_of_status_quo[sponsor];
        let text = position[sponsor];
        let (polls, inclination) = (0, [0.0; MEMBERS]);
        Self { sponsor, area, text, position, loss_of_status_quo, shock, reservation, polls, inclination }
    }

    fn gain(&self, seat: usize) -> f64 {
        self.loss_of_status_quo[seat] - loss(self.area, seat, self.text, self.position[seat])
    }

    /// Who objects, given how many others would not.
    fn objections(&self) -> [bool; MEMBERS] {
        let against: [bool; MEMBERS] = std::array::from_fn(|seat| self.inclination[seat] < -TOLERANCE[seat] - EPSILON);
        let count = against.iter().filter(|&&against| against).count();
        std::array::from_fn(|seat| {
            let others = (MEMBERS - 1 - (count - usize::from(against[seat]))) as f64 / (MEMBERS - 1) as f64;
            self.inclination[seat] < -TOLERANCE[seat] - PRESSURE * DEFERENCE[seat] * others - EPSILON
        })
    }

    fn concede(&mut self, objects: [bool; MEMBERS]) {
        for d in 0..self.text.len() {
            let (mut wanted, mut whole) = (0.0, 0.0);
            for seat in (0..MEMBERS).filter(|&seat| objects[seat]) {
                let pull = INFLUENCE[seat] * SALIENCE[seat][d];
                wanted += pull * self.position[seat][d];
                whole += pull;
            }
            self.text[d] += RATE * (wanted / whole - self.text[d]);
        }
    }

    /// What the poll that was just held makes of it: how it ends, or nothing yet.
    fn conclude(&mut self) -> Option<Ending> {
        self.polls += 1;
        let objects = self.objections();
        if !objects.contains(&true) {
            return Some(Ending::Adopted);
        }
        if self.polls == ROUNDS {
            return Some(Ending::Shelved);
        }
        self.concede(objects);
        let elsewhere = OUTSIDE_OPTION[self.sponsor] > WORTHWHILE;
        (self.gain(self.sponsor) < self.reservation - EPSILON).then_some(if elsewhere {
            Ending::Diverted
        } else {
            Ending::Withdrawn
        })
    }
}

fn loss(area: usize, seat: usize, text: Point, position: Point) -> f64 {
    (0..text.len()).map(|d| RELEVANCE[area][d] * SALIENCE[seat][d] * (text[d] - position[d]).powi(2)).sum()
}

/// The council: what is on its table, and how proposals have ended.
struct Council {
    rng: SmallRng,
    sponsors: WeightedIndex<f64>,
    proposal: Option<Proposal>,
    endings: [u64; 4],
}

impl Council {
    fn new(seed: u64) -> Self {
        let sponsors = WeightedIndex::new(INITIATIVE).expect("initiatives are positive");
        Self { rng: SmallRng::seed_from_u64(seed), sponsors, proposal: None, endings: [0; 4] }
    }
}

impl State for Council {
    fn init(&mut self, schedule: &mut Schedule) {
        for seat in 0..MEMBERS {
            schedule.schedule_repeating(Box::new(Member { seat }), 0.0, seat as i32);
        }
    }

    fn before_step(&mut self, _: &mut Schedule) {
        self.proposal.get_or_insert_with(|| Proposal::table(&mut self.rng, &self.sponsors));
    }

    fn after_step(&mut self, _: &mut Schedule) {
        if let Some(ending) = self.proposal.as_mut().and_then(Proposal::conclude) {
            self.endings[ending as usize] += 1;
            self.proposal = None;
        }
    }

    fn update(&mut self, _: u64) {}

    fn reset(&mut self) {
        *self = Self::new(1);
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn as_state(&self) -> &dyn State {
        self
    }

    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
}

fn main() -> ExitCode {
    let Some(proposals) = std::env::args().nth(1).and_then(|text| text.parse::<u64>().ok()) else {
        eprintln!("how many proposals?");
        return ExitCode::FAILURE;
    };
    let (mut council, mut schedule) = (Council::new(1), Schedule::new());
    let start = Instant::now();
    council.init(&mut schedule);
    while council.endings.iter().sum::<u64>() < proposals {
        schedule.step(&mut council);
    }
    let [adopted, withdrawn, diverted, shelved] = council.endings;
    println!(
        r#"{{"version": "0.6.2", "seconds": {}, "endings": {{"adopted": {adopted}, "withdrawn": {withdrawn}, "diverted": {diverted}, "shelved": {shelved}}}}}"#,
        start.elapsed().as_secs_f64()
    );
    ExitCode::SUCCESS
}
