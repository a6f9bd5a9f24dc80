# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors beside it anew, by arithmetic that no part of the project uses.

    python3 tests/contract/make_vectors.py

Everything is counted in whole numbers and fractions; a value that a rounded computation
could decide otherwise is refused. Read the difference before it is committed: harness,
workers and analysis are all held against these files. The journals are not made here
(README.md).
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import zlib
from collections.abc import Iterable
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MOST_LAUNCHES = 10_000
LEAST_MARGIN = Fraction(1, 10**9)
"""A comparison closer than this may be decided by rounding."""


def lower_ranks(most: int = MOST_LAUNCHES) -> list[int]:
    """For n to `most` the largest l with P(Bin(n, 1/2) <= l - 1) <= 1/40; 0 for none.

    With S(n, m) the number of ways for at most m of n, S(n + 1, m) = 2 S(n, m) -
    C(n, m): what one more trial adds is never far.
    """
    ranks = []
    rank, below, ways = 0, 1, 1  # S(n, rank) and C(n, rank)
    for n in range(most + 1):
        while 40 * below <= 2**n:
            ways = ways * (n - rank) // (rank + 1)
            rank += 1
            below += ways
        refuse_tie(Fraction(below, 2**n), Fraction(1, 40))
        ranks.append(rank)
        below = 2 * below - ways
        ways = ways * (n + 1) // (n + 1 - rank)
    return ranks


def refuse_tie(a: Fraction, b: Fraction) -> None:
    if abs(a - b) < LEAST_MARGIN * b:
        raise ValueError(f"{float(a)} and {float(b)} are too close to tell apart")


