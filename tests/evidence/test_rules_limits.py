"""Rules that hold numbers against claims and against the doctrine."""

from __future__ import annotations

import json

from doctrine_check.changes.classify import ChangeKind
from tests.evidence.bundles import doctored, make, sealed, written
from tests.evidence.doctoring import BASE, BEFORE, PAIR, TAIL, Files, samples, value
from tests.evidence.rule_scene import (
    STARTED,
    changing,
    edited_law,
    facts_of,
    found_by,
    rules_that_find,
)


def test_the_doctrine_demands_samples_of_the_benchmarks_that_answer_for_it() -> None:
    few = facts_of(make(benchmarks=("cold-start",), samples=60, levers=()))
    problems = found_by("sample_count", few)
    assert {problem.place.path for problem in problems} == {f"evidence/{BASE}", f"evidence/{PAIR}"}
    assert "at least 100 samples" in problems[0].message
    assert "PRF-01, by docs/doctrine/performance_and_velocity.md:" in problems[0].message
    assert problems[0].related[0].path.endswith("performance_and_velocity.md")
    assert found_by("sample_count", facts_of(make(samples=60))) == []
    more = edited_law("taken across 100 samples", "taken across 300 samples")
    assert found_by("sample_count", facts_of(make(benchmarks=("prf-01",)), law=more))


def test_samples_that_are_missing_or_there_twice() -> None:
    manifest = json.loads(make()["manifest.json"])
    manifest["samples"] = manifest["samples"][1:]
    files = {**make(), "manifest.json": written(manifest)}
    messages = [problem.message for problem in found_by("sample_count", facts_of(files))]
    assert len(messages) == 2  # ART-01 and ART-03 before
    assert "found none, and 200 claimed" in messages[0]


def test_the_measured_commit_is_no_difference_between_commands() -> None:
    files = make()
    for side, commit in (("before", "1" * 40), ("after", "2" * 40)):
        files = doctored(files, PAIR, f"/{side}/command/4", commit[:10])
    files = doctored(files, BASE, "/command/4", "1" * 40)
    assert found_by("command", facts_of(files)) == []


def test_one_file_of_samples_for_two_benchmarks() -> None:
    files = make(benchmarks=("lookup", "parse"), levers=())
    other = json.loads(files["samples/parse-before.json"])
    other["values"] = json.loads(files[BEFORE])["values"]
    forged = sealed({**files, "samples/parse-before.json": written(other)})
    assert "the same samples" in found_by("unchanged", facts_of(forged))[0].message


def test_numbers_that_are_the_same_digit_for_digit() -> None:
    files = make()
    for field in ("p50", "p95", "p99"):
        old = value(files, PAIR, f"/before/benchmarks/0/{field}")
        files = doctored(files, PAIR, f"/after/benchmarks/0/{field}", old)
    assert found_by("unchanged", facts_of(files)) == []
    rate = value(files, PAIR, "/before/benchmarks/0/throughput/ops_per_second")
    files = doctored(files, PAIR, "/after/benchmarks/0/throughput/ops_per_second", rate)
    assert "digit for digit" in found_by("unchanged", facts_of(files))[0].message


def test_nothing_is_measured_before_its_commit() -> None:
    files = make()
    early = facts_of(files, change=changing(time=int(STARTED) + 86_000))
    assert any("after the commit 222222222222" in p.message for p in found_by("time", early))
    assert found_by("time", facts_of(files, change=changing(time=int(STARTED)))) == []


def test_the_future_is_told_by_the_clock_that_is_given() -> None:
    assert found_by("time", facts_of(make(), now=STARTED - 3600))
    assert found_by("time", facts_of(make(), now=STARTED + 3600)) == []


def test_a_tail_of_few_samples_is_noted() -> None:
    assert len(found_by("tail", facts_of(make(samples=99)))) == 5
    assert found_by("tail", facts_of(make(samples=100))) == []
    assert len(found_by("tail", facts_of(make(samples=50, method="linear")))) == 5


def test_overhead_over_budget_needs_a_reason_that_says_something() -> None:
    files = make(overhead=0.2)
    for reason, told in ((None, 1), ("TODO", 1), ("n/a", 1), ("each call is logged", 0)):
        forged = doctored(files, TAIL, "/justification", reason)
        assert len(found_by("overhead", facts_of(forged))) == told
    (problem,) = found_by("overhead", facts_of(doctored(files, TAIL, "/justification", None)))
    assert "over the budget of 5 percent, by docs/doctrine/" in problem.message
    assert "#/justification" in problem.message


def test_the_budget_of_the_doctrine_counts() -> None:
    law = edited_law("< 5% overhead", "< 1% overhead")
    facts = facts_of(make(overhead=0.03), law=law)
    fields = {problem.message.rpartition("#")[2] for problem in found_by("overhead", facts)}
    assert fields == {"/budget_percent)", "/justification)"}


