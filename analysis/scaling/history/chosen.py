# SPDX-License-Identifier: Apache-2.0
"""Which metric of which point a history is of, and what cannot stand beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from scaling.compare.side import SideError, asked
from scaling.history.session import Session, sessions_of
from scaling.history.source import LeftOut, Source
from scaling.model.point import Point
from scaling.records.metric import MAKESPAN, WALL, Metric
from scaling.records.request import Request
from scaling.words.label import Labels
from scaling.words.names import metric_word
from scaling.words.text import clean, count, listed, plural

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class Wish:
    """What the user wants of the history; what is empty is chosen."""

    metric: str = ""
    cores: int = 0
    point: str = ""
    machine: str = ""


@dataclass(frozen=True)
class Chosen:
    """`others` names points that more than one session has too."""

    metric: Metric
    request: Request
    label: str
    sessions: tuple[Session, ...]
    left_out: tuple[LeftOut, ...]
    others: tuple[str, ...] = ()


def choose(sources: Sequence[Source], wish: Wish) -> Chosen:
    """The point that most sources have; of several the one with the most resources.

    Raises SideError where nothing can be chosen as wished.
    """
    by_source = {source.label: sessions_of(source) for source in sources}
    machine = _machine(by_source, wish.machine)
    here = {
        label: [s for s in found if s.machine == machine]
        for label, found in by_source.items()
    }
    metric = _metric(sources, wish.metric)
    labels = Labels(asked(s.point.request) for found in here.values() for s in found)
    request = _request(here, wish, labels)
    sessions, left_out = [], []
    for label, found in by_source.items():
        session, why = _session(found, here[label], request, metric, machine)
        if session:
            sessions.append(session)
        else:
            left_out.append(LeftOut(label, why))
    sessions, odd = _alike(sessions)
    others = _others(here, request, labels)
    label = labels.of(asked(request))
    return Chosen(
        metric, request, label, tuple(sessions), (*left_out, *odd), tuple(others)
    )


def most_common(values: Iterable[Value]) -> Value:
    """Of several that are as common the latest."""
    found = list(values)
    counts = Counter(found)
    return max(reversed(found), key=lambda value: counts[value])


def _machine(by_source: dict[str, list[Session]], wish: str) -> str:
    """That of most sources, among those that the user's words are in."""
    known = [found[0].machine for found in by_source.values() if found]
    wished = [one for one in known if wish.lower() in one.lower()]
    if not known:
        raise SideError("history: no study has a launch that counts")
    if not wished:
        raise SideError(
            f"--machine: no study is of '{clean(wish)}'; they are of "
            f"{clean(listed(sorted(set(known))))}"
        )
    return most_common(wished)


def _metric(sources: Sequence[Source], wish: str) -> Metric:
    """That which leads in most studies, or the one of this name."""
    if not wish:
        return most_common(map(_leading, sources))
    known = dict.fromkeys(
        metric
        for source in sources
        for metric in (
            *source.side.metrics,
            *(m for point in source.side.points for m in point.recorded_metrics),
            MAKESPAN,
            WALL,
        )
    )
    named = [m for m in known if metric_word(m).lower() == wish.lower()]
    if not named:
        raise SideError(
            f"--metric: no study has '{clean(wish)}'; there is "
            f"{listed(sorted({metric_word(m) for m in known}), 20)}"
        )
    return named[0]


def _leading(source: Source) -> Metric:
    """Of imported rates the rate: a time of one unit of work is none of a run."""
    imported = (p for p in source.side.points if p.request.is_imported_rate)
    rates = (metric for point in imported for metric in point.recorded_metrics)
    return next(rates, source.side.metrics[0])


def _request(here: dict[str, list[Session]], wish: Wish, labels: Labels) -> Request:
    requests = _requests(here)
    fitting = [
        r
        for r in requests
        if (not wish.cores or r.units == wish.cores)
        and (not wish.point or labels.of(asked(r)) == wish.point)
    ]
    if not fitting:
        there = listed(sorted({labels.of(asked(r)) for r in requests}), 20)
        raise SideError(f"history: no study has such a point; there is {clean(there)}")
    counts = _counts(here)
    return max(fitting, key=lambda r: (counts[asked(r)], r.units))