def median(values: Iterable[Fraction]) -> Fraction:
    ordered = sorted(values)
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def quantile(values: Iterable[Fraction], share: Fraction) -> Fraction:
    """Linear between order statistics."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def is_at_most(a: Fraction, b: Fraction) -> bool:
    if a != b:
        refuse_tie(a, b)
    return a <= b


def is_steady(kept: list[Fraction]) -> bool:
    """The first is no outlier of the rest, and the halves agree within 2 %."""
    first, third = (quantile(kept[1:], Fraction(q, 4)) for q in (1, 3))
    reach = max(3 * (third - first), third / 50)
    half = len(kept) // 2
    early, late = median(kept[:half]), median(kept[half:])
    starts_within = is_at_most(kept[0], third + reach)
    return starts_within and is_at_most(abs(early - late), late / 50)


def launch_value(repetitions_s: list[float]) -> dict[str, object]:
    exact = [Fraction(one) for one in repetitions_s]
    n = len(exact)
    if n < 7:
        dropped, steady = min(1, n - 1), True
    else:
        found = [d for d in range(1, n // 2 + 1) if is_steady(exact[d:])]
        dropped, steady = (found[0], True) if found else (1, False)
    return {
        "repetitions_s": repetitions_s,
        "dropped": dropped,
        "steady": steady,
        "value_s": float(median(exact[dropped:])),
    }


def noisy(draw: random.Random, n: int, noise: float, warm: list[float]) -> list[float]:
    """`warm` is by how much the first ones are longer."""
    factors = [1 + by for by in warm] + [1.0] * n
    return [
        float(f"{0.05 * factors[i] * draw.lognormvariate(0, noise):.9f}")
        for i in range(n)
    ]


def launch_values() -> list[dict[str, object]]:
    by_hand = [
        [0.25],
        [0.9, 0.25],
        [90.0, 3.0, 1.0, 2.0, 5.0],
        [9.0, 2.0, 2.0, 2.0, 2.0, 2.0],
        [9.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0],
        [9.0, 8.0, 2.0, 2.0, 2.0, 2.0, 2.0],
        [9.0, 8.0, 7.0, 2.0, 2.0, 2.0, 2.0],
        [9.0, 8.0, 7.0, 6.0, 2.0, 2.0, 2.0],
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        [7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.5],
        [1.0, 1.0, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0],
        [1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3],
    ]
    draw = random.Random(1)
    drawn = [
        noisy(draw, n, noise, warm)
        for n in (2, 3, 6, 7, 8, 9, 15, 16, 40)
        for noise in (0.002, 0.01, 0.03)
        for warm in ([], [0.3], [0.5, 0.2], [1.0, 0.4, 0.15, 0.05])
    ]
    return [launch_value(repetitions_s) for repetitions_s in by_hand + drawn]


def rates() -> list[dict[str, object]]:
    """A launch whose rate counts, as a record has it, and its value: the reciprocal."""
    cases = []
    for rate in ("39.2", "40", "0.125", "1e-3", "123456.789"):
        measurement = {
            "leads": "rate",
            "makespan_s": [600.5],
            "metrics": {
                "rate": {"value": float(rate), "unit": "GFLOP/s", "kind": "rate"}
            },
        }
        value = float(1 / Fraction(float(rate)))
        cases.append({"measurement": measurement, "value": value})
    return cases


def interval(
    values: list[Fraction], low: int = 0
) -> tuple[Fraction, Fraction, Fraction]:
    """The median, and the values at the ranks that enclose it."""
    ordered = sorted(values)
    low = low or lower_ranks(len(ordered))[-1]
    return median(ordered), ordered[low - 1], ordered[-low]


def launches_at(least: int, most: int) -> list[int]:
    """Each half as many again; the next to last is at most four fifths of the last."""
    numbers = [least]
    while numbers[-1] < most:
        following = numbers[-1] + max(numbers[-1] // 2, 1)
        numbers.append(most if following + following // 4 >= most else following)
    return numbers


def rank_below(n: int, tail: Fraction) -> int:
    below, rank = comb(n, 0), 0
    while Fraction(below, 2**n) <= tail:
        rank += 1
        below += comb(n, rank)
    return rank


def chance_of_a_miss(numbers: list[int], low: list[int]) -> Fraction:
    """That at one look at least a walk of fair coins is outside of its interval."""
    ways, missed, tossed = [1], Fraction(0), 0
    for n, rank in zip(numbers, low, strict=True):
        for _ in range(n - tossed):
            ways = [a + b for a, b in zip([0, *ways], [*ways, 0], strict=True)]
        tossed = n
        outside = [*range(rank), *range(n + 1 - rank, n + 1)]
        missed += Fraction(sum(ways[heads] for heads in outside), 2**n)
        for heads in outside:
            ways[heads] = 0
    return missed


def looks(least: int, most: int) -> dict[str, object]:
    """All looks share 5 %: the largest tail of each that leaves it, by halving."""
    numbers = launches_at(least, most)

    def low_at(tail: Fraction) -> list[int]:
        return [rank_below(n, tail) for n in numbers]

    def holds(tail: Fraction) -> bool:
        return chance_of_a_miss(numbers, low_at(tail)) <= Fraction(1, 20)

    below, above = Fraction(0), Fraction(1, 40)
    if holds(above):
        below = above
    for _ in range(20 if below < above else 0):
        middle = (below + above) / 2
        below, above = (middle, above) if holds(middle) else (below, middle)
    return {
        "min": least,
        "max": most,
        "launches": numbers,
        "tail": float(below),
        "low": low_at(below),
    }


def shifts() -> list[dict[str, object]]:
    draw = random.Random(3)
    cases = []
    for n in (3, 5, 6, 7, 10, 15, 33):
        for tail in (0.025, 0.0107, 0.004):
            differences = [draw.randrange(-(2**10), 2**10) / 2**14 for _ in range(n)]
            cases.append(shift(differences, tail))
    return cases


def shift(differences: list[float], tail: float) -> dict[str, object]:
    """The median of the Walsh averages, and those that Wilcoxon's test leaves."""
    n = len(differences)
    exact = [Fraction(one) for one in differences]
    averages = sorted((a + b) / 2 for i, a in enumerate(exact) for b in exact[i:])
    ways = [1]  # of each sum of ranks
    for rank in range(1, n + 1):
        longer = [0] * rank + ways
        ways = [a + (ways[w] if w < len(ways) else 0) for w, a in enumerate(longer)]
    below, k = ways[0], 0
    while Fraction(below, 2**n) <= Fraction(tail):
        k += 1
        below += ways[k]
    ends = (median(averages), averages[k - 1], averages[-k]) if k else None
    return {
        "differences": differences,
        "tail": tail,
        "shift": [float(end) for end in ends] if ends else None,
    }


