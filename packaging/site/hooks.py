# SPDX-License-Identifier: Apache-2.0
"""What MkDocs is told beyond mkdocs.yml: the order of pages, and files outside of docs.

The order is that of the tables in docs/README.md. Pages elsewhere in the tree that docs
links to are pages of the site too; links to other files become their bare words.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
HEADING = re.compile(r"^## (.+)$")
ROW = re.compile(r"^\| \[[^\]]*\]\(([^)#]+)\) \|")
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s#]*)(#[^)\s]*)?\)")
CODE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)

ELSEWHERE = {
    "results/README.md": "results.md",
    "analysis/coverage_study/README.md": "coverage.md",
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
"""Pages outside of docs, by their path in the tree, with their names in the site."""


def site_name(path: str) -> str:
    """The name in the site of a page that is given from docs, as in `../SECURITY.md`."""
    return ELSEWHERE.get(posixpath.normpath(posixpath.join("docs", path)), path)


def sections(contents: str) -> list[dict[str, list[str]]]:
    """The headings of the contents, each with the pages of its table."""
    found: list[dict[str, list[str]]] = []
    for line in contents.splitlines():
        if heading := HEADING.match(line):
            found.append({heading[1]: []})
        elif (row := ROW.match(line)) and found:
            next(iter(found[-1].values())).append(site_name(row[1]))
    return found


def on_config(config):
    contents = (ROOT / "docs" / "README.md").read_text()
    config.nav = [{"Start": ["README.md"]}, *sections(contents)]
    return config


def on_files(files, config):
    for path, name in ELSEWHERE.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / path)))
    style = str(ROOT / "packaging" / "site" / "site.css")
    files.append(File.generated(config, "site.css", abs_src_path=style))
    return files


def place_in_tree(name: str) -> str:
    """Where a page of the site lies in the tree."""
    outside = {site: path for path, site in ELSEWHERE.items()}
    return outside.get(name, f"docs/{name}")


def on_page_markdown(markdown, page, **_):
    name = page.file.src_uri
    here = posixpath.dirname(place_in_tree(name))

    def follow(link: re.Match[str]) -> str:
        words, path, anchor = link[1], link[2], link[3] or ""
        if not path or re.match(r"[a-z]+:", path):
            return link[0]
        target = posixpath.normpath(posixpath.join(here, path))
        in_site = ELSEWHERE.get(target, target.removeprefix("docs/"))
        if target not in ELSEWHERE and not target.startswith("docs/"):
            return words
        to = posixpath.relpath(in_site, posixpath.dirname(name) or ".")
        return f"[{words}]({to}{anchor})"

    # A comment above the heading would hide it from the navigation.
    parts = CODE.split(re.sub(r"\A(<!--.*?-->\s*)+", "", markdown))
    return "".join(
        part if part.startswith("```") else LINK.sub(follow, part) for part in parts
    )