def _requests(here: dict[str, list[Session]]) -> list[Request]:
    """Each once, in the order of the latest study that has it."""
    found = [s.point.request for one in reversed(here.values()) for s in one]
    return list({asked(r): r for r in reversed(found)}.values())[::-1]


def _counts(here: dict[str, list[Session]]) -> Counter[Request]:
    """How many studies have each."""
    return Counter(
        one
        for found in here.values()
        for one in {asked(s.point.request) for s in found}
    )


def _others(
    here: dict[str, list[Session]], request: Request, labels: Labels
) -> list[str]:
    """Points that as many studies have, of as many resources."""
    counts = _counts(here)
    return [
        labels.of(asked(r))
        for r in _requests(here)
        if asked(r) != asked(request)
        and r.units == request.units
        and counts[asked(r)] == counts[asked(request)]
    ]


def _session(
    found: Sequence[Session],
    here: Sequence[Session],
    request: Request,
    metric: Metric,
    machine: str,
) -> tuple[Session | None, str]:
    """The session of one source, or why there is none."""
    if not found:
        return None, "nothing measured"
    if not here:
        other = clean(found[0].machine) or "a machine that is not known"
        return None, f"measured on {other}, not on {clean(machine)}"
    matching = [s for s in here if asked(s.point.request) == asked(request)]
    if not matching:
        return None, _what_differs([s.point.request for s in here], request)
    session = replace(matching[0], point=matching[0].point.by(metric))
    return _or_why_not(session, session.point)


def _or_why_not(session: Session, point: Point) -> tuple[Session | None, str]:
    if not point.launches:
        return None, point.gap or f"no value of {metric_word(point.metric)}"
    if min(point.times_s) <= 0:
        return None, f"a value of {metric_word(point.metric)} is not above 0"
    return session, ""


def _what_differs(there: Sequence[Request], request: Request) -> str:
    """In words, of the point that is the nearest to what is asked."""
    alike = [r for r in there if r.units == request.units]
    if not alike:
        units = sorted({r.units for r in there})
        has = listed([count(n) for n in units])
        return f"no point on {plural(request.units, request.unit)}: it has {has}"
    each = [_differences(r, request) for r in alike]
    return f"another point: {listed(min(each, key=len), 3)}"


def _differences(other: Request, request: Request) -> list[str]:
    a, b = asked(other), asked(request)
    return [
        f"{field.name} {_value(getattr(a, field.name))}, "
        f"not {_value(getattr(b, field.name))}"
        for field in fields(Request)
        if field.compare and getattr(a, field.name) != getattr(b, field.name)
    ]


def _value(found: object) -> str:
    if isinstance(found, int):
        return count(found)
    if isinstance(found, tuple):
        pairs = ("=".join(one) if isinstance(one, tuple) else one for one in found)
        return clean(" ".join(pairs)) or "none"
    return clean(str(found)) or "none"


def _alike(sessions: Sequence[Session]) -> tuple[list[Session], list[LeftOut]]:
    """Those that did the same work as most."""
    left_out: list[LeftOut] = []
    kept = list(sessions)
    rules: tuple[tuple[Callable[[Session], Hashable], Callable[..., str]], ...] = (
        (lambda s: s.arguments, _other_arguments),
        (
            lambda s: s.point.tallies,
            lambda *_: "it gave another answer than most",
        ),
    )
    for value, why in rules:
        if not kept:
            break
        usual = most_common(map(value, kept))
        odd = [s for s in kept if value(s) != usual]
        left_out += [LeftOut(s.label, why(value(s), usual)) for s in odd]
        kept = [s for s in kept if value(s) == usual]
    return kept, left_out


def _other_arguments(own: tuple[str, ...], usual: tuple[str, ...]) -> str:
    a, b = (clean(" ".join(words)) or "none" for words in (own, usual))
    return f"the arguments of its program are {a}, of the others {b}"
