"""The council in Mesa, an agent a member: `mesa_model.py PROPOSALS`."""

import math
import sys

import mesa

import council
from council import DIMENSIONS, ENDINGS, EPSILON, MEMBERS, PRESSURE, RATE, ROUNDS

# Lists of numbers are faster to index than arrays.
IDEAL, SALIENCE, RELEVANCE = council.IDEAL.tolist(), council.SALIENCE.tolist(), council.RELEVANCE.tolist()
INFLUENCE, TOLERANCE, DEFERENCE = council.INFLUENCE.tolist(), council.TOLERANCE.tolist(), council.DEFERENCE.tolist()
INITIATIVE, OUTSIDE_OPTION = council.INITIATIVE.tolist(), council.OUTSIDE_OPTION.tolist()
NOISE, CORRELATION, SHOCK_SD = council.NOISE.tolist(), council.CORRELATION.tolist(), council.SHOCK_SD.tolist()
STATUS_QUO_MEAN, STATUS_QUO_SD = council.STATUS_QUO_MEAN.tolist(), council.STATUS_QUO_SD.tolist()


class Member(mesa.Agent):
    def __init__(self, model, seat):
        super().__init__(model)
        self.seat = seat

    def take_position(self, common):
        """Where it stands on the issue, what the status quo costs it, and its shock."""
        area, normal = self.model.area, self.model.random.gauss
        shared, own = math.sqrt(CORRELATION[area]), math.sqrt(1 - CORRELATION[area])
        self.position = [
            IDEAL[self.seat][d] + NOISE[area] * (shared * common[d] + own * normal(0, 1)) for d in range(DIMENSIONS)
        ]
        self.loss_of_status_quo = self.loss(self.model.status_quo)
        self.shock = 0.0 if self is self.model.sponsor else SHOCK_SD[area] * normal(0, 1)

    def loss(self, text):
        relevance, salience = RELEVANCE[self.model.area], SALIENCE[self.seat]
        return sum(relevance[d] * salience[d] * (text[d] - self.position[d]) ** 2 for d in range(DIMENSIONS))

    def gain(self):
        return self.loss_of_status_quo - self.loss(self.model.text)

    def straw_poll(self):
        self.inclination = self.gain() + self.shock
        self.against = self.inclination < -TOLERANCE[self.seat] - EPSILON

    def respond(self):
        others = sum(not member.against for member in self.model.agents if member is not self) / (MEMBERS - 1)
        patience = TOLERANCE[self.seat] + PRESSURE * DEFERENCE[self.seat] * others
        self.objects = self.inclination < -patience - EPSILON


class Council(mesa.Model):
    def __init__(self, seed):
        super().__init__(rng=seed)
        Member.create_agents(self, MEMBERS, list(range(MEMBERS)))
        self.members = list(self.agents)
        self.endings = [0] * len(ENDINGS)

    def step(self):
        """One proposal, from tabling to its ending."""
        normal = self.random.gauss
        self.sponsor = self.random.choices(self.members, weights=INITIATIVE)[0]
        self.area = 0 if self.random.random() < 0.5 else 1
        mean, sd = STATUS_QUO_MEAN[self.area], STATUS_QUO_SD[self.area]
        self.status_quo = [normal(mean[d], sd) for d in range(DIMENSIONS)]
        self.agents.do("take_position", [normal(0, 1) for _ in range(DIMENSIONS)])
        self.text = list(self.sponsor.position)
        self.endings[self.negotiate()] += 1

    def negotiate(self):
        worth = max(council.WORTHWHILE, OUTSIDE_OPTION[self.sponsor.seat])
        reservation = worth * self.sponsor.loss_of_status_quo
        for poll in range(1, ROUNDS + 1):
            self.agents.do("straw_poll")
            self.agents.do("respond")
            holdouts = [member for member in self.members if member.objects]
            if not holdouts:
                return council.ADOPTED
            if poll < ROUNDS:
                self.concede(holdouts)
                if self.sponsor.gain() < reservation - EPSILON:
                    return council.GIVEN_UP[self.sponsor.seat]
        return council.SHELVED

    def concede(self, holdouts):
        for d in range(DIMENSIONS):
            weights = [INFLUENCE[member.seat] * SALIENCE[member.seat][d] for member in holdouts]
            wanted = sum(weight * member.position[d] for weight, member in zip(weights, holdouts)) / sum(weights)
            self.text[d] += RATE * (wanted - self.text[d])


def simulate(proposals):
    body = Council(seed=1)
    for _ in range(proposals):
        body.step()
    return body.endings


proposals = int(sys.argv[1])
council.report(mesa.__version__, proposals, lambda: simulate(proposals))
