# SPDX-License-Identifier: Apache-2.0
"""Lines that say what launches share, parsed when a record refers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from scaling.records import fields
from scaling.records.compact import packed_size, shared_text
from scaling.records.fields import Json, MalformedError

MAXIMUM_BYTES = 2**30
"""Unpacked, of a journal: the places of 10^7 ranks."""
KEPT_BYTES = 2**26
"""Of texts that stay parsed: that of the places of 10^5 ranks has 6 MB."""


class SharedLines:
    """What records have in common, by its id, wherever in the journal it stands.

    Of equal ids the first line counts that is what it says. The latest that were asked
    for stay parsed: a large study has more places of ranks than memory holds.
    """

    def __init__(self, parse: Callable[[bytes], Json]) -> None:
        """`parse` makes the value of a text of JSON, or raises MalformedError."""
        self._parse = parse
        self._lines: dict[str, list[bytes]] = defaultdict(list)
        self._size = 0
        self._parsed: dict[str, tuple[Json, int]] = {}
        self._kept = 0

    def add(self, value: Json, raw: bytes) -> None:
        """A line and its bytes, once; what is beyond MAXIMUM_BYTES is left out.

        Raises MalformedError where it does not say its id or size.
        """
        known, size = self._lines[fields.text(value, "id")], packed_size(value)
        if raw not in known and self._size + size <= MAXIMUM_BYTES:
            known.append(raw)
            self._size += size

    def get(self, id: str) -> Json | None:
        """What its line says; None where no good line has this id."""
        if id in self._parsed:
            self._parsed[id] = self._parsed.pop(id)  # now the latest
            return self._parsed[id][0]
        for raw in self._lines.get(id, ()):
            try:
                text = shared_text(self._parse(raw), raw)
                found = self._parse(text)
            except MalformedError:
                continue  # told when its line is read
            self._keep(id, found, len(text))
            return found
        return None

    def check(self, value: Json, raw: bytes) -> None:
        """Raises MalformedError for a line that says nothing that can be used."""
        if self.get(fields.text(value, "id")) is None:
            self._parse(shared_text(value, raw))
            raise MalformedError("shared lines of more than 1 GiB")

    def _keep(self, id: str, value: Json, size: int) -> None:
        self._parsed[id] = value, size
        self._kept += size
        while self._kept > KEPT_BYTES and len(self._parsed) > 1:
            _, dropped = self._parsed.pop(next(iter(self._parsed)))
            self._kept -= dropped
