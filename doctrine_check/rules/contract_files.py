"""The spec contract does not name the documents it belongs to.

## What it does

Demands, when the contract has a list of files (heading *Artifacts*), that it names the doctrine and
the contract itself by the paths they have, and demands the list when the doctrine is known. A list
may stand in a code block, as bare paths; markdown in a code block is an example, and no list. A
list that a fence or comment swallowed together with ids is the rule hidden-facts's.

## Why

The list is how a reader, and other tooling, gets from the contract to the law.

## How to fix

Add a bullet with the path in code: `- Doctrine doc: ...`.

## Example

Bad: an *Artifacts* list that names only the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.paths import Doubtful, bare_words, lists_files
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import DocumentFacts, FileReference
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report the pair's own paths where the contract does not name them."""
    contract = pair.contract
    references = [reference for reference in contract.references if _lists(contract, reference)]
    named = {reference.resolved for reference in references}
    broken = [reference for reference in references if not reference.exists]
    block: dict[str, int] = {}
    if not {pair.doctrine.path, contract.path} <= named:
        block = _paths_in_blocks(contract.document)
        named |= block.keys()
    if references or block:
        place = contract.line(references[0].place.line if references else min(block.values()))
    else:
        place = contract.at(contract.title) if contract.title else contract.line(1)
    for role, path in (("doctrine", pair.doctrine.path), ("spec contract", contract.path)):
        if path in named or any(_mistyped(reference.written, path) for reference in broken):
            continue
        if _hidden_with_ids(contract, path):
            continue  # the rule hidden-facts's
        yield Problem(
            place,
            f"expected the path of the {role} ({path}) in the contract's list of files, "
            f"found {len(named)} other {'path' if len(named) == 1 else 'paths'}"
            if named
            else f"expected a list of files that names the {role} ({path}), found none",
            f"add a bullet with `{path}` under the heading *Artifacts*",
            subject=path,
        )


def _hidden_with_ids(contract: DocumentFacts, path: str) -> bool:
    """Whether a fence or comment holds the path together with ids that stand nowhere else."""
    defined = {definition.read.id for definition in contract.definitions}
    lines = {
        region.line
        for region in contract.hidden
        if region.how != "paragraph" and not defined.issuperset(region.ids)
    }
    return any(block.line in lines and path in block.raw for block in contract.document.verbatim)


def _paths_in_blocks(document: Document) -> dict[str, int]:
    """The bare paths in code blocks of lists of files, with the first line of each."""
    found: dict[str, int] = {}
    for block in document.verbatim:
        if block.kind == "html" or not lists_files(document, block.section):
            continue
        for number in range(block.line, block.end_line + 1):
            for word in bare_words(document.lines[number - 1]):
                if "/" in word and "`" not in word:
                    found.setdefault(word.removeprefix("./"), number)
    return found


def _lists(contract: DocumentFacts, reference: FileReference) -> bool:
    """Whether a reference stands in a list of files, or is a link: not code in running text."""
    document, line = contract.document, reference.place.line
    section = max(
        (number for number, part in enumerate(document.sections) if part.line <= line), default=0
    )
    if lists_files(document, section):
        return True
    code = document.lines[line - 1][: reference.place.column - 1].endswith("`")
    return not code and not isinstance(reference, Doubtful)


def _mistyped(written: str, path: str) -> bool:
    """A broken path to a file of the same name, or in the same folder, is missing-file's."""
    folder, _, name = path.rpartition("/")
    other_folder, _, other_name = written.rpartition("/")
    return name == other_name or folder == other_folder
