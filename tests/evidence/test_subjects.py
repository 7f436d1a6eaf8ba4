"""What the findings of a rule speak of is what the registry says it speaks of."""

from __future__ import annotations

from doctrine_check.doctrine.ids import ArtifactId, LeverId, PrincipleId, read_id
from doctrine_check.doctrine.model import Kind
from doctrine_check.rules.change_registry import CHANGE_BY_ID
from tests.evidence.forgery_scene import judged
from tests.evidence.test_forgeries import FORGERIES

KINDS = {ArtifactId: Kind.ARTIFACT, LeverId: Kind.LEVER, PrincipleId: Kind.PRINCIPLE}


def test_every_subject_is_one_that_the_registry_knows() -> None:
    seen: set[tuple[str, str]] = set()
    for forgery in FORGERIES:
        for rule, problems in judged(forgery.forged(), forgery.setting).items():
            seen |= {(rule, problem.subject) for problem in problems if problem.subject}
    assert len(seen) > 20
    strange = set()
    for rule, subject in seen:
        spec = CHANGE_BY_ID[rule]
        read = read_id(subject)
        kind = KINDS.get(type(read.id)) if read is not None else None
        if kind not in spec.about and subject not in spec.ids:
            strange.add((rule, subject))
    assert not strange
