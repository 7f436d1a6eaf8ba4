"""``doctrine-check doctor``: each thing that may be missing, and what it then says to do."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from doctrine_check.cli import main
from doctrine_check.cli.doctor import CHECKS
from doctrine_check.cli.hook import ENTRY, HOOKS
from doctrine_check.cli.init import CONTRACT, DOCTRINE
from doctrine_check.config import DEDICATED_FILE, PROJECT_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

STARTER = Path(__file__).resolve().parents[2] / "doctrine_check" / "starter"
CONFIG = f"""\
doctrine = "{DOCTRINE}"
contract = "{CONTRACT}"

[[hot_paths]]
glob = "src/**"
"""
GOOD = {
    DOCTRINE: (STARTER / "doctrine.md").read_text(encoding="utf-8"),
    CONTRACT: (STARTER / "contract.md").read_text(encoding="utf-8"),
    DEDICATED_FILE: CONFIG,
    HOOKS: f"repos:\n{ENTRY}",
    "src/engine.py": "",
}


class Visit(NamedTuple):
    """What doctor answered: exit code, what is well, what is missing, and the errors."""

    code: int
    well: list[str]
    missing: list[str]
    err: str


class Repository:
    """A healthy repository, to be harmed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys
        for path, text in GOOD.items():
            self.write(path, text)
        self.git("init", "--quiet")
        self.git("add", "--all")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True)

    def visit(self, *arguments: str) -> Visit:
        self.capsys.readouterr()
        code = main(["doctor", *(arguments or ("--root", str(self.root)))])
        out, err = self.capsys.readouterr()
        lines = out.splitlines()
        well = [line[9:] for line in lines if line.startswith("ok ")]
        missing = [line[9:] for line in lines if line.startswith("missing ")]
        if lines:
            assert lines[-1] == f"{len(CHECKS)} checks, {len(missing)} found something missing"
            assert len(well) + len(missing) == len(CHECKS) == len(lines) - 1
        return Visit(code, well, missing, err)


@pytest.fixture
def repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], require_tool: Callable[[str], str]
) -> Repository:
    """A repository in which nothing is missing."""
    require_tool("git")
    return Repository(tmp_path, capsys)


pytestmark = pytest.mark.needs_tool


def test_nothing_is_missing(repository: Repository) -> None:
    visit = repository.visit()
    assert visit.code == 0
    assert visit.missing == []
    assert f"performance doctrine: {DOCTRINE}" in visit.well
    assert f"spec contract: {CONTRACT}" in visit.well
    assert f"config: {DEDICATED_FILE}, mode all-five" in visit.well
    assert "hot-path map: 1 row" in visit.well


def commented_out(text: str) -> str:
    return "".join(f"# {line}" for line in text.splitlines(keepends=True))


HARM: dict[str, tuple[Callable[[Repository], None], str]] = {
    "no hook config": (
        lambda r: r.remove(HOOKS),
        f"hook: no {HOOKS}; `doctrine-check init` writes one",
    ),
    "a hook config without ours": (
        lambda r: r.write(HOOKS, "repos: []\n"),
        f"hook: {HOOKS} does not run doctrine-check; `doctrine-check init` adds it",
    ),
    "our hook with another program": (
        lambda r: r.write(HOOKS, GOOD[HOOKS].replace("entry: doctrine-check", "entry: true #")),
        f"hook: {HOOKS} does not run doctrine-check; `doctrine-check init` adds it",
    ),
    "our hook on demand only": (
        lambda r: r.write(HOOKS, GOOD[HOOKS].replace("entry:", "stages: [manual]\n        entry:")),
        f"hook: {HOOKS} does not run doctrine-check; `doctrine-check init` adds it",
    ),
    "our hook commented out": (
        lambda r: r.write(HOOKS, commented_out(GOOD[HOOKS])),
        f"hook: {HOOKS} does not run doctrine-check; `doctrine-check init` adds it",
    ),
    "a glob that matches nothing": (
        lambda r: r.write(DEDICATED_FILE, CONFIG.replace("src/**", "lib/**")),
        "hot-path map: these globs match no file: lib/**",
    ),
    "an empty map": (
        lambda r: r.write(DEDICATED_FILE, CONFIG.partition("[[")[0]),
        (
            "hot-path map: empty, and without one every code change stays undecided; name the "
            "files that matter for speed in [[hot_paths]] of doctrine-check.toml"
        ),
    ),
    "untracked documents": (
        lambda r: r.git("rm", "--cached", "--quiet", CONTRACT),
        f"git checkout: {CONTRACT} not tracked yet; `git add` what belongs to the repository",
    ),
}


@pytest.mark.parametrize("name", HARM)
def test_one_missing_thing_is_one_line(repository: Repository, name: str) -> None:
    harm, said = HARM[name]
    harm(repository)
    visit = repository.visit()
    assert visit.code == 1
    assert visit.missing == [said]


def test_a_missing_contract_is_to_be_written_from_the_doctrine(repository: Repository) -> None:
    repository.write(DEDICATED_FILE, CONFIG.replace("contract =", "# contract ="))
    repository.remove(CONTRACT)
    visit = repository.visit()
    assert visit.missing == [f"spec contract: none; write it from {DOCTRINE}"]


def test_a_missing_doctrine_is_to_be_written_from_the_contract(repository: Repository) -> None:
    repository.write(DEDICATED_FILE, CONFIG.replace("doctrine =", "# doctrine ="))
    repository.remove(DOCTRINE)
    visit = repository.visit()
    assert visit.missing == [f"performance doctrine: none; write it from {CONTRACT}"]


