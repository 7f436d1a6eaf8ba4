"""The worked example: measured for real, judged four times, and still valid after a rebase."""

from __future__ import annotations

import json
import random
import tempfile
from typing import TYPE_CHECKING, NamedTuple

import pytest

from doctrine_check.cli import main
from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.members import read_folder
from examples.change_demo import measured as measuring
from examples.change_demo import story
from examples.change_demo.built import BRANCH, HOT, LEVER, Built, build
from examples.change_demo.bundled import write_evidence
from examples.change_demo.gains import METRICS, gains_of
from examples.change_demo.judged import NOISE, Judged, Scene, judge
from examples.change_demo.measured import BENCHMARKS, COLD_START, SUMMARY, Measured, Series

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doctrine_check.evidence.bundle import Bundle

pytestmark = [pytest.mark.needs_tool, pytest.mark.slow]


class Example(NamedTuple):
    """The repository, what was measured of it, and the ways to bring the change along."""

    built: Built
    measured: Measured
    scenes: tuple[Scene, ...]
    folder: Path

    @property
    def evidence(self) -> Path:
        """The honest bundle."""
        return self.built.root / self.scenes[0].arguments[-1]

    def bundle(self) -> Bundle:
        return read_bundle(read_folder(str(self.evidence)), "evidence")

    def judged(self, head: str, evidence: Path | None = None) -> Judged:
        """What is said of another head with the evidence of the first, or with other evidence."""
        brought = f"../{(evidence or self.evidence).name}"
        arguments = ("change", "--base", "main", "--head", head, "--evidence", brought)
        return judge(self.built, Scene("another", 0, frozenset(), arguments))


@pytest.fixture(scope="module")
def example(
    tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], str]
) -> Example:
    """The example, built and measured once."""
    require_tool("git")
    folder = tmp_path_factory.mktemp("example")
    built = build(folder)
    kept: list[Measured] = []

    def measure(of: Built, tell: Callable[[str], None]) -> Measured:
        kept.append(measuring.measure(of, tell))
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(story, "measure", measure)
        scenes = story.proven(built, folder, lambda _: None)
    return Example(built, kept[-1], scenes, folder)


def certain(judged: Judged) -> frozenset[str]:
    """The rules that speak up, but for those that a busy machine may wake."""
    return judged.rules - NOISE


# --- four verdicts


def test_the_change_passes_with_its_evidence(example: Example) -> None:
    judged = judge(example.built, example.scenes[0])
    assert certain(judged) == frozenset()
    if example.scenes[0].noise(judged):
        pytest.skip(f"this machine is too busy to prove the gain: {sorted(judged.rules)}")
    assert judged == Judged(0, "pass", frozenset())


@pytest.mark.parametrize(
    ("number", "rules"),
    [
        (1, {"missing-artifact", "incomplete-loop"}),
        (2, {"unbound-evidence"}),
        (3, {"evidence-percentiles"}),
    ],
    ids=["removed", "stale", "doctored"],
)
def test_it_fails_otherwise(example: Example, number: int, rules: set[str]) -> None:
    judged = judge(example.built, example.scenes[number])
    assert (judged.code, judged.verdict) == (1, "fail")
    assert certain(judged) == rules
    assert example.scenes[number].right(judged)


def test_stale_evidence_is_told_by_the_file_that_was_edited(
    example: Example, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.built.root)
    assert main([*example.scenes[2].arguments]) == 1
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "unbound" in line[:80])
    assert "stale" in line
    assert line.endswith(HOT)


# --- what keeps evidence alive


def test_a_rebase_keeps_the_evidence(example: Example) -> None:
    built = example.built
    built.branch("main-moved", "main")
    built.edit("README.md", "# Tally\n", "# Tally, the counter\n")
    onto = built.commit("Name it in full")
    built.branch("rebased", BRANCH)
    built.git("rebase", "--quiet", "--onto", onto, "main", "rebased")
    head = built.git("rev-parse", "HEAD")
    built.git("checkout", "--quiet", BRANCH)
    assert head not in (example.built.head, onto)
    arguments = ("change", "--base", "main-moved", "--head", "rebased")
    scene = Scene("rebased", 0, frozenset(), (*arguments, *example.scenes[0].arguments[-2:]))
    assert judge(built, scene) == judge(built, example.scenes[0])


def test_a_squash_keeps_the_evidence(example: Example) -> None:
    built = example.built
    built.branch("two", BRANCH)
    built.edit("README.md", "`bench/` holds", "The folder `bench/` holds")
    built.commit("Say it better")
    built.branch("squashed", "main")
    built.git("merge", "--quiet", "--squash", "two")
    message = built.git("log", "-1", "--format=%B", BRANCH)
    head = built.commit(message)
    built.git("checkout", "--quiet", BRANCH)
    assert built.git("rev-list", "--count", "main..squashed") == "1"
    assert head != built.head
    assert example.judged("squashed") == judge(built, example.scenes[0])


