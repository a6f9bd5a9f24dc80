# SPDX-License-Identifier: Apache-2.0
"""The tables of scaling anew, by "What a report makes of it" in results/README.md.

`python3 recompute.py JOURNAL CSV...` names what differs. Nothing of `scaling` is used.
"""

import base64
import csv
import json
import re
import sys
import zlib
from math import comb
from pathlib import Path

import numpy as np

SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "min": 60.0, "h": 3600.0}


def study_and_lines(path):
    lines = []
    for text in Path(path).read_text(encoding="utf-8").splitlines():
        body, _, crc = text.rpartition(',"crc32":')
        assert crc == f'"{zlib.crc32(body.encode()):08x}"}}', "a damaged line"
        lines.append(json.loads(text))
    shared = {one["id"]: held(one) for one in lines if one["kind"] == "shared"}
    for one in lines:
        for id in reversed(one.get("shared", [])):
            add_missing(one, shared[id])
    return [one for one in lines if one["kind"] == "study"][-1], lines


def held(line):
    """What a `shared` line says."""
    if "value" in line:
        return line["value"]
    return json.loads(zlib.decompress(base64.b64decode(line["packed"]["base64"])))


def add_missing(value, shared):
    """What launches share, put in where a record does not say it itself."""
    if isinstance(value, dict):
        for name, one in shared.items():
            add_missing(value.setdefault(name, one), one)
    elif isinstance(value, list):
        for mine, one in zip(value, shared):
            add_missing(mine, one)


def read(path, curve):
    """The points that the last `study` line plans, with what was measured of them."""
    study, lines = study_and_lines(path)
    looks, tail = planned(study["launches"]["min"], study["launches"]["max"])
    for point in study["points"]:
        own = [x for x in lines if x.get("point") == point["point"]]
        add_launches(point, own, looks, curve)
        point["is_zero"] = min(point["values"].values(), default=1) <= 0
        point.update(tail=tail, samples=int(point["samples"]), curve=curve)
        point.update(cores=point["ranks"] * point["threads"])
    return study["points"]


def add_launches(point, lines, looks, curve):
    """The logarithms of its times by block, and how many of them count."""
    stop = [one["reason"] for one in lines if one["kind"] == "stop"][-1:]
    own = sorted((x for x in lines if "launch" in x), key=lambda x: x["launch"])
    good = [one for one in own if one["verdict"] == "ok"]
    good = [x for x in good if value(x["result"]["measurements"][0], curve) is not None]
    found = [one["result"]["measurements"][0] for one in good]
    assert all(x["tallies"] == found[0]["tallies"] for x in found), "a vote"
    is_whole = stop == ["max"] and own[-1]["launch"] >= looks[-1]
    reached = [n for n in looks if n <= len(good) and not is_whole]
    blocks = [(x.get("slurm", {}).get("job"), x["block"]) for x in good]
    values = [value(x, curve) for x in found]
    if curve and curve["kind"] == "rate" and min(values, default=1) <= 0:
        values, reached = [], [0]  # of 0 there is no reciprocal
    point["values"] = dict(zip(blocks, values))
    point["n"] = max(reached, default=len(values))


def value(measured, curve):
    """A time in seconds, one over a rate, another metric as it is; None without one."""
    if curve is None:
        return launch_time(measured["makespan_s"])
    given = measured["metrics"].get(curve["metric"])
    if given is None:
        return None
    found = given["value"] * SECONDS.get(given["unit"], 1.0)
    return 1 / found if curve["kind"] == "rate" and found > 0 else found


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


def row(base, point):
    """What is computed of a point, by the names of the report's columns."""
    curve, times = point["curve"], time_of(point)
    kind = curve["kind"] if curve else "time"
    none = kind in ("size", "count") or not base["n"]
    none = none or base["is_zero"] or point["is_zero"]  # to 0 there is no ratio
    found = {} if none else ratios(base, point)
    if kind == "time":
        found["time_s"] = times
        if times[0] > 0:
            rate = found["samples_per_s"] = point["samples"] / times[:1]
            found["samples_per_s_per_core"] = rate / point["cores"]
    else:
        name = f"{curve['metric']} {curve['unit'].replace('/', ' per ')}"
        shown = 1 / times[[0, 2, 1][: len(times)]] if kind == "rate" else times
        found["_".join(re.findall("[A-Za-z0-9]+", name))] = shown
    of = ("", "_low", "_high")
    return {name + i: x for name, xs in found.items() for i, x in zip(of, xs)}


def ratios(base, point):
    work, more = (point[name] / base[name] for name in ("samples", "cores"))
    work = 1.0 if point["curve"] and point["curve"]["kind"] == "rate" else work
    s = np.ones(1) if point is base else work * ratio(base, point)
    e = (1 / s - 1 / more)[[0, 2, 1][: len(s)]] / (1 - 1 / more) if more > 1 else []
    return {"speedup": s, "scaled_speedup": s, "efficiency": s / more, "karp_flatt": e}


def points_of(journal, name, curve):
    """The points of a table of this name by a curve, in its order."""
    kind, kernel = name.split("-", 1)
    points = [x for x in read(journal, curve) if kind in x["series"]]
    points = [x for x in points if x["kernel"] == kernel]
    return sorted(points, key=lambda x: (x["cores"], x["ranks"]))


def differing(journal, table):
    """What is not as the journal has it in a table; some columns are not computed."""
    leading, *others = study_and_lines(journal)[0].get("curves") or [None]
    name = Path(table).stem
    curve = next((c for c in others if name.endswith(f"-{c['metric']}")), leading)
    name = name if curve is leading else name.removesuffix(f"-{curve['metric']}")
    points, by_leading = (points_of(journal, name, c) for c in (curve, leading))
    alike = enumerate(by_leading)
    base = min((x["cores"], *time_of(x)[:1], i) for i, x in alike if x["n"])
    base = points[base[-1]]  # of every metric that of the leading one
    rows = [{**x, **row(base, x)} if x["n"] else x for x in points]
    given = list(csv.DictReader(Path(table).read_text(encoding="utf-8").splitlines()))
    assert len(given) == len(points), "not these points"
    for name in sorted(set().union(*rows) & set(given[0])):
        for cells, known in zip(given, rows):
            here, there = float(cells[name] or "nan"), float(known.get(name, "nan"))
            if not np.isclose(here, there, rtol=1e-9, atol=0, equal_nan=True):
                yield f"{table}: {name} is {here}, and by the journal {there}"


if __name__ == "__main__":
    sys.exit("\n".join(x for t in sys.argv[2:] for x in differing(sys.argv[1], t)) or 0)
