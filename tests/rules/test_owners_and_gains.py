"""Second owners, ids that the owner mapping denies or doubts, and impacts that are no gain."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.gains import loss
from tests.rules.edge_scene import after, findings_of, found_in, the_finding
from tests.rules.repositories import CONTRACT, DOCTRINE

MAPPED = "| Resizer | 10.7 | LEV-02 |"
FIRST = "| Worker start and albums | 10.6 | PRF-01, PRF-03 |"
IMPACT = "5-10x speedup for repeated sizes."


@pytest.mark.parametrize(
    "owner",
    ["10.7 (10.8)", "10.7 (and 10.8)", "10.7 (or Storage)", "10.7 (& Storage)", "10.7 (with 10.9)"],
)
@pytest.mark.parametrize(
    ("path", "find"),
    [
        (CONTRACT, "| Batched resizing | {} |"),
        (DOCTRINE, "| Resizer | {} |"),
        (DOCTRINE, "**Owner track:** {}\n\n## "),
    ],
)
def test_a_second_track_in_brackets_is_a_second_owner(path: str, find: str, owner: str) -> None:
    finding = the_finding(after((path, find.format("10.7"), find.format(owner))))
    assert (finding.rule, finding.location.path) == ("owner-drift", path)
    assert f"found {owner.casefold()} in the" in finding.message


@pytest.mark.parametrize(
    "owner",
    [
        "10.7 (Resize 2.0)",
        "10.7 (formerly 10.4)",
        "10.7 (10.7)",
        "10.7 (VEF and Storage)",
        "10.7 ()",
    ],
)
def test_what_else_stands_in_brackets_is_the_name_of_the_track(owner: str) -> None:
    find = "| Batched resizing | {} |"
    assert found_in(after((CONTRACT, find.format("10.7"), find.format(owner)))) == []


@pytest.mark.parametrize(
    "concern",
    [
        "not LEV-02",
        "LEV-02?",
        "LEV-02 ?",
        "all but LEV-02",
        "except for LEV-02",
        "LEV-02 (TBD)",
        "LEV-02 - n/a",
        "LEV-02 (excluded)",
        "LEV-02 no longer",
        "no LEV-02",
        "maybe LEV-02",
        "not yet LEV-02",
    ],
)
def test_an_id_that_is_denied_or_doubted_is_not_covered(concern: str) -> None:
    finding = the_finding(after((DOCTRINE, MAPPED, MAPPED.replace("LEV-02", concern))))
    assert (finding.rule, finding.location.line) == ("unmapped-id", 109)
    assert f'found "{concern}"' in finding.message


@pytest.mark.parametrize(
    ("concerns", "lacking"),
    [
        ("PRF-01, not PRF-03", ["PRF-03"]),
        ("not PRF-01, PRF-03", ["PRF-01"]),
        ("PRF-01? PRF-03", ["PRF-01"]),
        ("PRF-01 except PRF-03", ["PRF-03"]),
        ("neither PRF-01 nor PRF-03", ["Worker start and albums"]),
        ("all but PRF-01, PRF-03", ["Worker start and albums"]),
    ],
)
def test_of_several_ids_those_that_stand_are_covered(concerns: str, lacking: list[str]) -> None:
    found = findings_of(after((DOCTRINE, FIRST, FIRST.replace("PRF-01, PRF-03", concerns))))
    assert [(f.rule, f.subject, f.location.line) for f in found] == [
        ("unmapped-id", subject, 106) for subject in lacking
    ]


@pytest.mark.parametrize(
    "concerns",
    [
        "PRF-01 (no stalls), PRF-03",
        "PRF-01 (was slow), PRF-03",
        "PRF-01 and PRF-03 only",
        "PRF-01 (not blocking); PRF-03 (zero-copy)",
        "the start (PRF-01) and albums (PRF-03)",
        "PRF-01/03",
    ],
)
def test_other_words_beside_ids_deny_nothing(concerns: str) -> None:
    row = FIRST.replace("PRF-01, PRF-03", concerns)
    assert found_in(after((DOCTRINE, FIRST, row))) == []


def test_a_subsystem_has_one_track() -> None:
    finding = the_finding(after((DOCTRINE, MAPPED, MAPPED.replace("Resizer", "Picture cache"))))
    assert (finding.rule, finding.location.line) == ("owner-drift", 109)
    assert 'one owner track of "Picture cache", 10.6' in finding.message


def test_the_row_whose_ids_belong_to_the_subsystem_is_the_right_one() -> None:
    row = "| Audit log | 10.8 | PRF-02 |"
    finding = the_finding(after((DOCTRINE, row, row.replace("Audit log", "Picture cache"))))
    assert (finding.rule, finding.location.line) == ("owner-drift", 107)
    assert finding.message.endswith("found 10.8")


def test_two_rows_of_a_subsystem_with_one_track_are_fine() -> None:
    row = "| Picture cache | 10.6 | LEV-01 |"
    first = FIRST.replace("Worker start and albums", "picture  Cache")
    assert found_in(after((DOCTRINE, FIRST, first))) == []
    doubled = f"{row}\n{row.replace('10.6', '10.9')}"
    assert found_in(after((DOCTRINE, row, doubled))) == ["owner-drift"]


@pytest.mark.parametrize(
    ("impact", "shown"),
    [
        ("2-4x throughput degradation where many", "2-4x throughput degradation"),
        ("3-8x latency increase for host calls", "3-8x latency increase"),
        ("3x increase in p99 latency", "3x increase in p99 latency"),
        ("3x more memory usage", "3x more memory usage"),
        ("2x lower throughput", "2x lower throughput"),
        ("Latency increases by 3x", "Latency increases by 3x"),
        ("Slowdown of 2x", "Slowdown of 2x"),
        ("Throughput drops by 2x", "Throughput drops by 2x"),
        ("at most 1.01x speedup for repeated sizes", "at most 1.01x"),
        ("up to 5x speedup", "up to 5x"),
        ("1x", "1x"),
        ("1-1x speedup for repeated sizes", "1-1x"),
    ],
)
def test_a_ratio_of_something_that_gets_worse_is_no_gain(impact: str, shown: str) -> None:
    finding = the_finding(after((DOCTRINE, IMPACT, impact)))
    assert (finding.rule, finding.location.line) == ("impact-range", 48)
    assert finding.message.endswith(f'from LEV-01, found "{shown}"')


@pytest.mark.parametrize(
    "impact",
    [
        "2-3x throughput increase in memory-bound paths",
        "2x reduction in latency variance",
        "2x lower throughput variance",
        "3x lower memory use",
        "3x less memory growth",
        "2x fewer slowdowns",
        "2x higher throughput at the same latency",
        "2-4x more requests a second",
        "5-10x speedup, with higher memory use",
        "Latency falls by 3x",
        "Cuts latency by 3-8x",
        "A speedup of 5-10x",
        "10x larger batches",
        "2x, up to 10x speedup",
        "up from 2x to 4x",
        "at least 2x faster",
    ],
)
def test_other_gains_are_gains(impact: str) -> None:
    assert loss(impact) is None
    assert found_in(after((DOCTRINE, IMPACT, impact))) == []