# --- the numbers are those of the run


def test_the_bundle_holds_every_sample_that_was_taken(example: Example) -> None:
    bundle, measured = example.bundle(), example.measured
    assert bundle.problems == ()
    held = {(one.benchmark, one.side): one.values for one in bundle.samples}
    for name in BENCHMARKS:
        for side, run in (("before", measured.before), ("after", measured.after)):
            taken = tuple(nanoseconds / 1e6 for nanoseconds in run.series[name].nanoseconds)
            assert held[name, side] == taken
            assert len(taken) >= 100
    assert len(held) == 6


def test_the_lever_is_claimed_for_what_it_gained(example: Example) -> None:
    comparison = example.bundle().comparison
    assert comparison is not None
    (pulled,) = (row for row in comparison.ratios if row.lever == LEVER)
    assert (pulled.benchmark, pulled.metric) == (SUMMARY, "p50")
    before, after = (
        sorted(run.series[SUMMARY].nanoseconds)
        for run in (example.measured.before, example.measured.after)
    )
    middle = len(before) // 2 - 1
    assert float(pulled.ratio) == pytest.approx(before[middle] / after[middle], rel=1e-3)


def test_the_tests_the_inputs_and_the_lines_are_those_of_the_program(example: Example) -> None:
    proofs = example.measured.proofs
    assert proofs.junit_before.count(b"<testcase") < proofs.junit_after.count(b"<testcase")
    assert len(proofs.outputs_before) >= 30
    assert proofs.outputs_before == proofs.outputs_after
    assert len(set(proofs.outputs_before.values())) >= 25
    lines = json.loads(proofs.coverage)["files"][HOT]
    assert lines["missing_lines"] == []
    assert len(lines["executed_lines"]) > 20
    stacks = (example.measured.profile_before.stacks, example.measured.profile_after.stacks)
    assert all(any(HOT in stack for stack in seen) for seen in stacks)


def with_after(example: Example, name: str, nanoseconds: tuple[int, ...]) -> Measured:
    """What was measured, with other samples after the change."""
    run = example.measured.after
    series = run.series[name]._replace(nanoseconds=nanoseconds)
    return example.measured._replace(after=run._replace(series={**run.series, name: series}))


def test_a_change_that_gains_nothing_does_not_pass(example: Example) -> None:
    """The same story on a machine that shows no gain: told as what it is, and no pass."""
    slow = example.measured.before.series[SUMMARY].nanoseconds
    noisy = tuple(taken + 997 * (1 + place % 13) for place, taken in enumerate(slow[1:] + slow[:1]))
    folder = example.folder / "no-gain"
    write_evidence(example.built, with_after(example, SUMMARY, noisy), folder)
    judged = example.judged(BRANCH, folder)
    assert judged.code == 1
    assert {"evidence-claim", "evidence-lever-ratio"} <= judged.rules
    assert example.scenes[0].noise(judged)
    assert not example.scenes[0].right(judged)


def test_starts_that_take_too_long_break_the_doctrine(example: Example) -> None:
    starts = example.measured.after.series[COLD_START].nanoseconds
    folder = example.folder / "slow-start"
    late = tuple(taken + 150_000_000 for taken in starts)
    write_evidence(example.built, with_after(example, COLD_START, late), folder)
    judged = example.judged(BRANCH, folder)
    assert judged.code == 1
    assert "evidence-budget" in judged.rules


@pytest.mark.parametrize(("slower", "told"), [(1.015, False), (1.12, True)])
def test_starts_a_little_slower_are_what_a_busy_machine_does(
    example: Example, slower: float, *, told: bool
) -> None:
    chance = random.Random(11)  # noqa: S311 - the machine has no say here
    count = len(example.measured.before.series[COLD_START].nanoseconds)
    series = [
        tuple(int(20_000_000 * by * chance.lognormvariate(0, 0.004)) for _ in range(count))
        for by in (1.0, slower)
    ]
    before = with_after(example, COLD_START, series[1])
    run = before.before.series[COLD_START]._replace(nanoseconds=series[0])
    made = before._replace(
        before=before.before._replace(series={**before.before.series, COLD_START: run})
    )
    folder = example.folder / f"starts-{slower}"
    write_evidence(example.built, made, folder)
    judged = example.judged(BRANCH, folder)
    assert ("evidence-claim" in judged.rules) is told, judged


