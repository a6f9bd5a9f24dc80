# SPDX-License-Identifier: Apache-2.0
"""The pages that people read: their links, and the commands that they name."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`[^`]+`")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CALL = re.compile(r"(?<![\w-])assay ([a-z]+)")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    found: set[str] = set()
    for heading in HEADING.findall(BLOCK.sub("", page.read_text())):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        count = sum(1 for one in found if re.fullmatch(rf"{slug}(-\d+)?", one))
        found.add(f"{slug}-{count}" if count else slug)
    return found


def links(page: Path) -> list[str]:
    """The relative links and images of a page, outside of code."""
    found = LINK.findall(SPAN.sub("", BLOCK.sub("", page.read_text())))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether a relative link ends at a file of the project, and at a heading of it."""
    path, _, anchor = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not (target.exists() and target.is_relative_to(page.parent.parent)):
        return False
    return not anchor or (target.suffix == ".md" and anchor in anchors(target))


def broken_links(page: Path) -> list[str]:
    return [link for link in links(page) if not leads_somewhere(page, link)]


def named_commands(text: str) -> set[str]:
    """What a page calls as `assay COMMAND` or `./assay COMMAND`, in its code."""
    blocks = BLOCK.findall(text)
    code = [*blocks, *SPAN.findall(BLOCK.sub("", text))]
    return {name for one in code for name in CALL.findall(one)}


def commands() -> set[str]:
    """The commands of the harness, and those of the script `assay` at the root."""
    sources = [path.read_text() for path in (ROOT / "harness" / "cli").glob("*.cpp")]
    found = {
        name
        for source in sources
        for name in re.findall(r'add_subcommand\(\s*"(\w+)"', source)
    }
    script = (ROOT / "assay").read_text()
    return found | set(re.findall(r"\$\{1-\} == (\w+)", script))


def as_ids(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=as_ids)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=as_ids)
def test_every_command_exists(page: Path) -> None:
    assert named_commands(page.read_text()) - commands() == set()


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    of_jobs = {"part", "combine", "collect"}  # the scripts of the jobs call these
    assert commands() - of_jobs - named_commands(readme) == set()


def test_every_page_is_in_the_contents() -> None:
    contents = ROOT / "docs" / "README.md"
    pages = {page for page in PAGES if page.is_relative_to(contents.parent)}
    linked = {(contents.parent / link).resolve() for link in links(contents)}
    assert pages - linked - {contents} == set()


def test_the_study_of_the_readme_is_the_one_that_is_run() -> None:
    readme = (ROOT / "README.md").read_text()
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert (ROOT / "configs" / "quickstart.yaml").read_text().endswith(block)


def test_what_is_broken_is_found(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    good = ["page.md", "#two-words", "page.md#two-words-1", "https://nowhere.invalid"]
    bad = ["gone.md", "#three", "page.md#two-words-2", "../../", "../docs#two-words"]
    targets = "".join(f"[`x`]({link})\n" for link in [*good, *bad])
    page.write_text(f"# Two `words`\n# Two words\n```\n# three\n```\n{targets}")
    assert broken_links(page) == bad
    text = "`./assay run` assay or `assay fly`\n```\nbin/assay walk\nx-assay no\n```\n"
    assert named_commands(text) == {"run", "fly", "walk"}
