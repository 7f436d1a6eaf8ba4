"""Contracts and decision records of other teams: read as they are, silent until something breaks.

The folder ``contracts`` is the repository of a company that never heard of this program.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

import pytest

from doctrine_check.cli.files import Existing
from doctrine_check.cli.lint import lint, scene_of
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from tests.doctrine.adr_faults import adr_faults
from tests.doctrine.single_faults import ADR_FAULTS, SPEC_FAULTS, Fault, Page

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Finding

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE / "contracts"


class Expected(TypedDict):
    """What a document of the repository says."""

    role: str
    events: NotRequired[list[list[str | None]]]
    invariants: NotRequired[list[list[str]]]


EXPECTED: dict[str, Expected] = json.loads(
    (HERE / "other_contracts.json").read_text(encoding="utf-8")
)
DOCUMENTS = sorted(path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.rglob("*.md"))
OTHERS = sorted(set(DOCUMENTS) - set(EXPECTED))


def facts_of(path: str) -> DocumentFacts:
    data = (REPOSITORY / path).read_bytes()
    facts = examine(path, data, Existing(str(REPOSITORY))).facts
    assert facts is not None
    return facts


def findings_in(root: Path, *paths: str) -> tuple[Finding, ...]:
    """What lint finds: in the whole repository, or in the documents named."""
    report, _ = lint(scene_of([str(root / path) for path in paths], str(root), None))
    return report.findings


def faults() -> list[Fault]:
    out: list[Fault] = []
    for path, expected in EXPECTED.items():
        page = Page(facts_of(path))
        spec = expected["role"] == "SPEC"
        for break_one in SPEC_FAULTS if spec else ADR_FAULTS:
            out += break_one(page)
        if not spec:
            out += adr_faults(page)
    return out


FAULTS = faults()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, for one document at a time to be broken in."""
    return shutil.copytree(REPOSITORY, tmp_path_factory.mktemp("company") / "meadow")


def test_the_collection_is_large_enough_to_mean_something() -> None:
    assert len(EXPECTED) >= 24
    assert set(EXPECTED) <= set(DOCUMENTS)
    rules = Counter(fault.rule for fault in FAULTS)
    assert min(rules[rule] for rule in ("duplicate-id", "malformed-id", "lookalike-id")) > 50
    assert rules["adr-status"] >= 24
    assert min(rules[rule] for rule in ("dangling-id", "repeated-label", "lost-heading")) > 10
    assert len(rules) >= 19


@pytest.mark.parametrize("path", EXPECTED)
def test_a_document_is_read_as_it_was_meant(path: str) -> None:
    facts = facts_of(path)
    expected = EXPECTED[path]
    assert facts.role is Role[expected["role"]]
    assert [
        [str(event.id), event.level and event.level.text, event.meaning and event.meaning.text]
        for event in facts.events
    ] == expected.get("events", [])
    assert [
        [str(invariant.id), invariant.statement and invariant.statement.text]
        for invariant in facts.invariants
    ] == expected.get("invariants", [])


@pytest.mark.parametrize("path", OTHERS)
def test_an_ordinary_document_is_none_of_ours(path: str) -> None:
    assert facts_of(path).role is Role.OTHER


