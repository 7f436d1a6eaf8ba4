"""No performance document is passed over unread, and documents without ids are."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.glance import surely_other
from doctrine_check.doctrine.roles import PERFORMANCE_ROLES
from doctrine_check.doctrine.source import MAX_BYTES

ROOT = Path(__file__).resolve().parents[2]
PAIR = (
    ROOT / "docs/doctrine/performance_and_velocity.md",
    ROOT / "docs/specs/section_7/bd-2vl5_contract.md",
)
DOCUMENTS = sorted(
    path for folder in ("docs", "tests", "doctrine_check") for path in (ROOT / folder).rglob("*.md")
)


def is_law(data: bytes) -> bool:
    facts = examine("docs/a.md", data, lambda _: True).facts
    return facts is not None and facts.role in PERFORMANCE_ROLES


def test_no_performance_document_is_passed_over() -> None:
    texts = [path.read_bytes() for path in DOCUMENTS]
    law = [text for text in texts if is_law(text)]
    assert len(law) >= 4
    assert not any(map(surely_other, law))
    assert any(map(surely_other, texts))


@pytest.mark.parametrize("path", PAIR, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "written",
    ["{0}{1}", "{0} {1}", "{0}_{1}", "**{0}**-{1}", "`{0}-{1}`", "{0}\\-{1}", "[{0}-{1}](x)"],
)
def test_other_spellings_are_looked_at(path: Path, written: str) -> None:
    text = path.read_text(encoding="utf-8")
    for family in ("PRF", "LEV", "ART"):
        for number in range(20):
            text = text.replace(f"{family}-{number:02d}", written.format(family, f"{number:02d}"))
    assert not surely_other(text.encode("ascii", "ignore"))


@pytest.mark.parametrize(
    "text",
    [
        "prf-01", "| Lev-1 |", "(art 02)", "PRFO1", "**PRF-01**", "_PRF-01_", "P**R**F-01",
        "PR`F`-01", "PR<b>F</b>-01", "[P](x)RF-01", "PR\\F-01", "&#80;RF-01", "&Pcy;RF-01",
        "\u0420RF-01", "PRF\u201101", "<<<<<<< ours", ">>>>>>> theirs", "a\0b",
    ],
)  # fmt: skip
def test_what_may_be_an_id_or_cannot_be_read_is_looked_at(text: str) -> None:
    assert not surely_other(f"# Title\n\n{text}\n".encode())


@pytest.mark.parametrize(
    "text",
    ["", "# Title\n\nThe start of a partial level.\n", "R&D, a < b, [link](target)", "XPRF-01"],
)
def test_documents_without_ids_are_passed_over(text: str) -> None:
    assert surely_other(text.encode())
    assert not is_law(text.encode())


def test_a_file_that_is_too_large_is_looked_at() -> None:
    assert surely_other(b"a" * MAX_BYTES)
    assert not surely_other(b"a" * (MAX_BYTES + 1))


def test_bytes_that_are_no_text_are_looked_at() -> None:
    assert not surely_other(b"\xff\xfe")
