# SPDX-License-Identifier: Apache-2.0
"""Files as a .tar.gz whose bytes follow from theirs alone."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Mapping

SUMS = "SHA256SUMS"
_WHEN = 315_532_800
"""1980-01-01, the first day that every archiver can write."""


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, and one that `sha256sum -c` checks them by."""
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    )
    return {**files, SUMS: sums.encode()}


def make_archive(folder: str, files: Mapping[str, bytes]) -> bytes:
    """The files below `folder`, sorted, of nobody and of one day."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime, entry.mode = len(content), _WHEN, 0o644
            tar.addfile(entry, io.BytesIO(content))
    return gzip.compress(stream.getvalue(), mtime=_WHEN)
