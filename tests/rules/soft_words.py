"""Words that take the force out of a law, and the same words in sentences that empty nothing.

Each entry replaces one text of the healthy pair by another.
"""

from __future__ import annotations

from typing import NamedTuple

TARGET = "Cold-start < 100ms at p99 for pre-commit and CI loops."
GATE = "Churn benchmark for every subsystem with a 250ms p99 threshold."
LIMIT = "250ms p99 threshold"
START_GATE = "Startup benchmark, failing at a 100ms p99 threshold."
MEASUREMENT = (
    "Latency of each hot path with the instrumentation switched on and\n"
    "switched off in turn, the difference given as percentage overhead."
)
SAMPLED = (
    "Wall time between spawning the process and its readiness for the\n"
    "first operation, taken across 100 samples and reported as p50/p95/p99."
)
RISK = "A key that omits an input would serve an outdated answer as a fresh one."
IMPACT = "5-10x speedup when little changed between two comparisons."
LOOP = (
    "A lever is a candidate until it has been through the MS-01 loop, and only then may\n"
    "it be adopted."
)
STEPS = "baseline,\nprofile, prove, implement, verify, re-profile."
DEMAND = "A change that affects performance MUST carry all five artifacts below"
KIND = "kind of performance change it is."
CONTENT = "- Flamegraph (SVG or folded stacks)"
PROFILED = "Every optimization lever has before/after evidence"
PROVED = "Tuned paths have compatibility correctness proofs"
CARRIED = "Performance-affecting PRs include all 5 required artifact types"
MEASURABLE = "All 4 core principles have measurable metrics and CI gates"


class Edit(NamedTuple):
    """One text of the doctrine, what it becomes, and the rule that has to notice."""

    rule: str
    old: str
    new: str


def _gate(*words: str) -> list[Edit]:
    return [Edit("principle-incomplete", GATE, f"{GATE[:-1]}{each}") for each in words]


def _start(*gates: str) -> list[Edit]:
    return [Edit("principle-incomplete", START_GATE, gate) for gate in gates]


def _target(*changes: tuple[str, str]) -> list[Edit]:
    return [Edit("unmeasurable-metric", TARGET, TARGET.replace(*change)) for change in changes]


def _measured(*texts: str) -> list[Edit]:
    return [Edit("principle-incomplete", MEASUREMENT, text) for text in texts]


def _sampled(*changes: tuple[str, str]) -> list[Edit]:
    return [Edit("principle-incomplete", SAMPLED, SAMPLED.replace(*change)) for change in changes]


def _risk(*texts: str) -> list[Edit]:
    return [Edit("lever-incomplete", RISK, text) for text in texts]


def _impact(*texts: str) -> list[Edit]:
    return [Edit("impact-range", IMPACT, text) for text in texts]


def _loop(*texts: str) -> list[Edit]:
    return [Edit("profile-loop", LOOP, text) for text in texts]


def _behind_steps(*texts: str) -> list[Edit]:
    return [Edit("profile-loop", STEPS, f"{STEPS} {text}") for text in texts]


def _demand(*changes: tuple[str, str]) -> list[Edit]:
    return [Edit("artifact-mandate", DEMAND, DEMAND.replace(*change)) for change in changes]


def _beside(*texts: str) -> list[Edit]:
    return [Edit("artifact-mandate", KIND, f"{KIND} {text}") for text in texts]


def _content(*words: str) -> list[Edit]:
    return [Edit("artifact-incomplete", CONTENT, f"{CONTENT}{each}") for each in words]