def stops() -> list[dict[str, object]]:
    """Points some of which stop by this rule and not by another, and the reverse."""
    draw = random.Random(2)
    cases = []
    for count in (6, 7, 10, 16):
        for noise in (0.01, 0.03, 0.05):
            for warm in ([], [0.3, 0.1], [0.5, 0.2, 0.08]):
                launches = [noisy(draw, 9, noise, warm) for _ in range(count)]
                cases.append(stop(launches, Fraction(2, 100)))
    changed = [case for case in cases if case["stops"] != case.pop("stops_otherwise")]
    if len(changed) < 2 or len({case["stops"] for case in changed}) < 2:
        raise ValueError("the cases do not tell the rules apart: draw others")
    return cases


def stop(launches: list[list[float]], until: Fraction) -> dict[str, object]:
    def half_width(values: list[Fraction]) -> Fraction:
        middle, low, high = interval(values)
        return max(high - middle, middle - low) / middle

    by_rule = [Fraction(launch_value(one)["value_s"]) for one in launches]
    otherwise = [median(Fraction(x) for x in one[1:]) for one in launches]
    width = half_width(by_rule)
    return {
        "launches": launches,
        "until": float(until),
        "half_width": float(width),
        "stops": is_at_most(width, until),
        "stops_otherwise": half_width(otherwise) <= until,
    }


def journal_values(name: str) -> dict[str, Any]:
    """What each point of a journal comes to, by the rules above."""
    lines = [json.loads(line) for line in (HERE / name).read_text().splitlines()]
    points: dict[str, dict[str, Any]] = {}
    for line in lines:
        if line["kind"] == "study":
            rule = line["launches"]
            for point in line["points"]:
                of = {"values_s": {}, "failed": 0, "stopped": None}
                points.setdefault(point["point"], of)
        elif line["kind"] == "stop":
            points[line["point"]]["stopped"] = line["reason"]
        elif line["kind"] == "record" and line["verdict"] == "ok":
            times_s = line["result"]["measurements"][0]["makespan_s"]
            value = launch_value(times_s)["value_s"]
            points[line["point"]]["values_s"][str(line["launch"])] = value
        elif line["kind"] == "record":
            points[line["point"]]["failed"] += 1
    planned = looks(rule["min"], rule["max"])
    for point in points.values():
        n, low = [
            look
            for look in zip(planned["launches"], planned["low"], strict=True)
            if look[0] <= len(point["values_s"])
        ][-1]
        by_launch = sorted((int(k), value) for k, value in point["values_s"].items())
        values = [Fraction(value) for _, value in by_launch[:n]]
        point["interval_s"] = [float(end) for end in interval(values, low)]
    return {"min": rule["min"], "max": rule["max"], "points": points}


def cpus_of(text: str) -> list[int]:
    cpus = []
    for part in text.split(",") if text else []:
        first, _, last = part.partition("-")
        cpus += range(int(first), int(last or first) + 1)
    return sorted(set(cpus))


def cpu_lists() -> dict[str, object]:
    good = [
        "", "0", "7", "0-3", "0-2,8", "8,0-2", "1,3,5", "0-0", "0-3,2-5", "03",
        "64-127,192-193", "65535",
    ]  # fmt: skip
    malformed = [
        "a", "0x1", "-1", "-", "0-", "0--3", "3-1", "0-1-2", ",", "0,", ",0", "0,,1",
        " ", " 0", "0 ", "0, 1", "0-3 ", "+1", "1.0", "1e2", "65536", "99999999999",
        "\u0663", "0\n", "0;1", "0-40000,0-40000",
    ]  # fmt: skip
    return {
        "good": [{"text": text, "cpus": cpus_of(text)} for text in good],
        "malformed": malformed,
    }


