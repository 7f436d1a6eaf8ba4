"""``doctrine-check lint``: check doctrine and spec documents."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli import cache, files
from doctrine_check.findings import Report, Verdict, exit_code
from doctrine_check.records import Record
from doctrine_check.report import FORMATS

if TYPE_CHECKING:
    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.config import Config
    from doctrine_check.report.rule_text import RuleText
    from doctrine_check.rules.engine import FileResult
    from doctrine_check.rules.ratchet import Ratchet

COULD_NOT_REPAIR = 3


def configure(parser: Parser) -> None:
    """The options of ``lint``."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="documents or folders")
    common(parser)
    parser.add_argument("--fix", action="store_true", help="make safe repairs")
    parser.add_argument("--diff", action="store_true", help="show safe repairs, change nothing")
    parser.add_argument(
        "--events", metavar="FILE", help="write the doctrine's events as JSON lines"
    )
    parser.add_argument("--no-cache", action="store_true", help="check even what has not changed")
    parser.add_argument("--cache", action="store_true", help="use the cache even when CI is set")
    parser.add_argument(
        "--update-ratchet", action="store_true", help="accept today's findings in the ratchet file"
    )


def common(parser: Parser) -> None:
    """The options that every judging command has."""
    parser.add_argument("--root", metavar="DIR", help="root of the repository")
    parser.add_argument("--config", metavar="FILE", help="config file")
    parser.add_argument("--format", choices=FORMATS, default="text", help="format of the report")
    parser.add_argument("--output", metavar="FILE", help="write the report to a file")
    parser.add_argument("--strict", action="store_true", help="warnings fail too")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


class Scene(Record):
    """What a run works on: root, config, ratchet, and the documents to look at.

    ``tracked`` names the documents of git's index, those not on disk included; ``None``: git was
    not asked, or did not answer.
    """

    root: str
    config: Config
    ratchet: Ratchet | None
    documents: list[str]
    tracked: list[str] | None = None


def run(options: Options) -> int:
    """Run the command; see the module's docstring."""
    if options.events:
        from doctrine_check.cli.writing import forget

        forget(options.events, "events")
    scene = scene_of(options.paths, options.root, options.config)
    require_tracked(scene)
    if options.output and os.path.realpath(options.output) in {
        os.path.realpath(os.path.join(scene.root, name)) for name in scene.documents
    }:
        raise files.UsageError(f"{options.output} is looked at; write the report to another file")
    failed = 0
    if options.diff:
        from doctrine_check.cli.fix import show_repairs

        return show_repairs(scene)
    if options.fix:
        from doctrine_check.cli.fix import fix_documents

        failed = fix_documents(scene)
    progress = sys.stderr.isatty() and not options.quiet
    inputs = _inputs(scene, options)
    report, results = lint(scene, strict=options.strict, progress=progress)
    if options.update_ratchet:
        from doctrine_check.cli.ratchet_file import update

        return update(scene.root, scene.config, report)
    if options.events:
        from doctrine_check.cli.events import write_events

        write_events(options.events, report)
    text = present(report, options)
    _keep(scene, options, (report, results), inputs, text)
    if not report.checked.documents:
        looked_at = report.checked.files
        why = files.nothing_recognised(looked_at, read=len(report.unread) < looked_at)
        sys.stderr.write(f"doctrine-check: could not check: {why}\n")
    return COULD_NOT_REPAIR if failed else exit_code(report.verdict)


def scene_of(paths: list[str], root: str | None, config: str | None) -> Scene:
    """Find root, config, ratchet and documents. Raises UsageError, NothingToCheckError."""
    from doctrine_check.cli.ratchet_file import load_ratchet
    from doctrine_check.cli.settings import load_config
    from doctrine_check.cli.tracked import tracked_documents

    cwd = os.getcwd()
    if root is not None and not os.path.isdir(root):
        raise files.UsageError(f"no such folder: {root}")
    base = os.path.abspath(root) if root is not None else _root_for(paths, cwd)
    settings = load_config(base, config)
    ratchet = load_ratchet(base, settings)
    tracked = None if paths else tracked_documents(base)
    if paths:
        documents = files.named_documents(base, paths, cwd)
    elif tracked is not None:
        # A document deleted in the work tree and not yet in the index is gone for this run.
        documents = [name for name in tracked if os.path.lexists(os.path.join(base, name))]
    else:
        documents = files.documents_on_disk(base)
    documents += [name for name in _configured(base, settings) if name not in documents]
    if not documents:
        raise files.NothingToCheckError(_no_documents(paths, base, tracked))
    return Scene(base, settings, ratchet, sorted(documents), tracked)


