# SPDX-License-Identifier: Apache-2.0
"""Recomputes a report from its journal, and says which number differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scaling.digest import FILE, digest, make_digest
from scaling.overview import Overview
from scaling.write import FIGURE_FORMATS, make_files

BINARY = (*(f".{form}" for form in FIGURE_FORMATS), ".sqlite")
"""Not the same from every version of the libraries; checked by their digests."""

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
    was = "nothing" if old is None else repr(old)
    return f"the report says {was}, the journal {'nothing' if new is None else new!r}"


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
    for line, (a, b) in enumerate(zip(old, new, strict=False), start=1):
        if a != b:
            yield f"{line}: {_first_word(a, b)}"
    if len(old) != len(new):
        yield f"{len(old)}: {len(old)} lines, the journal gives {len(new)}"


def _first_word(a: bytes, b: bytes) -> str:
    words = zip(_PIECE.findall(a), _PIECE.findall(b), strict=False)
    was, now = next(((x, y) for x, y in words if x != y), (a[:40], b[:40]))
    return _change(*(x.decode(errors="replace")[:40] for x in (was, now)))
