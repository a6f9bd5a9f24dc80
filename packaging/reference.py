#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the pages of reference, each from the one place that has what it says.

    packaging/reference.py [ASSAY]    ASSAY: the built program, for its help

docs/study-file.md is of configs/study.schema.json; docs/commands.md and the man page,
packaging/assay.1, are of what `assay COMMAND --help` prints, and `./assay test --help` of
a clone. A test compares.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = re.compile(r"^( +-.*? [A-Z]+) \[([^]\n]+)\](?=  )", re.MULTILINE)
"""Of an option, as CLI11 2.4 writes it; earlier ones write `TEXT=results`."""
Schema = dict[str, Any]


class StudyFile:
    """The page of a study file's keys."""

    def __init__(self, schema: Schema) -> None:
        self._root = schema
        self._lines: list[str] = []

    def page(self) -> str:
        """The whole page."""
        self._lines = [
            "<!-- SPDX-License-Identifier: Apache-2.0 -->",
            "<!-- made by packaging/reference.py from configs/study.schema.json -->",
            "# The study file",
            "",
            "Every key of a study. `assay check` tells what is wrong in one, with line and",
            "column; `assay plan` shows what each default comes to. An editor that reads",
            "`configs/study.schema.json` completes these keys. What they are for is in the",
            "[guide](studies.md).",
            "",
            "Needed are `study`, `scaling`, a `kernel` with `samples` or a `program`, and one",
            "of `ranks`, `threads` and `nodes`.",
        ]
        self._section("", self._root)
        return "\n".join(self._lines) + "\n"

    def _resolve(self, schema: Schema) -> Schema:
        if "$ref" not in schema:
            return schema
        named = self._root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        return {
            **self._resolve(named),
            **{k: v for k, v in schema.items() if k != "$ref"},
        }

    def _section(self, path: str, schema: Schema) -> None:
        if path:
            self._lines += ["", f"## {path}"]
            if says := schema.get("description"):
                self._lines += ["", says]
        self._lines += ["", "| key | is | says |", "|---|---|---|"]
        inner = []
        for key, value in schema["properties"].items():
            resolved = self._resolve(value)
            kind = cell(self._kind(resolved))
            says = cell(resolved.get("description", ""))
            self._lines.append(f"| `{key}` | {kind} | {says} |")
            inner += self._objects(f"{path}.{key}" if path else key, resolved)
        for name, value in inner:
            self._section(name, value)

    def _objects(self, path: str, schema: Schema) -> list[tuple[str, Schema]]:
        """What has keys of its own within a value, with the path that leads there."""
        schema = self._resolve(schema)
        if "properties" in schema:
            return [(path, schema)]
        found = []
        for choice in schema.get("oneOf", []) + schema.get("anyOf", []):
            found += self._objects(path, choice)
        items = schema.get("items")
        if isinstance(items, dict):
            found += self._objects(path, items)
        named = schema.get("additionalProperties")
        if isinstance(named, dict):
            found += self._objects(f"{path}.NAME", named)
        return found

    def _kind(self, schema: Schema) -> str:
        schema = self._resolve(schema)
        if "enum" in schema or "const" in schema:
            return " or ".join(map(written, schema.get("enum", [schema.get("const")])))
        choices = schema.get("oneOf") or schema.get("anyOf")
        if choices and not schema.get("properties"):
            return self._choice([self._resolve(choice) for choice in choices])
        if schema.get("type") == "array":
            inner = self._kind(schema["items"]) if "items" in schema else ""
            return f"list ({inner})" if inner else "list"
        if schema.get("type") == "object":
            return "keys" if "properties" in schema else "names with values"
        words = {
            "string": "text",
            "integer": "whole number",
            "boolean": "`true` or `false`",
        }
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        return ", or ".join(words.get(one, one) for one in types)

    def _choice(self, choices: list[Schema]) -> str:
        """One of several: a number's other spellings and lists of the same go unsaid."""
        if any(choice.get("type") == "integer" for choice in choices):
            choices = [choice for choice in choices if "pattern" not in choice]
        kinds = dict.fromkeys(self._kind(choice) for choice in choices)
        lists = {f"list ({kind})" for kind in kinds}
        words = ["a list of these" if kind in lists else kind for kind in kinds]
        return ", or ".join(words)


