# SPDX-License-Identifier: Apache-2.0
"""`import`: files that others wrote -> a journal, its tables and its report."""

from __future__ import annotations

import argparse
import hashlib
import re
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from scaling.importing.checks import check_study
from scaling.importing.columns import (
    RATE,
    Columns,
    check_units,
    choose_columns,
    with_axis,
)
from scaling.importing.decode import read_text
from scaling.importing.forms import read_sheet
from scaling.importing.journal import make_lines, write_journal
from scaling.importing.launches import Launch, Read, Reader, base_launch
from scaling.importing.matching import (
    compile_groups,
    read_matches,
    with_file_name,
    with_groups_of,
)
from scaling.importing.number import NotANumberError
from scaling.importing.problems import ImportRefusedError, Place, Problems, refuse
from scaling.importing.sessions import by_session
from scaling.importing.sheet import FILE, Cell, Sheet, with_count
from scaling.importing.taken import taken
from scaling.importing.turned import turned
from scaling.importing.unit_column import with_units
from scaling.importing.wanted import RESOURCES, Wanted
from scaling.screen import Screen
from scaling.words.text import clean, listed, plural, slug

USAGE = 2
MOST_NAMED = 3
"""Sessions of which the same was taken for the same."""
_OPTIONS = {"in_name": "in-name", "out_of": "from", "base_time": "base"}
"""Those that are no name of Python."""
_STUDY = re.compile(r"[A-Za-z0-9._-]{1,64}")


Report = Callable[[Path, Screen], int]
"""Of a study's directory, for a screen; the exit code."""


def add_import(commands: argparse._SubParsersAction, report: Report) -> None:
    """Registers the command; its words are those of `assay import --help`."""
    command = commands.add_parser("import", help="make a study of others' numbers")
    command.set_defaults(run=lambda options, screen: _import(options, screen, report))
    add_columns(command)
    command.add_argument("--weak", action="store_true")
    command.add_argument("--study", default="", metavar="NAME")
    command.add_argument("--session", default="", metavar="COLUMN")
    command.add_argument("--base", default="", metavar="TIME", dest="base_time")
    command.add_argument("--results", type=Path, default=Path("results"))
    command.add_argument("--no-report", action="store_true")


def add_columns(command: argparse.ArgumentParser) -> None:
    """Adds the files, and the options that say what stands where in them."""
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    axis = command.add_mutually_exclusive_group()
    for option in RESOURCES:
        axis.add_argument(f"--{option}", metavar="COLUMN")
    command.add_argument("--time", action="append", default=[], metavar="COLUMN")
    command.add_argument("--rate", default="", metavar="COLUMN")
    command.add_argument("--unit", default="")
    command.add_argument("--by", action="append", default=[], metavar="COLUMN")
    command.add_argument("--launch", action="append", default=[], metavar="COLUMN")
    command.add_argument("--decimal", default="", metavar="MARK")
    command.add_argument("--pattern", default="", metavar="REGEX")
    command.add_argument("--in-name", default="", metavar="REGEX")
    command.add_argument(
        "--from", action="append", default=[], metavar="COLUMN:REGEX", dest="out_of"
    )


def _import(options: argparse.Namespace, screen: Screen, report: Report) -> int:
    try:
        directories = import_files(options)
    except ImportRefusedError as error:
        print(error, file=sys.stderr)
        return USAGE
    if options.session:
        first = directories[0].parent / f"{_study_name(options)}-*"
        print(f"{plural(len(directories), 'session')}: assay history {first}")
    if options.no_report or options.session:
        return 0
    print()
    return report(directories[0], screen)


def import_files(options: argparse.Namespace) -> list[Path]:
    """The directories of the studies, of which there is one unless sessions are told
    apart; raises OSError and ImportRefusedError."""
    wanted, problems = wanted_by(options), Problems()
    name = _study_name(options)
    check_units(wanted, problems)
    problems.refuse_any()
    sheets = _sheets(options.files, wanted)
    found = by_session(sheets, options.session) if options.session else {"": sheets}
    journals = {}
    for label, own in found.items():
        study = f"{name}-{label}" if label else name
        try:
            journals[study] = _journal(study, own, wanted, options)
        except ImportRefusedError as error:
            problems.found += str(error).splitlines()
    problems.refuse_any()
    for facts in dict.fromkeys(facts for facts, _ in journals.values()):
        names = [name for name, (own, _) in journals.items() if own == facts]
        said = f"{listed(names, MOST_NAMED)}: imported, not proven"
        print("\n  ".join([said, *facts]))
    for study, (_, lines) in journals.items():
        write_journal(options.results / study, lines)
    return [options.results / study for study in journals]


def _journal(
    name: str, sheets: list[Sheet], wanted: Wanted, options: argparse.Namespace
) -> tuple[tuple[str, ...], list[str]]:
    """What was taken for what, and the lines of a study."""
    _check_name(name, "--session")
    columns, read, facts = _read(sheets, wanted)
    launches = (*_base(read, wanted), *read.launches)
    start = _study_line(name, options, facts)
    shared = about(columns, read)
    lines = list(make_lines(start, launches, shared, is_weak=wanted.is_weak))
    return tuple(map(clean, facts)), lines


def read_files(
    files: Sequence[Path], wanted: Wanted, rate_unit: str = ""
) -> tuple[Columns, Read, list[str]]:
    """Which column is what, the launches, and in words what was taken for what.

    Rates are converted into `rate_unit`, where one is given. Raises OSError and
    ImportRefusedError.
    """
    return _read(_sheets(files, wanted), wanted, rate_unit)


