"""From a Report to text: one module a format, each a pure function, imported when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from doctrine_check.report.options import DEFAULT_OPTIONS, RenderOptions

if TYPE_CHECKING:
    from typing import Protocol

    from doctrine_check.findings import Report

    class Renderer(Protocol):
        """What every format is: a pure function from a report to text that ends in a newline."""

        def __call__(self, report: Report, options: RenderOptions = ...) -> str:
            """The report as text."""


__all__ = ["DEFAULT_OPTIONS", "FORMATS", "RenderOptions", "renderer"]

_MODULES = {
    "text": "text",
    "json": "json_report",
    "sarif": "sarif",
    "github": "github",
    "junit": "junit",
    "markdown": "markdown",
    "terminal": "terminal",
}

FORMATS = tuple(name for name in _MODULES if name != "terminal")
"""What ``--format`` takes. ``terminal`` is how ``text`` looks where a person is watching."""


def renderer(name: str) -> Renderer:
    """The renderer of a format of ``FORMATS``, or of ``terminal``.

    Raises LookupError for any other name.
    """
    if name not in _MODULES:
        raise LookupError(f"no report format {name!r}; there are {', '.join(FORMATS)}")
    from importlib import import_module

    module = import_module(f"{__name__}.{_MODULES[name]}")
    return cast("Renderer", module.render)
