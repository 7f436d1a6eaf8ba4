"""A performance doctrine as plain facts, made up by hypothesis, and written out as markdown.

Every kind of fact is written as a table, as sub-headings or as a list, wherever that form exists;
the facts read back must be those that were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.model import DocumentFacts, Text

HEADING, TABLE, ITEMS = "heading", "table", "list"
LEVELS = ("debug", "info", "warning", "error", "critical")
OWNERS = ("10.6", "10.15", "core", "10.18 (VEF)", "team red")
PHRASES = ("All performance PRs", "All optimization PRs", "Tuned path PRs")


class Row(NamedTuple):
    """One fact: its id, and its texts by field. Contents and concerns are lists of texts."""

    id: str
    texts: dict[str, str]
    several: tuple[str, ...] = ()


class Model(NamedTuple):
    """All facts of a document, each kind with the form that it is written in."""

    title: str
    metadata: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str, tuple[Row, ...]], ...]

    def rows(self, kind: str) -> tuple[Row, ...]:
        """The facts of one kind."""
        return next((rows for name, _, rows in self.kinds if name == kind), ())


COLUMNS = {
    "principles": (("id", "ID"), ("title", "Principle"), ("target", "Target"),
                   ("measurement", "Measurement"), ("gate", "CI Gate")),
    "levers": (("id", "ID"), ("title", "Lever"), ("impact", "Expected Impact"), ("risk", "Risk"),
               ("owner", "Owner Track"), ("profile_gate", "Profile Gate")),
    "artifacts": (("id", "ID"), ("title", "Artifact"), ("required_for", "Required For")),
    "events": (("id", "Code"), ("level", "Level"), ("meaning", "Meaning")),
    "invariants": (("id", "ID"), ("statement", "Statement")),
    "mapping": (("subsystem", "Subsystem"), ("owner", "Owner Track"),
                ("concern", "Performance Concern")),
}  # fmt: skip
_SECTIONS = {
    "principles": "Core Principles",
    "levers": "Optimization Levers",
    "artifacts": "Required Performance Artifacts",
    "events": "Event Codes",
    "invariants": "Invariants",
    "mapping": "Implementation Mapping",
}
FORMS = {
    "principles": (HEADING, TABLE),
    "levers": (HEADING, TABLE),
    "artifacts": (HEADING, TABLE),
    "events": (HEADING, TABLE, ITEMS),
    "invariants": (HEADING, TABLE, ITEMS),
    "mapping": (TABLE,),
}
_LABELS = {key: name for kind in ("principles", "levers", "artifacts", "events")
           for key, name in COLUMNS[kind]}  # fmt: skip

_word = st.text("bdgklnoruvwyz", min_size=4, max_size=9)
_marked = st.sampled_from(
    ["naïve", "Größe", "a | b", "x*y", "a_b_c", "R&D", "100%", "<tag", "(so)"]
)
_words = st.lists(st.one_of(_word, _word, _word, _marked), min_size=1, max_size=6).map(" ".join)
_plain = st.lists(_word, min_size=1, max_size=5).map(" ".join)
_limit = st.builds(
    "{} < {}{} at p99".format, _plain, st.integers(1, 5000), st.sampled_from(["ms", "s", "%"])
)


def _texts(kind: str) -> st.SearchStrategy[dict[str, str]]:
    special = {
        "target": _limit,
        "level": st.sampled_from(LEVELS),
        "owner": st.sampled_from(OWNERS),
        "required_for": st.sampled_from(PHRASES),
        "profile_gate": st.just("MS-01"),
        "impact": st.builds("{0}-{0}9x {1}".format, st.integers(1, 9), _plain),
    }
    keys = [key for key, _ in COLUMNS[kind] if key not in ("id", "concern")]
    return st.fixed_dictionaries({key: special.get(key, _words) for key in keys})


def _id(kind: str, number: int) -> str:
    forms = {"principles": "PRF-{:02d}", "levers": "LEV-{:02d}", "artifacts": "ART-{:02d}",
             "events": "PRF-{:03d}", "invariants": "INV-PRF-NAME{:d}"}  # fmt: skip
    return forms[kind].format(number)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Any performance document with at least two principles and two levers."""
    kinds: list[tuple[str, str, tuple[Row, ...]]] = []
    ids: list[str] = []
    for kind, forms in FORMS.items():
        least = 2 if kind in ("principles", "levers") else 0
        numbers = draw(st.lists(st.integers(1, 99), min_size=least, max_size=5, unique=True))
        form = draw(st.sampled_from(forms))
        rows: list[Row] = []
        for number in numbers:
            texts = draw(_texts(kind))
            several: tuple[str, ...] = ()
            if kind == "mapping":
                several = tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3)))
            elif kind == "artifacts" and form == HEADING:
                several = tuple(draw(st.lists(_words, max_size=4)))
            rows.append(Row("" if kind == "mapping" else _id(kind, number), texts, several))
            if kind in ("principles", "levers"):
                ids.append(rows[-1].id)
        if rows:
            kinds.append((kind, form, tuple(rows)))
    metadata = (("Section", str(draw(st.integers(1, 30)))), ("Status", "Draft"))
    order = draw(st.permutations(kinds))
    return Model(draw(_plain).title(), metadata, tuple(order))