def units() -> dict[str, object]:
    seconds = {"s": "1", "ms": "1e-3", "us": "1e-6", "ns": "1e-9"}
    seconds |= {"min": "60", "h": "3600"}
    return {
        "seconds_per": {unit: float(Fraction(of)) for unit, of in seconds.items()},
        "no_times": ["", "S", "sec", "m", "d", "hz", "samples", "s "],
        "durations": [
            {"text": text, "seconds": float(Fraction(of))}
            for text, of in {
                "1us": "1e-6", "5ms": "5e-3", "60s": "60", "0.5s": "0.5",
                "5min": "300", "1.5h": "5400", "8760h": "31536000",
            }.items()
        ],
        "no_durations": [
            "", "5", "s", "5 s", " 5s", "5sec", "5m", "1d", "-1s", "0s", "05s", ".5s",
            "1e3s", "8761h", "1h30min", "5S",
        ],
        "percentages": [
            {"text": text, "share": float(Fraction(of))}
            for text, of in {"2%": "0.02", "0.5%": "0.005", "99%": "0.99"}.items()
        ],
        "no_percentages": ["", "2", "2 %", "%", "0%", "100%", "-1%", "2%%", "0.02"],
    }  # fmt: skip


def asked(ranks: int, nodes: int = 1, **more: Any) -> dict[str, Any]:
    """A point as a journal has it."""
    return {
        "kernel": "pi", "samples": "8000", "nodes": nodes, "ranks": ranks, "threads": 1,
        "backend": "openmp", "launcher": "local", "seed": "0x7", "repetitions": 1,
        "parameters": {}, "env": {}, "series": ["strong"], **more,
    }  # fmt: skip


def copy(of: dict[str, Any], job: int) -> dict[str, Any]:
    """The same in the job of points on so many nodes."""
    return of | {"job_nodes": job}


def bases_in_jobs() -> list[dict[str, Any]]:
    """The bases of each point that its job measures: their places, told by hand."""
    base, two, four = asked(1), asked(2, 2), asked(4, 4)
    split, over_two = asked(1, threads=2), asked(2, 2)
    variants = [asked(n, n, env={"V": v}) for v in "ab" for n in (1, 2)]
    serial = asked(1, kernel="serial")
    grown = [asked(n, n, samples=str(1000 * n), series=["weak"]) for n in (1, 2)]
    other = asked(1, samples="9000")
    cases: list[tuple[str, list[dict[str, Any]], list[list[int]], dict[str, Any]]] = [
        ("in the job of the base", [base, asked(2), asked(3)], [[], [0], [0]], {}),
        ("none in another job", [base, two, four], [[], [], []], {}),
        ("a copy in the job", [base, two, copy(base, 2)], [[], [2], []], {}),
        ("one in each job", [base, two, four, copy(base, 4), copy(base, 2)],
         [[], [4], [3], [], []], {}),
        ("a copy is of one job", [base, two, four, copy(base, 4)],
         [[], [], [3], []], {}),
        ("several may be the base", [asked(2), split, four, copy(split, 4),
                                     copy(asked(2), 4)], [[1], [0], [3, 4], [], []], {}),
        ("one that is there, and the copy of another", [over_two, asked(2), asked(4, 2),
                                                        copy(asked(2), 2)],
         [[3], [], [0, 3], []], {}),
        ("a copy that failed", [base, two, copy(base, 2)], [[], [], []],
         {"given_up": [2]}),
        ("a base that failed", [base, two, asked(4, 2), copy(base, 2)],
         [[], [], [1], []], {"given_up": [0]}),
        ("of the same variables", [*variants, copy(variants[2], 2)],
         [[], [], [], [4], []], {}),
        ("of the same samples", [base, two, other, copy(other, 2)],
         [[], [], [], []], {}),
        ("of another program", [serial, base, two, copy(serial, 2), copy(base, 2)],
         [[], [0], [3], [], []], {"base": {"kernel": "serial"}}),
        ("of so many cores", [base, asked(2), four, copy(base, 4), copy(asked(2), 4)],
         [[1], [], [4], [], []], {"base": {"cores": 2}}),
        ("weak", [*grown, copy(grown[0], 2)], [[], [2], []], {}),
    ]  # fmt: skip
    defaults: dict[str, Any] = {"base": {}, "given_up": []}
    return [
        {"name": name, **defaults, **more, "points": points, "bases": found}
        for name, points, found, more in cases
    ]