def written(value: object) -> str:
    """A constant as a study has it."""
    return f"`{json.dumps(value) if not isinstance(value, str) else value}`"


def cell(text: str) -> str:
    """A text within a table, in which nothing outside of code is markup."""
    parts = text.replace("|", r"\|").split("`")
    parts[::2] = [part.replace("<", "&lt;").replace("*", r"\*") for part in parts[::2]]
    return "`".join(parts)


def help_of(program: str, *command: str) -> str:
    """What the program says of itself, or of a command."""
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        [program, *command, "--help"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    said = DEFAULT.sub(r"\1=\2  ", done.stdout)
    return re.sub(r"[ \t]+$", "", said, flags=re.MULTILINE).strip() + "\n"


def commands(overview: str) -> list[str]:
    """The names of the commands, in the order of the help."""
    listed = overview.partition("Subcommands:\n")[2].partition("\n\n")[0]
    return re.findall(r"^  (\w+)", listed, re.MULTILINE)


def all_help(program: str) -> dict[str, str]:
    """The help of every command, and of the whole by the name of ''."""
    overview = help_of(program)
    return {
        "": overview,
        **{name: help_of(program, name) for name in commands(overview)},
    }


def command_page(texts: dict[str, str]) -> str:
    """docs/commands.md."""
    lines = [
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        "<!-- made by packaging/reference.py from the help of the program -->",
        "# Commands",
        "",
        "What `assay COMMAND --help` says. In a clone it is `./assay`, which builds what",
        "changed first, and has two commands more: [`./assay test`](#assay-test) and",
        "[`./assay micro`](#assay-micro).",
    ]
    script = str(ROOT / "assay")
    own = {f"./assay {name}": help_of(script, name) for name in ("test", "micro")}
    named = {f"assay {name}".strip(): text for name, text in texts.items()}
    for heading, text in {**named, **own}.items():
        lines += ["", f"## {heading}", "", "<!-- not run: its help -->"]
        lines += ["```text", text.rstrip("\n"), "```"]
    return "\n".join(lines) + "\n"


def man_page(texts: dict[str, str]) -> str:
    """packaging/assay.1, for man."""
    summary = texts[""].partition("\n")[0].rstrip(".")
    parts = [
        '.\\" SPDX-License-Identifier: Apache-2.0',
        '.\\" made by packaging/reference.py from the help of the program',
        '.TH ASSAY 1 "" "assay" "User Commands"',
        f".SH NAME\nassay \\- {roff(summary[0].lower() + summary[1:])}",
    ]
    for name, text in texts.items():
        heading = f'"ASSAY {name.upper()}"' if name else "DESCRIPTION"
        parts.append(f".SH {heading}\n.nf\n{roff(text)}.fi")
    return "\n".join(parts) + "\n"


def roff(text: str) -> str:
    """A text of which roff takes no character for a command."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(?=[.'])", r"\\&", text, flags=re.MULTILINE)


def pages(program: str | None) -> dict[Path, str]:
    """Each file with what belongs into it; without a program, not those of its help."""
    schema = json.loads((ROOT / "configs" / "study.schema.json").read_text())
    made = {ROOT / "docs" / "study-file.md": StudyFile(schema).page()}
    if program:
        texts = all_help(program)
        made[ROOT / "docs" / "commands.md"] = command_page(texts)
        made[ROOT / "packaging" / "assay.1"] = man_page(texts)
    return made


def main() -> None:
    built = ROOT / "build" / "release" / "bin" / "assay"
    program = sys.argv[1] if len(sys.argv) > 1 else built
    for path, text in pages(str(program)).items():
        path.write_text(text)


if __name__ == "__main__":
    main()
