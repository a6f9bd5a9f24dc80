# SPDX-License-Identifier: Apache-2.0
"""Records as the journal holds them: what launches share stands in lines of its own.

docs/journal.md describes the form. `whole_record()` gives a record as if nothing were
shared or packed, which is how schema 1 wrote it.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from itertools import zip_longest
from typing import Any, Protocol

import numpy as np

from scaling.records import fields
from scaling.records.fields import Json, MalformedError

MAXIMUM_BYTES = 512 * 1024 * 1024
"""Above the places of 10^6 ranks (70 MB), below what a damaged line could ask for."""
ATTEMPT = "{attempt}"
"""Stands for the name of the attempt's directory in a shared `argv`."""
ID_DIGITS = 16
MOST_SHARED = 16
"""Lines that a record may refer to: the harness shares three things."""
MOST_LEVELS = 64
_ABSENT = object()
_QUOTE, _OPEN, _CLOSE = b'"', b"[{", b"]}"


class Shared(Protocol):
    """What records refer to, as a mapping gives it."""

    def get(self, id: str, /) -> Json | None:
        """None where there is no such line."""


def unpacked(value: Json) -> bytes:
    """The bytes of {"bytes": N, "base64": "…"}; raises MalformedError."""
    size = packed_bytes(value)
    try:
        held = base64.b64decode(fields.text(value, "base64"), validate=True)
        stream = zlib.decompressobj()
        found = stream.decompress(held, size + 1)
    except (ValueError, zlib.error) as error:
        raise MalformedError("packed bytes cannot be unpacked") from error
    if len(found) != size:
        raise MalformedError("packed bytes are not as many as they say")
    if not stream.eof:
        raise MalformedError("packed bytes are cut")
    return found


def packed_bytes(value: Json) -> int:
    """How many bytes they are, as they say; raises MalformedError."""
    size = fields.whole(value, "bytes")
    if size > MAXIMUM_BYTES:
        raise MalformedError(f"{size} packed bytes are too many")
    return size


def packed_size(shared: Json) -> int:
    """How many bytes a `shared` line has to unpack; raises MalformedError."""
    if "packed" not in shared:
        return 0
    return packed_bytes(fields.mapping(shared, "packed"))


def numbers_in_planes(packed: bytes, rows: int = 1) -> np.ndarray:
    """Whole numbers, (rows, n), of as many parts, each of 64-bit numbers whose first
    bytes stand before their second ones."""
    planes = np.frombuffer(packed, np.uint8).reshape(rows, 8, -1)
    return np.ascontiguousarray(planes.transpose(0, 2, 1)).view("<i8")[..., 0]


def shared_text(value: Json, raw: bytes) -> bytes:
    """The JSON of what a `shared` line says; `value` is the line, `raw` its bytes.

    Raises MalformedError, as where that is not what its id was made of.
    """
    if "packed" in value:
        text = unpacked(fields.mapping(value, "packed"))
    else:
        _, found, text = raw[: raw.rfind(b',"crc32":')].partition(b',"value":')
        if not found:
            raise MalformedError("a shared line without its value")
    if shared_id(text) != fields.text(value, "id"):
        raise MalformedError("a shared line that is not what its id was made of")
    if levels_of(text) > MOST_LEVELS:
        raise MalformedError(f"a shared line of more than {MOST_LEVELS} levels")
    return text


def levels_of(text: bytes) -> int:
    """How many objects and arrays of a JSON text stand in each other."""
    without_escapes = text.replace(rb"\\", b"").replace(rb"\"", b"")
    marks = np.frombuffer(without_escapes, np.uint8)
    is_in_string = np.logical_xor.accumulate(_are_any_of(marks, _QUOTE))
    steps = _are_any_of(marks, _OPEN).view(np.int8) - _are_any_of(marks, _CLOSE)
    return int(np.cumsum(steps[~is_in_string], dtype=np.int32).max(initial=0))


def _are_any_of(marks: np.ndarray, letters: bytes) -> np.ndarray:
    return np.logical_or.reduce([marks == letter for letter in letters])


def shared_id(text: bytes) -> str:
    """The id of what launches share."""
    return hashlib.sha256(text).hexdigest()[:ID_DIGITS]


def whole_record(record: Json, shared: Shared) -> Json:
    """The record with what it refers to in its place; raises MalformedError."""
    try:
        return _whole_record(record, shared)
    except RecursionError as error:
        raise MalformedError("it nests too deeply") from error


def _whole_record(record: Json, shared: Shared) -> Json:
    ids = fields.texts(record, "shared")
    if not ids and record.get("schema") == 1:
        return record
    if len(ids) > MOST_SHARED:
        raise MalformedError(f"refers to more than {MOST_SHARED} shared lines")
    whole: Any = {}
    for id in ids:
        common = shared.get(id)
        if common is None:
            raise MalformedError(
                f"refers to the shared line {id!r}, which is not in this journal"
            )
        whole = merged(whole, common)
    if "argv" in whole:
        name = "-".join(str(record.get(key)) for key in ("point", "launch", "attempt"))
        words = [word.replace(ATTEMPT, name) for word in fields.texts(whole, "argv")]
        whole = {**whole, "argv": words}
    whole = merged(whole, record)
    return _with_times(whole)


def merged(under: Any, over: Any) -> Any:
    """`under` with what `over` says: objects and arrays part by part, else `over`."""
    if isinstance(under, dict) and isinstance(over, dict):
        found = dict(under)
        for name, value in over.items():
            found[name] = merged(under[name], value) if name in under else value
        return found
    if isinstance(under, list) and isinstance(over, list):
        return [
            left if right is _ABSENT else right if left is _ABSENT
            else merged(left, right)
            for left, right in zip_longest(under, over, fillvalue=_ABSENT)
        ]  # fmt: skip
    return over


def _with_times(record: Json) -> Json:
    """With the times of the ranks as the worker gives them, where they are packed."""
    result = fields.mapping(record, "result")
    measurements = result.get("measurements")
    if not isinstance(measurements, list):
        return record
    found = [_unpacked_times(one) for one in measurements]
    return {**record, "result": {**result, "measurements": found}}


def _unpacked_times(measurement: Any) -> Any:
    times = measurement.get("repetitions") if isinstance(measurement, dict) else None
    if not isinstance(times, dict):
        return measurement
    ranks = fields.whole(times, "ranks", at_least=1)
    packed = unpacked(times)
    if len(packed) % (24 * ranks):
        raise MalformedError("there are not three times of each rank and repetition")
    repetitions = numbers_in_planes(packed)[0].reshape(-1, 3, ranks)
    repetitions[:, 2] -= repetitions[:, 1]
    names = ("barrier_s", "useful_s", "reduce_s")
    whole = [dict(zip(names, one)) for one in (repetitions / 1e9).tolist()]
    return {**measurement, "repetitions": whole}
