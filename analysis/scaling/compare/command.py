# SPDX-License-Identifier: Apache-2.0
"""`compare A B`: prints the difference in one form, and says it by the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scaling.compare.band import parse_band
from scaling.screen import Screen
from scaling.statistics.verdict import BAND

if TYPE_CHECKING:
    from scaling.compare.difference import Difference

NO_SLOWER, SOME_SLOWER, USAGE = 0, 1, 2

FORMS = ("text", "md", "html", "csv")

EPILOG = (
    "A and B are directories of studies; STUDY_DIR@COMMIT takes only the launches of "
    "one commit's worker, DIR,DIR,DIR are several sessions of one side. Exit codes: 0 "
    "no point is SLOWER in B, nor needs more of a size that the study has a curve of, "
    "1 some point is or does, 2 usage, or nothing could be compared."
)


def add_compare(commands: argparse._SubParsersAction) -> None:
    """The subcommand with its options."""
    command = commands.add_parser(
        "compare", help="compare two studies, or two commits in one", epilog=EPILOG
    )
    command.set_defaults(run=_run)
    command.add_argument("a", metavar="A")
    command.add_argument("b", metavar="B", nargs="?")
    command.add_argument(
        "--interleaved",
        action="store_true",
        help="A alone is a study that measured both sides in one run",
    )
    command.add_argument("--format", choices=FORMS, default="text", dest="form")
    command.add_argument(
        "--band",
        type=parse_band,
        default=BAND,
        metavar="PERCENT",
        help="ratios within 1 -+ this are the same (2 unless given)",
    )


def _run(options: argparse.Namespace, screen: Screen) -> int:
    from scaling.compare.difference import find_difference
    from scaling.compare.side import SideError, read_one_run, read_sessions

    if options.interleaved == (options.b is not None):
        print("compare needs A and B, or --interleaved and A alone", file=sys.stderr)
        return USAGE
    try:
        if options.interleaved:
            a, b = read_one_run(Path(options.a))
        else:
            a, b = read_sessions(options.a), read_sessions(options.b)
    except SideError as error:
        print(error, file=sys.stderr)
        return USAGE
    difference = find_difference(a, b, options.band)
    sys.stdout.write(_form(options.form)(difference, screen.width))
    if not difference.pairs:
        print("compare: A and B have no point that can be compared", file=sys.stderr)
        return USAGE
    if not difference.is_worse:
        return NO_SLOWER
    print(f"exit code {SOME_SLOWER}: B is slower, or needs more", file=sys.stderr)
    return SOME_SLOWER


def _form(name: str) -> Callable[[Difference, int], str]:
    if name == "text":
        return _text
    if name == "csv":
        from scaling.compare.tables import make_tables
        from scaling.formats import csv

        return lambda difference, _: csv.render(make_tables(difference)[0])
    from scaling.compare.page import make_markdown, make_page

    make = make_page if name == "html" else make_markdown
    return lambda difference, _: make(difference)


def _text(difference: Difference, width: int) -> str:
    from scaling import terminal
    from scaling.compare.tables import make_tables

    tables = [terminal.render(t, width) for t in make_tables(difference)]
    closing = "\n".join(terminal.wrapped(f"{difference}.", width, ""))
    return "\n".join([*tables, closing + "\n"])
