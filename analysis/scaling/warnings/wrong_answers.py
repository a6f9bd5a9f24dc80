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
    return [
        Finding(ID, GRADE, _in_words(agreement), agreement.disagreeing)
        for agreement in study.agreements.values()
        if agreement.identical < agreement.of
    ]


def _in_words(agreement: Agreement) -> str:
    kernel, samples = agreement.question[:2]
    what = f"sampled the same ({kernel}, {text.plural(samples, 'sample')})"
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
