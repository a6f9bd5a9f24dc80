# SPDX-License-Identifier: Apache-2.0
"""The command `history`: what it takes together, what it finds, and what it says."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import CHROMIUM, look
from journals import JournalMaker, launches, phases, requested
from sessions import noisy, series, session

from scaling.__main__ import main
from scaling.history.order import version
from scaling.history.session import date_in

STEP = noisy(20, 1, sd=0.01, step=1.06, at=14)
FLAT = noisy(20, 1, sd=0.01)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")


def history(words: list[str], *options: str) -> int:
    return main(["history", *words, *options])


def told(capsys, words: list[str], *options: str) -> dict:
    """What it says as JSON."""
    capsys.readouterr()
    assert history(words, *options, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)


def names(found: dict) -> list[str]:
    return [one["session"] for one in found["sessions"]]


def left_out(found: dict) -> dict[str, str]:
    return {one["session"]: one["reason"] for one in found["left_out"]}


def test_a_step_is_found_with_its_commit(tmp_path: Path, capsys) -> None:
    found = told(capsys, series(tmp_path, STEP))
    (change,) = found["changes"]
    assert (change["since"], change["verdict"], change["is_worse"]) == (
        "v15", "SLOWER", True,
    )  # fmt: skip
    assert change["low"] < 1.06 < change["high"]
    assert {"name": "worker.commit", "before": "000000e", "after": "000000f"} in (
        change["changed"]
    )
    assert found["sessions"][14]["commit"] == "000000f"
    assert found["sessions"][0]["date"].startswith("2026-01-02")
    assert 0.005 < found["noise"] < 0.02


def test_exit_codes(tmp_path: Path, capsys) -> None:
    slow = series(tmp_path / "slow", STEP)
    assert history(slow) == 0
    assert history(slow, "--fail-on", "slower", "--within", "6") == 1
    assert history(slow, "--fail-on", "slower", "--within", "5") == 0
    assert history(slow, "--fail-on", "slower", "--within", "6", "--band", "9%") == 0
    assert "SMALL" in capsys.readouterr().out
    fast = series(tmp_path / "fast", [1 / x for x in STEP])
    assert history(fast, "--fail-on", "slower", "--within", "6") == 0
    flat = series(tmp_path / "flat", FLAT)
    assert history(flat, "--fail-on", "slower") == 0
    drift = series(tmp_path / "drift", [x * 1.01**i for i, x in enumerate(FLAT)])
    capsys.readouterr()
    assert history(drift, "--fail-on", "slower") == 1
    assert "A drift by +19" in capsys.readouterr().out


def test_a_wrong_word_is_told_in_one_line(monkeypatch, capsys) -> None:
    monkeypatch.setenv("ASSAY_COMMAND", "assay")
    with pytest.raises(SystemExit) as end:
        history(["r/a"], "--fail-on", "never")
    assert end.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("assay history: argument --fail-on: invalid choice")
    assert error.count("\n") == 1


def test_what_is_written(tmp_path: Path, capsys) -> None:
    assert history(series(tmp_path / "r", STEP), "--output", "new/out") == 0
    assert capsys.readouterr().out.endswith("History: new/out/history.html\n")
    files = {path.name: path.read_text() for path in Path("new/out").iterdir()}
    assert set(files) == {f"history.{form}" for form in ("html", "md", "csv", "json")}
    rows = list(csv.DictReader(io.StringIO(files["history.csv"])))
    assert len(rows) == 20
    assert rows[14]["finding"].startswith("SLOWER +")
    assert float(rows[14]["time_s_low"]) < float(rows[14]["time_s"])
    assert files["history.md"].startswith("### Scaling history\n\n1 change in 20 ")
    again = Path("again")
    assert history(series(tmp_path / "r", STEP), "--output", str(again)) == 0
    for name, text in files.items():
        assert (again / name).read_text() == text


def test_an_odd_day_is_told(tmp_path: Path, capsys) -> None:
    factors = [x * (1.2 if i == 7 else 1.0) for i, x in enumerate(FLAT)]
    found = told(capsys, series(tmp_path, factors))
    assert found["changes"] == []
    assert [one["session"] for one in found["sessions"] if one["is_odd"]] == ["v8"]


def test_few_sessions_tell_no_change(tmp_path: Path, capsys) -> None:
    words = series(tmp_path, [1.0, 1.0, 1.0, 2.0, 2.0])
    assert history(words, "--fail-on", "slower") == 0
    out = capsys.readouterr().out
    assert "5 sessions: no change can be told from noise in fewer than 6." in out
    assert "Level" not in out.splitlines()[2]
    assert told(capsys, words)["is_told"] is False
    assert history(words[:1]) == 0


def test_the_most_cores_that_all_have(tmp_path: Path, capsys) -> None:
    words = series(tmp_path, FLAT[:6])
    assert told(capsys, words)["resource"] == {"unit": "core", "count": 4}
    words += [str(session(tmp_path / "small", 9, shapes={1: 4.0}))]
    found = told(capsys, words)
    assert (found["resource"]["count"], found["left_out"]) == (1, [])
    found = told(capsys, words, "--cores", "4")
    assert left_out(found) == {"small": "no point on 4 cores: it has 1"}
    assert told(capsys, words, "--point", "4x1")["point"] == "4x1"
    assert history(words, "--cores", "3") == 2
    assert "there is 1x1, 4x1" in capsys.readouterr().err


def test_other_machines_are_left_out(tmp_path: Path, capsys) -> None:
    words = series(tmp_path / "a", FLAT[:7], machine="Old CPU")
    words += series(tmp_path / "b", FLAT[:6], machine="New CPU")
    found = told(capsys, words)
    assert len(found["sessions"]) == 7
    whys = left_out(found).values()
    assert set(whys) == {
        "measured on New CPU, 8 cores a node, not on Old CPU, 8 cores a node"
    }
    assert history(words, "--fail-on", "slower") == 2
    assert "the study given last is left out" in capsys.readouterr().err
    assert len(told(capsys, words, "--machine", "new")["sessions"]) == 6
    assert history(words, "--machine", "Cray") == 2
    assert "they are of New CPU, 8 cores a node, Old" in capsys.readouterr().err


def test_other_work_is_left_out_with_the_reason(tmp_path: Path, capsys) -> None:
    words = series(tmp_path / "a", FLAT[:6])
    more = {
        "size": {"samples": 10**9},
        "parameter": {"parameters": {"n": 3}},
        "backend": {"backend": "serial"},
    }
    words += [str(session(tmp_path / k, 9, **v)) for k, v in more.items()]
    (tmp_path / "empty").mkdir()
    assert left_out(told(capsys, [*words, "empty"])) == {
        "size": "another point: samples 1e9, not 8e9",
        "parameter": "another point: parameters n=3, not none",
        "backend": "another point: backend serial, not openmp",
        "empty": "there is no journal in it",
    }


def program(folder: Path, argument: str, day: int) -> str:
    words = [f"/build/{day}/app", "-n", argument]
    more = {"kernel": "app", "program": words, "repetitions": 1}
    return str(session(folder, day, **more))


def test_other_arguments_are_left_out(tmp_path: Path, capsys) -> None:
    words = [program(tmp_path / f"v{day}", "100", day) for day in range(1, 7)]
    words += [program(tmp_path / "v7", "200", 7)]
    found = told(capsys, words)
    assert names(found) == [f"v{i}" for i in range(1, 7)]
    assert left_out(found) == {
        "v7": "the arguments of its program are -n 200, of the others -n 100"
    }


def test_another_answer_is_left_out(tmp_path: Path, capsys) -> None:
    words = series(tmp_path, FLAT[:6])
    maker = JournalMaker(name="odd")
    maker.measure(requested(4, 1, 8 * 10**9), launches(1.0, 8, 1), hits=1)
    for one in maker.lines:
        if "result" in one:
            one["result"]["measurements"][0]["tallies"] = {"hits": "12345"}
    words += [str(maker.write(tmp_path / "odd"))]
    assert left_out(told(capsys, words)) == {"odd": "it gave another answer than most"}


def test_of_a_rate_less_is_worse(tmp_path: Path, capsys) -> None:
    words = []
    for day, factor in enumerate(STEP):
        maker = phases(("rate",))
        for one in maker.lines:
            for measured in one.get("result", {}).get("measurements", ()):
                measured["metrics"]["rate"]["value"] /= factor
        words.append(str(maker.write(tmp_path / f"r{day:02}")))
    found = told(capsys, words, "--by", "given")
    (change,) = found["changes"]
    assert found["metric"] == {"name": "rate", "unit": "GFLOP/s", "kind": "rate"}
    assert (change["verdict"], change["since"]) == ("SLOWER", "r14")
    assert change["low"] < 1 / 1.06 < change["high"]
    assert found["sessions"][0]["level"] > found["sessions"][-1]["level"]
    assert told(capsys, words, "--metric", "Memory")["changes"] == []
    assert history(words, "--metric", "heat") == 2
    assert "no study has 'heat'; there is Time, assembly" in capsys.readouterr().err


def test_the_page_of_an_earlier_history_is_no_study(tmp_path: Path, capsys) -> None:
    words = series(tmp_path / "r", FLAT[:6])
    assert history(words, "--output", "r/history") == 0
    found = told(capsys, [*words, "r/history"], "--fail-on", "slower")
    assert (len(found["sessions"]), found["left_out"]) == (6, [])
    assert history(["r/history"]) == 2
    (tmp_path / "r" / "failed").mkdir()
    assert history([*words, "r/failed"], "--fail-on", "slower") == 2


def test_order(tmp_path: Path, capsys) -> None:
    late, early = session(tmp_path / "a", 9), session(tmp_path / "b", 3)
    words = [str(late), str(early)]
    assert names(told(capsys, words)) == ["b", "a"]
    assert names(told(capsys, words, "--by", "given")) == ["a", "b"]
    tagged = [f"v1.10={early}", f"v1.9={late}", f"v1.10-rc1={early}"]
    found = told(capsys, tagged, "--by", "tag")
    assert (names(found), found["order"]) == (["v1.9", "v1.10-rc1", "v1.10"], "tag")
    imported = tmp_path / "t.csv"
    imported.write_text("cores,time\n1,8\n2,4.2\n")
    for name in ("x", "w"):
        assert main(["import", "t.csv", "--study", name, "--no-report"]) == 0
    found = told(capsys, ["results/x", "results/w"])
    assert (names(found), found["order"]) == (["x", "w"], "given")
    assert found["marks"] == ["imported"]
    assert found["title"] == "Time on 2 cores"
    assert history(["results/x", "results/w"], "--by", "date") == 2
    assert "x has no date" in capsys.readouterr().err
    dated = ["2026-03-10=results/x", "nightly-20260309=results/w"]
    found = told(capsys, dated)
    assert (names(found), found["order"]) == ([dated[1][:16], "2026-03-10"], "date")


def test_dates_in_names() -> None:
    for label, date in (
        ("2026-03-10", "2026-03-10T00:00:00Z"),
        ("nightly_20260310", "2026-03-10T00:00:00Z"),
        ("2026-03-10T04:30", "2026-03-10T04:30:00Z"),
        ("20260310-0430", "2026-03-10T04:30:00Z"),
        ("2026-13-10", ""),
        ("1.2026031012", ""),
        ("v1.10.20", ""),
    ):
        assert date_in(label) == date, label


def test_no_interval_of_one_launch(tmp_path: Path, capsys) -> None:
    words = []
    for i, factor in enumerate(noisy(8, 1, sd=0.01)):
        (tmp_path / "t.csv").write_text(f"cores,time\n1,{8 * factor}\n2,4.2\n")
        assert main(["import", "t.csv", "--study", f"i{i}", "--no-report"]) == 0
        words.append(f"results/i{i}")
    assert history(words) == 0
    page = Path("history/history.html").read_text()
    assert "95 % CI" not in capsys.readouterr().out
    assert "95 % CI" not in page and "95 % interval" not in page


def test_versions() -> None:
    tags = ["v1.0-rc1", "1.0", "v1.0.1", "1.2", "release-1.10", "2"]
    backwards = tags[::-1]
    assert sorted(backwards, key=version) == tags


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_order_of_commits(tmp_path: Path, capsys) -> None:
    def git(*words: str) -> str:
        mine = ["-c", "user.name=a", "-c", "user.email=a@b"]
        done = subprocess.run(
            ["git", *mine, *words], check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("init", "-q")
    commits = []
    for i in range(3):
        git("commit", "-q", "--allow-empty", "-m", str(i))
        commits.append(git("rev-parse", "HEAD"))
    git("tag", "first", commits[0])
    studies = series(tmp_path / "r", [1.0, 1.0, 1.0])
    words = [f"{commits[2][:9]}={studies[0]}", f"first={studies[1]}"]
    words += [f"{commits[1]}={studies[2]}"]
    found = told(capsys, words, "--by", "commit")
    assert names(found) == ["first", commits[1], commits[2][:9]]
    words = [f"nightly-{commits[i][:9]}-20260310={studies[i]}" for i in (2, 0, 1)]
    found = told(capsys, words, "--by", "commit")
    assert names(found) == [f"nightly-{commit[:9]}-20260310" for commit in commits]
    assert history(studies, "--by", "commit") == 2
    assert "has no commit '0000001' (v1)" in capsys.readouterr().err


def test_labels(tmp_path: Path, capsys) -> None:
    words = [str(session(tmp_path / v / "pi", 1)) for v in ("v1", "v2")]
    assert names(told(capsys, words)) == ["v1", "v2"]
    assert names(told(capsys, [words[0], words[0]])) == ["pi", "pi (2)"]
    assert names(told(capsys, [f"new={words[0]}", words[1]])) == ["new", "pi"]
    assert names(told(capsys, [f"{words[0]}@0000001"])) == ["pi@0000001"]


@pytest.mark.parametrize(
    "options",
    [
        ["--within", "1"],
        ["--by", "name"],
        ["--band", "0"],
        ["--cores", "x"],
        ["nowhere"],
    ],
    ids=" ".join,
)
def test_usage(tmp_path: Path, capsys, options: list[str]) -> None:
    try:
        code = history([str(session(tmp_path / "a", 1)), *options])
    except SystemExit as error:
        code = error.code
    assert code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("width", ["80", "200"])
def test_no_line_is_wider_than_the_terminal(
    tmp_path: Path, capsys, monkeypatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    words = series(tmp_path, STEP)
    capsys.readouterr()
    assert history(words) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= int(width)
    assert "SLOWER +6" in out


def test_hostile_names(tmp_path: Path) -> None:
    name = "<script>alert(1)</script>|+1"
    words = [f"{name}={study}" for study in series(tmp_path, STEP)]
    assert history(words) == 0
    page = Path("history/history.html").read_text()
    assert not re.search(r"<script|<link|<img|https?:", page)
    assert "&lt;script&gt;" in page


def test_page(tmp_path: Path) -> None:
    assert history(series(tmp_path, STEP)) == 0
    page = Path("history/history.html").read_text()
    assert len(page) < 60_000
    places = re.findall(r'(?:cx|cy|x1|x2|y1|y2|x|width)="([-0-9.]+)%"', page)
    assert len(places) > 100
    assert all(0 <= float(place) <= 100 for place in places)
    assert page.count('class="level"') == 2
    assert page.count('class="dot ') == 20
    assert re.search(r"<title>v15, 2026-01-16, 000000f, [^<]*SLOWER \+6", page)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
@pytest.mark.parametrize("width", [400, 800, 1200])
def test_in_a_browser(tmp_path: Path, width: int) -> None:
    assert history(series(tmp_path / "r", STEP)) == 0
    seen = look(Path("history/history.html").read_text(), tmp_path, width)
    assert (seen.wide, seen.console, seen.requests) == ([], [], [])
    assert seen.scroll_width <= width
    assert len(seen.drawings) == 2
    assert seen.drawings[1][0] > 0.7 * (width - 150)
