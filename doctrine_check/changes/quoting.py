r"""File names as git quotes them in a diff: ``"a/caf\303\251"``."""

from __future__ import annotations

_ESCAPES = {
    "a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92,
}  # fmt: skip
_OCTAL = frozenset("01234567")


def unquote(text: str) -> tuple[str, int] | None:
    """The name that ``text`` begins with, and where it ends; ``None`` when its quote never closes.

    A name in double quotes holds C escapes for bytes; the bytes are read as UTF-8, and those that
    are none are kept as surrogates, as ``os.fsdecode`` does it on POSIX.
    """
    out = bytearray()
    index = 1
    while index < len(text):
        char = text[index]
        if char == '"':
            return out.decode("utf-8", "surrogateescape"), index + 1
        if char != "\\":
            out += char.encode("utf-8", "surrogateescape")
            index += 1
            continue
        digits = text[index + 1 : index + 4]
        if len(digits) == 3 and _OCTAL.issuperset(digits) and digits[0] < "4":
            out.append(int(digits, 8))
            index += 4
        elif text[index + 1 : index + 2] in _ESCAPES:
            out.append(_ESCAPES[text[index + 1]])
            index += 2
        else:
            return None
    return None


def git_names(rest: str) -> tuple[str, str] | None:
    """The two names of a ``diff --git`` line, prefixes kept; ``None`` when they cannot be told.

    Unquoted names may hold spaces, so both must then be the same behind their prefixes: git writes
    ``rename from`` and ``---`` lines where they are not.
    """
    if rest.startswith('"'):
        first = unquote(rest)
        if first is None or rest[first[1] : first[1] + 1] != " ":
            return None
        second = _whole(rest[first[1] + 1 :])
        return None if second is None else (first[0], second)
    if rest.endswith('"'):
        start = rest.find(' "')
        second = _whole(rest[start + 1 :]) if start > 0 else None
        return None if second is None else (rest[:start], second)
    middle = len(rest) // 2
    left, right = rest[:middle], rest[middle + 1 :]
    if not left or rest[middle] != " ":
        return None
    return (left, right) if left == right or same_behind_prefix(left, right) else None


def same_behind_prefix(left: str, right: str) -> bool:
    """Whether both are the same name behind a first folder, such as ``a/`` and ``b/``."""
    behind = left.partition("/")[2]
    return behind != "" and behind == right.partition("/")[2]


def _whole(text: str) -> str | None:
    if not text.startswith('"'):
        return text or None
    name = unquote(text)
    return name[0] if name is not None and name[1] == len(text) else None
