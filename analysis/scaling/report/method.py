# SPDX-License-Identifier: Apache-2.0
"""The method paragraph, written from the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from scaling.imported import beside, digits, has_other_base, sources
from scaling.laws.fit import REFITS
from scaling.model.curve import FEWEST
from scaling.model.environment import field_values
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.record import Record
from scaling.statistics.bootstrap import SEED
from scaling.statistics.ratio import Compared
from scaling.utc import minute_of
from scaling.words import text
from scaling.words.names import base_in_words, curve_name, metric_word
from scaling.words.units import value_unit

_STOPS = {
    "ci": "because the interval was narrow enough",
    "max": "at the largest number allowed",
    "budget": "because the time allowed was used up",
    "failed": "because launches kept failing",
    "disturbed": "because others disturbed most of them",
}

_MACHINE = (
    ("host", "hosts"),
    ("processor", "cpu_model", "cpu", "model"),
    ("operating system", "system", "kernel", "os"),
)
_BUILD = (
    ("MPI", "worker.mpi"),
    ("Kokkos", "worker.kokkos"),
    ("compiler", "worker.compiler"),
    ("flags", "worker.flags"),
    ("instructions", "worker.instruction_set"),
    ("commit", "worker.commit"),
)
_BUILD_OF_ASSAY = (("measured with assay", "build.assay"),)

Topic = tuple[str, str]


def method(study: Study) -> list[Topic]:
    """Topics and their sentences; a topic about which nothing is known is left out."""
    measured = [point for point in study.points if point.launches]
    topics = (
        _of_imported(study, measured) if study.is_imported else _all(study, measured)
    )
    return [(name, sentence) for name, sentence in topics if sentence]


def _of_imported(study: Study, measured: list[Point]) -> list[Topic]:
    """How others measured is not known, and nothing is said of it."""
    return [
        ("Import", sources(study)),
        ("Problem", _problem(study)),
        ("Base", _base(study)),
        ("Values and launches", digits(measured)),
        ("Statistics", _statistics(_APART) if measured else ""),
        ("Exclusions", _exclusions(study)),
    ]


def _all(study: Study, measured: list[Point]) -> list[Topic]:
    return [
        ("Model", _model(study)),
        ("Problem", _problem(study)),
        ("Base", _base(study)),
        ("Imported numbers", beside(study)),
        ("Timer", _timer(_of_kernels(measured))),
        ("Time of programs", _time_of_programs(study, measured)),
        ("Proof of programs", _proof_of_programs(measured)),
        ("Times within programs", _times_within(measured)),
        ("Answers of programs", _answers_of_programs(measured)),
        ("Repetitions and launches", _launches(study, measured)),
        ("Statistics", _statistics(_ratios(study)) if measured else ""),
        ("Further metrics", _further(study)),
        ("Order", _order(study)),
        ("Disturbance", _disturbance(study)),
        ("Binding as seen", _binding(study)),
        ("Machine and build", _machine(study)),
        ("Exclusions", _exclusions(study)),
        ("Cost", _cost(study)),
    ]


def _model(study: Study) -> str:
    if not study.is_simulated:
        return ""
    return (
        "Simulated: a model of a cluster answered (launcher simulate) and no process "
        "was run. What follows is of its answers; the environment lists its parameters."
    )


def _base(study: Study) -> str:
    sentences = []
    asked = study.start and study.start.base != FEWEST
    for curve in study.own_curves if asked else study.curves:
        if curve.base:
            value = curve.base.point.value
            unit, factor = value_unit(curve.metric, [value.value])
            shown = text.measured(value.times(factor))
            sentences.append(
                f"{curve_name(study, curve)}: {base_in_words(curve)}, {shown} {unit}"
            )
    if not sentences:
        return ""
    named = text.listed(list(dict.fromkeys(sentences)))
    if asked:
        return f"Speedup and efficiency are relative to the base asked for: {named}."
    if any(map(has_other_base, study.curves)):
        return (
            "Speedup and efficiency are relative to a run of another program, whose "
            f"time the import was given: {named}."
        )
    units = " or ".join(dict.fromkeys(f"{curve.unit}s" for curve in study.curves))
    return (
        f"Speedup and efficiency are relative to the point with the fewest {units} of "
        "each curve (the one with the best rate where several have as many), since it "
        "leaves the least of the cost of scaling out of the ratio. "
        "It is a run of the same parallel program, not of a serial one: "
        f"{named}."
    )


def _problem(study: Study) -> str:
    found = []
    for curve in study.curves:
        samples = text.count(curve.like.samples)
        if not curve.like.counts_samples:
            found.append(curve.like.kernel)
        elif curve.kind == "strong":
            found.append(f"{curve.like.kernel} with {samples} samples in total")
        else:
            found.append(
                f"{curve.like.kernel} with {samples} samples per {curve.unit} (weak "
                f"scaling: the work grows in proportion to the {curve.unit}s)"
            )
    return f"{text.listed(list(dict.fromkeys(found)))}." if found else ""


def _of_kernels(measured: list[Point]) -> list[Point]:
    return [point for point in measured if not point.request.is_program]


def _launches_of_programs(measured: list[Point]) -> list[Record]:
    """One of those that differ in nothing but numbers."""
    points = [point for point in measured if point.request.is_program]
    return [kind.first for point in points for kind in point.launches.kinds]


def _time_of_programs(study: Study, measured: list[Point]) -> str:
    launches = _launches_of_programs(measured)
    if not launches:
        return ""
    if measured[0].metric.is_rate:
        return (
            f"What is compared of a program is {metric_word(measured[0].metric)}, a "
            "rate that it says itself. Statistics are of its reciprocal, the time that "
            "one unit of its work takes; shown is one over their results."
        )
    if all(one.is_timed_by_wall for one in launches):
        return (
            "The time of a program is the wall time of its whole launch: the launcher, "
            "the start of MPI, the program itself and its end."
        )
    steps = (
        " An interval is further out at each end by a step of the last digit printed."
        if any(not point.within_s.is_exact for point in measured)
        else ""
    )
    named = study.start.time if study.start else ""
    what = f"its {text.clean(named)}" if named else "what"
    return (
        f"The time of a program is {what}{', which' if named else ''} it says itself; "
        f"what lies inside of it, the program alone knows.{steps}"
    )


def _proof_of_programs(measured: list[Point]) -> str:
    launches = _launches_of_programs(measured)
    if not launches:
        return ""
    seen = [one.witness for one in launches if one.witness]
    if not seen:
        return (
            "The programs themselves were not seen: a process of assay, started in the "
            "same way, stood for them."
        )
    sentence = (
        "A library in each process saw the ranks in one world, no more threads at work "
        "than asked (and none missing, where a rank ran for 0.5 s of processor time), "
        "and no CPU shared by two ranks"
    )
    libraries = sorted({one.mpi.split(",")[0] for one in seen if one.mpi})
    if libraries:
        sentence += f"; MPI: {text.listed(libraries)}"
    if len(seen) < len(launches):
        sentence += ". Some launches were measured without it"
    return sentence + "."


_REGIONS = {"GOMP": "the entries of GCC's runtime", "OMPT": "the tools' interface"}


def _times_within(measured: list[Point]) -> str:
    """How the library in each process timed parts of the program."""
    launches = _launches_of_programs(measured)
    seen = [one.witness for one in launches if one.witness]
    found = []
    if any(one.mpi for one in seen):
        found.append("the calls of MPI of the main thread")
    runtimes = sorted({one.regions for one in seen if one.regions})
    if runtimes:
        how = text.listed([_REGIONS.get(name, text.clean(name)) for name in runtimes])
        found.append(f"each thread in parallel regions of OpenMP (by {how})")
    if any(one.phases for one in seen):
        found.append("phases (MPI_Pcontrol)")
    if any(one.kernels for one in seen):
        found.append("kernels of Kokkos (Kokkos Tools, without a fence for them)")
    if not found:
        return ""
    return f"The same library timed {text.listed(found)}. Spinning counts as work."


_CHECKS = {
    "pattern": "a line that their output must have",
    "value": "a value on which the points must agree",
    "expected": "the value that the study expects",
    "estimate": "a known value, within its standard error",
}


def _answers_of_programs(measured: list[Point]) -> str:
    """Nothing where an earlier harness did not write what was checked."""
    checks = [one.result.measurement.checks for one in _launches_of_programs(measured)]
    if not checks or None in checks:
        return ""
    if not all(checks):
        which = "The answers" if not any(checks) else "Answers of some points"
        return f"{which} were not checked: the study has no 'check' for them."
    held = dict.fromkeys(word for launch in checks for word in launch)
    against = [
        _CHECKS[word]
        + ("" if all(word in one for one in checks) else " (some of them)")
        for word in held
        if word in _CHECKS
    ]
    return f"Launches were held against {text.listed(against)}."


def _timer(measured: list[Point]) -> str:
    if not measured:
        return ""
    clock = measured[0].launches[0].result.clock
    worst = max(point.skew_share for point in measured)
    parts = [
        "The timed region holds a rank's own work and the reduction of its tallies; "
        "process start, the start of MPI and of the runtime, allocation and set-up are "
        "outside. It follows two barriers; its time is the largest over ranks, and the "
        f"barriers leave at most {text.number(100 * worst, 2)} % of it uncertain."
    ]
    if clock.name:
        parts.append(f"The clock is {clock.name}{_clock(clock)}.")
    return " ".join(parts)


def _clock(clock) -> str:
    about = []
    if clock.resolution_s is not None:
        about.append(f"resolution {clock.resolution_s * 1e9:.3g} ns")
    if clock.overhead_s is not None:
        about.append(f"{clock.overhead_s * 1e9:.3g} ns to read")
    return f" ({', '.join(about)})" if about else ""


def _launches(study: Study, measured: list[Point]) -> str:
    if not measured:
        return ""
    repetitions = _range(
        len(kind.measurement.makespan_s)
        for point in measured
        for kind in point.launches.kinds
    )
    counts = _range(len(point.launches) for point in measured)
    launch = (
        "A launch is one start of the program, and gives one time. "
        if all(point.request.is_program for point in measured)
        else f"A launch is one start of the program and holds {repetitions} "
        "repetitions; the first is warm-up and dropped, the launch counts as the "
        "median of the others. "
    )
    parts = [f"{launch}Points have {counts} launches{_asked(study)}."]
    stops = Counter(point.stop for point in measured if point.stop)
    if stops:
        reasons = [
            f"{text.plural(n, 'point')} {_STOPS.get(reason, reason)}"
            for reason, n in stops.most_common()
        ]
        parts.append(f"Launches ended at {text.listed(reasons)}.")
    return " ".join(parts)


def _asked(study: Study) -> str:
    rule = study.start.launches if study.start else None
    if rule is None or rule.minimum is None or rule.maximum is None:
        return ""
    until = (
        f", until the half-widths of {text.clean(study.metric.name) or 'time'} and "
        f"efficiency are {100 * rule.goal:.3g} %"
        if rule.goal
        else ""
    )
    if rule.minimum == rule.maximum:
        return f" (asked for: {rule.minimum})"
    return f" (asked for: {rule.minimum} to {rule.maximum}{until})"


def _range(values: Iterator[int]) -> str:
    found = sorted(set(values))
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"


_IN_BLOCKS = (
    "Ratios compare the launches of a point with those of the base in the same blocks: "
    "Hodges and Lehmann's estimate, the interval by Wilcoxon's signed-rank test, where "
    "times in a block do not go together by Mann and Whitney's"
)
_APART = (
    "Ratios compare all launches of a point with all of the base: Hodges and Lehmann's "
    "estimate, the interval by Mann and Whitney's test"
)


def _ratios(study: Study) -> str:
    """Where some are of other jobs than their base that is said, and of how many."""
    rows = [
        row for curve in study.own_curves for row in curve.measured if not row.is_base
    ]
    said = [_IN_BLOCKS]
    if study.copies:
        said.append(_in_jobs(study))
    if across := sum(row.compared is Compared.SESSIONS for row in rows):
        said.append(
            f"Of {len(rows)} ratios {across} are across sessions, over a "
            "base in other jobs: of all launches of both, with what the machine was "
            "like in either job, which no interval knows"
        )
    return ". ".join(said)


def _in_jobs(study: Study) -> str:
    launches = sum(len(copy.launches) for copy in study.copies)
    return (
        "Jobs of other node counts measured the base too, in "
        f"{text.plural(launches, 'launch', 'launches')} left out of times and rates: "
        "their points are compared with these"
    )


def _statistics(ratios: str) -> str:
    return (
        "Times are medians over launches with exact 95 % binomial intervals of order "
        f"statistics. {ratios}; below four launches the ratio is that of the medians. "
        "How far a "
        "curve is above a limit is tested at one core count after the other, so that "
        "all that is said of it holds at once in 95 % (Hsu and Berger, 1999). Fitted "
        f"laws resample blocks ({REFITS:,} times, seed {SEED}). Rates are work over "
        "median time. No launch that ended well was removed as an outlier."
    )


def _further(study: Study) -> str:
    """Launches are stopped by the leading metric alone, which others must not hide."""
    further = study.metrics[1:]
    if not further:
        return ""
    names = text.listed([text.clean(metric.name) for metric in further])
    return (
        f"{names}: of the same launches, over the same base, and compared in the same "
        f"way; how many launches there are was decided by {metric_word(study.metric)} "
        "alone. Each interval holds by itself in 95 %, not all of them at once."
    )


def _order(study: Study) -> str:
    if not study.start:
        return ""
    seed = f" (seed {study.start.order_seed})" if study.start.order_seed else ""
    return (
        "Launches ran in blocks, each a pass over the base and all points that were "
        f"not yet known well enough, in random order{seed}."
    )


def _binding(study: Study) -> str:
    placement = study.placement
    if not placement.of:
        return ""
    counted = (
        f"Of {text.plural(placement.of, 'launch', 'launches')} whose ranks reported "
        f"their CPUs, {placement.disjoint} had disjoint CPU sets and "
        f"{placement.enough_cores} at least one core for each thread."
    )
    if not any(point.request.is_program for point in study.points):
        return counted
    return (
        f"{counted} Of a program these are the CPUs that a process of assay was given, "
        "started in the same way."
    )


def _machine(study: Study) -> str:
    """The fields that a reader asks for first; all of them are in the environment."""
    fields = study.environment
    measured = [point for point in study.points if point.launches]
    has_kernels = bool(_of_kernels(measured)) or not measured
    parts = []
    # How our worker was built is nothing of a program.
    for title, *endings in _MACHINE + (_BUILD if has_kernels else _BUILD_OF_ASSAY):
        if values := field_values(fields, *endings):
            parts.append(f"{title} {text.listed(values, 3)}")
    dirty = "true" in fields.get("worker.dirty", [])
    changed = ", with uncommitted changes" if dirty else ""
    return f"{'; '.join(parts)}{changed}." if parts else ""


def _disturbance(study: Study) -> str:
    limits = study.start.noise_limits if study.start else None
    if limits is None:
        return ""
    whence = (
        f"as measured on its host on {minute_of(limits.measured_utc)}"
        if limits.measured_utc
        else "fixed, since its host was not measured before"
    )
    return (
        f"A launch counted as disturbed where others used over "
        f"{limits.others_cpus:.3g} CPUs, another guest took over "
        f"{text.share(limits.steal_share)} of the time, or processes waited "
        f"over {text.share(limits.others_pressure_share)} of it while others "
        f"ran; these limits are {whence}. It was tried again, and is in no number "
        "where enough launches were quiet."
    )


def _exclusions(study: Study) -> str:
    parts = [
        f"{text.plural(n, 'attempt')} with verdict {verdict}"
        for verdict, n in study.failures_by_class.most_common()
    ]
    without = _without(study.points)
    unusable = sum(len(point.unusable) for point in study.points)
    word = metric_word(study.metric)
    beyond = "of points that the latest plan does not hold"
    for n, what, many in (
        (without, f"launch without {word}", f"launches without {word}"),
        (unusable, "ok record that holds no use", "ok records that hold no use"),
        (sum(study.unplanned.values()), f"record {beyond}", f"records {beyond}"),
        (len(study.problems), "damaged journal line", "damaged journal lines"),
        (len(study.skipped), "skipped point", "skipped points"),
    ):
        if n:
            parts.append(text.plural(n, what, many))
    whole = [f"Not in any number: {', '.join(parts)}."] if parts else []
    found = [*whole, *_exclusions_by_metric(study)]
    return " ".join(found) or "Nothing was excluded."


def _without(points: Iterable[Point]) -> int:
    """How many launches are left out since they have no value that can count."""
    return sum(len(p.whole.launches) - len(p.launches) for p in points if p.whole)


def _exclusions_by_metric(study: Study) -> Iterator[str]:
    """What the curves of the further metrics lack, which is in all others."""
    for metric in study.metrics[1:]:
        points = [point.by(metric) for point in study.points]
        word = metric_word(metric)
        if n := _without(points):
            launches = text.plural(n, "launch", "launches")
            yield f"Not in the numbers of {word}, for want of one: {launches}."
        if n := sum(bool(p.launches and p.zeros) for p in points):
            where = text.plural(n, "point")
            yield f"No ratio of {word} at {where}, where a launch gave 0 or less."


def _cost(study: Study) -> str:
    measured = [point for point in study.points if point.launches]
    if not measured:
        return ""
    used: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for p in measured:
        used[p.request.unit] += p.request.units * sum(p.launches.column("wall_s"))
    for record in study.failed:
        lost[record.request.unit] += record.request.units * record.wall_s
    failed = f", and failed ones {_hours(lost)}" if any(lost.values()) else ""
    return (
        f"The launches shown took {_hours(used)}{failed}: of each the whole wall time, "
        "with start and end."
    )


def _hours(seconds: Counter[str]) -> str:
    return " and ".join(
        f"{text.number(spent / 3600)} {unit}-hours" for unit, spent in seconds.items()
    )
