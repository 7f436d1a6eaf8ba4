from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.members import of_files, read_folder
from doctrine_check.evidence.produce import (
    Head,
    ProduceError,
    Roles,
    assemble,
    moment,
    put,
    seal,
    write_bundle,
)
from doctrine_check.evidence.reading import EXCUSABLE
from doctrine_check.evidence.scaffold import UNFILLED, scaffold
from tests.evidence.bundles import doctored, make, sealed
from tests.evidence.options import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

GOOD = make(not_applicable=("ART-05",))
HEAD = Head(
    tool="bench",
    tool_version="1.0",
    repository="example/store",
    base_commit="1" * 40,
    measured_commit="2" * 40,
    kinds=("optimization",),
    levers=("LEV-01",),
    percentile_method="nearest-rank",
    created=1_767_300_000.0,
)
ROLES = Roles(
    artifacts={
        "baseline.json": "ART-01",
        "profile-before.json": "ART-02",
        "profile-after.json": "ART-02",
        "comparison.json": "ART-03",
        "compatibility.json": "ART-04",
        "lev-01.json": "LEV-01",
    },
    samples={
        "samples/lookup-before.json": ("lookup", "before"),
        "samples/lookup-after.json": ("lookup", "after"),
    },
    excused={"ART-05": "nothing is instrumented"},
)
MEMBERS = {name: data for name, data in GOOD.items() if name != "manifest.json"}


def test_the_example_in_the_documents_is_valid_and_as_it_is_made(project_root: Path) -> None:
    """To make it anew: python -m tests.evidence.bundles docs/evidence/example."""
    members = read_folder(str(project_root / "docs" / "evidence" / "example"))
    bundle = read_bundle(members)
    assert members.problems == ()
    assert bundle.problems == ()
    assert bundle.manifest is not None
    present = {row.id for row in bundle.manifest.artifacts if row.path is not None}
    assert present == {"ART-01", "ART-02", "ART-03", "ART-04", "ART-05", "LEV-01"}
    assert dict(members.files) == make(**EXAMPLE)


def test_the_page_names_every_schema_and_every_file_of_the_example(project_root: Path) -> None:
    page = (project_root / "docs" / "evidence" / "README.md").read_text(encoding="utf-8")
    for path in (project_root / "schemas").glob("evidence-*.json"):
        assert path.name in page
    for path in (project_root / "docs" / "evidence" / "example").iterdir():
        assert path.name in page


def test_members_become_a_bundle_with_their_digests() -> None:
    files = assemble(HEAD, MEMBERS, ROLES)
    assert {name: files[name] for name in MEMBERS} == MEMBERS
    bundle = read_bundle(of_files(files))
    assert bundle.problems == ()
    assert bundle.manifest is not None
    assert bundle.manifest.created == HEAD.created
    assert bundle.manifest.levers == HEAD.levers
    excused = bundle.artifact("ART-05")
    assert excused is not None
    assert excused.reason == "nothing is instrumented"
    listed = {row.path for row in bundle.manifest.files}
    assert listed == set(MEMBERS) - set(ROLES.artifacts) - set(ROLES.samples)
    assert sealed(files) == files
    assert assemble(HEAD, MEMBERS, ROLES) == files


@pytest.mark.parametrize(
    ("files", "roles", "reason"),
    [
        (MEMBERS, ROLES._replace(artifacts={**ROLES.artifacts, "gone.json": "ART-05"}), "gone"),
        (
            MEMBERS,
            ROLES._replace(excused={"ART-02": "no"}),
            "ART-04, ART-05",
        ),
        ({**MEMBERS, "../x": b""}, ROLES, "../x"),
        ({**MEMBERS, "baseline.json": b"{}"}, ROLES, "schema_version"),
        ({**MEMBERS, "manifest.json": b"{}"}, ROLES, "besides manifest.json"),
    ],
)
def test_what_a_reader_would_refuse_is_not_made(
    files: dict[str, bytes], roles: Roles, reason: str
) -> None:
    with pytest.raises(ProduceError) as caught:
        assemble(HEAD, files, roles)
    assert any(reason in problem for problem in caught.value.problems)


def test_a_bundle_is_written_and_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    bundle = write_bundle(str(folder), GOOD)
    assert bundle.problems == ()
    assert bundle.name == "evidence"
    assert dict(read_folder(str(folder)).files) == GOOD
    with pytest.raises(FileExistsError, match="not empty"):
        write_bundle(str(folder), GOOD)


