use super::draws::{self, Purpose, Subject, World, group_key};
use crate::model::{Occurrence, Pulse, Timeline};

/// θ(t) in each session of a world: pulses jump, halve every half-life, and add.
#[derive(Debug, Clone, Default)]
pub(crate) struct Threat(Vec<f64>);

impl Threat {
    pub(crate) fn new(timeline: &Timeline, world: World) -> Self {
        let mut threat = Threat::default();
        if !timeline.pulses.is_empty() {
            threat.0.resize(timeline.first().agenda.sessions as usize, 0.0);
            timeline.pulses.iter().for_each(|pulse| threat.add(timeline, world, pulse));
        }
        threat
    }

    pub(crate) fn at(&self, session: u32) -> f64 {
        self.0.get(session as usize).copied().unwrap_or(0.0)
    }

    fn add(&mut self, timeline: &Timeline, world: World, pulse: &Pulse) {
        let agenda = &timeline.first().agenda;
        let left = |years: f64| libm::exp2(-years / pulse.half_life);
        match pulse.when {
            Occurrence::At(at) => {
                for (session, theta) in (0..).zip(&mut self.0) {
                    let since = agenda.date(session) - at;
                    if since >= 0.0 {
                        *theta += pulse.size * left(since);
                    }
                }
            }
            Occurrence::Rate(rate) => {
                let (mut theta, a_session) = (0.0, 1.0 / agenda.sessions_per_year);
                for (session, sum) in (0..).zip(&mut self.0) {
                    let subject = Subject { tabled: session, ..Subject::default() };
                    let u = world.stream(Purpose::Pulse, subject, group_key(&pulse.id)).uniform();
                    let jumps = f64::from(draws::poisson(rate * a_session, u));
                    theta = theta * left(a_session) + pulse.size * jumps;
                    *sum += theta;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pulse(when: Occurrence) -> Pulse {
        Pulse { id: "p".into(), when, size: 4.0, half_life: 0.5 }
    }

    #[test]
    fn a_dated_pulse_halves_every_half_life_from_its_date_on() {
        let mut timeline = Timeline::from(crate::engine::tests::line(&[1.0, 1.0]));
        timeline.spans[0].model.agenda.sessions = 4;
        // Sessions are at ½, 1½, 2½, 3½.
        timeline.pulses = vec![pulse(Occurrence::At(1.0)), pulse(Occurrence::At(3.5))];
        let threat = Threat::new(&timeline, World { seed: 1, replication: 0 });
        assert_eq!([0, 1, 2, 3].map(|session| threat.at(session)), [0.0, 2.0, 0.5, 4.125]);
    }

    #[test]
    fn random_pulses_have_their_rate() {
        let mut timeline = Timeline::from(crate::engine::tests::line(&[1.0, 1.0]));
        let agenda = &mut timeline.spans[0].model.agenda;
        (agenda.sessions, agenda.sessions_per_year) = (400, 4.0);
        timeline.pulses = vec![pulse(Occurrence::Rate(2.0))];
        let threat = Threat::new(&timeline, World { seed: 1, replication: 0 });
        // A session's mean is 4 · 2/4 / (1 − 2^(−½)), its variance 4² · 2/4 / (1 − 2^−1).
        let (mean, variance) = (2.0 / (1.0 - 0.5f64.sqrt()), 16.0);
        let average = (0..400).map(|session| threat.at(session)).sum::<f64>() / 400.0;
        assert!((average - mean).abs() < 4.5 * (variance * 5.0 / 400.0f64).sqrt(), "{average} {mean}");
    }
}
