"""``change --facts`` and ``--seen``: what people said of a change, and what was measured before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

from doctrine_check.changes.facts import MAX_BYTES
from tests.changes.change_scene import DOCTRINE, NONE, base_files, cold_edit
from tests.cli.work_scene import Work, files_of, put
from tests.evidence.bundles import make
from tests.evidence.zips import zipped

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.evidence.jsontext import Json
    from tests.cli.git_scene import Ran

LAW = "Give start-up more time\n\nDoctrine-Signoff: agreed in the planning meeting"


class Review(NamedTuple):
    """A review, and who set a label."""

    actor: str = "keeper"
    role: str = "maintain"
    state: str = "approved"
    commit: str = ""


@pytest.fixture
def loosened(work: Work) -> Work:
    """A change that doubles what PRF-01 allows, in both documents."""
    files = {
        path: data.replace(b"< 100ms", b"< 200ms").replace(b"100ms p99", b"200ms p99")
        for path, data in base_files().items()
    }
    return work.onto(files, LAW)


def facts(work: Work, *reviews: Review, labels: tuple[Json, ...] = ()) -> str:
    """A file of review facts; a review without a commit is of the head."""
    rows: list[Json] = [{**row._asdict(), "commit": row.commit or work.head} for row in reviews]
    document = {"schema_version": 1, "author": "author", "labels": [*labels], "reviews": rows}
    path = work.scene.root.parent / "facts.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def label(name: str, role: str) -> Json:
    return {"name": name, "actor": "keeper", "role": role, "at": "2026-01-01T00:00:00Z"}


def errors(ran: Ran) -> set[str]:
    """The rules of a report in JSON whose findings are errors."""
    rows = json.loads(ran.out)["findings"]
    return {row["rule"] for row in rows if row["severity"] == "error"}


# --- reviews


def test_what_weakens_the_law_is_open_until_somebody_says_something(loosened: Work) -> None:
    ran = loosened.change("--format", "json")
    assert ran.code == 3
    assert json.loads(ran.out)["verdict"] == "inconclusive"
    assert "weakened-law" in ran.out
    assert DOCTRINE in ran.out


def test_an_approval_of_this_commit_by_a_maintainer_lets_it_pass(loosened: Work) -> None:
    ran = loosened.change("--facts", facts(loosened, Review()), "--format", "json")
    assert ran.code == 0, ran
    assert json.loads(ran.out)["verdict"] == "pass"
    assert "weakened-law" not in {row["rule"] for row in json.loads(ran.out)["findings"]}


@pytest.mark.parametrize(
    "reviews",
    [
        (),
        (Review(actor="author"),),
        (Review(actor="AUTHOR"),),
        (Review(role="read"),),
        (Review(role="triage"),),
        (Review(state="commented"),),
        (Review(state="dismissed"),),
        (Review(commit="1" * 40),),
        (Review(), Review(actor="second", state="changes-requested")),
        (Review(), Review(state="dismissed")),
    ],
    ids=lambda reviews: "+".join("-".join(row) for row in reviews) or "none",
)
def test_nothing_less_lets_it_pass(loosened: Work, reviews: tuple[Review, ...]) -> None:
    ran = loosened.change("--facts", facts(loosened, *reviews), "--format", "json")
    assert ran.code == 1, ran
    assert errors(ran) == {"weakened-law"}


def test_an_approval_is_no_evidence(work: Work) -> None:
    ran = work.change("--facts", facts(work, Review()), "--format", "json")
    assert ran.code == 1
    assert "missing-artifact" in errors(ran)


# --- labels


def test_a_label_of_a_maintainer_decides(work: Work) -> None:
    quiet = work.onto(cold_edit(base_files()), NONE)
    assert quiet.change().code == 0
    said = facts(quiet, labels=(label("performance-affecting", "triage"),))
    ran = quiet.change("--facts", said, "--format", "json")
    assert ran.code == 1
    assert {"contradicted-declaration", "missing-artifact"} <= errors(ran)
    assert json.loads(ran.out)["change"]["kinds"] == ["performance-affecting"]


def test_a_label_of_anybody_else_decides_nothing(work: Work) -> None:
    quiet = work.onto(cold_edit(base_files()), NONE)
    said = facts(quiet, labels=(label("performance-affecting", "read"),))
    assert quiet.change("--facts", said).code == 0


# --- files that cannot be used


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"schema_version": 2, "author": "a", "labels": [], "reviews": []}',
        '{"schema_version": true, "author": "a", "labels": [], "reviews": []}',
        '{"schema_version": 1.0, "author": "a", "labels": [], "reviews": []}',
        '{"schema_version": 1, "author": "a", "author": "b", "labels": [], "reviews": []}',
        '{"schema_version": 1, "author": "a", "labels": [], "reviews": [{"state": "approved"}]}',
        '{"schema_version": 1, "author": "", "labels": [], "reviews": []}',
        " " * (MAX_BYTES + 1),
    ],
    ids=[
        *("empty", "array", "bare", "deep", "version", "true", "real", "twice", "short", "nobody"),
        "big",
    ],
)
def test_facts_that_cannot_be_used_are_told(work: Work, tmp_path: Path, text: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text, encoding="utf-8")
    ran = work.change("--facts", str(path))
    assert ran.code == 2
    assert "facts.json" in ran.err
    assert ran.out == ""
    assert "internal error" not in ran.err


# --- bundles of the past


def past(work: Work, **options: object) -> Path:
    """A folder with one earlier bundle of the same numbers, unless the options say otherwise."""
    folder = work.scene.root.parent / "past"
    given: dict[str, object] = {"base_commit": "7" * 40, "measured_commit": "8" * 40}
    put(folder / "june", make(**given | options))
    return folder


def test_numbers_of_another_commit_are_recognised(work: Work) -> None:
    seen = past(work)
    ran = work.change("--evidence", work.evidence(), "--seen", str(seen), "--format", "json")
    assert ran.code == 1
    assert errors(ran) == {"replayed-evidence"}
    told = [row["message"] for row in json.loads(ran.out)["findings"]]
    assert any("june" in text and "8" * 12 in text for text in told)


def test_they_are_recognised_in_a_zip_too(work: Work) -> None:
    seen = past(work)
    packed = zipped(files_of(seen / "june"))
    folder = seen.with_name("zipped")
    for name in ("june.zip", "june.ZIP", "june.bundle"):
        put(folder / name[5:], {name: packed, "notes.txt": b"not a bundle, and no zip"})
        given = str(folder / name[5:])
        ran = work.change("--evidence", work.evidence(), "--seen", given, "--format", "json")
        assert ran.code == 1
        assert errors(ran) == {"replayed-evidence"}
        assert "notes.txt" in ran.err
        assert "skipped" in ran.err
        assert "june" not in ran.err


def test_other_numbers_and_the_same_bundle_again_pass(work: Work) -> None:
    bundle = work.evidence()
    assert work.change("--evidence", bundle, "--seen", str(past(work, seed=9))).code == 0
    own = {"base_commit": work.base, "measured_commit": work.head, "repository": work.base}
    assert work.change("--evidence", bundle, "--seen", str(past(work, **own))).code == 0


@pytest.mark.parametrize("broken", [{"manifest.json": b"{"}, {"other.json": b"{}"}])
def test_a_past_that_cannot_be_read_is_told(work: Work, broken: dict[str, bytes]) -> None:
    """Silence would let the copied numbers of that bundle through."""
    seen = past(work, seed=9)
    put(seen / "july", broken)
    ran = work.change("--evidence", work.evidence(), "--seen", str(seen))
    assert ran.code == 2
    assert "july" in ran.complaint


def test_a_file_is_no_past(work: Work, tmp_path: Path) -> None:
    path = tmp_path / "past"
    path.write_text("x", encoding="utf-8")
    ran = work.change("--evidence", work.evidence(), "--seen", str(path))
    assert ran.code == 2
    assert str(path) in ran.complaint
