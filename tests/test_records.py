"""``Record`` behaves as ``typing.NamedTuple``, which is what the type checker takes it for."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable


class Light(Record):
    first: int
    second: str
    third: tuple[int, ...] = ()
    fourth: str | None = None

    def both(self) -> str:
        return f"{self.first}{self.second}"


class Usual(NamedTuple):
    first: int
    second: str
    third: tuple[int, ...] = ()
    fourth: str | None = None

    def both(self) -> str:
        return f"{self.first}{self.second}"


class Even(Record):
    number: int

    def __post_init__(self) -> None:
        if self.number % 2:
            raise ValueError(f"{self.number} is odd")


class Narrow(Even):
    """A subtype has the fields of its record."""


NAMES = ["first", "second", "third", "fourth", "fifth", "_fields", "count"]


def outcome(make: Callable[..., Any], values: list[int], named: dict[str, int]) -> object:
    try:
        made = make(*values, **named)
    except TypeError:
        return TypeError
    return tuple(made), made._asdict(), hash(made)


@given(st.lists(st.integers(), max_size=6), st.dictionaries(st.sampled_from(NAMES), st.integers()))
def test_any_call_makes_the_same_of_both(values: list[int], named: dict[str, int]) -> None:
    assert outcome(Light, values, named) == outcome(Usual, values, named)


def test_both_look_the_same() -> None:
    light, usual = Light(1, "b", fourth="d"), Usual(1, "b", fourth="d")
    assert repr(light) == repr(usual).replace("Usual", "Light")
    assert tuple(light) == tuple(usual)
    assert light.both() == usual.both()
    assert tuple(light._replace(second="x")) == tuple(usual._replace(second="x"))
    assert tuple(Light._make(usual)) == tuple(usual)
    with pytest.raises(TypeError, match="4 fields"):
        Light._make([1, "b"])
    assert Light._fields == Usual._fields
    assert Light._field_defaults == Usual._field_defaults
    assert Light.__match_args__ == Usual.__match_args__
    assert pickle.loads(pickle.dumps(light)) == light  # noqa: S301 - our own bytes
    assert type(pickle.loads(pickle.dumps(light))) is Light  # noqa: S301


@pytest.mark.parametrize("name", ["first", "other"])
def test_nothing_can_be_set(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(Light(1, "b"), name, 2)


def test_a_wrong_call_is_told_what_is_wrong() -> None:
    make: Callable[..., Light] = Light
    with pytest.raises(TypeError, match="missing, unknown or given twice is second, fifth"):
        make(1, fifth=5)
    with pytest.raises(TypeError, match="5 came by position"):
        make(1, "b", (), None, 5)


def test_a_checked_record_is_checked_however_it_is_made() -> None:
    with pytest.raises(ValueError, match="3 is odd"):
        Even(3)
    with pytest.raises(ValueError, match="3 is odd"):
        Even(number=3)
    with pytest.raises(ValueError, match="3 is odd"):
        Even(2)._replace(number=3)
    with pytest.raises(ValueError, match="5 is odd"):
        Narrow(5)
    assert Narrow(4).number == 4
    assert type(Narrow(4)._replace(number=6)) is Narrow


@pytest.mark.parametrize(
    ("base", "body"),
    [
        (Record, {}),
        (Record, {"__annotations__": {"a": "int", "b": "int"}, "a": 1}),
        (Even, {"__annotations__": {"b": "int"}}),
    ],
)
def test_a_class_that_can_be_no_record_is_refused(base: type, body: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="record"):
        type("Wrong", (base,), dict(body))
