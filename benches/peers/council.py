"""The numbers of `scenarios/docking-basic.toml`, variant `before`, and what every model here reports.

Members in the order of the file: China, Kazakhstan, Kyrgyzstan, Russia, Tajikistan, Uzbekistan. Dimensions: alignment,
security. Areas: counter-terrorism, economy, equally likely.
"""

import json
import sys
import time
from typing import Callable

import numpy as np

IDEAL = np.array([[-0.8, 0.9], [-0.5, -0.3], [-0.6, -0.1], [-0.4, 1.2], [-0.7, -0.2], [-0.5, 0.0]])
SALIENCE = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.5], [1.0, 1.0]])
INFLUENCE = np.array([4.0, 1.0, 1.0, 3.0, 1.0, 1.0])
INITIATIVE = np.array([2.0, 1.0, 1.0, 1.0, 1.0, 1.0])
OUTSIDE_OPTION = np.array([0.4, 0.0, 0.0, 0.0, 0.0, 0.0])
WORTHWHILE = 0.1
TOLERANCE = np.array([0.0, 0.0, 0.0, 0.1, 0.0, 0.2])
DEFERENCE = np.array([0.3, 1.0, 1.0, 0.3, 1.0, 1.0])
MEMBERS, DIMENSIONS = IDEAL.shape

RELEVANCE = np.array([[0.3, 1.0], [1.0, 0.1]])
NOISE = np.array([0.6, 0.8])
# All six are of one group.
CORRELATION = np.array([0.2, 0.0])
SHOCK_SD = np.array([0.2, 0.3])
STATUS_QUO_MEAN = np.array([[-0.5, 0.2], [0.0, 0.0]])
STATUS_QUO_SD = np.array([1.0, 0.8])

PRESSURE = 0.3
RATE = 0.3
ROUNDS = 6
# Thresholds are met to within this.
EPSILON = 1e-9

ENDINGS = ("adopted", "withdrawn", "diverted", "shelved")
ADOPTED, WITHDRAWN, DIVERTED, SHELVED = range(4)
# How a sponsor gives up.
GIVEN_UP = np.where(OUTSIDE_OPTION > WORTHWHILE, DIVERTED, WITHDRAWN)


def report(version: str, proposals: int, simulate: Callable[[], np.ndarray]) -> None:
    """Times `simulate`, which returns a count for each ending, and prints what `run` reads."""
    start = time.perf_counter()
    counts = simulate()
    seconds = time.perf_counter() - start
    if sum(counts) != proposals:
        sys.exit(f"{sum(counts)} endings of {proposals} proposals")
    endings = {ending: int(count) for ending, count in zip(ENDINGS, counts)}
    print(json.dumps({"version": version, "seconds": seconds, "endings": endings}))