def _configured(base: str, settings: Config) -> list[str]:
    """The two documents that the config names; git need not track them yet.

    Raises UsageError where one of them, or the budgets file, is not there.
    """
    named = [name for name in (settings.doctrine, settings.contract) if name is not None]
    for name in (*named, *filter(None, (settings.budgets,))):
        path = os.path.join(base, name)
        if not os.path.isfile(path):
            raise files.UsageError(f"{settings.source} names {name}, which {_no_file(path)}")
    return named


def _no_file(path: str) -> str:
    if os.path.isdir(path):
        return "is a folder: name the document in it"
    if os.path.lexists(path):
        leads = os.path.islink(path) and not os.path.exists(path)
        return "is a link that leads nowhere" if leads else "is no file"
    return "does not exist"


def require_tracked(scene: Scene) -> None:
    """Raises UsageError for a document that the config names and git does not track.

    Not while a repository is being set up: only where git tracks the config already. What only this
    checkout has would pass here and be missing from every clone.
    """
    named = (scene.config.doctrine, scene.config.contract)
    known = scene.tracked
    loose = [name for name in named if known is not None and name and name not in known]
    if not loose:
        return
    from doctrine_check.cli.tracked import tracked_of

    held = tracked_of(scene.root, (scene.config.source or "", *loose)) or []
    missing = [name for name in loose if name not in held]
    if missing and scene.config.source in held:
        raise files.UsageError(
            f"{scene.config.source} names {missing[0]}, which git does not track: "
            f"run git add {missing[0]}"
        )


def _no_documents(paths: list[str], base: str, tracked: list[str] | None) -> str:
    if paths:
        return f"no markdown documents in {', '.join(paths)}"
    untracked = files.documents_on_disk(base) if tracked is not None else []
    where = f"in the root or docs/ of {base}"
    if len(untracked) == 1:
        return f"git does not track {untracked[0]}, alone {where}; run git add, or name it"
    if untracked:
        return (
            f"git tracks none of the {len(untracked)} markdown documents {where}, such as "
            f"{untracked[0]}; run git add, or name them"
        )
    return f"no markdown documents {where}"


def _root_for(paths: list[str], cwd: str) -> str:
    """The root: looked for from the first path, then from where we stand."""
    for start in _starts(paths, cwd):
        root = files.marked_root(start)
        if root is not None:
            return root
    return cwd


def _starts(paths: list[str], cwd: str) -> list[str]:
    """The folders from which the root is looked for."""
    first = os.path.abspath(os.path.join(cwd, paths[0])) if paths else cwd
    return [first if os.path.isdir(first) else os.path.dirname(first), cwd]


def lint(
    scene: Scene, *, strict: bool = False, progress: bool = False
) -> tuple[Report, list[FileResult]]:
    """Check the documents of a scene and judge what was found."""
    import time

    from doctrine_check.cli.pair import (
        Judged,
        choose,
        gathered,
        jobs_for,
        require_not_swapped,
    )
    from doctrine_check.cli.pool import Plan, check_files
    from doctrine_check.doctrine.adr import adr_number
    from doctrine_check.rules.conclude import conclude, enabled_rules
    from doctrine_check.rules.engine import FileCheck, check_performance

    config = scene.config
    enabled = enabled_rules(config)
    numbers = frozenset(n for n in map(adr_number, scene.documents) if n is not None)
    plan = Plan(scene.root, FileCheck(enabled, numbers))
    results = check_files(plan, jobs_for(scene.documents, config, scene.root), progress=progress)
    chosen, again = choose(results, config)
    if again:
        redone = {r.path: r for r in check_files(plan, again, progress=False)}
        results = [redone.get(result.path, result) for result in results]
    budgets = False
    if config.budgets is not None:
        from doctrine_check.cli.budgets_file import budgets_stated

        budgets = budgets_stated(scene.root, config.budgets, chosen.doctrine, chosen.contract)
    unread = any(result.role is None for result in results)
    pair = check_performance(
        chosen.doctrine, chosen.contract, enabled, budgets=budgets, unread=unread
    )
    if pair.found:  # there would be, and a pass need not be looked at again
        require_not_swapped(config, scene.root)
    subject = os.path.basename(scene.root) or "."
    done = gathered(subject, scene.documents, results, Judged(chosen.doctrine, pair))
    today = time.strftime("%Y-%m-%d")
    return conclude(done, config, today, strict=strict, ratchet=scene.ratchet), results


