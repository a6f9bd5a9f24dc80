# SPDX-License-Identifier: Apache-2.0
"""Tables as people keep them: what their shape says, and what it leaves open."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from scaling.__main__ import main
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.overview import read_overview

SHEET = (
    "Threads,Run 1 (s),Run 2 (s),Run 3 (s),Average,Speedup\n"
    "1,10.2,10.1,10.4,10.23,1\n2,5.3,5.2,5.4,5.3,1.93\n4,2.8,2.9,2.7,2.8,3.65\n"
)


def words_for(tmp_path: Path, text: str, options: str) -> list[str]:
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    words = [str(file), *shlex.split(options), "--no-report"]
    return ["import", *words, "--results", str(tmp_path / "r")]


def study_of(tmp_path: Path, text: str, options: str = "") -> Study:
    """That of a table, which has to be accepted."""
    assert main(words_for(tmp_path, text, options)) == 0
    return read_overview(tmp_path / "r" / "t").study


def refusal_of(
    tmp_path: Path, capsys: pytest.CaptureFixture, text: str, options: str = ""
) -> str:
    """What is said of a table that has to be refused."""
    assert main(words_for(tmp_path, text, options)) == 2
    assert not (tmp_path / "r").exists()
    return capsys.readouterr().err.replace(f"{tmp_path}/", "")


def launches_of(curve: Curve) -> list[int]:
    return [len(row.point.launches) for row in curve.rows]


@pytest.mark.parametrize(
    ("text", "options", "launches"),
    [
        (SHEET, "", 3),
        (SHEET.replace(" (s)", ""), "", 3),
        (SHEET, "--time average", 1),
        (SHEET, "--time 'run 1' --time 'run 3'", 2),
        ("cores,time_1_ms,time_2_ms\n1,4,4.1\n2,2,2.1\n", "", 2),
        ("cores,t1,t2,t3\n1,4,4.1,4\n2,2,2.1,2\n", "", 3),
    ],
)
def test_columns_of_runs_are_launches_and_their_mean_is_none(
    tmp_path: Path,
    capsys: pytest.CaptureFixture,
    text: str,
    options: str,
    launches: int,
) -> None:
    (curve,) = study_of(tmp_path, text, options).curves
    assert set(launches_of(curve)) == {launches}
    assert "runs of the same point" not in capsys.readouterr().out


def test_times_of_sizes_are_no_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    text = "cores,time 100,time 200\n1,4,8\n2,2,4\n"
    said = refusal_of(tmp_path, capsys, text)
    assert "'time 100', 'time 200' may all be the time" in said
    assert len(study_of(tmp_path, text, "--time time*").curves) == 2


MERGED = "size,cores,time (s)\n10,1,9\n,2,5.1\n20,1,20\n,2,10.1\n"
HYBRID = "ranks,threads,time\n1,4,100\n2,4,52\n4,4,30\n"
KINDS = "scaling,cores,time\nstrong,1,9\nstrong,2,5\nweak,1,9\nweak,2,9.1\n"

REFUSED = [
    (MERGED, "--by size", "t.csv:3:1: the row does not say which curve it is of. Write"
     " it in each row: of merged cells"),
    (HYBRID, "", "t.csv:1:7: each of the 'ranks' may have several cores: see 'threads'."
     " Name the product, --cores 'ranks*threads', or"),
    ("num_tasks,num_cpus_per_task,time\n1,2,9\n2,2,5\n", "", "see 'num_cpus_per_task'"),
    ("ranks,threads,time\n1,1,9\n2,2,5\n2,1,6\n", "", "or a product: --cores "
     "'ranks*threads'"),
    (HYBRID, "--cores ranks*thread", "--cores: there is no column 'thread'. There are"),
    ("ranks,threads,time\n1,1,9\n2,x,5\n", "--cores ranks*threads", "t.csv:3:1: '2*x' "
     "is no number of cores"),
    (KINDS, "--by scaling", "t.csv:1:1: 'scaling' says that rows are of weak scaling"),
    ("n,ranks,time\n10,1,9\n20,2,5\n", "", "if it says nothing of the work: --launch"),
    ("1,9\n2,5\n", "", "There is no heading: columns are called 1 to 2"),
    ("cores,1,2\ntime,9,5\ntime,9,5\n", "", ":3:1: two columns are called 'time'"),
    ('cores,time\n"2,000",9.5\n"4,000",5.25\n', "--decimal ,", "t.csv:2:9: '9.5' does "
     "not have the decimal mark of --decimal ,. Leave the option out"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "says"), REFUSED)
def test_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture, text: str, options: str, says: str
) -> None:
    said = refusal_of(tmp_path, capsys, text, options)
    assert says in said, said


READ = [
    (HYBRID, "--cores ranks*threads", [4, 8, 16]),
    (HYBRID, "--cores ranks", [1, 2, 4]),
    ("ranks,threads,time\n1,1,9\n2,1,5\n", "", [1, 2]),
    ("ranks,cores,time\n1,1,9\n2,8,5\n", "--cores cores", [1, 8]),
    ("NTasks,NCPUS,Elapsed\n1,1,00:10:00\n2,2,00:05:20\n", "", [1, 2]),
    ("config,time\n1x1,9\n2x1,5\n2x4,2\n", r"--from 'config:(?P<ranks>\d+)x"
     r"(?P<threads>\d+)' --cores 'ranks*threads'", [1, 2, 8]),
    ("scaling,cores,time\nweak,1,9\nweak,2,9.1\n", "--weak", [1, 2]),
    ("n,ranks,time\n1,1,9\n2,2,5\n", "", [1, 2]),
    ("n,ranks,time\n10,1,9\n20,2,5\n", "--launch n", [1, 2]),
    ("Of May\n\ncores,time\n1,9\n2,5\n", "", [1, 2]),
    ("cores,time\n1,9\n2,5\n\nNote: of May\n", "", [1, 2]),
    ("Messung;;\n;;\nKerne;Zeit (s);\n1;10,5;\n2;5,5;\n", "", [1, 2]),
    ("cores,1,2,4\ntime (s),9,5,3\nspeedup,1,1.8,3\n", "", [1, 2, 4]),
    ("| cores | 1 | 2 |\n|---|---|---|\n| time [s] | 4 | 2.2 |\n", "--weak", [1, 2]),
    ("cores,ns/day\n1,1.5\n2,2.9\n", "", [1, 2]),
    ('cores,time\n"1,024",9.5\n"2,048",5.25\n', "", [1024, 2048]),
    ("cores;time\n1.024;10\n2.048;5\n", "", [1024, 2048]),
    ("cores,time\n1.000,10\n2.000,5\n", "", [1, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "counts"), READ)
def test_the_resources_are(
    tmp_path: Path, text: str, options: str, counts: list[int]
) -> None:
    (curve,) = study_of(tmp_path, text, options).curves
    assert [row.units for row in curve.rows] == counts


def test_a_count_without_a_time_is_no_title(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    study_of(tmp_path, "1,\n2,5.1\n4,3\n", "--cores 1 --time 2")
    said = capsys.readouterr().out
    assert "nothing stands there: 1 value" in said
    assert "a title or note" not in said


def test_nodes_are_called_nodes(tmp_path: Path) -> None:
    text = "nodes,GFLOP/s\n1,39.2468\n2,77.731\n4,155.258\n"
    words = words_for(tmp_path, text, "--weak")
    assert main([word for word in words if word != "--no-report"]) == 0
    report = tmp_path / "r" / "t" / "report"
    assert "GPU" not in (report / "report.html").read_text()
    assert "GPU" not in (report / "report.md").read_text()
    assert not [*report.glob("*gpu*")]
    assert "weak scaling over nodes" in (report / "report.md").read_text()
    assert (
        "| Number of nodes | Wall clock time (s) |"
        in (report / "form-C.md").read_text()
    )


def test_a_wide_table_of_sizes_is_not_turned(tmp_path: Path) -> None:
    text = "cores,1000,2000\n1,5.5,11\n2,3,6\n"
    assert len(study_of(tmp_path, text, "--time 1000 --time 2000").curves) == 2


def test_files_without_counts_may_have_them_in_their_names(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    files = [tmp_path / f"out_{cores}.log" for cores in (1, 2)]
    for file in files:
        file.write_text("took 5 s\n")
    words = ["import", *map(str, files), "--pattern", r"took (?P<time>\S+)"]
    assert main([*words, "--results", str(tmp_path / "r")]) == 2
    assert r"--in-name '_(?P<cores>\d+)'" in capsys.readouterr().err


DECIMALS = [
    ('[{"cores":1,"time":"1,25"},{"cores":2,"time":"0,75"}]', "", 1.25, ""),
    ('[{"cores":1,"time":1.125},{"cores":2,"time":0.75}]', "", 1.125, ""),
    ('[{"cores":1,"time":1.125},{"cores":2,"time":1.075}]', "--decimal ,", 0, "'1.125' "
     "does not have the decimal mark of --decimal ,. Leave the option out"),
    ('[{"cores":1,"time":"1,125"},{"cores":2,"time":"1,075"}]', "", 0, "'1,125' may be "
     "a number of thousands or of three decimals. Say which: --decimal . or"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "first_s", "says"), DECIMALS)
def test_decimal_marks_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture, text, options, first_s, says
) -> None:
    if says:
        said = refusal_of(tmp_path, capsys, text, options)
        assert says in said, said
        return
    (curve,) = study_of(tmp_path, text, options).curves
    assert curve.rows[0].point.time_s.value == first_s


def test_a_mark_that_does_not_fit_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    text = "cores;time\n1;1,5\n2;1.25\n4;x\n"
    said = refusal_of(tmp_path, capsys, text).splitlines()
    assert [line.split(": ")[0] for line in said] == ["t.csv:2:3", "t.csv:4:3"]


def nightly(step: float) -> str:
    """Eight commits, the last four of them slower."""
    lines = ["commit,cores,time (s)"]
    for at, commit in enumerate("abcdefgh"):
        slower = step if at >= 4 else 1.0
        for cores in (1, 2):
            for run in (1, 2):
                time_s = 9 / cores * slower * (1 + 0.001 * ((7 * at + run) % 5))
                lines.append(f"{commit}000000{at},{cores},{time_s:.4f}")
    return "\n".join(lines) + "\n"


def test_a_file_of_several_sessions_is_a_study_each(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "or --session 'commit' (a study each)" in refusal_of(
        tmp_path, capsys, nightly(1.2)
    )
    assert main(words_for(tmp_path, nightly(1.2), "--session commit")) == 0
    said = capsys.readouterr().out
    assert f"8 sessions: assay history {tmp_path}/r/t-*" in said
    assert said.count("'cores': the cores") == 1
    studies = [str(path) for path in sorted((tmp_path / "r").iterdir())]
    assert [study.rpartition("/t-")[2] for study in studies] == [
        f"{commit}000000{at}" for at, commit in enumerate("abcdefgh")
    ]
    assert launches_of(read_overview(Path(studies[0])).study.curves[0]) == [2, 2]
    assert main(["history", *studies, "--fail-on", "slower"]) == 1


SESSIONS = [
    (nightly(1).replace("b0000001,2", ",2"), "t.csv:8:1: the row is of no session"),
    (nightly(1).replace("2,4.5", "2,x").replace("b0000001,1,", "b0000001,1,y"), ""),
    (nightly(1).replace("b0000001", "a 0").replace("c0000002", "a-0"), "t.csv:10:1: "
     "'a-0' and 'a 0' are both called 'a-0'"),
    (nightly(1).replace("b0000001", "b" * 63), "is no name of a study"),
    (nightly(1).replace("commit", "id"), "--session: there is no column 'commit'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), SESSIONS)
def test_sessions_that_cannot_be_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture, text: str, says: str
) -> None:
    said = refusal_of(tmp_path, capsys, text, "--session commit")
    assert says in said, said
    if not says:  # mistakes of every session
        assert "t.csv:4:12:" in said
        assert "t.csv:6:12:" in said


RATES = "gpus,run 1 (img/s),run 2 (img/s)\n1,100.1,101\n2,195,196.1\n"


def test_imported_rates_are_shown_as_rates(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """Of one unit of work nobody measured a time."""
    words = words_for(tmp_path, RATES, "--rate 'run*'")
    assert main([word for word in words if word != "--no-report"]) == 0
    shown = capsys.readouterr().out
    page = (tmp_path / "r" / "t" / "report" / "report.html").read_text()
    assert re.search(r"^GPUs +Rate +Speedup", shown, re.MULTILINE), shown
    assert re.search(r"^ +\(img/s\)", shown, re.MULTILINE), shown
    assert "W05" not in shown
    assert "GPU-hours a run" not in page
    assert "Base: 1 GPU, 101 img/s." in page
    assert "2 GPUs: 196 img/s" in page
    (first, *_) = re.findall(r"<thead>.*?</thead>", page, re.DOTALL)
    assert "(img/s)" in first
    assert "Time" not in first


def test_a_time_is_no_base_of_rates(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    said = refusal_of(tmp_path, capsys, RATES, "--rate 'run*' --base 30")
    assert said.startswith("--base: it is a time, and these are rates"), said


def test_files_of_imports_are_no_change(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for at in range(8):
        time_s = (9 if at < 4 else 12) + 0.01 * (7 * at % 5)
        text = f"cores,time (s)\n1,{time_s}\n2,{time_s / 2}\n"
        assert main([*words_for(tmp_path, text, ""), "--study", f"v{at}"]) == 0
    capsys.readouterr()
    assert main(["history", *(f"r/v{at}" for at in range(8))]) == 0
    said = capsys.readouterr().out
    assert "SLOWER" in said
    assert "SHA-256" not in said


def test_the_heading_says_that_the_base_is_another_program(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    words = words_for(tmp_path, "ranks,time (s)\n2,107.84\n4,103.14\n", "--base 288")
    assert main([word for word in words if word != "--no-report"]) == 0
    assert "base another program on 1 core" in capsys.readouterr().out


def test_a_history_of_imported_rates_is_of_these(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [
        f"2026-03-{day:02d},{nodes},{39 * nodes * (0.9 if day > 5 else 1) + day / 50}"
        for day in range(1, 11)
        for nodes in (1, 2)
    ]
    text = "\n".join(["day,nodes,GFLOP/s", *lines])
    assert main(words_for(tmp_path, text, "--weak --session day")) == 0
    capsys.readouterr()
    studies = [str(path) for path in sorted((tmp_path / "r").iterdir())]
    assert main(["history", *studies, "--fail-on", "slower"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("rate on 2 nodes\n"), said
    assert "SLOWER -9.9" in said
