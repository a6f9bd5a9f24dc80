# SPDX-License-Identifier: Apache-2.0
"""`history STUDY...`: prints the sessions and what changed, and writes the page."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

from scaling import terminal
from scaling.compare.band import parse_band
from scaling.compare.side import SideError
from scaling.folder import opened_folder, write_whole
from scaling.formats import csv
from scaling.history.chosen import Wish
from scaling.history.history import WITHIN, History, make_history
from scaling.history.order import ORDERS
from scaling.history.source import PAGE
from scaling.history.tables import make_tables
from scaling.screen import Screen
from scaling.statistics.change_points import SHORTEST
from scaling.statistics.verdict import BAND

GOOD, WORSE, USAGE = 0, 1, 2

FORMS = ("text", "md", "html", "csv", "json")

EPILOG = (
    "STUDY is the directory of a study or an import, STUDY_DIR@COMMIT the launches of "
    "one commit's worker; LABEL=STUDY calls it by a release. Exit codes: 0, 1 with "
    "--fail-on slower where a change for the worse is among the last sessions or a "
    "drift for the worse was found, 2 usage, nothing comparable, or with --fail-on "
    "where the study given last is left out."
)


def add_history(commands: argparse._SubParsersAction) -> None:
    """The subcommand with its options."""
    command = commands.add_parser(
        "history", help="one metric over many studies", epilog=EPILOG
    )
    command.set_defaults(run=_run)
    add = command.add_argument
    add("studies", metavar="STUDY", nargs="+")
    add("--metric", default="", help="the leading one unless given")
    add("--cores", type=_positive, default=0, help="of the point; else the most")
    add("--point", default="", help="as tables call it, such as 4x2")
    add("--machine", default="", help="words of the CPU model; else that of most")
    add("--by", choices=ORDERS, default="", help="else by date where all have one")
    add("--band", type=parse_band, default=BAND, help="smaller changes fail nothing")
    add("--fail-on", choices=("slower",), default="")
    add("--within", type=_sessions, default=WITHIN, help="sessions that may fail it")
    add("--format", choices=FORMS, dest="form", help="on stdout; writes no file")
    add("--output", type=Path, default=Path("history"), help="directory of the page")


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number above 0")
    return int(text)


def _sessions(text: str) -> int:
    number = _positive(text)
    if number < SHORTEST:
        raise argparse.ArgumentTypeError(f"a change is of {SHORTEST} sessions at least")
    return number


def _run(options: argparse.Namespace, screen: Screen) -> int:
    wish = Wish(options.metric, options.cores, options.point, options.machine)
    try:
        history = make_history(options.studies, wish, options.by, options.band)
    except SideError as error:
        print(error, file=sys.stderr)
        return USAGE
    if not history.sessions:
        print("history: no study can be compared with another", file=sys.stderr)
        return USAGE
    sys.stdout.write(_form(options.form or "text")(history, screen.width))
    if not options.form:
        print(f"History: {write_history(history, options.output)}")
    return _code(history, options) if options.fail_on else GOOD


def _code(history: History, options: argparse.Namespace) -> int:
    if not history.is_last_judged:
        print("history: the study given last is left out", file=sys.stderr)
        return USAGE
    if not history.is_worse(options.within):
        return GOOD
    print(f"exit code {WORSE}: a late change is for the worse", file=sys.stderr)
    return WORSE


def write_history(history: History, folder: Path) -> Path:
    """Writes it in every form but the terminal's, and returns the page."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with opened_folder(folder) as opened:
        for form in FORMS[1:]:
            content = _form(form)(history, 0)
            write_whole(opened, f"history.{form}", content.encode())
    return folder / PAGE


def _form(name: str) -> Callable[[History, int], str]:
    if name == "text":
        return _text
    from scaling.history.as_json import make_json
    from scaling.history.page import make_markdown, make_page

    make = {"csv": _csv, "md": make_markdown, "html": make_page, "json": make_json}
    return lambda history, _: make[name](history)


def _csv(history: History) -> str:
    return csv.render(make_tables(history)[0])


def _text(history: History, width: int) -> str:
    tables = [terminal.render(t, width) for t in make_tables(history)]
    return "\n".join([*tables, textwrap.fill(f"{history}.", max(width, 40)), ""])
