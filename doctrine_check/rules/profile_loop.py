"""The profile gate of the levers is not the loop that the doctrine describes.

## What it does

Finds the loop id (`MS-nn`) in the doctrine's introduction of the levers and compares the contract's
"Profile Gate" column with it; demands that the introduction lists the six steps of the loop:
baseline, profile, prove, implement, verify, re-profile. A list of them keeps this order. A loop
that levers may skip, should pass or are recommended to pass is none.

## Why

INV-PRF-PROFILED stands on this loop. A step that the doctrine does not list is a step that no lever
owes.

## How to fix

Name one loop in both documents, and all six steps in the doctrine.

## Example

Bad: "Each lever requires baseline, profile, implement evidence".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.profile_steps import STEP_OF, STEPS, loop_words, profile_loop
from doctrine_check.doctrine.wording import may_soften, quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report missing steps, a missing loop id, and gates that name another loop."""
    if not facts.levers:
        return
    loop = profile_loop(facts)
    intro = loop.introduction
    named = {step.name for step in loop.steps}
    missing = [step for step in STEPS if step not in named]
    place = facts.at(intro[0]) if intro else facts.at(facts.levers[0].title)
    if missing:
        yield Problem(
            place,
            f"expected the six steps of the profile loop ({', '.join(STEPS)}) above the levers, "
            f"found none of: {', '.join(missing)}",
            "list all six steps in the introduction of the levers",
            subject="levers",
        )
    elif (mixed := _out_of_order(intro)) is not None:
        yield Problem(
            facts.at(mixed[0]),
            f"expected the steps of the profile loop in the order {', '.join(STEPS)}, "
            f"found {', '.join(mixed[1])}",
            "list the steps in their order",
            subject="levers",
        )
    if (loose := _loosened(intro)) is not None:
        yield Problem(
            facts.at(loose),
            f"expected a profile loop that every lever must pass, found {quote(loose.text)}",
            "write that levers MUST pass the loop, without exception",
            subject="levers",
        )
    if loop.name is None:
        yield Problem(
            place,
            "expected the id of the profile loop (`MS-nn`) above the levers, found none",
            "name the loop that levers must pass",
            subject="levers",
        )
        return
    if context.contract is None:
        return
    yield from _gates(facts, loop.name, context.contract)


def _loosened(intro: tuple[Text, ...]) -> Text | None:
    """The words that leave the loop to whoever pulls the lever."""
    for text in intro:
        if may_soften(text.text):
            from doctrine_check.doctrine.law_lines import in_loop

            words = in_loop(text.text)
            if words is not None:
                return text.part(*words)
    return None


def _gates(facts: DocumentFacts, loop: Text, contract: DocumentFacts) -> Iterator[Problem]:
    """Gates of the contract that name another loop; one finding where all name the same one."""
    gates = [
        (str(lever.id), lever.profile_gate)
        for lever in contract.levers
        if lever.profile_gate is not None and not says_nothing(lever.profile_gate.text)
    ]
    if len({gate.text.strip(" .") for _, gate in gates}) == 1:
        gates = [(" to ".join(dict.fromkeys((gates[0][0], gates[-1][0]))), gates[0][1])]
    for levers, gate in gates:
        if gate.text.strip(" .") == loop.text:
            continue
        yield Problem(
            contract.at(gate),
            f"expected the profile gate {loop.text} of {levers} ({facts.path}:{loop.line}), "
            f'found "{gate.text}"',
            "name the loop that the doctrine describes",
            subject=levers.partition(" ")[0],
            related=(facts.at(loop),),
        )


_BETWEEN = frozenset({"and", "then", ",", ";", "-", ">", "\u2192", "->", "=>", "/"})


def _out_of_order(intro: tuple[Text, ...]) -> tuple[Text, list[str]] | None:
    """The first list of steps that runs in another order, and where it stands."""
    for text in intro:
        run: list[str] = []
        for word in (*loop_words(text.text), "."):
            step = STEP_OF.get(word)
            if step is not None:
                run.append(step)
            elif word not in _BETWEEN and word != "re":
                if set(run) == set(STEPS) and run != list(STEPS):
                    return text, run
                run = []
    return None
