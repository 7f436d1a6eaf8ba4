"""Reports for the tests of this folder: literal ones, and a strategy for any."""

from __future__ import annotations

from hypothesis import strategies as st

from doctrine_check.findings import (
    Checked,
    Event,
    Finding,
    InvariantOutcome,
    LimitOutcome,
    Location,
    Outcome,
    Report,
    RuleOutcome,
    Severity,
    Verdict,
    WaivedFinding,
)

DOCTRINE = "docs/doctrine/performance.md"
CONTRACT = "docs/specs/contract.md"

_DISAGREES = Finding(
    rule="target-disagrees",
    severity=Severity.ERROR,
    message=(
        "PRF-01: the contract says 200 ms, the doctrine says < 100 ms p99 for its cold start, "
        f"at {DOCTRINE}:9"
    ),
    location=Location(CONTRACT, 9, 26, 44),
    remedy="write `< 100ms`, or change the doctrine first",
    invariant="INV-PRF-PRINCIPLES",
    event="PRF-004",
    subject="PRF-01",
    related=(Location(DOCTRINE, 9, 1),),
)
_LEVEL = Finding(
    rule="unknown-level",
    severity=Severity.WARNING,
    message="PRF-003: level 'inform' is none of info, warn, error",
    location=Location(CONTRACT, 31, 13),
    remedy="write one of the known levels",
    subject="PRF-003",
)
_NOTE = Finding(
    rule="stated-count",
    severity=Severity.NOTE,
    message="the text counts four principles and none follow",
    location=Location(DOCTRINE, 3),
    remedy="count again",
)

FINDINGS = Report(
    subject="the example",
    mode="all-five",
    verdict=Verdict.FAIL,
    findings=(_LEVEL, _NOTE, _DISAGREES),
    waived=(
        WaivedFinding(
            Finding(
                rule="missing-owner",
                severity=Severity.ERROR,
                message="LEV-05 has no owner track",
                location=Location(DOCTRINE, 40, 3),
                remedy="add an owner track",
                subject="LEV-05",
            ),
            reason="the team is being formed",
            source="comment",
        ),
    ),
    rules=(
        RuleOutcome("target-disagrees", Outcome.FAIL),
        RuleOutcome("unknown-level", Outcome.FAIL),
        RuleOutcome("stated-count", Outcome.FAIL),
        RuleOutcome("missing-owner", Outcome.WAIVED),
        RuleOutcome("ragged-row", Outcome.PASS),
        RuleOutcome("adr-status", Outcome.NOT_APPLICABLE, "no decision records here"),
        RuleOutcome("referenced-file", Outcome.UNAVAILABLE, "the folder cannot be read"),
    ),
    invariants=(
        InvariantOutcome("INV-PRF-PRINCIPLES", Outcome.FAIL, ("target-disagrees", "ragged-row")),
        InvariantOutcome("INV-PRF-COMPAT", Outcome.PASS, ("ragged-row",)),
        InvariantOutcome("INV-PRF-ARTIFACTS", Outcome.NOT_APPLICABLE, ()),
    ),
    checked=Checked(documents=2, rows=41, rules=7, files=1),
    events=(Event("PRF-004", "error", "p99 limit exceeded", "PRF-01", "200 ms"),),
    limits=(
        LimitOutcome("cold_start", "< 100 ms p99", 91.5, 88.0, None, 100, Outcome.PASS, "ms"),
        LimitOutcome("overhead", "< 5 %", 1.25, 1.25, 1.25, 0, Outcome.PASS, "%"),
        LimitOutcome("cold_start", "< 100 ms max", None, None, None, 0, Outcome.UNAVAILABLE),
    ),
    documents=(CONTRACT, DOCTRINE),
    sources=(
        (CONTRACT, 9, "| PRF-01 | Low startup | Cold-start < 200ms |\n"),
        (CONTRACT, 31, "| PRF-003\t| inform | 冷たい起動 |"),
        (DOCTRINE, 40, "- LEV-05"),
    ),
    notes=("the contract was found by its content",),
)

