from __future__ import annotations

import json

import pytest

from doctrine_check.changes.facts import Label, ReviewFacts
from doctrine_check.findings import Outcome, Verdict
from doctrine_check.limits import Dimension, Quantity
from doctrine_check.rules.judge_change import unit_of
from tests.changes.change_scene import (
    BASE,
    CONFIG,
    CONTRACT,
    DECLARED,
    DOCTRINE,
    HEAD,
    HOT,
    MAP,
    NONE,
    Situation,
    base_files,
    bundle,
    cold,
    hot,
    law_edit,
)
from tests.evidence.bundles import doctored, sealed

ASKING = "cache = {}\nfor key in range(9):\n    cache[key] = compute(key)"
SPEED = "Speed up lookups with a cache"
COLD: dict[str, object] = {"benchmarks": ("lookup", "cold-start")}
REQUIRED = f'mode = "required-for"\n{MAP}'


def label(name: str, role: str = "maintain") -> ReviewFacts:
    """A label that somebody set."""
    return ReviewFacts("author", (Label(name, "keeper", role, "2026-01-01T00:00:00Z"),), ())


def hot_with(kind: str, **options: object) -> Situation:
    """The change of a path that the map gives this kind, with evidence for it."""
    files = base_files(MAP.replace('"optimization"', f'"{kind}"'))
    situation = hot(
        message=f"Edit\n\nPerf-Impact: {kind}",
        evidence=bundle(kinds=(kind,), levers=(), **options),
    )
    return situation._replace(before=files, after={**situation.after, CONFIG: files[CONFIG]})


def phrased(phrase: str) -> Situation:
    """The mode ``required-for``, with other words in the row of ART-04."""
    row = "| ART-04 | Compatibility correctness proofs | "
    files = base_files(REQUIRED)
    text = files[CONTRACT].decode()
    assert text.count(f"{row}All performance PRs") == 1
    files[CONTRACT] = text.replace(f"{row}All performance PRs", row + phrase).encode()
    situation = hot()
    keep = {CONFIG: files[CONFIG], CONTRACT: files[CONTRACT]}
    return situation._replace(before=files, after={**situation.after, **keep})


def lever_member() -> str:
    """The member that holds the record of the profile loop."""
    rows = json.loads(bundle()["manifest.json"])["artifacts"]
    return next(str(row["path"]) for row in rows if row["id"] == "LEV-01")


