"""``Record``: a ``typing.NamedTuple`` that costs a tenth of it at import.

The pre-commit path defines about ninety record types. ``typing.NamedTuple`` compiles every
annotation and evaluates a constructor from source text, 1.1 million instructions a class and a
fifth of a cold start in all; a dataclass costs four times that. To a type checker ``Record`` *is*
``typing.NamedTuple``; a test holds the two against each other at run time. One thing is added: a
``__post_init__`` is called with every record that is made.

Layer 0. A module that defines records needs ``from __future__ import annotations``.
"""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Record(tuple[Any, ...]):
    """An immutable tuple whose fields are the annotated names of the class body."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    _field_defaults: ClassVar[dict[str, Any]] = {}
    _tail: ClassVar[tuple[Any, ...]] = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        fields = tuple(cls.__dict__.get("__annotations__", ()))  # noqa: RUF063 - no `inspect` here
        if cls._fields:
            if fields:
                raise TypeError(f"{cls.__name__}: all fields of a record stand in one class")
            return
        defaults = {field: cls.__dict__[field] for field in fields if field in cls.__dict__}
        if not fields or list(defaults) != list(fields[len(fields) - len(defaults) :]):
            raise TypeError(f"{cls.__name__}: a record has fields, those with a default last")
        for index, field in enumerate(fields):
            setattr(cls, field, _tuplegetter(index, ""))
        cls._fields = fields
        cls.__match_args__ = fields  # type: ignore[misc]
        cls._field_defaults = defaults
        cls._tail = tuple(defaults.values())
        if "__post_init__" in cls.__dict__:
            cls.__new__ = _checked  # type: ignore[assignment]

    def __new__(cls, *values: object, **named: object) -> Self:
        if named or len(values) != len(cls._fields):
            return tuple.__new__(cls, _arranged(cls, values, named))
        return tuple.__new__(cls, values)

    def __post_init__(self) -> None:
        """Called with every record whose class has one of its own."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __repr__(self) -> str:
        pairs = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({pairs})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **changes: object) -> Self:
        return type(self)(**self._asdict() | changes)

    @classmethod
    def _make(cls, values: Iterable[object]) -> Self:
        made = tuple(values)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
        return cls(*made)


def _checked(cls: type[_Record], *values: object, **named: object) -> _Record:
    record = _Record.__new__(cls, *values, **named)
    record.__post_init__()
    return record


def _arranged(
    cls: type[_Record], values: tuple[object, ...], named: dict[str, object]
) -> tuple[object, ...]:
    """The values in the order of the fields. Raises TypeError for a wrong set of them."""
    fields = cls._fields
    lacking = len(fields) - len(values)
    if not named and 0 < lacking <= len(cls._tail):
        return values + cls._tail[-lacking:]
    given = dict(zip(fields, values, strict=False))
    known = cls._field_defaults | given | named
    if lacking >= 0 and len(known) == len(fields) and given.keys().isdisjoint(named):
        try:
            return tuple(map(known.__getitem__, fields))
        except KeyError:
            pass  # one is missing and another unknown
    missing = [name for name in fields if name not in known]
    wrong = [name for name in named if name in given or name not in fields]
    raise TypeError(
        f"{cls.__name__} takes {', '.join(fields)}; {len(values)} came by position, and "
        f"missing, unknown or given twice is {', '.join(missing + wrong) or 'none'}"
    )


if TYPE_CHECKING:
    from typing import NamedTuple as Record
else:
    Record = _Record

__all__ = ["Record"]
