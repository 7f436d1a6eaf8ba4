"""The oracle of ART-04 has no cases, or cases whose outputs differ.

## What it does

Reads the oracle case by case and reports an oracle that cannot be read, that has no cases, whose
cases have no output at all or all the same, in which inputs are repeated to make it longer, and
every input of which both sides make something different.

## Why

A faster answer is worth having only while it is the same answer.

## How to fix

Run old and new program on the same inputs, and repair what comes out differently.

## Example

Bad: `{"input": "empty file", "before": "ab12...", "after": "cd34..."}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.oracle import read_oracle
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

MAX_CASES_NAMED = 20


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report oracles that prove nothing, and outputs that differ."""
    if facts.bundle is None or facts.bundle.compatibility is None:
        return
    scribe, proof = Scribe(facts.bundle), facts.bundle.compatibility
    data = facts.bundle.data(proof.oracle)
    if data is None:
        return  # a member that is not there is a problem of the bundle itself
    oracle, faults = read_oracle(proof.oracle, data)
    remedy = "run the old and the new program on the same inputs, and bring what they gave"
    for fault in faults:
        yield scribe.fault("ART-04", proof.oracle, fault, remedy)
    if not faults and (not oracle.cases or oracle.silent):
        yield scribe.problem(
            proof.place.field("oracle"),
            f"inputs in {proof.oracle} with outputs of both sides",
            f"{len(oracle.cases)} cases without any output" if oracle.cases else "no cases",
            remedy,
        )
    elif oracle.blind:
        yield scribe.problem(
            proof.place.field("oracle"),
            f"outputs in {proof.oracle} that depend on the input",
            f"one output for all {oracle.inputs:,} inputs, {name(oracle.cases[0].after)}",
            "bring what the program gave, not whether it gave something",
        )
    if oracle.padded:
        yield scribe.problem(
            proof.place.field("oracle"),
            f"each input of {proof.oracle} once",
            f"{oracle.inputs:,} inputs in {len(oracle.cases):,} cases",
            "bring each input once",
        )
    differing = oracle.differing
    for case in differing[:MAX_CASES_NAMED]:
        yield scribe.problem(
            case.place.field("after"),
            f"what the program made of {name(case.input)} before, {name(case.before)}",
            f"{name(case.after)}, one of {len(differing)} of {len(oracle.cases)} that differ",
            "repair what comes out differently",
        )
