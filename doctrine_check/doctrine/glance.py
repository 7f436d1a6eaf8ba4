"""Whether a file is surely none of the performance documents, told without parsing it.

A repository may hold hundreds of documents, of which two are the law; to parse all of them takes
longer than to judge a small change. Both define principles, levers or artifacts by their ids, so
that a text in which no word looks like one is neither.
"""

from __future__ import annotations

import re

from doctrine_check.doctrine.source import MAX_BYTES

# Each begins with its letters, which are found fast, and looks back from behind them.
_IDS = tuple(
    re.compile(rb"%b(?<![a-z0-9]%b)[-_. /]{0,3}[0-9oil]" % (family, family))
    for family in (b"prf", b"lev", b"art")
)
_TAG = re.compile(rb"<[^<>]{0,200}>")
_TARGET = re.compile(rb"\]\([^()]{0,200}\)")
_MARKUP = b"*_`~\\[]"
_ENTITY = re.compile(rb"&(?:#|[a-z][a-z0-9]{0,31};)")
_CONFLICT = (b"<<<<<<< ", b">>>>>>> ")


def surely_other(data: bytes) -> bool:
    """Whether the file can be read and defines no id of doctrine or contract.

    False where only parsing can tell: for letters and entities that may look like others, and for
    whatever cannot be read.
    """
    if len(data) > MAX_BYTES or not data.isascii() or b"\0" in data:
        return False
    text = data.lower()
    if any(mark in text for mark in _CONFLICT) or _ENTITY.search(text) or _holds_id(text):
        return False
    bare = _TAG.sub(b"", text) if b"<" in text else text
    bare = _TARGET.sub(b"", bare) if b"](" in bare else bare
    return not _holds_id(bare.translate(None, _MARKUP))


def _holds_id(text: bytes) -> bool:
    return any(pattern.search(text) for pattern in _IDS)
