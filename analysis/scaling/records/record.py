# SPDX-License-Identifier: Apache-2.0
"""The kinds of journal line as values: Start, Manifest, Record, Stop."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scaling.records import fields
from scaling.records.fields import Json
from scaling.records.imports import file_in_words, record_values
from scaling.records.metric import Metric, leading, parse_curve
from scaling.records.request import Request, parse_request
from scaling.records.result import Result, parse_result
from scaling.records.shared import shared
from scaling.records.witness import Witness, parse_witness, with_witness

_SEED = re.compile(r"0x[0-9a-fA-F]{1,16}")


@dataclass(frozen=True)
class Planned:
    """A point of the plan; `reason` says why it is skipped, empty if it is not."""

    point: str
    request: Request
    series: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class LaunchRule:
    """How many launches were asked for, and the relative half-width to stop at."""

    minimum: int | None
    maximum: int | None
    until: float | None

    @property
    def goal(self) -> float | None:
        """The half-width that ends launches; a fixed number of them has none."""
        is_fixed = self.minimum is not None and self.minimum == self.maximum
        return None if is_fixed else self.until


TARGET = 0.7
"""The efficiency that allocation committees ask for: where a study says no other."""


@dataclass(frozen=True)
class BaseRule:
    """What speedups are relative to where the study says so; else the fewest units."""

    kernel: str = ""
    """Another kernel or program; empty: the same."""
    cores: int = 0
    """So many of them; 0: the fewest."""
    is_imported: bool = False
    """What others measured, of which the study's line has the rows."""


@dataclass(frozen=True)
class ImportedRows:
    """What others measured, beside what a study did: its files, and a record for each
    launch of theirs."""

    name: str
    files: tuple[str, ...]
    is_base: bool
    records: tuple[Record, ...]


DISTURBED = "disturbed"
"""The verdict of a launch that ran as asked beside others that did too much."""


@dataclass(frozen=True)
class NoiseLimits:
    """What the harness let others do beside a launch before it was disturbed.

    Those of the host that ran the study; `measured_utc` is empty where they are fixed.
    """

    others_cpus: float
    steal_share: float
    others_pressure_share: float
    measured_utc: str = ""


@dataclass(frozen=True)
class Start:
    """One start of `assay run`: the study as it was then.

    `curves` are the metrics that have one, the leading first; none where that is the
    time of a launch alone, of which `time` is the name that the study gives it.
    """

    study: str
    file: str
    text: str
    started_utc: str
    order_seed: str
    launches: LaunchRule
    points: tuple[Planned, ...]
    skipped: tuple[Planned, ...]
    curves: tuple[Metric, ...] = ()
    import_words: str = ""
    """The command that imported it; empty where it was run."""
    base: BaseRule = BaseRule()
    target: float = TARGET
    """The efficiency that a recommended job size stays above."""
    overrides: tuple[str, ...] = ()
    """What `-D` said instead of the text."""
    imports: tuple[ImportedRows, ...] = ()
    """What others measured, beside what is measured here."""
    noise_limits: NoiseLimits | None = None
    """None where no launch was judged by them, as in earlier journals."""
    sides: tuple[str, ...] = ()
    """The studies that are compared, where both were measured in one run."""
    pairs: tuple[tuple[str, str], ...] = ()
    """The points of each."""
    time: str = ""
    """Empty in earlier journals, and of the wall time."""


@dataclass(frozen=True)
class Manifest:
    """A machine, build and environment that records refer to."""

    id: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Record:
    """One finished attempt; `line` is where it stands in the journal."""

    line: int
    point: str
    block: int
    launch: int
    attempt: int
    verdict: str
    detail: str
    request: Request
    series: tuple[str, ...]
    argv: tuple[str, ...]
    started_utc: str
    wall_s: float
    manifest: str
    result: Result | None
    witness: Witness | None = None
    disagrees: bool = False
    job: str = ""
    """Of Slurm; empty outside of one."""

    @property
    def is_measured(self) -> bool:
        """The attempt ran as asked and has times.

        Its verdict is ok, or was not only since others gave another answer, of which
        it is known when all are read which counts, or since it was disturbed.
        """
        ran = self.verdict in ("ok", DISTURBED) or self.disagrees
        return ran and bool(self.result and self.result.measurement)

    @property
    def is_timed_by_wall(self) -> bool:
        """The time of a measured launch is that of the launcher, from start to end."""
        return self.result.measurement.makespan_s[0] == self.wall_s

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where each rank of a measured launch ran: a program by its own word, where it
        was seen, and not by that of the processes that stood in its place before."""
        seen = self.witness.hosts if self.witness else ()
        return seen or tuple(rank.host for rank in self.result.ranks)

    @property
    def attempt_name(self) -> str:
        """What the attempt's directory is called, and so part of its command."""
        return f"{self.point}-{self.launch}-{self.attempt}"


@dataclass(frozen=True)
class Stop:
    """Why the launches of a point ended."""

    point: str
    reason: str


@dataclass(frozen=True)
class LeftOut:
    """A node that failed the gate by its own fault, or was noisy where others were
    quiet, and was used no more."""

    node: str
    job: str
    failures: int
    is_noisy: bool = False


def parse_left_out(value: Json) -> LeftOut:
    """Raises MalformedError."""
    return LeftOut(
        fields.text(value, "node"),
        fields.text(value, "job", default=""),
        fields.whole(value, "failures"),
        value.get("is_noisy") is True,
    )


def _order_seed(value: Json) -> str:
    """Empty where it cannot be read: the plan beside it is still good."""
    seed = value.get("order_seed")
    return seed if isinstance(seed, str) and _SEED.fullmatch(seed) else ""


