# SPDX-License-Identifier: Apache-2.0
"""What each column is: its meaning, how it is computed, how to read it."""

from __future__ import annotations

from collections.abc import Iterable

from scaling.table import Table

COLUMNS = {
    "nodes": "computers that the point ran on",
    "ranks": "processes, as MPI counts them",
    "threads": "threads of each process",
    "samples": "the work of the point, as the study counts it",
    "cores": "processor cores in use: ranks times threads",
    "gpus": "GPUs in use",
    "time_s": (
        "median over launches, of a launch the time of its slowest rank; in brackets "
        "the interval that holds the true median in 95 of 100 studies"
    ),
    "samples_per_s": (
        "work over the median time: the absolute performance, without which a ratio "
        "says little"
    ),
    "samples_per_s_per_core": (
        "the rate divided by the cores: flat where weak scaling is perfect"
    ),
    "samples_per_s_per_gpu": (
        "the rate divided by the GPUs: flat where weak scaling is perfect"
    ),
    "speedup": (
        "how many times as fast as the base, from launches in the same blocks; ideal "
        "is the ratio of the cores"
    ),
    "scaled_speedup": (
        "the rate over the base's, where the work grows with the resources; ideal is "
        "the ratio of the cores"
    ),
    "efficiency": (
        "the speedup over the ideal one; at 70 % three tenths of what is paid for are "
        "lost"
    ),
    "karp_flatt": (
        "the serial fraction that would explain the speedup (Karp and Flatt): "
        "growing e is overhead, constant e is serial work"
    ),
    "load_balance": (
        "LB: the mean of the ranks' useful time over the largest one: below 1 some "
        "ranks wait for others"
    ),
    "communication": (
        "CommE: the useful time of the busiest rank over the whole time: what "
        "communication and waiting leave"
    ),
    "computation": (
        "CompScal: the base's total useful time over that of this point, for equal "
        "work: below 1 the same work takes more core time"
    ),
    "parallel": "PE: LB times CommE",
    "total": "GE: PE times CompScal",
    "process": "what MPI loses: load balance times communication",
    "thread": "what threads lose: serial and parallel regions",
    "serial": "what is lost while one thread of a rank works and its others wait",
    "regions": "what is lost in parallel regions, where threads wait for others",
    "busiest_rank": (
        "the rank that works longest in more than half of the launches: look there"
    ),
    "mpi_collective": "the busiest rank's share of time in collective calls",
    "mpi_point_to_point": "the busiest rank's share of time in sends and receives",
    "mpi_waiting": "the busiest rank's share of time in waits for messages",
    "mpi_one_sided": "the busiest rank's share of time in one-sided calls",
    "mpi_file": "the busiest rank's share of time in MPI's files",
    "mpi_other": "the busiest rank's share of time in all other calls of MPI",
    "ceiling_share": (
        "the rate over the highest that the same resources were measured to reach"
    ),
    "work_ratio": (
        "the work over the smallest that would still be 90 % efficient with the "
        "measured reduction: far above 1 good scaling says little"
    ),
    "core_hours": "cores times time of one run: what it is charged",
    "gpu_hours": "GPUs times time of one run: what it is charged",
    "joules_per_sample": "energy of one unit of work, by the processor's counters",
    "cpus_used": "CPU time over wall time: how many cores were at work on average",
    "memory_bytes": "the largest memory of all ranks together",
    "memory_of_rank_bytes": "the largest memory of one rank",
    "reduction_s": "the time of the last reduction, without the wait for other ranks",
    "standard_error": ("one standard error of the estimate that the program computes"),
    "n": "launches that count: each is one start of the program",
    "identical": "points whose answer is the same, of those that did the same work",
    "z": (
        "the estimate's distance from the exact value in standard errors: beyond 3 it "
        "is suspect"
    ),
    "flags": "the base, why a point has no value, and the codes of warnings",
    "lost_to": "the factor that costs most at this point, and the codes of warnings",
    "law": "a model fitted to the times; none of them was measured",
    "formula": "the time that the law gives for R cores",
    "parameters": "the law's fitted numbers with their intervals",
    "rms_residual": "the typical relative distance between law and measurement",
    "delta_aicc": (
        "how much worse the law describes the data than the best one, for its number "
        "of parameters (corrected AIC): above 10 it has no support"
    ),
    "weight": "the law's share of the support among those fitted (Akaike)",
    "error_largest": "how far the law, fitted without the largest point, misses it",
    "covered": "whether the interval so predicted holds the largest point",
    "kernel": "what was run: a kernel of assay, a program, or a kernel of Kokkos",
    "error": "half the width of the interval that the estimate shall have",
    "point": "the measured point that reaches this error first",
    "time_to_accuracy_s": "the time that this error would take there: a projection",
    "merit": (
        "one over variance and core time of a sample: more is the better estimator"
    ),
    "merit_of_gpus": (
        "one over variance and GPU time of a sample: more is the better estimator"
    ),
    "verdict": "what became of the attempts: see the verdicts in docs/trust.md",
    "attempts": "starts of the program that are in no number",
    "points": "where they were: ranks x threads, and samples where these differ",
    "detail": "what was seen of the first of them, and its line in the journal",
    "series": "the curve to which the points that were not run belong",
    "reason": "why they were not run",
    "model": "the program whose rate stands beside the kernel's",
    "factor": "how many times as fast the other one is",
    "backend": "what the kernel was compiled for: threads of a processor, or GPUs",
    "samples_per_s_per_node": "the rate divided by the nodes",
    "node_hours_per_sample": "nodes times time for this much work",
    "energy_of": "whose counters told the energy",
    "phase": "the part of the program that it names itself",
    "count": "how often the part ran in a launch",
    "share": "the part's share of the time of the program",
    "mpi_s": "the time of the part that is in MPI",
    "pattern": "how Kokkos ran it: for, reduce or scan",
    "space": "where Kokkos ran it: the name of its execution space",
}
"""By the name of a column in CSV files."""

FAMILIES = {
    "samples_for_": "the work from which on the efficiency is as good as this",
}
"""By how the names of columns begin that hold a number."""


def meaning(name: str) -> str | None:
    """Of a column by its name; None of a metric, which the study names itself."""
    begins = (words for start, words in FAMILIES.items() if name.startswith(start))
    return COLUMNS.get(name) or next(begins, None)


def explained(tables: Iterable[Table]) -> list[tuple[str, str]]:
    """Headings and explanation of every column that stands in one of `tables`: where
    tables call it differently, all that they call it."""
    found: dict[str, dict[str, None]] = {}
    for table in tables:
        for column in table.columns:
            if meaning(column.name):
                headings = found.setdefault(column.name, {})
                headings[column.heading.split(" [")[0]] = None
    return [(", ".join(names), meaning(name) or "") for name, names in found.items()]
