"""XML out of hostile bytes: no entities, no document type of its own, capped in every direction.

A ``DOCTYPE`` that only names a public one is read over, because flamegraph and coverage tools write
it; nothing is ever fetched. Names with a namespace come out as ``{uri}name``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

from doctrine_check.records import Record

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 64
MAX_ELEMENTS = 500_000
MAX_ATTRIBUTES = 100
"""Most attributes of one element."""
_FINAL = True
"""What expat is told, by position only: nothing follows this text."""
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii")


class XmlProblem(Record):
    """Why a text was refused, with line and column from 1."""

    line: int
    column: int
    message: str


class _RefusedError(Exception):
    """What a handler will not let pass."""


def read_xml(data: bytes, *, most: int = MAX_BYTES) -> Element | XmlProblem:
    """The root element of an XML text in UTF-8, or the first reason to refuse it."""
    if len(data) > most:
        return XmlProblem(1, 1, f"the text has {len(data):,} bytes, more than {most:,}")
    if b"\x00" in data:  # or expat finds out by itself that it is UTF-16, whatever it is told
        return XmlProblem(1, 1, "zero bytes, as UTF-16 has them, where UTF-8 is expected")
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    building = _Building()
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.text
    parser.XmlDeclHandler = _declaration
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _entity
    parser.SkippedEntityHandler = _skipped
    parser.ExternalEntityRefHandler = _external
    try:
        parser.Parse(data, _FINAL)
    except expat.ExpatError as error:
        message = f"no XML: {expat.ErrorString(error.code)}"
        return XmlProblem(max(error.lineno, 1), error.offset + 1, message)
    except _RefusedError as error:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber
        return XmlProblem(max(line, 1), max(column, 0) + 1, str(error))
    return building.tree.close()


class _Building:
    """Builds the tree and counts what goes into it."""

    __slots__ = ("depth", "elements", "tree")

    def __init__(self) -> None:
        self.tree = TreeBuilder()
        self.depth = 0
        self.elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            raise _RefusedError(f"more than {MAX_DEPTH} levels of nesting")
        if self.elements > MAX_ELEMENTS:
            raise _RefusedError(f"more than {MAX_ELEMENTS:,} elements")
        if len(attributes) > MAX_ATTRIBUTES:
            raise _RefusedError(f"an element with more than {MAX_ATTRIBUTES} attributes")
        self.tree.start(_name(name), {_name(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.tree.end(_name(name))

    def text(self, data: str) -> None:
        self.tree.data(data)


def _name(name: str) -> str:
    return "{" + name if "}" in name else name


def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise _RefusedError(f"the encoding {encoding:.40}, where UTF-8 is expected")


def _doctype(_name: str, _system: str | None, _public: str | None, inner: int) -> None:
    if inner:
        raise _RefusedError("a document type with definitions of its own")


def _entity(name: str, *_rest: object) -> None:
    raise _RefusedError(f"the definition of an entity, {name:.40}")


def _skipped(name: str, _parameter: int) -> None:
    raise _RefusedError(f"the entity {name:.40}, which is not one of XML's own")


def _external(*_reference: object) -> int:
    raise _RefusedError("a reference to an outside entity")
