# SPDX-License-Identifier: Apache-2.0
"""`pack STUDY`: its journal, study file, report and method as one archive."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import tempfile
from pathlib import Path

from scaling.digest import numbers
from scaling.overview import Overview, read_overview
from scaling.pack.archive import SUMS, make_archive, with_sums
from scaling.pack.names import anonymous
from scaling.pack.readme import make_method, make_readme
from scaling.pack.ready import JOURNAL, LockedError, NotReadyError, expect_ready
from scaling.screen import Screen
from scaling.words.text import clean, plural, slug
from scaling.write import FORMATS, write_report

OK, USAGE, LOCKED = 0, 2, 75


def add_pack(commands: argparse._SubParsersAction) -> None:
    """The subcommand with its options."""
    command = commands.add_parser("pack", help="make the archive of a study")
    command.set_defaults(run=_run)
    command.add_argument("study", type=Path, metavar="STUDY_DIR")
    command.add_argument("-o", "--output", type=Path, metavar="FILE")
    command.add_argument("--anonymous", action="store_true")
    command.add_argument("--force", action="store_true")


def _run(options: argparse.Namespace, screen: Screen) -> int:  # noqa: ARG001
    try:
        if options.output and not options.force:
            _expect_nothing_at(options.output)
        name, content, said = pack(options.study, is_anonymous=options.anonymous)
        file = options.output or Path(f"{name}.tar.gz")
        _write(file, content, replaces=options.force)
    except FileExistsError as error:
        print(
            f"{error.filename}: is there already. Name another file with -o, or let "
            "--force replace it",
            file=sys.stderr,
        )
        return USAGE
    except NotReadyError as error:
        print(clean(str(error)), file=sys.stderr)
        return LOCKED if isinstance(error, LockedError) else USAGE
    print(f"{file}: {said}, {len(content):,} bytes")
    return OK


def pack(study: Path, *, is_anonymous: bool) -> tuple[str, bytes, str]:
    """The name of the study, its archive, and what is in it in words.

    Raises OSError and NotReadyError.
    """
    expect_ready(study)
    journal = (study / JOURNAL).read_bytes()
    overview = plain = read_overview(study)
    name = slug(plain.study.name)
    said = ""
    if is_anonymous:
        text, aliases = anonymous(journal.decode())
        journal, name = text.encode(), slug(aliases.replace(plain.study.name))
        said = f", {plural(len(aliases.real), 'name')} replaced"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / name
        made.mkdir()
        (made / JOURNAL).write_bytes(journal)
        if is_anonymous:
            overview = read_overview(made)
            _expect_same_numbers(plain, overview)
        write_report(overview, made / "report", frozenset(FORMATS))
        files = _files_below(made)
    files = with_sums(_with_words(overview, files, is_anonymous=is_anonymous))
    what = f"{plural(len(files), 'file')}{said}"
    return name, make_archive(name, files), what


def _with_words(
    overview: Overview, files: dict[str, bytes], *, is_anonymous: bool
) -> dict[str, bytes]:
    start = overview.study.start
    if start and start.text and not overview.study.is_imported:
        files["study.yaml"] = start.text.encode()
    files["method.md"] = make_method(overview).encode()
    names = {*files, SUMS}
    readme = make_readme(overview, names, is_anonymous=is_anonymous)
    return {**files, "README.md": readme.encode()}


def _files_below(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _expect_same_numbers(before: Overview, after: Overview) -> None:
    """A name that is a word of the journal as well, as of a kernel, may change more."""
    if _numbers(before) != _numbers(after):
        raise NotReadyError(
            "a name of a host, user or directory is also a word that the numbers hang "
            "on, and cannot be replaced. Pack without --anonymous"
        )


def _numbers(overview: Overview) -> list[float]:
    """Every number of every table, in the order of the report."""
    found = []
    for _, text in numbers(overview):
        try:
            found.append(float(text))
        except ValueError:
            continue
    return found


def _expect_nothing_at(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))


def _write(file: Path, content: bytes, *, replaces: bool) -> None:
    """Whole or not at all, and over nothing unless it `replaces`."""
    aimed = file.with_name(f".{file.name}.{os.getpid()}") if replaces else file
    try:
        with aimed.open("xb") as out:
            out.write(content)
        if replaces:
            aimed.replace(file)
    except FileExistsError:
        raise
    except OSError:
        aimed.unlink(missing_ok=True)
        raise
