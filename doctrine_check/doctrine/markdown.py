"""Markdown to blocks: headings, tables, list items, paragraphs and verbatim text, with lines.

markdown-it-py parses the blocks. Inline markup is parsed only where somebody asks for the plain
text, which most documents never do for most of their text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from doctrine_check.doctrine.tables import Row, Table, split_row
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_INLINE = 64 * 1024
"""Longest text, in characters, whose inline markup is interpreted; longer text is taken raw."""


class Heading(Record):
    """A heading, ATX or setext."""

    level: int
    raw: str
    line: int
    column: int


class Section(Record):
    """A heading with everything up to the next heading. Section 0 is what precedes them all.

    ``parent`` is the index of the enclosing section; ``end_line`` is inclusive.
    """

    heading: Heading | None
    parent: int
    line: int
    end_line: int


class Paragraph(Record):
    """A paragraph or the text of a list item. ``depth`` counts list nesting, 0 outside lists.

    ``raw`` holds its lines, stripped, joined with newlines; ``lead`` says that it opens its item.
    """

    raw: str
    line: int
    end_line: int
    column: int
    section: int
    depth: int
    lead: bool


class Verbatim(Record):
    """A fence, an indented code block or raw HTML (``kind``: fence, code, html)."""

    kind: str
    raw: str
    line: int
    end_line: int
    section: int


class Document(Record):
    """A parsed document: its source lines and its blocks in order of appearance.

    ``lost`` are the lines of headings that markdown reads as something else; see ``headings``.
    """

    path: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]
    verbatim: tuple[Verbatim, ...]
    references: Mapping[str, object]
    lost: frozenset[int] = frozenset()

    def children(self, index: int) -> list[int]:
        """The sections directly under section ``index``."""
        return [i for i, section in enumerate(self.sections) if i and section.parent == index]

    def plain(self, raw: str) -> str:
        """:func:`plain` with this document's link references resolved."""
        return plain(raw, self.references)


class _Container(Record):
    quote: bool
    line: int


_LIST_MARKER = r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+|$)"
_QUOTE_MARKER = r" {0,3}> ?"
_INLINE_MARKUP = re.compile(r"[\\`*_\[<&!~]")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _block_tokens(text: str, env: dict[str, Mapping[str, object]]) -> list[Token]:
    """The blocks of ``text``, their inline text left unparsed; see :func:`inline_tokens`."""
    parser = _parser()
    tokens: list[Token] = []
    # What the core rule "normalize" does to NUL does not matter here: such files are not parsed.
    # Old versions read past the end of a last line that a block quote leaves empty.
    parser.block.parse(text if text.endswith("\n") else text + "\n", parser, env, tokens)
    return tokens


def parse(path: str, text: str, source: str | None = None) -> Document:
    """Parse ``text``, decoded and with LF line ends, into its blocks.

    ``source`` is the text as it stands in the file, where ``text`` repairs some of its lines.
    """
    lines = tuple((text if source is None else source).split("\n"))
    builder = _Builder(path, lines)
    env: dict[str, Mapping[str, object]] = {}
    builder.read(_block_tokens(text, env))
    return builder.document(env.get("references", {}))


