# SPDX-License-Identifier: Apache-2.0
"""The archive of a study: reproducible, complete, and without names where asked."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import re
import tarfile
import zlib
from pathlib import Path

import pytest
from journals import JournalMaker, compact, launches, line, manifest, requested

from scaling.__main__ import main
from scaling.digest import numbers
from scaling.overview import read_overview
from scaling.pack.names import anonymous
from scaling.pack.ready import NotReadyError

HOST, USER = "aurochs17", "mmustermann"
FOLDER = f"/projects/geheim/{USER}/melt"
NAMES = (HOST, USER, "geheim", "zoo.example.org", "buildbox")
STUDY = (
    f"study: melt\nprogram: [{FOLDER}/lmp, -in, in.melt]\n"
    f"# of {USER}@{HOST}\nranks: [1, 2, 4]\n"
)


class Named(JournalMaker):
    """A study of a program that lies in somebody's directory."""

    def study(self) -> dict:
        about = {"text": STUDY, "file": f"{FOLDER}/melt.yaml"}
        return {**super().study(), **about, "overrides": ["launches.min=7"]}

    def text(self) -> str:
        where = {"hostname": f"{HOST}.zoo.example.org", "cpu_model": "Example CPU"}
        about = manifest(
            machine=where,
            environment={"HOME": f"/home/{USER}", "PATH": f"{FOLDER}/bin:/usr/bin"},
            build={"mpi": f"Open MPI v4.1, package: {USER}@buildbox Distribution"},
        )
        values = [self.study(), about, *self.lines]
        return "".join(one + "\n" for one in compact(map(line, values)))


def write(folder: Path, name: str = "melt") -> Path:
    maker = Named(name)
    for ranks in (1, 2, 4, 8, 64):
        request = requested(
            ranks, 1, 1, kernel="app", program=[f"{FOLDER}/lmp", "-in", "in.melt"]
        )
        maker.measure(request, launches(0.1 + 1 / ranks, 7, ranks))
    failed = maker.lines[0] | {
        "launch": 9, "verdict": "crash", "detail": f"{HOST}: {FOLDER}/lmp: signal 11",
    }  # fmt: skip
    maker.lines += [{k: v for k, v in failed.items() if k != "result"}]
    for one in maker.lines:
        for rank in one.get("result", {}).get("world", {}).get("by_rank", []):
            rank["host"] = HOST  # of 64 of them, what is told is packed
    return maker.write(folder / name)


def packed(study: Path, *options: str) -> Path:
    file = study.parent / f"{'-'.join(options) or 'plain'}.tar.gz"
    assert main(["pack", str(study), "-o", str(file), *options]) == 0
    return file