def test_the_repository_gives_no_finding(repository: Path) -> None:
    report, results = lint(scene_of([], str(repository), None), strict=True)
    assert report.findings == ()
    assert report.waived == ()
    assert {result.path for result in results} == set(DOCUMENTS)
    assert set(report.documents) == set(EXPECTED)


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_of_other_systems_change_nothing(path: str, newline: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    data = b"\xef\xbb\xbf" + text.replace("\n", newline).encode("utf-8")
    facts = examine(path, data, Existing(str(REPOSITORY))).facts
    assert facts == facts_of(path)


@pytest.mark.parametrize(
    "fault", FAULTS, ids=[f"{fault.path.rpartition('/')[2]}: {fault.name}" for fault in FAULTS]
)
def test_a_single_fault_is_one_finding_on_its_line(fault: Fault, repository: Path) -> None:
    target = repository / fault.path
    target.write_text(fault.text, encoding="utf-8")
    try:
        others = [path for path in EXPECTED if "/adr/" in path] if "/adr/" in fault.path else []
        found = findings_in(repository, fault.path, *others)
    finally:
        shutil.copyfile(REPOSITORY / fault.path, target)
    assert [(finding.rule, finding.location.path, finding.location.line) for finding in found] == [
        (fault.rule, fault.path, fault.line)
    ], [finding.message for finding in found]


def only(root: Path, path: str, text: str) -> list[tuple[str, int]]:
    """Rule and line of each finding in a repository of one document."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return [(finding.rule, finding.location.line) for finding in findings_in(root, path)]


def test_a_contract_whose_only_table_is_lost_is_a_contract_still(tmp_path: Path) -> None:
    text = (
        "# Spool\n\n| ID | Statement |\n"
        "| INV-SPL-ORDER | pages stay in order |\n| INV-SPL-ONCE | no page prints twice |\n"
    )
    assert only(tmp_path, "docs/spool.md", text) == [("lost-table", 4)]


@pytest.mark.parametrize("identity", ["INV-{}", "INV-00{}", "I{}", "SEC-00{}", "S-{}"])
def test_invariants_numbered_in_another_way_are_left_alone(tmp_path: Path, identity: str) -> None:
    ids = [identity.format(number) for number in (1, 2)]
    text = "# Spool\n\n## Invariants\n\n| ID | Invariant |\n|---|---|\n" + "".join(
        f"| {name} | something holds |\n" for name in ids
    )
    text += "\n## More invariants\n\n" + "".join(f"- {name}: something holds\n" for name in ids)
    assert only(tmp_path, "docs/spool.md", text) == []


def test_one_numbered_invariant_among_named_ones_is_malformed(tmp_path: Path) -> None:
    text = (
        "# Spool\n\n## Invariants\n\n| ID | Statement |\n|---|---|\n"
        "| INV-SPL-ORDER | pages stay in order |\n| INV-002 | no page prints twice |\n"
    )
    assert only(tmp_path, "docs/spool.md", text) == [("malformed-id", 8)]


def test_a_list_of_tests_defines_no_invariant_twice(tmp_path: Path) -> None:
    text = (
        "# Spool\n\n## Invariants\n\n- INV-SPL-ORDER: pages stay in order\n\n"
        "## Tests of the invariants\n\n- INV-SPL-ORDER: print ten pages\n\n"
        "## Traceability\n\n| Invariant | Test |\n|---|---|\n| INV-SPL-ORDER | ten pages |\n"
    )
    assert only(tmp_path, "docs/spool.md", text) == []
    assert only(tmp_path, "docs/spool.md", text.replace("Tests of the", "Further")) == [
        ("duplicate-id", 9)
    ]


SPOOL = "# bd-9spl: Spool\n\n## Event codes\n\n- **SPL-001** (info): accepted\n\n## Invariants\n\n"
"""Nine lines; what is added stands on line 9."""


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("- INV-SPL-ORDER: a\n- SPL-001: b\n", [("wrong-family", 10)]),
        ("- INV-SPL-ORDER: a\n- SPL-002: b\n", [("wrong-family", 10)]),
        ("- SEC-001: a\n- SEC-002: b\n", []),
        ("- INV-SPL-ORDER: a, which SPL-001 tells\n", []),
        ("- INV-SPL-ORDER: a\n- **INV-SPL-ONCE**:\n", [("empty-cell", 10)]),
        ("- INV-SPL-ORDER:\n- **INV-SPL-ONCE**:\n", [("empty-cell", 9), ("empty-cell", 10)]),
        ("- INV-SPL-ORDER\n- INV-SPL-ONCE\n", []),
        ("- INV-SPL-ORDER: a\n- INV-SPL-ONCE\n", [("empty-cell", 10)]),
        ("- INV-SPL-ORDER: a\n- INV-SPL-ONCE: TBD\n", [("empty-cell", 10)]),
        ("- INV-SPL-ORDER:\n  - all pages\n- INV-SPL-ONCE:\n\n      a\n", []),
        ("- INV-SPL-ORDER:\n\n  | page | job |\n  |---|---|\n  | a | b |\n", []),
        ("INV-SPL-ORDER:\n\nAll pages stay in order.\n", []),
    ],
)
def test_an_item_holds_an_id_of_its_kind_and_a_text(
    tmp_path: Path, items: str, expected: list[tuple[str, int]]
) -> None:
    assert only(tmp_path, "docs/bd-9spl_contract.md", SPOOL + items) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Relies on INV-SPL-ONCE.", [("dangling-id", 11)]),
        ("Relies on `SPL-009`.", [("dangling-id", 11)]),
        ("| Test | Covers |\n|---|---|\n| ten pages | INV-SPL-ONCE |", [("dangling-id", 13)]),
        ("| Covers |\n|---|\n| SPL-001 |\n| SPL-009 |", [("dangling-id", 14)]),
        ("| Old code |\n|---|\n| SPL-901 |", []),
        ("Relies on INV-INK-DRY, INK-001, PRF-01, SPL-1234 and INV-SPL-*.", []),
        ("Read docs/SPL-009.md and INV-SPL-ONCE.md.", []),
        ("SPL-009 is retired.", []),
        ("SPL-100 to SPL-199, SPL-200–SPL-299 and `SPL-300`..`SPL-399` belong to the driver.", []),
        ("SPL-009 - so to speak - is emitted.", [("dangling-id", 11)]),
    ],
)
def test_a_contract_names_ids_of_its_families_that_it_defines(
    tmp_path: Path, text: str, expected: list[tuple[str, int]]
) -> None:
    document = f"{SPOOL}- INV-SPL-ORDER: pages stay in order\n\n{text}\n"
    assert only(tmp_path, "docs/bd-9spl_contract.md", document) == expected


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("<!--\n- **INV-SPL-ORDER**: a\n- **INV-SPL-ONCE**: b\n-->", [("hidden-facts", 9)]),
        ("<!--\n- **INV-SPL-ORDER**: a", [("hidden-facts", 9)]),
        ("<!-- 1. INV-SPL-ORDER: a -->", [("hidden-facts", 9)]),
        ("```\n* [x] `INV-SPL-ORDER` a\n```", [("hidden-facts", 9)]),
        ("```\n### INV-SPL-ORDER\n\na\n```", [("hidden-facts", 9)]),
        ("    - INV-SPL-ORDER: a", [("hidden-facts", 9)]),
        ("```\n- INK-001: a\n- see INV-SPL-ORDER: a\n```", []),
        ("- INV-SPL-ORDER: a\n\n```\n- INV-SPL-NEW: b\n```", []),
        ("## How to write one\n\n```\n- INV-SPL-ORDER: a\n```", []),
    ],
)
def test_a_list_that_nobody_sees_defines_nothing(
    tmp_path: Path, block: str, expected: list[tuple[str, int]]
) -> None:
    assert only(tmp_path, "docs/bd-9spl_contract.md", f"{SPOOL}{block}\n") == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Superseded by [the newer one](20250102-spool.md)", []),
        ("Superseded by [the newer one](20250103-spool.md)", [("missing-file", 3)]),
        ("Superseded by [ADR-0007](0007-spool.md)", [("missing-file", 3)]),
        ("Superseded on 2025-01-02", [("adr-superseded", 3)]),
        ("Superseded by 7", [("adr-superseded", 3)]),
    ],
)
def test_a_successor_may_be_named_by_a_link_alone(
    tmp_path: Path, status: str, expected: list[tuple[str, int]]
) -> None:
    adr = f"# Spool on disk\n\n- Status: {status}\n- Date: 2025-01-01\n- Deciders: print team\n"
    newer = tmp_path / "docs/adr/20250102-spool.md"
    newer.parent.mkdir(parents=True)
    newer.write_text(adr.replace(status, "Accepted"), encoding="utf-8")
    assert only(tmp_path, "docs/adr/20250101-spool.md", adr) == expected
