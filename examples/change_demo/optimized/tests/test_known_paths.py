"""What is remembered of paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tally import routes

if TYPE_CHECKING:
    import pytest


def test_paths_without_end_are_forgotten_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MAX_KNOWN", 3)
    table = routes.RouteTable(["/users/:user"])
    for number in range(10):
        assert table.find(f"/users/{number}") == "/users/:user"
        assert table.find(f"/users/{number}") == "/users/:user"
        assert len(vars(table)["_known"]) <= 3


def test_that_a_path_has_no_route_is_remembered_only_until_it_has_one() -> None:
    table = routes.RouteTable([])
    assert [table.find("/users"), table.find("/users")] == [None, None]
    table.add("/users")
    assert table.find("/users") == "/users"
