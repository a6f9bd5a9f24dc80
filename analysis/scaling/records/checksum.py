# SPDX-License-Identifier: Apache-2.0
"""The checksum at the end of a journal's line."""

from __future__ import annotations

import re
import zlib

_END = re.compile(r',"crc32":"[0-9a-f]{8}"\}\n?$')


def with_checksum(body: str) -> str:
    """A line of what stands before its checksum: an object without its last brace."""
    return f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}\n'


def without_checksum(line: str) -> str | None:
    """What with_checksum() was given; None where the line is damaged."""
    body = _END.sub("", line)
    return body if with_checksum(body) == line else None