EMPTIED = (
    *_gate(
        "; it never fails.",
        " that never fails.",
        "; the benchmark never fails the build.",
        ", warn only.",
        ". Warning only.",
        " (warning only).",
        ". Currently disabled.",
        ", disabled.",
        "; the gate is disabled for now.",
        ". Informational.",
        " (advisory).",
        ". It is skipped on pull requests.",
        "; the check is skipped.",
        "; it reports but does not block.",
        ". Failures do not block.",
        ". Failures are ignored.",
        ". Failures are tolerated.",
        ". A failure is only a warning.",
        ", allowed to fail.",
        ". May fail.",
        ", with continue-on-error.",
        ", optional.",
        ", best effort.",
        " where possible.",
        ", run on request.",
        " if time permits.",
        " unless inconvenient.",
        "; not enforced.",
        ". It may be overridden.",
        ". Switched off for now.",
        ", to be decided.",
        ". Not required.",
        ". It no longer blocks.",
        ". Not yet active.",
        ". Quarantined.",
        ". Behind a flag.",
        ". A red result is acceptable.",
        " unless the author objects.",
        ". Exceptions are granted freely.",
    ),
    *_start(
        "Startup benchmark warning at a 100ms p99 threshold.",
        "Startup benchmark that should fail at a 100ms p99 threshold.",
        "Startup benchmark, ideally failing at a 100ms p99 threshold.",
        "Startup benchmark, failing at about a 100ms p99 threshold.",
        "Optional startup benchmark, failing at a 100ms p99 threshold.",
        "Advisory startup benchmark, 100ms p99 threshold.",
        "Startup benchmark, disabled, with a 100ms p99 threshold.",
        "Startup benchmark that reports but does not block at a 100ms p99 threshold.",
        "Manual startup benchmark, failing at a 100ms p99 threshold.",
        "Startup benchmark usually failing at a 100ms p99 threshold.",
        "Somebody compares with the 100ms p99 threshold.",
    ),
    *_target(
        ("< 100ms", "ideally < 100ms"),
        ("< 100ms", "aims for < 100ms"),
        ("< 100ms", "< about 100ms"),
        ("< 100ms", "< ~100ms"),
        ("< 100ms", "should be < 100ms"),
        ("< 100ms", "usually < 100ms"),
        ("< 100ms", "hopefully < 100ms"),
        ("loops.", "loops where possible."),
        ("loops.", "loops, best effort."),
        ("loops.", "loops (best effort)."),
        ("loops.", "loops if time permits."),
        ("loops.", "loops unless inconvenient."),
        ("loops.", "loops, on request."),
        ("loops.", "loops; may exceed it on Mondays."),
        ("loops.", "loops. This is a guideline."),
        ("loops.", "loops, to be confirmed."),
        ("loops.", "loops, as far as practical."),
        ("loops.", "loops, not mandatory."),
        ("loops.", "loops in most cases."),
        ("loops.", "loops (stretch goal)."),
        ("loops.", "loops, recommended."),
        ("loops.", "loops. TBD."),
        ("loops.", "loops, in theory."),
        ("loops.", "loops, eventually."),
        ("loops.", "loops, except when busy."),
        ("loops.", "loops, if the author wishes."),
    ),
    *_measured(
        "Somebody looks at it.",
        "TBD",
        "To be decided.",
        "Manual.",
        "By feel.",
        "Measured.",
        "As the team sees fit.",
        "Ask the owners.",
        "On request.",
        "Somebody looks at the latency of each hot path.",
        f"{MEASUREMENT[:-1]} if time permits.",
        f"{MEASUREMENT[:-1]}, where possible.",
        f"{MEASUREMENT[:-1]}, optional.",
        f"{MEASUREMENT[:-1]}, details to be decided.",
    ),
    *_sampled(
        ("taken across", "should be taken across"),
        ("taken across", "may be taken across"),
        ("taken across", "ideally taken across"),
        ("100 samples", "up to 100 samples"),
        ("100 samples", "about 100 samples"),
        ("p50/p95/p99.", "p50/p95/p99 on request."),
    ),
    *_risk(
        f"{RISK[:-1]}; accepted on tuned paths.",
        "Accepted on tuned paths.",
        f"{RISK} We accept it.",
        f"{RISK} This is tolerated.",
        f"{RISK[:-1]}, which is acceptable.",
        f"{RISK} It may be ignored.",
        "Negligible.",
        "To be determined.",
    ),
    *_impact(
        f"Ideally {IMPACT}",
        f"Hopefully {IMPACT}",
        "5-10x speedup should follow when little changed.",
        "5-10x speedup may be seen.",
        "Maybe 5-10x speedup.",
        "5-10x speedup where possible.",
        "5-10x speedup, to be confirmed.",
    ),
    *_loop(
        "A lever may skip the MS-01 loop.",
        "A lever may pass the MS-01 loop before it is adopted.",
        "A lever should pass the MS-01 loop before it is adopted.",
        "A lever ought to pass the MS-01 loop.",
        "A lever might pass the MS-01 loop.",
        "The MS-01 loop is optional.",
        "The MS-01 loop is recommended for levers.",
        "Passing the MS-01 loop is encouraged.",
        "A lever passes the MS-01 loop if time permits.",
        "A lever passes the MS-01 loop on request.",
        "A lever passes the MS-01 loop unless inconvenient.",
        "A lever need not pass the MS-01 loop.",
        "A lever does not have to pass the MS-01 loop.",
        "A lever usually passes the MS-01 loop.",
        "The MS-01 loop is not required.",
        "Some levers pass the MS-01 loop.",
        "A lever may be adopted before it passed the MS-01 loop.",
        "A lever may be adopted without the MS-01 loop.",
        "A lever passes the MS-01 loop when somebody asks.",
        "A lever passes the MS-01 loop, except small ones.",
        "Levers are expected to pass the MS-01 loop.",
        "Big levers pass the MS-01 loop.",
    ),
    *_behind_steps(
        "Small levers may skip steps.",
        "Steps may be left out.",
        "Each step is optional.",
        "The steps are taken as far as time permits.",
    ),
    *_demand(
        ("MUST carry", "MUST, if time permits, carry"),
        ("MUST carry", "MUST usually carry"),
        ("MUST carry", "MUST try to carry"),
        ("MUST carry", "ought to carry"),
        ("below", "below on request"),
        ("below", "below unless inconvenient"),
        ("below", "below where feasible"),
    ),
    *_beside(
        "Small changes may skip them.",
        "The artifacts may be omitted.",
        "They are optional.",
        "They need not be complete.",
    ),
    *_content(", optional", " if time permits", ", where possible"),
)

