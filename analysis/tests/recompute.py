# SPDX-License-Identifier: Apache-2.0
"""The numbers of report/study.json anew, by "What a report makes of it" in
results/README.md. `python3 recompute.py STUDY_DIR` names what differs.
"""

import json
import sys
import zlib
from math import comb
from pathlib import Path

import numpy as np


def lines_of(path):
    for text in Path(path).read_text(encoding="utf-8").splitlines():
        body, _, crc = text.rpartition(',"crc32":')
        assert crc == f'"{zlib.crc32(body.encode()):08x}"}}', "a damaged line"
        yield json.loads(text)


def read(lines, value):
    """The points that the last `study` line plans, with what was measured of them."""
    study = [one for one in lines if one["kind"] == "study"][-1]
    looks, tail = planned(study["launches"]["min"], study["launches"]["max"])
    for point in study["points"]:
        own = [x for x in lines if x.get("point") == point["point"]]
        add_launches(point, own, looks, value)
        cores = point["ranks"] * point["threads"]
        point.update(tail=tail, samples=int(point["samples"]), cores=cores)
    return study["points"]


def add_launches(point, lines, looks, value):
    """Its times by block, and how many of them count."""
    stop = [one["reason"] for one in lines if one["kind"] == "stop"][-1:]
    own = sorted((x for x in lines if "launch" in x), key=lambda x: x["launch"])
    good = [(x, x["result"]["measurements"][0]) for x in own if x["verdict"] == "ok"]
    good = [(x, found) for x, found in good if value(found) is not None]
    assert len({str(found["tallies"]) for _, found in good}) <= 1, "a vote"
    is_whole = stop == ["max"] and own[-1]["launch"] >= looks[-1]
    reached = [n for n in looks if n <= len(good) and not is_whole]
    blocks = [(x.get("slurm", {}).get("job"), x["block"]) for x, _ in good]
    point["values"] = dict(zip(blocks, [value(found) for _, found in good]))
    point["n"] = max(reached, default=len(good))


def launch_time(times):
    """The median without warm-up."""
    n, drop = len(times), min(1, len(times) - 1)
    for d in range(n // 2, 0, -1) if n >= 7 else ():
        q1, q3 = np.percentile(times[d + 1 :], [25, 75])
        half = d + (n - d) // 2
        early, late = np.median(times[d:half]), np.median(times[half:])
        starts = times[d] <= q3 + max(3 * (q3 - q1), 0.02 * q3)
        drop = d if starts and abs(early - late) <= 0.02 * late else drop
    return np.median(times[drop:])


def planned(least, most):
    """The looks, and what one side of an interval may miss by at each of them."""
    looks, low, high = [least], 0.0, 0.025
    while looks[-1] < most:
        more = looks[-1] + max(looks[-1] // 2, 1)
        looks.append(most if more + more // 4 >= most else more)
    for halving in range(41):
        tail, heads = (low + high) / 2 if halving else high, np.ones(1)
        for n in looks:  # heads: times below the median, where no look missed
            while len(heads) <= n:
                heads = np.convolve(heads, [0.5, 0.5])
            k = rank([comb(n, below) for below in range(n + 1)], tail)
            heads[:k] = heads[n + 1 - k :] = 0
        low, high = (tail, high) if heads.sum() >= 0.95 else (low, tail)
    return looks, low


def subsets(n):
    """How many sets of the numbers 1 to n have so many members, and such a sum."""
    ways = np.zeros((n + 1, n * (n + 1) // 2 + 1))
    ways[0, 0] = 1
    for number in range(1, n + 1):
        ways[1:, number:] += ways[:-1, :-number].copy()
    return ways


def rank(ways, tail):
    return int((np.cumsum(ways) / np.sum(ways) <= tail).sum())


def ends(values, ways, tail):
    """The median of the values, and its interval where there is one."""
    values, k = np.sort(np.ravel(values)), rank(ways, tail)
    return np.array([np.median(values), *([values[k - 1], values[-k]] if k else [])])


def time_of(point):
    n, values = point["n"], [*point["values"].values()]
    return ends(values[:n], [comb(n, k) for k in range(n + 1)], point["tail"])


def ratio(base, point):
    """The times of `base` over those of `point`."""
    logs = ({k: np.log(t) for k, t in x["values"].items()} for x in (base, point))
    a, b = next(logs), dict([*next(logs).items()][: point["n"]])
    both = [block for block in b if block in a]
    if len(both) < 6 and min(len(a), len(b)) < 4:
        return time_of(base)[:1] / time_of(point)[:1]
    a, b = (np.array([x[k] for k in (x if len(both) < 6 else both)]) for x in (a, b))
    less, more = sorted(np.median(abs(x - np.median(x))) for x in (a, b))
    order = [np.argsort(np.argsort(x, kind="stable")) for x in (a, b)]
    alike = np.ptp(a) > 0 and np.ptp(b) > 0 and more < 3 * less
    if len(both) >= 6 and not (alike and np.corrcoef(order)[0, 1] <= 0):
        values = np.add.outer(a - b, a - b)[np.triu_indices(len(a))] / 2
        return np.exp(ends(values, subsets(len(a)).sum(axis=0), point["tail"]))
    ways = np.trim_zeros(subsets(len(a) + len(b))[len(a)])
    return np.exp(ends(np.subtract.outer(a, b), ways, point["tail"]))


def base_of(points):
    """The fewest cores, of several the fastest."""
    keys = [(x["cores"], *time_of(x)[:1], i) for i, x in enumerate(points) if x["n"]]
    return points[min(keys)[-1]]


def row(base, point):
    """What is computed of a point, by the names that it has in study.json."""
    s = point["samples"] / base["samples"] * ratio(base, point)
    found = {"value": time_of(point), "speedup": np.ones(1) if point is base else s}
    found["efficiency"] = found["speedup"] * base["cores"] / point["cores"]
    of = ("", "_low", "_high")
    return {name + i: x for name, xs in found.items() for i, x in zip(of, xs)}


def differing(study):
    """What study.json says otherwise than the journal, to the last digits."""
    lines = [*lines_of(f"{study}/journal.jsonl")]
    points = read(lines, lambda measured: launch_time(measured["makespan_s"]))
    given = json.loads(Path(f"{study}/report/study.json").read_text())
    for here in given["curve_rows"]:
        kind, kernel = here["curve"].split("-", 1)
        curve = [x for x in points if kind in x["series"] and x["kernel"] == kernel]
        (point,) = (x for x in curve if x["point"] == here["point"])
        for name, there in row(base_of(curve), point).items():
            if not np.isclose(here[name], there, rtol=1e-12, atol=0):
                yield f"{here['curve']}: {name} is {here[name]}, not {there}"


if __name__ == "__main__":
    sys.exit("\n".join(differing(sys.argv[1])) or 0)