def beside() -> list[dict[str, Any]]:
    """Launches of a base and a point as (job, block, seconds), in their order, and the
    base's second in the block of each of the point's, told by hand."""
    cases: list[tuple[str, list[Any], list[Any], list[float | None]]] = [
        ("in one job", [("7", 1, 1.0), ("7", 2, 2.0)],
         [("7", 1, 1.5), ("7", 2, 2.5)], [1.0, 2.0]),
        ("without a scheduler", [("", 1, 1.0), ("", 2, 2.0)],
         [("", 1, 1.5), ("", 2, 2.5)], [1.0, 2.0]),
        ("each job counts its blocks from 1", [("7", 1, 1.0), ("7", 2, 2.0)],
         [("8", 1, 1.5), ("8", 2, 2.5)], [None, None]),
        ("both go on in another job", [("7", 1, 1.0), ("8", 1, 2.0), ("8", 2, 3.0)],
         [("7", 1, 1.5), ("8", 1, 2.5), ("8", 2, 3.5)], [1.0, 2.0, 3.0]),
        ("one goes on in another job", [("7", 1, 1.0), ("7", 2, 2.0)],
         [("7", 1, 1.5), ("8", 2, 2.5)], [1.0, None]),
        ("the base stopped before", [("7", 1, 1.0)],
         [("7", 1, 1.5), ("7", 2, 2.5)], [1.0, None]),
    ]  # fmt: skip
    return [
        {
            "name": name,
            "scheduler": scheduler,
            "base": [dict(zip(("job", "block", "time_s"), one)) for one in base],
            "point": [dict(zip(("job", "block", "time_s"), one)) for one in point],
            "beside_s": found,
        }
        for name, base, point, found in cases
        for scheduler in ("slurm", "job")
    ]


VERDICTS = [
    "ok", "config", "launcher", "binding", "oversubscribed", "world", "device", "crash",
    "hang", "no_result", "wrong_answer", "storage", "scheduler", "node", "interrupted", "unproven",
    "disturbed",
]  # fmt: skip
STOP_REASONS = ["ci", "max", "budget", "failed", "disturbed"]
DISTURBANCES = {
    "others_cpus": 0.1, "steal_share": 0.005, "others_pressure_share": 0.2,
}  # fmt: skip
PROGRAMS = {"shortest_s": 0.5}


def packed(content: bytes) -> dict[str, Any]:
    text = base64.b64encode(zlib.compress(content)).decode()
    return {"bytes": len(content), "base64": text}


def packed_texts() -> dict[str, object]:
    """What packed bytes may be, and what is none (docs/journal.md)."""
    good = [b"", b"x", b"some text", bytes(range(256)), b"y" * 100_000]
    one = packed(b"some text")
    whole = base64.b64decode(one["base64"])

    def of(content: bytes) -> dict[str, Any]:
        return one | {"base64": base64.b64encode(content).decode()}

    text = one["base64"]
    odd_sizes = [8, 10, -1, 9.0, "9", True, None, 2**29 + 1, 2**60, 2**64, 1_000_000]
    odd_texts = [
        "", "!!!!", "eJw", text[:-4], text[:-1], text + "A", text + "====", text + "\n",
        " " + text, text[:4] + "\n" + text[4:], text[:4] + "====" + text[4:],
        text[:4] + "-_-_" + text[8:], text[:4] + "\u00e9" + text[4:], 7, None, [],
    ]  # fmt: skip
    malformed: list[object] = [
        {}, {"bytes": 9}, {"base64": text},
        *({**one, "bytes": size} for size in odd_sizes),
        *({**one, "base64": other} for other in odd_texts),
        # Without its checksum, with another, without its head, of other bytes.
        of(whole[:-4]), of(whole[:-1]), of(whole[:-1] + bytes([whole[-1] ^ 1])),
        of(whole[2:]), of(b"some text"), of(b"\x00" * 12), of(zlib.compress(b"a" * 10)),
        of(zlib.compress(b"")),
    ]  # fmt: skip
    return {
        "good": [{"packed": packed(one), "hex": one.hex()} for one in good],
        "malformed": malformed,
    }


