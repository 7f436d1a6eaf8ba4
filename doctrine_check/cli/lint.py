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
    from doctrine_check.cli.files import Look
    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.config import Config
    from doctrine_check.report.rule_text import RuleText
    from doctrine_check.rules.context import Cited
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

    ``tracked`` names what git tracks of documents, the config and what it names, those not on disk
    included; ``None``: git was not asked, or did not answer. ``place`` is the config, told from the
    root, where it lies there.
    """

    root: str
    config: Config
    ratchet: Ratchet | None
    documents: list[str]
    tracked: frozenset[str] | None = None
    place: str | None = None


def run(options: Options) -> int:
    """Run the command; see the module's docstring."""
    if options.events:
        from doctrine_check.cli.writing import forget

        forget(options.events, "events")
    look = files.LOOK
    if cache.usable(options.arguments):
        from doctrine_check.cli.keeping import look_for

        look = look_for(options)
    scene = scene_of(options.paths, options.root, options.config, look)
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
    report, results = lint(scene, strict=options.strict, progress=progress, look=look)
    if options.update_ratchet:
        from doctrine_check.cli.ratchet_file import update

        return update(scene.root, scene.config, report)
    if options.events:
        from doctrine_check.cli.events import write_events

        write_events(options.events, report)
    text = present(report, options)
    if look.notes:
        from doctrine_check.cli.keeping import keep

        keep(look, scene, options, (report, results), text)
    if not report.checked.documents:
        sys.stderr.write(f"doctrine-check: could not check: {_why_none(report, results)}\n")
    return COULD_NOT_REPAIR if failed else exit_code(report.verdict)


def _why_none(report: Report, results: list[FileResult]) -> str:
    """Why no document was checked."""
    from doctrine_check.doctrine.model import Role

    if any(result.role not in (None, Role.OTHER) for result in results):
        return "every rule is switched off for the documents that were looked at"
    looked_at = report.checked.files
    return files.nothing_recognised(looked_at, read=len(report.unread) < looked_at)


def scene_of(
    paths: list[str], root: str | None, config: str | None, look: Look = files.LOOK
) -> Scene:
    """Find root, config, ratchet and documents. Raises UsageError, NothingToCheckError."""
    from doctrine_check.cli.ratchet_file import load_ratchet
    from doctrine_check.cli.settings import load_config

    cwd = os.getcwd()
    if root is not None and not os.path.isdir(root):
        raise files.UsageError(f"no such folder: {root}")
    base = os.path.abspath(root) if root is not None else _root_for(paths, cwd, look)
    settings = load_config(base, config, look)
    ratchet = load_ratchet(base, settings, look)
    place = settings.source if config is None else _below(base, config)
    more = [name for name in (settings.doctrine, settings.contract) if name is not None]
    more += [place] if more and place is not None else []
    tracked = None if paths else look.tracked(base, more)
    if paths:
        documents = files.named_documents(base, paths, cwd, look)
    elif tracked is not None:
        # A document deleted in the work tree and not yet in the index is gone for this run.
        here = (name for name in tracked if look.there(os.path.join(base, name)))
        documents = [name for name in here if files.is_document(name)]
    else:
        documents = files.documents_on_disk(base, look)
    documents += [name for name in _configured(base, settings, look) if name not in documents]
    if not documents:
        raise files.NothingToCheckError(_no_documents(paths, base, asked=tracked is not None))
    held = None if tracked is None else frozenset(tracked)
    return Scene(base, settings, ratchet, sorted(documents), held, place)


def _below(base: str, path: str) -> str | None:
    """A path of the command line as it is told from the root, ``None`` for one elsewhere."""
    folder, name = os.path.split(os.path.abspath(path))
    full, start = (
        os.path.join(os.path.realpath(folder), name),
        os.path.join(os.path.realpath(base), ""),
    )
    return files.posix(full[len(start) :]) if full.startswith(start) else None


def _configured(base: str, settings: Config, look: Look) -> list[str]:
    """The two documents that the config names; git need not track them yet.

    Raises UsageError where one of them, or the budgets file, is not there.
    """
    named = [name for name in (settings.doctrine, settings.contract) if name is not None]
    for name in (*named, *filter(None, (settings.budgets,))):
        path = os.path.join(base, name)
        if not look.is_file(path):
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
    missing = [name for name in named if known is not None and name and name not in known]
    if missing and known is not None and scene.place in known:
        raise files.UsageError(
            f"{scene.config.source} names {missing[0]}, which git does not track: "
            f"run git add {missing[0]}"
        )


def _no_documents(paths: list[str], base: str, *, asked: bool) -> str:
    if paths:
        return f"no markdown documents in {', '.join(paths)}"
    untracked = files.documents_on_disk(base) if asked else []
    where = f"in the root or docs/ of {base}"
    if len(untracked) == 1:
        return f"git does not track {untracked[0]}, alone {where}; run git add, or name it"
    if untracked:
        return (
            f"git tracks none of the {len(untracked)} markdown documents {where}, such as "
            f"{untracked[0]}; run git add, or name them"
        )
    return f"no markdown documents {where}"


def _root_for(paths: list[str], cwd: str, look: Look) -> str:
    """The root: looked for from the first path, then from where we stand."""
    first = os.path.abspath(os.path.join(cwd, paths[0])) if paths else cwd
    for start in (first if look.is_folder(first) else os.path.dirname(first), cwd):
        root = files.marked_root(start, look)
        if root is not None:
            return root
    return cwd


def lint(
    scene: Scene, *, strict: bool = False, progress: bool = False, look: Look = files.LOOK
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
    plan = Plan(scene.root, FileCheck(enabled, numbers), look.notes)
    jobs = jobs_for(scene.documents, config, scene.root, look)
    results = check_files(plan, jobs, progress=progress)
    every = results
    chosen, again = choose(results, config)
    if again:
        redone = {r.path: r for r in check_files(plan, again, progress=False)}
        every = [*results, *redone.values()]
        results = [redone.get(result.path, result) for result in results]
    budgets = False
    if config.budgets is not None:
        from doctrine_check.cli.budgets_file import budgets_stated

        both = (chosen.doctrine, chosen.contract)
        budgets = budgets_stated(scene.root, config.budgets, *both, look=look)
    unread = any(result.role is None for result in results)
    cited: tuple[Cited, ...] = ()
    if config.hot_paths and chosen.doctrine is not None:
        from doctrine_check.cli.cited import cited_by_config

        cited = cited_by_config(scene, chosen.doctrine)
    pair = check_performance(
        chosen.doctrine, chosen.contract, enabled, budgets=budgets, unread=unread, cited=cited
    )
    if pair.found:  # there would be, and a pass need not be looked at again
        require_not_swapped(config, scene.root, look)
    for result in every if look.notes else ():
        look.document(scene.root, result.path, result.digest)
    subject = os.path.basename(scene.root) or "."
    done = gathered(subject, scene.documents, results, Judged(chosen.doctrine, pair))
    if cited:
        lines = ((each.place.path, each.place.line, each.line) for each in cited)
        done = done._replace(sources=(*done.sources, *lines))
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
