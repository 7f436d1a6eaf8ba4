"""Which file is the config of a repository, and what is refused before it is even read."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import main
from doctrine_check.cli.files import UsageError
from doctrine_check.cli.settings import MAX_CONFIG, load_config
from doctrine_check.config import DEDICATED_FILE, PROJECT_FILE, Config

if TYPE_CHECKING:
    from pathlib import Path

PASTED = """\
doctrine = "docs/law.md"

[severity]
ragged-row = "note"

[per_path."docs/old/**"]
ragged-row = "off"

[[hot_paths]]
glob = "src/engine/**"
"""


def write(root: Path, **files: str | bytes) -> Path:
    """Write ``own`` and ``project``, the two config files."""
    names = {"own": DEDICATED_FILE, "project": PROJECT_FILE}
    for key, text in files.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (root / names[key]).write_bytes(data)
    return root


def refusal(root: Path, named: str | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        load_config(str(root), named)
    return str(caught.value)


def test_no_config_is_the_defaults(tmp_path: Path) -> None:
    assert load_config(str(tmp_path), None) == Config()


def test_a_project_without_our_table_is_no_config(tmp_path: Path) -> None:
    write(tmp_path, project='[project]\nname = "x"\n[tool.other]\nselect = 1\n')
    assert load_config(str(tmp_path), None) == Config()


def test_our_table_is_read_however_its_name_is_spelled(tmp_path: Path) -> None:
    for header in (
        "[tool.doctrine_check]",
        "[\"tool\".'doctrine_check']",
        '[tool."d\\u006fctrine_check"]',
    ):
        write(tmp_path, project=f'{header}\nmode = "required-for"\n')
        assert load_config(str(tmp_path), None).mode == "required-for"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path, own=b'\xef\xbb\xbfmode = "required-for"\n')
    assert load_config(str(tmp_path), None).mode == "required-for"


@pytest.mark.parametrize("project", ["[tool.doctrine_check]\n", "[tool.doctrine_check]\nx = 1\n"])
def test_two_configs_are_refused_and_both_named(tmp_path: Path, project: str) -> None:
    write(tmp_path, own="", project=project)
    said = refusal(tmp_path)
    assert said == (
        "found two configs, doctrine-check.toml and [tool.doctrine_check] in pyproject.toml: "
        "keep one"
    )


def test_a_project_of_other_tools_is_no_second_config(tmp_path: Path) -> None:
    write(tmp_path, own='mode = "required-for"', project='[project]\nname = "doctrine"\n')
    assert load_config(str(tmp_path), None).mode == "required-for"


@pytest.mark.parametrize("own", [None, 'mode = "required-for"'])
@pytest.mark.parametrize(
    "project",
    [
        b"[tool.doctrine_check]\nmode = \n",
        b"[tool.'doctrine_check\n",
        "[tool.doctrine_check]\nmode = 'all-five'\n".encode("utf-16-le"),
        "[tool.doctrine_check]\nmode = 'all-five'\n".encode("utf-16"),
        b"# doctrine\na = " + b"[" * 20_000,
    ],
)
def test_a_broken_project_that_may_hold_our_table_is_refused(
    tmp_path: Path, own: str | None, project: bytes
) -> None:
    write(tmp_path, project=project)
    if own is not None:
        write(tmp_path, own=own)
    said = refusal(tmp_path)
    assert said.startswith(
        ("pyproject.toml: expected TOML, found", "pyproject.toml: expected UTF-8")
    )
    assert "\n" not in said


def test_a_project_that_cannot_hold_our_table_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: str) -> dict[str, object]:
        raise AssertionError("parsed")

    write(tmp_path, project='[project]\nname = "x"\n')
    monkeypatch.setattr(tomllib, "loads", never)
    assert load_config(str(tmp_path), None) == Config()


@pytest.mark.parametrize("own", [None, ""])
@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("[tool.doctrine-check]", "[tool.doctrine-check]"),
        ("[tool.doctrinecheck]", "[tool.doctrinecheck]"),
        ("[tool.Doctrine_Check]", "[tool.Doctrine_Check]"),
        ("[doctrine_check]", "[doctrine_check]"),
        ("[doctrine-check]", "[doctrine-check]"),
    ],
)
def test_a_table_under_a_wrong_name_is_refused_with_the_right_one(
    tmp_path: Path, own: str | None, header: str, found: str
) -> None:
    write(tmp_path, project=f"{header}\nmode = 'all-five'\n")
    if own is not None:
        write(tmp_path, own=own)
    assert refusal(tmp_path) == (
        f"pyproject.toml: expected [tool.doctrine_check], found {found}, which nothing reads"
    )


def test_tables_that_were_pasted_below_ours_are_refused(tmp_path: Path) -> None:
    write(tmp_path, project="[tool.doctrine_check]\n" + PASTED)
    said = refusal(tmp_path).splitlines()
    assert said == [
        f"pyproject.toml: expected {key} in [tool.doctrine_check.{key}], found it at the top "
        "level, where nothing reads it"
        for key in ("severity", "per_path", "hot_paths")
    ]


def test_our_table_must_be_one(tmp_path: Path) -> None:
    write(tmp_path, project="[tool]\ndoctrine_check = 1\n")
    assert refusal(tmp_path) == "pyproject.toml: expected tool.doctrine_check to be a table"


@pytest.mark.parametrize("name", [DEDICATED_FILE, PROJECT_FILE])
def test_a_folder_in_place_of_a_config_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert refusal(tmp_path) == f"cannot read {name}: Is a directory"


def test_a_dangling_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / DEDICATED_FILE).symlink_to(tmp_path / "nowhere")
    assert refusal(tmp_path).startswith("cannot read doctrine-check.toml: ")


def test_a_huge_config_is_refused(tmp_path: Path) -> None:
    write(tmp_path, own="#" * (MAX_CONFIG + 1))
    assert refusal(tmp_path) == "doctrine-check.toml: larger than 1,048,576 bytes"


def test_a_named_config_alone_is_read(tmp_path: Path) -> None:
    write(tmp_path, own="slct = 1", project="[tool.doctrine_check]\nmode = 'required-for'\n")
    named = load_config(str(tmp_path), str(tmp_path / PROJECT_FILE))
    assert named.mode == "required-for"


def test_a_named_config_must_be_there_and_hold_our_table(tmp_path: Path) -> None:
    write(tmp_path, project="[project]\n")
    path = str(tmp_path / PROJECT_FILE)
    assert refusal(tmp_path, path) == f"{path}: has no table [tool.doctrine_check]"
    assert refusal(tmp_path, "nope.toml") == "no such config file: nope.toml"
    assert refusal(tmp_path, "") == "no such config file: ''"


def test_no_text_of_a_config_steers_the_terminal(tmp_path: Path) -> None:
    write(tmp_path, own='"a\\u001b[31m\\nb" = 1\n[severity]\n"\\u202e" = "error"\n')
    said = refusal(tmp_path)
    assert "\x1b" not in said
    assert "\u202e" not in said
    lines = said.splitlines()
    assert len(lines) == 2
    assert "unknown key a\\x1b[31m\\nb" in lines[0]
    assert "\x1b" not in refusal(tmp_path, "nope\x1b[31m")


# --- through the command line ---------------------------------------------------------------


def test_a_config_problem_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, own="slct = 1\n")
    (tmp_path / "README.md").write_text("# Read me\n")
    assert main(["lint", "--no-cache", "--root", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "doctrine-check: doctrine-check.toml: unknown key slct; did you mean select?\n"
    )


def test_a_document_named_in_another_form_is_looked_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--root", str(tmp_path)]) == 0
    (tmp_path / DEDICATED_FILE).write_text('doctrine = "docs//doctrine/./performance.md"\n')
    capsys.readouterr()
    assert main(["lint", "--no-cache", "--root", str(tmp_path)]) == 0
    assert "checked: 2 documents" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    [
        "doctrine_check.toml",
        "doctrinecheck.toml",
        ".doctrine-check.toml",
        "Doctrine-Check.toml",
        "doctrine-check.TOML",
        "doctrine-chek.toml",
        "doctrine-checks.toml",
        "docrtine-check.toml",
    ],
)
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside ours"])
def test_a_name_that_only_looks_like_ours_is_refused(
    tmp_path: Path, name: str, beside: bool
) -> None:
    if beside:
        write(tmp_path, own="")
    (tmp_path / name).write_text('select = ["nope"]\n', encoding="utf-8")
    if sorted(os.listdir(tmp_path)) == [DEDICATED_FILE]:
        pytest.skip("the file system takes both for one name")
    said = refusal(tmp_path)
    assert said.startswith(f"expected doctrine-check.toml, found {name}, which nothing reads")


@pytest.mark.parametrize(
    "name",
    [
        "Cargo.toml",
        "doctrine.toml",
        "check.toml",
        "doctrine-check-ci.toml",
        "doctrine-check.toml.example",
        "doctrine-check.json",
        "doctrine_check",
        "docs/doctrine_check.toml",
    ],
)
def test_other_names_are_nobodys_business(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text('select = ["nope"]\n', encoding="utf-8")
    assert load_config(str(tmp_path), None) == Config()
    assert load_config(str(tmp_path), None) == load_config(str(tmp_path / "gone"), None)


def test_a_config_that_is_named_needs_no_name_of_ours(tmp_path: Path) -> None:
    (tmp_path / "doctrine_check.toml").write_text('mode = "required-for"\n', encoding="utf-8")
    named = load_config(str(tmp_path), str(tmp_path / "doctrine_check.toml"))
    assert named.mode == "required-for"


def test_each_mistake_is_a_line_and_a_name_is_none(tmp_path: Path) -> None:
    write(tmp_path, own='mode = "x"\n"a\\nb" = 1\n')
    with pytest.raises(UsageError) as caught:
        load_config(str(tmp_path), None)
    assert len(caught.value.args) == 2
    assert len(str(caught.value).split("\n")) == 2
