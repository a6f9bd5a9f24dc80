# SPDX-License-Identifier: Apache-2.0
"""A table of others' numbers in which some bytes are something else: it is imported, or
refused with a reason, and no more.

ASSAY_MUTATIONS sets how many are tried of each table (10), ASSAY_MUTATION_SEED which.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from scaling.__main__ import main

FILES = sorted(
    file
    for file in (Path(__file__).parent / "imported").rglob("*")
    if file.is_file() and file.suffix != ".md" and file.stat().st_size < 20_000
)
PIECES = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\n",
    b"\r",
    b"\t",
    b",",
    b";",
    b'"',
    b"|",
    b"[" * 3000,
    b'{"a":' * 3000,
    b"-",
    b"0",
    b"1e999",
    b"nan",
    b"9" * 5000,
    b"1:2:3:4",
    b"%",
    b"\xc2\xa0",
    b"#",
    "٣".encode(),
    b"=cmd()",
]
COUNT = int(os.environ.get("ASSAY_MUTATIONS", "10"))
SEED = int(os.environ.get("ASSAY_MUTATION_SEED", "1"))


def mutated(data: bytes, draw: random.Random) -> bytes:
    """One to three pieces in the place of some bytes, or the end cut off."""
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(data) + 1)
        behind = data[at + draw.choice([0, 0, 1, 2, 10]) :]
        data = data[:at] + draw.choice(PIECES) + draw.choice([behind, behind, b""])
    return data


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_is_imported_or_refused(file: Path, tmp_path: Path, capsys) -> None:
    draw = random.Random(f"{SEED} {file.name}")
    table = tmp_path / file.name
    for number in range(COUNT):
        table.write_bytes(mutated(file.read_bytes(), draw))
        words = ["import", str(table), "--study", f"s{number}", "--no-report"]
        code = main([*words, "--results", str(tmp_path / "results")])
        told = capsys.readouterr().err
        assert code in (0, 2), (number, told)
        assert code == 0 or told.strip(), number
        assert not any(c < " " and c not in "\n\t" for c in told), (number, told)
