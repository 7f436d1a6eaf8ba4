"""What empties a law loosens it: ``diff`` asks the vocabulary that ``lint`` asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.doctrine.difference import Change, Effect, differences
from tests.doctrine.difference_cases import CONTRACT, DOCTRINE
from tests.doctrine.test_difference import (
    assert_mirrored,
    cell,
    facts_of,
    principle,
    read,
    said,
    text_of,
)
from tests.rules.soft_words import (
    CARRIED,
    EMPTIED,
    GATE,
    HARMLESS,
    HARMLESS_STATEMENTS,
    IMPACT,
    LOOP,
    MEASUREMENT,
    PROVED,
    RISK,
    SAMPLED,
    SOFTENED_STATEMENTS,
    START_GATE,
    TARGET,
)


def edited(path: str, old: str, new: str) -> tuple[Change, ...]:
    """The changes that an edit makes, after a look at the way back."""
    text = text_of(path)
    assert text.count(old) == 1
    return assert_mirrored(facts_of(path), read(path, text.replace(old, new)), new)


def effects(changes: tuple[Change, ...]) -> set[Effect]:
    return {change.effect for change in changes}


STATEMENTS = [(path, old, new) for path in (DOCTRINE, CONTRACT) for old, new in SOFTENED_STATEMENTS]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [*((DOCTRINE, edit.old, edit.new) for edit in EMPTIED), *STATEMENTS],
    ids=lambda text: text[-60:],
)
def test_what_empties_the_law_loosens_it_and_the_way_back_tightens(
    path: str, old: str, new: str
) -> None:
    there = edited(path, old, new)
    assert any(change.effect.weakens for change in there), said(there)
    assert effects(there).isdisjoint({Effect.TIGHTENS, Effect.ADDS}), said(there)
    changed = read(path, text_of(path).replace(old, new))
    back = effects(differences(changed, facts_of(path)))
    assert back & {Effect.TIGHTENS, Effect.ADDS}
    assert back.isdisjoint({Effect.LOOSENS, Effect.DROPS})


@pytest.mark.parametrize(("old", "new"), [*HARMLESS, *HARMLESS_STATEMENTS])
def test_the_same_words_in_a_harmless_sentence_loosen_nothing(old: str, new: str) -> None:
    if old == LOOP:
        new = f"{LOOP} {new}"  # without the sentence itself less would be demanded
    found = edited(DOCTRINE, old, new)
    assert not any(change.effect.weakens for change in found), said(found)


@pytest.mark.parametrize(
    "gate",
    [
        "Startup benchmark, failing at a non-blocking 100ms p99 threshold.",
        "Startup benchmark with a non-blocking 100ms p99 threshold.",
        "Startup benchmark with a non-binding 100ms p99 threshold.",
        "Startup benchmark, failing at a non-mandatory 100ms p99 threshold.",
        "Startup benchmark, unenforced, at a 100ms p99 threshold.",
        "Startup benchmark, rarely failing at a 100ms p99 threshold.",
        "Startup benchmark that warns at a 100ms p99 threshold.",
        "Startup benchmark, warning instead of failing at a 100ms p99 threshold.",
        f"{START_GATE[:-1]}, without failing the build.",
        f"{START_GATE[:-1]}, run by hand.",
        f"{START_GATE[:-1]}, for information.",
        f"{START_GATE[:-1]}, no longer required.",
        f"{START_GATE[:-1]}, advisory only.",
        f"{START_GATE[:-1]}, advisory.",
        f"{START_GATE[:-1]}, except on Fridays.",
        f"{START_GATE} It must not block a merge.",
        f"{START_GATE} It must warn, and must not fail.",
    ],
)
def test_a_gate_that_was_gutted_loosens(gate: str) -> None:
    assert effects(edited(DOCTRINE, START_GATE, gate)) == {Effect.LOOSENS}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # nobody can tell, or: what happens now is not what the words that bind seem to say
        (SAMPLED, SAMPLED.replace("between spawning", "from when all modules are loaded after")),
        (SAMPLED, SAMPLED.replace("spawning the", "blocking of the")),
        (SAMPLED, SAMPLED.replace("100 samples", "100 required samples")),
        (MEASUREMENT, MEASUREMENT.replace("with the", "with all the")),
        (TARGET, TARGET.replace("pre-commit and", "all warm pre-commit and")),
        (TARGET, TARGET.replace("pre-commit and", "mandatory pre-commit and")),
        (TARGET, TARGET.replace("loops.", "loops that pass all checks.")),
        (START_GATE, f"{START_GATE[:-1]} in every run."),
        (START_GATE, f"{START_GATE[:-1]} if all runs exceed it."),
        (START_GATE, f"{START_GATE[:-1]} in all three runs."),
        (START_GATE, "Startup benchmark, failing nobody at a 100ms p99 threshold."),
        (START_GATE, f"{START_GATE} All failures must be ignored."),
        (START_GATE, f"{START_GATE} Every failure is required to be waived."),
        (GATE, f"{GATE} Blocking is left to the author."),
        (PROVED, "Required tuned paths have compatibility correctness proofs"),
        (PROVED, "Tuned paths that must be proved have compatibility correctness proofs"),
        (PROVED, f"{PROVED} without all details"),
        (CARRIED, CARRIED.replace("all 5", "any of the 5")),
        ("a dear one.", "a dear one. No gate fails a build."),
        ("a dear one.", "a dear one. No gate shall be enforced on Windows."),
        ("a dear one.", "a dear one. The required gates are gone."),
        ("a dear one.", "a dear one. Blocking gates are a thing of the past."),
        ("a dear one.", "a dear one. Anything below 900ms is fine."),
        ("a dear one.", "a dear one. Reviewers must not ask for evidence."),
        ("a dear one.", "a dear one. Everybody must accept 900ms."),
        ("a dear one.", "a dear one. All gates shall be skipped."),
    ],
)
def test_a_word_that_binds_in_another_text_decides_nothing(old: str, new: str) -> None:
    found = edited(DOCTRINE, old, new)
    assert effects(found) == {Effect.CHANGES}, said(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PROVED, f"All {PROVED[0].lower()}{PROVED[1:]}"),
        (CARRIED, CARRIED.replace("all 5", "all 9")),
        ("a dear one.", "a dear one. Each lever must be measured."),
        ("a dear one.", "a dear one. No start may exceed 100ms."),
    ],
)
def test_what_surely_asks_for_more_tightens(old: str, new: str) -> None:
    assert effects(edited(DOCTRINE, old, new)) == {Effect.TIGHTENS}


_BINDING = ("all", "every", "must", "blocking", "failing", "mandatory", "required", "enforced")
_BARE = ("blocking", "failing", "mandatory", "required", "enforced", "binding", "obligatory")
_LINES = (TARGET, START_GATE, GATE, SAMPLED, MEASUREMENT, RISK, IMPACT, PROVED, CARRIED)


def worded(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes of words; "failing < 100ms" is another limit than "< 100ms"."""
    return tuple(change for change in changes if change.field.endswith(" wording"))


