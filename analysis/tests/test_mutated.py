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

from scaling.importing.journal import line_of
from scaling.overview import read_overview
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


def lines_of(name: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in (CONTRACT / f"{name}.jsonl").open()]
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


@pytest.mark.parametrize("name", ["quickstart", "simulate"])
def test_an_odd_value_breaks_nothing(name: str, tmp_path: Path) -> None:
    lines = lines_of(name)
    texts = [line_of(line) for line in lines]
    file = tmp_path / "journal.jsonl"
    for number, path, value in mutations(lines):
        mutated = line_of(with_value(lines[number], path, value))
        file.write_text("".join([*texts[:number], mutated, *texts[number + 1 :]]))
        try:
            show(read_overview(tmp_path), Screen(100))
        except Exception as error:
            raise AssertionError(f"line {number + 1}, {path}: {value!r}") from error
