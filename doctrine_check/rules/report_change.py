"""From the facts of a change to its report: rules, documents of the head, limits, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import ChangeSummary
from doctrine_check.rules.change_registry import EVERY_RULE
from doctrine_check.rules.conclude import Run, conclude, enabled_rules
from doctrine_check.rules.head_documents import lint_head
from doctrine_check.rules.judge_change import events_of, judge, limits_of

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.evidence.budgets import Answer
    from doctrine_check.findings import Report
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.gather import Gathered


def report_on(gathered: Gathered, subject: str, today: str, *, strict: bool = False) -> Report:
    """Judge a change by the law and the config of its base. ``today`` is an ISO date."""
    facts = gathered.facts
    enabled = enabled_rules(facts.config, EVERY_RULE)
    result = judge(facts, enabled)
    head = lint_head(gathered, enabled)
    law = [] if facts.law is None else [facts.law.doctrine, facts.law.contract]
    read = tuple(document for document in law if document is not None)
    run = Run(
        subject=subject,
        documents=tuple(document.path for document in read) or head.documents,
        found=(*result.found, *head.found),
        ran=result.ran | head.ran,
        waivers=head.waivers,
        sources=head.sources,
        rows=sum(document.rows for document in read),
        files=len(facts.change.files),
        doctrine=_doctrine(gathered),
        notes=_notes(gathered),
        looked_at=tuple(dict.fromkeys((*(each.path for each in read), *head.documents))),
        undecided=result.undecided,
    )
    # An entry that the head no longer needs is progress, and for lint to name; it fails no change.
    config = facts.config._replace(ignore=(*facts.config.ignore, "ratchet-stale"))
    report = conclude(
        run, config, today, strict=strict, ratchet=gathered.base.ratchet, known=EVERY_RULE
    )
    told = _answers(facts)
    report = report._replace(limits=limits_of(told), change=summary_of(facts))
    return report._replace(events=events_of(facts, report, told) or report.events)


def _answers(facts: ChangeFacts) -> tuple[Answer, ...]:
    if facts.bundle is None or facts.law is None:
        return ()
    from doctrine_check.evidence.budgets import answers

    return answers(facts.bundle, facts.law, facts.config)


def _doctrine(gathered: Gathered) -> DocumentFacts | None:
    law = gathered.facts.law or (gathered.head.law if gathered.head is not None else None)
    return law.doctrine if law is not None else None


def _notes(gathered: Gathered) -> tuple[str, ...]:
    if gathered.bootstrap:
        return ("bootstrap: the base has no doctrine, so the documents of the head are judged",)
    return ()


def summary_of(facts: ChangeFacts) -> ChangeSummary:
    """What the change is, owes and brings."""
    bundle, classification = facts.bundle, facts.classification
    listed = () if bundle is None or bundle.manifest is None else bundle.manifest.artifacts
    held = {row.id for row in listed}
    return ChangeSummary(
        base=facts.change.base,
        head=facts.change.head,
        kinds=tuple(kind.value for kind in classification.kinds),
        reasons=tuple(
            (
                reason.kind.value,
                reason.signal,
                reason.controller.value,
                f"{reason.path}:{reason.line}" if reason.path else "",
                reason.text,
            )
            for reason in classification.reasons
        ),
        obligations=tuple(
            (
                owed.artifact,
                owed.kind.value,
                owed.demanded_by.place,
                owed.reason.text,
                owed.artifact in held,
            )
            for owed in facts.obligations
        ),
        evidence=tuple(
            (row.id, row.status, str(bundle.locate(row.place).place))
            for row in listed
            if bundle is not None
        ),
        binding=""
        if facts.binding is None
        else f"{facts.binding.state.value}: {facts.binding.reason}",
    )
