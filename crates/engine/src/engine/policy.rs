use super::draws::{Purpose, Subject};
use super::prepared::Prepared;
use super::proposal::{Proposal, Sponsor};
use super::shared::SharedDraws;
use crate::model::{Area, Evolving, Model};

/// The policies of the areas whose status quo evolves, kept by member: whoever stays out of a decision keeps its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policies {
    members: usize,
    dims: usize,
    /// By area: policy by member and dimension; nothing where the status quo is drawn for each proposal.
    by_area: Vec<Option<Vec<f64>>>,
}

impl Policies {
    pub(crate) fn new(model: &Model, members: usize) -> Self {
        let policy = |area: &Area| area.evolving.as_ref().map(|evolving| evolving.start.repeat(members));
        let by_area = model.areas.iter().map(policy).collect();
        Policies { members, dims: model.dims(), by_area }
    }

    /// Takes in that `after` is in force instead of `before`: a start that changed puts the policy there, and so does one
    /// that is set anew, in the areas of `restarts`.
    pub(crate) fn change(&mut self, before: &Model, after: &Model, restarts: &[usize]) {
        let areas = before.areas.iter().zip(&after.areas);
        for (index, (policy, (old, new))) in self.by_area.iter_mut().zip(areas).enumerate() {
            let start = |area: &Area| area.evolving.as_ref().map(|evolving| evolving.start.clone());
            if start(old) != start(new) || restarts.contains(&index) {
                *policy = start(new).map(|start| start.repeat(self.members));
            }
        }
    }

    /// Moves every policy by the drift of one session; the drift is common to all members.
    pub(crate) fn drift(&mut self, prepared: &Prepared, draws: &mut SharedDraws, session: u32) {
        let a_session = 1.0 / prepared.model.agenda.sessions_per_year;
        for (area, policy) in self.by_area.iter_mut().enumerate() {
            let (Some(policy), Some(Evolving { drift_sd, .. })) = (policy, &prepared.model.areas[area].evolving) else {
                continue;
            };
            if drift_sd.iter().all(|&sd| sd == 0.0) {
                continue;
            }
            let subject = Subject { tabled: session, ..Subject::default() };
            let deviates = draws.normals(Purpose::Drift, subject, area as u64, self.dims);
            for (d, (sd, z)) in drift_sd.iter().zip(deviates).enumerate() {
                let step = sd * a_session.sqrt() * z;
                policy.iter_mut().skip(d).step_by(self.dims).for_each(|x| *x += step);
            }
        }
    }

    /// Puts the sponsor's policy into `proposal`: the secretariat's is the influence-weighted mean of the members'.
    pub(crate) fn of_sponsor(&self, prepared: &Prepared, proposal: &mut Proposal) {
        let policy = self.by_area[proposal.area].as_ref().expect("an area that evolves has a policy");
        match proposal.sponsor {
            Sponsor::Member(member) => {
                proposal.status_quo.extend_from_slice(&policy[member * self.dims..(member + 1) * self.dims]);
            }
            Sponsor::Secretariat => {
                let seats = prepared.model.seats.iter().copied();
                let of = |d: usize| move |member: usize| policy[member * self.dims + d];
                let mean = |d| prepared.influential_mean(seats.clone(), of(d)).expect("somebody has a response");
                proposal.status_quo.extend((0..self.dims).map(mean));
            }
        }
    }

    /// By member and dimension, where the area's status quo evolves.
    pub(crate) fn of(&self, area: usize) -> Option<&[f64]> {
        self.by_area[area].as_deref()
    }

    /// The text becomes the policy of those who take part; of everybody where nobody stays out.
    pub(crate) fn adopt(&mut self, proposal: &Proposal, participants: &[usize], somebody_stays_out: bool) {
        let Some(policy) = &mut self.by_area[proposal.area] else { return };
        let takes_part = |member: &usize| !somebody_stays_out || participants.contains(member);
        for member in (0..self.members).filter(takes_part) {
            policy[member * self.dims..(member + 1) * self.dims].copy_from_slice(&proposal.text);
        }
    }
}
