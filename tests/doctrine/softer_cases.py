"""Edits of our own pair in words, steps and running text, and everything that each changes."""

from __future__ import annotations

from tests.doctrine.difference_cases import CONTRACT, DOCTRINE, NOTHING, Case

SOFTER = {
    # weaker words
    "one subsystem for every": Case(
        DOCTRINE, "for every subsystem with", "for one subsystem with",
        ['loosens PRF-02 CI gate wording: "every" -> "one"'],
    ),
    "a mean for a peak": Case(
        DOCTRINE, "peak RSS", "mean RSS", ["loosens ART-03 contents percentile: max -> mean"]
    ),
    "a maximum for a peak": Case(DOCTRINE, "peak RSS", "max RSS", NOTHING),
    "an invariant without its quantifier": Case(
        CONTRACT, "include all 5 required", "include 5 required",
        ['loosens INV-PRF-ARTIFACTS statement wording: "all" -> none'],
    ),
    "an invariant that may hold": Case(
        CONTRACT, "PRs include all 5", "PRs may include all 5",
        ['loosens INV-PRF-ARTIFACTS statement wording: none -> "may"'],
    ),
    "an invariant with fewer words": Case(
        CONTRACT, "measurable metrics and CI gates", "measurable metrics",
        ['changes INV-PRF-PRINCIPLES statement wording: "and ci gates" -> none'],
    ),
    "an event of a lower percentile": Case(
        CONTRACT, "p99 budget exceeded", "p50 budget exceeded",
        ["loosens PRF-004 meaning percentile: p99 -> p50"],
    ),
    "a count of contents": Case(
        DOCTRINE, "- Top-10", "- Top-3", ['loosens ART-02 contents wording: "top-10" -> "top-3"']
    ),
    "a risk that may be": Case(
        DOCTRINE, "would serve", "may serve",
        ['changes LEV-01 risk wording: "would" -> "may"'],
    ),
    "one artifact fewer in the sentence": Case(
        DOCTRINE, "carry all five", "carry all four",
        ['loosens artifacts mandate wording: "five" -> "four"'],
    ),
    "another heading": Case(
        DOCTRINE, "## 7.3 Required Performance", "## 7.3 Optional Performance",
        ['loosens artifacts heading wording: "required" -> "optional"'],
    ),
    "a heading of another number": Case(DOCTRINE, "## 7.3 Required", "## 7.5 Required", NOTHING),
    # the profile loop
    "a step less": Case(
        DOCTRINE, "profile, prove, implement", "profile, implement",
        ['drops levers profile step: "prove" -> none'],
    ),
    "a step that is optional": Case(
        DOCTRINE, "profile, prove, implement", "profile, prove (optional), implement",
        ['loosens levers text wording: none -> "optional"'],
    ),
    "steps in another order": Case(
        DOCTRINE, "profile, prove, implement", "prove, profile, implement",
        ['changes levers text wording: "profile prove" -> "prove profile"'],
    ),
    "another loop": Case(
        DOCTRINE, "MS-01 loop", "MS-02 loop", ['loosens levers profile loop: "MS-01" -> "MS-02"']
    ),
    "no loop": Case(
        DOCTRINE, "the MS-01 loop", "the usual loop",
        [
            'loosens levers profile loop: "MS-01" -> none',
            'changes levers text wording: none -> "usual"',
        ],
    ),
    "evidence of some steps": Case(
        DOCTRINE, "of each of its steps", "of some of its steps",
        ['loosens levers text wording: "each" -> "some"'],
    ),
    "adoption without the loop": Case(
        DOCTRINE, "and only then may\nit be adopted", "and it may be adopted",
        ['loosens levers text wording: "only then may it" -> "it may"'],
    ),
    # running text
    "a fault that is tolerated": Case(
        DOCTRINE, "is a fault, whatever", "is tolerated, whatever",
        ['loosens PRF-02 text wording: "a fault" -> "tolerated"'],
    ),
    "paths that pay for each other": Case(
        DOCTRINE, "cannot pay", "can pay", ['loosens PRF-03 text wording: "cannot" -> "can"']
    ),
    "a demand less": Case(
        DOCTRINE,
        "Each hot path is held to the limit on its own;\na cheap path cannot pay for a dear one.",
        "",
        [
            (
                'loosens PRF-03 text: "Each hot path is held to the limit on its own; a cheap path '
                'cannot pay for a de\u2026" -> none'
            )
        ],
    ),
    "a permission more": Case(
        DOCTRINE, "a dear one.", "a dear one. Windows builds may exceed it.",
        ['loosens PRF-03 text: none -> "Windows builds may exceed it."'],
    ),
    "an explanation more": Case(
        DOCTRINE, "a dear one.", "a dear one. This was so in 1999, too.", NOTHING
    ),
    "an explanation in other words": Case(
        DOCTRINE, "reading\nthe config, restoring", "restoring",
        ['changes PRF-01 text wording: "reading the config" -> none'],
    ),
    "a definition less": Case(
        DOCTRINE, "A module is one document that the diff takes in.", "",
        ['changes PRF-04 text: "A module is one document that the diff takes in." -> none'],
    ),
    "a checker that warns": Case(
        DOCTRINE, "The checker refuses", "The checker warns of",
        ['loosens artifacts text wording: "refuses" -> "warns of"'],
    ),
    "more that may be left out": Case(
        DOCTRINE, "ART-04 and ART-05 may take", "All artifacts may take",
        ['changes artifacts text wording: "art-04 and art-05" -> "all artifacts"'],
    ),
    "a proof that is not due": Case(
        DOCTRINE, "the\nproof itself is due", "the\nproof itself is not due",
        ['loosens ART-04 text wording: none -> "not"'],
    ),
    # files
    "a file less": Case(
        CONTRACT, "- Tests: `tests/test_check_performance_doctrine.py`\n", "",
        ['drops files file: "tests/test_check_performance_doctrine.py" -> none'],
    ),
    "another file": Case(
        CONTRACT, "`tests/test_check_performance_doctrine.py`", "`tests/test_law.py`",
        [
            'drops files file: "tests/test_check_performance_doctrine.py" -> none',
            'adds files file: none -> "tests/test_law.py"',
        ],
    ),
}  # fmt: skip
