# SPDX-License-Identifier: Apache-2.0
"""`compare --interleave`: both sides in the blocks of one run, and how it is judged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from journals import JournalMaker, launches, point_id, requested
from test_command import run

from coverage_study.chain import PROGRAM
from scaling.compare.difference import find_difference
from scaling.compare.side import SideError, read_one_run, read_sessions, read_side
from scaling.records.journal import read_journal

is_built = pytest.mark.skipif(not PROGRAM.exists(), reason="assay is not built")

STUDY = """\
study: {name}
kernel: pi
scaling: strong
samples: 2e9
ranks: [{ranks}]
launcher: simulate
launches: {{min: 8, max: 15}}
simulate:
  cores_per_node: 8
  rate: 1e9
  law: {{serial: {serial}}}
  noise: {{launch: 0.5%}}
  drift: 5%
"""


def sides(
    folder: Path, serial: float, a: str = "1, 2, 4", b: str = "1, 2, 4"
) -> tuple[Path, Path]:
    """Of a machine that gets slower from block to block by 5 %, whoever runs."""
    for name, of, ranks in (("old", 0, a), ("new", serial, b)):
        text = STUDY.format(name=name, serial=of, ranks=ranks)
        (folder / f"{name}.yaml").write_text(text)
    return folder / "old.yaml", folder / "new.yaml"


def assay(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ASSAY_PYTHON": sys.executable, "COLUMNS": "80"}
    return subprocess.run(
        [str(PROGRAM), *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def compared(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return assay(folder, "compare", "--interleave", "old.yaml", "new.yaml", *more)


@is_built
def test_what_the_machine_does_is_in_both(tmp_path: Path) -> None:
    sides(tmp_path, 0.1)
    done = compared(tmp_path)
    assert done.returncode == 1, done.stderr
    shown = " ".join(done.stdout.split())
    assert shown.endswith("of 3 points; measured in one run.")
    a, b = read_one_run(tmp_path / "results/old-beside-new")
    assert (a.name, b.name) == ("old", "new")
    found = find_difference(a, b)
    assert {p.label: p.verdict for p in found.pairs} == {
        "1x1": "SAME", "2x1": "SLOWER", "4x1": "SLOWER",
    }  # fmt: skip
    for pair in found.pairs:
        ranks = pair.request.ranks
        true = 0.1 * ranks + 0.9
        assert pair.ratio.low < true < pair.ratio.high
        assert pair.ratio.high / pair.ratio.low < 1.03
        assert pair.a[0].time_s.high / pair.a[0].time_s.low > 1.2  # it drifts


@is_built
def test_both_are_in_every_block_one_behind_the_other(tmp_path: Path) -> None:
    sides(tmp_path, 0.0)
    compared(tmp_path)
    lines = (tmp_path / "results/old-beside-new/journal.jsonl").read_text().splitlines()
    records = [x for x in map(json.loads, lines) if x["kind"] == "record"]
    journal = read_journal(tmp_path / "results/old-beside-new/journal.jsonl")
    pairs = {frozenset(pair) for pair in journal.starts[-1].pairs}
    for one, other in zip(records[::2], records[1::2]):
        assert one["block"] == other["block"]
        assert frozenset((one["point"], other["point"])) in pairs


@is_built
def test_equal_sides_differ_in_nothing_and_end_early(tmp_path: Path) -> None:
    """The ratio is narrow, though the times never are."""
    sides(tmp_path, 0.0)
    done = compared(tmp_path)
    assert done.returncode == 0
    assert "3 SAME" in done.stdout
    a, b = read_one_run(tmp_path / "results/old-beside-new")
    assert {len(p.launches) for p in (*a.points, *b.points)} == {8}


@is_built
def test_it_goes_on_where_it_was_and_is_no_study(tmp_path: Path) -> None:
    sides(tmp_path, 0.0)
    first = compared(tmp_path, "--name", "ours")
    journal = tmp_path / "results/ours/journal.jsonl"
    lines = journal.read_text().splitlines()
    journal.write_text("\n".join(lines[: len(lines) // 2]) + "\n")
    again = compared(tmp_path, "--name", "ours")
    assert again.stdout == first.stdout
    refused = assay(tmp_path, "run", "ours")
    assert refused.returncode == 2
    assert "compares two studies, old and new" in refused.stderr


@is_built
def test_only_what_both_have_is_measured(tmp_path: Path) -> None:
    sides(tmp_path, 0.0, "1, 2", "2, 4")
    done = compared(tmp_path)
    assert done.stderr.count("only in ") == 2
    assert "of 1 point;" in done.stdout
    sides(tmp_path, 0.0, "1", "4")
    refused = compared(tmp_path)
    assert refused.returncode == 2
    assert "no point of A has one of B" in refused.stderr


@is_built
def test_what_cannot_stand_beside_each_other_is_refused(tmp_path: Path) -> None:
    _, new = sides(tmp_path, 0.0)
    text = new.read_text()
    new.write_text(text[: text.index("launcher:")])
    refused = compared(tmp_path)
    assert refused.returncode == 2
    assert "one of them is simulated" in refused.stderr
    assert not (tmp_path / "results").exists()


def one_run(folder: Path, times: dict[str, np.ndarray]) -> Path:
    """A journal of both sides at one point."""
    maker = JournalMaker(name="both")
    ids = []
    for side in ("A", "B"):
        request = requested(1, 1, 10**9, side=side)
        maker.measure(request, times[side].tolist())
        ids.append(point_id(request))
    maker.sides = [{"study": "old"}, {"study": "new"}]
    maker.pairs = [ids]
    return maker.write(folder)


def test_a_lasting_state_is_no_difference(tmp_path: Path) -> None:
    state = np.exp(np.linspace(0, 0.3, 12))
    own = np.exp(np.random.default_rng(1).standard_normal((2, 12)) * 0.003)
    study = one_run(tmp_path / "s", {"A": own[0] * state, "B": own[1] * state})
    (pair,) = find_difference(*read_one_run(study)).pairs
    assert pair.label == "1x1"
    assert pair.verdict == "SAME"
    done = run("compare", "--interleaved", str(study), cwd=tmp_path, COLUMNS="80")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_sides_of_a_run_are_two_points_elsewhere(tmp_path: Path) -> None:
    """Neither stands for both where the study is compared with another."""
    times = np.linspace(1, 1.01, 8)
    study = str(one_run(tmp_path / "s", {"A": times, "B": 2 * times}))
    found = find_difference(read_side(study), read_side(study))
    assert {pair.label: pair.verdict for pair in found.pairs} == {
        "1x1 (A)": "SAME", "1x1 (B)": "SAME",
    }  # fmt: skip


def test_a_study_of_one_side_is_no_comparison(tmp_path: Path) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 10**9), launches(1.0, 8, 3))
    study = maker.write(tmp_path / "s")
    with pytest.raises(SideError, match="no comparison"):
        read_one_run(study)
    done = run("compare", "--interleaved", "s", cwd=tmp_path)
    assert done.returncode == 2
    assert run("compare", "--interleaved", "s", "s", cwd=tmp_path).returncode == 2


def sessions(folder: Path, factor: float, levels: list[float]) -> str:
    """As many studies of one point, on a machine that is another in each."""
    named = []
    for i, machine in enumerate(levels):
        maker = JournalMaker()
        times = launches(factor * machine, 10, i, noise=0.003)
        maker.measure(requested(1, 1, 10**9), times)
        named.append(str(maker.write(folder / str(i))))
    return ",".join(named)


def test_several_sessions_know_what_a_session_adds(tmp_path: Path) -> None:
    a = sessions(tmp_path / "a", 1.0, [1.0, 1.03, 0.98])
    b = sessions(tmp_path / "b", 1.0, [1.05, 0.99, 1.03])
    found = find_difference(read_sessions(a), read_sessions(b))
    (pair,) = found.pairs
    assert pair.verdict == "UNDECIDED"
    assert pair.ratio.low < 1 < pair.ratio.high
    assert pair.launches == (30, 30)
    assert str(found).endswith("of 1 point; A of 3 sessions, B of 3")
    single = find_difference(
        read_sessions(a.split(",")[0]), read_sessions(b.split(",")[0])
    )
    assert single.pairs[0].verdict == "SLOWER"  # of that day
    assert str(single).endswith("of 1 point; each side in one session")
    far = sessions(tmp_path / "c", 1.4, [1.0, 1.03, 0.98])
    (pair,) = find_difference(read_sessions(a), read_sessions(far)).pairs
    assert pair.verdict == "SLOWER"


def test_two_sessions_in_all_show_nothing_of_sessions(tmp_path: Path) -> None:
    a = sessions(tmp_path / "a", 1.0, [1.0, 1.03])
    found = find_difference(read_sessions(a), read_sessions(a.split(",")[0]))
    assert len(found.pairs) == 1
    other = JournalMaker()
    other.measure(requested(2, 1, 10**9), launches(1.0, 8, 3))
    both = f"{a.split(',')[0]},{other.write(tmp_path / 'o')}"
    lonely = find_difference(read_sessions(both), read_sessions(a.split(",")[0]))
    whys = {one.label: one.why for one in lonely.untested}
    assert whys["1x1"] == "needs 3 sessions in all, A has 1, B has 1"


@pytest.mark.parametrize("design", ["one run", "several"])
def test_the_terminal_says_how_it_was_measured(tmp_path: Path, design: str) -> None:
    if design == "one run":
        study = one_run(tmp_path / "s", dict.fromkeys("AB", np.linspace(1, 1.01, 8)))
        done = run("compare", "--interleaved", str(study), cwd=tmp_path)
        assert "in the same blocks of one run" in done.stdout
    else:
        a = sessions(tmp_path / "a", 1.0, [1.0, 1.03])
        done = run("compare", a, a, cwd=tmp_path)
        assert "sessions to come" in done.stdout
        one = a.split(",")[0]
        done = run("compare", one, one, cwd=tmp_path)
        assert "assay compare --interleave" in " ".join(done.stdout.split())


PROGRAM_STUDY = """\
study: {name}
program: [sh, ./{name}.sh, "{{launch}}"]
scaling: strong
ranks: [1]
launcher: local
launches: {{min: 8, max: 8, disturbed: keep}}
metrics:
  t: {{pattern: 'time ([0-9.]+) us', unit: us}}