def escaped(text: str) -> str:
    """Text as markdown that reads as this text."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>|&~" else char for char in text)


def written(model: Model) -> str:
    """The model as markdown."""
    blocks = [f"# {escaped(model.title)}"]
    blocks.append("\n".join(f"**{label}:** {value}" for label, value in model.metadata))
    for kind, form, rows in model.kinds:
        blocks.append(f"## {_SECTIONS[kind]}")
        if form == TABLE:
            blocks.append(_table(kind, rows))
        elif form == ITEMS:
            blocks.append("\n".join(_item(kind, row) for row in rows))
        else:
            for row in rows:
                blocks += _heading(kind, row)
    return "\n\n".join(blocks) + "\n"


def _table(kind: str, rows: Sequence[Row]) -> str:
    lines = [[name for _, name in COLUMNS[kind]], ["---"] * len(COLUMNS[kind])]
    for row in rows:
        known = {"id": row.id, "concern": ", ".join(row.several), **row.texts}
        lines.append([escaped(known[key]) for key, _ in COLUMNS[kind]])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _item(kind: str, row: Row) -> str:
    if kind == "events":
        return f"- **{row.id}** ({row.texts['level']}): {escaped(row.texts['meaning'])}"
    return f"- **{row.id}**: {escaped(row.texts['statement'])}"


def _heading(kind: str, row: Row) -> Iterator[str]:
    if kind in ("events", "invariants"):
        yield f"### {row.id}"
        if kind == "events":
            yield f"**Level:** {row.texts['level']}"
        yield escaped(row.texts["meaning" if kind == "events" else "statement"])
        return
    yield f"### {row.id}: {escaped(row.texts['title'])}"
    labels = [(_LABELS[key], text) for key, text in row.texts.items() if key != "title"]
    yield "\n".join(f"**{label}:** {escaped(text)}" for label, text in labels)
    if row.several:
        yield "\n".join(f"- {escaped(text)}" for text in row.several)


def read_back(model: Model, facts: DocumentFacts) -> Model:
    """The same facts out of a parsed document, in the order of the model."""
    sources = {
        "principles": facts.principles, "levers": facts.levers, "artifacts": facts.artifacts,
        "events": facts.events, "invariants": facts.invariants, "mapping": facts.mapping,
    }  # fmt: skip
    kinds = []
    for kind, form, _ in model.kinds:
        rows = []
        for fact in sources[kind]:
            keys = [key for key, _ in COLUMNS[kind] if key not in ("id", "concern")]
            texts = {key: _plain_text(getattr(fact, key)) for key in keys}
            identity = str(getattr(fact, "id", ""))
            rows.append(Row(identity, texts, _several(fact)))
        kinds.append((kind, form, tuple(rows)))
    metadata = tuple((entry.label, entry.value.text) for entry in facts.metadata)
    return Model(_plain_text(facts.title), metadata, tuple(kinds))


def _plain_text(text: Text | None) -> str:
    return "nothing" if text is None else text.text


def _several(fact: object) -> tuple[str, ...]:
    if hasattr(fact, "concerns"):
        return tuple(mention.read.written for mention in fact.concerns)
    return tuple(text.text for text in getattr(fact, "contents", ()))
