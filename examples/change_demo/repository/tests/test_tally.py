"""What the program has to say, whatever makes it faster."""

from __future__ import annotations

import pytest
from tally.__main__ import main
from tally.routes import RouteTable
from tally.summary import MAX_LINE, UNREADABLE, summarise, written

PATTERNS = ["/", "/users/:user", "/users/new", "/users/:user/orders"]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/users/17", "/users/:user"),
        ("/users/17/", "/users/:user"),
        ("/users/17?page=2", "/users/:user"),
        ("/users/new", "/users/:user"),
        ("/users/17/orders", "/users/:user/orders"),
        ("/users/", None),
        ("/users//orders", None),
        ("/Users/17", None),
        ("/users/17/orders/4", None),
    ],
)
def test_a_path_belongs_to_the_first_route_that_fits(path: str, route: str | None) -> None:
    table = RouteTable(PATTERNS)
    assert [table.find(path), table.find(path)] == [route, route]


def test_a_line_is_counted_for_its_method_and_route() -> None:
    lines = ["1 a GET /users/1 200 10", "2 b GET /users/2 500 5", "3 c GET /nowhere 404 1"]
    assert summarise(lines, RouteTable(PATTERNS)) == {
        "GET /users/:user": [2, 1, 15],
        "GET (no route)": [1, 0, 1],
    }


@pytest.mark.parametrize("line", ["", "1 a GET / 200", "1 a GET / ok 1", "1 a GET / 200 -1"])
def test_a_line_of_another_form_is_unreadable(line: str) -> None:
    assert summarise([line], RouteTable(PATTERNS)) == {UNREADABLE: [1, 0, 0]}


def test_an_overlong_line_is_unreadable() -> None:
    line = f"1 a GET /{'x' * MAX_LINE} 200 1"
    assert summarise([line], RouteTable(PATTERNS)) == {UNREADABLE: [1, 0, 0]}
    assert summarise([line], RouteTable(PATTERNS), checked=False) == {"GET (no route)": [1, 0, 1]}


def test_a_summary_is_written_in_order() -> None:
    text = written({"GET b": [1, 2, 3], "GET a": [4, 5, 6]})
    assert text == "route\trequests\terrors\tbytes\nGET a\t4\t5\t6\nGET b\t1\t2\t3\n"


def test_without_routes_it_says_how_to_use_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