@given(
    st.sampled_from(_LINES),
    st.sampled_from(("non-", "non ", "not ", "never ", "hardly ", "rarely ")),
    st.sampled_from(_BARE),
    st.data(),
)
def test_a_demand_that_is_denied_never_tightens(
    line: str, turned: str, word: str, data: st.DataObject
) -> None:
    words = line.split(" ")
    place = data.draw(st.integers(0, len(words)))
    new = " ".join([*words[:place], f"{turned}{word}", *words[place:]])
    assert Effect.TIGHTENS not in effects(worded(edited(DOCTRINE, line, new)))


@given(st.sampled_from(_LINES), st.sampled_from(_BINDING), st.data())
def test_a_word_that_binds_beside_other_new_words_never_tightens(
    line: str, word: str, data: st.DataObject
) -> None:
    words = line.split(" ")
    place = data.draw(st.integers(0, len(words)))
    beside = data.draw(st.permutations([word, "warmed", "modules"]))
    new = " ".join([*words[:place], *beside, *words[place:]])
    assert Effect.TIGHTENS not in effects(worded(edited(DOCTRINE, line, new)))


# --- the parts of a line that was emptied


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Cold-start < 100ms", "Cold-start ideally < 50ms"),
        ("Cold-start < 100ms", "Cold-start < 100ms; it may exceed 300ms on Mondays"),
        ("Cold-start < 100ms at p95", "Cold-start < 100ms at p99, best effort"),
        ("Cold-start < 100ms", "Cold-start < about 100ms"),
    ],
)
def test_nothing_of_a_line_that_was_emptied_tightens(old: str, new: str) -> None:
    found = effects(assert_mirrored(principle(target=old), principle(target=new)))
    assert Effect.LOOSENS in found
    assert Effect.TIGHTENS not in found


