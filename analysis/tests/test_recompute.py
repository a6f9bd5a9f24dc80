# SPDX-License-Identifier: Apache-2.0
"""The numbers of the report, against those that a script of its own finds.

`recompute.py` was written from results/README.md and knows nothing of `scaling`, nor
does `recompute_tables.py`, which adds to it.
"""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path

import pytest
import recompute
import recompute_tables
from journals import JournalMaker, compact, record, requested, stop
from test_contract import JOURNALS, study_of

from scaling.overview import read_overview
from scaling.statistics.ratio import Compared
from scaling.write import write_report

MOST_LINES = 150
NOT_COMPUTED = {
    "load_balance", "communication", "computation", "parallel", "total", "work_ratio",
    "core_hours", "reduction_s", "standard_error", "z", "identical", "flags",
    "simulated",
}  # fmt: skip


def tables_of(study: Path) -> list[Path]:
    """The tables of scaling in the report that is written of it."""
    write_report(read_overview(study), study / "report", frozenset({"csv"}))
    report = study / "report"
    return [
        path for kind in ("strong", "weak") for path in report.glob(f"{kind}-*.csv")
    ]


def differing(study: Path) -> list[str]:
    """What the script and the report do not agree on."""
    tables = tables_of(study)
    assert tables
    journal = study / "journal.jsonl"
    found = (recompute_tables.differing(journal, table) for table in tables)
    return [one for of_table in found for one in of_table]


def test_the_script_is_short_and_its_own() -> None:
    text = Path(recompute.__file__).read_text()
    assert len(text.splitlines()) <= MOST_LINES
    assert used_by(text) == {"json", "math", "numpy", "pathlib", "sys", "zlib"}
    more = used_by(Path(recompute_tables.__file__).read_text())
    assert more - used_by(text) == {"base64", "csv", "re", "recompute"}


def used_by(text: str) -> set[str]:
    return set(re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", JOURNALS)
def test_the_numbers_for_programs_are_recomputed(name: str, tmp_path: Path) -> None:
    """Any other digit of what it computes is seen."""
    study = study_of(name, tmp_path)
    write_report(read_overview(study), study / "report", frozenset({"json"}))
    assert [*recompute.differing(study)] == []
    file = study / "report" / "study.json"
    numbers = json.loads(file.read_text())
    rows = [i for i, row in enumerate(numbers["curve_rows"]) if row["speedup"] != 1]
    assert rows
    for name in ("value", "speedup", "efficiency"):
        for end in (name, f"{name}_low", f"{name}_high"):
            changed = json.loads(file.read_text())
            changed["curve_rows"][rows[-1]][end] *= 1 + 1e-9
            other = tmp_path / "other"
            (other / "report").mkdir(parents=True, exist_ok=True)
            (other / "journal.jsonl").write_bytes(
                (study / "journal.jsonl").read_bytes()
            )
            (other / "report" / "study.json").write_text(json.dumps(changed))
            (found,) = recompute.differing(other)
            assert f": {end} is " in found


@pytest.mark.parametrize("name", JOURNALS)
def test_the_report_is_recomputed(name: str, tmp_path: Path) -> None:
    assert differing(study_of(name, tmp_path)) == []


@pytest.mark.parametrize("name", JOURNALS)
def test_the_report_of_a_compact_journal_is_recomputed(
    name: str, tmp_path: Path
) -> None:
    study = study_of(name, tmp_path)
    journal = study / "journal.jsonl"
    lines = compact(journal.read_text().splitlines())
    journal.write_text("".join(f"{one}\n" for one in lines))
    assert differing(study) == []


@pytest.mark.parametrize("name", JOURNALS)
def test_one_other_digit_is_seen(name: str, tmp_path: Path) -> None:
    """In any column but for those that it does not compute."""
    study = study_of(name, tmp_path)
    for table in tables_of(study):
        text = table.read_text()
        *_, cells = csv.DictReader(text.splitlines())
        for column in set(cells) - NOT_COMPUTED:
            table.write_text(text.replace(cells[column], _other(cells[column])))
            found = [*recompute_tables.differing(study / "journal.jsonl", table)]
            assert any(f": {column} is " in one for one in found), column


def _other(cell: str) -> str:
    """Another ninth digit, or the last one of fewer."""
    at = [i for i, c in enumerate(cell) if c.isdigit()][:9][-1]
    return cell[:at] + str((int(cell[at]) + 1) % 10) + cell[at + 1 :]


def any_study(rng: random.Random) -> JournalMaker:
    """Points with few launches and many, in other blocks, that failed or stopped."""
    least, most = rng.choice([(6, 6), (4, 9), (6, 10), (6, 40)])
    maker = JournalMaker(rule={"min": least, "max": most, "until": 0.02})
    repetitions, shared = rng.choice([1, 5, 7, 10]), rng.choice([0.0, 0.02])
    for ranks, threads in ((1, 2), (2, 1), (2, 2)):
        request = requested(ranks, threads, 10**6, repetitions=repetitions)
        maker.point(request, ["strong"])
        later, noise = rng.choice([0, 0, 0, 3, 50]), rng.choice([0.01, 0.02])
        for n in range(1, rng.choice([3, 5, *[most] * 3, most + 3]) + 1):
            cold = [2.0] * rng.choice([1, 1, 3]) + [1.0] * repetitions
            state = 1 + shared * ((n + later) % 5)
            times = [state * c * rng.lognormvariate(0, noise) for c in cold]
            how = {"block": n + later, "verdict": rng.choice(["ok"] * 19 + ["crash"])}
            maker.lines.append(record(request, n, times[:repetitions], **how))
        maker.lines.append(stop(request, rng.choice(["ci", "max", "budget"])))
    return maker


def test_any_study_is_recomputed(tmp_path: Path) -> None:
    """Every way to compare launches, and points that end before a look or after it."""
    compared, late = set(), 0
    for seed in range(25):
        study = any_study(random.Random(seed)).write(tmp_path / str(seed))
        assert differing(study) == [], seed
        (curve,) = read_overview(study).study.curves
        compared |= {row.compared for row in curve.measured if not row.is_base}
        points = [row.point for row in curve.measured]
        late += sum(len(p.launches) - len(p.counted_s) for p in points)
    assert compared == set(Compared) - {Compared.SESSIONS}  # without Slurm
    assert late