def test_what_nobody_can_know_is_no_pass_and_is_called_noise(example: Example) -> None:
    """Two starts in a hundred that take too long: p99 is over its limit, and nothing is proven."""
    chance = random.Random(7)  # noqa: S311 - the machine has no say here
    before = sorted(example.measured.before.series[COLD_START].nanoseconds)
    usual = min(before[len(before) // 2], 60_000_000)
    starts = [int(usual * chance.lognormvariate(0, 0.05)) for _ in before]
    for place in (17, 71):
        starts[place] += 150_000_000
    folder = example.folder / "late-starts"
    write_evidence(example.built, with_after(example, COLD_START, tuple(starts)), folder)
    judged = example.judged(BRANCH, folder)
    assert (judged.code, judged.verdict) == (3, "inconclusive"), judged.rules
    assert "evidence-budget" in judged.rules
    assert example.scenes[0].noise(judged)


def test_an_output_that_differs_is_not_hidden(example: Example) -> None:
    proofs = example.measured.proofs
    name = next(iter(proofs.outputs_after))
    other = proofs._replace(outputs_after={**proofs.outputs_after, name: "another"})
    folder = example.folder / "differs"
    write_evidence(example.built, example.measured._replace(proofs=other), folder)
    assert certain(example.judged(BRANCH, folder)) == {"evidence-oracle"}


# --- what the demo says


def test_the_demo_shows_all_reports_plainly_and_succeeds(
    example: Example, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not example.scenes[0].right(judge(example.built, example.scenes[0])):
        pytest.skip("this machine is too busy to prove the gain")
    monkeypatch.setattr(story, "measure", lambda _built, _tell: example.measured)
    assert story.tell()
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert tempfile.gettempdir() not in said
    assert [line for line in said.splitlines() if line.startswith("exit code ")] == [
        "exit code 0",
        "exit code 1",
        "exit code 1",
        "exit code 1",
    ]
    closing = said.rpartition("--- one change, four verdicts")[2]
    assert closing.count("as it should be") == 4
    assert [line.split()[0] for line in closing.splitlines() if line[:1].strip()] == [
        "pass",
        "fail",
        "fail",
        "fail",
    ]


def test_a_wrong_verdict_is_no_success(
    example: Example, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [Judged(scene.code, "-", scene.rules) for scene in example.scenes]
    told = list(zip(example.scenes, good, strict=True))
    assert story.summary(told)
    assert "WRONG" not in capsys.readouterr().out
    for place, scene in enumerate(example.scenes):
        wrong = [
            Judged(1 - scene.code, "-", scene.rules),
            Judged(3, "inconclusive", scene.rules),
            *([Judged(1, "fail", frozenset({"evidence-tail"}))] if scene.rules else []),
        ]
        for judged in wrong:
            assert not story.summary([*told[:place], (scene, judged), *told[place + 1 :]])
            assert capsys.readouterr().out.count("WRONG") == 1


def test_noise_is_called_noise_and_nothing_else_is(
    example: Example, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = example.scenes[0]
    noisy = Judged(3, "inconclusive", frozenset({"evidence-budget"}))
    assert not story.summary([(scene, noisy)])
    assert "too busy" in capsys.readouterr().out
    broken = Judged(1, "fail", frozenset({"evidence-budget", "evidence-oracle"}))
    assert not story.summary([(scene, broken)])
    assert "too busy" not in capsys.readouterr().out
    assert not example.scenes[1].noise(noisy)


def test_noise_gets_one_more_run_that_is_announced(
    example: Example, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = example.measured.before.series[SUMMARY].nanoseconds
    noisy = tuple(taken + 997 * (1 + place % 13) for place, taken in enumerate(slow[1:] + slow[:1]))
    no_gain = with_after(example, SUMMARY, noisy)
    runs: list[Measured] = []

    def measure(_built: Built, _tell: Callable[[str], None]) -> Measured:
        runs.append(no_gain)
        return runs[-1]

    said: list[str] = []
    monkeypatch.setattr(story, "measure", measure)
    story.proven(build(tmp_path), tmp_path, said.append)
    assert len(runs) == story.TRIES == 2
    assert sum("too busy" in line for line in said) == 2


# --- gains


def test_a_gain_is_recomputed_by_hand() -> None:
    before = Series(tuple(range(2_000_000, 2_100_000, 1_000)), (10_000, 12_000))
    after = Series(tuple(taken // 2 for taken in before.nanoseconds), (9_000, 9_000))
    gains = {gain.metric: gain for gain in gains_of(before, after)}
    assert tuple(gains) == METRICS
    for metric in ("p50", "p95", "p99"):
        assert gains[metric].percent == pytest.approx(50)
        assert gains[metric].ratio == pytest.approx(2)
    assert gains["ops_per_second"].percent == pytest.approx(100)
    assert gains["peak_rss_bytes"].percent == pytest.approx(25)
    for gain in gains.values():
        assert gain.low <= gain.percent <= gain.high
    assert gains["p50"].low < 50 < gains["p50"].high


def test_two_sides_of_one_distribution_are_not_told_apart() -> None:
    values = tuple(1_000_000 + 7_919 * (place * place % 101) for place in range(100))
    for gain in gains_of(Series(values, (1, 1)), Series(values[::-1], (1, 1))):
        assert gain.low <= 0 <= gain.high
