"""The council in Numba, a loop that is compiled: `numba_model.py PROPOSALS`. Compiled before it is timed."""

import sys

import numba
import numpy as np

import council
from council import (
    CORRELATION,
    DEFERENCE,
    DIMENSIONS,
    ENDINGS,
    EPSILON,
    GIVEN_UP,
    IDEAL,
    INFLUENCE,
    MEMBERS,
    NOISE,
    OUTSIDE_OPTION,
    PRESSURE,
    RATE,
    RELEVANCE,
    ROUNDS,
    SALIENCE,
    SHOCK_SD,
    STATUS_QUO_MEAN,
    STATUS_QUO_SD,
    TOLERANCE,
    WORTHWHILE,
)

ADOPTED, SHELVED = council.ADOPTED, council.SHELVED
PROPENSITY = np.cumsum(council.INITIATIVE / council.INITIATIVE.sum())


@numba.njit
def loss(area, member, text, position):
    total = 0.0
    for d in range(DIMENSIONS):
        total += RELEVANCE[area, d] * SALIENCE[member, d] * (text[d] - position[member, d]) ** 2
    return total


@numba.njit
def choose_sponsor():
    drawn, sponsor = np.random.random(), 0
    while drawn > PROPENSITY[sponsor]:
        sponsor += 1
    return sponsor


@numba.njit
def take_positions(area, position):
    shared, own = np.sqrt(CORRELATION[area]), np.sqrt(1 - CORRELATION[area])
    for d in range(DIMENSIONS):
        common = np.random.normal()
        for member in range(MEMBERS):
            noise = shared * common + own * np.random.normal()
            position[member, d] = IDEAL[member, d] + NOISE[area] * noise


@numba.njit
def poll(area, text, position, standing, inclination, objects):
    """Who objects, and how many; `standing` is the loss of the status quo and the shock."""
    against = 0
    for member in range(MEMBERS):
        inclination[member] = standing[member] - loss(area, member, text, position)
        against += inclination[member] < -TOLERANCE[member] - EPSILON
    holdouts = 0
    for member in range(MEMBERS):
        own = inclination[member] < -TOLERANCE[member] - EPSILON
        others = (MEMBERS - 1 - (against - own)) / (MEMBERS - 1)
        objects[member] = inclination[member] < -TOLERANCE[member] - PRESSURE * DEFERENCE[member] * others - EPSILON
        holdouts += objects[member]
    return holdouts


@numba.njit
def concede(text, position, objects):
    for d in range(DIMENSIONS):
        wanted, whole = 0.0, 0.0
        for member in range(MEMBERS):
            if objects[member]:
                pull = INFLUENCE[member] * SALIENCE[member, d]
                wanted += pull * position[member, d]
                whole += pull
        text[d] += RATE * (wanted / whole - text[d])


@numba.njit
def negotiate(area, sponsor, text, position, loss_of_status_quo, standing, inclination, objects):
    reservation = max(WORTHWHILE, OUTSIDE_OPTION[sponsor]) * loss_of_status_quo[sponsor]
    for number in range(1, ROUNDS + 1):
        if poll(area, text, position, standing, inclination, objects) == 0:
            return ADOPTED
        if number < ROUNDS:
            concede(text, position, objects)
            if loss_of_status_quo[sponsor] - loss(area, sponsor, text, position) < reservation - EPSILON:
                return GIVEN_UP[sponsor]
    return SHELVED


@numba.njit
def simulate(proposals, seed):
    np.random.seed(seed)
    endings = np.zeros(len(ENDINGS), np.int64)
    position, status_quo, text = np.empty((MEMBERS, DIMENSIONS)), np.empty(DIMENSIONS), np.empty(DIMENSIONS)
    loss_of_status_quo, standing, inclination = np.empty(MEMBERS), np.empty(MEMBERS), np.empty(MEMBERS)
    objects = np.empty(MEMBERS, np.bool_)
    for _ in range(proposals):
        sponsor = choose_sponsor()
        area = 0 if np.random.random() < 0.5 else 1
        for d in range(DIMENSIONS):
            status_quo[d] = STATUS_QUO_MEAN[area, d] + STATUS_QUO_SD[area] * np.random.normal()
        take_positions(area, position)
        for member in range(MEMBERS):
            loss_of_status_quo[member] = loss(area, member, status_quo, position)
            shock = SHOCK_SD[area] * np.random.normal() if member != sponsor else 0.0
            standing[member] = loss_of_status_quo[member] + shock
        text[:] = position[sponsor]
        ending = negotiate(area, sponsor, text, position, loss_of_status_quo, standing, inclination, objects)
        endings[ending] += 1
    return endings


proposals = int(sys.argv[1])
simulate(10, 1)
council.report(numba.__version__, proposals, lambda: simulate(proposals, 2))
