# SPDX-License-Identifier: Apache-2.0
"""Takes a journal that the harness wrote, less what it says of its machine and user.

    python3 take_journal.py results/x/journal.jsonl x.jsonl

Host, paths and environment are replaced in the text of each line, and its checksum is
made anew: all other bytes stay as the harness wrote them.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from pathlib import Path

ENVIRONMENT = '"environment":{"HOME":"/home/user","LANG":"C.UTF-8"}'


def scrubbed(line: str, host: str) -> str:
    line = re.sub(r'"environment":\{[^}]*\}', ENVIRONMENT, line)
    line = re.sub(r'"system":"[^"]*"', '"system":"Linux 6.1.0"', line)
    line = re.sub(r'"/[^"]*/(assay-worker-\w+)"', r'"/opt/assay/bin/\1"', line)
    line = re.sub(r'"/[^"]*/(attempts/[^"]*)"', r'"/home/user/results/\1"', line)
    if host != "simulated":
        line = line.replace(f'"host":"{host}"', '"host":"node1"')
    body = line[: line.rindex(',"crc32":')]
    return f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}\n'


def main(source: Path, target: Path) -> None:
    lines = source.read_text().splitlines()
    values = [json.loads(line) for line in lines]
    (manifest,) = (value for value in values if value["kind"] == "manifest")
    host = manifest["machine"]["host"]
    target.write_text("".join(scrubbed(line, host) for line in lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
