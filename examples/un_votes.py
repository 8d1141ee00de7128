"""From roll calls of the UN General Assembly to the backtest `scenarios/backtests/un-votes.toml`.

    python examples/un_votes.py rollcalls.csv                 # the scenario, its members and what was observed
    python examples/un_votes.py rollcalls.csv --choose        # the search for the settings below, on 2012-16 alone

Needs numpy and scipy. The roll calls are those of Voeten, Strezhnev & Bailey (doi:10.7910/DVN/LEJUQZ, CC0), a row a vote of a state
(`rcid`, `date`, `Country` or `ccode_iso3`, `vote`) or a row a roll call with a column a state (`rcid`, `date`, ISO 3166 codes).
1 is yes, 2 abstention, 3 no, anything else absent.

The law: a state supports a text where b.x + e >= 0 and objects where b.x + e < -t. x are the state's points and t its tolerance; b is
drawn from a mixture of normals, each of which is an area of the scenario; e is standard normal, correlated within blocs.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from scipy.cluster.vq import kmeans2
from scipy.optimize import minimize
from scipy.special import ndtr

TRAINING, TEST = (2012, 2017), (2017, 2025)
# The setting with the least error on held-out halves of 2012-16, of those that `--choose` tries.
CHOSEN = {"dimensions": 5, "absent": False, "kinds": 32, "blocs": 12, "correlation": 0.6}
GRID = [
    {"dimensions": dimensions, "absent": absent, "kinds": kinds, "blocs": blocs, "correlation": correlation}
    for dimensions in (3, 5, 7)
    for absent in (False, True)
    for kinds in (8, 16, 24, 32)
    for blocs, correlation in ((1, 0.0), (6, 0.3), (6, 0.6), (12, 0.3), (12, 0.6))
]

SCO = "CHN KAZ KGZ RUS TJK UZB".split()
ASEAN = "IDN MYS PHL SGP THA BRN".split()
BRICS = "BRA RUS IND CHN ZAF".split()
EU = "AUT BEL DEU DNK ESP FIN FRA GBR GRC IRL ITA LUX NLD PRT SWE".split()
EU25 = EU + "CYP CZE EST HUN LTU LVA MLT POL SVK SVN".split()
NATO = "BEL CAN DEU DNK ESP FRA GBR GRC ISL ITA LUX NLD NOR PRT TUR USA".split()
OSCE = (EU25 + "ALB AND ARM AZE BLR BIH BGR CAN HRV GEO ISL KAZ KGZ LIE MDA MCO MNG MNE MKD NOR ROU RUS SMR SRB CHE TJK TUR TKM "
        "UKR USA UZB".split())
GROUPS = {
    "sco-6": ("SCO 6", SCO),
    "sco-8": ("SCO 8", SCO + ["IND", "PAK"]),
    "sco-10": ("SCO 10", SCO + ["IND", "PAK", "IRN", "BLR"]),
    "asean-6": ("ASEAN 6", ASEAN),
    "asean-10": ("ASEAN 10", ASEAN + "VNM LAO MMR KHM".split()),
    "brics-5": ("BRICS 5", BRICS),
    "brics-10": ("BRICS 10", BRICS + "EGY ETH IRN ARE IDN".split()),
    "eu-15": ("EU 15", EU),
    "eu-25": ("EU 25", EU25),
    "eu-27": ("EU 27", EU25 + ["BGR", "ROU"]),
    "nato-16": ("NATO 16", NATO),
    "nato-32": ("NATO 32", NATO + "CZE HUN POL BGR EST LTU LVA ROU SVK SVN ALB HRV MNE MKD FIN SWE".split()),
    "osce-56": ("OSCE 56", OSCE),
}


def roll_calls(path):
    """Codes of states, years, and votes with a row a roll call: 1, 2, 3, or not a number."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if "vote" in reader.fieldnames:
            code = next(name for name in ("Country", "ccode_iso3", "iso3") if name in reader.fieldnames)
            calls = {}
            for row in reader:
                calls.setdefault((row["date"], row["rcid"]), {})[row[code]] = row["vote"]
        else:
            calls = {(row["date"], row["rcid"], number): row for number, row in enumerate(reader)}
    missing = sorted({state for _, group in GROUPS.values() for state in group} - set().union(*calls.values()))
    if missing:
        sys.exit(f"{path}: no votes of {', '.join(missing)}; states are called by their ISO 3166 codes of three letters")
    calls = [(int(about[0][:4]), votes) for about, votes in calls.items()]
    calls = [(year, votes) for year, votes in calls if TRAINING[0] <= year < TEST[1]]
    states = sorted({name for _, votes in calls for name in votes if len(name) == 3 and name.isupper()})
    vote = {"1": 1.0, "2": 2.0, "3": 3.0, "1.0": 1.0, "2.0": 2.0, "3.0": 3.0}
    table = np.array([[vote.get(votes.get(state), np.nan) for state in states] for _, votes in calls])
    return states, np.array([year for year, _ in calls]), table


