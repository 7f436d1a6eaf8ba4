"""Globs over repository paths, matched in linear-ish time: no regular expression, no backtracking.

``*`` and ``?`` stay within one folder, ``**`` as a whole segment spans any number of folders,
``[abc]`` is not special. ``dir/`` means everything below it.
"""

from __future__ import annotations

from functools import lru_cache


def glob_match(glob: str, path: str) -> bool:
    """Whether a POSIX path matches. Takes at most segments(glob) x segments(path) steps."""
    if not path.startswith(_beginning(glob)):
        return False
    pattern = glob.split("/")
    if pattern[-1] == "":
        pattern[-1] = "**"
    parts = path.split("/")
    # reachable[j]: the pattern read so far can match the first j parts.
    reachable = [True] + [False] * len(parts)
    for segment in pattern:
        following = [False] * (len(parts) + 1)
        if segment == "**":
            seen = False
            for index, here in enumerate(reachable):
                seen = seen or here
                following[index] = seen
        else:
            for index, part in enumerate(parts):
                following[index + 1] = reachable[index] and _segment_match(segment, part)
        reachable = following
    return reachable[-1]


@lru_cache(maxsize=1024)
def _beginning(glob: str) -> str:
    """What each path that matches begins with; ``dir/**`` is also met by ``dir`` itself."""
    ends = [at for mark in "*?" if (at := glob.find(mark)) >= 0]
    return glob[: min(ends, default=len(glob))].rstrip("/")


def _segment_match(pattern: str, text: str) -> bool:
    """One segment: the greedy star algorithm, which returns only to the last star."""
    position = index = 0
    star, resume = -1, 0
    while index < len(text):
        if position < len(pattern) and pattern[position] == "*":
            star, resume = position, index
            position += 1
        elif position < len(pattern) and pattern[position] in ("?", text[index]):
            position += 1
            index += 1
        elif star >= 0:
            resume += 1
            position, index = star + 1, resume
        else:
            return False
    return all(char == "*" for char in pattern[position:])
