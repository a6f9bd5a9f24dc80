# SPDX-License-Identifier: Apache-2.0
"""Two studies side by side: verdicts, what has none, exit codes, and every form."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from journals import JournalMaker, launches, record, requested
from test_command import run

from scaling.compare.difference import find_difference
from scaling.compare.page import make_markdown, make_page
from scaling.compare.side import SideError, read_side
from scaling.compare.tables import make_tables
from scaling.table import shown

SAMPLES = 10**9


def side(directory: Path, factors: dict[int, float], n: int = 12, seed: int = 1) -> str:
    """A study in which `ranks` takes `factor` times as long as perfect scaling."""
    maker = JournalMaker(name=directory.name)
    for ranks, factor in factors.items():
        times = launches(factor / ranks, n, seed * 1000 + ranks, noise=0.004)
        maker.measure(requested(ranks, 1, SAMPLES), times)
    return str(maker.write(directory))


def difference(a: str, b: str, **more):
    return find_difference(read_side(a), read_side(b), **more)


def by_label(a: str, b: str) -> dict[str, str]:
    return {pair.label: pair.verdict for pair in difference(a, b).pairs}


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    a = side(tmp_path / "a", {1: 1.0, 2: 1.0, 4: 1.0, 8: 1.0})
    b = side(tmp_path / "b", {1: 1.0, 2: 1.2, 4: 0.8, 16: 1.0}, seed=2)
    return a, b


def test_known_factors(two: tuple[str, str]) -> None:
    found = difference(*two)
    assert {p.label: p.verdict for p in found.pairs} == {
        "2x1": "SLOWER",
        "1x1": "SAME",
        "4x1": "FASTER",
    }
    ratios = {p.label: p.ratio for p in found.pairs}
    assert ratios["2x1"].low < 1.2 < ratios["2x1"].high
    assert ratios["4x1"].low < 0.8 < ratios["4x1"].high
    assert [p.label for p in found.pairs][0] == "2x1"


def test_sides_swap(two: tuple[str, str]) -> None:
    a, b = two
    assert by_label(b, a) == {"2x1": "FASTER", "1x1": "SAME", "4x1": "SLOWER"}


def test_unmatched_points_are_listed(two: tuple[str, str]) -> None:
    untested = {found.label: found.why for found in difference(*two).untested}
    assert untested == {"8x1": "only in A", "16x1": "only in B"}


def test_nothing_comparable_is_no_good_news(tmp_path: Path) -> None:
    a, b = side(tmp_path / "a", {1: 1.0}, n=3), side(tmp_path / "b", {1: 2.0}, n=3)
    head = make_markdown(difference(a, b)).splitlines()[0]
    assert head == "### Scaling comparison: nothing could be compared"


def test_a_study_against_itself_is_never_slower(two: tuple[str, str]) -> None:
    assert set(by_label(two[0], two[0]).values()) == {"SAME"}


def test_too_few_launches_are_refused(tmp_path: Path) -> None:
    a = side(tmp_path / "a", {1: 1.0}, n=3)
    b = side(tmp_path / "b", {1: 2.0}, n=10)
    found = difference(a, b)
    assert found.pairs == ()
    assert found.untested[0].why == ("needs 4 launches on each side, A has 3, B has 10")


def test_four_launches_are_tested(tmp_path: Path) -> None:
    a = side(tmp_path / "a", {1: 1.0}, n=4)
    b = side(tmp_path / "b", {1: 2.0}, n=4)
    assert by_label(a, b) == {"1x1": "SLOWER"}


def test_holm_counts_every_comparison(tmp_path: Path) -> None:
    """At n = 4 the least p is 0.029: alone significant, one of two is not."""
    a = side(tmp_path / "a", {1: 1.0, 2: 1.0}, n=4)
    b = side(tmp_path / "b", {1: 2.0, 2: 1.0}, n=4, seed=2)
    verdicts = by_label(a, b)
    assert verdicts["1x1"] == "UNDECIDED"
    (pair,) = [p for p in difference(a, b).pairs if p.label == "1x1"]
    assert pair.adjusted_p == pytest.approx(2 * 2 / 70)


def test_different_answers_are_not_compared(tmp_path: Path) -> None:
    request = requested(1, 1, SAMPLES)
    sides = []
    for name, hits in (("a", 785_398_163), ("b", 785_398_164)):
        maker = JournalMaker()
        maker.measure(request, launches(1.0, 8, 3), hits=hits)
        sides.append(str(maker.write(tmp_path / name)))
    found = difference(*sides)
    assert found.pairs == ()
    assert "answers differ" in found.untested[0].why


def test_what_failed_on_one_side_says_how(tmp_path: Path) -> None:
    a = side(tmp_path / "a", {1: 1.0})
    maker = JournalMaker()
    maker.point(requested(1, 1, SAMPLES), ["strong"])
    maker.lines.append(record(requested(1, 1, SAMPLES), 1, verdict="crash"))
    b = str(maker.write(tmp_path / "b"))
    assert difference(a, b).untested[0].why == "nothing measured in B: crash"


def two_commits(directory: Path) -> str:
    """One study, measured before and after a commit that made it 10 % slower."""
    maker = JournalMaker()
    request = requested(2, 1, SAMPLES)
    maker.point(request, ["strong"])
    for commit, factor in (("aaa111", 1.0), ("bbb222", 1.1)):
        times = launches(factor, 10, 5, noise=0.004)
        for launch, t in enumerate(times, start=1):
            entry = record(request, launch, [1.3 * t] + [t] * 6, point=commit * 2)
            entry["result"]["worker"]["commit"] = commit
            maker.lines.append(entry)
    return str(maker.write(directory))


def test_two_commits_within_a_study(tmp_path: Path) -> None:
    study = two_commits(tmp_path / "s")
    assert by_label(f"{study}@aaa", f"{study}@bbb222") == {"2x1": "SLOWER"}
    assert set(by_label(f"{study}@aaa", f"{study}@aaa").values()) == {"SAME"}


def test_what_else_changed_is_shown(tmp_path: Path) -> None:
    study = two_commits(tmp_path / "s")
    changed = difference(f"{study}@aaa", f"{study}@bbb").changed
    assert changed == (("worker.commit", "aaa111", "bbb222"),)


def test_an_unknown_commit(tmp_path: Path) -> None:
    study = two_commits(tmp_path / "s")
    with pytest.raises(SideError, match=r"commit ccc; the journal has aaa111, bbb222"):
        read_side(f"{study}@ccc")


def test_a_directory_with_an_at_sign(tmp_path: Path) -> None:
    assert len(read_side(side(tmp_path / "a@b", {1: 1.0})).points) == 1


@pytest.mark.parametrize(
    ("factor", "code"), [(1.0, 0), (0.8, 0), (1.2, 1)], ids=["same", "faster", "slower"]
)
def test_exit_code(tmp_path: Path, factor: float, code: int) -> None:
    side(tmp_path / "a", {1: 1.0, 2: 1.0})
    side(tmp_path / "b", {1: 1.0, 2: factor}, seed=2)
    done = run("compare", "a", "b", cwd=tmp_path, COLUMNS="66")
    assert done.returncode == code, done.stderr
    assert max(len(line) for line in done.stdout.splitlines()) <= 66
    told = "exit code 1: B is slower, or needs more\n"
    assert done.stderr == (told if code else "")


def test_exit_code_2_where_nothing_can_be_compared(tmp_path: Path) -> None:
    side(tmp_path / "a", {1: 1.0})
    side(tmp_path / "b", {2: 1.0})
    done = run("compare", "a", "b", cwd=tmp_path)
    assert done.returncode == 2
    assert "no point that can be compared" in done.stderr
    assert "only in A" in done.stdout


@pytest.mark.parametrize("arguments", [("a",), ("a", "nothing"), ("a", "a@zzz")])
def test_exit_code_2_on_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    side(tmp_path / "a", {1: 1.0})
    done = run("compare", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_band_is_the_users(tmp_path: Path) -> None:
    side(tmp_path / "a", {1: 1.0})
    side(tmp_path / "b", {1: 1.2}, seed=2)
    wide = run("compare", "a", "b", "--band", "50%", cwd=tmp_path)
    assert wide.returncode == 0
    assert "1 SAME" in wide.stdout
    assert run("compare", "a", "b", "--band", "x", cwd=tmp_path).returncode == 2


def test_markdown(two: tuple[str, str]) -> None:
    text = make_markdown(difference(*two))
    assert text.startswith("### Scaling comparison: regression\n\n1 SLOWER, ")
    assert "| ▲ SLOWER |" in text
    assert "only in A" in text


def test_csv(two: tuple[str, str], tmp_path: Path) -> None:
    done = run("compare", *two, "--format", "csv", cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["verdict"] for row in rows] == ["SLOWER", "FASTER", "SAME"]
    assert float(rows[0]["ratio_low"]) < 1.2 < float(rows[0]["ratio_high"])


def test_page(two: tuple[str, str]) -> None:
    page = make_page(difference(*two))
    assert len(page) < 50_000
    assert "▲ SLOWER" in page
    assert '<td class="text slower">SLOWER</td>' in page
    assert not re.search(r"<script|<link|<img|https?:", page)
    places = [float(x) for x in re.findall(r'(?:cx|x1|x2)="([-0-9.]+)%"', page)]
    assert places
    assert all(0 <= place <= 100 for place in places)


def test_hostile_names(tmp_path: Path) -> None:
    name = '<script>alert(1)</script>|"=1+1'
    maker = JournalMaker(name=name)
    for ranks in (1, 2):
        request = requested(ranks, 1, SAMPLES, env={"X": f"{name}{ranks}"})
        maker.measure(request, launches(1.0, 8, 3))
    study = str(maker.write(tmp_path / "<b>a"))
    found = difference(study, study)
    page = make_page(found)
    assert "<script" not in page
    assert "<b>" not in page
    rows = [x for x in make_markdown(found).splitlines() if x.startswith("| ")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert not re.search(r"(?<!\\)<", "\n".join(rows))


def test_ratios_end_at_a_tenth_of_the_band(tmp_path: Path) -> None:
    """All at the same digit, however well each is known."""
    maker = JournalMaker()
    maker.measure(requested(1, 1, SAMPLES), launches(1.0, 8, 3))
    maker.measure(requested(2, 1, SAMPLES), [0.5 + i * 1e-6 for i in range(8)])
    study = str(maker.write(tmp_path / "s"))
    for band, decimals in ((0.02, 3), (0.001, 4)):
        (table, *_) = make_tables(difference(study, study, band=band))
        index = [column.name for column in table.columns].index("ratio")
        cells = [shown(row[index], table.columns[index]) for row in table.rows]
        found = {
            len(number) for cell in cells for number in re.findall(r"\.(\d+)", cell)
        }
        assert (len(cells), found) == (2, {decimals})


def test_simulated_says_so(tmp_path: Path) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, SAMPLES, launcher="simulate"), launches(1.0, 8, 3))
    study = str(maker.write(tmp_path / "s"))
    assert str(difference(study, study)).startswith("SIMULATED. ")
