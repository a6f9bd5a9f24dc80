# SPDX-License-Identifier: Apache-2.0
"""Wrong results, scaled fast."""

from __future__ import annotations

from scaling.finding import WRONG, Finding
from scaling.model.correctness import Agreement
from scaling.model.study import Study
from scaling.words import text

ID = "W01"
GRADE = WRONG
FIRES = (
    "points that sampled the same gave different answers, or had an attempt refused "
    "for one"
)
MEANS = (
    "points that did the same work gave different answers: some of these times are of "
    "wrong results"
)
CURE = (
    "find out which answer is right (./assay status names the attempts), mend the "
    "program, and measure again with --fresh"
)


def find(study: Study) -> list[Finding]:
    """Points that answer the same question in different ways.

    What is wrong with a launch by itself, its judge has refused.
    """
    told = {point.id: point.request.counts_samples for point in study.points}
    found = (a for a in study.agreements.values() if a.identical < a.of)
    return [
        Finding(
            ID, GRADE,
            _in_words(agreement, counts_samples=told[agreement.disagreeing[0]]),
            agreement.disagreeing,
        )
        for agreement in found
    ]  # fmt: skip


def _in_words(agreement: Agreement, *, counts_samples: bool) -> str:
    kernel, samples = agreement.question[:2]
    work = f", {text.plural(samples, 'sample')}" if counts_samples else ""
    what = f"{'sampled' if counts_samples else 'did'} the same ({kernel}{work})"
    if agreement.is_open:
        points = text.plural(agreement.of, "point")
        return (
            f"{points} that {what} gave several answers, none of them in most launches "
            "of most points: none is taken for the truth, and no launch counts"
        )
    return (
        f"{agreement.of - agreement.identical} of {agreement.of} points that {what} "
        "gave another answer, or had an attempt refused for one"
    )
