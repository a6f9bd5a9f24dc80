# SPDX-License-Identifier: Apache-2.0
"""Recomputes a report from its journal, and says which number differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from scaling.digest import FILE, digest, make_digest
from scaling.overview import Overview
from scaling.write import FIGURE_FORMATS, make_files
from scaling.zipped import zip_equal

BINARY = (*(f".{form}" for form in FIGURE_FORMATS), ".sqlite")
"""Not the same from every version of the libraries; checked by their digests."""

MOST_LINES_ALIGNED = 3_000
"""Finding where a line was put in takes a time that grows as the square of these."""

_PIECE = re.compile(rb"[-+0-9.,eE]*[0-9][-+0-9.,eE]*|\s+|[^\s0-9]+")
_SVG = re.compile(rb"<svg role=.*?</svg>", re.DOTALL)


class NoReportError(ValueError):
    """There is no report with a digest here."""


def verify(overview: Overview, study: Path) -> list[str]:
    """What differs between the report in `study` and its journal; empty if nothing."""
    folder = study / "report"
    stored = _stored(folder / FILE)
    formats = [str(form) for form in stored.get("formats", [])]
    files = make_files(overview, frozenset(formats))
    fresh = make_digest(overview, study / "journal.jsonl", files, formats)
    return [
        *_rows(stored, fresh),
        *_numbers(stored, fresh),
        *_files(folder, stored, files),
    ]


def _stored(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise NoReportError(
            f"{path}: there is no report to verify. Make one first: assay report"
        ) from error
    except (ValueError, RecursionError) as error:
        raise NoReportError(f"{path}: no JSON: it was changed or damaged") from error
    parts = ("rows", "numbers", "files")
    if not isinstance(value, dict) or not all(
        isinstance(value.get(part), dict) for part in parts
    ):
        raise NoReportError(f"{path}: not the digest of a report")
    return value


def _rows(stored: dict[str, Any], fresh: dict[str, Any]) -> Iterator[str]:
    for point in _differing(stored["rows"], fresh["rows"]):
        yield f"journal: the launches of point {point} are not those of the report"


def _numbers(stored: dict[str, Any], fresh: dict[str, Any]) -> Iterator[str]:
    old, new = stored["numbers"], fresh["numbers"]
    for place in _differing(old, new):
        yield f"{place}: {_change(old.get(place), new.get(place))}"


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    both = dict.fromkeys([*new, *old])
    return [key for key in both if old.get(key) != new.get(key)]


def _change(old: object, new: object) -> str:
    was, now = ("nothing" if x is None else repr(x) for x in (old, new))
    return f"the report says {was}, the journal {now}"


def _files(
    folder: Path, stored: dict[str, Any], files: Mapping[str, bytes]
) -> Iterator[str]:
    for name in dict.fromkeys([*files, *stored["files"]]):
        if name not in files:
            yield f"{name}: the journal gives no such file"
        elif not (folder / name).is_file():
            yield f"{name}: missing"
        else:
            found = (folder / name).read_bytes()
            changed = digest(found) != stored["files"].get(name)
            yield from _file(name, found, files[name], changed)


def _file(name: str, found: bytes, made: bytes, changed: object) -> Iterator[str]:
    """Text is compared word for word, what is drawn by its digest."""
    if name.endswith(BINARY):
        if changed:
            yield f"{name}: changed since the report was made"
        return
    places = list(_text(found, made))
    yield from (f"{name}:{place}" for place in places)
    if changed and not places:
        yield f"{name}: changed since the report was made, in a drawing or its layout"


def _text(found: bytes, made: bytes) -> Iterator[str]:
    """Drawings within a page are left to its digest."""
    old, new = (_SVG.sub(b"<svg/>", text).splitlines() for text in (found, made))
    for what, a, a_end, b, b_end in _changes(old, new):
        for i in range(max(a_end - a, b_end - b) if what != "equal" else 0):
            was = old[a + i] if a + i < a_end else b""
            now = new[b + i] if b + i < b_end else b""
            yield f"{a + i + 1}: {_first_word(was, now)}"


def _changes(
    old: list[bytes], new: list[bytes]
) -> Iterable[tuple[str, int, int, int, int]]:
    """Blocks of lines; a line that was put in does not make all that follow differ."""
    if len(old) == len(new):
        pairs = enumerate(zip_equal(old, new))
        return [("replace", i, i + 1, i, i + 1) for i, (a, b) in pairs if a != b]
    if max(len(old), len(new)) > MOST_LINES_ALIGNED:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _first_word(a: bytes, b: bytes) -> str:
    if not a or not b:
        return _change(*(x.decode(errors="replace")[:60] or None for x in (a, b)))
    words = zip(_PIECE.findall(a), _PIECE.findall(b))
    was, now = next(((x, y) for x, y in words if x != y), (a[:40], b[:40]))
    return _change(*(x.decode(errors="replace")[:40] for x in (was, now)))
