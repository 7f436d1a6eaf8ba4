"""Tells the worked example: build, measure, judge four times, and say whether all was right."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from doctrine_check.evidence.produce import ProduceError
from examples.change_demo.built import BRANCH, LEVER, BuildError, build
from examples.change_demo.bundled import write_evidence
from examples.change_demo.judged import judge, run, scenes
from examples.change_demo.measured import MeasuringError, measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from examples.change_demo.built import Built
    from examples.change_demo.judged import Judged, Scene

TRIES = 2
"""A machine that is busy with other things gets one more chance to prove the gain."""


def tell() -> bool:
    """The whole story; whether each of the four verdicts is the one it has to be."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            judged = _judged(Path(folder))
        except (BuildError, MeasuringError, ProduceError) as error:
            _say(f"\nthe example could not be built and measured: {error}")
            return False
    return summary(judged)


def _judged(folder: Path) -> list[tuple[Scene, Judged]]:
    """Every scene with what is said of it, shown on the way."""
    built = build(folder)
    log = built.git("log", "--no-color", "--stat", "--format=%B", f"main..{BRANCH}")
    _say(f"$ git log --stat main..{BRANCH}\n\n{log}\n")
    told = proven(built, folder, _say)
    evidence = told[0].arguments[-1]
    _say(f"\n$ doctrine-check evidence show {evidence}\n")
    run(built, ("evidence", "show", evidence))
    return [(scene, _shown(built, scene)) for scene in told]


def proven(built: Built, folder: Path, say: Callable[[str], None]) -> tuple[Scene, ...]:
    """Measure, once more where noise hides the gain, and lay out the scenes."""
    for attempt in range(1, TRIES + 1):
        say("measuring both sides:")
        evidence = folder / f"evidence{attempt if attempt > 1 else ''}"
        write_evidence(built, measure(built, lambda step: say(f"  {step}")), evidence)
        laid_out = scenes(built, evidence)
        first = judge(built, laid_out[0])
        if not laid_out[0].noise(first):
            break
        say(f"\nthis machine was too busy to prove it, by {', '.join(sorted(first.rules))}\n")
    return laid_out


def _shown(built: Built, scene: Scene) -> Judged:
    _say(f"\n--- {scene.title}\n\n$ doctrine-check {' '.join(scene.arguments)}\n")
    code = run(built, scene.arguments)
    _say(f"\nexit code {code}")
    return judge(built, scene)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def summary(judged: list[tuple[Scene, Judged]]) -> bool:
    """One line for each verdict; whether all of them are right."""
    _say("\n--- one change, four verdicts\n")
    for scene, found in judged:
        mark = "as it should be" if scene.right(found) else f"WRONG, expected exit {scene.code}"
        because = f" by {', '.join(sorted(found.rules))}" if found.rules else ""
        _say(f"{found.verdict:<12} {scene.title}\n{'':<12} {mark}: exit {found.code}{because}")
        if scene.noise(found):
            _say(
                f"{'':<12} this machine was too busy to prove what {LEVER} gains, twice; the\n"
                f"{'':<12} honest verdict is the one above. Try again when it is idle."
            )
    return all(scene.right(found) for scene, found in judged)
