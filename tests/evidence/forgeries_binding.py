"""Forgeries of what evidence belongs to: digests, commits, repositories, changes, the past."""

from __future__ import annotations

import hashlib
import json

from doctrine_check.changes.classify import ChangeKind
from tests.evidence.bundles import REMOVED, doctored, make, sealed, written
from tests.evidence.doctoring import AFTER, BASE, BEFORE, PAIR, TAIL, Files, Forge, put, samples
from tests.evidence.forgery_scene import (
    BASE_COMMIT,
    HEAD_COMMIT,
    OTHER_COMMIT,
    TREES,
    each,
    group,
    one,
    same,
)
from tests.evidence.rule_scene import SOURCE

MANIFEST = "manifest.json"
TUNED = (ChangeKind.OPTIMIZATION, ChangeKind.TUNED_PATH)
GUARDED = (ChangeKind.OPTIMIZATION, ChangeKind.SECURITY)
EARLIER = make(base_commit="7" * 40, measured_commit="8" * 40)
OTHERS = make(seed=5, base_commit="7" * 40, measured_commit="8" * 40)
EDITED = {**TREES[HEAD_COMMIT], SOURCE: "100644 newer"}
EXECUTABLE = {**TREES[HEAD_COMMIT], SOURCE: "100755 new"}
LARGER = {**TREES[HEAD_COMMIT], "src/store/more.py": "100644 more"}
MOVED = {**TREES[BASE_COMMIT], SOURCE: "100644 older"}


def unsealed(member: str, find: bytes, replace: bytes) -> Forge:
    """A member edited, and the manifest left as it was."""

    def forge(files: Files) -> Files:
        assert find in files[member]
        return {**files, member: files[member].replace(find, replace, 1)}

    return forge


def once(member: str) -> Files:
    """An earlier bundle that has these samples, and no others, in common."""
    return sealed({**OTHERS, member: EARLIER[member]})


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def without(member: str) -> Forge:
    return lambda files: {name: data for name, data in files.items() if name != member}


def beside(member: str, data: bytes) -> Forge:
    return lambda files: {**files, member: data}


def unlisted(id_: str) -> Forge:
    """An artifact taken out of bundle and manifest."""

    def forge(files: Files) -> Files:
        manifest = json.loads(files[MANIFEST])
        gone = {row.get("path") for row in manifest["artifacts"] if row["id"] == id_}
        manifest["artifacts"] = [row for row in manifest["artifacts"] if row["id"] != id_]
        rest = {name: data for name, data in files.items() if name not in gone}
        return sealed({**rest, MANIFEST: written(manifest)})

    return forge


def excused(id_: str, reason: str) -> Forge:
    """The reason of a statement replaced."""

    def forge(files: Files) -> Files:
        rows = json.loads(files[MANIFEST])["artifacts"]
        number = next(number for number, row in enumerate(rows) if row["id"] == id_)
        return doctored(files, MANIFEST, f"/artifacts/{number}/reason", reason)

    return forge


def without_art(id_: str) -> dict[str, object]:
    return {"not_applicable": (id_,)}


def at_other(files: dict[str, str]) -> dict[str, dict[str, str]]:
    """The commits with one more, which has these files."""
    return {**TREES, OTHER_COMMIT: files}


