# SPDX-License-Identifier: Apache-2.0
"""`rows`: files that others wrote -> the rows that stand beside what a study measures.

For the harness, which keeps them in the study's line of the journal.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from scaling.importing.columns import RATE, TIME, Columns, check_units
from scaling.importing.command import (
    USAGE,
    about,
    add_columns,
    file_of,
    read_files,
    wanted_by,
)
from scaling.importing.journal import id_of, requested_of
from scaling.importing.launches import Launch
from scaling.importing.problems import ImportRefusedError, Place, Problems, refuse
from scaling.importing.wanted import Wanted
from scaling.screen import Screen
from scaling.words.text import clean

_OPTION = re.compile(r"--([a-z][a-z-]*)")
_KEYS = {"weak": "scaling: weak"}
"""What is no key of the same name."""


def add_rows(commands: argparse._SubParsersAction) -> None:
    """Registers the command, whose options are those of `import` and a few more."""
    command = commands.add_parser("rows", help="read rows beside a study, as JSON")
    command.set_defaults(run=_rows)
    add_columns(command)
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--name", default="")
    command.add_argument("--base", action="store_true")
    command.add_argument("--series", action="append", default=[])
    command.add_argument("--on-cores", type=int, default=0)
    command.add_argument("--lead-rate", metavar="UNIT")


def _rows(options: argparse.Namespace, screen: Screen) -> int:  # noqa: ARG001
    try:
        found = _read(options)
    except ImportRefusedError as error:
        print(_OPTION.sub(_as_key, str(error)), file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return USAGE
    options.out.write_text(json.dumps(found))
    return 0


def _as_key(option: re.Match[str]) -> str:
    """What an option is called in a study."""
    return _KEYS.get(option[1]) or option[1].replace("-", "_") + ":"


def _read(options: argparse.Namespace) -> dict[str, Any]:
    problems, wanted = Problems(), _wanted(options)
    check_units(wanted, problems)
    problems.refuse_any()
    unit = options.lead_rate or ""
    if unit and not wanted.unit:
        wanted = replace(wanted, unit=unit)
    columns, read, facts = read_files(options.files, wanted, unit)
    _check_kind(columns, options)
    name = clean(options.name or options.files[0].name)
    shared: dict[str, Any] = {**about(columns, read), "beside": _role(options)}
    launches = list(_fewest(read.launches) if options.base else read.launches)
    return {
        "name": name,
        "files": [file_of(path) for path in options.files],
        "is_base": options.base,
        "facts": [_OPTION.sub(_as_key, clean(fact)) for fact in facts],
        "points": list(_points(name, launches, shared, options.series)),
    }


def _role(options: argparse.Namespace) -> str:
    return "base" if options.base else "curve"


def _wanted(options: argparse.Namespace) -> Wanted:
    return replace(
        wanted_by(options),
        is_weak=options.series == ["weak"],
        on_cores=options.on_cores,
        may_be_one=options.base,
        is_beside=True,
    )


def _check_kind(columns: Columns, options: argparse.Namespace) -> None:
    """A ratio is of two times, or of two rates."""
    leads = TIME if options.lead_rate is None else RATE
    if columns.kind != leads:
        other = f"The metric that leads the study is a {leads}"
        what = f"'{columns.values[0].name}' is a {columns.kind}"
        refuse(Place(str(options.files[0])), f"{what}. {other}", f"Name one: --{leads}")


def _fewest(launches: Sequence[Launch]) -> Iterator[Launch]:
    """Of each curve the launches on the fewest cores: the others are no base."""
    fewest: dict[tuple, int] = {}
    for launch in launches:
        known = fewest.get(launch.labels, launch.units)
        fewest[launch.labels] = min(known, launch.units)
    return (one for one in launches if one.units == fewest[one.labels])


def _points(
    name: str, launches: Sequence[Launch], shared: dict[str, Any], series: list[str]
) -> Iterator[dict[str, Any]]:
    """A point for each request; one core has the same work in both kinds of scaling."""
    requests: dict[str, dict[str, Any]] = {}
    kinds: dict[str, list[str]] = defaultdict(list)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind in series:
        for launch in launches:
            request = requested_of(name, launch, shared, is_weak=kind == "weak")
            id = id_of(request)
            requests.setdefault(id, request)
            if kind not in kinds[id]:
                kinds[id].append(kind)
            if kinds[id] == [kind]:
                found[id].append(_launch(launch))
    for id, request in requests.items():
        yield {
            "point": id,
            "requested": request,
            "series": kinds[id],
            "launches": found[id],
        }


def _launch(launch: Launch) -> dict[str, Any]:
    rate = {} if launch.rate is None else {"rate": launch.rate}
    place = clean(str(launch.place))
    return {"place": place, "time_s": launch.time_s, "step_s": launch.step_s, **rate}
