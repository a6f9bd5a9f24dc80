# SPDX-License-Identifier: Apache-2.0
"""The command line: `table` prints, `report` writes, `compare` judges two studies,
`history` many."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from pathlib import Path
from typing import NoReturn

from scaling.compare.command import add_compare
from scaling.draw.style import NAMES, PLAIN, Style, StyleError, read_style
from scaling.history.command import add_history
from scaling.importing.beside import add_rows
from scaling.importing.command import add_import
from scaling.overview import Overview, read_overview
from scaling.pack.command import add_pack
from scaling.screen import Screen, observe_screen
from scaling.show import show
from scaling.words.text import clean
from scaling.write import FORMATS, write_report

OK, DIFFERS, USAGE, STORAGE = 0, 1, 2, 4
"""Exit codes, those of `assay`."""

MOST_DIFFERENCES = 40
ALL = frozenset(FORMATS)
FOR_PRINT = frozenset(("pdf", "png", "tex"))


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code."""
    options = _parser().parse_args(arguments)
    # A terminal that cannot print a character gets a question mark, not a traceback.
    sys.stdout.reconfigure(errors="replace")
    try:
        code = options.run(options, observe_screen())
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _drop_output()  # the reader has gone, as `head` does
        return OK
    except OSError as error:
        _end_output()
        return _fail(error)


def _end_output() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()


def _drop_output() -> None:
    """Nothing may be flushed at exit: Python would end with 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(error: OSError) -> int:
    place = error.filename or "report"
    if isinstance(error, FileNotFoundError) and str(place).endswith("journal.jsonl"):
        print(
            f"{place}: there is no journal here. Run the study first: assay run",
            file=sys.stderr,
        )
        return USAGE
    print(f"{place}: {error.strerror or error}", file=sys.stderr)
    return STORAGE


def _table(options: argparse.Namespace, screen: Screen) -> int:
    _print(read_overview(options.study), screen)
    return OK


def _print(overview: Overview, screen: Screen) -> None:
    sys.stdout.write(show(overview, screen))
    sys.stdout.flush()


def _report(options: argparse.Namespace, screen: Screen) -> int:
    if options.verify:
        return _verify(options)
    try:
        style = read_style(options.style) if options.style else PLAIN
    except StyleError as error:
        print(error, file=sys.stderr)
        return USAGE
    page = _write(options.study, screen, frozenset(options.format or ALL), style)
    if options.open and not webbrowser.open(page.resolve().as_uri()):
        print("There is no browser here that opens it.", file=sys.stderr)
    return OK


def _write(
    study: Path, screen: Screen, formats: frozenset[str], style: Style = PLAIN
) -> Path:
    overview = read_overview(study)
    _print(overview, screen)
    page = write_report(overview, study / "report", formats, style)
    print(f"Report: {screen.linked(page)}")
    return page


def _report_import(study: Path, screen: Screen) -> int:
    """All that is quick to make; drawings for print take twice as long as the rest."""
    _write(study, screen, ALL - FOR_PRINT)
    print(f"In all forms ({', '.join(sorted(FOR_PRINT))}): assay report {study}")
    return OK


def _verify(options: argparse.Namespace) -> int:
    from scaling.verify import NoReportError, verify

    try:
        found = verify(read_overview(options.study), options.study)
    except NoReportError as error:
        print(error, file=sys.stderr)
        return USAGE
    for difference in found[:MOST_DIFFERENCES]:
        print(clean(difference))
    if len(found) > MOST_DIFFERENCES:
        print(f"... and {len(found) - MOST_DIFFERENCES} more")
    if not found:
        print(f"{options.study / 'report'}: every number follows from the journal")
        return OK
    print(f"exit code {DIFFERS}: the report differs from the journal", file=sys.stderr)
    return DIFFERS


class _Parser(argparse.ArgumentParser):
    """Of words that `assay` handed on or that were said to Python: an error names the
    command that was called, in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {message}. {self.prog} --help tells more\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=os.environ.get("ASSAY_COMMAND", "python3 -m scaling"),
        description="Tables and report of a study's journal.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    table = commands.add_parser("table", help="print the tables")
    table.set_defaults(run=_table)
    report = commands.add_parser("report", help="print the tables and write the report")
    report.set_defaults(run=_report)
    report.add_argument(
        "--format",
        type=_format,
        action="extend",
        metavar="LIST",
        help=f"comma-separated, of {', '.join(FORMATS)}; all unless given",
    )
    report.add_argument(
        "--style",
        default="",
        metavar="STYLE",
        help=f"of figures: {', '.join(NAMES)}, or a style file of matplotlib",
    )
    report.add_argument(
        "--verify",
        action="store_true",
        help="write nothing: recompute the report there is; exit code 1 if it differs",
    )
    report.add_argument(
        "--open", action="store_true", help="show the page in a browser"
    )
    for command in (table, report):
        command.add_argument("study", type=Path, metavar="STUDY_DIR")
    add_compare(commands)
    add_history(commands)
    add_import(commands, _report_import)
    add_rows(commands)
    add_pack(commands)
    return parser


def _format(text: str) -> list[str]:
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    for word in wanted:
        if word not in FORMATS:
            raise argparse.ArgumentTypeError(
                f"'{word}' is none of {', '.join(FORMATS)}"
            )
    return wanted


if __name__ == "__main__":
    sys.exit(main())
