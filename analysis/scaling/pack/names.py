# SPDX-License-Identifier: Apache-2.0
"""Names of hosts, users and directories in a journal, and what stands for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from scaling.pack.ready import NotReadyError
from scaling.records.checksum import with_checksum, without_checksum
from scaling.records.compact import shared_id, unpacked

_HOST_KEYS = {"host", "hosts", "hostname", "node", "HOSTNAME", "SLURMD_NODENAME"}
_USER_KEYS = {"user", "USER", "LOGNAME", "SLURM_JOB_USER"}
_PATH = re.compile(r"(?<![\w.~/}%)\]+*-])(?:/[\w.@+~%-]+)+")
_PUBLIC = re.compile(r"/(?:usr|bin|sbin|lib|lib64|proc|sys|dev|etc)(?:/|$)")
"""Directories that are the same on every machine."""
_HOME = re.compile(r"/(?:home|users|Users|u)(?:/\w)?/([\w.-]+)")
_AT_HOST = re.compile(r"(?<![\w.-])([a-z_][\w-]*)@([A-Za-z0-9][\w.-]*[A-Za-z0-9])")
"""As in the version of Open MPI, which names who built it and where."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?')


_SHARED = '{"schema":2,"kind":"shared","id":'
_PACKED = "base64"
"""The key of numbers that are packed: a text without names, whatever it looks like."""


class Aliases:
    """What stands for each real name, the same everywhere."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._pattern: re.Pattern[str] | None = None

    @property
    def real(self) -> tuple[str, ...]:
        """The names that are replaced."""
        return tuple(self._found)

    def learn(self, lines: Iterable[str]) -> None:
        """Every name that the lines of a journal hold."""
        for line in lines:
            for key, text in _texts(json.loads(line), ""):
                self._learn(key, text)

    def replace(self, text: str) -> str:
        """The text without any of them; a name within a longer word is none."""
        if not self._found:
            return text
        if self._pattern is None:
            ordered = sorted(self._found, key=lambda name: (-len(name), name))
            names = "|".join(map(re.escape, ordered))
            self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{names})(?![A-Za-z0-9])")
        return self._pattern.sub(lambda found: self._found[found[0]], text)

    def _learn(self, key: str, text: str) -> None:
        for found in _PATH.finditer(text):
            self._path(found[0], is_whole=key.isupper())
        for user, host in _AT_HOST.findall(text):
            self._add(user, "user")
            self._host(host)
        if key in _HOST_KEYS:
            self._host(text)
        elif key in _USER_KEYS:
            self._add(text, "user")
        elif "NODELIST" in key:
            self._add(text, "hosts")

    def _path(self, path: str, *, is_whole: bool) -> None:
        """Its directory; all of it where an environment variable names a directory."""
        if user := _HOME.match(path):
            self._add(user[1], "user")
        folder = path if is_whole else path.rpartition("/")[0]
        if folder and not _PUBLIC.match(path):
            self._add(folder, "/path")

    def _host(self, name: str) -> None:
        """Its first label, which may stand alone, is the same host."""
        if not name or not re.fullmatch(r"[A-Za-z0-9][\w.-]*", name):
            return
        first, _, domain = name.partition(".")
        if re.fullmatch(r"[\d.]+", name):
            first, domain = name, ""
        alias = self._add(first, "host")
        if domain:
            self._found.setdefault(name, alias)
            self._add(domain, "domain")

    def _add(self, name: str, kind: str) -> str:
        if not name or name == "root":
            return name
        if name not in self._found:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._found[name] = f"{kind}{self._counts[kind]}"
            self._pattern = None
        return self._found[name]


def _texts(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Every text with the key that it, or its list, stands under."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, name)


def anonymous(journal: str) -> tuple[str, Aliases]:
    """The journal with other names and its numbers as they are; raises NotReadyError
    where a line is damaged, as what it holds is not known."""
    bodies = []
    for number, line in enumerate(journal.splitlines(keepends=True), start=1):
        body = without_checksum(line)
        if body is None:
            raise NotReadyError(
                f"line {number} of the journal is damaged, so that the names in it are "
                "not known. Pack without --anonymous, or take the line out"
            )
        bodies.append(_unpacked(body))
    aliases = Aliases()
    aliases.learn(body + "}" for body in bodies)
    replaced = _with_ids([_replaced(body, aliases) for body in bodies])
    return "".join(map(with_checksum, replaced)), aliases


def _unpacked(body: str) -> str:
    """A line of what launches share whose names can be read."""
    head, is_packed, _ = body.partition(',"packed":')
    if not (is_packed and head.startswith(_SHARED)):
        return body
    text = unpacked(json.loads(body + "}")["packed"]).decode()
    return f'{head},"value":{text}'


def _with_ids(bodies: list[str]) -> list[str]:
    """What launches share by the id of its new text, wherever it is referred to."""
    new = {}
    for body in bodies:
        head, is_shared, text = body.partition(',"value":')
        if is_shared and head.startswith(_SHARED):
            new[head.removeprefix(_SHARED)] = f'"{shared_id(text.encode())}"'
    if not new:
        return bodies
    ids = re.compile("|".join(map(re.escape, new)))
    return [ids.sub(lambda found: new[found[0]], body) for body in bodies]


def _replaced(body: str, aliases: Aliases) -> str:
    """Texts only: every digit of a number stays as it is."""

    key = ""

    def one(token: re.Match[str]) -> str:
        nonlocal key
        if token[1] is None and key == _PACKED:
            return token[0]
        key = "" if token[1] is None else token[0][1:].partition('"')[0]
        text = json.loads(token[0].removesuffix(token[1] or ""))
        new = aliases.replace(text)
        is_key = token[1] is not None
        if new == text or (is_key and text not in aliases.real):
            return token[0]
        return json.dumps(new, ensure_ascii=False) + (token[1] or "")

    return _TOKEN.sub(one, body)
