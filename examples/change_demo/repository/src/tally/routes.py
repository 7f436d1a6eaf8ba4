"""The routes of a web service, and which of them a path belongs to."""

from __future__ import annotations


class RouteTable:
    """Routes in the order in which they are tried; the first one that fits a path wins.

    A segment that begins with a colon stands for any text: ``/users/:id`` fits ``/users/17``.
    """

    def __init__(self, patterns: list[str]) -> None:
        self._routes = [(pattern, _segments(pattern)) for pattern in patterns]

    def add(self, pattern: str) -> None:
        """Try one more route, after all others."""
        self._routes.append((pattern, _segments(pattern)))

    def remove(self, pattern: str) -> None:
        """Forget a route; nothing happens where there is none of that pattern."""
        self._routes = [route for route in self._routes if route[0] != pattern]

    def find(self, path: str) -> str | None:
        """The pattern of the route that a path belongs to; ``None`` where none fits."""
        found = _segments(path.partition("?")[0])
        for pattern, wanted in self._routes:
            if len(wanted) == len(found) and _fits(wanted, found):
                return pattern
        return None


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


def _fits(wanted: list[str], found: list[str]) -> bool:
    for want, have in zip(wanted, found, strict=True):
        if want != have and not (want.startswith(":") and have):
            return False
    return True
