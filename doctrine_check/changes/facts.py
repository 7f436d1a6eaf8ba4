"""What people said of a change on the platform: labels and reviews, with who said it in which role.

Decisive facts come from maintainers only. ``pr`` reads them from the platform and can save them;
``change --facts FILE`` reads the saved file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

MAINTAINING = ("admin", "maintain", "write")
"""Roles that may grant a sign-off."""
TRIAGING = (*MAINTAINING, "triage")
"""Roles whose labels decide."""
ROLES = (*TRIAGING, "read", "none")
STATES = ("approved", "changes-requested", "commented", "dismissed")
MAX_BYTES = 4 * 1024 * 1024
MAX_ENTRIES = 10_000


class Label(Record):
    """A label of a pull request, who set it, in which role, and when (RFC 3339)."""

    name: str
    actor: str
    role: str
    at: str


class Review(Record):
    """A review, who gave it, in which role, and the commit that was looked at."""

    actor: str
    role: str
    state: str
    commit: str


class ReviewFacts(Record):
    """Everything that people said of a change; ``author`` cannot sign it off."""

    author: str
    labels: tuple[Label, ...]
    reviews: tuple[Review, ...]

    def signed_off(self, head: str) -> Review | None:
        """The approval that grants a sign-off: of this commit, by a maintainer, not the author.

        Of each person the last review counts, comments aside. As long as any maintainer asks for
        changes, nobody else's approval grants it.
        """
        last: dict[str, Review] = {}
        for review in self.reviews:
            if review.state != "commented":
                last[review.actor.casefold()] = review
        last.pop(self.author.casefold(), None)
        counting = [review for review in last.values() if review.role in MAINTAINING]
        if any(review.state == "changes-requested" for review in counting):
            return None
        return next(
            (each for each in counting if each.state == "approved" and each.commit == head), None
        )


class FactsError(Exception):
    """The file of review facts cannot be used. ``problems`` lists everything wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def load_review_facts(data: bytes) -> ReviewFacts:
    """Read ``schemas/review-facts-v1.schema.json``. Raises FactsError."""
    import json

    if len(data) > MAX_BYTES:
        raise FactsError([f"expected at most {MAX_BYTES:,} bytes, found {len(data):,}"])
    try:
        raw = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise FactsError([f"expected JSON, found: {error}"]) from error
    reader = _Reader()
    facts = reader.facts(raw)
    if reader.problems:
        raise FactsError(reader.problems)
    return facts


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key that stands twice in one object")
    return found


class _Reader:
    """Collects what is wrong while it reads; lives for one file."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def facts(self, raw: object) -> ReviewFacts:
        table = self.table("", raw, ("schema_version", "author", "labels", "reviews"))
        version = table.get("schema_version")
        if type(version) is not int or version != 1:  # true equals 1, and is none
            self.problems.append("/schema_version: expected 1")
        labels = tuple(
            Label(*self.texts(where, row, Label._fields, {"role": ROLES}))
            for where, row in self.rows("labels", table)
        )
        reviews = tuple(
            Review(*self.texts(where, row, Review._fields, {"role": ROLES, "state": STATES}))
            for where, row in self.rows("reviews", table)
        )
        return ReviewFacts(self.text("/author", table.get("author")), labels, reviews)

    def table(self, where: str, raw: object, keys: tuple[str, ...]) -> Mapping[str, object]:
        if not isinstance(raw, dict):
            self.problems.append(f"{where or '/'}: expected an object")
            return {}
        for key in raw:
            if key not in keys:
                self.problems.append(f"{where}/{str(key)[:60]}: expected one of {', '.join(keys)}")
        return raw

    def rows(self, name: str, table: Mapping[str, object]) -> list[tuple[str, object]]:
        raw = table.get(name)
        if not isinstance(raw, list) or len(raw) > MAX_ENTRIES:
            self.problems.append(f"/{name}: expected an array of at most {MAX_ENTRIES:,}")
            return []
        return [(f"/{name}/{number}", row) for number, row in enumerate(raw)]

    def texts(
        self,
        where: str,
        raw: object,
        keys: tuple[str, ...],
        choices: Mapping[str, tuple[str, ...]],
    ) -> list[str]:
        table = self.table(where, raw, keys)
        out = []
        for key in keys:
            text = self.text(f"{where}/{key}", table.get(key))
            allowed = choices.get(key)
            if allowed is not None and text and text not in allowed:
                self.problems.append(f"{where}/{key}: expected one of {', '.join(allowed)}")
            out.append(text)
        return out

    def text(self, where: str, raw: object) -> str:
        if isinstance(raw, str) and raw.strip():
            return raw
        self.problems.append(f"{where}: expected a text")
        return ""