def clash(votes, group, by=None):
    """Share of roll calls on which two thirds of the group cast a vote that have a yes and a no; by year, if asked."""
    cast = votes[:, group]
    eligible = (~np.isnan(cast)).sum(axis=1) * 3 >= 2 * len(group)
    split = ((cast == 1).any(axis=1) & (cast == 3).any(axis=1))[eligible]
    return split.mean() if by is None else (split, by[eligible])


def fit(votes, dimensions, absent, prior=1.0):
    """Points, tolerances and texts at the mode of their posterior. The first dimension is how readily a state says yes."""
    (calls, states), d = votes.shape, dimensions
    yes, no = votes == 1, votes == 3
    between = (votes == 2) | (np.isnan(votes) if absent else False)
    centre, spread = np.eye(d)[0], np.where(np.arange(d) == 0, 0.5, 1.0)
    sign = yes * 1.0 - no
    u, s, v = np.linalg.svd(sign - sign.mean(axis=1, keepdims=True), full_matrices=False)
    x = np.column_stack([np.ones(states), v[: d - 1].T * np.sqrt(states)])
    b = np.column_stack([2 * sign.mean(axis=1) + 0.3, u[:, : d - 1] * s[: d - 1] / np.sqrt(states) * 2])

    def parts(z):
        return np.split(z, [states * d, states * d + calls * d])

    def loss(z):
        x, b, t = parts(z)
        x, b, t = x.reshape(states, d), b.reshape(calls, d), np.exp(t)
        above = b @ x.T
        below = -t - above
        p_yes, p_no = np.maximum(ndtr(above), 1e-12), np.maximum(ndtr(below), 1e-12)
        p_between = np.maximum(1 - p_yes - p_no, 1e-9)
        f_yes, f_no = (np.exp(-(a**2) / 2) / np.sqrt(2 * np.pi) for a in (above, below))
        value = -np.sum(np.log(p_yes), where=yes) - np.sum(np.log(p_no), where=no) - np.sum(np.log(p_between), where=between)
        g = yes * f_yes / p_yes - no * f_no / p_no + between * (f_no - f_yes) / p_between
        g_t = ((between * f_no / p_between - no * f_no / p_no).sum(axis=0)) * t
        off = (x - centre) / spread
        value += 0.5 * (np.sum(off**2) + np.sum(b**2) / prior**2 + np.sum(np.log(t) ** 2))
        gradient = [(off / spread - g.T @ b).ravel(), (b / prior**2 - g @ x).ravel(), np.log(t) - g_t]
        return value, np.concatenate(gradient)

    start = np.concatenate([x.ravel(), b.ravel(), np.zeros(states)])
    x, b, t = parts(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500, "maxfun": 1000}).x)
    return turned(x.reshape(states, d), b.reshape(calls, d)) + (np.exp(t),)


def turned(x, b):
    """The same with points of standard deviation 1 and texts that are uncorrelated but in the first dimension, the widest first."""
    spread = x[:, 1:].std(axis=0)
    x, b = x / np.append(1, spread), b * np.append(1, spread)
    _, axes = np.linalg.eigh(b[:, 1:].T @ b[:, 1:])
    axes = axes[:, ::-1]
    return np.column_stack([x[:, 0], x[:, 1:] @ axes]), np.column_stack([b[:, 0], b[:, 1:] @ axes])


def law(b, kinds):
    """The texts as a mixture: share, mean and standard deviation of each kind."""
    _, kind = kmeans2(b, kinds, minit="++", seed=1, iter=50)
    some = [b[kind == number] for number in range(kinds) if np.sum(kind == number) >= 3]
    return [(len(texts) / len(b), texts.mean(axis=0), texts.std(axis=0)) for texts in some]


def simulated(x, tolerance, areas, bloc, correlation, texts=6000):
    """Votes on texts of that law, for the choice of settings; what is published is simulated by winset."""
    rng = np.random.default_rng(1)
    share = np.array([share for share, _, _ in areas])
    area = rng.choice(len(areas), texts, p=share / share.sum())
    mean, spread = (np.array([law[part] for law in areas])[area] for part in (1, 2))
    b = mean + spread * rng.standard_normal(mean.shape)
    together, alone = rng.standard_normal((texts, bloc.max() + 1)), rng.standard_normal((texts, len(x)))
    v = b @ x.T + np.sqrt(correlation) * together[:, bloc] + np.sqrt(1 - correlation) * alone
    return np.where(v >= 0, 1.0, np.where(v < -tolerance, 3.0, 2.0))


