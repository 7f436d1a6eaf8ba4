"""Files of the repository that a document names."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import words
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.markdown import MAX_INLINE, inline_tokens
from doctrine_check.doctrine.model import FileReference, Role, Text
from doctrine_check.doctrine.roles import role_of
from doctrine_check.doctrine.source import code_columns
from doctrine_check.limits import words as word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markdown_it.token import Token

    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.source import Spans
    from doctrine_check.doctrine.tables import Table

    _Claim = tuple[str, str, bool]
    """A path: as written, as meant, and whether it is one even where its first folder is not."""

_FILE_SECTIONS = word_set("artifacts artefacts files deliverables references")
_FILE_COLUMNS = word_set("path paths file files filename location locations")
_SCHEMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-")
# What people write and check in; a name that ends so is a file even where its folder is not there.
_WRITTEN = word_set(
    """md rst adoc py pyi ipynb rs go c h cc cpp hpp cs java kt swift rb php lua sh bash ps1 js mjs
    cjs ts tsx jsx vue css scss sql proto toml yaml yml ini cfg tf mk cmake gradle"""
)
_ENDINGS = _WRITTEN | word_set("json jsonl csv tsv txt html xml xsd svg png lock")
# Blanks are commands, the others placeholders, globs, queries, homes and environment variables.
_NEVER = frozenset(" \t\n<>*{}$|\"'\\,;()[]=?%&!~`^:")
_MEDIA = word_set("application text image audio video multipart font message model chemical")
_SAMPLES = word_set("path foo bar baz your my some")
_LONGEST = 250
_LINK = 2_000
_AHEAD = 8_000
"""How far back a long text is cut, and how far ahead a path is looked for on a long line."""
_BEFORE, _BEHIND = "\"'“‘([", "\"'”’.,;:)]"


class Doubtful(FileReference):
    """What is a path only if its first folder exists, which it does not.

    ``resolved`` is that folder: the document reads otherwise on the day it appears.
    """


def lists_files(document: Document, index: int) -> bool:
    """Whether a section is headed *Artifacts*, *Files*, *References* or the like."""
    heading = document.sections[index].heading
    if heading is None:
        return False
    found = set(words(document.plain(heading.raw)))
    return bool(found & _FILE_SECTIONS) and not found & {"required", "performance"}


def file_references(document: Document, exists: Callable[[str], bool]) -> Iterator[FileReference]:
    """Relative links and images anywhere, paths in code, and paths in lists and columns of files.

    An ADR tells what was, so that paths in its running text are no references.
    """
    walk = _Walk(document, exists, prose=role_of(document, (), ()) is not Role.ADR)
    for paragraph in document.paragraphs:
        raw = paragraph.raw
        if "`" in raw or "/" in raw or "]" in raw or ("<" in raw and "=" in raw):
            yield from walk.text(raw, paragraph.line, 0, paragraph.section, column=False)
    for table in document.tables:
        columns = _file_columns(table)
        for row in table.rows:
            for number, cell in enumerate(row.cells):
                raw, held = cell.raw, number in columns
                if held or "`" in raw or "/" in raw or "]" in raw or ("<" in raw and "=" in raw):
                    before = cell.column - 1
                    yield from walk.text(raw, row.line, before, table.section, column=held)
    yield from walk.headings()
    yield from walk.blocks()


_LINKING = ("link_open", "image", "html_inline")
_BREAKS = ("softbreak", "hardbreak")


def _targets(token: Token) -> Iterator[str]:
    """Where a link, an image or a piece of HTML leads."""
    if token.type == "html_inline":
        from doctrine_check.doctrine.html_links import html_targets

        yield from (target for _, target in html_targets(token.content))
    else:
        yield str(token.attrs.get("src" if token.type == "image" else "href", ""))


def _lines_inside(token: Token) -> int:
    """How many lines end inside a token that has no break of its own for them."""
    if token.type == "html_inline":
        return token.content.count("\n")
    return sum(child.type in _BREAKS for child in token.children or ())


def _may_be_html(raw: str) -> bool:
    """Whether HTML in a text may lead to a file."""
    low = raw.casefold()
    return "<" in low and ("href" in low or "src" in low)


def _pieces(raw: str) -> Iterator[tuple[str, int, int]]:
    """A text in pieces whose markup is read, each with the lines, and the columns, before it.

    A long text is cut behind a blank that stands in no code span and in no link.
    """
    if len(raw) <= MAX_INLINE:
        yield raw, 0, 0
        return
    in_code = code_columns(raw)
    start = lines = opened = 0
    while start < len(raw):
        stop = len(raw)
        if stop - start > MAX_INLINE:
            stop = _cut(raw, start, start + MAX_INLINE, in_code)
        piece = raw[start:stop]
        yield piece, lines, start - opened
        lines += piece.count("\n")
        opened = max(raw.rfind("\n", start, stop) + 1, opened)
        start = stop


def _breaks_in_code(raw: str) -> Iterator[int]:
    """How many lines end in each code span of a text, where its backticks are plain to see."""
    if "`" in raw and "\n" in raw and "\\`" not in raw:
        spans = code_columns(raw)
        for start, end in zip(spans.starts, spans.ends, strict=True):
            yield raw.count("\n", start, end)


def _cut(raw: str, start: int, stop: int, in_code: Spans) -> int:
    """Where to cut at ``stop`` or before; no further back than a path and a link are long."""
    place = stop
    while place > stop - _AHEAD:
        place = max(raw.rfind(" ", start, place), raw.rfind("\n", start, place))
        if place <= max(start, stop - _AHEAD):
            break
        opened = raw.rfind("[", place - _LINK, place)
        linked = opened >= 0 and raw.find(")", opened, place) < 0
        if not in_code(place) and not linked:
            return place
        place = opened if linked else place
    return stop


def _file_columns(table: Table) -> frozenset[int]:
    """The columns whose header ends in a word such as *Path* or *Location*."""
    return frozenset(
        number
        for number, cell in enumerate(table.header.cells)
        if cell.raw.strip(" *_`:").casefold().rpartition(" ")[2] in _FILE_COLUMNS
    )


class _Walk:
    """Looks for paths in one document. Lives for one call of :func:`file_references`."""

    def __init__(self, document: Document, exists: Callable[[str], bool], *, prose: bool) -> None:
        self.document = document
        self.exists = exists
        self.prose = prose
        self.folder = posixpath.dirname(document.path)
        self.listing: dict[int, bool] = {}
        self.defined: dict[str, Text] | None = None
        self.after = 0

    def may_link(self, raw: str) -> bool:
        """Whether a text may hold a link or an image, of markdown or of HTML."""
        if "](" in raw or ("]" in raw and self.document.references):
            return True
        return "<" in raw and _may_be_html(raw)

    def headings(self) -> Iterator[FileReference]:
        """The links and images of headings, whose code names no files."""
        for section in self.document.sections:
            raw = "" if section.heading is None else section.heading.raw
            if ("]" in raw or "<" in raw) and self.may_link(raw):
                self.after = 0
                yield from self._piece(raw, section.line, listed=False, column=False, code=False)

    def blocks(self) -> Iterator[FileReference]:
        """The links and images of HTML blocks."""
        for block in self.document.verbatim:
            if block.kind == "html" and _may_be_html(block.raw):
                from doctrine_check.doctrine.html_links import targets_of_block

                for lines, target in targets_of_block(block.raw):
                    self.after = 0
                    yield from self._link(target, block.line + lines)

    def text(
        self, raw: str, line: int, after: int, section: int, *, column: bool
    ) -> Iterator[FileReference]:
        """The paths of one paragraph or cell, which begins behind column ``after``."""
        if section not in self.listing:
            self.listing[section] = lists_files(self.document, section)
        listed = self.listing[section]
        code = listed or column or (self.prose and any("/" in c for c in raw.split("`")[1::2]))
        if not code and not self.may_link(raw):
            return
        self.after = after
        for piece, first, before in _pieces(raw):
            self.after = max(self.after, before)
            yield from self._piece(piece, line + first, listed=listed, column=column, code=code)

    def _piece(
        self, raw: str, line: int, *, listed: bool, column: bool, code: bool
    ) -> Iterator[FileReference]:
        """The paths of a text of which the inline markup is read."""
        bare = self.prose and (listed or column)
        breaks = _breaks_in_code(raw)
        inside = 0  # a link shows the path that it leads to
        for token in inline_tokens(raw, self.document.references):
            over = 0
            if token.type in _LINKING:
                inside += token.type == "link_open"
                for target in _targets(token):
                    yield from self._link(target, line)
                over = _lines_inside(token)
            elif token.type == "link_close":
                inside -= 1
            elif token.type in _BREAKS:
                over = 1
            elif token.type == "code_inline":
                if not inside and code:
                    claims = [_claim(token.content.strip(), listed=listed, column=column)]
                    yield from self._claimed(claims, line)
                over = next(breaks, 0)
            elif not inside and token.type == "text" and bare:
                found = bare_words(token.content)
                claims = [_claim(word, listed=listed, column=column, bare=True) for word in found]
                yield from self._claimed(claims, line)
            if over:
                line, self.after = line + over, 0

    def _link(self, target: str, line: int) -> Iterator[FileReference]:
        if not target or target.startswith(("#", "//", "<")) or _has_scheme(target):
            return
        from urllib.parse import unquote

        path = unquote(target.split("#", 1)[0].split("?", 1)[0])
        if not path or "\0" in path:
            return
        place = self._definition(target, path, line) if self.document.references else None
        if place is not None and not place.text:
            return  # a footnote of one word, which markdown takes for a definition
        joined = _inside("" if path.startswith("/") else self.folder, path.lstrip("/"))
        there = joined is not None and self.exists(joined)
        yield FileReference(path, joined, there, place or self._place(path, line))

    def _definition(self, target: str, path: str, line: int) -> Text | None:
        """Where ``[label]: target`` stands, unless the path stands near on its own line."""
        if self.defined is None:
            self.defined = {}
            for label, found in self.document.references.items():
                if isinstance(found, dict) and found.get("map"):
                    where = Text("" if label.startswith("^") else "?", found["map"][0] + 1, 1)
                    self.defined.setdefault(str(found.get("href", "")), where)
        place = self.defined.get(target)
        if place is None or not place.text:
            return place
        lines, near = self.document.lines, self.after + _LINK
        if line <= len(lines) and lines[line - 1].find(path, self.after, near) >= 0:
            return None
        if place.text == "?":
            place = self.defined[target] = fold(self.document, path, place.line)
        return place

    def _place(self, written: str, line: int) -> Text:
        """Where a path stands; on a line without end it is looked for only a little way ahead."""
        source = self.document.lines[line - 1] if line <= len(self.document.lines) else ""
        if len(source) <= MAX_INLINE:
            return fold(self.document, written, line, self.after)
        found = source.find(written, self.after, self.after + _AHEAD)
        column = (self.after if found < 0 else found) + 1
        self.after = max(self.after, column)
        return Text(written, line, column, column + len(written) if found >= 0 else 0)

    def _claimed(self, claims: Iterable[_Claim | None], line: int) -> Iterator[FileReference]:
        for claim in claims:
            if claim is None:
                continue
            written, path, certain = claim
            if self.prose or (certain and "/" in path):
                place = self._place(written, line)
                self.after = max(self.after, place.end - 1)
                yield self._resolved(path, place, certain=certain)

    def _resolved(self, path: str, place: Text, *, certain: bool) -> FileReference:
        """The file or folder at the root or beside the document, whichever is there."""
        below, beside = _inside("", path), _inside(self.folder, path)
        for candidate in (below, beside):
            if candidate is not None and self.exists(candidate):
                return FileReference(place.text, candidate, exists=True, place=place)
        first = path.partition("/")[0]
        if not certain and not self.exists(first):
            return Doubtful(place.text, first, exists=False, place=place)
        resolved = beside if first == ".." else below
        return FileReference(place.text, resolved, exists=False, place=place)


def bare_words(text: str) -> Iterator[str]:
    """The words of running text without the signs around them."""
    return (word.lstrip(_BEFORE).rstrip(_BEHIND) for word in text.replace(",", " ").split())


def _has_scheme(target: str) -> bool:
    """Whether a link target opens with ``https:`` or the like."""
    head, colon, _ = target.partition(":")
    return bool(colon) and head[:1].isalpha() and _SCHEMES.issuperset(head)


def _inside(folder: str, path: str) -> str | None:
    """``path`` below ``folder``, from the root; ``None`` when that leaves the repository."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    return None if joined == ".." or joined.startswith("../") else joined