UNKNOWN_COMMIT = "evidence of a commit that nobody has"
FIRES = {
    "a shallow clone": ("change-incomplete", cold(gaps=("the clone is shallow",))),
    "a diff alone that edits the law": (
        "change-incomplete",
        law_edit(DOCTRINE, "Cold-start < 100ms", "Cold-start < 200ms", committed=False),
    ),
    "code without a map": ("hot-path-map-missing", cold(config="")),
    "code without a map, a label of a passer-by": (
        "hot-path-map-missing",
        cold(config="", review=label("perf-impact: none", "read")),
    ),
    "signals without a declaration": ("undeclared-suspect", cold(ASKING, message=SPEED)),
    "none on the map": ("contradicted-declaration", hot(message=NONE)),
    "none under a label": ("contradicted-declaration", cold(review=label("optimization"))),
    "none beside a lever": (
        "contradicted-declaration",
        cold(message="x\n\nPerf-Impact: none\nPerf-Lever: LEV-01"),
    ),
    "an unknown kind": ("malformed-trailer", cold(message="x\n\nPerf-Impact: small")),
    "a reason without its key": (
        "malformed-trailer",
        cold(message="x\n\nPerf-Impact: none; only names"),
    ),
    "a lever that is none": ("malformed-trailer", cold(message="x\n\nPerf-Lever: cache")),
    "a lever that the doctrine lacks": (
        "malformed-trailer",
        cold(message="x\n\nPerf-Lever: LEV-99"),
    ),
    "signals with a declaration": ("declared-none", cold(ASKING, message=f"{SPEED}\n\n{NONE}")),
    "a softer doctrine": (
        "weakened-law",
        law_edit(DOCTRINE, "Cold-start < 100ms", "Cold-start < 200ms"),
    ),
    "a stricter doctrine": (
        "changed-law",
        law_edit(DOCTRINE, "Cold-start < 100ms", "Cold-start < 50ms"),
    ),
    "a row of the map gone": ("weakened-law", law_edit(CONFIG, MAP, "")),
    "words that nobody defined": ("unknown-obligation", phrased("Big PRs")),
    "no evidence": ("missing-artifact", hot(evidence=None)),
    "evidence without ART-03": ("missing-artifact", hot(evidence=bundle(without=("ART-03",)))),
    "ART-04 excused on a tuned path": (
        "refused-excuse",
        hot_with("tuned-path", not_applicable=("ART-04",)),
    ),
    "ART-05 excused with security": (
        "refused-excuse",
        hot_with("security-instrumentation", not_applicable=("ART-05",)),
    ),
    "an excuse that says nothing": (
        "refused-excuse",
        hot(
            evidence=doctored(
                bundle(not_applicable=("ART-05",)), "manifest.json", "/artifacts/5/reason", "n/a"
            )
        ),
    ),
    "a lever without its record": ("incomplete-loop", hot(evidence=bundle(levers=()))),
    "a lever without a profile of the base": (
        "incomplete-loop",
        hot(evidence=bundle(sides=("after",))),
    ),
    "a loop without a step": (
        "incomplete-loop",
        hot(evidence=doctored(bundle(), lever_member(), "/steps/3/commits", [])),
    ),
    "a loop with a foreign commit": (
        "incomplete-loop",
        hot(evidence=doctored(bundle(), lever_member(), "/steps/3/commits", ["9" * 40])),
    ),
    "a digest that does not fit": (
        "unreadable-evidence",
        hot(evidence={**bundle(), "comparison.json": bundle()["comparison.json"] + b"\n"}),
    ),
    "a member that nothing lists": ("unreadable-evidence", hot(evidence={**bundle(), "x": b""})),
    UNKNOWN_COMMIT: (
        "unbound-evidence",
        hot(evidence=bundle(measured_commit="9" * 40)),
    ),
    "evidence of another repository": (
        "unbound-evidence",
        hot(evidence=bundle(repository="example/other")),
    ),
    "evidence of another kind": (
        "unbound-evidence",
        hot(evidence=bundle(kinds=("security-instrumentation",))),
    ),
    "numbers of an earlier change": (
        "replayed-evidence",
        hot(past=(bundle(measured_commit="8" * 40, base_commit="7" * 40),)),
    ),
}
QUIET = {
    "a whole change": ("change-incomplete", cold()),
    "a diff alone that leaves the law": ("change-incomplete", cold(committed=False)),
    "a map": ("hot-path-map-missing", cold()),
    "no map and no code": (
        "hot-path-map-missing",
        Situation(base_files(""), {**base_files(""), "README.md": b"# Shop\n"}),
    ),
    "no map and a label": (
        "hot-path-map-missing",
        cold(config="", review=label("perf-impact: none")),
    ),
    "signals that a trailer answers": (
        "undeclared-suspect",
        cold(ASKING, message=f"{SPEED}\n\n{NONE}"),
    ),
    "signals that a label answers": (
        "undeclared-suspect",
        cold(ASKING, message=SPEED, review=label("perf-impact: none")),
    ),
    "no signals": ("undeclared-suspect", cold(message="Rename")),
    "the map's own kind": ("contradicted-declaration", hot()),
    "none off the map": ("contradicted-declaration", cold()),
    "none under a label of a passer-by": (
        "contradicted-declaration",
        cold(review=label("optimization", "read")),
    ),
    "trailers as they should be": ("malformed-trailer", hot()),
    "other trailers": ("malformed-trailer", cold(message="x\n\nReviewed-by: small")),
    "none without a signal": ("declared-none", cold()),
    "a doctrine as it was": ("weakened-law", hot()),
    "a law as it was": ("changed-law", hot()),
    "a law that is weaker": (
        "changed-law",
        law_edit(DOCTRINE, "Cold-start < 100ms", "Cold-start < 200ms"),
    ),
    "a harder doctrine": (
        "weakened-law",
        law_edit(DOCTRINE, "Cold-start < 100ms", "Cold-start < 50ms"),
    ),
    "words that are defined": ("unknown-obligation", phrased("Tuned path PRs")),
    "all artifacts": ("missing-artifact", hot()),
    "an excuse that is allowed, instead": (
        "missing-artifact",
        hot(evidence=bundle(not_applicable=("ART-05",))),
    ),
    "an artifact that the column asks of others": (
        "missing-artifact",
        phrased("Security instrumentation PRs")._replace(
            evidence=bundle(without=("ART-04",), levers=())
        ),
    ),
    "off the map": ("missing-artifact", cold()),
    "an excuse that is allowed": (
        "refused-excuse",
        hot(evidence=bundle(not_applicable=("ART-05",))),
    ),
    "the artifact itself on a tuned path": ("refused-excuse", hot_with("tuned-path")),
    "a whole loop": ("incomplete-loop", hot()),
    "no lever": ("incomplete-loop", hot_with("optimization")),
    "digests that fit": ("unreadable-evidence", hot(evidence=sealed(bundle()))),
    "evidence of this change": ("unbound-evidence", hot()),
    "numbers of another seed": (
        "replayed-evidence",
        hot(past=(bundle(measured_commit="8" * 40, base_commit="7" * 40, seed=5),)),
    ),
    "the same bundle again": ("replayed-evidence", hot(past=(bundle(),))),
}
UNDECIDED = {"change-incomplete", "hot-path-map-missing", "undeclared-suspect", "weakened-law"}
RULES = sorted({rule for rule, _ in FIRES.values()})