FORGERIES = (
    *group(
        "digests and form",
        "unreadable-evidence",
        one("an edited artifact", unsealed(TAIL, b"each call", b"each  call"), options={
            "overhead": 0.2}),
        one("an edited baseline", unsealed(BASE, b"\n", b"\n\n")),
        one("edited samples", unsealed(AFTER, b"[", b"[ ")),
        one("an edited oracle", unsealed("oracle.json", b"case 1", b"case one")),
        one("no digest at all", unsealed(MANIFEST, b'"sha256": "', b'"sha256": "0'),
            "missing-artifact", "incomplete-loop"),
        one("another digest", lambda files: unsealed(MANIFEST, digest(files[BASE]),
            digest(files[PAIR]))(files)),
        one("a member that is not there", without("oracle.json")),
        one("a member that nothing lists", beside("notes.txt", b"trust me")),
        one("a second manifest", beside("more/manifest.json", b"{}")),
        one("no manifest", without(MANIFEST), "missing-artifact", "incomplete-loop"),
        one("a field that nobody knows", put(PAIR, "/verified", True)),
        one("an artifact listed twice", put(MANIFEST, "/artifacts/7", {
            "id": "ART-03", "path": PAIR, "sha256": "0" * 64, "media_type": "application/json",
            "status": "present"})),
        one("a later version", put(BASE, "/schema_version", 2)),
    ),
    *group(
        "stale evidence",
        "unbound-evidence",
        one("an edited hot file", same, head=OTHER_COMMIT, trees=at_other(EDITED)),
        one("a hot file made executable", same, head=OTHER_COMMIT, trees=at_other(EXECUTABLE)),
        one("one more hot file", same, head=OTHER_COMMIT, trees=at_other(LARGER)),
        one("a hot file gone", same, head=OTHER_COMMIT, trees=at_other({"README.md": "100644 a"})),
        one("another base", same, base=OTHER_COMMIT, trees={**TREES, OTHER_COMMIT: MOVED}),
        one("a commit that nobody has", put(MANIFEST, "/measured_commit", "9" * 40)),
        one("a base that nobody has", put(MANIFEST, "/base_commit", "9" * 40)),
    ),
    *group(
        "evidence of another repository",
        "unbound-evidence",
        one("another name", put(MANIFEST, "/repository", "example/shop")),
        one("another owner", put(MANIFEST, "/repository", "elsewhere/store")),
        one("another host and name", put(MANIFEST, "/repository", "https://host.example/a/b.git")),
        one("another root commit", put(MANIFEST, "/repository", "f" * 40)),
        one("a name that ends alike", put(MANIFEST, "/repository", "example/bookstore")),
        one("measured for another one", same, options={"repository": "fork/store"}),
    ),
    *group(
        "evidence of another change",
        "unbound-evidence",
        one("a baseline of another commit", put(BASE, "/commit", OTHER_COMMIT)),
        one("before of another commit", put(PAIR, "/before/commit", OTHER_COMMIT)),
        one("before of the head", put(PAIR, "/before/commit", HEAD_COMMIT)),
        one("after of the base", put(PAIR, "/after/commit", BASE_COMMIT)),
        one("a profile of another commit", put("profile-after.json", "/commit", OTHER_COMMIT)),
        one("a profile before of the head", put("profile-before.json", "/commit", HEAD_COMMIT)),
        one("a proof of another commit", put("compatibility.json", "/commit", OTHER_COMMIT)),
        one("a proof since another base", put("compatibility.json", "/base_commit", OTHER_COMMIT)),
        one("tail latency of another commit", put(TAIL, "/commit", OTHER_COMMIT)),
        one("of another lever", same, "incomplete-loop", "lever-ratio", levers=("LEV-02",)),
        one("of another kind", put(MANIFEST, "/kinds", ["doctrine"])),
    ),
    *group(
        "replayed evidence",
        "replayed-evidence",
        one("the numbers of an earlier change", same, seen=(EARLIER,)),
        one("the samples before of an earlier change", same, seen=(once(BEFORE),)),
        one("the samples after of an earlier change", same, seen=(once(AFTER),)),
        one("before was after once", same, seen=(
            make(base_commit=HEAD_COMMIT, measured_commit=BASE_COMMIT),)),
        one("among many", same, seen=(make(seed=8), make(seed=9), EARLIER)),
        one("in another order", samples(AFTER, lambda old: old[100:] + old[:100]),
            seen=(once(AFTER),)),
        one("in another unit", each(samples(AFTER, lambda old: [x * 1000 for x in old]),
            put(AFTER, "/unit", "us")), seen=(once(AFTER),)),
    ),
    *group(
        "artifacts that are owed and not there",
        "missing-artifact",
        one("no baseline", unlisted("ART-01"), "incomplete-loop"),
        one("no profiles", same, "incomplete-loop", options={"without": ("ART-02",)}),
        one("no comparison", unlisted("ART-03")),
        one("no proof of compatibility", same, "incomplete-loop", options={
            "without": ("ART-04",)}),
        one("no tail latency", same, options={"without": ("ART-05",)}),
        one("no proof and no lever", same, options={"without": ("ART-04",), "levers": ()},
            levers=()),
    ),
    *group(
        "statements that excuse nothing",
        "refused-excuse",
        one("on a tuned path", same, options={**without_art("ART-04"), "levers": ()},
            kinds=TUNED, levers=()),
        one("with security instrumentation", same, options=without_art("ART-05"), kinds=GUARDED),
        one("no reason", excused("ART-05", "n/a"), options=without_art("ART-05")),
        one("hardly a reason", excused("ART-05", "not applicable"),
            options=without_art("ART-05")),
        one("words over and over again", excused("ART-05", "none none none none none"),
            options=without_art("ART-05")),
        one("of the lever's proof", same, by="incomplete-loop", options=without_art("ART-04")),
        one("of the baseline", put(MANIFEST, "/artifacts/0", {
            "id": "ART-01", "status": "not-applicable", "reason": "it is as fast as ever"}),
            "missing-artifact", "incomplete-loop", by="unreadable-evidence"),
        one("an empty reason", put(MANIFEST, "/artifacts/4/reason", REMOVED), "missing-artifact",
            by="unreadable-evidence", options={**without_art("ART-04"), "levers": ()}, levers=()),
    ),
)  # fmt: skip
