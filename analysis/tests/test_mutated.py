# SPDX-License-Identifier: Apache-2.0
"""A journal in which one value is something else: it is read, or told bad, and no more.

The checksums are right, as of a writer with other ideas. ASSAY_MUTATIONS sets how many
are tried of each journal (200), ASSAY_MUTATION_SEED which.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from journals import compact

from scaling.importing.journal import line_of
from scaling.overview import read_overview
from scaling.records.checksum import with_checksum
from scaling.records.compact import shared_id
from scaling.screen import Screen
from scaling.show import show

CONTRACT = Path(__file__).parents[2] / "tests" / "contract"
VALUES = [
    None,
    True,
    -1,
    0,
    1.5,
    1e308,
    "",
    "\ud800",
    "x",
    "-1",
    [],
    [[]],
    {},
    {"a": 1},
]
VALUES += [2**64, -(2**63), 10**30, [None], ["a"], float("nan"), "9" * 20]
COUNT = int(os.environ.get("ASSAY_MUTATIONS", "200"))
SEED = int(os.environ.get("ASSAY_MUTATION_SEED", "1"))


def lines_of(name: str, *, is_compact: bool) -> list[dict[str, Any]]:
    texts = (CONTRACT / f"{name}.jsonl").read_text().splitlines()
    lines = [json.loads(line) for line in (compact(texts) if is_compact else texts)]
    return [
        {key: line[key] for key in line if key not in ("schema", "crc32")}
        for line in lines
    ]


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Of all members, and of the first two elements of lists."""
    if isinstance(value, dict):
        children = list(value)
    else:
        children = list(range(min(len(value), 2))) if isinstance(value, list) else []
    if path:
        yield path
    for child in children:
        yield from paths(value[child], (*path, child))


def with_value(
    line: dict[str, Any], path: tuple[Any, ...], value: Any
) -> dict[str, Any]:
    changed = copy.deepcopy(line)
    target = changed
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return changed


def mutations(lines: list[dict[str, Any]]) -> list[tuple[int, tuple[Any, ...], Any]]:
    """Of a line of each kind, drawn by the seed."""
    first = {line["kind"]: number for number, line in reversed(list(enumerate(lines)))}
    every = [
        (number, path, value)
        for number in first.values()
        for path in paths(lines[number])
        for value in VALUES
    ]
    return random.Random(SEED).sample(every, min(COUNT, len(every)))


@pytest.mark.parametrize("is_compact", [False, True])
@pytest.mark.parametrize("name", ["quickstart", "simulate"])
def test_an_odd_value_breaks_nothing(
    name: str, is_compact: bool, tmp_path: Path
) -> None:
    lines = lines_of(name, is_compact=is_compact)
    texts = [line_of(line) for line in lines]
    file = tmp_path / "journal.jsonl"
    for number, path, value in mutations(lines):
        mutated = with_value(lines[number], path, value)
        text = "".join([*texts[:number], line_of(mutated), *texts[number + 1 :]])
        file.write_text(_referred(text, lines[number], mutated))
        try:
            show(read_overview(tmp_path), Screen(100))
        except Exception as error:
            raise AssertionError(f"line {number + 1}, {path}: {value!r}") from error


def _referred(text: str, line: dict[str, Any], mutated: dict[str, Any]) -> str:
    """With the id that a shared line has for what it says now."""
    if line["kind"] != "shared" or mutated.get("id") != line["id"]:
        return text
    if "value" not in mutated or mutated["value"] == line.get("value"):
        return text
    new = shared_id(json.dumps(mutated["value"], separators=(",", ":")).encode())
    bodies = text.replace(line["id"], new).splitlines()
    return "".join(with_checksum(one.rpartition(',"crc32":')[0]) for one in bodies)
