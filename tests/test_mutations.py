"""Breaks three doctrine pairs in hundreds of ways, one at a time, and edits them harmlessly."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from doctrine_check.cli.files import UsageError
from doctrine_check.cli.init import CONTRACT, DOCTRINE
from doctrine_check.cli.selftest import Subject, breaks_of, news, subject_of
from doctrine_check.doctrine.breaks import breaks, harmless
from doctrine_check.rules.registry import DOCUMENT, PAIR, RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doctrine_check.cli.selftest import Break
    from doctrine_check.doctrine.breaks_sheet import Edit
    from doctrine_check.rules.engine import Found

ROOT = Path(__file__).resolve().parent.parent
OURS, STARTER, DISAGREEING = "ours", "starter", "disagreeing"
# What one edit touches in several places is several findings: a limit that gate, artifact and
# contract repeat, or a row of the mapping that covers two principles. Where documents disagree
# already, an edit also changes how their disagreements read.
MOST_FINDINGS = {OURS: 3, STARTER: 3, DISAGREEING: 5}
# What breaks of a complete pair cannot show: what takes a file more or less, or another role.
NOT_BROKEN = {
    "missing-counterpart",
    "contract-files",
    "unresolved-budget",
    "weak-invariant",
}
KINDS = (
    "row deleted", "row duplicated", "last cell dropped", "cell added", "emptied", "swapped with",
    "row with an underscore", "row with a digit less", "row with lower case",
    "row with Cyrillic letters", "row with an en dash", "row with a zero-width space",
    "row with an id of another family", "row with an id that does not exist",
    "heading with lower case", "heading with an id that does not exist",
    "table separator deleted", "separator one column short", "table fenced", "commented out",
    "table indented", "split by a blank line", "renamed", "removed", "deleted with heading",
    "level debug", "level gruesome", "first word dropped", "last word dropped", "word added",
    "word replaced", "limit doubled", "limit halved", "limit in another unit",
    "limit without unit", "limit made a word", "limit turned round", "limit closed",
    "p99 made p95", "p99 made p97",
    "line doubled", "pipe in cell 2", "p99 made mean", "p99 not measured",
    "fewer samples", "samples without number",
    "scope left out",
    "fewer cycles", "sizes turned round", "sizes left out", "line deleted", "line emptied",
    "percentage of the budget", "word from elsewhere", "title replaced", "section deleted",
    "section duplicated", "impact deleted", "risk emptied", "other owner", "impact turned round",
    "impact without number", "other profile gate", "loop renamed", "loop without id",
    "step re-profile left out", "content 1 deleted", "all contents deleted", "required for",
    "made should", "mandate: deleted", "concern in words", "an id that is unknown",
    "Status: unknown", "other bead", "Bead: another", "Section: another number",
    "title: other words", "Type: line deleted", "path mistyped", "off by one", "renumbered",
    "in another chapter", "encoded twice", "a lost character", "which is nowhere",
    "which is misspelt", "a look-alike", "a NUL byte", "a Latin-1 byte", "conflict markers",
)  # fmt: skip
_NUMBERS = r"\d+(?::\d+)?"


class Tried(NamedTuple):
    """An edit and the findings that are new with it."""

    edit: Edit
    new: list[Found]


class Case(NamedTuple):
    """A pair with the outcome of every harmful edit."""

    name: str
    subject: Subject
    before: tuple[Found, ...]
    tried: list[Tried]


def _root_of(name: str, folder: Path) -> Path:
    if name == OURS:
        return ROOT
    if name == DISAGREEING:
        return ROOT / "tests" / "data" / "disagreeing"
    for source, target in (("doctrine.md", DOCTRINE), ("contract.md", CONTRACT)):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "doctrine_check" / "starter" / source, folder / target)
    return folder


@pytest.fixture(scope="module", params=[OURS, STARTER, DISAGREEING])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    name: str = request.param
    subject = subject_of(str(_root_of(name, tmp_path_factory.mktemp(name))))
    before = subject.judge()
    tried = [
        Tried(edit, news(before, _judged(subject, edit)))
        for edit in breaks(subject.doctrine, subject.contract)
    ]
    return Case(name, subject, before, tried)


def _judged(subject: Subject, edit: Edit) -> tuple[Found, ...]:
    try:
        return subject.judge(edit)
    except UsageError as error:  # pragma: no cover - would be news
        pytest.fail(f"{edit.name}: {error}")


def _shown(found: list[Found]) -> str:
    return "; ".join(f"{f.rule} {f.problem.place}: {f.problem.message}" for f in found) or "nothing"


@pytest.mark.slow
def test_every_break_gives_a_new_finding(case: Case) -> None:
    missed = [tried.edit.name for tried in case.tried if not tried.new]
    assert not missed
    assert len(case.tried) >= 300


@pytest.mark.slow
def test_a_finding_stands_where_the_break_is_or_names_that_place(case: Case) -> None:
    contract = case.subject.contract.path
    elsewhere = [
        f"{tried.edit.name} (line {tried.edit.line}): {_shown(tried.new)}"
        for tried in case.tried
        if tried.edit.line is not None and not any(map(_standing(tried.edit, contract), tried.new))
    ]
    assert not elsewhere


def _standing(edit: Edit, contract: str) -> Callable[[Found], bool]:
    lines = range(edit.line or 0, (edit.last or edit.line or 0) + 1)

    def stands(found: Found) -> bool:
        places = [found.problem.place]
        if edit.path != contract:  # what disagrees with the contract stands there, and names us
            places += found.problem.related
        return any(place.path == edit.path and place.line in lines for place in places)

    return stands


@pytest.mark.slow
def test_one_fault_is_not_reported_over_and_over(case: Case) -> None:
    many = [
        f"{tried.edit.name}: {_shown(tried.new)}"
        for tried in case.tried
        if len(tried.new) > MOST_FINDINGS[case.name]
    ]
    assert not many
    once = sum(len(tried.new) == 1 for tried in case.tried)
    assert once >= 0.85 * len(case.tried)


@pytest.mark.slow
def test_breaks_are_single_edits_with_names_of_their_own(case: Case) -> None:
    names = Counter(tried.edit.name for tried in case.tried)
    assert not [name for name, count in names.items() if count > 1]
    texts = {
        facts.path: "\n".join(facts.document.lines)
        for facts in (case.subject.doctrine, case.subject.contract)
    }
    same = [t.edit.name for t in case.tried if t.edit.data == texts[t.edit.path].encode()]
    assert not same


@pytest.mark.slow
def test_every_kind_of_break_is_tried_on_our_own_pair(case: Case) -> None:
    if case.name != OURS:
        pytest.skip("other pairs need not hold every kind of fact")
    names = [tried.edit.name for tried in case.tried]
    assert not [kind for kind in KINDS if not any(kind in name for name in names)]


@pytest.mark.slow
def test_every_rule_of_the_pair_is_the_only_one_to_catch_some_break(case: Case) -> None:
    if case.name != OURS:
        pytest.skip("other pairs need not hold every kind of fact")
    alone = [{found.rule for found in tried.new} for tried in case.tried]
    needed = {rule for rules in alone if len(rules) == 1 for rule in rules}
    roles = {case.subject.doctrine.role, case.subject.contract.role}
    rules = {
        spec.id
        for spec in RULES
        if spec.looks_at in (DOCUMENT, PAIR) and roles.intersection(spec.roles)
    }
    assert rules - needed == NOT_BROKEN


@pytest.mark.slow
def test_a_harmless_edit_changes_no_finding(case: Case) -> None:
    before = _identities(case.before)
    changed: list[str] = []
    count = 0
    for edit in harmless(case.subject.doctrine, case.subject.contract):
        count += 1
        after = _judged(case.subject, edit)
        if _identities(after) != before:
            changed.append(f"{edit.name}: {_shown(news(case.before, after))}")
    assert not changed
    assert count >= 60


def _identities(found: tuple[Found, ...]) -> Counter[tuple[str, str, str | None]]:
    """What a finding is about; its message may quote the text in its new form."""
    return Counter((f.rule, f.problem.place.path, f.problem.subject) for f in found)


def test_an_agreeing_pair_has_no_finding_at_all(tmp_path: Path) -> None:
    root = _root_of(STARTER, tmp_path)
    assert not subject_of(str(root)).judge()


def test_breaks_of_names_what_caught_each_break(tmp_path: Path) -> None:
    root = _root_of(STARTER, tmp_path)
    before = _contents(root)

    tried = _first(breaks_of(str(root)), 40)

    assert all(each.caught for each in tried)
    assert all(re.match(rf"docs/\S+\.md:{_NUMBERS}: [a-z-]+", each.detail) for each in tried)
    assert _contents(root) == before, "the self-test wrote into the repository"


def test_breaks_of_says_when_nothing_was_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _root_of(STARTER, tmp_path)
    (root / "doctrine-check.toml").write_text('select = ["adr-date"]\n', encoding="utf-8")
    monkeypatch.chdir(root)

    tried = _first(breaks_of(str(root)), 5)

    assert [(each.caught, each.detail) for each in tried] == [(False, "no new finding")] * 5


def _first(found: Iterator[Break], count: int) -> list[Break]:
    return list(islice(found, count))


def _contents(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