class _Builder:
    """Walks the token stream once. Lives for one call of :func:`parse`."""

    def __init__(self, path: str, lines: tuple[str, ...]) -> None:
        self.path = path
        self.lines = lines
        self.sections: list[Section] = [Section(None, 0, 1, len(lines))]
        self.stack: list[int] = [0]
        self.tables: list[Table] = []
        self.paragraphs: list[Paragraph] = []
        self.verbatim: list[Verbatim] = []
        self.containers: list[_Container] = []
        self.lead = False

    def document(self, references: Mapping[str, object]) -> Document:
        return Document(
            self.path,
            self.lines,
            tuple(self.sections),
            tuple(self.tables),
            tuple(self.paragraphs),
            tuple(self.verbatim),
            references,
        )

    def read(self, tokens: Sequence[Token]) -> None:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind = token.type
            if kind == "paragraph_open":
                self._paragraph(tokens[index + 1])
                index += 3
                continue
            if kind == "heading_open":
                self._heading(token, tokens[index + 1].content)
                index += 3
                continue
            if kind == "table_open":
                index = self._table(tokens, index)
                continue
            if kind in ("fence", "code_block", "html_block"):
                self._verbatim(token)
            elif kind in ("list_item_open", "blockquote_open"):
                start = token.map[0] if token.map else 0
                self.containers.append(_Container(kind == "blockquote_open", start))
                self.lead = kind == "list_item_open"
            elif kind in ("list_item_close", "blockquote_close"):
                self.containers.pop()
                self.lead = False
            index += 1

    def _heading(self, token: Token, raw: str) -> None:
        if raw.endswith("}"):
            raw = without_attributes(raw)
        line = _lines(token)[0]
        level = int(token.tag[1])
        source = self.lines[line]
        column = source.find(raw.partition("\n")[0]) + 1 if raw else 1
        heading = Heading(level, raw, line + 1, max(column, 1))
        while len(self.stack) > 1 and self._level(self.stack[-1]) >= level:
            self.stack.pop()
        self._close_section(line)
        self.sections.append(Section(heading, self.stack[-1], line + 1, len(self.lines)))
        self.stack.append(len(self.sections) - 1)

    def _level(self, index: int) -> int:
        heading = self.sections[index].heading
        return heading.level if heading else 0

    def _close_section(self, line: int) -> None:
        last = self.sections[-1]
        self.sections[-1] = last._replace(end_line=max(line, last.line))

    def _paragraph(self, inline: Token) -> None:
        first, end = _lines(inline)
        source = self.lines[first]
        head = inline.content.partition("\n")[0]
        column = source.find(head) + 1
        depth = sum(not container.quote for container in self.containers)
        self.paragraphs.append(
            Paragraph(
                inline.content,
                first + 1,
                end,
                max(column, 1),
                len(self.sections) - 1,
                depth,
                self.lead and depth > 0,
            )
        )
        self.lead = False

    def _verbatim(self, token: Token) -> None:
        kind = {"fence": "fence", "code_block": "code", "html_block": "html"}[token.type]
        start, end = _lines(token)
        section = len(self.sections) - 1
        self.verbatim.append(Verbatim(kind, token.content, start + 1, end, section))
        self.lead = False

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        start, end = tokens[index].map or (0, 0)
        body: list[Row] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open" and token.map is not None and token.map[0] > start:
                body.append(self._row(token.map[0]))
            index += 1
        header = self._row(start)
        self.tables.append(Table(header, tuple(body), start + 1, end, len(self.sections) - 1))
        self.lead = False
        return index + 1

    def _row(self, line: int) -> Row:
        text = self.lines[line]
        rest = text
        for container in self.containers:
            if container.quote:
                match = re.match(_QUOTE_MARKER, rest)
            elif container.line == line:
                match = re.match(_LIST_MARKER, rest)
            else:
                match = None
            rest = rest[match.end() :] if match is not None else rest.lstrip()
        return split_row(rest, line + 1, len(text) - len(rest))


def without_attributes(raw: str) -> str:
    """A heading without the attributes, such as ``{#anchor}``, that some renderers read there."""
    start = raw.rfind("{")
    attributes = raw[start + 1 : start + 2] in ("#", ".", ":")
    return raw[:start].rstrip() if start > 0 and attributes else raw


def _lines(token: Token) -> tuple[int, int]:
    """The source lines of a block, from 0, end exclusive; markdown-it maps every block."""
    if token.map is None:
        raise ValueError(f"a {token.type} token without source lines")
    return token.map[0], token.map[1]


def inline_tokens(raw: str, references: Mapping[str, object] | None = None) -> Sequence[Token]:
    """The inline tokens of a block's raw text, parsed now."""
    if len(raw) > MAX_INLINE:
        from markdown_it.token import Token

        return [Token("text", "", 0, content=raw)]
    parser = _parser()
    tokens: list[Token] = []
    parser.inline.parse(raw, parser, {"references": references or {}}, tokens)
    return tokens


def plain(raw: str, references: Mapping[str, object] | None = None) -> str:
    """The text a reader sees: markup, link targets and comments gone, entities decoded.

    What HTML strikes out stands between ``~~``, as it does in markdown.

    Line breaks stay newlines, so that offsets can be told by line.
    """
    if _INLINE_MARKUP.search(raw) is None:
        return raw
    return "".join(_text_of(token) for token in inline_tokens(raw, references)).strip()


def _text_of(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    if token.type == "image":
        return "".join(_text_of(child) for child in token.children or [])
    if token.type == "html_inline" and not token.content.startswith("<!--"):
        from doctrine_check.doctrine.struck import strikes

        if strikes(token.content):
            return "~~"
        return " " if token.content[:3].casefold() == "<br" else ""
    return ""


def one_line(text: str) -> str:
    """``text`` with every run of white space folded to one blank."""
    return " ".join(text.split())
