"""The configuration: ``[tool.doctrine_check]`` or ``doctrine-check.toml``, read once, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeVar

    _T = TypeVar("_T")

DEDICATED_FILE = "doctrine-check.toml"
PROJECT_FILE = "pyproject.toml"
TABLE = "doctrine_check"
"""The name of our table under ``tool`` in a ``pyproject.toml``."""
DEFAULT_RATCHET = ".doctrine-check-ratchet.json"
MODES = ("all-five", "required-for")
SUSPECT = ("inconclusive", "warning")
LEVELS = ("error", "warning", "note", "off")
BUDGETS = (".yaml", ".yml", ".json")
"""How the name of a budgets file ends: they are YAML or JSON."""
KINDS = (
    "performance-affecting",
    "optimization",
    "tuned-path",
    "security-instrumentation",
)


class ConfigError(Exception):
    """The configuration cannot be used. ``problems`` lists everything that is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class HotPath(Record):
    """A row of the hot-path map: which files are performance-relevant, and whose they are."""

    glob: str
    subsystem: str = ""
    track: str = ""
    principles: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    kind: str = "performance-affecting"


class PathSeverity(Record):
    """Severities that hold for the documents a glob matches."""

    glob: str
    severity: tuple[tuple[str, str], ...]


class Config(Record):
    """Everything the config file may say. ``source`` is its path relative to the root."""

    source: str | None = None
    doctrine: str | None = None
    contract: str | None = None
    mode: str = "all-five"
    evidence_path: str = "evidence"
    budgets: str | None = None
    suspect: str = "inconclusive"
    severity: tuple[tuple[str, str], ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ratchet: str = DEFAULT_RATCHET
    per_path: tuple[PathSeverity, ...] = ()
    hot_paths: tuple[HotPath, ...] = ()


def parse_config(source: str, text: str, rule_ids: Sequence[str]) -> Config | None:
    """Read the configuration out of a TOML text.

    ``rule_ids`` are the ids that select, ignore and severity may name; globs match several.
    Returns ``None`` when a ``pyproject.toml`` has no table of ours. Raises ConfigError.
    """
    table = read_table(source, text)
    if table is None:
        return None
    reader = _Reader(source, _prefix(source), rule_ids)
    config = reader.config(table)
    if reader.problems:
        raise ConfigError(reader.problems)
    return config


def read_table(source: str, text: str) -> Mapping[str, object] | None:
    """The table that holds our settings, unjudged; ``None`` when a ``pyproject.toml`` has none.

    Raises ConfigError for what is no TOML, and for settings that stand where nothing reads them.
    """
    import tomllib

    try:
        data: dict[str, object] = tomllib.loads(text)
    except ValueError as error:  # also a number with more digits than Python reads
        raise ConfigError([f"{source}: expected TOML, found: {error}"]) from error
    except RecursionError as error:
        problem = "expected TOML, found values that are nested too deeply to be read"
        raise ConfigError([f"{source}: {problem}"]) from error
    if not _prefix(source):
        return data
    tool = data.get("tool")
    tools: dict[str, object] = tool if isinstance(tool, dict) else {}
    problems = _misplaced(source, data, tools)
    table = tools.get(TABLE)
    if table is not None and not isinstance(table, dict):
        problems.append(f"{source}: expected tool.{TABLE} to be a table")
    if problems:
        raise ConfigError(problems)
    return table if isinstance(table, dict) else None


def like_ours(names: Iterable[str]) -> list[str]:
    """What is wrong with files of the root whose names look like ours: nothing reads them."""
    return [
        f"expected {DEDICATED_FILE}, found {_cut(name, 200)}, which nothing reads: rename it, or "
        "move what it says"
        for name in names
        if name != DEDICATED_FILE and name[-5:].lower() == ".toml" and _means_us(name[:-5])
    ]


def _means_us(stem: str) -> bool:
    """Whether a name is ours but for signs, capitals, or a slip of one letter or two neighbours."""
    name = "".join(filter(str.isalnum, stem.casefold()))
    ours = TABLE.replace("_", "")
    shorter = min(len(name), len(ours))
    same = next((at for at in range(shorter) if name[at] != ours[at]), shorter)
    rest = range(1, shorter - same + 1)
    behind = next((at - 1 for at in rest if name[-at] != ours[-at]), shorter - same)
    allowed = 2 if len(name) == len(ours) else 1
    return max(len(name), len(ours)) - same - behind <= allowed


def _prefix(source: str) -> str:
    return f"tool.{TABLE}." if source.rpartition("/")[2] == PROJECT_FILE else ""


def _misplaced(source: str, data: Mapping[str, object], tools: Mapping[str, object]) -> list[str]:
    """What looks like settings of ours in a ``pyproject.toml`` and would be passed over."""
    problems = [
        f"{source}: expected [tool.{TABLE}], found [{where}{_cut(name)}], which nothing reads"
        for where, table in (("", data), ("tool.", tools))
        for name in table
        if (where, name) != ("tool.", TABLE)
        and name.casefold().replace("-", "").replace("_", "") == "doctrinecheck"
    ]
    if TABLE in tools:
        # A pyproject.toml has no such keys of its own; they were pasted below our table.
        problems += [
            f"{source}: expected {name} in [tool.{TABLE}.{name}], "
            f"found it at the top level, where nothing reads it"
            for name in data
            if name in Config._fields[1:]
        ]
    return problems


class _Reader:
    """Checks each key as it reads it and collects what is wrong; lives for one parse."""

    def __init__(self, source: str, prefix: str, rule_ids: Sequence[str]) -> None:
        self.source = source
        self.prefix = prefix
        self.rule_ids = rule_ids
        self.problems: list[str] = []

    def config(self, data: Mapping[str, object]) -> Config:
        given = {key: data[key] for key in self.keys("", data, Config._fields[1:])}
        plain = Config()

        def read(key: str, reader: Callable[[str, object], _T | None], default: _T) -> _T:
            value = reader(key, given[key]) if key in given else None
            return default if value is None else value

        def one_of(allowed: Sequence[str]) -> Callable[[str, object], str | None]:
            return lambda key, value: self.one_of(key, value, allowed)

        config = Config(
            self.source,
            read("doctrine", self.path, plain.doctrine),
            read("contract", self.path, plain.contract),
            read("mode", one_of(MODES), plain.mode),
            read("evidence_path", self.path, plain.evidence_path),
            read("budgets", self.budgets, plain.budgets),
            read("suspect", one_of(SUSPECT), plain.suspect),
            read("severity", self.severity, plain.severity),
            read("select", self.rules, plain.select),
            read("ignore", self.rules, plain.ignore),
            read("ratchet", self.path, plain.ratchet),
            read("per_path", self.per_path, plain.per_path),
            read("hot_paths", self.hot_paths, plain.hot_paths),
        )
        self.different(config)
        return config

    def different(self, config: Config) -> None:
        """A document is the doctrine or its contract, never both."""
        if config.doctrine is not None and config.doctrine == config.contract:
            self.problem("contract", "another document than that of doctrine", config.doctrine)

    def problem(self, key: str, expected: str, found: object) -> None:
        try:
            shown = _cut(repr(found))
        except (ValueError, RecursionError):
            shown = "something too large to be shown"
        self.problems.append(
            f"{self.source}: {self.prefix}{_cut(key, 200)}: expected {expected}, found {shown}"
        )

    def keys(self, where: str, data: Mapping[str, object], known: Sequence[str]) -> list[str]:
        out = []
        for key in data:
            if key in known:
                out.append(key)
                continue
            hint = _suggestion(key, known)
            self.problems.append(
                f"{self.source}: unknown key {self.prefix}{where}{_cut(key)}"
                + (f"; did you mean {hint}?" if hint else f"; known are {', '.join(known)}")
            )
        return out

    def string(self, key: str, value: object) -> str | None:
        if isinstance(value, str) and value.strip():
            return value
        self.problem(key, "a text", value)
        return None

    def path(
        self, key: str, value: object, expected: str = "a path inside the repository"
    ) -> str | None:
        """The path as git writes it, so that one file has one name: ``docs//x`` is ``docs/x``."""
        text = self.string(key, value)
        if text is None:
            return None
        text = text.replace("\\", "/")
        parts = [part for part in text.split("/") if part not in ("", ".")]
        outside = text.startswith("/") or text[1:2] == ":" or ".." in parts
        if outside or not parts or "\0" in text:
            self.problem(key, expected, value)
            return None
        return "/".join(parts)

    def budgets(self, key: str, value: object) -> str | None:
        """The path of a file that is YAML or JSON by its name."""
        path = self.path(key, value)
        if path is None or path.lower().endswith(BUDGETS):
            return path
        self.problem(key, f"a YAML or JSON file ({', '.join(BUDGETS)})", value)
        return None

    def glob(self, key: str, value: object) -> str | None:
        """A glob in the form in which paths are matched; a slash at its end keeps its meaning."""
        path = self.path(key, value, "a glob of paths inside the repository")
        return f"{path}/" if path and str(value).endswith(("/", "\\")) else path

    def one_of(self, key: str, value: object, allowed: Sequence[str]) -> str | None:
        if isinstance(value, str) and value in allowed:
            return value
        self.problem(key, " or ".join(f'"{item}"' for item in allowed), value)
        return None

    def strings(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.problem(key, "a list of texts", value)
        return ()

    def rule(self, key: str, name: str) -> None:
        from fnmatch import fnmatchcase

        if any(fnmatchcase(rule, name) for rule in self.rule_ids):
            return
        hint = _suggestion(name, self.rule_ids)
        self.problem(key, f"a rule id{f' (did you mean {hint}?)' if hint else ''}", name)

    def rules(self, key: str, value: object) -> tuple[str, ...]:
        names = self.strings(key, value)
        for name in names:
            self.rule(key, name)
        return names

    def severity(self, key: str, value: object) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict):
            self.problem(key, "a table of rule ids and severities", value)
            return ()
        out = []
        for name, level in value.items():
            self.rule(f"{key}.{name}", name)
            if self.one_of(f"{key}.{name}", level, LEVELS) is not None:
                out.append((str(name), str(level)))
        return tuple(out)

    def per_path(self, key: str, value: object) -> tuple[PathSeverity, ...]:
        if not isinstance(value, dict):
            self.problem(key, "a table of globs", value)
            return ()
        rows = [
            (self.glob(f'{key}."{glob}"', glob), self.severity(f'{key}."{glob}"', levels))
            for glob, levels in value.items()
        ]
        return tuple(PathSeverity(glob, levels) for glob, levels in rows if glob)

    def hot_paths(self, key: str, value: object) -> tuple[HotPath, ...]:
        if not isinstance(value, list):
            self.problem(key, "a list of tables", value)
            return ()
        out = []
        for number, row in enumerate(value):
            where = f"{key}[{number}]"
            if not isinstance(row, dict):
                self.problem(where, "a table", row)
                continue
            hot_path = self.hot_path(where, row)
            if hot_path is not None:
                out.append(hot_path)
        return tuple(out)

    def hot_path(self, where: str, row: Mapping[str, object]) -> HotPath | None:
        known = self.keys(f"{where}.", row, HotPath._fields)
        if "glob" not in known:
            self.problem(f"{where}.glob", "a glob", None)
            return None
        given = {key: row[key] for key in known}

        def read(key: str, reader: Callable[[str, object], _T | None], default: _T) -> _T:
            value = reader(f"{where}.{key}", given[key]) if key in given else None
            return default if value is None else value

        return HotPath(
            read("glob", self.glob, ""),
            read("subsystem", self.string, ""),
            read("track", self.string, ""),
            read("principles", self.strings, ()),
            read("levers", self.strings, ()),
            read("kind", lambda key, value: self.one_of(key, value, KINDS), KINDS[0]),
        )


def _suggestion(name: str, known: Sequence[str]) -> str | None:
    from difflib import get_close_matches

    found = get_close_matches(_cut(name), known, n=1)
    return found[0] if found else None


def _cut(text: str, length: int = 60) -> str:
    """As much of a text as a message needs."""
    return text if len(text) <= length else text[: length - 1] + "…"
