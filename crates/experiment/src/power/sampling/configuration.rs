use crate::model::Response;
use crate::power::game::Game;

/// What everybody answers, with the parts' sums.
#[derive(Debug, Clone)]
pub(super) struct Configuration<'a> {
    game: &'a Game,
    pub(super) responses: Vec<Response>,
    sums: Vec<f64>,
}

impl<'a> Configuration<'a> {
    /// Everybody objects.
    pub(super) fn new(game: &'a Game) -> Self {
        Configuration { game, responses: vec![Response::Object; game.seats()], sums: vec![0.0; game.parts.len()] }
    }

    /// Every seat answers anew.
    pub(super) fn answer(&mut self, mut answer: impl FnMut(usize) -> Response) {
        self.sums.fill(0.0);
        for seat in 0..self.responses.len() {
            let response = answer(seat);
            for part in 0..self.sums.len() {
                self.sums[part] += self.step(part, seat, response);
            }
            self.responses[seat] = response;
        }
    }

    /// What a seat adds to a part with a response.
    fn step(&self, part: usize, seat: usize, response: Response) -> f64 {
        let step = self.game.parts[part].steps[seat];
        match response {
            Response::Object => 0.0,
            Response::Acquiesce => step.acquiesce,
            Response::Support => step.support,
        }
    }

    pub(super) fn adopted(&self) -> bool {
        self.game.adopts(|part| self.sums[part])
    }

    /// Whether it would be adopted if this seat responded otherwise.
    pub(super) fn adopted_if(&self, seat: usize, response: Response) -> bool {
        let now = self.responses[seat];
        self.game.adopts(|part| self.sums[part] - self.step(part, seat, now) + self.step(part, seat, response))
    }
}