def _claim(text: str, *, listed: bool, column: bool, bare: bool = False) -> _Claim | None:
    """The path that a text is, if it is one: no media type, address, ratio or pinned action.

    ``listed`` and ``column``: it stands in a list or a column of files. ``bare``: not as code.
    """
    path = _without_place(text).removeprefix("./")
    rooted = path.startswith("/")
    path = path.lstrip("/")
    if not path or len(path) > _LONGEST or not _NEVER.isdisjoint(path):
        return None
    parts = path.rstrip("/").split("/")
    if not _names_files(parts):
        return None
    ending = parts[-1].rpartition(".")[2].casefold() if "." in parts[-1][1:] else ""
    if "/" not in path:
        # Elsewhere a name alone may stand for a file of any folder, or of somebody's machine.
        alone = column or (listed and not bare) or text.startswith(("/", "./"))
        return (text, path, True) if alone and ending in _WRITTEN else None
    if ending not in _ENDINGS and (
        (bare and not column) or (rooted and not listed) or text.isupper()
    ):
        return None  # words with a slash between them; a route; CI/CD
    certain = parts[0] == ".." or ending in (_ENDINGS if listed or column else _WRITTEN)
    if listed and not bare:
        certain = certain or bool(ending) or path.endswith("/")
    # Behind a slash stands a route, or a file of the machine.
    return text, path, certain and not rooted


def _names_files(parts: list[str]) -> bool:
    """Whether the parts of a path may name folders and a file."""
    first, last = parts[0], parts[-1]
    if "" in parts or "..." in parts or "…" in "".join(parts) or set(parts) <= {".", ".."}:
        return False
    if first in _SAMPLES or first.startswith("@") or "@" in last or "+" in last:
        return False
    if len(parts) == 1:
        return True
    host = first != ".." and "." in first.lstrip(".")
    known = "." in last and last.rpartition(".")[2].casefold() in _ENDINGS
    media = len(parts) == 2 and first in _MEDIA and not known
    return not host and not media


def _without_place(text: str) -> str:
    """``text`` without the line, the anchor or the test behind a path."""
    path = text.partition("#")[0].partition("::")[0]
    for _ in range(2):
        head, colon, number = path.rpartition(":")
        if colon and number.replace("-", "").isdecimal():
            path = head
    return path
