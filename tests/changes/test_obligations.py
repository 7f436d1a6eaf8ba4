"""What a change owes where the law is whole, and where it leaves something open."""

from __future__ import annotations

import pytest

from doctrine_check.findings import Verdict
from tests.changes.change_scene import CONFIG, CONTRACT, DOCTRINE, MAP, Situation, base_files, hot

REQUIRED = f'mode = "required-for"\n{MAP}'
ALL = [f"ART-0{number}" for number in range(1, 6)]


def under(law: dict[str, bytes | None], config: str, **around: object) -> Situation:
    """The honest change, under another law; ``None`` takes a document away."""
    situation = hot(**around)
    changed = {**law, CONFIG: config.encode()}

    def put(files: dict[str, bytes]) -> dict[str, bytes]:
        merged = {**files, **changed}
        return {path: data for path, data in merged.items() if data is not None}

    return situation._replace(before=put(dict(situation.before)), after=put(dict(situation.after)))


def without(document: str, row: str) -> bytes:
    """A document without the lines that begin so."""
    lines = base_files()[document].decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(row)]
    assert len(kept) < len(lines)
    return "".join(kept).encode()


def owed_in(situation: Situation) -> dict[str, str]:
    """Each artifact that is owed, with the file that demands it."""
    return {owed.artifact: owed.demanded_by.path for owed in situation.gathered().facts.obligations}


def test_every_artifact_is_owed_by_the_line_of_the_doctrine() -> None:
    assert owed_in(hot()) == dict.fromkeys(ALL, DOCTRINE)


def test_the_column_of_the_contract_says_who_owes() -> None:
    text = base_files()[CONTRACT].decode()
    start = text.index("| ART-05")
    row = text[start : text.index("\n", start)]
    assert row.endswith("| All performance PRs |")
    scoped = row.replace("All performance PRs", "Security instrumentation PRs")
    law: dict[str, bytes | None] = {CONTRACT: text.replace(row, scoped).encode()}
    assert owed_in(under({}, REQUIRED)) == dict.fromkeys(ALL, CONTRACT)
    assert owed_in(under(law, REQUIRED)) == dict.fromkeys(ALL[:4], CONTRACT)
    assert owed_in(under(law, MAP)) == dict.fromkeys(ALL, DOCTRINE)


def test_a_mode_that_needs_a_contract_lets_nobody_off_without_one() -> None:
    situation = under({CONTRACT: None}, REQUIRED)
    assert owed_in(situation) == dict.fromkeys(ALL, DOCTRINE)
    problems = situation.problems()["unknown-obligation"]
    assert [problem.place.path for problem in problems] == [DOCTRINE] * 5
    assert "no row for ART-01 in a contract" in problems[0].message


def test_an_artifact_without_a_row_is_owed_by_all() -> None:
    situation = under({CONTRACT: without(CONTRACT, "| ART-05")}, REQUIRED)
    assert owed_in(situation) == {**dict.fromkeys(ALL[:4], CONTRACT), "ART-05": DOCTRINE}
    (problem,) = situation.problems()["unknown-obligation"]
    assert "ART-05" in problem.message


def test_an_artifact_that_the_contract_alone_defines_is_owed() -> None:
    doctrine = base_files()[DOCTRINE].decode()
    start, end = (
        doctrine.index("### ART-05"),
        doctrine.index("## ", doctrine.index("### ART-05") + 3),
    )
    situation = under({DOCTRINE: (doctrine[:start] + doctrine[end:]).encode()}, MAP)
    assert owed_in(situation)["ART-05"] == CONTRACT


@pytest.mark.parametrize("config", [MAP, REQUIRED])
def test_a_law_that_defines_no_artifact_is_never_a_pass(config: str) -> None:
    doctrine = base_files()[DOCTRINE].decode()
    start = doctrine.index("### ART-01")
    end = doctrine.index("\n## ", start)
    law = {DOCTRINE: (doctrine[:start] + doctrine[end:]).encode(), CONTRACT: None}
    situation = under(law, config, evidence=None)
    assert owed_in(situation) == {}
    (problem,) = situation.problems()["unknown-obligation"]
    assert problem.undecided
    assert situation.report().verdict is not Verdict.PASS
