"""What the words of a commit message ask.

A topic is a set of words. The title weighs more than the body; quoted text, code, addresses, paths
and trailers are left out, and so are phrases that only sound like performance: "fast-forward",
"lock file", "no performance impact". All patterns repeat no more than a bounded number of times.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.changeset import Commit

MAX_MESSAGE = 20_000
"""As much of a message as is read; a patch or a log may be pasted behind it."""
_MAX_LINE = 1_000

TITLE = "title-"
"""How the ids of all signals begin that a title gives."""


class WordSignal(Record):
    """Something that a message says and what it is worth."""

    id: str
    points: int
    about: str


class Said(Record):
    """A signal that a message gives, with the words that gave it."""

    signal: WordSignal
    words: str


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + ")")


_SPEED = {
    "performance": _words(r"perf\b", "performance", "performant"),
    "optimisation": _words(r"(?:micro-?)?(?:de)?optimi[sz](?:e|es|ed|ing|ations?)\b", r"deopts?\b"),
    "faster": _words(
        r"faster\b", r"fastest\b", r"speed", r"sped up\b", r"quicker\b", r"accelerat",
    ),
    "slow": _words(r"slow(?:s|ed|er|est|ing|ly|ness|down)?\b"),
    "cost": _words(
        r"(?:in)?efficien(?:t|tly|cy)\b", r"cheap(?:er|ly)?\b", r"expensive\b", r"cost(?:ly|s)?\b",
        r"overhead\b",
    ),
    "latency": _words(
        r"latency\b", r"throughput\b", r"contention\b", r"cpu\b", r"bottleneck", r"per second\b",
        r"hot ?(?:path|loop|spot|code)s?\b", r"[qr]ps\b", r"start(?:s)?[ -]?up time\b",
    ),
    "complexity": _words(
        r"quadratic", r"o\(n", r"o\(1\)", r"exponential", r"linear time\b", r"n\^2\b",
    ),
    "memory use": _words(
        r"memory (?:usage|use|consumption|footprint|overhead|pressure|waste|bloat|saving)",
        r"(?:less|saves?|saving|reduc(?:e|es|ed|ing)|lower) (?:\w{1,20} ){0,2}memory\b",
        r"footprint\b", r"wast(?:e|es|ed|eful|ing)\b",
    ),
    "fast path": _words(r"fast(?:[ -]?path)?\b"),
}  # fmt: skip
"""Topics that speak of performance itself."""
_NAMED = ("performance", "optimisation", "faster")
_SAVING = {
    "allocation": _words(
        r"(?:re|pre|de)?-?alloc(?:s|ate|ates|ated|ating|ations?)?\b", r"garbage\b", r"gc\b",
        r"malloc\b", r"heap\b",
    ),
    "waste": _words(
        r"(?:avoid|prevent|eliminat|skip|reduc|minimi[sz]|remov|without|fewer|less|don't|do not"
        r"|save)\w{0,4}\b[^.\n]{0,40}\b(?:unnecessary|unneeded|extra|redundant|repeated|repetitive"
        r"|duplicate|temporary|intermediate|needless|cop(?:y|ies|ying)|allocat\w{0,5}|calls?"
        r"|lookups?|syscalls?|locks?|locking|work|overhead|iterations?|passes|scan\w{0,4}"
        r"|re-?comput\w{0,5}|conversions?|clon\w{0,4}|checks?|queries|round ?trips?|comparisons?"
        r"|indirection|boxing|pars\w{0,4}|load\w{0,4})\b",
    ),
    "reduction": _words(
        r"reduc(?:e|es|ed|ing|tion)\b", r"fewer\b", r"less\b", r"decreas(?:e|es|ed|ing)\b",
        r"minimi[sz](?:e|es|ed|ing)\b", r"shrink(?:s|ing)?\b", r"smaller\b",
        r"lower(?:s|ed|ing)?\b", r"cut(?:s|ting)?\b", r"sav(?:e|es|ing)\b",
    ),
    "cache": _words(
        r"cach(?:e|es|ed|ing)\b", r"memoi[sz]", r"lru\b", r"intern(?:ed|ing)?\b", r"precomput",
        r"pre-?calculat",
    ),
    "laziness": _words(
        r"laz(?:y|ily)\b", r"defer(?:s|red|ring)?\b", r"on demand\b", r"when needed\b",
        r"only (?:when|if) (?:needed|necessary|required)\b", r"if (?:not )?needed\b",
    ),
    "reuse": _words(
        r"re-?us(?:e|es|ed|ing|able)\b", r"pool(?:s|ed|ing)?\b", r"recycl", r"pre-?alloc",
        r"presiz", r"preload", r"hoist",
    ),
    "batching": _words(
        r"batch(?:es|ed|ing)?\b", r"bulk\b", r"coalesc", r"pipelin", r"prefetch",
        r"buffer(?:ed|ing)\b", r"parallel", r"multi-?thread",
    ),
    "machine": _words(
        r"inlin(?:e|es|ed|ing)\b", r"simd\b", r"avx2?\b", r"sse[24]?\b", r"neon\b", r"vectori[sz]",
        r"branch(?:less|es)?\b", r"unroll", r"intrinsic", r"bit ?(?:wise|map|set|mask|ops?)\b",
        r"prefetch",
    ),
    "copies": _words(
        r"cop(?:y|ies|ied|ying)\b", r"clon(?:e|es|ed|ing)\b", r"zero-?copy\b", r"memcpy\b",
    ),
    "system calls": _words(r"sys(?:tem )? ?calls?\b", r"round-?trips?\b", r"mmap\b"),
    "avoiding": _words(r"avoid(?:s|ed|ing)?\b", r"get rid of\b"),
    "skipping": _words(
        r"skip(?:s|ped|ping)?\b", r"short-?(?:circuit|cut)", r"early (?:return|exit|out)", r"bail",
    ),
    "improvement": _words(
        r"improv(?:e|es|ed|ing|ements?)\b", r"better\b", r"tun(?:e|es|ed|ing)\b", r"tweak",
    ),
    "size": _words(
        r"(?:bundle|binary|code|library|generated|smaller|minified) ?-?size\b", r"bloat\b",
        r"compact\b", r"size of\b",
    ),
    "memory": _words(r"memory\b", r"rss\b", r"ram\b"),
    "needless": _words(
        r"un(?:necessary|needed|necessarily)\b", r"redundant", r"needless(?:ly)?\b", r"extra\b",
        r"superfluous\b", r"extraneous\b", r"repeated(?:ly)?\b", r"multiple times\b", r"twice\b",
        r"(?:only )?once\b", r"every time\b", r"(?:for|on) e(?:ach|very)\b",
    ),
}  # fmt: skip
"""Topics that speak of how performance is had; bug fixes use the same words."""
_OTHER = {
    "fix": _words(
        r"fix(?:e[sd]|ing)?\b", r"bugs?\b", r"correct(?:ly|ness|s|ed)?\b", r"broken\b",
        r"wrong(?:ly)?\b", r"issue\b",
    ),
    "crash": _words(
        r"crash", r"panic", r"segfault", r"overflow", r"leak(?:s|ed|ing|age)?\b", r"dead-?lock",
        r"race\b", r"use.after.free", r"hang(?:s|ing)?\b", r"assert", r"unsound",
        r"undefined behaviou?r", r"cve\b", r"security\b", r"flak",
    ),
    "feature": _words(
        r"add(?:s|ed|ing)?\b", r"support(?:s|ed|ing)?\b", r"implement(?:s|ed|ing|ation)?\b",
        r"allow(?:s|ed|ing)?\b", r"introduc", r"expos(?:e|es|ing)\b", r"enabl(?:e|es|ing)\b",
        r"option\b", r"flag\b", r"api\b", r"features?\b", r"feat\b", r"new (?:api|option|command)",
    ),
    "refactoring": _words(
        r"refactor", r"clean-? ?up", r"renam", r"mov(?:e|es|ed|ing) ", r"simplif", r"tidy",
        r"restructur", r"extract", r"split", r"dead code\b", r"unused", r"deprecat", r"chore\b",
        r"format(?:ting)?\b", r"style\b", r"lint", r"clippy\b", r"nit\b",
    ),
    "documents": _words(
        r"doc(?:s|umentation|umented|string)?\b", r"typos?\b", r"comments?\b", r"readme\b",
        r"changelog\b", r"release\b", r"version\b", r"spelling\b", r"example",
    ),
    "tests": _words(r"test(?:s|ed|ing)?\b", r"ci\b", r"coverage\b", r"travis\b", r"fuzz"),
    "build": _words(
        r"builds?\b", r"compil(?:er|ation)\b", r"bump", r"upgrad",
        r"updat(?:e|es|ed) (?:dep|to)", r"dependenc", r"warnings?\b", r"platform", r"windows\b",
        r"mypy\b", r"typing\b", r"types?\b",
    ),
    "benchmarks": _words(
        r"benchmark(?:s|ed|ing)?\b", r"bench\b", r"db_bench\b", r"timeit\b",
        r"profil(?:e|es|er|ing)\b",
    ),
    "exchange": _words(
        r"uses?\b", r"using\b", r"instead of\b", r"rather than\b", r"replac(?:e|es|ed|ing)\b",
        r"switch(?:es|ed|ing)? to\b",
    ),
}  # fmt: skip
"""Topics that speak of something else, or of no matter in particular."""
_MEASURED = re.compile(
    r"\d ?%|\b\d[\d.]{0,8}x\b|\b\d[\d.,]{0,10} ?(?:[mnuµ]s|[mkg]i?b|sec|seconds)\b|\bns/op\b"
    r"|\ballocs/op\b|\bb/op\b|\bops/s|\bbenchstat\b|\bhyperfine\b"
)
_TRAPS = re.compile(
    r"\bfast[- ]?forward\w{0,4}|\bfail(?:s|ing)?[- ]?fast|\bcache[- ]?bust\w{0,4}|\block ?files?\b"
    r"|\boptimi[sz]e imports|\boptimistic\w{0,4}|\boptimi[sz]ers?\b|\bin-?memory\b"
    r"|\bshared memory\b"
    r"|\bmemory[- ](?:safe\w{0,3}|leaks?|order\w{0,4}|errors?|corruption|bounds?|limits?"
    r"|access\w{0,3}|models?|unsafe\w{0,3}|sanitizer|issues? in tests?)|\bdead-?lock\w{0,3}"
    r"|\bslow (?:tests?|mode|log)|\boptimi[sz]ed (?:mode|builds?|deps?|dependenc\w{0,3})"
    r"|\bperformance (?:docs?|pages?|counters?|timing|marks?|track\w{0,3}|trac\w{0,3}|schema|tests?"
    r"|entr\w{0,3}|observers?|api|section|dashboards?|graphs?|notes?|settings?|tabs?|panels?"
    r"|menus?|reports?|charts?|widgets?|labels?|tooltips?)|\bconfig\.performance\b"
    r"|\b(?:typos?|misspell\w{0,4}|spelling|wording) (?:in|of|for|on|from)\b.{0,200}"
    r"|\b(?:show|display|print|report|expose|plot)s? (?:(?:the|an?|its|their|current|average|total"
    r"|peak) (?:\w{1,20} )?)?(?:speed|latency|throughput|performance|cpu|memory|cost)\b"
    r"|\b(?:perf|performance) (?:tests?|suite|graphs?|jobs?|ci|dashboards?)"
    r"|\btest (?:performance|speed)|\b(?:slow|faster|speed up) (?:the )?(?:tests?|ci|builds?)\b"
    r"|\bthread[- ]?safe\w{0,3}|\bcache (?:keys?|invalidat\w{0,5}|director\w{0,3}|files?|dirs?"
    r"|control|headers?|paths?|expir\w{0,5})|\bbackward\w{0,1}|\bgarbage in\b"
    r"|\b(?:no|not|without|zero|any) (?:\w{1,15} ){0,2}(?:performance|perf|speed|memory|runtime)"
    r" ?(?:\w{1,12})?|\bcopy(?:right|[- ]?paste\w{0,2})|\bstring representation\b|\bnoise\b"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{0,400}")
_QUOTED = re.compile(r"`[^`]{0,200}`|\"[^\"]{0,120}\"|\u201c[^\u201d]{0,120}\u201d")
_FILE_ENDS = (
    ".py", ".go", ".rs", ".c", ".h", ".cc", ".cpp", ".hpp", ".js", ".ts", ".java", ".md", ".rst",
    ".txt", ".json", ".toml", ".yml", ".yaml",
)  # fmt: skip
_TRAILER = re.compile(
    r"(?:[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){1,5}|cc|closes|close|fixes|fixed|refs?|reviewers?"
    r"|subscribers|tags|bug|updates|differential revision|for golang/go|git-svn-id|lgtm)"
    r"(?::| #?\d)"
)


def _signal(name: str, points: int, about: str) -> WordSignal:
    return WordSignal(name, points, about)


WORD_SIGNALS: tuple[WordSignal, ...] = (
    _signal("title-speed", 62, "the title speaks of performance"),
    _signal("title-performance", 32, "the title names performance, optimisation or speed"),
    _signal("title-prefix", 14, "the title begins with perf"),
    _signal("title-saving", 22, "the title speaks of saving work or memory"),
    _signal("title-savings", 16, "the title does so in two ways"),
    _signal("title-many-savings", 23, "the title does so in three ways"),
    _signal("title-reduction", 14, "the title speaks of less"),
    _signal("title-allocation", 10, "the title speaks of allocation"),
    _signal("title-laziness", 9, "the title speaks of doing work later"),
    _signal("title-exchange", 4, "the title speaks of using one thing instead of another"),
    _signal("body-speed", 52, "the body speaks of performance"),
    _signal("body-speeds", 21, "the body does so in two ways"),
    _signal("body-saving", 8, "the body speaks of saving work or memory"),
    _signal("body-savings", 6, "the body does so in two ways"),
    _signal("body-many-savings", 14, "the body does so in four ways"),
    _signal("measured", 11, "the message gives measured numbers"),
    _signal("body-benchmarks", 7, "the body speaks of benchmarks or profiles"),
    _signal("title-fix", -18, "the title speaks of a fault"),
    _signal("title-crash", -10, "the title speaks of crashes, leaks, races"),
    _signal("title-feature", -16, "the title speaks of something new"),
    _signal("title-refactoring", -14, "the title speaks of moving and cleaning"),
    _signal("title-documents", -9, "the title speaks of documents or releases"),
    _signal("title-tests", -9, "the title speaks of tests"),
    _signal("title-build", -8, "the title speaks of builds, types or dependencies"),
    _signal("title-benchmarks", -3, "the title speaks of benchmarks"),
    _signal("title-trap", -14, "the title has a phrase that only sounds like performance"),
    _signal("body-fix", -9, "the body speaks of a fault"),
    _signal("body-crash", -9, "the body speaks of crashes, leaks, races"),
    _signal("body-feature", -10, "the body speaks of something new"),
    _signal("body-trap", -8, "the body has a phrase that only sounds like performance"),
)
_BY_ID = {signal.id: signal for signal in WORD_SIGNALS}


def said_in(commit: Commit) -> tuple[Said, ...]:
    """The signals that the message of a commit gives."""
    title, body, code = _parts(commit)
    found: dict[str, str] = {}
    _judge_title(title, found)
    _judge_body(body, found)
    measured = _MEASURED.search(body) or _MEASURED.search(code) or _MEASURED.search(title)
    if measured:
        found["measured"] = measured.group()
    return tuple(Said(_BY_ID[name], words) for name, words in found.items())


def is_read_whole(commit: Commit) -> bool:
    """Whether all of a message is read."""
    message = commit.message
    if len(message) > MAX_MESSAGE:
        return False
    return len(message) <= _MAX_LINE or all(len(x) <= _MAX_LINE for x in message.split("\n"))


def _judge_title(title: str, found: dict[str, str]) -> None:
    text = _without_traps(title, "title-trap", found)
    speed = _topics(_SPEED, text)
    if speed:
        found["title-speed"] = ", ".join(speed.values())
        named = [speed[name] for name in _NAMED if name in speed]
        if named:
            found["title-performance"] = named[0]
        if text.lstrip(" [(:⚡").startswith("perf"):
            found["title-prefix"] = "perf"
    saving = _topics(_SAVING, text)
    _count((("title-saving", 1), ("title-savings", 2), ("title-many-savings", 3)), saving, found)
    for name in ("reduction", "allocation", "laziness"):
        if name in saving:
            found[f"title-{name}"] = saving[name]
    for name, word in _topics(_OTHER, text).items():
        found[f"title-{name}"] = word


def _judge_body(body: str, found: dict[str, str]) -> None:
    text = _without_traps(body, "body-trap", found)
    speed = _topics(_SPEED, text)
    _count((("body-speed", 1), ("body-speeds", 2)), speed, found)
    saving = _topics(_SAVING, text)
    _count((("body-saving", 1), ("body-savings", 2), ("body-many-savings", 4)), saving, found)
    for name, word in _topics(_OTHER, text).items():
        if f"body-{name}" in _BY_ID:
            found[f"body-{name}"] = word


def _without_traps(text: str, name: str, found: dict[str, str]) -> str:
    trap = _TRAPS.search(text)
    if trap is None:
        return text
    found[name] = trap.group().strip()
    return _TRAPS.sub(" ", text)


def _topics(topics: dict[str, re.Pattern[str]], text: str) -> dict[str, str]:
    """The topics of a text, each with the word that shows it."""
    matches = ((name, pattern.search(text)) for name, pattern in topics.items())
    return {name: match.group() for name, match in matches if match is not None}


def _count(
    steps: tuple[tuple[str, int], ...], topics: dict[str, str], found: dict[str, str]
) -> None:
    """Give each signal whose number of topics is reached."""
    for name, least in steps:
        if len(topics) >= least:
            found[name] = ", ".join(topics.values())


def _parts(commit: Commit) -> tuple[str, str, str]:
    """Title, body, and the lines of code or output in it, all in small letters."""
    trailers = {f"{trailer.key}:".casefold() for trailer in commit.trailers}
    title, body, code = "", [], []
    fenced = False
    for line in _lines(commit.message):
        if line.startswith("```"):
            fenced = not fenced
        elif not title:
            title = line
        elif fenced or line.startswith(("    ", "\t")):
            code.append(line)
        elif not line.startswith(">") and not _is_trailer(line, trailers):
            body.append(_prose(line))
    return _prose(title), "\n".join(body), "\n".join(code)


def _lines(message: str) -> Iterator[str]:
    for line in message[:MAX_MESSAGE].split("\n"):
        if line.strip():
            yield line[:_MAX_LINE].rstrip().lower()


def _is_trailer(line: str, trailers: set[str]) -> bool:
    key = line.partition(":")[0].strip() + ":"
    return key.casefold() in trailers or _TRAILER.match(line) is not None


def _prose(line: str) -> str:
    """The words of a line without addresses, quotes and paths."""
    line = _QUOTED.sub(" ", _ADDRESS.sub(" ", line))
    return " ".join(word for word in line.split() if not _is_path(word))


def _is_path(word: str) -> bool:
    return "/" in word.strip("/") or word.rstrip(".,:;)").endswith(_FILE_ENDS)