SOFTENED_STATEMENTS = (
    (PROFILED, "Every optimization lever should have before/after evidence"),
    (PROFILED, "Every optimization lever may have before/after evidence"),
    (PROFILED, f"{PROFILED} if time permits"),
    (PROFILED, f"{PROFILED} on request"),
    (PROFILED, f"{PROFILED} unless inconvenient"),
    (PROFILED, f"{PROFILED} (recommended)"),
    (PROFILED, f"{PROFILED}; small levers may skip it"),
    (PROFILED, "Some optimization levers have before/after evidence"),
    (PROFILED, "Not every optimization lever has before/after evidence"),
    (PROFILED, f"{PROFILED}, except small ones"),
    (PROFILED, f"{PROFILED} when asked"),
    (PROVED, "Tuned paths need not have compatibility correctness proofs"),
    (PROVED, "Tuned paths could have compatibility correctness proofs"),
    (PROVED, f"Ideally {PROVED[0].lower()}{PROVED[1:]}"),
    (PROVED, f"{PROVED}, but this is not required"),
    (PROVED, "Tuned paths usually have compatibility correctness proofs"),
    (CARRIED, "Performance-affecting PRs may include all 5 required artifact types"),
    (CARRIED, "Performance-affecting PRs should include all 5 required artifact types"),
    (CARRIED, f"{CARRIED} where possible"),
    (CARRIED, f"{CARRIED}; small changes can be exempted"),
    (MEASURABLE, "All 4 core principles should have measurable metrics and CI gates"),
    (MEASURABLE, f"{MEASURABLE}; this is optional"),
    (MEASURABLE, "All 4 core principles try to have measurable metrics and CI gates"),
)

