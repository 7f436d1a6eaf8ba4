"""What ``diff`` says of an edit: the right effect, the mirror of it backwards, and never noise."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.doctrine.breaks import breaks, harmless
from doctrine_check.doctrine.difference import Change, Effect, differences, whole
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import DocumentFacts, Kind, Role
from tests.doctrine.difference_cases import CASES, CONTRACT, DOCTRINE
from tests.doctrine.softer_cases import SOFTER
from tests.rules.harmless import SINGLE
from tests.written_model import FORMS, Model, Row, models, written

if TYPE_CHECKING:
    from tests.rules.harmless import Edit

ROOT = Path(__file__).resolve().parents[2]
MIRROR = {
    Effect.LOOSENS: Effect.TIGHTENS,
    Effect.TIGHTENS: Effect.LOOSENS,
    Effect.ADDS: Effect.DROPS,
    Effect.DROPS: Effect.ADDS,
    Effect.CHANGES: Effect.CHANGES,
}


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def read(path: str, text: str, role: Role | None = None) -> DocumentFacts:
    facts = examine(path, text.encode(), lambda _: True, role).facts
    assert facts is not None
    return facts


@cache
def facts_of(path: str) -> DocumentFacts:
    return read(path, text_of(path))


def said(changes: tuple[Change, ...]) -> list[str]:
    return [f"{c.effect.value} {c.subject} {c.what}" for c in changes]


def assert_mirrored(old: DocumentFacts, new: DocumentFacts, name: str = "") -> tuple[Change, ...]:
    """The changes from old to new, after a look at the way back."""
    there, back = differences(old, new), differences(new, old)
    expected = Counter(
        Change(MIRROR[c.effect], c.subject, c.field, c.new, c.old, c.after, c.before) for c in there
    )
    assert Counter(back) == expected, name
    return there


@pytest.mark.parametrize("name", [*CASES, *SOFTER])
def test_an_edit_is_told_by_what_it_does(name: str) -> None:
    path, find, replace, expected = (CASES | SOFTER)[name]
    text = text_of(path)
    assert text.count(find) == 1
    new = read(path, text.replace(find, replace))
    assert said(assert_mirrored(facts_of(path), new)) == expected


@pytest.mark.parametrize("edit", SINGLE, ids=lambda edit: edit.name)
@pytest.mark.parametrize("path", [DOCTRINE, CONTRACT])
def test_a_harmless_edit_changes_nothing(path: str, edit: Edit) -> None:
    old = facts_of(path)
    new = read(path, edit.apply(text_of(path)), old.role)
    changes = differences(old, new)
    if edit.name == "soft-words-about-something-else":
        # What such a sentence lets off nobody can know, so it is listed, and loosens nothing.
        assert {change.effect for change in changes} == {Effect.CHANGES}
    else:
        assert said(changes) == []


@pytest.mark.slow
def test_another_way_of_writing_changes_nothing() -> None:
    tried = 0
    for edit in harmless(facts_of(DOCTRINE), facts_of(CONTRACT)):
        old = facts_of(edit.path)
        new = read(edit.path, edit.data.decode(), old.role)
        assert said(differences(old, new)) == [], edit.name
        tried += 1
    assert tried >= 60


WEAKENING = (
    r"limit doubled|fewer samples|p99 made (p95|mean)|line deleted|content \d+ deleted|"
    r"(section|row|impact|risk|owner) deleted|table fenced|metric emptied"
)


@pytest.mark.slow
def test_every_break_is_the_mirror_of_its_repair() -> None:
    """And those that take something away are seen to do so."""
    kinds: Counter[str] = Counter()
    for number, edit in enumerate(breaks(facts_of(DOCTRINE), facts_of(CONTRACT))):
        weakens = re.search(WEAKENING, edit.name)
        if not weakens and number % 7:
            continue
        old = facts_of(edit.path)
        new = examine(edit.path, edit.data, lambda _: True, old.role).facts
        if new is None:
            continue
        changes = assert_mirrored(old, new, edit.name)
        if weakens and not re.search("(Bead|Section|Type|Status): line deleted", edit.name):
            assert any(change.effect.weakens for change in changes), edit.name
            kinds[weakens[0]] += 1
    assert len(kinds) >= 10, kinds


# --- documents made up from a model


def modelled(model: Model) -> DocumentFacts:
    return read("docs/doctrine/made_up.md", written(model), Role.DOCTRINE)


@st.composite
def rearranged(draw: st.DrawFn) -> tuple[Model, Model]:
    """A model, and the same with its rows, sections and forms in another way."""
    model = draw(models())
    kinds = []
    for kind, form, rows in model.kinds:
        free = kind == "mapping" or not any(row.several for row in rows)
        other = draw(st.sampled_from(FORMS[kind])) if free else form
        kinds.append((kind, other, tuple(draw(st.permutations(rows)))))
    return model, model._replace(kinds=tuple(draw(st.permutations(kinds))))


@given(rearranged())
def test_the_same_facts_in_another_order_and_form_are_the_same(pair: tuple[Model, Model]) -> None:
    old, new = map(modelled, pair)
    assert said(differences(old, old)) == []
    assert said(differences(old, new)) == []


@st.composite
def edited(draw: st.DrawFn) -> tuple[Model, Model]:
    """Two models that share most of their facts."""
    model, other = draw(models()), draw(models())
    kinds = []
    for kind, form, rows in model.kinds:
        theirs = other.rows(kind)
        kept: list[Row] = []
        for row in rows:
            what = draw(st.sampled_from(["keep", "keep", "drop", "replace", "mix"]))
            if what == "drop":
                continue
            if what != "keep" and theirs:
                taken = draw(st.sampled_from(theirs))
                key = draw(st.sampled_from(sorted(row.texts)))
                texts = taken.texts if what == "replace" else row.texts | {key: taken.texts[key]}
                kept.append(Row(row.id, texts, (*row.several[1:], *taken.several[:1])))
            else:
                kept.append(row)
        ids = {row.id for row in kept}
        if kind != "mapping":
            kept += [row for row in theirs if row.id not in ids and draw(st.booleans())]
        if kept:
            kinds.append((kind, form, tuple(kept)))
    return model, model._replace(kinds=tuple(kinds))


@given(edited())
def test_what_one_way_loosens_the_other_way_tightens(pair: tuple[Model, Model]) -> None:
    old, new = map(modelled, pair)
    changes = assert_mirrored(old, new)
    ids = {kind: [{f.id for f in facts.facts(kind)} for facts in (old, new)] for kind in Kind}
    gone = {str(each) for before, after in ids.values() for each in before - after}
    assert gone == {
        change.subject
        for change in changes
        if change.effect is Effect.DROPS and change.subject != "owner mapping"
    }


_LIMIT = re.compile(r"< (\d+)(ms|s|%)")
_SMALLER = {"ms": ("us", 1000), "s": ("ms", 1000), "%": ("%", 1)}


@given(models(), st.data())
def test_a_larger_number_loosens_and_the_same_in_another_unit_does_nothing(
    model: Model, data: st.DataObject
) -> None:
    number = next(n for n, (kind, _, _) in enumerate(model.kinds) if kind == "principles")
    kind, form, rows = model.kinds[number]
    row = data.draw(st.sampled_from(rows))
    limit = _LIMIT.search(row.texts["target"])
    assert limit is not None
    value, (unit, factor) = int(limit[1]), _SMALLER[limit[2]]
    larger = data.draw(st.integers(value + 1, value + 10_000))

    def with_target(shown: str) -> DocumentFacts:
        target = _LIMIT.sub(f"< {shown}", row.texts["target"])
        changed = row._replace(texts=row.texts | {"target": target})
        kinds = [*model.kinds]
        kinds[number] = (kind, form, tuple(changed if each is row else each for each in rows))
        return modelled(model._replace(kinds=tuple(kinds)))

    old = modelled(model)
    assert said(differences(old, with_target(f"{value * factor} {unit}"))) == []
    (change,) = assert_mirrored(old, with_target(f"{larger}{limit[2]}"))
    assert (change.effect, change.subject, change.field) == (
        Effect.LOOSENS,
        row.id,
        "Target limit",
    )


# --- lines that our own pair does not have


def principle(**lines: str) -> DocumentFacts:
    """A doctrine whose PRF-01 has these lines."""
    labels = {"target": "Target", "measurement": "Measurement", "gate": "CI gate"}
    said_of_it = "\n".join(f"**{labels[key]}:** {text}" for key, text in lines.items())
    return read(
        "docs/doctrine/one.md", f"# One\n\n## Core Principles\n\n### PRF-01: One\n\n{said_of_it}\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("throughput > 100/s", "throughput > 50/s", ["loosens > 100/s -> > 50/s"]),
        ("throughput of 100/s", "throughput of 50/s", ["loosens 100/s -> 50/s"]),
        ("coverage at least 80%", "coverage at least 90%", ["tightens >= 80 % -> >= 90 %"]),
        ("throughput > 9/s at p50", "throughput > 9/s at p99", ["loosens p50 -> p99"]),
        (
            "p50 < 10ms and p99 < 90ms",
            "p99 < 90ms",
            ["loosens p50 < 10 ms -> none"],
        ),
        ("p99 < 90ms and p50 < 10ms", "p50 < 10ms and p99 < 90ms", []),
        ("p50/p95/p99 < 90ms", "p50/p95/p99 < 99ms", ["loosens < 90 ms -> < 99 ms"] * 3),
        ("within the import budget", "quick", ["loosens import budget -> none", None]),
        ("3x faster than v1", "2x faster than v1", ["loosens 3x -> 2x"]),
        ("latency < 5ms over 10 minutes", "latency < 5ms over 600 s", []),
        ("latency < 5ms over 10 minutes", "latency < 5ms over 20 minutes", [None]),
        ("latency must stay < 5ms", "latency should stay < 5ms", ['loosens "must" -> "should"']),
        ("latency may be < 5ms", "latency must be < 5ms", ['tightens "may" -> "must"']),
    ],
)
def test_a_target_is_compared_by_what_it_limits(
    old: str, new: str, expected: list[str | None]
) -> None:
    changes = assert_mirrored(principle(target=old), principle(target=new))
    found = [f"{c.effect.value} {c.what.partition(': ')[2]}" for c in changes]
    assert len(found) == len(expected)
    for shown, wanted in zip(found, expected, strict=True):
        assert wanted is None or shown == wanted


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("fails when coverage drops below 80%", "fails when coverage drops below 90%",
         Effect.TIGHTENS),
        ("fails above 5% overhead", "fails above 9% overhead", Effect.LOOSENS),
        ("fails if throughput drops below 9/s", "fails if throughput drops below 5/s",
         Effect.LOOSENS),
    ],
)  # fmt: skip
def test_a_gate_is_compared_by_what_lets_it_pass(old: str, new: str, effect: Effect) -> None:
    (change,) = assert_mirrored(principle(gate=old), principle(gate=new))
    assert (change.effect, change.field) == (effect, "CI gate limit")


def cell(column: str, text: str) -> DocumentFacts:
    """A contract whose one row has this text in this column."""
    identity = "ART-01" if column == "Required For" else "LEV-01"
    name = "Artifact" if column == "Required For" else "Lever"
    section = "Required Artifacts" if column == "Required For" else "Optimization Levers"
    return read(
        "docs/contract.md",
        f"# One\n\n## {section}\n\n| ID | {name} | {column} |\n|---|---|---|\n"
        f"| {identity} | One | {text} |\n",
    )


@pytest.mark.parametrize(
    ("column", "old", "new", "effect"),
    [
        ("Required For", "All optimization PRs", "Tuned path PRs", Effect.LOOSENS),
        ("Required For", "All optimization PRs", "All performance PRs", Effect.TIGHTENS),
        ("Required For", "Tuned path PRs", "Security instrumentation PRs", Effect.CHANGES),
        ("Required For", "All optimization PRs", "Some PRs of ours", Effect.CHANGES),
        ("Required For", "All performance PRs", "every performance change", None),
        ("Required For", "Tuned path PRs", "-", Effect.LOOSENS),
        ("Profile Gate", "MS-02", "MS-03", Effect.CHANGES),
        ("Profile Gate", "MS-02", "MS-01", Effect.TIGHTENS),
        ("Profile Gate", "MS-01 and MS-02", "MS-01", Effect.LOOSENS),
        ("Profile Gate", "MS-01 with six steps", "MS-01 with steps", Effect.CHANGES),
        ("Profile Gate", "TBD", "none", None),
    ],
)
def test_a_cell_is_compared_by_what_it_asks_for(
    column: str, old: str, new: str, effect: Effect | None
) -> None:
    changes = assert_mirrored(cell(column, old), cell(column, new))
    assert [change.effect for change in changes] == ([effect] if effect else [])


def test_a_whole_document_drops_everything_it_says() -> None:
    facts = facts_of(DOCTRINE)
    dropped = whole(facts, Effect.DROPS)
    assert {change.effect for change in dropped} == {Effect.DROPS}
    subjects = Counter(change.subject for change in dropped)
    ids = [str(fact.id) for kind in Kind for fact in facts.facts(kind)]
    assert subjects == Counter([*ids, "document", *["owner mapping"] * len(facts.mapping)])
    assert all(change.before is not None and change.after is None for change in dropped)


def test_a_whole_document_adds_what_it_would_drop() -> None:
    facts = facts_of(CONTRACT)
    assert whole(facts, Effect.ADDS) == tuple(
        Change(Effect.ADDS, c.subject, c.field, c.new, c.old, c.after, c.before)
        for c in whole(facts, Effect.DROPS)
    )
