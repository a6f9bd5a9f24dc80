#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints which folder includes which, and fails where an include runs against the order.

    .ci/includes.py

A folder of kernels/ or harness/ includes itself and those that stand before it in ORDER. An
include carries its folder ("contract/kernel.hpp"); a bare name is one of the same folder.
Folders in PURE only compute. What tests include is checked, and is no part of the picture.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ORDER = {
    "kernels": (
        "common",  # what both programs use
        "contract",  # what a kernel and its comparators are
        "lanes",  # one body for every processor, and its random words
        "sampling",  # the kernels, one a file
        "comparators",  # what bounds them, and what people use instead
        "device",  # GPUs
        "place",  # what a rank sees of itself
        "worker",  # job to result, over MPI
        "micro",  # the kernels beside their comparators
    ),
    "harness": (
        "common",
        "os",  # files, locks, processes, and the failures that end the program
        "text",  # what texts are made of, and what is wrong in them
        "model",  # study, program, point, axes, machine, launcher
        "launchers",  # one a file
        "config",  # the file of a study -> study
        "plan",  # study and machine -> points, their order and price
        "judge",  # what an attempt left -> verdict
        "records",  # the journal, and what is read from it
        "execute",  # attempts, begun and brought to their end
        "simulate",  # a model that answers instead
        "scheduler",  # what is asked of a manager of jobs, and what is submitted
        "slurm",  # one of them
        "gridengine",  # another
        "allocations",  # schedulers of whose jobs only what they have is read
        "site",  # this machine, looked at
        "run",  # the order of events
        "report",  # the analysis, started
        "doctor",  # what is wrong with this machine
        "cli",  # the commands
        "main",
        "look",
        "devices",
        "cores",  # a program of its own
    ),
}
# They start nothing and read no file: of the system they take values and errors only.
PURE = ("plan", "judge")
OF_SYSTEM = re.compile(
    r"^(?:fstream|unistd\.h|fcntl\.h|sys/.*|os/(?!errors\.hpp|process\.hpp).*)$"
)
TESTS = "tests"
SOURCE = re.compile(r"\.(?:cpp|hpp|h|cu|cuh)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
WRITTEN_BY_CMAKE = "generated/"


@dataclass(frozen=True)
class Include:
    file: Path
    line: int
    name: str
    is_quoted: bool

    def fault(self, problem: str) -> str:
        return f'{self.file}:{self.line}: includes "{self.name}", {problem}'


def sources() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "common", "kernels", "harness"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [Path(name) for name in listed.splitlines() if SOURCE.search(name)]


def includes_of(file: Path) -> Iterator[Include]:
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if match := INCLUDE.match(line):
            yield Include(file, number, match[2], is_quoted=match[1] == '"')


def folder_of(file: Path) -> str:
    """A folder of kernels/ or harness/, whatever lies below it, or common."""
    if file.parts[0] == "common":
        return "common"
    return file.parts[1] if len(file.parts) > 2 else file.stem


class Tree:
    """All sources, in which an include is looked up as the compilers do."""

    def __init__(self, files: list[Path]) -> None:
        self.files = set(files)

    def find(self, include: Include) -> Path | None:
        """The file that is meant, wherever it lies; none outside of the tree."""
        name = Path(include.name)
        program = include.file.parts[0]
        places = [
            include.file.parent / name,
            name,
            Path(program) / name,
            Path(program, TESTS) / name,
        ]
        return next((place for place in places if place in self.files), None)


def problem_of(include: Include, target: Path | None) -> str:
    """Empty where the include is as it should be."""
    program, here = include.file.parts[0], folder_of(include.file)
    if here in PURE and OF_SYSTEM.match(include.name):
        return f"but {here}/ only computes. Hand in what is to be known of the system"
    if target is None:
        if not include.is_quoted or include.name.startswith(WRITTEN_BY_CMAKE):
            return ""
        allowed = " or ".join(f"{root}/" for root in dict.fromkeys((program, "common")))
        return f"which is no file of {allowed}. Give it the folder that it lies in"
    if target.parts[0] not in (program, "common"):
        return f"but {program}/ takes nothing from {target.parts[0]}/. Move what both need to common/"
    is_bare = "/" not in include.name and target.parent != include.file.parent
    if is_bare and TESTS not in target.parts:
        return f"a bare name, of {target}. Give it its folder"
    return against_order(include.file, target)


def against_order(file: Path, target: Path) -> str:
    if TESTS in file.parts:
        return ""
    order = ORDER[program_of(file)]
    here, there = folder_of(file), folder_of(target)
    for folder in (here, there):
        if folder not in order:
            return (
                f"but {folder}/ has no place in ORDER of .ci/includes.py. Give it one"
            )
    if order.index(there) <= order.index(here):
        return ""
    return (
        f"but {there}/ comes after {here}/ (ORDER of .ci/includes.py). "
        "Move what both need to the earlier folder"
    )


def program_of(file: Path) -> str:
    """The program whose order a file is in: common/ stands first in both."""
    return "harness" if file.parts[0] == "harness" else "kernels"


def picture_of(
    title: str, arrows: Counter[tuple[str, str]], order: tuple[str, ...]
) -> str:
    lines = [f"{title}: {len(order)} folders, {len(arrows)} arrows"]
    for here in order:
        seen = [
            f"{there} ({arrows[here, there]})"
            for there in order
            if (here, there) in arrows
        ]
        lines.append(f"  {here:12}{' '.join(seen)}".rstrip())
    return "\n".join(lines)


def main() -> int:
    files = sources()
    tree = Tree(files)
    faults = []
    arrows: dict[str, Counter[tuple[str, str]]] = {
        program: Counter() for program in ORDER
    }
    for include in (include for file in files for include in includes_of(file)):
        target = tree.find(include)
        if problem := problem_of(include, target):
            faults.append(include.fault(problem))
        if target is None or TESTS in include.file.parts:
            continue
        arrow = folder_of(include.file), folder_of(target)
        if arrow[0] != arrow[1]:
            arrows[program_of(include.file)][arrow] += 1
    for program, order in ORDER.items():
        print(picture_of(f"{program}/", arrows[program], order))
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
