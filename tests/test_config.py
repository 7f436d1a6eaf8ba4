"""The config file: what it may say, and what is refused in which words."""

from __future__ import annotations

import pytest

from doctrine_check.config import (
    DEDICATED_FILE,
    PROJECT_FILE,
    Config,
    ConfigError,
    HotPath,
    PathSeverity,
    parse_config,
)

RULES = ("threshold-drift", "threshold-missing", "ragged-row")

FULL = """\
doctrine = "docs/law.md"
contract = "docs/contract.md"
mode = "required-for"
evidence_path = "proof"
budgets = "perf/budgets.yaml"
suspect = "warning"
select = ["threshold-*"]
ignore = ["threshold-missing"]
ratchet = "kept.json"

[severity]
ragged-row = "note"

[per_path."docs/old/**"]
ragged-row = "off"

[[hot_paths]]
glob = "src/engine/**"
subsystem = "engine"
track = "core"
principles = ["PRF-01"]
levers = ["LEV-01"]
kind = "tuned-path"
"""


def parsed(text: str) -> Config:
    config = parse_config(DEDICATED_FILE, text, RULES)
    assert config is not None
    return config


def problems_of(text: str, source: str = DEDICATED_FILE) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(source, text, RULES)
    return list(caught.value.problems)


def problem_of(text: str, source: str = DEDICATED_FILE) -> str:
    problems = problems_of(text, source)
    assert len(problems) == 1, problems
    return problems[0]


def in_project(text: str) -> str:
    """The same settings as they stand in a pyproject.toml."""
    tables = text.replace("\n[[", "\n[[tool.doctrine_check.")
    lines = [
        line.replace("[", "[tool.doctrine_check.", 1)
        if line.startswith("[") and not line.startswith("[[")
        else line
        for line in tables.splitlines()
    ]
    return "\n".join(["[tool.doctrine_check]", *lines]) + "\n"


def test_everything_that_may_be_said_is_read() -> None:
    assert parsed(FULL) == Config(
        source=DEDICATED_FILE,
        doctrine="docs/law.md",
        contract="docs/contract.md",
        mode="required-for",
        evidence_path="proof",
        budgets="perf/budgets.yaml",
        suspect="warning",
        severity=(("ragged-row", "note"),),
        select=("threshold-*",),
        ignore=("threshold-missing",),
        ratchet="kept.json",
        per_path=(PathSeverity("docs/old/**", (("ragged-row", "off"),)),),
        hot_paths=(
            HotPath("src/engine/**", "engine", "core", ("PRF-01",), ("LEV-01",), "tuned-path"),
        ),
    )


@pytest.mark.parametrize("name", ["b.yaml", "b.yml", "b.json", "perf/B.YAML"])
def test_budgets_are_yaml_or_json(name: str) -> None:
    assert parsed(f'budgets = "{name}"').budgets == name


def test_both_files_say_the_same() -> None:
    project = parse_config(PROJECT_FILE, in_project(FULL), RULES)
    assert project is not None
    assert project.source == PROJECT_FILE
    assert project._replace(source=DEDICATED_FILE) == parsed(FULL)


def test_the_full_config_sets_every_key() -> None:
    plain = Config()
    full = parsed(FULL)
    same = [key for key in Config._fields if getattr(plain, key) == getattr(full, key)]
    assert same == []