def present(report: Report, options: Options) -> str:
    """Render the report and write it where it is wanted; returns what went to standard output."""
    from doctrine_check.report import RenderOptions, renderer

    name = options.format
    width = 80
    if name == "text" and not options.output and styled():
        name = "terminal"
        width = os.get_terminal_size().columns
    rules: tuple[RuleText, ...] = ()
    if name == "sarif":
        rules = _rule_texts()
    text = renderer(name)(
        report, RenderOptions(strict=options.strict, width=width, color=True, rules=rules)
    )
    if options.output:
        from doctrine_check.cli.writing import put_text

        put_text(options.output, text)
        return ""
    if options.quiet and report.verdict is Verdict.PASS and name in ("text", "terminal"):
        return ""
    sys.stdout.write(text)
    sys.stdout.flush()
    return text


def _rule_texts() -> tuple[RuleText, ...]:
    from doctrine_check.report.rule_text import RuleText
    from doctrine_check.rules.change_registry import EVERY_RULE
    from doctrine_check.rules.pages import page, title

    return tuple(RuleText(s.id, title(s), page(s), s.severity) for s in EVERY_RULE)


def styled() -> bool:
    """Whether standard output is a terminal that shows colours."""
    return (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") not in (None, "dumb")
    )


def _inputs(scene: Scene, options: Options) -> list[cache.Condition] | None:
    """What the run is about to read, as conditions of the cache; ``None``: keep nothing.

    Taken before anything is checked, so that an edit during the run is a miss and not a pass.
    """
    if not cache.usable(options.arguments) or options.output:
        return None
    root = scene.root
    names = ["doctrine-check.toml", "pyproject.toml", scene.config.ratchet]
    named = [os.path.join(root, name) for name in names]
    if scene.config.budgets:
        named.append(os.path.join(root, scene.config.budgets))
    if options.config:
        named.append(os.path.abspath(options.config))
    listed = _listed(scene, options.paths)
    listed += [("file", cache.file_digest(path), path) for path in named]
    for name in scene.documents:
        listed.append(("document", cache.document_digest(root, name), f"{root}\t{name}"))
    return listed


def _listed(scene: Scene, paths: list[str]) -> list[cache.Condition]:
    """What the choice of documents depends on."""
    root = scene.root
    if scene.tracked is not None:
        absent = set(scene.tracked) - set(scene.documents)
        gone: list[cache.Condition] = [("exists", "0", os.path.join(root, name)) for name in absent]
        return [("tracked", cache.index_digest(root), root), *gone]
    rows: list[cache.Condition] = []
    folders = [os.path.relpath(path, root) for path in map(os.path.abspath, paths)]
    if not paths:
        from doctrine_check.cli.tracked import git_index

        if git_index(root) is not None:  # a checkout without an index, until it gets one
            rows.append(("tracked", cache.index_digest(root), root))
        rows.append(("top", cache.listing_digest(files.top_documents(root)), root))
        folders = ["docs"]
        if not os.path.isdir(os.path.join(root, "docs")):
            return [*rows, ("exists", "0", os.path.join(root, "docs"))]
    for inside in folders:
        if os.path.isdir(os.path.join(root, inside)):
            listing = cache.listing_digest(files.walk_documents(root, inside))
            rows.append(("walk", listing, f"{root}\t{inside}"))
    return rows


def _keep(
    scene: Scene,
    options: Options,
    outcome: tuple[Report, list[FileResult]],
    inputs: list[cache.Condition] | None,
    text: str,
) -> None:
    """Put a clean pass into the cache."""
    report, results = outcome
    if inputs is None or report.verdict is not Verdict.PASS or report.findings:
        return
    root = scene.root
    asked = {os.path.join(root, path): exists for r in results for path, exists in r.references}
    if scene.ratchet is not None:
        for entry in scene.ratchet.entries:
            asked[os.path.join(root, entry.path)] = entry.path not in scene.ratchet.gone
    for start in _starts(options.paths, os.getcwd()):
        for marker in _markers(start):
            asked[marker] = os.path.exists(marker)
    for marker in _markers(root):
        asked[marker] = os.path.exists(marker)
    rows = inputs + [("exists", str(int(exists)), path) for path, exists in sorted(asked.items())]
    ends = [w.until for r in results for w in r.waivers if w.until and w.problem is None]
    if ends:
        rows.append(("before", min(ends), ""))
    cache.store(options.arguments, rows, text)


def _markers(folder: str) -> list[str]:
    """The markers, here and above, whose appearance or loss would move the root."""
    out = []
    while True:
        out += [os.path.join(folder, marker) for marker in (*files.MARKERS, "pyproject.toml")]
        if folder == os.path.dirname(folder):
            return out
        folder = os.path.dirname(folder)