HARMLESS = (
    # gates
    (GATE, f"{GATE} No run may exceed it."),
    (GATE, f"{GATE} It is not optional."),
    (GATE, f"{GATE} It is never skipped."),
    (GATE, f"{GATE} It must not be disabled."),
    (GATE, f"{GATE} Nothing here is advisory."),
    (GATE, f"{GATE} The memory figure is informational."),
    (GATE, f"{GATE} Warm-up runs are skipped."),
    (GATE, f"{GATE} Outliers are not dropped."),
    (GATE, f"{GATE} It is skipped where only documentation changed."),
    (GATE, f"{GATE} A red run blocks the merge."),
    (GATE, f"{GATE} It does not fail on a single slow call."),
    (GATE, f"{GATE} It never fails open."),
    (GATE, f"{GATE} It fails, and does not merely warn."),
    (GATE, f"{GATE} A run that cannot be read is a failure."),
    (GATE, f"{GATE} If the benchmark is skipped, the merge is held."),
    (GATE, f"{GATE} No merge without a green run."),
    (GATE, f"{GATE} Turbo boost is disabled."),
    (GATE, f"{GATE} The report may carry further figures."),
    (GATE, f"Churn benchmark: informational on forks, failing at a {LIMIT} on main."),
    (START_GATE, "Startup benchmark, not only reported, failing at a 100ms p99 threshold."),
    (START_GATE, "Startup benchmark with a 100ms p99 threshold and a warning at 80ms."),
    # targets
    (TARGET, f"{TARGET} No start may take longer."),
    (TARGET, f"{TARGET} It is not a guideline."),
    (TARGET, f"{TARGET} Nothing about it is optional."),
    (TARGET, f"{TARGET} Users can see the effect at once."),
    (TARGET, TARGET.replace("CI loops", "CI loops, whatever else may run")),
    (TARGET, f"{TARGET} This holds without exceptions."),
    # measurements
    (MEASUREMENT, f"{MEASUREMENT} The machine may serve other users."),
    (MEASUREMENT, f"{MEASUREMENT} Warm-up runs may be dropped."),
    (MEASUREMENT, f"{MEASUREMENT} Outliers may not be dropped."),
    (MEASUREMENT, f"{MEASUREMENT} Nobody has to look at it: the script compares."),
    (MEASUREMENT, f"{MEASUREMENT} Modules built on demand count as well."),
    (MEASUREMENT, f"{MEASUREMENT} It runs on the machine that is recommended for builds."),
    (MEASUREMENT, f"{MEASUREMENT} A run may be repeated once."),
    (MEASUREMENT, f"{MEASUREMENT} Tracing, which may be enabled, counts as instrumentation."),
    (MEASUREMENT, "Overhead of each hot path, instrumentation enabled vs. disabled, in percent."),
    (SAMPLED, SAMPLED.replace("100 samples", "at least 100 samples")),
    (SAMPLED, SAMPLED.replace("100 samples", "no fewer than 100 samples")),
    (SAMPLED, SAMPLED.replace("taken", "measured manually with a stopwatch,\ntaken")),
    # risks
    (RISK, "Stale answers."),
    (RISK, "A forged entry may be accepted as genuine."),
    (RISK, "An outdated answer is accepted by the caller, and nobody notices."),
    (RISK, "A changed input may be ignored, so that an outdated answer is served."),
    (RISK, f"{RISK} That is never acceptable."),
    (RISK, f"{RISK} This is not tolerated on tuned paths."),
    (RISK, "High memory use where many keys are kept."),
    # impacts
    (IMPACT, "5-10x speedup for files that may repeat between two comparisons."),
    (IMPACT, "About 5-10x speedup when little changed."),
    (IMPACT, "5-10x speedup when nothing changed."),
    # the loop
    (LOOP, "A lever may be adopted only after it passed the MS-01 loop."),
    (LOOP, "No lever may skip the MS-01 loop."),
    (LOOP, "A lever must never be adopted without the MS-01 loop."),
    (LOOP, "The MS-01 loop is not optional; a lever must pass it."),
    (LOOP, "A lever cannot be adopted before it passed the MS-01 loop."),
    (LOOP, "A lever may be adopted after it passed the MS-01 loop."),
    (LOOP, "Every lever must pass the MS-01 loop before it is adopted."),
    (STEPS, f"{STEPS} A lever may go through the loop more than once."),
    (STEPS, f"{STEPS} No step may be skipped."),
    (STEPS, f"{STEPS} If a step is skipped, the lever is not adopted."),
    (STEPS, f"{STEPS} Ideas for further levers are welcome."),
    (STEPS, f"{STEPS} Baselines may have been measured earlier."),
    (STEPS, f"{STEPS} The evidence may also hold traces."),
    # the demand
    (KIND, f"{KIND} A change may carry more than five artifacts."),
    (KIND, f"{KIND} None of them may be omitted."),
    (KIND, f"{KIND} They are not optional."),
    (KIND, f"{KIND} The artifacts may be zipped."),
    (KIND, f"{KIND} Reviewers can ask for further evidence."),
    (DEMAND, f"Whatever it may be called, {DEMAND[0].lower()}{DEMAND[1:]}"),
    (GATE, f"{GATE} Exceptions thrown by the benchmark are failures."),
    (GATE, f"{GATE} Planned outages of the runner change nothing."),
    (GATE, f"{GATE} It is red when the runner cannot be asked."),
    (GATE, f"{GATE} A larger machine makes it no easier."),
    (GATE, f"{GATE} There are no exceptions."),
    (TARGET, f"{TARGET} One day of work is the most that a repair may take."),
    (TARGET, f"{TARGET} It holds for small and large repositories, without exception."),
    (MEASUREMENT, f"{MEASUREMENT} The clock stops when they have the last answer."),
    (MEASUREMENT, f"{MEASUREMENT} More calls than needed are made, and all count."),
    (STEPS, f"{STEPS} Nobody is expected to pass it alone."),
    (STEPS, f"{STEPS} A lever is not adopted before its evidence is complete."),
    (KIND, f"{KIND} Small and large changes carry them alike."),
    (CONTENT, f"{CONTENT}, not optional"),
    (CONTENT, f"{CONTENT}, which may be zipped"),
)  # fmt: skip

HARMLESS_STATEMENTS = (
    (PROFILED, f"{PROFILED}, which reviewers should read"),
    (PROFILED, f"{PROFILED}. It may hold more than numbers"),
    (PROFILED, "No optimization lever may be adopted without before/after evidence"),
    (PROFILED, f"{PROFILED}; no lever may skip it"),
    (PROFILED, f"{PROFILED}. Reviewers should ask for it"),
    (PROVED, f"{PROVED}, never only a promise of them"),
    (PROVED, f"{PROVED}; this is not optional"),
    (PROVED, f"{PROVED}, without exception, whoever asks"),
    (CARRIED, f"{CARRIED}. A change may carry more than five artifacts"),
    (CARRIED, f"{CARRIED}; none may be skipped"),
    (MEASURABLE, f"{MEASURABLE}, so that they can be held to them"),
)