def test_an_empty_config_is_all_defaults() -> None:
    assert parsed("") == Config(source=DEDICATED_FILE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slect = []", "unknown key slect; did you mean select?"),
        ("zzz = 1", "unknown key zzz; known are doctrine, contract, mode"),
        ('[[hot_paths]]\nglob = "a/**"\ntrak = "x"', "unknown key hot_paths[0].trak; did you mean"),
        ("doctrine = 1", "doctrine: expected a text, found 1"),
        ('doctrine = " "', "doctrine: expected a text, found ' '"),
        ('mode = "all"', 'mode: expected "all-five" or "required-for", found \'all\''),
        (
            'budgets = "perf/budgets.toml"',
            "budgets: expected a YAML or JSON file (.yaml, .yml, .json), found 'perf/budgets.toml'",
        ),
        ('budgets = "docs"', "budgets: expected a YAML or JSON file"),
        ('suspect = "no"', 'suspect: expected "inconclusive" or "warning"'),
        ('select = "ragged-row"', "select: expected a list of texts, found 'ragged-row'"),
        ("ignore = [1]", "ignore: expected a list of texts, found [1]"),
        ('ignore = ["raged-row"]', "expected a rule id (did you mean ragged-row?)"),
        ('select = ["nothing-*"]', "select: expected a rule id"),
        ('severity = "error"', "severity: expected a table of rule ids and severities"),
        ('[severity]\nragged-row = "bad"', 'severity.ragged-row: expected "error" or "warning"'),
        ('[severity]\nnope = "error"', "severity.nope: expected a rule id, found 'nope'"),
        ("per_path = []", "per_path: expected a table of globs, found []"),
        ('[per_path."docs/**"]\nragged-row = 1', 'per_path."docs/**".ragged-row: expected "error"'),
        ("[hot_paths]\nglob = 'x'", "hot_paths: expected a list of tables"),
        ("hot_paths = [1]", "hot_paths[0]: expected a table, found 1"),
        ("[[hot_paths]]\ntrack = 'x'", "hot_paths[0].glob: expected a glob, found None"),
        ('[[hot_paths]]\nglob = "a"\nkind = "hot"', 'hot_paths[0].kind: expected "performance-'),
        ('[[hot_paths]]\nglob = "a"\nlevers = "x"', "hot_paths[0].levers: expected a list of"),
        (
            'doctrine = "docs/x.md"\ncontract = "./docs//x.md"',
            "contract: expected another document than that of doctrine, found 'docs/x.md'",
        ),
        ("a = ", "expected TOML, found: Invalid value (at "),
        ("a = 1\na = 2", "expected TOML, found: Cannot overwrite a value (at"),
    ],
)
def test_each_mistake_is_one_line_with_its_key(text: str, said: str) -> None:
    problem = problem_of(text)
    assert problem.startswith(f"{DEDICATED_FILE}: ")
    assert said in problem


def test_every_mistake_is_said_at_once() -> None:
    assert len(problems_of('mode = 1\nslect = []\nignore = ["nope"]\n')) == 3


def test_in_pyproject_a_key_is_named_in_full() -> None:
    problem = problem_of("[tool.doctrine_check]\nmode = 1\n", PROJECT_FILE)
    assert problem.startswith("pyproject.toml: tool.doctrine_check.mode: expected ")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 20_000,
        "a = " + "{b = " * 20_000,
        "severity" + ".a" * 20_000 + " = 1",
        "mode = " + "9" * 10_000,
        "mode = 0x" + "f" * 20_000,
        '"' + "k" * 50_000 + '" = 1',
        "mode = '" + "v" * 50_000 + "'",
    ],
    ids=["lists", "tables", "dotted", "decimal", "hexadecimal", "key", "value"],
)
def test_what_is_too_deep_or_too_long_is_one_short_line(text: str) -> None:
    assert all(len(problem) < 400 for problem in problems_of(text))


@pytest.mark.parametrize("key", ["doctrine", "contract", "budgets", "ratchet", "evidence_path"])
@pytest.mark.parametrize(
    "written",
    [
        "docs/x.yml",
        "./docs/x.yml",
        "docs//x.yml",
        "docs/./x.yml",
        "docs\\x.yml",
        ".//docs\\\\x.yml/",
    ],  # fmt: skip,
)
def test_a_path_has_one_form_however_it_is_written(key: str, written: str) -> None:
    assert getattr(parsed(f"{key} = '{written}'"), key) == "docs/x.yml"


@pytest.mark.parametrize("key", ["doctrine", "contract", "budgets", "ratchet", "evidence_path"])
@pytest.mark.parametrize(
    "written",
    ["/etc/x", "../x", "docs/../../x", "C:/x", "c:x", "\\\\\\\\host\\\\x", ".", "./", "\\u0000"],
)
def test_a_path_that_leaves_the_repository_is_refused(key: str, written: str) -> None:
    problem = problem_of(f'{key} = "{written}"')
    assert f"{key}: expected a path inside the repository, found" in problem


@pytest.mark.parametrize(
    ("written", "read"),
    [("./src/**", "src/**"), ("src//a/*.py", "src/a/*.py"), ("src/", "src/"), ("src\\a", "src/a")],
)
def test_globs_are_written_as_the_paths_they_match(written: str, read: str) -> None:
    config = parsed(f"[per_path.'{written}']\nragged-row = 'off'\n[[hot_paths]]\nglob='{written}'")
    assert [row.glob for row in config.per_path] == [read]
    assert [row.glob for row in config.hot_paths] == [read]


@pytest.mark.parametrize("written", ["/src/**", "../x/**"])
def test_globs_outside_the_repository_are_refused(written: str) -> None:
    text = f"[per_path.'{written}']\nragged-row = 'off'\n[[hot_paths]]\nglob='{written}'"
    said = problems_of(text)
    assert len(said) == 2
    assert all("expected a glob of paths inside the repository" in each for each in said)