def test_without_a_pair_init_writes_one(repository: Repository) -> None:
    repository.write(DEDICATED_FILE, '[[hot_paths]]\nglob = "src/**"\n')
    repository.write("README.md", "# Read me\n")
    repository.git("add", "--all")
    repository.remove(DOCTRINE)
    repository.remove(CONTRACT)
    assert repository.visit().missing == [
        "performance doctrine: none; `doctrine-check init` writes a starter",
        "spec contract: none; `doctrine-check init` writes a starter",
    ]


def test_in_an_empty_folder_everything_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["doctor", "--root", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert [line.split()[0] for line in lines[:-1]] == ["missing"] * len(CHECKS)
    assert "git checkout: none; `git init`" in lines[0]
    assert "`doctrine-check init` writes doctrine-check.toml" in lines[1]


def test_documents_that_git_does_not_track_are_not_called_missing(repository: Repository) -> None:
    repository.write(DEDICATED_FILE, '[[hot_paths]]\nglob = "src/**"\n')
    repository.git("rm", "--cached", "--quiet", DOCTRINE, CONTRACT)
    visit = repository.visit()
    assert visit.code == 1
    assert len(visit.missing) == 3
    assert visit.missing[0].startswith("documents: git tracks none of the 2 markdown documents")
    assert not [line for line in visit.missing if "writes a starter" in line]


def test_two_doctrines_are_to_be_told_apart_not_written_again(repository: Repository) -> None:
    repository.write(DEDICATED_FILE, '[[hot_paths]]\nglob = "src/**"\n')
    repository.write("docs/copy.md", GOOD[DOCTRINE])
    repository.git("add", "--all")
    visit = repository.visit()
    assert visit.code == 1
    assert "docs/copy.md" in visit.missing[0]
    assert visit.missing[1:] == [
        "performance doctrine: not known before that is settled",
        "spec contract: not known before that is settled",
    ]


def test_a_config_that_cannot_be_read_hides_the_rest_and_says_so(repository: Repository) -> None:
    repository.write(DEDICATED_FILE, f'slct = 1\nmode = 1\n"\\u001b" = 1\n{CONFIG}')
    visit = repository.visit()
    assert visit.code == 1
    config, *rest = visit.missing
    assert config.startswith("readable config: doctrine-check.toml: ")
    assert "unknown key slct; did you mean select?" in config
    assert "; doctrine-check.toml: mode: expected" in config
    assert "unknown key \\x1b" in config
    assert len(rest) == 4
    assert {line.partition(": ")[2] for line in rest} == {"not known before the config can be read"}


def test_two_configs_are_missing_one_decision(repository: Repository) -> None:
    repository.write(PROJECT_FILE, "[tool.doctrine_check]\n")
    visit = repository.visit()
    assert visit.code == 1
    assert visit.missing[0].startswith(
        "readable config: found two configs, doctrine-check.toml and"
    )


def test_a_map_in_pyproject_is_named_as_it_is_written_there(repository: Repository) -> None:
    repository.remove(DEDICATED_FILE)
    repository.write(PROJECT_FILE, "[tool.doctrine_check]\nmode = 'all-five'\n")
    visit = repository.visit()
    assert len(visit.missing) == 1
    assert "[[tool.doctrine_check.hot_paths]] of pyproject.toml" in visit.missing[0]


def test_a_hook_config_that_cannot_be_read_is_said(repository: Repository) -> None:
    (repository.root / HOOKS).write_bytes(b"# caf\xe9\n")
    assert repository.visit().missing == [f"hook: {HOOKS}: expected UTF-8 text"]


def test_a_folder_of_a_larger_checkout_is_one_too(repository: Repository) -> None:
    (repository.root / "pkg").mkdir()
    for path in (DOCTRINE, CONTRACT, DEDICATED_FILE, "src/engine.py"):
        repository.write(f"pkg/{path}", GOOD[path])
    repository.git("add", "--all")
    assert repository.visit("--root", str(repository.root / "pkg")).code == 0


@pytest.mark.parametrize(
    ("index", "code", "said"),
    [
        ("there", 0, "git checkout: tracked documents are looked at"),
        ("damaged", 1, "git checkout: git does not answer, and its index "),
        ("gone", 1, "git checkout: git does not answer here, so every document on disk"),
    ],
)
def test_a_git_that_does_not_answer_is_no_list_of_documents(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, index: str, code: int, said: str
) -> None:
    monkeypatch.setenv("PATH", str(repository.root / "nothing"))
    if index == "damaged":
        repository.write(".git/index", "damaged")
    elif index == "gone":
        (repository.root / ".git/index").unlink()
    visit = repository.visit()
    assert visit.code == code
    assert (visit.missing or visit.well)[0].startswith(said)


def test_a_named_config_is_read(repository: Repository) -> None:
    repository.write("other.toml", f'mode = "required-for"\n{CONFIG}')
    root, config = str(repository.root), str(repository.root / "other.toml")
    visit = repository.visit("--root", root, "--config", config)
    assert visit.code == 0
    assert [line for line in visit.well if line.endswith("other.toml, mode required-for")]


@pytest.mark.parametrize(
    ("option", "said"), [("--root", "no such folder"), ("--config", "no such config file")]
)
def test_what_is_not_there_is_a_usage_error(repository: Repository, option: str, said: str) -> None:
    visit = repository.visit("--root", str(repository.root), option, "nope\x1b[31m")
    assert visit.code == 2
    assert visit.well == visit.missing == []
    assert visit.err.splitlines() == [f"doctrine-check: {said}: nope\\x1b[31m"]