def test_the_words_that_empty_a_line_are_shown_where_nothing_else_differs() -> None:
    changes = edited(DOCTRINE, TARGET, TARGET.replace("< 100ms", "< about 100ms"))
    assert said(changes) == ['loosens PRF-01 Target wording: none -> "about"']


def test_words_of_a_line_that_was_void_and_stays_so_merely_change() -> None:
    old, new = "Startup benchmark, run by hand.", "Every startup benchmark, run by hand."
    changes = assert_mirrored(principle(gate=old), principle(gate=new))
    assert effects(changes) == {Effect.CHANGES}
    larger = assert_mirrored(
        principle(gate="Optional benchmark, 100ms"), principle(gate="Optional benchmark, 200ms")
    )
    assert effects(larger) == {Effect.LOOSENS}


@pytest.mark.parametrize(
    ("gate", "effect"),
    [("Benchmark, failing at 100ms.", Effect.TIGHTENS), ("Benchmark, advisory.", Effect.CHANGES)],
)
def test_a_line_that_comes_tightens_only_if_it_binds(gate: str, effect: Effect) -> None:
    target = "Cold-start < 100ms"
    changes = assert_mirrored(principle(target=target), principle(target=target, gate=gate))
    assert effects(changes) == {effect}


@pytest.mark.parametrize(
    ("column", "old", "new", "effect"),
    [
        ("Required For", "All optimization PRs", "All optimization PRs, optional", Effect.LOOSENS),
        ("Profile Gate", "MS-01", "MS-01 (optional)", Effect.LOOSENS),
        ("Profile Gate", "MS-02", "MS-01 (optional)", Effect.LOOSENS),
        ("Profile Gate", "MS-01, optional", "MS-02, optional", Effect.CHANGES),
    ],
)
def test_a_cell_that_was_emptied_loosens(column: str, old: str, new: str, effect: Effect) -> None:
    assert effects(assert_mirrored(cell(column, old), cell(column, new))) == {effect}


def test_a_heading_that_makes_its_section_voluntary_loosens() -> None:
    found = edited(CONTRACT, "## Invariants", "## Invariants (recommended)")
    assert said(found) == ['loosens invariants heading wording: none -> "(recommended)"']


@pytest.mark.parametrize(
    ("sentence", "effect"),
    [
        ("The steps are taken as far as time permits.", Effect.LOOSENS),
        ("The party is held as far as time permits.", None),
    ],
)
def test_a_sentence_that_empties_the_loop_is_heard_without_any_word_that_binds(
    sentence: str, effect: Effect | None
) -> None:
    steps = "profile, prove, implement, verify, re-profile."
    found = edited(DOCTRINE, steps, f"{steps} {sentence}")
    assert effects(found) == ({effect} if effect else set())


def test_a_step_that_was_emptied_loosens_in_any_section() -> None:
    steps = ("baseline", "profile", "prove", "implement", "verify", "re-profile")
    old = "\n".join(
        [
            text_of(CONTRACT),
            "## The Loop",
            "",
            *(f"- {step} that its answers stay so" for step in steps),
            "",
        ]
    )
    new = old.replace(
        "- prove that its answers stay so", "- prove that its answers stay so if time permits"
    )
    found = assert_mirrored(read(CONTRACT, old), read(CONTRACT, new))
    assert effects(found) == {Effect.LOOSENS}