def blocs(x, count):
    return kmeans2(x, count, minit="++", seed=1, iter=50)[1]


def drawn_groups(votes, sizes=(5, 6, 8, 10, 15, 25, 27, 32, 56), each=60):
    """Random groups of states that vote at least every other time: of all states, and of twice as many that vote alike."""
    rng = np.random.default_rng(7)
    active = np.flatnonzero((~np.isnan(votes)).mean(axis=0) >= 0.5)
    sign = (votes == 1) * 1.0 - (votes == 3)
    square = (sign**2).sum(axis=0)
    apart = square[:, None] + square - 2 * sign.T @ sign
    for size in (size for size in sizes for _ in range(each)):
        yield "any", rng.choice(active, size, replace=False)
        near = active[np.argsort(apart[rng.choice(active), active], kind="stable")][: 2 * size]
        yield "alike", rng.choice(near, size, replace=False)


def choose(votes):
    """Mean absolute errors of each setting, in points: fitted on every other roll call, held against the others, and the other way round."""
    errors = np.zeros((len(GRID), 2))
    past = np.zeros(2)
    for half in (0, 1):
        known, held_out = votes[half::2], votes[1 - half :: 2]
        groups = list(drawn_groups(known))
        alike = np.array([kind == "alike" for kind, _ in groups])
        facts = np.array([clash(held_out, group) for _, group in groups])

        def error(predictor):
            off = np.abs(np.array([clash(predictor, group) for _, group in groups]) - facts)
            return 100 * np.array([off[~alike].mean(), off[alike].mean()])

        past += error(known) / 2
        fits = {}
        for number, setting in enumerate(GRID):
            about = (setting["dimensions"], setting["absent"])
            if about not in fits:
                fits[about] = fit(known, *about)
            x, b, tolerance = fits[about]
            areas = law(b, setting["kinds"])
            errors[number] += error(simulated(x, tolerance, areas, blocs(x, setting["blocs"]), setting["correlation"])) / 2
    print("error of groups of any states, of states that vote alike")
    print(f"{past.round(2)} the same group in the other half")
    for number in np.argsort(errors.sum(axis=1), kind="stable")[:10]:
        print(f"{errors[number].round(2)} {GRID[number]}")
    print(f"{len(GRID)} settings; medians {np.median(errors, axis=0).round(2)}")


# Members are this far apart in the units of the scenario, and texts move policy by so little that a response is linear in the points.
SCALE = 100.0
# What moves a state beside its points: a step of STEP in a dimension in which positions are noise, so that e has standard deviation 1.
STEP = 0.05

HEAD = """\
# Backtest: who says yes and who says no in the UN General Assembly, at the tables of six organisations. Made by examples/un_votes.py.
#
# Shows: how often a table of these states is split between a yes and a no (the metric `clash`), and what enlargement does to that.
# Rests on: roll calls of {first} to {last} alone (Voeten, Strezhnev & Bailey, doi:10.7910/DVN/LEJUQZ, CC0): {calls} of them, of all states. None of a later
# year, and nothing about the groups, was used: settings were chosen by random groups on halves of these years.
# Estimated: points and tolerance of every state, and the texts, at the mode of an ordinal probit model with {dimensions} dimensions; areas are {kinds} kinds of
# text with their share, mean and spread (k-means); blocs are {blocs} sets of states with points near to each other.
# Units: policy moves by little where members are far apart, so that a response is linear in the points: 2 · step · distance is in
# standard deviations of what moves a state beside its points, which is the noise of dimension `else`.

members = "data/un-votes-members.csv"
rule = "consensus"

[scenario]
title = "UN votes at the tables of six organisations, law of {first} to {last}"
sources = ["Voeten, Strezhnev & Bailey, United Nations General Assembly Voting Data, Harvard Dataverse, doi:10.7910/DVN/LEJUQZ (CC0); own estimates"]

[space]
dimensions = {names}
[space.assent]
label = "How readily it says yes"

# The Assembly's texts are where policy would move to: the origin. Where it would move from is drawn.
[secretariat]
ideal = {origin}
initiative = 50
worthwhile = 0

[agenda]
arrivals = "fixed"

[run]
replications = 400
"""


