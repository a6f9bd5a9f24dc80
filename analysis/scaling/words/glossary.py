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
        "median over launches of the slowest rank's time; in brackets the interval "
        "that holds the true median in 95 of 100 studies"
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
}
"""By the name of a column in CSV files."""


def explained(tables: Iterable[Table]) -> list[tuple[str, str]]:
    """Heading and explanation of every column that stands in one of `tables`."""
    found = {}
    for table in tables:
        for column in table.columns:
            if column.name in COLUMNS:
                heading = column.heading.split(" [")[0]
                found[column.name] = heading, COLUMNS[column.name]
    return list(found.values())
