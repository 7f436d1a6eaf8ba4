from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.doctrine.load import parse_document
from doctrine_check.doctrine.paths import Doubtful, file_references

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import FileReference

HERE = "docs/specs/section_4/bd-2xyz_contract.md"
THERE = frozenset(
    {
        "docs",
        "docs/doctrine/speed.md",
        "docs/specs/section_4/plan.md",
        "scripts",
        "scripts/check.py",
        "tests",
        "tests/test_speed.py",
    }
)


class Asked:
    """Knows which paths exist, and remembers which it was asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def __call__(self, path: str) -> bool:
        self.paths.append(path)
        return path in THERE


def references(text: str, path: str = HERE) -> list[FileReference]:
    return list(file_references(parse_document(path, text).document, Asked()))


def prose(code: str) -> list[FileReference]:
    return references(f"# bd-2xyz: Speed\n\nThe gate reads `{code}` at night.\n")


def listed(bullet: str) -> list[FileReference]:
    return references(f"# bd-2xyz: Speed\n\n## Artifacts\n\n- Verification: {bullet}\n")


def column(header: str, cell: str) -> list[FileReference]:
    return references(f"# bd-2xyz: Speed\n\n| What | {header} |\n|---|---|\n| Gate | {cell} |\n")


def missing(found: list[FileReference]) -> list[str | None]:
    """What is not there, but for what may be no path at all."""
    return [r.resolved for r in found if not r.exists and not isinstance(r, Doubtful)]


WRONG = {
    "docs/nowhere.md": "docs/nowhere.md",
    "scripts/nowhere.py": "scripts/nowhere.py",
    "nofolder/nowhere.py": "nofolder/nowhere.py",
    "scripts/check_nothing": "scripts/check_nothing",
    "scripts/data/nowhere.json": "scripts/data/nowhere.json",
    "scripts/deeper/": "scripts/deeper",
    "./scripts/nowhere.py": "scripts/nowhere.py",
    "/scripts/nowhere.py": "scripts/nowhere.py",
    "tests/test_nowhere.py:12": "tests/test_nowhere.py",
    "tests/test_nowhere.py:12:7": "tests/test_nowhere.py",
    "tests/test_nowhere.py:12-20": "tests/test_nowhere.py",
    "tests/test_nowhere.py#L12": "tests/test_nowhere.py",
    "tests/test_nowhere.py::test_it": "tests/test_nowhere.py",
    "../../doctrine/nowhere.md": "docs/doctrine/nowhere.md",
    "../../../../../etc/passwd": None,
    ".github/workflows/nowhere.yml": ".github/workflows/nowhere.yml",
}


@pytest.mark.parametrize("code", WRONG)
def test_a_path_in_code_that_is_not_there_is_missing(code: str) -> None:
    assert missing(prose(code)) == [WRONG[code]]
    assert missing(listed(f"`{code}`")) == [WRONG[code]]


@pytest.mark.parametrize(
    "code",
    [
        "scripts/check.py",
        "./scripts/check.py",
        "/scripts/check.py",
        "scripts/check.py:12",
        "tests/test_speed.py::test_it",
        "docs/doctrine/speed.md#targets",
        "../../doctrine/speed.md",
        "./plan.md",
    ],
)
def test_a_path_counts_from_the_root_or_from_the_document(code: str) -> None:
    for found in (prose(code), listed(f"`{code}`")):
        assert [(r.exists, r.written) for r in found] == [(True, code)]


NO_PATHS = [
    "application/json", "text/markdown", "image/svg+xml", "application/vnd.meadow.consent+json",
    "CI/CD", "N/A", "and/or", "before/after", "owner/repo", "ops/sec", "p50/p95/p99", "1/2",
    "2024/01/31", "feature/cache", "/health", "/api/v1/orders", "/etc/passwd", "~/notes.md",
    "https://example.org/a/b.md", "example.org/a/b.md", "github.com/owner/repo/readme.md",
    "actions/checkout@v4", "@types/node/index.d.ts", "python scripts/nowhere.py --json",
    "scripts/<name>.py", "scripts/*.py", "scripts/{name}.py", "scripts/...", "docs/…/a.md",
    "$HOME/a.md", "%APPDATA%/a.md", "C:/a.md", "C:\\a.md", "path/to/file.py", "a//b.md", "../..",
    "doctrine_check.cli.lint", "std::fs", "lint", "nowhere.md", "report.json", "a=b/c.md",
    "scripts/a.py,scripts/b.py", "s/old/new.md/|", "/var/log/nowhere.md", "",
]  # fmt: skip


@pytest.mark.parametrize("code", NO_PATHS)
def test_what_only_looks_like_a_path_is_none(code: str) -> None:
    assert missing(prose(code)) == []


@pytest.mark.parametrize("code", [code for code in NO_PATHS if code != "nowhere.md"])
def test_nor_is_it_one_in_a_list_of_files(code: str) -> None:
    assert missing(listed(f"`{code}`")) == []


def test_a_name_alone_counts_in_a_list_of_files_only() -> None:
    assert missing(listed("`nowhere.md`")) == ["nowhere.md"]
    assert missing(listed("`report.json`")) == []
    assert missing(prose("nowhere.md")) == []


def test_a_list_of_files_needs_no_code() -> None:
    assert missing(listed("tests/test_nowhere.py, see (docs/nowhere.md).")) == [
        "tests/test_nowhere.py",
        "docs/nowhere.md",
    ]
    assert missing(listed("tests and/or docs, before/after, tests/nowhere")) == []
    assert missing(references("# bd-2xyz: Speed\n\nSee tests/test_nowhere.py for that.\n")) == []


@pytest.mark.parametrize("header", ["Path", "File", "**Files**", "Location", "Artifact file"])
def test_a_column_of_files_needs_no_code(header: str) -> None:
    assert missing(column(header, "tests/test_nowhere.py")) == ["tests/test_nowhere.py"]
    assert missing(column(header, "`scripts/nothing`")) == ["scripts/nothing"]
    assert missing(column(header, "scripts/nothing")) == ["scripts/nothing"]
    assert missing(column(header, "nowhere.toml")) == ["nowhere.toml"]
    assert missing(column(header, "Berlin/Mitte")) == []


@pytest.mark.parametrize("header", ["Pathology", "What it does", "Profile"])
def test_another_column_holds_no_files(header: str) -> None:
    assert missing(column(header, "tests/test_nowhere.py")) == []
    assert missing(column(header, "`tests/test_nowhere.py`")) == ["tests/test_nowhere.py"]


@pytest.mark.parametrize("heading", ["Required Performance Artifacts", "Principles"])
def test_artifacts_that_changes_owe_are_no_list_of_files(heading: str) -> None:
    text = f"# bd-2xyz: Speed\n\n## {heading}\n\n- Before: tests/nowhere.py\n"
    assert references(text) == []


def test_a_link_counts_from_the_document_or_with_a_slash_from_the_root() -> None:
    text = "# T\n\n[a](plan.md) [b](/scripts/check.py) [c](scripts/check.py)\n[d](#here) [e](x:y)\n"
    assert [(r.written, r.resolved, r.exists) for r in references(text)] == [
        ("plan.md", "docs/specs/section_4/plan.md", True),
        ("/scripts/check.py", "scripts/check.py", True),
        ("scripts/check.py", "docs/specs/section_4/scripts/check.py", False),
    ]


def test_a_link_that_shows_its_path_is_one_reference() -> None:
    assert missing(listed("[`scripts/nowhere.py`](../../../scripts/nowhere.py)")) == [
        "scripts/nowhere.py"
    ]


def test_each_path_of_a_line_has_its_own_place() -> None:
    text = "# T\n\nA first line,\nthen `docs/a.md`, `docs/b.md`\nand `docs/a.md` again.\n"
    assert [(r.written, r.place.line, r.place.column) for r in references(text)] == [
        ("docs/a.md", 4, 7),
        ("docs/b.md", 4, 20),
        ("docs/a.md", 5, 6),
    ]


def test_a_path_that_stands_twice_on_a_line_has_two_places() -> None:
    text = "# T\n\nBoth `docs/a.md` and `docs/a.md`.\n"
    assert [r.place.column for r in references(text)] == [7, 23]


@pytest.mark.parametrize("media", ["text/markdown", "application/json", "image/png"])
def test_a_media_type_is_none_whatever_folders_there_are(media: str) -> None:
    assert prose(media) == []
    assert listed(f"`{media}`") == []


def test_each_path_of_a_row_has_its_own_place() -> None:
    text = "# T\n\n| A | B |\n|---|---|\n| `docs/a.md` | `docs/a.md` |\n"
    assert [(r.place.line, r.place.column) for r in references(text)] == [(5, 4), (5, 18)]


def test_a_decision_record_names_paths_that_may_be_gone() -> None:
    text = "# ADR-001: Cache\n\nUntil then `docs/nowhere.md` said so. See [it](nowhere.md).\n"
    found = references(text, "docs/adr/0001-cache.md")
    assert [r.resolved for r in found] == ["docs/adr/nowhere.md"]


def test_the_folder_that_decides_is_kept_as_a_question() -> None:
    found = prose("owner/repo")
    assert [(type(r), r.resolved, r.exists) for r in found] == [(Doubtful, "owner", False)]


def test_text_without_code_or_links_asks_for_nothing() -> None:
    asked = Asked()
    text = "# T\n\nWords and/or docs/nowhere.md.\n\n| A |\n|---|\n| before/after |\n"
    assert list(file_references(parse_document(HERE, text).document, asked)) == []
    assert asked.paths == []


# --- links by reference, images, and HTML


def linked(text: str) -> list[tuple[str, int, int]]:
    """What a text behind a title links to that is not there: path, line and column."""
    found = references(f"# T\n\n{text}")
    return [(r.written, r.place.line, r.place.column) for r in found if not r.exists]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [the notes][y].\n\n[y]: nope.md", ("nope.md", 5, 6)),
        ("See [y] twice: [y].\n\n[y]: <no pe.md> 'title'", ("no pe.md", 5, 7)),
        ("See [y][] and [w](https://x.y).\n\n> [y]: nope.md", ("nope.md", 5, 8)),
        ("See\n[the\nnotes][y].\n\n[y]:\n  nope.md", ("nope.md", 7, 1)),
        ("- [the notes][Y]\n\n[y]: nope.md#there", ("nope.md", 5, 6)),
        ("| A |\n|---|\n| [x][y] |\n\n[y]: nope.md", ("nope.md", 7, 6)),
        ("See ![a picture](img/nope.png).", ("img/nope.png", 3, 18)),
        ("[![badge](nope.svg)](plan.md)", ("nope.svg", 3, 11)),
        ("![a picture][y]\n\n[y]: nope.png", ("nope.png", 5, 6)),
        ("## See [the notes](nope.md)", ("nope.md", 3, 20)),
        ('See <a href="nope.md">the notes</a>.', ("nope.md", 3, 14)),
        ("See <A class=x\nHREF = 'nope.md'>the notes</A>.", ("nope.md", 3, 1)),
        ("See <img src=nope.png width=3>.", ("nope.png", 3, 14)),
        ("| A |\n|---|\n| <img src='nope.png'> |", ("nope.png", 5, 13)),
        ('<p>\n<!-- <img src="a.png"> -->\n<img\nsrc="nope.png">\n</p>', ("nope.png", 6, 6)),
        ('<p><a href="no&amp;pe.md">x</a></p>', ("no&pe.md", 3, 1)),
    ],
)
def test_a_link_of_any_kind_leads_to_a_file(text: str, found: tuple[str, int, int]) -> None:
    assert set(linked(text)) == {found}


@pytest.mark.parametrize(
    "text",
    [
        "See [y] and [x][y].\n\n[y]: plan.md",
        "See [y].\n\n[y]: https://example.org/nope.md",
        "Nobody links to it.\n\n[y]: nope.md",
        "A task [x], a place [0], a list[y].",
        "Said before[^1].\n\n[^1]: Meyer2020",
        "Said before by Meyer2020[^1].\n\n[^1]: Meyer2020",
        "[//]: # (a comment)\n\n[comment]: <> (another)",
        "`![x](nope.png)` and `<a href='nope.md'>`",
        "```html\n<a href='nope.md'>\n```",
        "<!-- <a href='nope.md'> -->",
        "<pre>\n<a href='nope.md'>x</a>\n</pre>",
        "<script src='nope.js'></script>",
        "<p><a href='#here'>x</a> <a href='//x.y/z'>x</a> <img src='data:image/png;base64,x'></p>",
        "<p><a href='{{ site.url }}/nope.md'>x</a> <a name='href'>src</a></p>",
        "a < b, href=nope.md and src = nope.md > c",
        "![a](plan.md) <img src='plan.md'> <a href='/scripts/check.py'>x</a>",
    ],
)
def test_what_leads_nowhere_or_to_what_is_there_is_no_missing_file(text: str) -> None:
    assert linked(text) == []


def test_paths_behind_pictures_and_html_stand_on_their_lines() -> None:
    text = "![a\nb](plan.md) <b\nid=x> `docs/a.md`\nand `docs/b.md`"
    assert linked(text) == [("docs/a.md", 5, 8), ("docs/b.md", 6, 6)]


def test_the_code_of_a_heading_names_no_file() -> None:
    assert linked("## `docs/nowhere.md`, [x](plan.md)") == []


def test_links_of_a_record_are_followed_and_its_code_is_not() -> None:
    text = "# ADR-001: T\n\n**Status:** Accepted\n\nSee [x][y], `docs/a.md`.\n\n[y]: nope.md\n"
    found = references(text, "docs/adr/0001-t.md")
    assert [r.written for r in found if not r.exists] == ["nope.md"]


def test_many_links_to_one_definition_are_as_many_references() -> None:
    assert len(linked("[y] " * 3_000 + "\n\n[y]: nope.md")) == 3_000


def test_a_link_that_shows_its_path_stands_there_though_a_label_has_the_same() -> None:
    assert set(linked("So [x](nope.md).\n\n[y]: nope.md")) == {("nope.md", 3, 8)}
