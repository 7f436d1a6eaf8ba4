"""Faults in the metadata of the decision records, whose layouts have nothing in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.doctrine.single_faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.doctrine.single_faults import Page


class Entry(NamedTuple):
    """How one record writes an entry: the whole of it, and the value inside."""

    written: str
    value: str


class Layout(NamedTuple):
    """The three entries that each record has."""

    status: Entry
    date: Entry
    deciders: Entry


def _section(name: str, value: str) -> Entry:
    return Entry(f"## {name}\n\n{value}\n\n", value)


LAYOUTS: dict[str, Layout] = {
    "0001-record-decisions.md": Layout(
        _section("Status", "Accepted"),
        Entry("Date: 2023-03-14\n\n", "2023-03-14"),
        Entry("Deciders: the founding team\n\n", "the founding team"),
    ),
    "0002-queue-storage.md": Layout(
        Entry("* Status: accepted\n", "accepted"),
        Entry("* Date: 2023-06-01\n", "2023-06-01"),
        Entry("* Deciders: Messaging team, storage guild\n", "Messaging team, storage guild"),
    ),
    "0003-signing-algorithm.md": Layout(
        Entry('status: "accepted"\n', "accepted"),
        Entry("date: 2024-01-09\n", "2024-01-09"),
        Entry(
            "decision-makers:\n  - Identity team\n  - Security review\n",
            "\n  - Identity team\n  - Security review",
        ),
    ),
    "0004-one-region.md": Layout(
        Entry(
            "*   **Status**: Superseded by [ADR-0005](0005-two-regions.md) on 2024-08-30\n",
            "Superseded by [ADR-0005](0005-two-regions.md) on 2024-08-30",
        ),
        Entry("*   **Date**: 2023-11-20\n", "2023-11-20"),
        Entry("*   **Deciders**: Platform team\n", "Platform team"),
    ),
    "0005-two-regions.md": Layout(
        Entry("*   **Status**: Accepted\n", "Accepted"),
        Entry("*   **Date**: 2024-08-30\n", "2024-08-30"),
        Entry("*   **Deciders**: Platform team, finance\n", "Platform team, finance"),
    ),
    "adr_006_trace_sampling.md": Layout(
        Entry("**Status:** Proposed | ", "Proposed"),
        Entry("**Date:** 2025-01-17 | ", "2025-01-17"),
        Entry(" | **Deciders:** Observability", "Observability"),
    ),
    "0007-feature-flag-service.md": Layout(
        _section("Status", "Deprecated since 2025-04-02: the vendor closed."),
        _section("Date", "2024-02-29"),
        _section("Decision Makers", "- Product engineering\n- Procurement"),
    ),
    "0008-idempotency-keys.md": Layout(
        Entry("| Status | Accepted |\n", "Accepted"),
        Entry("| Date | 2025-05-05 |\n", "2025-05-05"),
        Entry("| Deciders | API guild |\n", "API guild"),
    ),
    "0009-drop-xml.md": Layout(
        Entry("status: rejected\n", "rejected"),
        Entry("date: '2025-06-12'\n", "2025-06-12"),
        Entry("deciders: [API guild, support]\n", "[API guild, support]"),
    ),
    "0010-retry-budget.md": Layout(
        Entry("__Status:__ ACCEPTED (amended by ADR-0005)\n", "ACCEPTED (amended by ADR-0005)"),
        Entry("__Date:__ 2025-07-01\n", "2025-07-01"),
        Entry("__Authors:__ J. Ortega, M. Lindqvist\n", "J. Ortega, M. Lindqvist"),
    ),
    "0011-queue-per-tenant.md": Layout(
        _section("Status", "Superceded by [12. One queue with lanes](0012-queue-with-lanes.md)"),
        Entry("Date: 2025-07-09\n\n", "2025-07-09"),
        _section("Deciders", "Messaging team"),
    ),
    "0012-queue-with-lanes.md": Layout(
        Entry("* Status: ✅ Accepted\n", "✅ Accepted"),
        Entry("* Date: 2025-08-20 (amended 2025-09-01)\n", "2025-08-20 (amended 2025-09-01)"),
        Entry(
            "* Deciders:\n  * Messaging team\n  * Platform team\n",
            "\n  * Messaging team\n  * Platform team",
        ),
    ),
}


def adr_faults(page: Page) -> Iterator[Fault]:
    """Every metadata fault of one record."""
    layout = LAYOUTS[page.facts.path.rpartition("/")[2]]
    yield from _gone(page, "adr-status", layout.status)
    yield from _gone(page, "adr-date", layout.date)
    yield from _gone(page, "adr-deciders", layout.deciders)
    yield _with(page, "adr-status", layout.status, "Cooking")
    yield _with(page, "adr-superseded", layout.status, "Superseded by ADR-0099")
    yield _with(page, "adr-superseded", layout.status, "Superseded")
    yield _with(page, "adr-date", layout.date, "2025-02-30")
    yield _with(page, "adr-date", layout.date, "last spring")
    yield _with(page, "adr-deciders", layout.deciders, " TBD")


def _gone(page: Page, rule: str, entry: Entry) -> Iterator[Fault]:
    text = "\n".join(page.lines)
    assert text.count(entry.written) == 1, f"{entry.written!r} in {page.facts.path}"
    lost = text.replace(entry.written, "")
    title = page.facts.title
    assert title is not None
    # The title is where somebody will look for what is not there.
    before = text[: text.index(entry.written)].count("\n") + 1
    line = title.line - (entry.written.count("\n") if before < title.line else 0)
    yield Fault(f"no {rule}", page.facts.path, lost, rule, line)


def _with(page: Page, rule: str, entry: Entry, value: str) -> Fault:
    text = "\n".join(page.lines)
    start = text.index(entry.written) + entry.written.index(entry.value)
    broken = text[:start] + value + text[start + len(entry.value) :]
    line = text.count("\n", 0, start) + 1
    return Fault(f"{rule} {value.strip()}", page.facts.path, broken, rule, line)