@pytest.mark.parametrize("case", FIRES)
def test_a_rule_fires_with_all_that_a_reader_needs(case: str) -> None:
    rule, situation = FIRES[case]
    problems = situation.problems().get(rule)
    assert problems, sorted(situation.problems())
    for problem in problems:
        assert problem.message.startswith("expected ")
        assert " found " in problem.message
        assert problem.remedy
        assert problem.undecided is (rule in UNDECIDED or case == UNKNOWN_COMMIT)
    verdict = situation.report().verdict
    assert (verdict is Verdict.PASS) is (rule == "declared-none")


@pytest.mark.parametrize("case", QUIET)
def test_a_rule_is_quiet(case: str) -> None:
    rule, situation = QUIET[case]
    assert situation.problems().get(rule, []) == []


def test_every_rule_has_both_cases() -> None:
    assert {rule for rule, _ in QUIET.values()} == set(RULES)
    assert len(RULES) == 15


@pytest.mark.parametrize("situation", [hot(), cold()], ids=["hot", "cold"])
def test_honest_changes_pass_without_a_word(situation: Situation) -> None:
    assert situation.problems() == {}
    assert situation.report().verdict is Verdict.PASS


def test_suspicion_is_a_warning_where_the_config_says_so() -> None:
    report = cold(ASKING, f'suspect = "warning"\n{MAP}', message=SPEED).report()
    assert report.verdict is Verdict.PASS
    assert [finding.rule for finding in report.findings] == ["undeclared-suspect"]


def test_each_missing_artifact_is_named_with_the_line_that_demands_it() -> None:
    problems = hot(evidence=None).problems()["missing-artifact"]
    assert [problem.subject for problem in problems] == [f"ART-0{n}" for n in range(1, 6)]
    lines = base_files()[DOCTRINE].decode().splitlines()
    for problem in problems:
        (law,) = problem.related
        assert law.path == DOCTRINE
        assert str(problem.subject) in lines[law.line - 1]
        assert problem.place.path == HOT
        assert problem.place.line == 12


def test_stale_evidence_names_the_file() -> None:
    measured = {"9" * 40: base_files()}
    situation = hot(evidence=bundle(measured_commit="9" * 40), others=measured)
    (problem, *_) = situation.problems()["unbound-evidence"]
    assert HOT in problem.message
    assert [place.path for place in problem.related] == [HOT]


