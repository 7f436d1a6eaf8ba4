"""Edits of our own pair, and everything that each of them changes."""

from __future__ import annotations

from typing import NamedTuple

DOCTRINE = "docs/doctrine/performance_and_velocity.md"
CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"


class Case(NamedTuple):
    """An edit of one of our own documents, and everything it changes."""

    path: str
    find: str
    replace: str
    expected: list[str]


NOTHING: list[str] = []
CASES = {
    # limits
    "a larger limit": Case(
        DOCTRINE, "< 100ms at", "< 200ms at", ["loosens PRF-01 Target limit: < 100 ms -> < 200 ms"]
    ),
    "a smaller limit": Case(
        CONTRACT, "< 100ms at", "< 9ms at", ["tightens PRF-01 Metric limit: < 100 ms -> < 9 ms"]
    ),
    "another unit": Case(DOCTRINE, "< 100ms at", "< 0.1 s at", NOTHING),
    "a sign turned round": Case(
        DOCTRINE,
        "< 5%",
        "> 5%",
        [
            "loosens PRF-03 Target upper bound: < 5 % -> none",
            "tightens PRF-03 Target lower bound: none -> > 5 %",
        ],
    ),
    "a sign closed": Case(
        DOCTRINE, "< 5%", "<= 5%", ["loosens PRF-03 Target limit: < 5 % -> <= 5 %"]
    ),
    "an exact value": Case(
        DOCTRINE, "< 5%", "= 5%",
        [
            "loosens PRF-03 Target limit: < 5 % -> = 5 %",
            "tightens PRF-03 Target lower bound: none -> = 5 %",
        ],
    ),
    "another sort of quantity": Case(
        DOCTRINE,
        "< 5% overhead against",
        "< 5ms overhead against",
        [
            (
                "changes PRF-03 Target limit: Security instrumentation < 5 % -> "
                "Security instrumentation < 5 ms"
            ),
        ],
    ),
    "a gate's threshold": Case(
        DOCTRINE, "250ms p99 threshold", "1s p99 threshold",
        ["loosens PRF-02 CI gate limit: 250 ms -> 1 s"],
    ),
    "a gate that only warns": Case(
        DOCTRINE, "failing at", "warning at",
        ['loosens PRF-01 CI gate wording: "failing" -> "warning"'],
    ),
    "a gate that fails above": Case(DOCTRINE, "failing at a", "failing above a", NOTHING),
    "a limit more": Case(
        DOCTRINE, "< 100ms at p99", "< 100ms at p99 and < 40ms at p50",
        ["tightens PRF-01 Target limit: none -> Cold-start p50 < 40 ms"],
    ),
    "no limit at all": Case(
        CONTRACT, "Cold-start < 100ms at p99 for", "Cold-start kept short for",
        [
            "loosens PRF-01 Metric limit: Cold-start p99 < 100 ms -> none",
            'changes PRF-01 Metric wording: none -> "kept short"',
        ],
    ),
    "a budget without its number": Case(
        CONTRACT, "p99 latency < 250ms per subsystem", "p99 latency within per-subsystem budget",
        [
            "loosens PRF-02 Metric limit: latency p99 < 250 ms -> none",
            'changes PRF-02 Metric wording: "per subsystem" -> "per-subsystem budget"',
        ],
    ),
    # percentiles
    "a lower percentile": Case(
        DOCTRINE, "< 100ms at p99", "< 100ms at p95",
        ["loosens PRF-01 Target percentile: p99 -> p95"],
    ),
    "a higher percentile": Case(
        DOCTRINE, "< 100ms at p99", "< 100ms at p99.9",
        ["tightens PRF-01 Target percentile: p99 -> p99.9"],
    ),
    "no percentile": Case(
        DOCTRINE, "< 100ms at p99 for", "< 100ms for",
        ["loosens PRF-01 Target percentile: p99 -> none"],
    ),
    "limit and percentile": Case(
        DOCTRINE, "< 100ms at p99", "< 50ms at p50",
        [
            "tightens PRF-01 Target limit: < 100 ms -> < 50 ms",
            "loosens PRF-01 Target percentile: p99 -> p50",
        ],
    ),
    "on average": Case(
        DOCTRINE, "< 250ms per", "< 250ms on average per",
        ["changes PRF-02 Target percentile: none -> mean"],
    ),
    "a percentile less to measure": Case(
        DOCTRINE, "reported as p50/p95/p99", "reported as p50/p99",
        ["loosens PRF-01 Measurement percentile: p95 -> none"],
    ),
    "another percentile to measure": Case(
        DOCTRINE, "p99 of the time", "p95 of the time",
        ["loosens PRF-04 Measurement percentile: p99 -> p95"],
    ),
    # bases
    "no base": Case(
        CONTRACT, " overhead against the uninstrumented baseline", " overhead",
        ["loosens PRF-03 Metric base: uninstrumented baseline -> none"],
    ),
    "another base": Case(
        CONTRACT, "the uninstrumented baseline", "the last release",
        ["changes PRF-03 Metric base: uninstrumented baseline -> last release"],
    ),
    # counts and sizes
    "fewer samples": Case(
        DOCTRINE, "100 samples", "30 samples", ["loosens PRF-01 Measurement samples: 100 -> 30"]
    ),
    "no sample count": Case(
        DOCTRINE, "across 100 samples", "across samples",
        ["loosens PRF-01 Measurement samples: 100 -> none"],
    ),
    "something else is counted": Case(
        DOCTRINE, "100 samples", "100 runs",
        ['changes PRF-01 Measurement wording: "samples" -> "runs"'],
    ),
    "more cycles": Case(
        DOCTRINE, "workload runs 100", "workload runs 300",
        ["tightens PRF-02 Measurement cycles: 100 -> 300"],
    ),
    "a size less": Case(
        DOCTRINE, "(10, 100, 1000 modules)", "(10, 100 modules)",
        ["loosens PRF-04 Measurement sizes: 1000 -> none"],
    ),
    "sizes in another order": Case(
        DOCTRINE, "(10, 100, 1000 modules)", "(1000, 100, 10 modules)", NOTHING
    ),
    # whole lines and rows
    "no measurement": Case(
        DOCTRINE, "**Measurement:** p99 of the time", "p99 of the time",
        [(
            'loosens PRF-04 Measurement: "p99 of the time to produce a complete compatibility diff '
            'at representative size…" -> none'
        )],
    ),
    "a gate to be decided": Case(
        DOCTRINE, "Startup benchmark, failing at a 100ms p99 threshold.", "TBD",
        ['loosens PRF-01 CI gate: "Startup benchmark, failing at a 100ms p99 threshold." -> none'],
    ),
    "a principle less": Case(
        CONTRACT,
        "| PRF-04 | Fast migration feedback | Compatibility diff generation < 500ms at p99 for "
        "typical workloads |\n",
        "",
        ['drops PRF-04 principle: "Fast migration feedback" -> none'],
    ),
    "an invariant less": Case(
        CONTRACT,
        "| INV-PRF-COMPAT | Tuned paths have compatibility correctness proofs |\n",
        "",
        [(
            'drops INV-PRF-COMPAT invariant: "Tuned paths have compatibility correctness proofs" '
            "-> none"
        )],
    ),
    "an event more": Case(
        CONTRACT,
        "| PRF-005 | info | Cold-start budget met |\n",
        "| PRF-005 | info | Cold-start budget met |\n| PRF-006 | error | Doctrine gone |\n",
        ['adds PRF-006 event: none -> "Doctrine gone"'],
    ),
    # levers
    "no profile gate": Case(
        CONTRACT, "scheduler tuning | 10.15 | MS-01", "scheduler tuning | 10.15 | none",
        ['loosens LEV-05 profile gate: "MS-01" -> none'],
    ),
    "another profile gate": Case(
        CONTRACT, "scheduler tuning | 10.15 | MS-01", "scheduler tuning | 10.15 | MS-02",
        ['loosens LEV-05 profile gate: "MS-01" -> "MS-02"'],
    ),
    "a profile gate in words": Case(
        CONTRACT, "scheduler tuning | 10.15 | MS-01", "scheduler tuning | 10.15 | somehow",
        ['loosens LEV-05 profile gate: "MS-01" -> "somehow"'],
    ),
    "a smaller impact": Case(
        DOCTRINE, "5-10x speedup", "4-10x speedup",
        ["loosens LEV-01 expected impact ratio: 5x to 10x -> 4x to 10x"],
    ),
    "an impact backwards": Case(
        DOCTRINE, "5-10x speedup", "10-5x speedup",
        ["changes LEV-01 expected impact ratio: 5x to 10x -> 10x to 5x"],
    ),
    "an impact of the other kind": Case(
        DOCTRINE, "5-10x speedup when", "5-10x slowdown when",
        ['loosens LEV-01 expected impact wording: "speedup" -> "slowdown"'],
    ),
    "an impact that is a loss": Case(
        DOCTRINE, "throughput improvement where", "throughput degradation where",
        ['loosens LEV-04 expected impact wording: "improvement" -> "degradation"'],
    ),
    "a second owner in brackets": Case(
        CONTRACT, "| 10.5 | MS-01", "| 10.5 (10.6) | MS-01",
        ['changes LEV-04 owner track wording: none -> "(10.6)"'],
    ),
    "a mapping that denies": Case(
        DOCTRINE, "10.6 | LEV-01 |", "10.6 | not LEV-01 |",
        ["loosens LEV-01 mapped owner track: 10.6 -> none"],
    ),
    "a mapping that doubts": Case(
        DOCTRINE, "10.6 | LEV-01 |", "10.6 | LEV-01? |",
        ["loosens LEV-01 mapped owner track: 10.6 -> none"],
    ),
    "no owner": Case(
        DOCTRINE, "**Owner track:** 10.5\n", "",
        ['loosens LEV-04 owner track: "10.5" -> none'],
    ),
    "another owner": Case(
        DOCTRINE, "**Owner track:** 10.5\n", "**Owner track:** 10.7\n",
        ['changes LEV-04 owner track: "10.5" -> "10.7"'],
    ),
    "an owner with a name": Case(
        DOCTRINE, "**Owner track:** 10.5\n", "**Owner track:** 10.5 (rules)\n", NOTHING
    ),
    "no risk": Case(
        DOCTRINE, "**Risk:** A share tuned on one machine may be wrong for machines with other "
        "core counts.\n", "",
        [
            (
                'loosens LEV-05 risk: "A share tuned on one machine may be wrong for machines with '
                'other core counts." -> none'
            )
        ],
    ),
    "another risk": Case(
        DOCTRINE, "with other core counts", "with other disks",
        ['changes LEV-05 risk wording: "core counts" -> "disks"'],
    ),
    # artifacts
    "a content less": Case(
        DOCTRINE, "- Cold-start time\n", "",
        ['loosens ART-03 contents: "Cold-start time" -> none'],
    ),
    "a content with a percentile less": Case(
        DOCTRINE, "- p50/p95/p99 latency, throughput", "- p50/p95 latency, throughput",
        ["loosens ART-01 contents percentile: p99 -> none"],
    ),
    "a content with a larger limit": Case(
        DOCTRINE, "overhead exceeds 5%", "overhead exceeds 9%",
        ["loosens ART-05 contents limit: 5 % -> 9 %"],
    ),
    "a narrower scope": Case(
        CONTRACT, "correctness proofs | All performance PRs", "correctness proofs | Tuned path PRs",
        ['loosens ART-04 Required For: "All performance PRs" -> "Tuned path PRs"'],
    ),
    "a scope nobody defined": Case(
        CONTRACT, "correctness proofs | All performance PRs", "correctness proofs | Optional",
        ['loosens ART-04 Required For: "All performance PRs" -> "Optional"'],
    ),
    "artifacts that should": Case(
        DOCTRINE, "MUST carry", "should carry", ["loosens artifacts mandate: MUST -> should"]
    ),
    "fewer artifacts in the sentence": Case(
        DOCTRINE, "carry all five artifacts", "carry four artifacts",
        ['loosens artifacts mandate wording: "all five" -> "four"'],
    ),
    # events, invariants
    "a lower level": Case(
        CONTRACT, "| PRF-004 | error |", "| PRF-004 | warning |",
        ["loosens PRF-004 level: error -> warning"],
    ),
    "a level in another spelling": Case(
        CONTRACT, "| PRF-004 | error |", "| PRF-004 | ERR |", NOTHING
    ),
    "no level": Case(
        CONTRACT, "| PRF-004 | error |", "| PRF-004 | - |",
        ['loosens PRF-004 level: "error" -> none'],
    ),
    "a level nobody knows": Case(
        CONTRACT, "| PRF-004 | error |", "| PRF-004 | purple |",
        ["changes PRF-004 level: error -> purple"],
    ),
    "an invariant for most": Case(
        CONTRACT, "Every optimization lever has", "Usually an optimization lever has",
        ['loosens INV-PRF-PROFILED statement wording: "every" -> "usually an"'],
    ),
    "another count": Case(
        CONTRACT, "All 4 core", "All 3 core",
        ['loosens INV-PRF-PRINCIPLES statement wording: "4" -> "3"'],
    ),
    # mapping, metadata
    "another owner in the mapping": Case(
        DOCTRINE, "| Compatibility cache | 10.6 |", "| Compatibility cache | 10.9 |",
        ["changes LEV-01 mapped owner track: 10.6 -> 10.9"],
    ),
    "a concern less": Case(
        DOCTRINE, "| PRF-01, PRF-02 |", "| PRF-01 |",
        ["loosens PRF-02 mapped owner track: 10.6 -> none"],
    ),
    "a second owner": Case(
        DOCTRINE,
        "| Hostcall bridge | 10.6 | LEV-03 |\n",
        "| Hostcall bridge | 10.6 | LEV-03 |\n| Bridge to hosts | 10.9 | LEV-03 |\n",
        [
            'adds owner mapping subsystem: none -> "Bridge to hosts"',
            "changes LEV-03 mapped owner track: 10.6 -> 10.6, 10.9",
        ],
    ),
    "a subsystem less": Case(
        DOCTRINE, "| Hostcall bridge | 10.6 | LEV-03 |\n", "",
        [
            'drops owner mapping subsystem: "Hostcall bridge" -> none',
            "loosens LEV-03 mapped owner track: 10.6 -> none",
        ],
    ),
    "a subsystem renamed": Case(
        DOCTRINE, "| Hostcall bridge |", "| Bridge of host calls |",
        ['changes owner mapping subsystem: "Hostcall bridge" -> "Bridge of host calls"'],
    ),
    "no status": Case(
        CONTRACT, "**Status:** Active\n", "", ['changes metadata Status: "Active" -> none']
    ),
    "another title": Case(
        CONTRACT, "# bd-2vl5: Performance", "# bd-2vl5: Speed",
        ['changes metadata title wording: "performance" -> "speed"'],
    ),
    "another status": Case(
        CONTRACT, "**Status:** Active", "**Status:** Draft",
        ['changes metadata Status: "Active" -> "Draft"'],
    ),
}  # fmt: skip
