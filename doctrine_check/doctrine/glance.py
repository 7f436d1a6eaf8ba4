"""Whether a file is surely none of the performance documents, told without parsing it.

A repository may hold hundreds of documents, of which two are the law; to parse all of them takes
longer than to judge a small change. Both define principles, levers or artifacts by their ids, so
that a text in which no word looks like one is neither.
"""

from __future__ import annotations

import re

from doctrine_check.doctrine.source import MAX_BYTES

_ID = re.compile(rb"(?<![a-z0-9])(?:prf|lev|art)[-_. /]{0,3}[0-9oil]", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^<>]{0,200}>|\]\([^()]{0,200}\)|[*_`~\\\[\]]")
_ENTITY = re.compile(rb"&[#a-z]", re.IGNORECASE)
_CONFLICT = (b"<<<<<<< ", b">>>>>>> ")


def surely_other(data: bytes) -> bool:
    """Whether the file can be read and defines no id of doctrine or contract.

    False where only parsing can tell: for letters and entities that may look like others, and for
    whatever cannot be read.
    """
    if len(data) > MAX_BYTES or not data.isascii() or b"\0" in data:
        return False
    if any(mark in data for mark in _CONFLICT) or _ENTITY.search(data):
        return False
    return not _ID.search(data) and not _ID.search(_MARKUP.sub(b"", data))