def test_claims_are_asked_of_those_who_claim() -> None:
    files = make(speedup=0.5, kinds=("performance-affecting",), levers=())
    plain = facts_of(files, kinds=(ChangeKind.PERFORMANCE,))
    assert found_by("claim", plain) == []
    problems = found_by("claim", facts_of(files))
    assert {problem.message.rpartition("#")[2] for problem in problems} == {
        *(f"/improvements/{number}/percent)" for number in range(4)),
        next(p.message.rpartition("#")[2] for p in problems if "gain" in p.message),
    }


def test_what_became_worse_is_told_though_nobody_speaks_of_it() -> None:
    files: Files = make(benchmarks=("lookup", "parse"), levers=(), speedup=2.5)
    files = samples("samples/parse-after.json", lambda old: [x * 9 for x in old])(files)
    document = json.loads(files[PAIR])
    document["improvements"] = document["improvements"][:4]
    files = sealed({**files, PAIR: written(document)})
    problems = found_by("claim", facts_of(files))
    assert {problem.message.rpartition("/")[2] for problem in problems} == {
        "p50)",
        "p95)",
        "ops_per_second)",
    }
    assert all("which no improvement admits" in problem.message for problem in problems)


def test_a_lever_whose_gain_may_be_none() -> None:
    facts = facts_of(doctored(make(), PAIR, "/improvements/0/low", -1))
    (problem,) = found_by("claim", facts)
    assert "as LEV-01 claims" in problem.message


def test_levers_gain_what_the_doctrine_expects() -> None:
    for speedup, rules in ((3.0, {"lever_ratio"}), (7.0, set()), (30.0, {"lever_surplus"})):
        facts = facts_of(make(speedup=speedup))
        assert rules_that_find(facts) == rules
        for rule in rules:
            (problem,) = found_by(rule, facts)
            assert "LEV-01 to make p50" in problem.message
            assert "5x to 10x better, by docs/doctrine/" in problem.message
    trailer = facts_of(make(levers=()), levers=("LEV-02",))
    assert "the measured ratio of LEV-02" in found_by("lever_ratio", trailer)[0].message


def test_limits_are_judged_by_the_samples_of_those_who_answer() -> None:
    name = "cold-start"
    slow = facts_of(make(benchmarks=(name,), median=1.2, levers=()))
    (problem,) = found_by("budget", slow)
    assert (problem.subject, problem.undecided) == ("PRF-01", False)
    for word in ("p99 of", "< 100 ms for PRF-01, by docs/doctrine/", "200 samples of 100 demanded"):
        assert word in problem.message
    assert "/after/benchmarks/0/p99" in problem.message
    fast = facts_of(make(benchmarks=(name,), median=0.3, levers=()))
    assert rules_that_find(fast) <= {"tail"}
    assert found_by("budget", facts_of(make(median=1.2, levers=()))) == []


def test_what_lies_between_is_unsettled() -> None:
    files = make(benchmarks=("cold-start",), samples=100, median=0.5, levers=())
    values = json.loads(files["samples/cold-start-after.json"])["values"]
    ordered = sorted(values)
    factor = 100.5 / ordered[98]  # p99 just above 100 ms, the 97th of 100 below it
    forged = samples("samples/cold-start-after.json", lambda old: [x * factor for x in old])(files)
    facts = facts_of(forged)
    assert ordered[96] * factor < 100
    (problem,) = found_by("budget", facts)
    assert problem.undecided
    assert "and unknown by 100 samples" in problem.message
    few = facts_of(make(benchmarks=("cold-start",), samples=50, levers=()))
    assert [problem.undecided for problem in found_by("budget", few)] == [True]


def test_a_cold_start_beside_any_benchmark_counts() -> None:
    files = doctored(make(), PAIR, "/after/benchmarks/0/cold_start", 130.0)
    (problem,) = found_by("budget", facts_of(files))
    assert "130 ms" in problem.message
    assert "/cold_start" in problem.message


def test_samples_cannot_take_longer_than_their_command() -> None:
    files = make(median=0.05, levers=())
    assert found_by("units", facts_of(files)) == []
    started = value(files, PAIR, "/before/started")
    (problem,) = found_by("units", facts_of(doctored(files, PAIR, "/before/finished", started)))
    assert "at most the 0 s from started to finished" in problem.message
    assert problem.message.endswith("(ART-03, comparison.json#/before/finished)")


def test_a_gain_has_to_stand_out_somewhere() -> None:
    files: Files = make(levers=())
    for number in range(4):
        assert found_by("claim", facts_of(files)) == []
        files = doctored(files, PAIR, f"/improvements/{number}/low", -1)
    (problem,) = found_by("claim", facts_of(files))
    assert "a gain that noise does not explain, found at best" in problem.message
