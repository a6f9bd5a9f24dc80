# SPDX-License-Identifier: Apache-2.0
"""One point of a history: what a study measured of one configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scaling.history.source import Source
from scaling.model.environment import Fields, environment_of, field_values
from scaling.model.point import Point
from scaling.records.record import Manifest
from scaling.utc import seconds_since_1970

COMMITS = (
    "worker.commit", "environment.GITHUB_SHA", "environment.CI_COMMIT_SHA",
    "environment.GIT_COMMIT",
)  # fmt: skip
"""Where a study knows its commit from: our worker's build, or the forge it ran on."""
TAGS = ("environment.CI_COMMIT_TAG", "environment.TAG_NAME")


@dataclass(frozen=True)
class Session:
    """`point` is by the metric of the history."""

    label: str
    point: Point
    manifests: Mapping[str, Manifest] = field(repr=False)

    @cached_property
    def environment(self) -> Fields:
        return environment_of([self.point], self.manifests)

    @property
    def date(self) -> str:
        """When its first launch was started; of an import, and of a simulation, whose
        calendar is its own, the date that it is called by; empty where by none."""
        span = self.point.launches.span_utc
        is_known = span and not self.point.request.is_simulated
        return span[0] if is_known else date_in(self.label)

    @property
    def commit(self) -> str:
        """Of what was built; empty where the journal does not know."""
        return _only(self.environment, COMMITS)

    @property
    def tag(self) -> str:
        """That of the forge, else what the session is called."""
        return _only(self.environment, TAGS) or self.label

    @property
    def machine(self) -> str:
        """What sessions on the same machine have in common: `Xeon 6240, 36 cores`."""
        models = field_values(self.environment, "machine.cpu_model")
        cores = field_values(
            self.environment, "machine.cores_per_node", "machine.cores"
        )
        found = [", ".join(sorted(models)), *(f"{n} cores a node" for n in cores)]
        return ", ".join(part for part in found if part)

    @property
    def arguments(self) -> tuple[str, ...]:
        """Of its program: where that lies may differ from commit to commit."""
        return self.point.request.words[1:]


_DATE = re.compile(
    r"(?<!\d)(\d{4})([-_.]?)(\d\d)\2(\d\d)(?:[T_ -]?(\d\d)[:h.-]?(\d\d))?(?!\d)"
)


def date_in(label: str) -> str:
    """A day, and its minute where that stands behind it: `nightly-2026-03-10` and
    `20260310T0430` have one."""
    found = _DATE.search(label)
    if not found:
        return ""
    year, _, month, day, hour, minute = found.groups(default="00")
    text = f"{year}-{month}-{day}T{hour}:{minute}:00Z"
    try:
        seconds_since_1970(text)
    except ValueError:
        return ""
    return text


def sessions_of(source: Source) -> list[Session]:
    """One for each point of a study that has launches which count."""
    side = source.side
    return [Session(source.label, p, side.manifests) for p in side.points if p.launches]


def _only(fields: Fields, names: Sequence[str]) -> str:
    """The value of the first field that is known; empty where launches differ."""
    known = [fields[name] for name in names if any(fields.get(name, []))]
    return known[0][0] if known and len(known[0]) == 1 else ""
