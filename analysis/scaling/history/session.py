# SPDX-License-Identifier: Apache-2.0
"""One point of a history: what a study measured of one configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scaling.history.source import Source
from scaling.model.environment import Fields, environment_of, field_values
from scaling.model.point import Point
from scaling.records.record import Manifest

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
        """When its first launch was started; empty of an import, and of a simulation,
        whose calendar is its own."""
        span = self.point.launches.span_utc
        return span[0] if span and not self.point.request.is_simulated else ""

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


def sessions_of(source: Source) -> list[Session]:
    """One for each point of a study that has launches which count."""
    side = source.side
    return [Session(source.label, p, side.manifests) for p in side.points if p.launches]


def _only(fields: Fields, names: Sequence[str]) -> str:
    """The value of the first field that is known; empty where launches differ."""
    known = [fields[name] for name in names if any(fields.get(name, []))]
    return known[0][0] if known and len(known[0]) == 1 else ""
