"""From the durations of EU directives to the backtest `scenarios/backtests/eu-durations.toml`.

    python examples/eu_durations.py GolubEUPData.tab                      # what was observed, as tables for `winset score`
    python examples/eu_durations.py GolubEUPData.tab --choose target/release/winset      # the search for the scenario's numbers

Needs numpy and scipy. The file is that of Golub & Steunenberg 2007 (doi:10.7910/DVN/VJAHRG), comma- or tab-separated, with spells in
days: caseno, begin, end, event, qmv, qmvpostsea, qmvpostteu. Only estimates of the share that was adopted by some time are written.
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.stats import qmc

MONTHS = (6, 12, 24, 36, 60)
DAYS = 365.25 / 12
FOLDER = Path(__file__).parent.parent / "scenarios" / "backtests"
# What is chosen, with the ends between which it is looked for: on directives under qualified majority alone, and on both rules.
CHOSEN = {
    "areas.directives.status_quo.sd": (0.1, 3.0),
    "areas.directives.shock_sd": (0.1, 10.0),
    "negotiation.shock_persistence": (0.5, 1.0),
    "negotiation.amendment.rate": (0.001, 0.3),
    "agenda.months_per_round": (1.0, 8.0),
}
BOTH = CHOSEN | {"negotiation.pressure": (0.03, 10.0)}
# Settings in the whole box, and then in the box of the best ten of them.
TRIED = 512


def directives(path):
    """A row a directive: number, whether a qualified majority was enough when it was proposed, days, and whether it was adopted."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        dialect = csv.Sniffer().sniff(file.readline(), ",\t")
        file.seek(0)
        spells = sorted(csv.DictReader(file, dialect=dialect), key=lambda row: (float(row["caseno"]), float(row["begin"])))
    first = {}
    last = {}
    for spell in spells:
        first.setdefault(spell["caseno"], spell)
        last[spell["caseno"]] = spell
    rules = ("qmv", "qmvpostsea", "qmvpostteu")
    return np.array([
        (float(number), any(float(first[number][rule]) for rule in rules), float(last[number]["end"]), float(last[number]["event"]))
        for number in first
    ])


def adopted_by(rows, months=MONTHS):
    """Kaplan-Meier shares adopted within so many months, with Greenwood's standard errors; and the median in months."""
    days, adopted = rows[:, 2], rows[:, 3] == 1
    times = np.unique(days[adopted])
    at_risk = np.array([np.sum(days >= time) for time in times])
    events = np.array([np.sum(adopted & (days == time)) for time in times])
    alive = np.cumprod(1 - events / at_risk)
    error = alive * np.sqrt(np.cumsum(events / (at_risk * np.maximum(at_risk - events, 1))))
    place = np.searchsorted(times, np.array(months) * DAYS, side="right") - 1
    return 1 - alive[place], error[place], times[np.argmax(alive <= 0.5)] / DAYS


def simulated(winset, setting, variants):
    """Shares adopted within these months by a run of the scenario with some numbers set, one variant after the other."""
    with tempfile.TemporaryDirectory() as folder:
        sets = [word for path, value in setting.items() for word in ("--set", f"{path}={value:.4g}")]
        which = [word for variant in variants for word in ("--variant", variant)]
        subprocess.run([winset, "run", FOLDER / "eu-durations.toml", *which, "--replications", "6", "--no-plots", "--quiet",
                        "--out", f"{folder}/run", *sets], check=True, stdout=subprocess.DEVNULL)
        with open(f"{folder}/run/time.csv", encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(line for line in file if not line.startswith("#")) if row["ending"] == "adopted"]

    def share(variant, months):
        reached = (float(row["cumulative_incidence"]) for row in rows if row["variant"] == variant and float(row["months"]) <= months)
        return max(reached, default=0.0)

    return np.array([share(variant, months) for variant in variants for months in MONTHS])


def choose(winset, box, halves):
    """The settings nearest to what was observed of each variant: of the whole box, and then of the box of the best ten."""
    facts = np.concatenate([adopted_by(rows)[0] for rows in halves.values()])
    print(f"{', '.join(halves)}: observed {facts.round(3)}")
    for _ in range(2):
        found = []
        for point in qmc.Sobol(len(box), seed=1).random(TRIED):
            # Logarithmic, but for what may be 1 and more.
            values = [low * (high / low) ** x if low < 0.5 else low + x * (high - low) for x, (low, high) in zip(point, box.values())]
            setting = dict(zip(box, values))
            curve = simulated(winset, setting, list(halves))
            found.append((100 * np.abs(curve - facts).mean(), setting, curve))
        found.sort(key=lambda one: one[0])
        for error, setting, curve in found[:3]:
            print(f"  {error:.2f} points {curve.round(3)} " + ", ".join(f"{path} {value:.4g}" for path, value in setting.items()), flush=True)
        box = {path: (min(one[path] for _, one, _ in found[:10]), max(one[path] for _, one, _ in found[:10])) for path in box}


def observed(parts):
    """What was observed of each variant, and what a simple rule says of it."""
    yield ["variant", "from", "scope", "metric", "value", "se", "baseline", "source"]
    for (variant, source, rows, simple), first in zip(parts, ("", parts[0][0])):
        shares, errors, _ = adopted_by(rows)
        for months, share, error, said in zip(MONTHS, shares, errors, simple):
            yield [variant, first, "all", f"passed_within_{months}_months", f"{share:.4f}", f"{error:.4f}", f"{said:.4f}",
                   f"{len(rows)} directives under {source} with an even number"]


def exponential(rows):
    """An exponential law with the same median."""
    return 1 - 0.5 ** (np.array(MONTHS) / adopted_by(rows)[2])


def main():
    rows = directives(sys.argv[1])
    odd = rows[:, 0] % 2 == 1
    rules = {"qualified majority": rows[:, 1] == 1, "unanimity": rows[:, 1] == 0}
    training, held_out = ([rows[rule & half] for rule in rules.values()] for half in (odd, ~odd))
    if "--choose" in sys.argv:
        winset = sys.argv[sys.argv.index("--choose") + 1]
        choose(winset, CHOSEN, {"qmv": training[0]})
        return choose(winset, BOTH, {"qmv": training[0], "unanimity": training[1]})
    carried, own = adopted_by(training[0])[0], [adopted_by(half)[0] for half in training]
    medians = [exponential(half) for half in held_out]
    for name, variants, rule, simple in (
        ("eu-durations", ("qmv", "unanimity"), "qualified majority with an odd number, on which numbers were chosen", [carried] * 2),
        ("eu-durations-exponential", ("qmv", "unanimity"), "an exponential law with the same median", medians),
        ("eu-durations-both", ("qmv-both", "unanimity-both"), "the same rule with an odd number, on which numbers were chosen", own),
        ("eu-durations-both-exponential", ("qmv-both", "unanimity-both"), "an exponential law with the same median", medians),
    ):
        note = ("# Share of EU directives adopted within so many months of their proposal, by the rule in force then: Kaplan-Meier, with Greenwood's\n"
                "# standard errors, of Golub & Steunenberg 2007, doi:10.7910/DVN/VJAHRG. Made by examples/eu_durations.py.\n"
                f"# baseline: {rule}.\n")
        table = observed(list(zip(variants, rules, held_out, simple)))
        text = note + "".join(",".join(row) + "\n" for row in table)
        (FOLDER / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    for name, rule in rules.items():
        shares, _, median = adopted_by(rows[rule])
        print(f"{name}: {rule.sum()} directives, median {median * DAYS:.0f} days, adopted by {MONTHS} months {shares.round(3)}")


if __name__ == "__main__":
    main()