time: t
"""


@is_built
def test_programs_of_each_side_are_launched(tmp_path: Path) -> None:
    """Real processes; a study that was begun is a side too."""
    for name, first in (("old", "1.0"), ("new", "1.2")):
        (tmp_path / f"{name}.yaml").write_text(PROGRAM_STUDY.format(name=name))
        (tmp_path / f"{name}.sh").write_text(f'echo "time {first}000$1 us"\n')
    begun = assay(tmp_path, "run", "old.yaml", "--no-report")
    assert begun.returncode == 0, begun.stderr
    done = assay(tmp_path, "compare", "--interleave", "old", "new.yaml")
    assert done.returncode == 1, done.stderr
    found = find_difference(*read_one_run(tmp_path / "results/old-beside-new"))
    assert [pair.verdict for pair in found.pairs] == ["SLOWER"]
    assert found.pairs[0].ratio.value == pytest.approx(1.2, rel=1e-3)
    assert found.pairs[0].launches == (8, 8)
    same = assay(tmp_path, "compare", "--interleave", "old", "old.yaml")
    assert "A and B are the same here" in same.stderr
    assert "1 SAME" in same.stdout
    text = (tmp_path / "new.yaml").read_text()
    (tmp_path / "new.yaml").write_text(text.replace("9.]+", "9.]*"))
    refused = assay(tmp_path, "compare", "--interleave", "old", "new.yaml")
    assert refused.returncode == 2
    assert "by other metrics" in refused.stderr
