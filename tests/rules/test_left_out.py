"""Fields that an artifact denies, the base of ART-05, and counts in other forms."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.difference import Effect
from tests.rules.judging import edited
from tests.rules.own_pair import PAIR, C, D
from tests.rules.test_scopes_and_gates import found, told
from tests.rules.test_struck_out import effects

NUMBERS = "- p50/p95/p99 latency, throughput, memory footprint"
COMMAND = "- Exact command that was run"
FLAME = "- Flamegraph (SVG or folded stacks)"
ORACLE = "- Lockstep oracle comparison, input by input, without a difference"
EVERY = "throughput, memory, p50, p95, p99"


@pytest.mark.parametrize(
    ("find", "replace", "missing", "line"),
    [
        (NUMBERS, f"- No {NUMBERS[2:]}", EVERY, 135),
        (NUMBERS, "- Neither p50/p95/p99 latency nor throughput nor memory", EVERY, 135),
        (NUMBERS, "- p50/p95/p99 latency except throughput, memory footprint", "throughput", 135),
        (NUMBERS, "- p50/p95/p99 latency, memory, without throughput", "throughput", 135),
        (NUMBERS, "- p50/p95/p99 latency, throughput, never memory", "memory", 135),
        (NUMBERS, "- p50/p95/p99 latency, throughput, but no memory", "memory", 135),
        (NUMBERS, f"{NUMBERS} are left out", EVERY, 135),
        (NUMBERS, "- p50/p95/p99 latency, memory; throughput is not reported", "throughput", 135),
        (COMMAND, f"{COMMAND}: n/a", "exact command", 134),
        (COMMAND, f"{COMMAND} (none)", "exact command", 134),
        (COMMAND, "- TBD", "exact command", 134),
        (FLAME, "- No flamegraph", "flamegraph or folded stacks", 141),
        (FLAME, "- Anything but a flamegraph", "flamegraph or folded stacks", 141),
        (FLAME, "- Screenshot instead of a flamegraph", "flamegraph or folded stacks", 141),
        (ORACLE, "- No lockstep oracle comparison", "oracle comparison", 159),
        ("- Conformance test", "- Without conformance test", "conformance results", 158),
        ("- p99 impact", "- No p99 impact", "p99", 166),
        ("- Justification", "- No justification", "justification when over the limit", 168),
    ],
)
def test_a_field_that_is_denied_is_not_listed(
    find: str, replace: str, missing: str, line: int
) -> None:
    (finding,) = found(D, find, replace)

    assert (finding.rule, finding.location.line) == ("artifact-fields", line)
    assert finding.message.startswith(f"expected {missing} among the contents of ART-0")
    assert effects(D, edited(PAIR, D, find, replace)[D])[0][0] is Effect.LOOSENS


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        (NUMBERS, f"{NUMBERS}, with no memory growth"),
        (NUMBERS, "- p50/p95/p99 latency, throughput, no memory growth"),
        (NUMBERS, f"{NUMBERS}, not only the mean"),
        (NUMBERS, f"{NUMBERS}; nothing is omitted"),
        (NUMBERS, f"{NUMBERS}, outliers left out"),
        (NUMBERS, f"- Nothing but {NUMBERS[2:]}"),
        (COMMAND, f"{COMMAND}, no wrapper around it"),
        (COMMAND, f"{COMMAND}, no part of it left out"),
        (FLAME, "- Flamegraph, not a trace"),
        (FLAME, "- Folded stacks rather than a flamegraph"),
        (ORACLE, "- No difference in the lockstep oracle comparison"),
        (ORACLE, "- Lockstep oracle comparison showing no deviation"),
        ("lines that were tuned", "lines that were tuned, with no edge case lost"),
        ("of the measured tree", "of the measured tree, no older than the commit"),
        ("- Cold-start time", "- Cold-start time, not warm-start time"),
    ],
)
def test_what_else_a_bullet_denies_is_no_field(find: str, replace: str) -> None:
    assert told(D, find, replace) == []


def test_an_undecided_bullet_more_is_told_for_itself() -> None:
    assert told(D, COMMAND, f"{COMMAND}\n- TBD") == [("artifact-incomplete", D, 135)]


def test_the_overhead_of_the_note_has_the_base_of_the_principle() -> None:
    bullet = "- Overhead percentage against the uninstrumented baseline"
    (finding,) = found(D, bullet, bullet.replace("uninst", "inst"))

    assert (finding.rule, finding.location.line, finding.location.column) == (
        "percent-base",
        167,
        35,
    )
    assert [place.line for place in finding.related] == [43]
    run = bullet.replace("against", "of the instrumented run against")
    assert told(D, bullet, run) == []


# --- counts


@pytest.mark.parametrize(
    ("find", "count"),
    [
        ("four core principles", "three (3) core principles"),
        ("four core principles", "four (3) core principles"),
        ("four core principles", "4 (five) core principles"),
        ("four core principles", "three or four core principles"),
        ("four core principles", "3+ core principles"),
        ("four core principles", "three or more core principles"),
        ("four core principles", "4-5 core principles"),
        ("four core principles", "half-dozen core principles"),
        ("all five artifacts", "all seven (7) artifacts"),
        ("all five artifacts", "all seven kinds of artifact"),
        ("all five artifacts", "both artifacts"),
        ("all five artifacts", "half a dozen artifacts"),
        ("all five artifacts", "all 7 of the artifacts"),
        ("each of its steps", "each of its seven steps"),
        ("each of its steps", "all five steps"),
        ("| Subsystem | Owner", "The nine subsystems:\n\n| Subsystem | Owner"),
        ("| Subsystem | Owner", "All seven subsystems:\n\n| Subsystem | Owner"),
    ],
)
def test_a_wrong_count_in_any_form_is_one_finding(find: str, count: str) -> None:
    documents = edited(PAIR, D, find, count)
    line = 1 + documents[D][: documents[D].index(count)].count("\n")
    (finding,) = found(D, find, count)

    assert (finding.rule, finding.location.line) == ("stated-count", line)
    said = count.partition(":")[0].removeprefix("all ").removeprefix("each of its ")
    assert said.removeprefix("All ").removeprefix("The ") in finding.message


@pytest.mark.parametrize(
    ("find", "count"),
    [
        ("four core principles", "four (4) core principles"),
        ("four core principles", "4 (four) core principles"),
        ("all five artifacts", "all five kinds of artifact"),
        ("all five artifacts", "all 5 of the artifacts"),
        ("each of its steps", "each of its six steps"),
        ("| Subsystem | Owner", "The eight subsystems:\n\n| Subsystem | Owner"),
        ("A hook starts", "Two or three levers may wait. Both levers are cheap. A hook starts"),
        ("A hook starts", "The twelve subsystems of the host are others. A hook starts"),
        ("A hook starts", "The seven steps of a build take time. A hook starts"),
        ("A hook starts", "The seven steps here meet all 4 principles. A hook starts"),
        ("A hook starts", "Two dozen events a day are few. A hook starts"),
    ],
)
def test_right_counts_and_counts_of_something_else(find: str, count: str) -> None:
    assert told(D, find, count) == []


@pytest.mark.parametrize("path", [D, C])
@pytest.mark.parametrize(("right", "wrong"), [("All 4 core", "All 3 core"), ("all 5", "all six")])
def test_an_invariant_that_only_miscounts_is_one_finding(path: str, right: str, wrong: str) -> None:
    (finding,) = found(
        path,
        right if right[0] == "A" else f"{right} required",
        wrong if right[0] == "A" else f"{wrong} required",
    )

    assert (finding.rule, finding.location.path) == ("stated-count", path)


def test_an_invariant_with_other_words_is_told_beside_its_count() -> None:
    rules = [
        rule for rule, _, _ in told(C, "All 4 core principles have", "All 3 core principles had")
    ]

    assert sorted(rules) == ["invariant-wording", "stated-count"]


@pytest.mark.parametrize(
    ("some", "words"),
    [
        ("the artifacts ART-01 to ART-04", "ART-01 to ART-04"),
        ("ART-01, ART-02 and ART-03", "ART-01, ART-02 and ART-03"),
        ("the artifacts ART-02\u2013ART-05", "ART-02\u2013ART-05"),
    ],
)
def test_a_mandate_that_names_some_asks_for_a_part(some: str, words: str) -> None:
    (finding,) = found(D, "all five artifacts", some)

    assert (finding.rule, finding.location.line) == ("artifact-mandate", 124)
    assert finding.message.endswith(f'found "{words}"')


@pytest.mark.parametrize(
    "every",
    [
        "the artifacts ART-01 to ART-05",
        "ART-01 to ART-04 and ART-05",
        "all five artifacts, ART-04 too,",
    ],
)
def test_a_mandate_that_names_all_asks_for_all(every: str) -> None:
    assert told(D, "all five artifacts", every) == []
