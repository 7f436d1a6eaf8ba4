"""The files that a contract lists, where documents have other names."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.difference import differences
from doctrine_check.doctrine.difference_files import Places
from tests.doctrine.difference_cases import CONTRACT, DOCTRINE
from tests.doctrine.test_difference import facts_of, read, said, text_of

LAW = "docs/law.md"
DROPPED = f'drops files file: "{DOCTRINE}" -> none'
ADDED = f'adds files file: none -> "{LAW}"'


def told(new: str, places: Places) -> list[str]:
    """What is said of the files of our contract beside another text of it."""
    return said(differences(facts_of(CONTRACT), read(CONTRACT, new), places))


def test_a_file_that_moved_with_its_document_is_the_same() -> None:
    renamed = text_of(CONTRACT).replace(DOCTRINE, LAW)
    assert told(renamed, Places(moved=((DOCTRINE, LAW),))) == []
    assert told(renamed, Places()) == [DROPPED, ADDED]


@pytest.mark.parametrize(
    "moved", [("docs/other.md", LAW), (DOCTRINE, "docs/other.md"), (LAW, DOCTRINE)]
)
def test_a_document_that_moved_elsewhere_excuses_no_file(moved: tuple[str, str]) -> None:
    renamed = text_of(CONTRACT).replace(DOCTRINE, LAW)
    assert told(renamed, Places(moved=(moved,))) == [DROPPED, ADDED]


def test_a_document_that_moved_and_is_no_longer_listed_is_dropped() -> None:
    without = text_of(CONTRACT).replace(f"- Doctrine doc: `{DOCTRINE}`\n", "")
    assert told(without, Places(moved=((DOCTRINE, LAW),))) == [DROPPED]


def test_a_file_more_is_no_rename_of_one_that_is_still_listed() -> None:
    line = f"- Doctrine doc: `{DOCTRINE}`\n"
    both = text_of(CONTRACT).replace(line, f"{line}- Law: `{LAW}`\n")
    assert told(both, Places(moved=((DOCTRINE, LAW),))) == [ADDED]


def linked(path: str) -> str:
    """Our contract with a link to its tests."""
    return text_of(CONTRACT).replace(
        "`tests/test_check_performance_doctrine.py`", f"[tests]({path}/test_one.py)"
    )


def test_a_path_is_read_from_the_top_of_each_copy() -> None:
    old, new = (read(f"{top}/{CONTRACT}", linked("../../../tests")) for top in ("a", "b/c"))
    assert said(differences(old, new, Places(("a/", "b/c/")))) == []
    assert len(said(differences(old, new))) == 2


def test_two_files_apart_are_compared_as_they_are_written() -> None:
    old, new = (read(path, linked("../tests")) for path in ("here/one.md", "far/off/one.md"))
    assert said(differences(old, new, Places(apart=True))) == []
    other = read("far/off/one.md", linked("../proofs"))
    assert [each.split()[0] for each in said(differences(old, other, Places(apart=True)))] == [
        "drops",
        "adds",
    ]