def line(value: dict[str, Any]) -> str:
    body = json.dumps({"schema": 2, **value}, separators=(",", ":"))[:-1]
    return f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}'


def shared(value: dict[str, Any], *, is_packed: bool) -> tuple[str, str]:
    """The id of what launches share, and its line."""
    text = json.dumps(value, separators=(",", ":"))
    id = hashlib.sha256(text.encode()).hexdigest()[:16]
    held = {"packed": packed(text.encode())} if is_packed else {"value": value}
    return id, line({"kind": "shared", "id": id, **held})


def compact_record(times_ns: list[dict[str, list[int]]], ranks: int) -> dict[str, Any]:
    """A record, and the lines of a journal that say the same (docs/journal.md)."""
    makespans = [
        max(map(sum, zip(one["useful"], one["reduce"]))) / 10**9 for one in times_ns
    ]
    setting = {
        "requested": REQUESTED | {"ranks": ranks, "repetitions": len(times_ns)},
        "series": ["strong"],
        "argv": ["mpiexec", "run/{attempt}/job.json"],
        "manifest": "0123456789abcdef",
        "result": {
            "clock": {"name": "CLOCK_MONOTONIC", "resolution_s": 1e-09},
            "worker": {"backend": "openmp", "concurrency": 1},
            "measurements": [
                {
                    "kernel": "pi",
                    "parameters": {},
                    "samples": "1000000",
                    "samples_by_rank": [str(1000000 // ranks)] * ranks,
                }
            ],
        },
    }
    places = [
        {"host": "n1", "node": 0, "cpus": str(rank), "cores": 1, "threads": 1}
        for rank in range(ranks)
    ]
    world = {"ranks": ranks, "nodes": 1, "by_rank": places}
    answer = {"result": {"measurements": [{"tallies": {"hits": "785398"}}]}}
    parts = [
        shared(setting, is_packed=False),
        shared({"result": {"world": world}}, is_packed=True),
        shared(answer, is_packed=False),
    ]
    own = {
        "kind": "record", "point": "00112233aabbccdd", "block": 3, "launch": 2,
        "attempt": 1, "verdict": "ok", "detail": "",
        "started_utc": "2026-01-01T12:00:00.123Z", "wall_s": 1.5, "exit_code": 0,
        "signal": 0,
    }  # fmt: skip
    launch = {"mpi_init_s": 0.25, "runtime_init_s": 0.0, "total_s": 1.25}
    raw = {
        "makespan_s": makespans,
        "skew_bound_s": [max(one["barrier"]) / 10**9 for one in times_ns],
    }
    numbers = [
        number
        for one in times_ns
        for number in (*one["barrier"], *one["useful"],
                       *map(sum, zip(one["useful"], one["reduce"])))
    ]  # fmt: skip
    planes = bytes(n >> 8 * plane & 255 for plane in range(8) for n in numbers)
    packed_times = {**packed(planes), "ranks": ranks}
    whole_times = [
        {f"{name}_s": [n / 10**9 for n in row] for name, row in one.items()}
        for one in times_ns
    ]

    def result(times: object) -> dict[str, Any]:
        measurements = [{**raw, "repetitions": times}]
        clock = {"overhead_s": 2.5e-08}
        return {"clock": clock, "launch": launch, "measurements": measurements}

    record = {
        **own, **{name: setting[name] for name in ("requested", "series", "manifest")},
        "argv": ["mpiexec", "run/00112233aabbccdd-2-1/job.json"],
        "result": {
            **setting["result"], **result(None), "world": world,
            "clock": setting["result"]["clock"] | {"overhead_s": 2.5e-08},
            "measurements": [
                setting["result"]["measurements"][0]
                | answer["result"]["measurements"][0]
                | {**raw, "repetitions": whole_times}
            ],
        },
    }  # fmt: skip
    refers = {"shared": [id for id, _ in parts], "result": result(packed_times)}
    lines = [*(text for _, text in parts), line({**own, **refers})]
    return {"record": record, "lines": lines}


REQUESTED = {
    "kernel": "pi", "samples": "1000000", "nodes": 1, "ranks": 1, "threads": 1,
    "backend": "openmp", "launcher": "mpiexec", "seed": "0x1f", "repetitions": 1,
    "parameters": {}, "env": {},
}  # fmt: skip


def compact_records() -> list[dict[str, Any]]:
    rng = random.Random(14)
    cases = []
    for ranks, repetitions in ((1, 1), (2, 7), (5, 3)):
        times = [
            {
                "barrier": [rng.randrange(10**4) for _ in range(ranks)],
                "useful": [rng.randrange(10**8, 5 * 10**9) for _ in range(ranks)],
                "reduce": [rng.randrange(2**40) for _ in range(ranks)],
            }
            for _ in range(repetitions)
        ]
        cases.append(compact_record(times, ranks))
    return cases


def wrapped(numbers: list[int]) -> str:
    """A list of JSON, 25 numbers a line."""
    rows = [numbers[i : i + 25] for i in range(0, len(numbers), 25)]
    return "[\n" + ",\n".join(", ".join(map(str, row)) for row in rows) + "]"


def write(name: str, text: str) -> None:
    (HERE / name).write_text(text + "\n")


def as_lines(values: list[object]) -> str:
    return "[\n" + ",\n".join(json.dumps(value) for value in values) + "]"


def by_key(values: dict[str, list[Any]]) -> str:
    parts = [f'"{key}": {as_lines(of)}' for key, of in values.items()]
    return "{" + ",\n".join(parts) + "}"


def main() -> None:
    ranks = lower_ranks()
    if any(ranks[:6]) or not all(ranks[6:]):
        raise ValueError("an interval exists from six values on")
    write("interval_ranks.json", f'{{"first_n": 6, "low": {wrapped(ranks[6:])}}}')
    write("launch_values.json", as_lines(launch_values()))
    write("rates.json", as_lines(rates()))
    write("stops.json", as_lines(stops()))
    rules = [(6, 10), (6, 12), (7, 50), (10, 10), (10, 50), (6, 50), (3, 5), (1, 1)]
    write("looks.json", as_lines([looks(*rule) for rule in [*rules, (20, 400)]]))
    write("shifts.json", as_lines(shifts()))
    in_jobs = {"bases": bases_in_jobs(), "beside": beside()}
    write("jobs.json", by_key(in_jobs))
    write("compact.json", as_lines(compact_records()))
    write("packed.json", json.dumps(packed_texts(), indent=1))
    journals = ("quickstart.jsonl", "simulate.jsonl")
    write(
        "journal_values.json",
        json.dumps({name: journal_values(name) for name in journals}, indent=1),
    )
    write("cpu_lists.json", json.dumps(cpu_lists(), indent=1))
    write("units.json", json.dumps(units(), indent=1))
    names = {"verdicts": VERDICTS, "stop_reasons": STOP_REASONS}
    write("names.json", json.dumps(names, indent=1))
    write("disturbances.json", json.dumps(DISTURBANCES, indent=1))
    write("programs.json", json.dumps(PROGRAMS, indent=1))


if __name__ == "__main__":
    main()
