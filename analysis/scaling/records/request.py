# SPDX-License-Identifier: Apache-2.0
"""What was asked of a point: the fields that the journal calls `requested`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from scaling.records import fields
from scaling.records.fields import Json
from scaling.records.shared import shared

Pairs = tuple[tuple[str, str], ...]

IMPORTED = "imported"
"""The proof of numbers that others measured: there is none."""

DEVICE_BACKENDS = ("cuda", "hip")
"""Backends whose ranks compute on a device each, or share one."""


@dataclass(frozen=True)
class Imported:
    """What is known of a point that others measured.

    `resource` is what its units count, `rate` the unit of rates that were given in
    place of times, None where times were. A base may be of another program than the
    points beside it. `summary` is `mean` or `median` where a value is one of several
    runs.
    """

    resource: str
    rate: str | None = None
    is_other_program: bool = False
    summary: str = ""
    beside: str = ""
    """`base` or `curve` where it stands beside what was measured, and its place."""


@dataclass(frozen=True)
class Request:
    """One configuration; `samples` is the total over all ranks.

    Of a program, `kernel` is its name in the study.
    """

    kernel: str
    samples: int
    nodes: int
    ranks: int
    threads: int
    backend: str
    launcher: str
    seed: str
    repetitions: int
    parameters: Pairs
    env: Pairs
    is_program: bool = False
    ranks_per_gpu: int = 1
    imported: Imported | None = None
    launcher_words: tuple[str, ...] = ()
    """Of a launcher that the study gives; of ours none."""
    wrap: tuple[str, ...] = ()
    """What stands between launcher and program."""
    cores_per_rank: int = 0
    """Reserved for each; 0: as many as its threads need."""
    gpus_per_rank: int = 0
    """Given to each rank of a program; 0: none was asked for."""
    smt: int = 1
    """Threads that share a core, on its hardware threads."""
    place: str = ""
    """How ranks follow each other, as in `by socket`; empty: the study does not say."""
    derived: Pairs = ()
    """What the study derives from the resources."""
    side: str = ""
    """`A` or `B` of a comparison in one run; else empty."""
    job_nodes: int = 0
    """Of a base that is copied into the job of other points, the nodes of these; else
    0."""
    following: tuple[str, ...] = field(default=(), compare=False)
    """`parameters.X` and `env.X` that change with the resources: no part of what a
    point is."""
    words: tuple[str, ...] = field(default=(), compare=False)
    """Of a program, its name and arguments as the study writes them."""

    @property
    def is_copy(self) -> bool:
        """It was measured for the points of its job alone, which are compared with
        it."""
        return self.job_nodes > 0

    @property
    def is_python(self) -> bool:
        """A program that Python runs, by its first word: `{python}`, `python3.11`."""
        name = self.words[0].rpartition("/")[2] if self.words else ""
        return name.lstrip("{").startswith("python")

    @property
    def cores(self) -> int:
        """Reserved for all ranks, by default one for each thread; beside a device,
        those that feed it."""
        return self.ranks * (self.cores_per_rank or -(-self.threads // self.smt))

    @property
    def devices(self) -> int:
        """GPUs that compute; 0 where cores do."""
        if self.is_program:
            return self.ranks * self.gpus_per_rank
        if self.backend not in DEVICE_BACKENDS:
            return 0
        return -(-self.ranks // self.ranks_per_gpu)

    @property
    def units(self) -> int:
        """The resource axis: GPUs where they compute, else cores; never both."""
        return self.devices or self.cores

    @property
    def unit(self) -> str:
        """What one of `units` is called."""
        if self.imported:
            return self.imported.resource
        return "GPU" if self.devices else "core"

    @property
    def shape(self) -> str:
        """How the cores are split, as in `4x2`: ranks x threads; `4x2/3` where three
        cores are reserved for each rank. Of what was imported, their number."""
        if self.imported:
            return str(self.units)
        reserved = f"/{self.cores_per_rank}" if self.cores_per_rank else ""
        return f"{self.ranks}x{self.threads}{reserved}"

    @property
    def counts_samples(self) -> bool:
        """Its work is told by `samples`; that of most programs is not."""
        return self.samples > 1 or not self.is_program

    def without_resources(self) -> Request:
        """What points of one curve share, but for their samples."""
        return replace(
            self,
            nodes=0,
            ranks=0,
            threads=0,
            cores_per_rank=0,
            gpus_per_rank=0,
            repetitions=0,
            parameters=self._steady("parameters"),
            env=self._steady("env"),
            derived=(),
            following=(),
        )

    def _steady(self, kind: str) -> Pairs:
        """The pairs whose values do not follow the resources."""
        pairs: Pairs = getattr(self, kind)
        return tuple(p for p in pairs if f"{kind}.{p[0]}" not in self.following)

    @property
    def is_imported_rate(self) -> bool:
        """Rates were imported, so that its time is that of one unit of work."""
        return self.imported is not None and self.imported.rate is not None

    @property
    def is_simulated(self) -> bool:
        """A model answered, no process ran."""
        return self.launcher == "simulate"


def _samples(value: Json) -> int:
    samples = fields.count(value, "samples")
    if samples < 1:
        raise fields.MalformedError("samples is not above 0")
    return samples


@shared
def parse_request(value: Json) -> Request:
    """Raises MalformedError."""
    return Request(
        kernel=fields.text(value, "kernel"),
        samples=_samples(value),
        nodes=fields.whole(value, "nodes", at_least=1, default=1),
        ranks=fields.whole(value, "ranks", at_least=1),
        threads=fields.whole(value, "threads", at_least=1),
        backend=fields.text(value, "backend", default=""),
        launcher=fields.text(value, "launcher", default=""),
        seed=fields.text(value, "seed", default=""),
        repetitions=fields.whole(value, "repetitions", default=0),
        parameters=fields.pairs(value, "parameters"),
        env=fields.pairs(value, "env"),
        is_program="program" in value,
        words=fields.texts(value, "program"),
        ranks_per_gpu=fields.whole(value, "ranks_per_gpu", at_least=1, default=1),
        derived=fields.pairs(value, "derived"),
        imported=_imported(value) if value.get("proof") == IMPORTED else None,
        launcher_words=fields.texts(value, "launcher_words"),
        wrap=fields.texts(value, "wrap"),
        cores_per_rank=fields.whole(value, "cores_per_rank", default=0),
        smt=fields.whole(value, "smt", at_least=1, default=1),
        place=fields.text(value, "place", default=""),
        gpus_per_rank=fields.whole(value, "gpus_per_rank", default=0),
        side=fields.text(value, "side", default=""),
        job_nodes=fields.whole(value, "job_nodes", default=0),
    )


def _imported(value: Json) -> Imported:
    found = fields.mapping(value, "imported")
    return Imported(
        resource=fields.text(found, "resource", default="core"),
        rate=fields.text(found, "rate") if "rate" in found else None,
        is_other_program=found.get("other_program") is True,
        summary=fields.text(found, "summary", default=""),
        beside=fields.text(found, "beside", default=""),
    )
