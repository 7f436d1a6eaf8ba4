"""Four verdicts on one change: with its evidence, without it, with stale and with doctored one."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from typing import TYPE_CHECKING

from doctrine_check.cli import main
from doctrine_check.evidence.members import read_folder
from doctrine_check.evidence.produce import as_json, put, seal
from doctrine_check.records import Record
from examples.change_demo.built import BRANCH, HOT
from examples.change_demo.measured import SUMMARY, Fields

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.evidence.jsontext import Json
    from examples.change_demo.built import Built

STALE_BRANCH = "later"
UNKNOWN = "unavailable"
"""The outcome of a rule that could not know."""
NOISE = frozenset(
    {"evidence-budget", "evidence-claim", "evidence-lever-ratio", "evidence-overhead"}
)
"""What a machine that is busy with other things may bring about, and nothing in the example."""


class Judged(Record):
    """What was said of a change: the exit code, the verdict, and the rules that stand behind it.

    Those are the rules that found an error, or could not know.
    """

    code: int
    verdict: str
    rules: frozenset[str]


class Scene(Record):
    """One way to bring the change along, and the verdict that it has to get.

    ``rules`` are those that have to speak up, and ``arguments`` those of the command line.
    """

    title: str
    code: int
    rules: frozenset[str]
    arguments: tuple[str, ...]

    def right(self, judged: Judged) -> bool:
        """Whether the verdict is the one this has to get, and for the right reason."""
        return judged.code == self.code and judged.rules >= self.rules

    def noise(self, judged: Judged) -> bool:
        """Whether nothing but noise keeps a change from passing."""
        return self.code == 0 and judged.code != 0 and bool(judged.rules) and judged.rules <= NOISE


def scenes(built: Built, evidence: Path) -> tuple[Scene, ...]:
    """Lay out all four; the evidence stands beside the repository."""
    doctored = evidence.with_name("doctored")
    shutil.rmtree(doctored, ignore_errors=True)
    forge(evidence, doctored)
    edit_again(built)
    return (
        Scene("the change with its evidence", 0, frozenset(), _arguments(BRANCH, evidence)),
        Scene(
            "the same change, its evidence removed",
            1,
            frozenset({"missing-artifact", "incomplete-loop"}),
            _arguments(BRANCH, None),
        ),
        Scene(
            f"the same change, {HOT} edited once more after it was measured",
            1,
            frozenset({"unbound-evidence"}),
            _arguments(STALE_BRANCH, evidence),
        ),
        Scene(
            "the same change, one p99 of ART-03 made better and the digests made to fit",
            1,
            frozenset({"evidence-percentiles"}),
            _arguments(BRANCH, doctored),
        ),
    )


def _arguments(head: str, evidence: Path | None) -> tuple[str, ...]:
    brought = () if evidence is None else ("--evidence", f"../{evidence.name}")
    return ("change", "--base", "main", "--head", head, *brought)


def edit_again(built: Built) -> None:
    """A branch on which the hot path changes after it was measured."""
    built.branch(STALE_BRANCH, BRANCH)
    built.edit(HOT, "MAX_KNOWN = 4096", "MAX_KNOWN = 65_536")
    built.commit("Remember more paths\n\nPerf-Impact: optimization\n")
    built.git("checkout", "--quiet", BRANCH)


def forge(evidence: Path, doctored: Path) -> None:
    """Copy a bundle with a p99 after that is halfway down to its p95.

    It is sealed anew: neither a digest nor the order of the percentiles gives the forger away.
    """
    files = dict(read_folder(str(evidence)).files)
    comparison: Json = json.loads(files["comparison.json"])
    for row in Fields(comparison).table("after").rows("benchmarks"):
        if isinstance(row, dict) and row["name"] == SUMMARY:
            claimed = Fields(row)
            row["p99"] = round((claimed.number("p95") + claimed.number("p99")) / 2, 6)
    files["comparison.json"] = as_json(comparison)
    put(str(doctored), seal(files))


def judge(built: Built, scene: Scene) -> Judged:
    """The verdict on a scene, as the program reports it to other programs."""
    with contextlib.redirect_stdout(io.StringIO()) as written:
        code = run(built, (*scene.arguments, "--format", "json"))
    if not written.getvalue():
        return Judged(code, "none", frozenset())
    report = Fields(json.loads(written.getvalue()))
    rows = [Fields(row) for row in report.rows("findings")]
    told = {row.text("rule") for row in rows if row.text("severity") == "error"}
    outcomes = [Fields(row) for row in report.rows("rules")]
    told |= {row.text("id") for row in outcomes if row.text("outcome") == UNKNOWN}
    return Judged(code, report.text("verdict"), frozenset(told))


def run(built: Built, arguments: tuple[str, ...]) -> int:
    """Let the program do what is asked in the repository, and print; the exit code."""
    with contextlib.chdir(built.root):
        return main([*arguments])
