"""``doctrine-check evidence``: lay out, seal, show and verify evidence bundles."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from doctrine_check.changes.git import Git, GitError
from doctrine_check.changes.ranges import RangeError, commit_of
from doctrine_check.cli.change_sources import evidence_at
from doctrine_check.cli.files import NothingToCheckError, UsageError, find_root
from doctrine_check.cli.lint import common
from doctrine_check.config import KINDS
from doctrine_check.evidence.bundle import MANIFEST, read_bundle
from doctrine_check.evidence.fields import LEVER
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import Measured

ACTIONS = ("new", "seal", "show", "verify")


def configure(parser: Parser) -> None:
    """The options of ``evidence``."""
    parser.add_argument("action", choices=ACTIONS, help="what to do with the bundle")
    parser.add_argument("path", metavar="PATH", help="its folder, or a zip to show or verify")
    parser.add_argument("--kind", choices=KINDS, default=KINDS[0], help="of the change, for new")
    parser.add_argument("--lever", metavar="LEV-nn", help="that the change claims, for new")
    parser.add_argument("--facts", metavar="FILE", help="labels and reviews, for verify")
    parser.add_argument("--seen", metavar="DIR", help="bundles of the past, for verify")
    parser.add_argument("--record", metavar="FILE", help="write what was decided, for verify")
    parser.add_argument("--events", metavar="FILE", help="write the doctrine's events, for verify")
    common(parser)


def run(options: Options) -> int:
    """Do what is asked with the bundle at the path."""
    return {"new": _new, "seal": _seal, "show": _show, "verify": _verify}[options.action](options)


def _new(options: Options) -> int:
    """Lay out templates in a new folder; nothing that is there is replaced."""
    from doctrine_check.evidence.produce import put
    from doctrine_check.evidence.scaffold import scaffold

    path = options.path
    if options.lever is not None and re.match(LEVER, options.lever) is None:
        raise UsageError(f"expected a lever LEV-nn, found {visible(options.lever)}")
    if os.path.lexists(path) and (not os.path.isdir(path) or os.listdir(path)):
        raise UsageError(f"{path} is there already; name a new folder")
    levers = [options.lever] if options.lever else []
    try:
        put(path, scaffold([options.kind], _contents(options), levers))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    sys.stdout.write(
        f"wrote    {visible(path)}\n\nnext:\n  1. fill in what stands as null\n"
        f"  2. doctrine-check evidence seal {visible(path)}\n"
        f"  3. doctrine-check evidence verify {visible(path)}\n"
    )
    return 0


def _contents(options: Options) -> dict[str, list[str]]:
    """What the doctrine of the work tree lists as the contents of each artifact."""
    from doctrine_check.cli.lint import lint, scene_of
    from doctrine_check.cli.pair import choose

    try:
        scene = scene_of([], options.root, options.config)
    except NothingToCheckError:
        return {}
    chosen, _ = choose(lint(scene)[1], scene.config)
    if chosen.doctrine is None:
        return {}
    return {
        str(artifact.id): [item.text for item in artifact.contents]
        for artifact in chosen.doctrine.artifacts
    }


def _seal(options: Options) -> int:
    """Write the digests of all members into the manifest."""
    from doctrine_check.cli.writing import replace
    from doctrine_check.evidence.produce import ProduceError, seal

    members = evidence_at(options.path)
    if not os.path.isdir(options.path) or members.problems:
        told = "; ".join(f"{each.path}: {each.message}" for each in members.problems[:5])
        raise UsageError(f"cannot seal {options.path}: {told or 'it is no folder'}")
    try:
        sealed = seal(members.files)
        replace(os.path.join(options.path, MANIFEST), sealed[MANIFEST])
    except (ProduceError, OSError) as error:
        raise UsageError(f"cannot seal {options.path}: {error}") from error
    return 0


def _show(options: Options) -> int:
    """Print what a bundle claims. Exit 1 when parts of it cannot be read."""
    bundle = read_bundle(evidence_at(options.path), os.path.basename(options.path.rstrip("/")))
    for line in _lines(bundle):
        sys.stdout.write(visible(line) + "\n")
    broken = len(bundle.problems) + len(bundle.members.problems)
    if broken:
        what = "1 thing is" if broken == 1 else f"{broken} things are"
        sys.stderr.write(
            f"doctrine-check: {what} wrong with it, first: {visible(_first(bundle))}; "
            "`evidence verify` names all\n"
        )
    return int(broken > 0)


def _lines(bundle: Bundle) -> Iterator[str]:
    manifest = bundle.manifest
    if manifest is None:
        yield "no manifest that can be read"
        return
    yield f"repository {manifest.repository}"
    yield f"base       {manifest.base_commit}"
    yield f"measured   {manifest.measured_commit}"
    yield f"kinds      {', '.join((*manifest.kinds, *manifest.levers))}"
    yield f"by         {manifest.tool} {manifest.tool_version}, {manifest.percentile_method}"
    for row in manifest.artifacts:
        yield f"{row.id:<10} {row.path or f'not applicable: {row.reason}'}"
    for series in bundle.samples:
        yield f"samples    {len(series.values):,} of {series.benchmark} {series.side}"
    if bundle.comparison is not None:
        for side in (bundle.comparison.before, bundle.comparison.after):
            for benchmark in side.benchmarks:
                yield _measured(benchmark, side.measurement.commit)
        for gain in bundle.comparison.improvements:
            yield (
                f"{gain.metric:<10} {gain.benchmark}: {gain.percent.text} % better "
                f"[{gain.low.text}, {gain.high.text}]"
            )


def _measured(benchmark: Measured, commit: str) -> str:
    claimed = benchmark.percentiles
    return (
        f"{commit[:12]:<10} {benchmark.name}: p50 {claimed.p50.text}, p95 {claimed.p95.text}, "
        f"p99 {claimed.p99.text} {claimed.unit}"
    )


def _verify(options: Options) -> int:
    """Judge the change that the bundle says it was measured for, with the bundle as evidence."""
    from doctrine_check.cli.change import judge_range

    bundle = read_bundle(evidence_at(options.path))
    if bundle.manifest is None:
        told = visible(_first(bundle))
        raise UsageError(f"{options.path} holds no manifest that can be read: {told}")
    root = os.path.abspath(options.root) if options.root is not None else find_root(os.getcwd())
    git = Git(root)
    try:
        for commit in (bundle.manifest.base_commit, bundle.manifest.measured_commit):
            commit_of(git, commit)
    except (RangeError, GitError) as error:
        raise NothingToCheckError(
            f"{error}; evidence is verified in a clone that holds the measured commits"
        ) from error
    options.base = bundle.manifest.base_commit
    options.head = bundle.manifest.measured_commit
    options.evidence = options.path
    options.diff = None
    return judge_range(root, options)


def _first(bundle: Bundle) -> str:
    """What is wrong with a bundle, the cause before what follows from it."""
    for refused in bundle.members.problems:
        return f"{refused.path}: {refused.message}" if refused.path else refused.message
    problem = bundle.problems[0]
    place = f"{problem.place.path}#{problem.place.pointer}".removesuffix("#")
    return f"{place}: expected {problem.expected}, found {problem.found}"