def numbers(values):
    return "[" + ", ".join(f"{value:.4g}" for value in values) + "]"


def scenario(x, b, votes, years):
    names = ["assent", *(f"axis-{number}" for number in range(1, x.shape[1])), "else"]
    areas = law(b, CHOSEN["kinds"])
    yield HEAD.format(
        first=years.min(), last=years.max(), calls=len(votes), dimensions=x.shape[1], kinds=len(areas), blocs=CHOSEN["blocs"],
        names=str(names).replace("'", '"'), origin=[0] * len(names))
    for number, (share, mean, spread) in enumerate(sorted(areas, key=lambda area: -area[0]), 1):
        status_quo = f"mean = {numbers([*(-mean / 2 / SCALE), STEP])}, sd = {numbers([*(spread / 2 / SCALE), 0])}"
        yield f"[areas.kind-{number}]\nshare = {share:.4f}\nnoise = {{ else = {0.5 / STEP:g} }}"
        yield f"group_correlation = {CHOSEN['correlation']}\nstatus_quo = {{ {status_quo} }}\n"
    for name, (label, _) in GROUPS.items():
        yield f'[variants.{name}]\nlabel = "{label}"\nmembers = ["@{name}"]'


def members(states, x, tolerance):
    bloc = blocs(x, CHOSEN["blocs"])
    axes = [f"ideal.axis-{number}" for number in range(1, x.shape[1])]
    yield ["id", "groups", "ideal.assent", *axes, "ideal.else", "tolerance", "initiative"]
    for state in sorted({state for _, group in GROUPS.values() for state in group}):
        place = states.index(state)
        groups = [f"bloc-{bloc[place] + 1}", *(name for name, (_, group) in GROUPS.items() if state in group)]
        yield [state, ";".join(groups), *(f"{SCALE * value:.2f}" for value in x[place]), 0, f"{tolerance[place]:.4f}", 0]


def observed(states, votes, years, simple):
    """The share of roll calls that split a group, its standard error over calendar years, and what a simple rule says."""
    yield ["variant", "from", "scope", "metric", "value", "se", "baseline", "source"]
    for name, (_, group) in GROUPS.items():
        group = [states.index(state) for state in group]
        split, year = clash(votes, group, years)
        by_year = np.array([np.sum(split[year == one] - split.mean()) for one in np.unique(year)])
        se = np.sqrt(len(by_year) / (len(by_year) - 1) * np.sum(by_year**2)) / len(split)
        first = next(other for other in GROUPS if other.split("-")[0] == name.split("-")[0])
        yield [name, "" if first == name else first, "all", "clash", f"{split.mean():.4f}", f"{se:.4f}", f"{simple(group):.4f}",
               f"{len(split)} roll calls {year.min()}-{year.max()}"]


def write(path, text):
    path.write_text(text, encoding="utf-8", newline="")


def table(rows):
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def main():
    states, years, votes = roll_calls(sys.argv[1])
    training, test = ((years >= first) & (years < end) for first, end in (TRAINING, TEST))
    past = votes[training]
    seen = (~np.isnan(past)).mean(axis=0) >= 0.25
    if "--choose" in sys.argv:
        return choose(past[:, seen])
    folder = Path(__file__).parent.parent / "scenarios" / "backtests"
    x, b, tolerance = fit(past[:, seen], CHOSEN["dimensions"], CHOSEN["absent"])
    known = [state for state, is_seen in zip(states, seen) if is_seen]
    write(folder / "un-votes.toml", "\n".join(scenario(x, b, past, years[training])) + "\n")
    write(folder / "data" / "un-votes-members.csv", table(members(known, x, tolerance)))
    active = np.flatnonzero((~np.isnan(past)).mean(axis=0) >= 0.5)
    rng = np.random.default_rng(1)

    def random_groups(group):
        return np.mean([clash(past, rng.choice(active, len(group), replace=False)) for _ in range(300)])

    about = "# Share of roll calls of the UN General Assembly, January 2017 to June 2024, on which two thirds of a group cast a vote that have a yes and a no in it.\n"
    for name, simple, rule in (("un-votes", lambda group: clash(past, group), "the same group in 2012-16"),
                               ("un-votes-random", random_groups, "300 random groups of this size in 2012-16")):
        note = f"{about}# se: over calendar years. baseline: {rule}. Made by examples/un_votes.py from doi:10.7910/DVN/LEJUQZ (CC0).\n"
        write(folder / f"{name}.csv", note + table(observed(states, votes[test], years[test], simple)))


if __name__ == "__main__":
    main()
