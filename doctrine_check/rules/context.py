"""What a rule may know beside the document it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Location


class Cited(Record):
    """What the config names as an id of a type: as it is written, where, and the whole line."""

    written: str
    type: type[DoctrineId]
    place: Location
    line: str


class Context(Record):
    """The run around a document. ``budgets`` says that the configured budgets file states a budget.

    ``unread`` says that some file could not be read, which may have been the counterpart. ``cited``
    are ids that the config names.
    """

    doctrine: DocumentFacts | None = None
    contract: DocumentFacts | None = None
    pair: Pair | None = None
    adr_numbers: frozenset[int] = frozenset()
    budgets: bool = False
    unread: bool = False
    cited: tuple[Cited, ...] = ()

    def counterpart(self, facts: DocumentFacts) -> DocumentFacts | None:
        """The other document of the pair."""
        if self.doctrine is not None and facts.path == self.doctrine.path:
            return self.contract
        if self.contract is not None and facts.path == self.contract.path:
            return self.doctrine
        return None