def parse_start(value: Json) -> Start:
    """Raises MalformedError."""
    curves = fields.each(value, "curves", parse_curve)
    return Start(
        study=fields.text(value, "study"),
        file=fields.text(value, "file", default=""),
        text=fields.text(value, "text", default=""),
        started_utc=fields.text(value, "started_utc", default=""),
        order_seed=_order_seed(value),
        launches=_launch_rule(fields.mapping(value, "launches")),
        points=fields.each(value, "points", _planned),
        skipped=fields.each(value, "skipped", _planned),
        curves=curves,
        import_words=fields.text(value, "import", default=""),
        overrides=fields.texts(value, "overrides"),
        noise_limits=_noise_limits(fields.mapping(value, "noise_limits")),
        base=parse_base(fields.mapping(value, "base")),
        target=_target(value),
        sides=fields.each(value, "sides", lambda side: fields.text(side, "study")),
        pairs=_pairs(value.get("pairs", [])),
        time=fields.text(value, "time", default=""),
        imports=fields.each(
            value, "imports", lambda found: _imported(found, leading(curves))
        ),
    )


def _target(value: Json) -> float:
    found = fields.number(value, "target", default=TARGET)
    if not 0 < found < 1:
        raise fields.MalformedError("target is not between 0 and 1")
    return found


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    found = value if isinstance(value, list) else [value]
    for pair in found:
        is_pair = isinstance(pair, list) and [type(x) for x in pair] == [str, str]
        if not is_pair:
            raise fields.MalformedError("pairs are not of two points each")
    return tuple((a, b) for a, b in found)


def _imported(value: Json, metric: Metric) -> ImportedRows:
    records = (parse_record(one, line=0) for one in record_values(value, metric))
    return ImportedRows(
        name=fields.text(value, "name"),
        files=fields.each(value, "files", file_in_words),
        is_base=value.get("is_base") is True,
        records=tuple(record for record in records if record.is_measured),
    )


def _noise_limits(value: Json) -> NoiseLimits | None:
    names = ("others_cpus", "steal_share", "others_pressure_share")
    if not value:
        return None
    numbers = [fields.number(value, name) for name in names]
    return NoiseLimits(*numbers, fields.text(value, "measured_utc", default=""))


def parse_base(value: Json) -> BaseRule:
    """Raises MalformedError."""
    return BaseRule(
        fields.text(value, "kernel", default=""),
        fields.whole(value, "cores", default=0),
        value.get("imported") is True,
    )


def parse_manifest(value: Json) -> Manifest:
    """What is no part of the line's frame is kept as it is: it is for people."""
    frame = ("schema", "kind", "id", "crc32")
    content = {name: found for name, found in value.items() if name not in frame}
    return Manifest(fields.text(value, "id"), content)


def _job(value: Json) -> str:
    """The id of the job of a scheduler; Slurm's has a key of its own."""
    job = fields.mapping(value, "slurm") or fields.mapping(value, "job")
    return fields.text(job, "job", default="")


def parse_record(value: Json, line: int) -> Record:
    """Raises MalformedError."""
    request, series, argv = _asked(
        [
            fields.required_mapping(value, "requested"),
            value.get("following", []),
            value.get("series", []),
            value.get("argv", []),
        ]
    )
    result = fields.mapping(value, "result")
    witness = fields.mapping(value, "witness")
    launch = fields.whole(value, "launch", at_least=1)
    answer = parse_result(result, request, launch) if result else None
    return Record(
        line=line,
        point=sys.intern(fields.text(value, "point")),
        block=fields.whole(value, "block", default=launch),
        launch=launch,
        attempt=fields.whole(value, "attempt", at_least=1, default=1),
        verdict=sys.intern(fields.text(value, "verdict")),
        detail=fields.text(value, "detail", default=""),
        request=request,
        series=series,
        argv=argv,
        started_utc=fields.text(value, "started_utc", default=""),
        wall_s=fields.number(value, "wall_s", default=0.0),
        manifest=sys.intern(fields.text(value, "manifest", default="")),
        result=answer and with_witness(answer, witness, request.threads, launch),
        witness=parse_witness(witness),
        disagrees=value.get("disagrees") is True,
        job=_job(value),
    )


@shared
def _asked(value: list[Any]) -> tuple[Request, tuple[str, ...], tuple[str, ...]]:
    requested, following, series, argv = value
    words = {"following": following, "series": series, "argv": argv}
    return (
        _request(requested, words),
        fields.texts(words, "series"),
        fields.texts(words, "argv"),
    )


def _request(requested: Json, line: Json) -> Request:
    """With what the line says beside its identity."""
    following = fields.texts(line, "following")
    request = parse_request(requested)
    return replace(request, following=following) if following else request


def parse_stop(value: Json) -> Stop:
    """Raises MalformedError."""
    return Stop(fields.text(value, "point"), fields.text(value, "reason"))


def _planned(value: Json) -> Planned:
    # A point's fields stand beside its id or under `requested`; both are read.
    requested = fields.mapping(value, "requested") or value
    return Planned(
        point=fields.text(value, "point", default=""),
        request=_request(requested, value),
        series=fields.texts(value, "series"),
        reason=fields.text(value, "reason", default=""),
    )


def _launch_rule(value: Json) -> LaunchRule:
    return LaunchRule(
        minimum=fields.whole(value, "min", default=0) or None,
        maximum=fields.whole(value, "max", default=0) or None,
        until=_share(value, "until"),
    )


def _share(value: Json, name: str) -> float | None:
    """A share, written as 0.02 or as 2%."""
    found = value.get(name)
    if not isinstance(found, str):
        return fields.number(value, name)
    try:
        return float(found.removesuffix("%")) / (100 if found.endswith("%") else 1)
    except ValueError as error:
        raise fields.MalformedError(f"{name} is not a share") from error