def test_nothing_is_written_of_a_bad_bundle(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    for files in (
        doctored(GOOD, "baseline.json", "/commit", "main"),
        {**GOOD, "more": b""},
        {**GOOD, "../more": b""},
    ):
        with pytest.raises(ProduceError):
            write_bundle(str(folder), files)
    with pytest.raises(ProduceError, match="plain relative name"):
        put(str(folder), {"../more": b""})
    assert list(tmp_path.iterdir()) == []


def test_sealing_repairs_digests_and_nothing_else() -> None:
    changed = {**GOOD, "oracle.json": GOOD["oracle.json"] + b" "}
    assert len(read_bundle(of_files(changed)).problems) == 1
    again = seal(changed)
    assert read_bundle(of_files(again)).problems == ()
    assert again["oracle.json"] == changed["oracle.json"]
    assert again == sealed(changed)
    assert seal(GOOD) == GOOD
    bad = doctored(GOOD, "baseline.json", "/commit", "main")
    assert seal(bad) == bad
    for manifest in (b"[]", b"{", b"\xff"):
        with pytest.raises(ProduceError, match=r"manifest\.json"):
            seal({**GOOD, "manifest.json": manifest})


ASKED = {"ART-01": ("Exact command that was run",), "ART-04": ("Edge case coverage",)}
TEMPLATES = scaffold(("optimization",), ASKED, ("LEV-02",))


def test_templates_are_json_and_say_what_is_asked() -> None:
    documents = {name: json.loads(data) for name, data in TEMPLATES.items()}
    assert all(UNFILLED in document for document in documents.values())
    listed = documents["manifest.json"]["artifacts"]
    assert [row["id"] for row in listed] == [
        "ART-01", "ART-02", "ART-02", "ART-03", "ART-04", "ART-05", "LEV-02",
    ]  # fmt: skip
    for row in listed:
        said = " ".join(documents[row["path"]][UNFILLED])
        assert all(text in said for text in ASKED.get(row["id"], ()))
        assert ("not-applicable" in said) == (row["id"] in EXCUSABLE)
    assert documents["manifest.json"]["kinds"] == ["optimization"]


def test_templates_are_refused_file_by_file() -> None:
    """Also when the manifest and every other file has been filled in."""
    bundle = read_bundle(of_files(TEMPLATES))
    assert bundle.manifest is None
    assert any(problem.place.pointer == f"/{UNFILLED}" for problem in bundle.problems)
    filled = {row["id"]: row["path"] for row in json.loads(GOOD["manifest.json"])["artifacts"][:5]}
    templates = json.loads(TEMPLATES["manifest.json"])["artifacts"]
    for row in templates:
        if row["id"] in filled:
            files = sealed({**GOOD, filled[row["id"]]: TEMPLATES[row["path"]]})
            problems = read_bundle(of_files(files)).problems
            found = {problem.place.pointer for problem in problems}
            assert f"/{UNFILLED}" in found
            assert len(found) > 3


def test_a_template_without_its_mark_is_refused_for_every_null() -> None:
    for name, data in TEMPLATES.items():
        document = json.loads(data)
        del document[UNFILLED]
        if name != "manifest.json":
            files = doctored(GOOD, "manifest.json", "/files/0/path", "oracle.json")
            row = {"id": "ART-05", "path": name, "sha256": "0" * 64}
            row |= {"media_type": "application/json", "status": "present"}
            files = doctored(files, "manifest.json", "/artifacts/0", row)
            files[name] = json.dumps(document).encode()
            assert read_bundle(of_files(files)).problems


def test_template_fields_are_those_of_real_files() -> None:
    """Filling in every value makes a valid file: no field is missing, none is too much."""
    real = make(not_applicable=())
    rows = {row["path"]: row for row in json.loads(real["manifest.json"])["artifacts"]}
    templates = json.loads(TEMPLATES["manifest.json"])["artifacts"]
    for template in templates:
        document = json.loads(TEMPLATES[template["path"]])
        side = document.get("side")
        (path,) = (
            path
            for path, row in rows.items()
            if row["id"][:3] == template["id"][:3]
            and (row["id"][:3] == "LEV" or row["id"] == template["id"])
            and (side is None or side in path)
        )
        wanted = set(json.loads(real[path]))
        assert set(document) - {UNFILLED} == wanted
    samples = json.loads(TEMPLATES["samples/benchmark-after.json"])
    assert set(samples) - {UNFILLED} == set(json.loads(real["samples/lookup-after.json"]))


def test_times_are_written_in_utc() -> None:
    assert moment(0) == "1970-01-01T00:00:00Z"
    assert moment(1_767_300_000.9) == "2026-01-01T20:40:00Z"


@pytest.mark.parametrize("kind", ["budget", "baseline"])
def test_a_template_for_a_budget_asks_for_its_justification(kind: str) -> None:
    manifest = json.loads(scaffold((kind,), ASKED)["manifest.json"])
    assert manifest["justification"] is None
    assert any(hint.startswith("justification: ") for hint in manifest[UNFILLED])
    plain = json.loads(TEMPLATES["manifest.json"])
    assert "justification" not in plain
    assert not any("justification" in hint for hint in plain[UNFILLED])
