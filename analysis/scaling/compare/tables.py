# SPDX-License-Identifier: Apache-2.0
"""A comparison as tables, for the terminal, Markdown, CSV and the page."""

from __future__ import annotations

import math

from scaling.compare.design import Design, value_of
from scaling.compare.difference import Difference, Pair
from scaling.table import CI, Column, Table
from scaling.words.names import metric_word
from scaling.words.text import count
from scaling.words.units import time_unit


def make_tables(difference: Difference) -> list[Table]:
    """The verdicts, then what has none, then what changed around the measurements."""
    tables = []
    if difference.pairs:
        make = _verdicts if difference.is_of_time else _by_metric
        tables.append(make(difference))
    if difference.untested:
        tables.append(_untested(difference))
    if difference.changed:
        tables.append(_changed(difference))
    return tables


def _verdicts(difference: Difference) -> Table:
    times = [value_of(x).value for pair in difference.pairs for x in (pair.a, pair.b)]
    unit, factor = time_unit(times)
    columns = (
        Column("point", "Point"),
        Column("verdict", "Verdict"),
        _ratio(difference),
        Column("p_adjusted", "p", digits=2),
        Column("time_a_s", f"Time A {CI}", unit, factor, brief=1, drop=4),
        Column("time_b_s", f"Time B {CI}", unit, factor, brief=2, drop=5),
        Column("cliffs_delta", "Delta", digits=2, drop=3),
        Column("n_a", "n A", drop=6),
        Column("n_b", "n B", drop=7),
    )
    return Table(
        "verdicts",
        f"A = {difference.a.name}, B = {difference.b.name}",
        columns,
        tuple(_row(pair) for pair in difference.pairs),
        _notes(difference),
    )


def _ratio(difference: Difference) -> Column:
    """Down to a tenth of what is taken for no difference."""
    decimals = 1 - math.floor(math.log10(difference.band))
    return Column("ratio", f"B / A {CI}", decimals=decimals)


def _row(pair: Pair) -> tuple:
    return (
        pair.label, pair.verdict, pair.ratio, pair.adjusted_p, value_of(pair.a),
        value_of(pair.b), pair.cliffs_delta, *pair.launches,
    )  # fmt: skip


def _by_metric(difference: Difference) -> Table:
    """Units differ between rows, so that values are in the base unit of each."""
    columns = (
        Column("point", "Point"),
        Column("metric", "Metric"),
        Column("verdict", "Verdict"),
        _ratio(difference),
        Column("p_adjusted", "p", digits=2),
        Column("a", f"A {CI}", brief=1, drop=4),
        Column("b", f"B {CI}", brief=2, drop=5),
        Column("unit", "Unit", drop=3),
        Column("cliffs_delta", "Delta", digits=2, drop=3),
        Column("n_a", "n A", drop=6),
        Column("n_b", "n B", drop=7),
    )
    rows = tuple(
        (
            pair.label, metric_word(pair.metric), pair.verdict, pair.ratio,
            pair.adjusted_p, value_of(pair.a), value_of(pair.b), pair.metric.unit,
            pair.cliffs_delta, *pair.launches,
        )
        for pair in difference.pairs
    )  # fmt: skip
    of_rates = (
        "Of a rate the ratio is A / B, so that above 1 B is worse of every metric"
    )
    notes = (*_notes(difference), f"{of_rates}; more of a size is LARGER.")
    title = f"A = {difference.a.name}, B = {difference.b.name}"
    return Table("verdicts", title, columns, rows, notes)


OF_DESIGN = {
    Design.ONE_RUN: (
        "A and B were launched in the same blocks of one run, one behind the other: "
        "what the machine was like is in both.",
        "B / A: of launches in the same block, Hodges-Lehmann with the interval of "
        "Wilcoxon's signed ranks; where times in a block do not go together, of all in "
        "these blocks with that of Mann and Whitney's test.",
    ),
    Design.TWO_SESSIONS: (
        "Each side was measured in one session: what the machine was like in either is "
        "part of B / A, and no interval knows it. To leave it out: assay compare "
        "--interleave A B, or several sessions a side: A,A2,A3.",
        "B / A: Hodges-Lehmann ratio of the times of single launches, its interval by "
        "inversion of Mann and Whitney's test.",
    ),
    Design.SESSIONS: (
        "The interval holds for sessions to come, of which these are taken to be a "
        "sample that differs as much from each other on either side.",
        "B / A: random-effects regression of the median times of sessions (DerSimonian "
        "and Laird), its interval by Knapp and Hartung.",
    ),
}


def _notes(difference: Difference) -> tuple[str, ...]:
    band = f"{100 * difference.band:.3g} %"
    tests = count(len(difference.pairs))
    return (
        *(mark.note for mark in difference.marks),
        *OF_DESIGN[difference.design],
        f"SLOWER and FASTER (of B): the interval is outside 1 -+ {band}, and p, that "
        "of no difference beyond it, below 0.05; SAME: the interval is inside, and the "
        "p of a difference beyond it below 0.05; both after Holm over "
        f"{tests} comparisons. UNDECIDED: the data allow neither.",
    )


def _untested(difference: Difference) -> Table:
    columns = (Column("point", "Point"), Column("reason", "Reason"))
    rows = tuple((found.label, found.why) for found in difference.untested)
    return Table("not-compared", "Not compared", columns, rows)


def _changed(difference: Difference) -> Table:
    columns = (Column("field", "Field"), Column("a", "A"), Column("b", "B"))
    rows = tuple(
        (n, a or "not known", b or "not known") for n, a, b in _few(difference)
    )
    return Table("changed", "What else differs between A and B", columns, rows)


def _few(difference: Difference) -> tuple[tuple[str, str, str], ...]:
    """Long values are cut: a search path says little in a table."""
    return tuple(
        (name, *(value if len(value) <= 60 else f"{value[:57]}..." for value in both))
        for name, *both in difference.changed
    )
