"""The law of a commit: found as lint finds it, and never passed over because it cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.config import ConfigError
from doctrine_check.evidence.collecting import MAX_MEMBER_BYTES, MAX_TOTAL_BYTES
from doctrine_check.evidence.members import read_each
from doctrine_check.findings import Verdict
from doctrine_check.rules.law_documents import MAX_LINKS, LawError, documents_at
from doctrine_check.rules.ratchet import Ratchet, renewed, write_ratchet
from tests.changes.change_scene import (
    BASE,
    CONFIG,
    CONTRACT,
    DOCTRINE,
    HOT,
    MAP,
    READING,
    Link,
    MemoryTree,
    Missing,
    Situation,
    base_files,
    bundle,
    hot,
)

if TYPE_CHECKING:
    from doctrine_check.rules.law_documents import Documents

NAMED = f'doctrine = "{DOCTRINE}"\ncontract = "{CONTRACT}"\n' + MAP
NAME = DOCTRINE.rpartition("/")[2].encode()
DAMAGED = b"# Performance\n\0\n"


def law(changed: dict[str, bytes], without: tuple[str, ...] = (), config: str = MAP) -> Documents:
    files = {**base_files(config), **changed}
    for path in without:
        del files[path]
    return documents_at(MemoryTree(BASE, files), READING)


def test_both_documents_are_found_by_what_they_hold() -> None:
    found = law({})
    assert found.doctrine is not None
    assert found.contract is not None
    assert (found.doctrine.path, found.contract.path) == (DOCTRINE, CONTRACT)
    assert {*found.data} == {DOCTRINE, CONTRACT}
    assert found.law is not None
    assert {CONFIG, DOCTRINE, CONTRACT} <= found.places


@pytest.mark.parametrize("config", [MAP, NAMED], ids=["found", "named"])
def test_a_link_to_the_doctrine_is_followed(config: str) -> None:
    text = base_files()[DOCTRINE]
    found = law({DOCTRINE: Link(b"../../law/d.md"), "law/d.md": text}, config=config)
    assert found.doctrine is not None
    assert found.doctrine.path == "law/d.md"
    assert found.law is not None
    assert {DOCTRINE, "law/d.md"} <= found.places


def test_a_second_name_of_the_doctrine_is_no_second_doctrine() -> None:
    found = law({"docs/again.md": Link(DOCTRINE.removeprefix("docs/").encode())})
    assert found.doctrine is not None
    assert found.doctrine.path == DOCTRINE


def test_a_second_name_takes_no_role_from_a_file_that_the_config_names() -> None:
    near = f'doctrine = "{DOCTRINE}"\n{MAP}'
    plain = b"# Speed\n\nFast.\n"
    found = law({DOCTRINE: plain, "docs/a.md": Link(b"doctrine/" + NAME)}, config=near)
    assert found.doctrine is not None
    assert found.doctrine.path == DOCTRINE


def test_a_link_in_the_docs_that_leads_nowhere_is_no_document() -> None:
    assert law({"docs/again.md": Link(b"nowhere.md")}).law is not None


def test_a_link_whose_file_becomes_a_second_doctrine_is_seen() -> None:
    files = {**base_files(), "docs/b.md": Link(b"../law/b.txt"), "law/b.txt": b"# Notes\n"}
    after = {**files, "law/b.txt": files[DOCTRINE]}
    with pytest.raises(LawError, match=r"law/b\.txt"):
        Situation(files, after).gathered()


def test_two_doctrines_are_an_error_that_names_both() -> None:
    with pytest.raises(LawError, match=r"docs/again\.md.*name one in the config"):
        law({"docs/again.md": base_files()[DOCTRINE]})


def test_the_config_decides_between_two_doctrines() -> None:
    found = law({"docs/again.md": base_files()[DOCTRINE]}, config=NAMED)
    assert found.doctrine is not None
    assert found.doctrine.path == DOCTRINE


def test_a_page_whose_example_a_fence_swallows_is_no_second_doctrine() -> None:
    fenced = b"# How to write one\n\n```markdown\n" + base_files()[DOCTRINE]
    found = law({"docs/guide.md": fenced})
    assert found.doctrine is not None
    assert found.doctrine.path == DOCTRINE


@pytest.mark.parametrize(
    ("target", "config", "what"),
    [
        (b"nowhere.md", NAMED, "is a link that leads to no file"),
        (b"../../../etc/passwd", NAMED, "is a link that leads to no file"),
        (NAME, NAMED, "is a link that leads to no file"),
    ],
    ids=["nowhere", "out", "itself"],
)
def test_a_named_document_that_leads_nowhere_is_said(target: bytes, config: str, what: str) -> None:
    with pytest.raises(LawError, match=what):
        law({DOCTRINE: Link(target)}, config=config)


def test_a_chain_of_links_is_followed_so_far() -> None:
    chain = {f"docs/{n}.md": Link(f"{n + 1}.md".encode()) for n in range(MAX_LINKS + 1)}
    last = {f"docs/{MAX_LINKS + 1}.md": base_files()[DOCTRINE]}
    near = f'doctrine = "docs/2.md"\ncontract = "{CONTRACT}"\n'
    found = law({**chain, **last}, without=(DOCTRINE,), config=near)
    assert found.doctrine is not None
    with pytest.raises(LawError, match="leads to no file"):
        law({**chain, **last}, without=(DOCTRINE,), config=near.replace("2.md", "0.md"))


@pytest.mark.parametrize("path", [DOCTRINE, CONTRACT, "docs/notes.md"])
def test_a_document_that_this_clone_lacks_may_be_the_law(path: str) -> None:
    with pytest.raises(LawError, match=rf"{path} .* cannot be read"):
        law({path: Missing(b"")})


def test_of_two_named_documents_others_need_not_be_here() -> None:
    assert law({"docs/notes.md": Missing(b"")}, config=NAMED).law is not None


@pytest.mark.parametrize("path", [DOCTRINE, CONTRACT])
def test_a_damaged_document_may_be_the_one_that_lacks(path: str) -> None:
    with pytest.raises(LawError, match=rf"{path} .*may be the law"):
        law({path: DAMAGED})


def test_a_damaged_page_beside_the_pair_is_for_lint_to_say() -> None:
    assert law({"docs/notes.md": DAMAGED}).law is not None


def test_a_damaged_doctrine_is_not_replaced_as_if_it_were_the_first() -> None:
    files = {**base_files(), DOCTRINE: DAMAGED}
    with pytest.raises(LawError, match="may be the law"):
        hot()._replace(before=files).gathered()


@pytest.mark.parametrize("source", ["doctrine-check.toml", "pyproject.toml"])
@pytest.mark.parametrize("data", [Missing(b""), Link(b"nowhere")], ids=["missing", "dangling"])
def test_a_config_that_cannot_be_read_is_said(source: str, data: bytes) -> None:
    with pytest.raises(LawError, match=f"{source} at 1111.* cannot be read"):
        law({source: data}, without=() if source == CONFIG else (CONFIG,))


def test_a_link_to_the_config_is_followed() -> None:
    found = law({CONFIG: Link(b"ci/perf.toml"), "ci/perf.toml": NAMED.encode()})
    assert found.config.doctrine == DOCTRINE
    assert found.config.hot_paths


BUDGETS = 'budgets = "perf/budgets.yaml"\n' + MAP


@pytest.mark.parametrize(
    ("changed", "stated"),
    [
        ({}, False),
        ({"perf/budgets.yaml": b""}, False),
        ({"perf/budgets.yaml": b"auth: {p99_ms: 50}\n"}, True),
        ({"perf/budgets.yaml": b"auth: {p99_ms: 50}\n" + b"#" * 300_000}, False),
        ({"perf/budgets.yaml": Link(b"../a.yaml"), "a.yaml": b"auth: {p99_ms: 50}\n"}, False),
    ],
    ids=["none", "empty", "stated", "huge", "link"],
)
def test_a_budgets_file_counts_when_it_states_a_budget(
    changed: dict[str, bytes], stated: bool
) -> None:
    assert law(changed, config=BUDGETS).budgets is stated


@pytest.mark.parametrize(
    ("budgets", "expected"), [(b"", True), (b"auth: {p99_ms: 250}\n", False)], ids=["empty", "full"]
)
def test_the_head_is_linted_with_its_budgets_file(budgets: bytes, expected: bool) -> None:
    files = {**base_files(BUDGETS), "perf/budgets.yaml": budgets}
    after = {
        **files,
        DOCTRINE: files[DOCTRINE]
        .replace(b"latency < 250ms per subsystem", b"latency within the per-subsystem budget")
        .replace(b"with a 250ms p99 threshold", b"with per-subsystem p99 budgets"),
        CONTRACT: files[CONTRACT].replace(
            b"latency < 250ms per subsystem", b"latency within the per-subsystem budget"
        ),
    }
    report = Situation(files, after).report()
    assert ("unresolved-budget" in {found.rule for found in report.findings}) is expected


# --- findings that were accepted before


CONTRADICTED = {"100ms p99 threshold": "300ms p99 threshold"}


def accepted(path: str = DOCTRINE) -> tuple[dict[str, bytes], bytes]:
    """A repository whose pair contradicts itself, and the ratchet that accepts it."""
    files = base_files()
    text = files[path].decode()
    for old, new in CONTRADICTED.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    files[path] = text.encode()
    report = Situation(files, {**files, path: files[path] + b"\n\nMore.\n"}).report()
    assert report.verdict is Verdict.FAIL
    places = {(where, line): text for where, line, text in report.sources}
    entries, _ = renewed(Ratchet("r", ()), report.findings, places, lambda *_: True)
    return files, write_ratchet(entries).encode()


RATCHET = ".doctrine-check-ratchet.json"


def test_what_the_base_accepts_fails_no_change() -> None:
    files, ratchet = accepted()
    before = {**files, RATCHET: ratchet}
    after = {**before, DOCTRINE: files[DOCTRINE] + b"\n\nMore.\n"}
    report = Situation(before, after).report()
    assert report.verdict is Verdict.PASS
    assert {item.source for item in report.waived} == {"ratchet"}


def test_what_the_head_accepts_does_not_count() -> None:
    files, ratchet = accepted()
    after = {**files, RATCHET: ratchet, DOCTRINE: files[DOCTRINE] + b"\n\nMore.\n"}
    assert Situation(files, after).report().verdict is Verdict.FAIL


def test_accepting_more_weakens_the_law() -> None:
    files, ratchet = accepted()
    (shift,) = Situation(files, {**files, RATCHET: ratchet}).gathered().facts.shifts
    assert (shift.weakens, shift.place.path) == (True, RATCHET)
    assert "gate-threshold" in shift.what
    before = {**files, RATCHET: ratchet}
    assert Situation(before, files).gathered().facts.shifts == ()
    assert Situation(before, {**before, HOT: b"x = 1\n"}).gathered().facts.shifts == ()


def test_an_entry_that_the_head_needs_no_more_fails_no_change() -> None:
    files, ratchet = accepted()
    before = {**files, RATCHET: ratchet}
    report = Situation(before, {**before, DOCTRINE: base_files()[DOCTRINE]}).report()
    assert "ratchet-stale" not in {found.rule for found in report.findings}


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff"])
def test_a_ratchet_that_says_nothing_is_said(data: bytes) -> None:
    with pytest.raises(ConfigError) as caught:
        law({RATCHET: data})
    assert f"{RATCHET} at 1111" in caught.value.problems[0]


@pytest.mark.parametrize("data", [Missing(b""), Link(b"r")], ids=["missing", "link"])
def test_a_ratchet_that_cannot_be_read_is_said(data: bytes) -> None:
    with pytest.raises(LawError, match=f"{RATCHET} at 1111.* cannot be read"):
        law({RATCHET: data})


# --- evidence that is committed


def committed(evidence: dict[str, bytes]) -> Situation:
    """The honest change, with its evidence among the files of its head."""
    situation = hot(evidence=None)
    folder = situation.gathered().facts.config.evidence_path
    brought = {f"{folder}/{name}": data for name, data in evidence.items()}
    return situation._replace(after={**situation.after, **brought})


def test_committed_evidence_is_read() -> None:
    assert "unreadable-evidence" not in committed(bundle()).problems()
    assert committed(bundle()).gathered().facts.bundle is not None


@pytest.mark.parametrize("data", [Missing(b""), Link(b"../../etc/passwd")], ids=["missing", "link"])
def test_a_committed_member_that_cannot_be_read_is_named(data: bytes) -> None:
    (problem, *_) = [
        problem
        for problem in committed({**bundle(), "comparison.json": data}).problems()[
            "unreadable-evidence"
        ]
        if "regular file" in problem.message
    ]
    assert problem.place.path.endswith("/comparison.json")


def test_only_as_much_committed_evidence_is_read_as_counts() -> None:
    asked: list[str] = []

    def read(name: str) -> bytes:
        asked.append(name)
        return bytes(MAX_MEMBER_BYTES)

    members = read_each([f"{number}.bin" for number in range(50)], read)
    assert len(asked) == MAX_TOTAL_BYTES // MAX_MEMBER_BYTES
    assert len(members.problems) == 50 - len(asked)


@pytest.mark.parametrize("content", [b"", Link(b"elsewhere.toml")], ids=["file", "link"])
def test_a_config_of_the_base_under_a_name_like_ours_is_refused(content: bytes) -> None:
    with pytest.raises(ConfigError, match=r"expected doctrine-check\.toml, found doctrine_check"):
        law({"doctrine_check.toml": content})
    assert law({"src/doctrine_check.toml": content}).law is not None