def contents(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {m.name: tar.extractfile(m).read() for m in tar.getmembers()}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def plain(study: Path) -> Path:
    return packed(study)


@pytest.fixture(scope="module")
def nameless(study: Path) -> Path:
    return packed(study, "--anonymous")


def test_it_holds_all_that_an_artefact_wants(study: Path, plain: Path) -> None:
    files = contents(plain)
    for name in ("README.md", "study.yaml", "method.md", "SHA256SUMS"):
        assert files[f"melt/{name}"]
    assert files["melt/journal.jsonl"] == (study / "journal.jsonl").read_bytes()
    assert files["melt/study.yaml"].decode() == STUDY
    assert {"melt/report/report.html", "melt/report/study.json"} <= files.keys()
    readme = files["melt/README.md"].decode()
    assert "./assay run melt/study.yaml -D launches.min=7\n" in readme
    sums = [one.split("  ") for one in files["melt/SHA256SUMS"].decode().splitlines()]
    assert {f"melt/{name}" for _, name in sums} == {*files} - {"melt/SHA256SUMS"}
    for digest, name in sums:
        assert hashlib.sha256(files[f"melt/{name}"]).hexdigest() == digest


def test_the_same_study_gives_the_same_bytes(study: Path, plain: Path) -> None:
    before = plain.read_bytes()
    plain.unlink()
    assert packed(study).read_bytes() == before
    with tarfile.open(plain) as tar:
        members = tar.getmembers()
    assert [m.name for m in members] == sorted(m.name for m in members)
    assert {(m.mtime, m.uid, m.gid, m.uname, m.gname) for m in members} == {
        (315_532_800, 0, 0, "", "")
    }


def test_the_report_in_it_follows_from_the_journal_in_it(
    nameless: Path, tmp_path: Path
) -> None:
    with tarfile.open(nameless) as tar:
        tar.extractall(tmp_path, filter="data") if hasattr(
            tarfile, "data_filter"
        ) else tar.extractall(tmp_path)
    assert main(["report", str(tmp_path / "melt"), "--verify"]) == 0


def readable(name: str, content: bytes) -> bytes:
    """With what a PDF or a picture has compressed."""
    found = [content]
    for part in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            assert name.endswith(".pdf")
    return b"\n".join(found)


def test_no_name_is_in_any_byte(plain: Path, nameless: Path) -> None:
    """Of the plain one they are in the journal and in the report, so that this sees."""
    for name in NAMES:
        files = contents(plain)
        held = [f for f in files if name.encode() in readable(f, files[f])]
        assert "melt/journal.jsonl" in held, name
    for file, content in contents(nameless).items():
        text = readable(file, content)
        for name in NAMES:
            assert name.encode() not in text, (file, name)
    journal = contents(nameless)["melt/journal.jsonl"].decode()
    assert '"packed":' not in journal
    assert journal.count('"base64":') > 35, "times that stay packed"
    unpacked = zlib.decompress(nameless.read_bytes(), 31)
    assert not any(name.encode() in unpacked for name in NAMES)
    plain_files = contents(plain)
    assert any(HOST.encode() in plain_files[f] for f in plain_files if "html" in f)


def test_names_are_replaced_alike_everywhere(nameless: Path) -> None:
    files = contents(nameless)
    journal = files["melt/journal.jsonl"].decode()
    assert '"hostname":"host1.' not in journal
    assert '"hostname":"host1"' in journal
    assert '"detail":"host1: /path' in journal
    program = json.loads(journal.splitlines()[0])["points"][0]["program"][0]
    assert re.fullmatch(r"/path\d+/lmp", program)
    assert f"program: [{program}, -in, in.melt]" in files["melt/study.yaml"].decode()
    assert "# of user1@host1\n" in files["melt/study.yaml"].decode()
    assert '"PATH":"/path' in journal and ':/usr/bin"' in journal
    assert "Names of hosts" in files["melt/README.md"].decode()


def test_the_figures_are_unchanged(study: Path, nameless: Path, tmp_path: Path) -> None:
    (tmp_path / "melt").mkdir()
    journal = contents(nameless)["melt/journal.jsonl"]
    (tmp_path / "melt" / "journal.jsonl").write_bytes(journal)
    before, after = (read_overview(where) for where in (study, tmp_path / "melt"))
    cells = [[*numbers(of)] for of in (before, after)]
    assert len(cells[0]) > 100
    differing = [a[0] for a, b in zip(*cells) if a != b]
    assert all("detail" in where or "method" in where for where in differing), differing
    assert [p.id for p in before.study.points] == [p.id for p in after.study.points]
    assert before.study.points[0].times_s == after.study.points[0].times_s


def test_every_line_has_its_checksum(study: Path) -> None:
    text, aliases = anonymous((study / "journal.jsonl").read_text())
    assert {HOST, USER, FOLDER} <= {*aliases.real}
    for one in text.splitlines():
        body, _, crc = one.rpartition(',"crc32":')
        assert crc == f'"{zlib.crc32(body.encode()):08x}"}}'


def test_packed_numbers_are_no_names() -> None:
    """Base64 has the digits and strokes that names and paths are made of."""
    value = {"host": "n1", "home": "/home/eve/x", "base64": "a/n1/home/eve/x+n1/n1=="}
    text, aliases = anonymous(line(value) + "\n")
    assert {*aliases.real} == {"n1", "eve", "/home/eve"}
    found = json.loads(text)
    assert found["base64"] == value["base64"]
    assert "n1" not in found["host"] and "eve" not in found["home"]


def test_a_damaged_line_may_hold_any_name() -> None:
    with pytest.raises(NotReadyError, match="line 1"):
        anonymous('{"schema":1,"host":"x","crc32":"00000000"}\n')


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what takes long to draw."""
    monkeypatch.setattr("scaling.pack.command.FORMATS", ("csv",))


@pytest.mark.usefixtures("quick")
def test_a_name_that_numbers_hang_on_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """A host called `ok`, as the verdict is."""
    study = write(tmp_path)
    journal = (study / "journal.jsonl").read_text().replace(HOST, "ok")
    lines = [one.rpartition(',"crc32":')[0] for one in journal.splitlines()]
    checked = [f'{x},"crc32":"{zlib.crc32(x.encode()):08x}"}}\n' for x in lines]
    (study / "journal.jsonl").write_text("".join(checked))
    file = tmp_path / "a.tar.gz"
    assert main(["pack", str(study), "-o", str(file), "--anonymous"]) == 2
    assert "cannot be replaced" in capsys.readouterr().err
    assert not file.exists()


@pytest.mark.usefixtures("quick")
def test_nothing_is_overwritten_in_silence(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    file = tmp_path / "a.tar.gz"
    file.write_text("mine")
    assert main(["pack", str(study), "-o", str(file)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert main(["pack", str(study), "-o", str(file), "--force"]) == 0
    assert tarfile.is_tarfile(file)
    assert [p.name for p in tmp_path.iterdir()] == ["a.tar.gz"]


@pytest.mark.usefixtures("quick")
def test_a_locked_study_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    study = write(tmp_path)
    words = ["pack", str(study), "-o", str(tmp_path / "a.tar.gz")]
    with (study / "journal.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(words) == 75
    assert "Wait until it has ended" in capsys.readouterr().err
    (study / "journal.lock.exclusive").write_text("")
    assert main(words) == 75
    (study / "journal.lock.exclusive").unlink()
    assert main(words) == 0


@pytest.mark.usefixtures("quick")
def test_half_a_line_and_uncollected_jobs_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    study = write(tmp_path)
    words = ["pack", str(study), "-o", str(tmp_path / "a.tar.gz")]
    part = study / "groups" / "n1"
    part.mkdir(parents=True)
    (part / "journal.jsonl").write_text(line({"kind": "record", "point": "x"}) + "\n")
    assert main(words) == 2
    assert "assay collect melt" in capsys.readouterr().err
    (part / "journal.jsonl").write_bytes((study / "journal.jsonl").read_bytes())
    with (study / "journal.jsonl").open("a") as journal:
        journal.write('{"schema":1,"kind":"rec')
    assert main(words) == 2
    assert "half written" in capsys.readouterr().err


@pytest.mark.usefixtures("quick")
def test_an_import_says_so(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("cores,time (s)\n1,8\n2,4.1\n4,2.2\n")
    words = ["import", str(tmp_path / "t.csv"), "--no-report"]
    assert main([*words, "--results", str(tmp_path)]) == 0
    files = contents(packed(tmp_path / "t", "--anonymous"))
    assert b"imported, not proven" in files["t/README.md"]
    assert "t/study.yaml" not in files
    assert str(tmp_path).encode() not in b"".join(files.values())


def test_members_are_plain_files(plain: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(plain.read_bytes())) as tar:
        assert all(m.isreg() and m.name.startswith("melt/") for m in tar)