def _read(
    sheets: list[Sheet], wanted: Wanted, rate_unit: str = ""
) -> tuple[Columns, Read, list[str]]:
    problems = Problems()
    whole = _joined(sheets)
    columns = choose_columns(whole, wanted, problems)
    whole, *sheets = (with_units(sheet, columns) for sheet in (whole, *sheets))
    reader = Reader(columns, wanted, problems, rate_unit)
    for sheet in sheets:
        reader.add(sheet)
    read = reader.read()
    check_study(whole, columns, read, wanted, problems)
    shown = [whole] if len(sheets) == 1 else sheets
    return columns, read, taken(shown, columns, read, wanted)


def about(columns: Columns, read: Read) -> dict[str, str]:
    """What all points of an import share."""
    found = {"resource": columns.resource}
    if columns.kind == RATE:
        found["rate"] = clean(read.rate_unit)
    if columns.summary:
        found["summary"] = columns.summary
    return found


def wanted_by(options: argparse.Namespace) -> Wanted:
    """What the options of `add_columns`, and others where there are any, say."""
    named = [(o, getattr(options, o)) for o in RESOURCES if getattr(options, o)]
    return Wanted(
        axis=named[0] if named else None,
        times=tuple(options.time),
        rate=options.rate,
        unit=options.unit,
        is_weak=getattr(options, "weak", False),
        by=tuple(options.by),
        launch=tuple(options.launch),
        decimal=options.decimal,
        base=getattr(options, "base_time", ""),
        pattern=options.pattern,
        in_name=options.in_name,
        out_of=tuple(options.out_of),
    )


def _study_name(options: argparse.Namespace) -> str:
    name = options.study or slug(options.files[0].stem)
    _check_name(name, "--study")
    return name


def _check_name(name: str, option: str) -> None:
    if not _STUDY.fullmatch(name) or name.startswith("."):
        what = f"{option}: '{name}' is no name of a study"
        cure = "Name it, by up to 64 letters, digits and any of . _ -: --study NAME"
        refuse(None, what, cure)


def _sheets(files: Sequence[Path], wanted: Wanted) -> list[Sheet]:
    """All files are read before what is wrong with any of them is told."""
    sheets, problems = [], Problems()
    for option in ("pattern", "in_name"):
        if pattern := getattr(wanted, option):
            compile_groups(pattern, f"--{_OPTIONS.get(option, option)}")
    for file in files:
        try:
            sheets.append(_sheet(file, wanted))
        except ImportRefusedError as error:
            problems.found.append(str(error))
        except IsADirectoryError:
            problems.add(Place(str(file)), "a directory", "Name its files")
        except OSError as error:
            what = error.strerror or str(error)
            problems.add(Place(str(file)), what, "Check its path and who may read it")
    problems.refuse_any()
    return sheets


def _sheet(file: Path, wanted: Wanted) -> Sheet:
    if wanted.pattern:
        text = read_text(file)
        sheet = read_matches(str(file), text, wanted.pattern, "text with --pattern")
    else:
        sheet = turned(read_sheet(file))
    if wanted.on_cores:
        sheet = with_count(sheet, wanted.on_cores)
    if wanted.in_name:
        sheet = with_file_name(sheet, wanted.in_name)
    for asked in wanted.out_of:
        sheet = with_groups_of(sheet, asked)
    return with_axis(sheet, wanted)


def _joined(sheets: Sequence[Sheet]) -> Sheet:
    """All files as one; of several, the column `file` tells where a row is from."""
    if len(sheets) == 1:
        return sheets[0]
    heading: dict[str, Place] = {}
    for sheet in sheets:
        heading = {**sheet.heading, **heading}
    roles = dict(sheets[0].roles)
    for sheet in sheets[1:]:
        roles = {k: v for k, v in roles.items() if sheet.roles.get(k) == v}
    for sheet in sheets:
        nothing = {name: Cell("", Place(sheet.file)) for name in heading}
        stem = Cell(Path(sheet.file).stem, Place(sheet.file))
        named = {} if FILE in heading else {FILE: stem}
        sheet.rows[:] = [{**nothing, **row, **named} for row in sheet.rows]
    heading.setdefault(FILE, Place(sheets[0].file))
    rows = [row for sheet in sheets for row in sheet.rows]
    return replace(sheets[0], heading=heading, rows=rows, roles=roles)


def _base(read: Read, wanted: Wanted) -> list[Launch]:
    problems = Problems()
    try:
        return list(base_launch(read, wanted))
    except NotANumberError as error:
        problems.add(Place("--base"), str(error), error.cure)
    problems.refuse_any()
    return []


def _study_line(
    name: str, options: argparse.Namespace, facts: Sequence[str]
) -> dict[str, object]:
    """`text` says what a study file would: how the numbers came about."""
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "kind": "study",
        "study": name,
        "file": "",
        "text": "".join(f"{clean(fact)}\n" for fact in facts),
        "started_utc": now,
        "import": _words(options),
        "files": [file_of(path) for path in options.files],
        "scaling": ["weak" if options.weak else "strong"],
        "resource_unit": "core",
    }


def file_of(path: Path) -> dict[str, str]:
    """A file as the journal names it."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"name": clean(path.name), "sha256": digest}


def _words(options: argparse.Namespace) -> str:
    """The command that imports the same again."""
    words = ["assay", "import", *map(str, options.files)]
    for name in ("cores", "nodes", "gpus", "time", "rate", "unit", "by", "launch",
                 "session", "study", "decimal", "base_time", "pattern", "in_name",
                 "out_of"):  # fmt: skip
        given = getattr(options, name)
        for value in given if isinstance(given, list) else [given]:
            option = _OPTIONS.get(name, name)
            words += [f"--{option}", value] if value else []
    words += ["--weak"] if options.weak else []
    return clean(shlex.join(words))
