# SPDX-License-Identifier: Apache-2.0
"""What a report was made from and what it says, small enough to be recomputed.

`rows` is a digest of the journal lines of each point that are used, `numbers` every
cell of every table and every sentence that holds a number, `files` a digest of each
file of the report.
"""

from __future__ import annotations

import csv as csv_reader
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scaling import parallel
from scaling.formats import csv
from scaling.model.point import Point
from scaling.overview import Overview
from scaling.records.journal import LARGE_BYTES
from scaling.report.method import method
from scaling.report.rules import score
from scaling.report.verdict import remarks, verdict

FILE = "digest.json"
SCHEMA = 1


def make_digest(
    overview: Overview, journal: Path, files: Mapping[str, bytes], formats: list[str]
) -> dict[str, Any]:
    """Raises OSError where the journal cannot be read."""
    return {
        "schema": SCHEMA,
        "study": overview.study.name,
        "formats": formats,
        "rows": row_digests(overview, journal),
        "numbers": dict(numbers(overview)),
        "files": {name: digest(content) for name, content in sorted(files.items())},
    }


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def row_digests(overview: Overview, journal: Path) -> dict[str, str]:
    """The digest of each point, over the lines of its launches in file order."""
    points = [point for point in overview.study.points if point.launches]
    count = parallel.processors() if journal.stat().st_size > LARGE_BYTES else 1
    parts = [points[part::count] for part in range(count)]
    found = parallel.each(lambda part: _row_digests(part, journal), parts)
    sums = {id: digest for part in found for id, digest in part.items()}
    return {point.id: sums[point.id] for point in points}


def _row_digests(points: Sequence[Point], journal: Path) -> dict[str, str]:
    sums = {point.id: hashlib.sha256() for point in points}
    owner = {
        line: sums[point.id].update
        for point in points
        for line in point.launches.column("line")
    }
    with journal.open("rb") as stream:
        for line, raw in enumerate(stream, start=1):
            if line in owner:
                owner[line](raw)
    return {id: found.hexdigest() for id, found in sums.items()}


def numbers(overview: Overview) -> Iterator[tuple[str, str]]:
    """Where each number stands, and its text as it is printed."""
    for table in (*overview.tables, *overview.form):
        rows = csv_reader.DictReader(io.StringIO(csv.render(table)))
        for index, row in enumerate(rows, start=1):
            for name, value in row.items():
                yield f"{table.slug}, row {index}, {name}", value
    yield "verdict", verdict(overview)
    for number, remark in enumerate(remarks(overview), start=1):
        yield f"remark {number}", remark
    for topic, sentence in method(overview.study):
        yield f"method, {topic}", sentence
    for rule in score(overview):
        yield f"rule {rule.number}", rule.missing