def test_a_diff_has_no_commit_that_evidence_could_be_bound_to() -> None:
    situation = hot(committed=False)
    assert situation.report().verdict is not Verdict.PASS


def test_the_strongest_of_several_declarations_counts() -> None:
    message = f"{DECLARED}\nPerf-Impact: none"
    assert "contradicted-declaration" not in hot(message=message).problems()


def test_the_events_are_those_of_the_doctrine() -> None:
    assert {event.code for event in hot().report().events} >= {"PRF-001", "PRF-003"}
    unmet = {event.code for event in hot(evidence=None).report().events}
    assert "PRF-002" in unmet
    assert not unmet & {"PRF-001", "PRF-003"}


@pytest.mark.parametrize(
    "evidence",
    [
        sealed(doctored(bundle(**COLD), "comparison.json", "/improvements/0/percent", 99.0)),
        bundle(**COLD, measured_commit="9" * 40),
    ],
    ids=["doctored", "of another commit"],
)
def test_nothing_good_is_told_of_evidence_that_does_not_stand(evidence: dict[str, bytes]) -> None:
    honest = hot(evidence=bundle(**COLD)).report()
    assert {"PRF-001", "PRF-003", "PRF-005"} <= {event.code for event in honest.events}
    told = {event.code for event in hot(evidence=evidence).report().events}
    assert not told & {"PRF-001", "PRF-003", "PRF-005"}


def test_limits_are_told_in_the_unit_of_the_doctrine() -> None:
    told = {limit.metric: limit for limit in hot(evidence=bundle(**COLD)).report().limits}
    cold_start = told["PRF-01 cold-start"]
    assert (cold_start.limit, cold_start.unit) == ("Cold-start p99 < 100 ms", "ms")
    assert cold_start.estimate is not None
    assert 0.1 < cold_start.estimate < 100
    assert told["PRF-03 lookup"].unit == "%"


@pytest.mark.parametrize(
    ("quantity", "unit", "size"),
    [
        (Quantity.of(Dimension.TIME, 1, 10), "ms", 0.001),
        (Quantity.of(Dimension.TIME, 90), "s", 1.0),
        (Quantity.of(Dimension.TIME, 25, 10_000_000), "µs", 0.000_001),
        (Quantity.of(Dimension.SIZE, 64 * 1024**2), "MiB", 1024.0**2),
        (Quantity.of(Dimension.RATE, 55), "/s", 1.0),
        (Quantity.of(Dimension.COUNT, 3), "", 1.0),
        (Quantity.of(Dimension.TIME, 1, 3), "", 1.0),
        (Quantity.of(Dimension.TIME, 0), "", 1.0),
    ],
    ids=str,
)
def test_a_unit_is_the_one_that_is_shown(quantity: Quantity, unit: str, size: float) -> None:
    shown, found = unit_of(quantity)
    assert shown == unit
    assert found == pytest.approx(size)


def test_no_invariant_passes_by_evidence_that_is_not_there() -> None:
    outcomes = {row.invariant: row.outcome for row in hot(evidence=None).report().invariants}
    assert outcomes["INV-PRF-ARTIFACTS"] is Outcome.FAIL
    assert outcomes["INV-PRF-PROFILED"] is Outcome.FAIL
    assert outcomes["INV-PRF-COMPAT"] is Outcome.NOT_APPLICABLE
    assert outcomes["INV-PRF-PRINCIPLES"] is Outcome.NOT_APPLICABLE
    unknown = {
        row.invariant: row.outcome for row in cold(ASKING, message=SPEED).report().invariants
    }
    assert unknown["INV-PRF-ARTIFACTS"] is Outcome.UNAVAILABLE


def test_the_summary_says_what_is_owed_and_what_is_there() -> None:
    change = hot().report().change
    assert change is not None
    assert (change.base, change.head) == (BASE, HEAD)
    assert change.kinds == ("optimization",)
    assert [row[0] for row in change.obligations] == [f"ART-0{n}" for n in range(1, 6)]
    assert all(met for *_, met in change.obligations)
    assert change.binding.startswith("by commit")
