# SPDX-License-Identifier: Apache-2.0
"""Units of times and rates, and what a heading says of its column."""

from __future__ import annotations

import re
import unicodedata

SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "seconde", "secondes",
                     "sekunde", "sekunden", "segundos"), 1.0),
    **dict.fromkeys(("ms", "msec", "msecs", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("us", "\u00b5s", "\u03bcs", "usec", "microsecond",
                     "microseconds"), 1e-6),
    **dict.fromkeys(("ns", "nsec", "nanosecond", "nanoseconds"), 1e-9),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuten"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "heures", "stunden"), 3600.0),
    **dict.fromkeys(("d", "day", "days", "tage"), 86400.0),
}  # fmt: skip
"""What one is worth, by names in lower case."""

_RATE = re.compile(
    r".+/\s*(s|sec|second|min|h|hour|day|d)|.+ per (second|day|hour|minute)"
    r"|.+_per_(s|second|day|hour|minute)|[kmgtpe]?(flops?|lups|teps|ups|ips|dofs)"
    r"|[kmgt]i?b/s|[kmgt]?bps"
)
_IN_BRACKETS = re.compile(r"[\(\[{]\s*([^)\]}]+?)\s*[\)\]}]\s*$")
_AT_END = re.compile(r"(?:[ _,/]|\bin )\s*([^\s_,/()\[\]]+)\s*$")


def words(text: str) -> frozenset[str]:
    """Those of a text, which are easier to read than a list of them."""
    return frozenset(text.split())


WORDS_OF_TIME = words(
    "time times wall walltime wallclock elapsed runtime duration seconds secs "
    "temps zeit laufzeit tiempo tempo loop loop_time makespan real cputime"
)
WORDS_OF_RATES = words(
    "rate rates throughput bandwidth flops gflops mflops tflops pflops gflop tflop "
    "mlups glups gups performance perf speed"
)
WORDS_OF_RATIOS = words(
    "efficiency eff efficiencies effizienz efficacite speedup speedups scaleup "
    "acceleration beschleunigung "
    "percent percentage ratio relative ideal"
)
_FILLERS = ("num", "number", "of", "n", "mpi", "total")
WORDS_OF_RESOURCES = {
    **dict.fromkeys(
        words(
            "cores core ncores cpus ncpus cpu coeurs kerne procs nprocs proc "
            "processes processors process np ranks rank nranks mpi tasks ntasks "
            "threads nthreads workers pes p units"
        ),
        "core",
    ),
    **dict.fromkeys(words("nodes node nnodes noeuds knoten"), "node"),
    **dict.fromkeys(words("gpus gpu ngpus devices gcds"), "GPU"),
}
"""What one of them is."""
_CORES = words("cores core ncores cpus ncpus cpu coeurs kerne")
_PER_PROCESS = words("task rank process proc")
"""Behind `per`, as in `cpus_per_task`."""


def without_unit(heading: str) -> str:
    """`time (s)` as `time`."""
    return _IN_BRACKETS.sub("", heading).strip()


def words_of(heading: str) -> list[str]:
    """In lower case, without accents; `#Cores` and `num_tasks` have one or two."""
    bare = without_unit(heading).casefold().replace("speed-up", "speedup")
    bare = unicodedata.normalize("NFKD", bare.replace("\u0153", "oe"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return [word for word in re.split(r"[^a-z]+", bare) if word]


def is_rate(unit: str) -> bool:
    """Work over a time, as in `GFLOP/s` and `ns/day`."""
    return bool(_RATE.fullmatch(unit.strip().casefold()))


def unit_of(heading: str) -> str:
    """The unit that a heading names; empty where it names none."""
    if is_rate(heading):
        return heading.strip()
    for pattern in (_IN_BRACKETS, _AT_END):
        if found := pattern.search(heading):
            unit = found[1]
            if unit.casefold() in SECONDS or is_rate(unit) or unit == "%":
                return unit
    return ""


def resource_of(heading: str) -> str:
    """`core`, `node` or `GPU`, or empty: what a column of this heading counts.

    `CPU (s)` is a time.
    """
    if unit_of(heading):
        return ""
    named = [w for w in words_of(heading) if w not in _FILLERS]
    found = {WORDS_OF_RESOURCES[w] for w in named if w in WORDS_OF_RESOURCES}
    is_only_that = all(w in WORDS_OF_RESOURCES for w in named)
    return found.pop() if len(found) == 1 and is_only_that else ""


def counts_cores(heading: str) -> bool:
    """Cores themselves, not ranks or threads, of which one may have several."""
    return bool(_CORES.intersection(words_of(heading)))


def is_of_a_process(heading: str) -> bool:
    """A count that each rank may have: `threads`, `OMP threads`, `cpus_per_task`."""
    if unit_of(heading):
        return False
    first, _, rest = " ".join(words_of(heading)).partition(" per ")
    if rest and not _PER_PROCESS.intersection(rest.split()):
        return False
    bare = [w for w in first.split() if w not in ("omp", *_FILLERS)]
    return bool(bare) and all(WORDS_OF_RESOURCES.get(w) == "core" for w in bare)


def says_time(heading: str) -> bool:
    """A time, by its words or its unit."""
    unit = unit_of(heading).casefold()
    return unit in SECONDS or bool(WORDS_OF_TIME.intersection(words_of(heading)))


def says_rate(heading: str) -> bool:
    """A rate, by its words or its unit."""
    unit = unit_of(heading)
    return is_rate(unit) or (
        not unit and bool(WORDS_OF_RATES.intersection(words_of(heading)))
    )


def says_ratio(heading: str) -> bool:
    """An efficiency or a speedup, which is neither a time nor a rate."""
    found = WORDS_OF_RATIOS.intersection(words_of(heading))
    return unit_of(heading) == "%" or bool(found)
