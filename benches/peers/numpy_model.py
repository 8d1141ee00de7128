"""The council in NumPy, a batch of proposals at a time: `numpy_model.py PROPOSALS BATCH`."""

import sys
from dataclasses import dataclass

import numpy as np

import council
from council import DIMENSIONS, EPSILON, IDEAL, INFLUENCE, MEMBERS, OUTSIDE_OPTION, ROUNDS, SALIENCE, TOLERANCE

PROPENSITY = council.INITIATIVE / council.INITIATIVE.sum()


@dataclass
class Proposals:
    """The proposals that are still negotiated: the first axis of each array."""

    number: np.ndarray
    sponsor: np.ndarray
    position: np.ndarray
    weight: np.ndarray  # relevance times salience
    shock: np.ndarray
    loss_of_status_quo: np.ndarray
    reservation: np.ndarray
    text: np.ndarray

    def of(self, kept):
        return Proposals(*(array[kept] for array in vars(self).values()))


def loss(text, position, weight):
    return (weight * (text[:, None] - position) ** 2).sum(-1)


def table(count, rng):
    number = np.arange(count)
    sponsor = rng.choice(MEMBERS, size=count, p=PROPENSITY)
    area = (rng.random(count) >= 0.5).astype(int)
    status_quo = council.STATUS_QUO_MEAN[area] + council.STATUS_QUO_SD[area, None] * rng.standard_normal((count, DIMENSIONS))
    correlation = council.CORRELATION[area, None, None]
    common, own = rng.standard_normal((count, 1, DIMENSIONS)), rng.standard_normal((count, MEMBERS, DIMENSIONS))
    noise = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
    position = IDEAL + council.NOISE[area, None, None] * noise
    shock = council.SHOCK_SD[area, None] * rng.standard_normal((count, MEMBERS))
    shock[number, sponsor] = 0
    weight = council.RELEVANCE[area, None] * SALIENCE
    loss_of_status_quo = loss(status_quo, position, weight)
    worth = np.maximum(council.WORTHWHILE, OUTSIDE_OPTION[sponsor])
    reservation = worth * loss_of_status_quo[number, sponsor]
    text = position[number, sponsor]
    return Proposals(number, sponsor, position, weight, shock, loss_of_status_quo, reservation, text)


def objections(live):
    inclination = live.loss_of_status_quo - loss(live.text, live.position, live.weight) + live.shock
    against = inclination < -TOLERANCE - EPSILON
    others = (MEMBERS - 1 - (against.sum(1, keepdims=True) - against)) / (MEMBERS - 1)
    return inclination < -TOLERANCE - council.PRESSURE * council.DEFERENCE * others - EPSILON


def concede(live, objects):
    pull = objects[..., None] * (INFLUENCE[:, None] * SALIENCE)
    wanted = (pull * live.position).sum(1) / pull.sum(1)
    live.text = live.text + council.RATE * (wanted - live.text)


def given_up(live):
    here = np.arange(len(live.number))
    distance = live.text - live.position[here, live.sponsor]
    left = live.loss_of_status_quo[here, live.sponsor] - (live.weight[here, live.sponsor] * distance**2).sum(-1)
    return left < live.reservation - EPSILON


def batch(count, rng):
    ending = np.full(count, council.SHELVED)
    live = table(count, rng)
    for poll in range(1, ROUNDS + 1):
        objects = objections(live)
        failed = objects.any(1)
        ending[live.number[~failed]] = council.ADOPTED
        live, objects = live.of(failed), objects[failed]
        if poll == ROUNDS or not len(live.number):
            break
        concede(live, objects)
        ends = given_up(live)
        ending[live.number[ends]] = council.GIVEN_UP[live.sponsor[ends]]
        live = live.of(~ends)
    return np.bincount(ending, minlength=len(council.ENDINGS))


def simulate(proposals, size, rng):
    return sum(batch(size, rng) for _ in range(proposals // size))


proposals, size = int(sys.argv[1]), int(sys.argv[2])
proposals -= proposals % size
rng = np.random.default_rng(1)
batch(size, rng)
council.report(np.__version__, proposals, lambda: simulate(proposals, size, rng))
