"""Where the published schemas are: beside the package once installed, else in the checkout.

Nothing on the checking path reads them; they describe what the program writes, for its readers.
"""

from __future__ import annotations

import os

REPORT = "report-v1.schema.json"
SARIF = "vendor/sarif-2.1.0.json"
JUNIT = "vendor/junit-10.xsd"
REVIEW_FACTS = "review-facts-v1.schema.json"
EVIDENCE = tuple(
    f"evidence-{name}-v1.schema.json"
    for name in (
        "art-01", "art-02", "art-03", "art-04", "art-05", "lever-record", "manifest", "oracle",
        "samples",
    )
)  # fmt: skip
"""The schemas of a bundle's files."""

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_FOLDERS = (
    os.path.join(_PACKAGE, "_schemas"),
    os.path.join(os.path.dirname(_PACKAGE), "schemas"),
)


def schema_folder() -> str:
    """The folder of the published schemas.

    Raises FileNotFoundError when an installation lost them.
    """
    for folder in _FOLDERS:
        if os.path.isfile(os.path.join(folder, REPORT)):
            return folder
    raise FileNotFoundError(f"the published schemas are in none of {', '.join(_FOLDERS)}")


def schema_names() -> tuple[str, ...]:
    """The names of all published schemas, vendored ones included, in alphabetical order."""
    root = schema_folder()
    names = (
        os.path.relpath(os.path.join(folder, file), root).replace(os.sep, "/")
        for folder, _, files in os.walk(root)
        for file in files
        if file.endswith((".json", ".xsd"))
    )
    return tuple(sorted(names))


def read_schema(name: str) -> str:
    """The text of one schema, by a name that ``schema_names`` gives.

    Raises LookupError for any other name, so that a name never becomes a path of its own.
    """
    if name not in schema_names():
        raise LookupError(f"no schema {name!r}; there are {', '.join(schema_names())}")
    with open(os.path.join(schema_folder(), *name.split("/")), encoding="utf-8") as file:
        return file.read()