HOSTILE_TEXT = (
    "\x1b[31m| `x` <script>alert(1)</script> @octocat #12 ##[add-mask]y\n::error::z "
    "https://evil.example [click](1) \u202egnirts\u200b \udce9 %0A, {0} $x$ ]]> </details> 100%"
)
_HOSTILE = Finding(
    rule="hostile|rule\n",
    severity=Severity.ERROR,
    message=HOSTILE_TEXT,
    location=Location("::error file=a,b%\udcff|<b>.md", 2, 9, 12),
    remedy=HOSTILE_TEXT,
    subject=HOSTILE_TEXT,
    related=(Location(":x\x1b@octocat.md", 1),),
)
HOSTILE = Report(
    subject=HOSTILE_TEXT,
    mode="all-five",
    verdict=Verdict.ERROR,
    findings=(_HOSTILE,),
    waived=(WaivedFinding(_HOSTILE, HOSTILE_TEXT, "ratchet"),),
    rules=(RuleOutcome("broken", Outcome.ERROR, HOSTILE_TEXT),),
    invariants=(InvariantOutcome(HOSTILE_TEXT, Outcome.ERROR, (HOSTILE_TEXT,)),),
    checked=Checked(1, 1, 1, 1),
    events=(Event(HOSTILE_TEXT, "info", HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT),),
    limits=(LimitOutcome("m", "l", float("nan"), float("-inf"), float("inf"), 3, Outcome.ERROR),),
    documents=(HOSTILE_TEXT,),
    sources=(("::error file=a,b%\udcff|<b>.md", 2, "\t宽\x1b[2J宽\tabc [bold]x[/bold] :tada:"),),
    notes=(HOSTILE_TEXT, ""),
)

NOTHING = Report(
    subject="an empty folder",
    mode="all-five",
    verdict=Verdict.INCONCLUSIVE,
    findings=(),
    waived=(),
    rules=(),
    invariants=(),
    checked=Checked(),
)
CLEAN = Report(
    subject="the example",
    mode="required-for",
    verdict=Verdict.PASS,
    findings=(),
    waived=(),
    rules=(RuleOutcome("ragged-row", Outcome.PASS),),
    invariants=(InvariantOutcome("INV-PRF-COMPAT", Outcome.PASS, ("ragged-row",)),),
    checked=Checked(documents=2, rows=41, rules=1, files=0),
    documents=(DOCTRINE, CONTRACT),
)

SAMPLES = {"findings": FINDINGS, "hostile": HOSTILE, "nothing": NOTHING, "clean": CLEAN}

_text = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="|`<>@#*_[]()\\\n\r\t\x1b\u202e\ud800a1:/%,&", max_size=30),
)
_filled = _text.filter(bool)
_maybe = st.none() | _text
_places = st.builds(
    Location,
    _filled,
    st.integers(1, 10**6),
    st.integers(1, 200),
    st.none() | st.integers(1, 200),
)
_findings = st.builds(
    Finding,
    _filled,
    st.sampled_from(Severity),
    _filled,
    _places,
    _filled,
    _maybe,
    _maybe,
    _maybe,
    st.lists(_places, max_size=2).map(tuple),
)
_number = st.none() | st.floats()


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report at all, with source lines under some of its findings."""
    findings = tuple(draw(st.lists(_findings, max_size=4)))
    sources = tuple((each.location.path, each.location.line, draw(_text)) for each in findings[::2])
    outcome = st.sampled_from(Outcome)
    count = st.integers(0, 10**6)
    return Report(
        subject=draw(_text),
        mode=draw(_text),
        verdict=draw(st.sampled_from(Verdict)),
        findings=findings,
        waived=tuple(draw(st.lists(st.builds(WaivedFinding, _findings, _text, _text), max_size=2))),
        rules=tuple(draw(st.lists(st.builds(RuleOutcome, _filled, outcome, _text), max_size=3))),
        invariants=tuple(
            draw(
                st.lists(
                    st.builds(
                        InvariantOutcome, _filled, outcome, st.lists(_text, max_size=2).map(tuple)
                    ),
                    max_size=2,
                )
            )
        ),
        checked=draw(st.builds(Checked, count, count, count, count)),
        events=tuple(
            draw(st.lists(st.builds(Event, _text, _text, _text, _text, _text), max_size=2))
        ),
        limits=tuple(
            draw(
                st.lists(
                    st.builds(
                        LimitOutcome, _text, _text, _number, _number, _number, count, outcome
                    ),
                    max_size=2,
                )
            )
        ),
        documents=tuple(draw(st.lists(_text, max_size=2))),
        sources=sources,
        notes=tuple(draw(st.lists(_text, max_size=2))),
    )
