# SPDX-License-Identifier: Apache-2.0
"""The commands that pages show: how they are marked, and what comes out of them.

A block of commands (`sh`) has a line before it that says what becomes of it in a test:

    <!-- run -->                       and ends well; or, with commas between them:
    <!-- run: exit 1, needs dask, first 2 lines, each alone -->
    <!-- not run: why -->

Blocks of `text` are the output of the commands before them, unless they say why not.
Every line of them (or the first N) must come out, but for the digits of seconds. Blocks
of one page run in one directory, which looks like a clone in which assay is built, with
the files of example/ and a program `my_app`. Commands that are run each alone find no
study of those before them.

    python3 analysis/tests/pages.py PAGE...     puts what comes out into the pages
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sessions import session

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "release" / "bin" / "assay"
BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>run|not run)(?:: (?P<words>.*?))? -->\n+)?"
    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
TIMEOUT_S = 600


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, and what is said of it."""

    language: str
    text: str
    mark: str | None
    words: tuple[str, ...]
    span: tuple[int, int]
    """Where its text stands in the page."""

    def number(self, pattern: str) -> int | None:
        """The number that a word of its mark holds, as in `exit 1`."""
        found = (re.fullmatch(pattern, word) for word in self.words)
        return next((int(one[1]) for one in found if one), None)

    @property
    def needs(self) -> list[str]:
        return [word[6:] for word in self.words if word.startswith("needs ")]


@dataclass(frozen=True)
class Example:
    """Commands that are run, and the output that is shown of them."""

    commands: Block
    outputs: tuple[Block, ...]


def blocks(page: str) -> list[Block]:
    """All fenced blocks of a page, in their order."""
    return [
        Block(
            one["language"],
            one["text"],
            one["mark"],
            tuple((one["words"] or "").split(", ")),
            one.span("text"),
        )
        for one in BLOCK.finditer(page)
    ]


def unmarked(page: str) -> list[str]:
    """The first lines of blocks of which nothing says whether they are tested."""
    found, follows = [], False
    for block in blocks(page):
        if block.language == "sh":
            is_known = block.mark == "run" or (block.mark and block.words != ("",))
            follows = block.mark == "run"
        elif block.language == "text":
            is_known = follows or bool(block.mark)
        else:
            is_known = bool(block.language)
        if not is_known:
            found.append(block.text.partition("\n")[0])
    return found


def examples(page: str) -> list[Example]:
    """What a page has to run, with what it shows of that."""
    found: list[Example] = []
    is_open = False
    for block in blocks(page):
        if block.language == "sh":
            is_open = block.mark == "run"
            found += [Example(block, ())] if is_open else []
        elif block.language == "text" and is_open and not block.mark:
            found[-1] = Example(found[-1].commands, (*found[-1].outputs, block))
    return found


def missing(example: Example) -> list[str]:
    """What the commands need and this machine lacks: modules of Python, programs."""
    return [
        name
        for name in example.commands.needs
        if not (shutil.which(name) or importlib.util.find_spec(name))
    ]


def comparable(line: str) -> str:
    """A line of output without the digits of seconds, and with single spaces."""
    return " ".join(re.sub(r"\b[\d.]+ s\b", "# s", line).split())


def differences(example: Example, output: str) -> list[str]:
    """The lines that a page shows and that did not come out."""
    shown = "".join(block.text for block in example.outputs).splitlines()
    shown = shown[: example.commands.number(r"first (\d+) lines")]
    came = "\n".join(map(comparable, output.splitlines()))
    return [line for line in shown if comparable(line) not in came]


def make_clone(directory: Path) -> None:
    """A directory like a clone in which assay is built, with some studies and files."""
    for entry in ROOT.iterdir():
        if entry.name not in {".git", "assay", "build", "results"}:
            (directory / entry.name).symlink_to(entry)
    (directory / "assay").symlink_to(PROGRAM)
    example = Path(__file__).with_name("example")
    for file in example.iterdir():
        shutil.copy(file, directory)
    for day, name in enumerate(["v1", "v2", "old", "new", "nightly-1", "nightly-2"]):
        session(directory / "results" / name, day)
    if shutil.which("mpicc"):
        words = ["mpicc", "-O2", "-fopenmp", "my_app.c", "-o", "my_app"]
        subprocess.run(words, cwd=directory, check=True, timeout=60)


def environment(directory: Path) -> dict[str, str]:
    """Where `assay` and this Python come first, and launches wait for no others."""
    programs = directory / "bin"
    programs.mkdir(exist_ok=True)
    for name, target in (("assay", str(PROGRAM)), ("python3", sys.executable)):
        script = programs / name
        script.write_text(f'#!/bin/sh\nexec "{target}" "$@"\n')
        script.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "ASSAY_PYTHON": sys.executable,
        "ASSAY_HOST_LOCK": "off",
        "OMPI_ALLOW_RUN_AS_ROOT": "1",
        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        "COLUMNS": "80",
    }


def script_of(commands: Block) -> str:
    """The commands; those that are run each alone with nothing left from before."""
    if "each alone" not in commands.words:
        return commands.text
    return "".join(
        f"rm -rf results *.yaml\n{line}\n" for line in commands.text.splitlines()
    )


def run(example: Example, directory: Path) -> subprocess.CompletedProcess[str]:
    """Runs the commands as one script of bash that ends at the first that fails."""
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script_of(example.commands)],
        cwd=directory,
        env=environment(directory),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


def fault(example: Example, directory: Path) -> str:
    """What is wrong with an example, empty where nothing is."""
    done = run(example, directory)
    output = done.stdout + done.stderr
    if done.returncode != (example.commands.number(r"exit (\d+)") or 0):
        said = f"{example.commands.text}{output[-20_000:]}"
        return f"exit code {done.returncode} of\n{said}"
    lines = differences(example, output)
    return "\n".join(["not in the output:", *lines, output[-2000:]]) if lines else ""


def shown_of(example: Example, output: str) -> str:
    """What a page shows: all, or the first paragraph where only its head is certain."""
    if example.commands.number(r"first (\d+) lines") is None:
        return output
    return output.partition("\n\n")[0].rstrip("\n") + "\n"


def write_outputs(page: Path) -> None:
    """Puts what came out on standard output into a page."""
    text = page.read_text()
    with tempfile.TemporaryDirectory() as name:
        make_clone(Path(name))
        parts, end = [], 0
        for example in examples(text):
            done = run(example, Path(name))
            print(f"{done.returncode}: {example.commands.text}", end="")
            if len(example.outputs) == 1:
                begin, after = example.outputs[0].span
                parts += [text[end:begin], shown_of(example, done.stdout)]
                end = after
    page.write_text("".join(parts) + text[end:])


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        write_outputs(Path(argument))
