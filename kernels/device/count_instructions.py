#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles the bodies of the kernels for a GPU and counts their instructions.

    kernels/device/count_instructions.py [--nvcc NVCC] [--write]

Neither GPU, driver nor Kokkos is needed, nor a disassembler, which not every toolkit
has: from Volta on an instruction is 16 bytes long, so those of the inner loop are
counted in the machine code itself. Compared with nvdisasm 13.2, the loops are the same.

A kernel's inner loop is the one that computes most blocks of the random generator, and
of such the shortest: others serve the ends of a range. The blocks are known by their
multiplications. What belongs to a loop inside of it, or is called out of line (the rare
cases of a division), is not counted.

Exit code 1 if a kernel has more instructions a sample than the comment above it in
bodies.cu allows, or spills registers; 77, which CTest takes for skipped, without nvcc.
"""

from __future__ import annotations

import argparse
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
INCLUDED = (HERE.parent, HERE.parent.parent)
ARCHITECTURE = "sm_90"
SKIPPED = 77

# The lower 12 bits of an instruction of sm_90 are its operation.
BRANCH = 0x947
WIDE_MULTIPLY = 0x825  # IMAD.WIDE of a register and a constant of 32 bits
LOCAL_MEMORY = (0x983, 0x387)  # load, store
# Of each of ten rounds, one factor of the generator (lanes/philox.hpp: philox_m1). The first
# rounds of a loop may lie before it.
FACTOR = 0xCD9E8D57
LEAST_FACTORS_A_BLOCK = 9


@dataclass(frozen=True)
class Limit:
    """What the comment above an entry of bodies.cu says."""

    kernel: str
    instructions: float  # per unit
    unit: str
    units_per_block: int


@dataclass(frozen=True)
class Loop:
    instructions: int
    blocks: int
    local_accesses: int


@dataclass(frozen=True)
class Usage:
    """As ptxas reports it."""

    registers: int
    stack_bytes: int
    spilled_bytes: int


@dataclass(frozen=True)
class Row:
    limit: Limit
    loop: Loop
    usage: Usage

    @property
    def per_unit(self) -> float:
        return self.loop.instructions / self.loop.blocks / self.limit.units_per_block

    @property
    def local_bytes(self) -> int:
        return self.usage.stack_bytes + self.usage.spilled_bytes

    def faults(self) -> Iterator[str]:
        name, unit = self.limit.kernel, self.limit.unit
        if self.per_unit > self.limit.instructions:
            yield (
                f"{name}: {self.per_unit:.2f} instructions per {unit}, "
                f"at most {self.limit.instructions:g} are allowed (bodies.cu)"
            )
        if self.local_bytes or self.loop.local_accesses:
            yield (
                f"{name}: {self.local_bytes} bytes of local memory, "
                f"{self.loop.local_accesses} accesses in the inner loop; none is allowed"
            )


LIMIT = re.compile(
    r"/// At most (?P<most>[\d.]+) instructions an? (?P<unit>\w+), (?P<units>\d+) a block\b"
    r"(?:(?!__global__).)*?__global__ void (?:\w+\([^()]*\) )?(?P<kernel>\w+)\(",
    re.DOTALL,
)


def limits_in(source: str) -> list[Limit]:
    limits = [
        Limit(m["kernel"], float(m["most"]), m["unit"], int(m["units"]))
        for m in LIMIT.finditer(source)
    ]
    entries = source.count("__global__ void")
    if len(limits) != entries:
        raise ValueError(f"bodies.cu: {entries} entries, {len(limits)} with a limit")
    bodies = {header.stem for header in (HERE.parent / "sampling").glob("*.hpp")}
    if missing := bodies - {limit.kernel for limit in limits}:
        raise ValueError(f"bodies.cu has no entry for {', '.join(sorted(missing))}")
    return limits


def code_of(cubin: bytes) -> dict[str, list[tuple[int, int]]]:
    """The instructions of each entry, as their lower and upper 64 bits."""
    (offset,) = struct.unpack_from("<Q", cubin, 0x28)
    size, count, names = struct.unpack_from("<HHH", cubin, 0x3A)
    headers = [
        struct.unpack_from("<IIQQQQ", cubin, offset + i * size) for i in range(count)
    ]
    start_of_names = headers[names][4]
    code = {}
    for name, _, _, _, start, length in headers:
        first = start_of_names + name
        text = cubin[first : cubin.index(b"\0", first)].decode()
        if text.startswith(".text."):
            section = cubin[start : start + length]
            code[text.removeprefix(".text.")] = list(struct.iter_unpack("<QQ", section))
    return code


def target_of(index: int, low: int, high: int) -> int:
    """The instruction that a branch goes to: bits 16 to 23 and, above them, 34 to 81
    hold the distance from the next instruction, in units of four bytes."""
    upper = (low >> 34) | (high & 0x3FFFF) << 30
    if upper >= 1 << 47:
        upper -= 1 << 48
    return index + 1 + (upper << 8 | low >> 16 & 0xFF) * 4 // 16


def loops_in(code: list[tuple[int, int]]) -> Iterator[Loop]:
    """Each loop less those inside of it. A branch to itself is padding."""
    spans = []
    for index, (low, high) in enumerate(code):
        if low & 0xFFF == BRANCH and target_of(index, low, high) < index:
            spans.append(range(target_of(index, low, high), index + 1))
    for span in spans:
        inner = {
            index
            for other in spans
            if len(other) < len(span) and other[0] in span and other[-1] in span
            for index in other
        }
        own = [code[index][0] for index in span if index not in inner]
        factors = sum(
            low & 0xFFF == WIDE_MULTIPLY and low >> 32 == FACTOR for low in own
        )
        local = sum(low & 0xFFF in LOCAL_MEMORY for low in own)
        yield Loop(len(own), factors // LEAST_FACTORS_A_BLOCK, local)


USAGE = re.compile(
    r"Compiling entry function '(?P<kernel>\w+)'.*?(?P<stack>\d+) bytes stack frame, "
    r"(?P<stores>\d+) bytes spill stores, (?P<loads>\d+) bytes spill loads.*?"
    r"Used (?P<registers>\d+) registers",
    re.DOTALL,
)


def usages_in(report: str) -> dict[str, Usage]:
    return {
        m["kernel"]: Usage(
            int(m["registers"]), int(m["stack"]), int(m["stores"]) + int(m["loads"])
        )
        for m in USAGE.finditer(report)
    }


def compile_bodies(nvcc: str) -> tuple[bytes, str]:
    """The machine code, and what ptxas says of it."""
    with tempfile.TemporaryDirectory() as scratch:
        cubin = Path(scratch) / "bodies.cubin"
        words = [nvcc, "-std=c++20", "-O3", f"-arch={ARCHITECTURE}", "-cubin"]
        # As in the worker: a product and a sum stay two roundings.
        words += ["-fmad=false", "-Xptxas", "-v"]
        words += [f"-I{folder}" for folder in INCLUDED]
        words += ["-o", str(cubin), str(HERE / "bodies.cu")]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
        return cubin.read_bytes(), done.stdout + done.stderr


def measure(nvcc: str) -> list[Row]:
    limits = limits_in((HERE / "bodies.cu").read_text())
    cubin, report = compile_bodies(nvcc)
    code, usages = code_of(cubin), usages_in(report)
    rows = []
    for limit in limits:
        loops = loops_in(code[limit.kernel])
        loop = max(loops, key=lambda loop: (loop.blocks, -loop.instructions))
        if loop.blocks == 0:
            raise ValueError(f"{limit.kernel}: no loop draws random words")
        rows.append(Row(limit, loop, usages[limit.kernel]))
    return rows


def release_of(nvcc: str) -> str:
    done = subprocess.run(
        [nvcc, "--version"], capture_output=True, text=True, check=True
    )
    return re.search(r"V([\d.]+)", done.stdout)[1]


HEADINGS = (
    "kernel",
    "unit",
    "instructions per unit",
    "allowed",
    "instructions in the loop",
    "blocks in the loop",
    "registers",
    "local memory, bytes",
)


def table_of(rows: list[Row]) -> str:
    lines = [HEADINGS, ("---",) * 2 + ("---:",) * (len(HEADINGS) - 2)]
    for row in rows:
        lines.append(
            (
                row.limit.kernel,
                row.limit.unit,
                f"{row.per_unit:.2f}",
                f"{row.limit.instructions:g}",
                str(row.loop.instructions),
                str(row.loop.blocks),
                str(row.usage.registers),
                str(row.local_bytes),
            )
        )
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--nvcc", help="the compiler of CUDA (default: nvcc)")
    parser.add_argument(
        "--write", action="store_true", help="write the table to instructions.md"
    )
    options = parser.parse_args()
    usual = ("nvcc", "/usr/local/cuda/bin/nvcc")
    names = usual if options.nvcc is None else (options.nvcc,)
    nvcc = next(filter(None, map(shutil.which, names)), None)
    if nvcc is None:
        print(
            "skipped: no nvcc here, so the code for GPUs is not compiled, nor counted"
        )
        return SKIPPED
    rows = measure(nvcc)
    text = (
        "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        "# Instructions of the kernels on a GPU\n\n"
        f"Compiled for {ARCHITECTURE} by nvcc {release_of(nvcc)}, counted in the machine "
        "code by\n`kernels/device/count_instructions.py --write`, which wrote this page "
        f"and says how.\n\n{table_of(rows)}\n"
    )
    print(text)
    if options.write:
        (HERE / "instructions.md").write_text(text)
    faults = [fault for row in rows for fault in row.faults()]
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
