"""Routes that come and go while the program runs."""

from __future__ import annotations

from tally.routes import RouteTable


def test_a_route_that_is_added_counts_at_once() -> None:
    table = RouteTable(["/users"])
    assert table.find("/orders") is None
    table.add("/:any")
    assert table.find("/orders") == "/:any"
    assert table.find("/users") == "/users"


def test_a_route_that_is_removed_counts_no_longer() -> None:
    table = RouteTable(["/users", "/:any"])
    assert table.find("/users") == "/users"
    table.remove("/users")
    assert table.find("/users") == "/:any"
    table.remove("/nothing")
    assert table.find("/users") == "/:any"
