"""From the points of `winset sweep --sample … --against observed.csv` to a posterior over the fields that were varied.

    python examples/calibrate.py results/my-council-sweep

Needs numpy and scipy. Between points, a quadratic surface stands for the simulation; what it misses counts as an error of its own.
"""

import csv
import sys
from collections import defaultdict
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
from scipy.special import logsumexp
from scipy.stats import qmc

folder = Path(sys.argv[1])
discrepancy = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0


def table(name):
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


# The points, each field scaled to [-1, 1] over the box that was sampled (the prior is uniform there).
points = table("points.csv")
known = {"point", "key", "estimates", "differences", "targets", "max_implausibility", "remains"}
fields = [name for name in points[0] if name not in known]
values = np.array([[float(point[field]) for field in fields] for point in points])
low, high = values.min(axis=0), values.max(axis=0)
scaled = 2 * (values - low) / (high - low) - 1

# What was simulated at each point, by what was observed.
place = {tuple(point[field] for field in fields): number for number, point in enumerate(points)}
simulated = defaultdict(dict)
for row in table("sweep.csv"):
    about = (row["variant"], row["scope"], row["metric"])
    simulated[about][place[tuple(row[field] for field in fields)]] = (float(row["estimate"]), float(row["std_error"] or 0))


def surface(x):
    pairs = combinations_with_replacement(range(x.shape[1]), 2)
    return np.column_stack([np.ones(len(x)), x, *(x[:, i] * x[:, j] for i, j in pairs)])


draws = 2 * qmc.Sobol(len(fields), seed=1).random_base2(17) - 1
weight = np.zeros(len(draws))
for target in table("observed.csv"):
    seen = simulated[(target["variant"], target["scope"], target["metric"])]
    at = sorted(seen)
    y, error = np.array([seen[number] for number in at]).T
    basis = surface(scaled[at])
    coefficients, *_ = np.linalg.lstsq(basis, y, rcond=None)
    missed = np.sqrt(np.sum((y - basis @ coefficients) ** 2) / max(1, len(at) - basis.shape[1]))
    spread = np.sqrt(float(target["se"]) ** 2 + missed**2 + discrepancy**2)
    off = (float(target["value"]) - surface(draws) @ coefficients) / spread
    weight -= 0.5 * off**2
    print(f"{target['variant']}, {target['scope']}, {target['metric']}: surface off by {missed:.3g}, "
          f"simulation by {np.sqrt(np.mean(error**2)):.3g}, observation by {float(target['se']):.3g}")

weight = np.exp(weight - logsumexp(weight))
print(f"worth {1 / np.sum(weight**2):.0f} of {len(draws)} draws\n")
print(f"{'field':40} {'prior':>17} {'posterior':>26} {'sd, of prior':>13}")
for number, field in enumerate(fields):
    x = low[number] + (draws[:, number] + 1) / 2 * (high[number] - low[number])
    order = np.argsort(x)
    quantiles = np.interp([0.05, 0.5, 0.95], np.cumsum(weight[order]), x[order])
    mean = np.sum(weight * x)
    ratio = np.sqrt(np.sum(weight * (x - mean) ** 2)) / x.std()
    print(f"{field:40} {low[number]:8.3g} {high[number]:8.3g} "
          f"{quantiles[1]:8.3g} [{quantiles[0]:.3g}, {quantiles[2]:.3g}] {ratio:13.2f}")
