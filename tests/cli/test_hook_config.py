"""The hook in somebody's pre-commit config: added by inserting lines, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.cli.files import UsageError
from doctrine_check.cli.hook import (
    ENTRY,
    HOOKS,
    MAX_ALIASES,
    MAX_BYTES,
    has_hook,
    read_hooks,
    with_hook,
)

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = """\
# See https://pre-commit.com for more information
# See https://pre-commit.com/hooks.html for more hooks
repos:
-   repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v3.2.0
    hooks:
    -   id: trailing-whitespace
    -   id: end-of-file-fixer
"""
TWO = "repos:\n  - repo: a\n    rev: '1'\n    hooks:\n      - id: x\n"
FOUR = "repos:\n    - repo: a\n      rev: '1'\n      hooks:\n          - id: x\n"

LAYOUTS = {
    "as pre-commit samples it": SAMPLE,
    "two spaces": TWO,
    "four spaces": FOUR,
    "no newline at the end": TWO.rstrip("\n"),
    "an empty list": "repos: []\n",
    "an empty list with a comment": "repos: []  # none yet\n",
    "an empty list over two lines": "repos: [\n]\nfail_fast: true\n",
    "a list to come": "repos:\n",
    "a list to come, then keys": "repos:  # later\n\n# more\nfail_fast: true\n",
    "null": "repos: null\nfail_fast: true\n",
    "an empty file": "",
    "blank lines": "\n\n",
    "comments alone": "# nothing\n# yet\n",
    "a marker alone": "---\n",
    "markers around": f"---\n{TWO}...\n",
    "no repos": "# mine\nfail_fast: true\n# end\n",
    "keys behind": f"{SAMPLE}\nci:\n  skip: [x]\nfail_fast: true\n",
    "keys behind two spaces": f"{TWO}\n\n# about ci\nci:\n  skip: [x]\n",
    "keys before": f"default_stages: [pre-commit]\n{FOUR}",
    "comments in the list": f"{TWO}      # - id: y\n  # - repo: b\n# the end\n",
    "comments behind an unindented list": f"{SAMPLE}    # - id: y\n# - repo: b\nfail_fast: true\n",
    "a flow list last": f"{TWO}        args: [a,\n          b]\n\nfail_fast: true\n",
    "a flow mapping last": f"{SAMPLE}-   {{repo: b, hooks: [{{id: y}}]}}  # short\n",
    "a quoted text last": f"{TWO}        name: 'a\n          b'\nfail_fast: true\n",
    "a literal text last": f"{TWO}        entry: |\n          a\n\n          # b\n\nci: {{}}\n",
    "a kept literal last": f"{TWO}        entry: |+\n          echo\n\n\n",
    "a folded plain text last": f"{TWO}        entry: a\n          b # c\nfail_fast: true\n",
    "nothing last": f"{TWO}        args:\nfail_fast: true\n",
    "an alias inside": f"ci: &skip [x]\n{TWO}        args: *skip\n        name: x\n",
    "Windows line ends": f"{SAMPLE}ci: {{}}\n".replace("\n", "\r\n"),
    "a byte order mark": f"\ufeff{TWO}",
    "other scripts": f"# größer 統計\n{TWO}",
    "an indented root": "  repos:\n  - repo: a\n    hooks: []\n  fail_fast: true\n",
    "odd numbers": f"a: .nan\nb: 2024-01-01\nc: 1\nd: true\n{TWO}",
}

NOT_SAFELY = {
    "a flow list": "repos: [{repo: a, hooks: []}]\n",
    "a flow root": "{repos: []}\n",
    "a list at the root": "- repo: a\n",
    "a text at the root": "repos\n",
    "a text": "repos: none\n",
    "a mapping": "repos:\n  a: b\n",
    "twice": "repos: []\nrepos: []\n",
    "two documents": f"{TWO}---\n{TWO}",
    "no YAML": "repos: [\n",
    "tabs": "repos:\n\t- repo: a\n",
    "a tag of its own": "repos: !mine []\n",
    "an unknown alias": "repos: *none\n",
    "an alias of another list": "other: &them []\nrepos: *them\n",
    "a list with two names": "repos: &all\n- repo: a\nothers: *all\n",
    "very deep": "repos: " + "[" * 100_000,
    "a control character": "repos: []\n# \x07\n",
}


def repos_of(text: str) -> list[Any]:
    data = yaml.safe_load(text)
    repos = data.get("repos") if isinstance(data, dict) else None
    return repos if isinstance(repos, list) else []


def others_of(text: str) -> str:
    """What a config says beside its repositories, in order."""
    data = yaml.safe_load(text) or {}
    return repr({key: value for key, value in data.items() if key != "repos"})


def without_entry(text: str) -> str:
    """The text without the lines of our entry, however they are indented."""
    lines = text.splitlines(keepends=True)
    ours = [line.strip() for line in ENTRY.splitlines()]
    stripped = [line.strip() for line in lines]
    starts = [at for at in range(len(lines)) if stripped[at : at + len(ours)] == ours]
    assert len(starts) == 1, text
    return "".join(lines[: starts[0]] + lines[starts[0] + len(ours) :])


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_the_hook_is_added_behind_the_others(text: str) -> None:
    extended = with_hook(text)
    assert extended is not None
    assert repos_of(extended) == [*repos_of(text), *yaml.safe_load(ENTRY)]
    assert others_of(extended) == others_of(text)
    assert has_hook(extended)
    assert not has_hook(text)


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_the_rest_stays_byte_for_byte(text: str) -> None:
    rest = without_entry(with_hook(text) or "")
    newline = "\r\n" if "\r\n" in text else "\n"
    allowed = {
        text,
        f"{text}{newline}",
        f"{text}repos:\n",
        text.replace("fail_fast: true\n", "fail_fast: true\nrepos:\n"),
        text.replace("repos: []", "repos:").replace("repos:  #", "repos: #"),
        text.replace("repos: []  #", "repos:  #"),
        text.replace("repos: [\n]", "repos:"),
        text.replace("repos: null", "repos:"),
    }
    assert rest in allowed
    if newline == "\r\n":
        assert "\n" not in (with_hook(text) or "").replace("\r\n", "")


def test_comments_stay_with_what_they_speak_of() -> None:
    extended = with_hook(LAYOUTS["comments behind an unindented list"]) or ""
    lines = extended.splitlines()
    at = lines.index("- repo: local")
    assert lines[at - 1] == "    # - id: y"
    assert lines[-2:] == ["# - repo: b", "fail_fast: true"]
    assert (with_hook(LAYOUTS["a list to come, then keys"]) or "").startswith(
        "repos:  # later\n  -"
    )


def test_the_entry_takes_the_indentation_of_the_list() -> None:
    assert "\n- repo: local\n  hooks:\n" in (with_hook(SAMPLE) or "")
    assert "\n  - repo: local\n    hooks:\n" in (with_hook(TWO) or "")
    assert "\n    - repo: local\n      hooks:\n" in (with_hook(FOUR) or "")


@pytest.mark.parametrize("text", NOT_SAFELY.values(), ids=NOT_SAFELY)
def test_what_cannot_be_extended_safely_is_left_alone(text: str) -> None:
    assert with_hook(text) is None
    assert not has_hook(text)


def test_a_config_that_nests_beyond_reason_is_left_alone() -> None:
    for depth, possible in ((40, True), (60, False)):
        text = f"a: {'[' * depth}{']' * depth}\n{TWO}"
        assert (with_hook(text) is not None) is possible


def test_a_config_that_unfolds_without_end_is_left_alone() -> None:
    doubled = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert with_hook(f"a0: &a0 [x]\n{doubled}{TWO}") is None
    few = "".join(f"b{n}: *a\n" for n in range(MAX_ALIASES))
    assert with_hook(f"a: &a [x]\n{few}{TWO}") is not None


@given(
    st.text(st.sampled_from("repos: []{}-#\n 'x&*|>\r\t\u2028"), max_size=40),
    st.sampled_from([*LAYOUTS.values()]),
    st.booleans(),
)
def test_no_config_is_ever_changed_beside_our_entry(noise: str, layout: str, first: bool) -> None:
    text = noise + layout if first else layout + noise
    extended = with_hook(text)
    if extended is not None:
        assert repos_of(extended) == [*repos_of(text), *yaml.safe_load(ENTRY)]
        assert others_of(extended) == others_of(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ENTRY.replace("- repo: local", "repos:\n- repo: local"), True),
        ("repos:\n- repo: https://x\n  hooks:\n  - id: doctrine-check\n", True),
        ("repos:\n- repo: https://x\n  hooks:\n  - id: other\n", False),
        ("repos:\n- repo: https://x\n  hooks:\n  - {name: doctrine-check}\n", False),
        ("# - id: doctrine-check\nrepos: []\n", False),
        ("repos:\n- hooks: doctrine-check\n- doctrine-check\n", False),
        ("hooks: [{id: doctrine-check}]\n", False),
        ("[]", False),
        ("repos: [\n", False),
    ],
)
def test_a_hook_is_one_that_pre_commit_would_run(text: str, found: bool) -> None:
    assert has_hook(text) is found


def test_no_config_is_none(tmp_path: Path) -> None:
    assert read_hooks(str(tmp_path)) is None


def test_line_ends_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / HOOKS).write_bytes(b"\xef\xbb\xbfrepos: []\r\n")
    assert read_hooks(str(tmp_path)) == "\ufeffrepos: []\r\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"# caf\xe9\n", f"{HOOKS}: expected UTF-8 text"),
        (b"#" * (MAX_BYTES + 1), f"{HOOKS}: larger than 262,144 bytes"),
        (None, f"cannot read {HOOKS}: Is a directory"),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(
    tmp_path: Path, data: bytes | None, said: str
) -> None:
    if data is None:
        (tmp_path / HOOKS).mkdir()
    else:
        (tmp_path / HOOKS).write_bytes(data)
    with pytest.raises(UsageError) as caught:
        read_hooks(str(tmp_path))
    assert str(caught.value) == said
