#!/usr/bin/env python3
"""How the cost of a run grows: one size at a time, everything else as it is.

    python3 benches/growth.py [--winset PATH] [--csv FILE] [--figure FILE]

Measures user time and the most memory of `winset run` with all that is counted and estimated, feasibility on, without figures,
the least of three. Needs nothing but Python; the figure needs matplotlib. Machines differ: compare the slopes.
"""

import argparse
import csv
import math
import os
import subprocess
import sys
import tempfile

BASE = dict(members=8, dimensions=2, rounds=4, sessions=1, areas=1, issues=0, variants=1, replications=400, threads=1)
# Proposals of a world, whatever else changes.
PROPOSALS = 200
SIZES = {
    "members": [4, 8, 16, 32, 64, 128, 256, 512, 1000],
    "dimensions": [1, 2, 3, 4, 6, 8],
    "rounds": [1, 2, 4, 8, 16, 32, 64],
    "sessions": [1, 2, 4, 8, 16],
    "areas": [1, 2, 4, 8, 16, 32, 64],
    "issues": [10, 30, 100, 300, 1000, 2000],
    "variants": [1, 2, 4, 8, 16, 32, 64],
    "replications": [100, 1000, 10_000, 100_000, 1_000_000, 10_000_000],
    "threads": [1, 2],
}
# Few proposals a world where there are many worlds, and many worlds where threads share them.
FEW = {"replications": 2}
MORE = {"threads": {"replications": 20_000}}


def scenario(size, proposals):
    """The scenario of one size: members on a circle beside the status quo, so that tables of any size disagree about as much."""
    names = [f"d{i}" for i in range(size["dimensions"])]
    lines = ["[space]", f"dimensions = {names}".replace("'", '"')]
    lines += ["[negotiation]", f"rounds = {size['rounds']}", f"sessions = {size['sessions']}"]
    lines += ['amendment = { kind = "concede", rate = 0.02 }', "[agenda]", f"years = {10 if proposals > 10 else 1}"]
    for area in range(size["areas"]):
        lines += [f"[areas.a{area}]", "noise = 0.3", "shock_sd = 0.3"]
        lines += [] if size["issues"] else ["status_quo = { sd = 1.0 }"]
    if size["issues"]:
        lines += ["[issues]", 'draw = "each"', 'missing = "ideal"']
        for issue in range(size["issues"]):
            lines += [f"[issues.file.i{issue}]", 'dimension = "d0"', "status_quo = 0", "scale_low = -3", "scale_high = 3"]
    lines += ["[members]"]
    initiative = proposals / (10 if proposals > 10 else 1) / size["members"]
    for member in range(size["members"]):
        angle = math.tau * member / size["members"]
        ideal = [round(1 + 0.5 * math.cos(angle + d), 6) for d in range(size["dimensions"])]
        lines.append(f"m{member} = {{ ideal = {ideal}, tolerance = 0.5, initiative = {initiative:.9f} }}")
    for variant in range(size["variants"]):
        lines += [f"[variants.v{variant}]", f'set = {{ "negotiation.pressure" = {variant / 100} }}']
    return "\n".join(lines) + "\n"


def run(winset, file, size, folder):
    """User seconds, seconds and megabytes of one run."""
    command = [winset, "run", file, "--out", os.path.join(folder, "out"), "--force", "--quiet", "--no-plots"]
    command += ["--replications", str(size["replications"]), "--threads", str(size["threads"]), "--set", "run.feasibility=true"]
    with open(os.devnull, "w") as nowhere:
        start = os.times().elapsed
        process = subprocess.Popen(command, stdout=nowhere, stderr=subprocess.PIPE)
        _, status, usage = os.wait4(process.pid, 0)
        wall = os.times().elapsed - start
    if status:
        sys.exit(process.stderr.read().decode())
    return usage.ru_utime, wall, usage.ru_maxrss / 1024


def measure(winset, repeats):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "growth.toml")
        for what, values in SIZES.items():
            proposals = FEW.get(what, PROPOSALS)
            for value in values:
                size = BASE | MORE.get(what, {}) | {what: value}
                with open(file, "w") as out:
                    out.write(scenario(size, proposals))
                runs = [run(winset, file, size, folder) for _ in range(1 if value >= 1_000_000 else repeats)]
                user, wall, memory = (min(column) for column in zip(*runs))
                rows.append(dict(size=what, value=value, user_s=round(user, 3), wall_s=round(wall, 3), memory_mb=round(memory)))
                print("{size} {value}: {user_s} s user, {wall_s} s, {memory_mb} MB".format(**rows[-1]), flush=True)
    return rows


def slope(rows):
    """The exponent at the large end: between the last two sizes."""
    (x0, y0), (x1, y1) = ((row["value"], row["user_s"]) for row in rows[-2:])
    return math.log(y1 / y0) / math.log(x1 / x0)


def draw(rows, path):
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"font.size": 8, "font.family": "sans-serif", "svg.hashsalt": "winset", "axes.spines.top": False, "axes.spines.right": False})
    figure, axes = plt.subplots(3, 3, figsize=(6.7, 6.2), layout="constrained")
    for axis, what in zip(axes.flat, SIZES):
        mine = [row for row in rows if row["size"] == what]
        x, time = [row["value"] for row in mine], "wall_s" if what == "threads" else "user_s"
        y = [max(row[time], 0.001) for row in mine]
        expected = [y[-1] * (value / x[-1]) ** (-1 if what == "threads" else 1) for value in x]
        axis.plot(x, expected, color="#999999", linestyle="--", linewidth=1)
        axis.plot(x, y, color="#0072B2", marker="o", markersize=3, linewidth=1.2)
        axis.set_xscale("log", base=2 if what != "replications" else 10)
        if what == "threads":
            axis.set_ylim(0)
        else:
            axis.set_yscale("log")
        ticks = x if len(x) < 6 else x[::2]
        axis.set_xticks(ticks, [f"{v}" if v < 1000 else f"{v // 1000}k" if v < 1_000_000 else f"{v // 1_000_000}M" for v in ticks])
        axis.tick_params(axis="x", labelsize=6.5)
        axis.minorticks_off()
        axis.set_xlabel(what)
        axis.set_ylabel("seconds" if what == "threads" else "seconds of user time")
    figure.savefig(path, metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--winset", default="target/release/winset")
    parser.add_argument("--csv", default="growth.csv")
    parser.add_argument("--figure")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--from-csv", action="store_true", help="draw what was measured before")
    options = parser.parse_args()
    if options.from_csv:
        with open(options.csv) as file:
            rows = [row | dict(value=int(row["value"]), user_s=float(row["user_s"]), wall_s=float(row["wall_s"])) for row in csv.DictReader(file)]
    else:
        rows = measure(options.winset, options.repeats)
        with open(options.csv, "w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    for what in SIZES:
        print(f"{what}: exponent {slope([row for row in rows if row['size'] == what]):.2f} at the large end")
    if options.figure:
        draw(rows, options.figure)


if __name__ == "__main__":
    main()
