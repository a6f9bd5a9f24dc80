# SPDX-License-Identifier: Apache-2.0
"""The tables of scaling anew, of every metric, from any journal of today.

`python3 recompute_tables.py JOURNAL CSV...` names what differs. It adds to
`recompute.py` what launches share, metrics and the further columns of tables; nothing
of `scaling` is used.
"""

import base64
import csv
import json
import re
import sys
import zlib
from pathlib import Path

import numpy as np
from recompute import base_of, launch_time, lines_of, ratio, read, time_of

SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "min": 60.0, "h": 3600.0}


def study_and_lines(path):
    lines = [*lines_of(path)]
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


def measured(path, curve):
    """The points with what was measured of them by a metric."""
    _, lines = study_and_lines(path)
    points = read(lines, lambda found: value(found, curve))
    for point in points:
        least = min(point["values"].values(), default=1)
        point.update(curve=curve, is_zero=least <= 0)
        if curve and curve["kind"] == "rate" and least <= 0:
            point.update(values={}, n=0, is_zero=False)  # of 0 there is no reciprocal
    return points


def value(measured, curve):
    """A time in seconds, one over a rate, another metric as it is; None without one."""
    if curve is None:
        return launch_time(measured["makespan_s"])
    given = measured["metrics"].get(curve["metric"])
    if given is None:
        return None
    found = given["value"] * SECONDS.get(given["unit"], 1.0)
    return 1 / found if curve["kind"] == "rate" and found > 0 else found


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
    points = [x for x in measured(journal, curve) if kind in x["series"]]
    points = [x for x in points if x["kernel"] == kernel]
    return sorted(points, key=lambda x: (x["cores"], x["ranks"]))


def differing(journal, table):
    """What is not as the journal has it in a table; some columns are not computed."""
    leading, *others = study_and_lines(journal)[0].get("curves") or [None]
    name = Path(table).stem
    curve = next((c for c in others if name.endswith(f"-{c['metric']}")), leading)
    name = name if curve is leading else name.removesuffix(f"-{curve['metric']}")
    points, by_leading = (points_of(journal, name, c) for c in (curve, leading))
    leads = base_of(by_leading)["point"]  # of every metric that of the leading one
    base = next(point for point in points if point["point"] == leads)
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
