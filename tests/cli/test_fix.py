"""``lint --fix`` repairs what the rules in force report, and no more."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.repair import repair
from tests.cli.fix_scene import BROKEN, HEAD, RIGHT, SPEC, TABLE, Repository

if TYPE_CHECKING:
    from pathlib import Path

WAIVE = '<!-- doctrine-check: waive {} reason="so" -->'


@pytest.fixture
def repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    """An empty folder that is a root."""
    (tmp_path / "doctrine-check.toml").write_text("", encoding="utf-8")
    return Repository(tmp_path, capsys)


# --- what is repaired


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("so â€” so", "so — so"),
        ("so ÃƒÂ© so", "so é so"),
        ("„Ä“ â€¦ CAFÉ…", "„Ä“ … CAFÉ…"),
        (f"{TABLE}|a|b|c|", f"{TABLE}| a | b | c |"),
        (f"{TABLE}| a|b | c|", f"{TABLE}| a | b | c |"),
        (f"{TABLE}| a | b |", f"{TABLE}| a | b |  |"),
        (f"{TABLE}| a | b | c | |", f"{TABLE}| a | b | c |"),
        (f"{TABLE}|a\\|b|`x`|Ã©|", f"{TABLE}| a\\|b | `x` | é |"),
        (TABLE.replace("| ID | Statement", "|ID|Statement") + "| a | b | c |", None),
        ("> " + TABLE.replace("\n|-", "\n> |-") + "> |a|b|c|", None),
    ],
)
def test_a_safe_repair_is_made(repository: Repository, before: str, after: str | None) -> None:
    if after is None:
        after = before.replace("|ID|Statement |", "| ID | Statement |").replace(
            "|a|b|c|", "| a | b | c |"
        )
        assert after != before
    file = repository.write(f"{HEAD}{before}\n")
    _, _, said = repository.lint("--fix")
    assert file.read_bytes().decode() == f"{HEAD}{after}\n"
    assert said == f"repaired {SPEC}\n"


@pytest.mark.parametrize(
    "text",
    [
        "`â€”` and `|a|`", f"```\n{TABLE}|a|b|c|\n| a | â€” |\n```",
        f"    {TABLE}".replace("\n", "\n    "), f"{TABLE}| a | b | c | d |", f"{TABLE}| a |",
        f"{TABLE}| a | b | c |", f"{TABLE}plain words",
        "|a|b|", "Le CAFÉ… est noté „Ä“ ici", "a \ufffd b", "Â" * 9 + "\u00a0",
    ],
)  # fmt: skip
def test_what_is_right_or_needs_a_thought_is_left_alone(repository: Repository, text: str) -> None:
    file = repository.write(f"{HEAD}{text}\n")
    before = file.stat()
    _, _, said = repository.lint("--fix")
    assert file.read_bytes().decode() == f"{HEAD}{text}\n"
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert said == ""


def test_a_repaired_document_lints_clean(repository: Repository) -> None:
    repository.write(BROKEN)
    found = repository.findings()
    assert {rule for rule, _ in found} >= {"double-encoding", "ragged-row"}
    code, out, _ = repository.lint("--fix")
    assert (repository.root / SPEC).read_bytes().decode() == RIGHT
    assert "double-encoding" not in out
    assert not {"double-encoding", "ragged-row"} & {rule for rule, _ in repository.findings()}
    assert code == repository.lint()[0]
    assert repository.lint("--fix")[2] == ""


def test_a_report_after_the_repair_tells_what_is_left(repository: Repository) -> None:
    repository.write(f"{HEAD}so â€” so\n\n{TABLE}| a | b | c | d |\n")
    code, out, _ = repository.lint("--fix")
    assert code == 1
    assert "ragged-row" in out
    assert "double-encoding" not in out


def test_encodings_are_repaired_in_any_document_and_tables_in_recognised_ones(
    repository: Repository,
) -> None:
    repository.write(RIGHT)
    file = repository.write(f"# Notes\n\nso â€” so\n\n{TABLE}|a|b|c|\n", "docs/notes.md")
    repository.lint("--fix")
    assert file.read_bytes().decode() == f"# Notes\n\nso — so\n\n{TABLE}|a|b|c|\n"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", [True, False])
def test_newlines_their_lack_and_a_byte_order_mark_are_kept(
    repository: Repository, bom: bytes, newline: str, *, end: bool
) -> None:
    def spelled(text: str) -> bytes:
        return bom + (text if end else text.removesuffix("\n")).replace("\n", newline).encode()

    file = repository.write(spelled(BROKEN))
    repository.lint("--fix")
    assert file.read_bytes() == spelled(RIGHT)


def test_newlines_of_several_kinds_are_kept(repository: Repository) -> None:
    file = repository.write(f"{HEAD}a â€” b\r\nc â€” d\ne â€” f\rg\u2028 â€” h\x0b â€” i\x85\n")
    repository.lint("--fix")
    expected = f"{HEAD}a — b\r\nc — d\ne — f\rg\u2028 — h\x0b — i\x85\n"
    assert file.read_bytes().decode() == expected


_CELLS = [
    "a",
    "|",
    "\\|",
    "`",
    " ",
    "â€”",
    "Ã©",
    "Â\u00a0",
    "Å‚",
    "Ä",
    "…",
    "“",
    "\t",
    "\\",
    "<b>",
    "é",
]
_LINES = st.lists(st.sampled_from(_CELLS), max_size=9).map("".join)


def test_what_a_repaired_row_brings_to_light_is_repaired_at_once() -> None:
    # The last cell holds a blank that is right, and with it a line that is not all one kind.
    once = repair(SPEC, f"{HEAD}{TABLE}| Å‚a | Â\x81 | c | \u00a0 |\n".encode())
    assert once.decode() == f"{HEAD}{TABLE}| ła | Â\x81 | c |\n"
    assert repair(SPEC, once) == once


@pytest.mark.soak
@given(st.lists(_LINES, max_size=5), st.sampled_from(["", "> ", "- ", "  "]))
def test_a_second_repair_changes_nothing(rows: list[str], lead: str) -> None:
    table = "".join(f"{lead}{line}\n" for line in (*TABLE.splitlines(), *rows))
    once = repair(SPEC, f"{HEAD}{table}".encode())
    assert repair(SPEC, once) == once
    before, after = (examine(SPEC, each, lambda _: True).facts for each in (table.encode(), once))
    assert before is not None
    assert after is not None


# --- what the rules in force do not report


@pytest.mark.parametrize(
    "config",
    [
        'ignore = ["double-encoding", "ragged-row"]',
        'ignore = ["*"]',
        'select = ["missing-file"]',
        '[severity]\ndouble-encoding = "off"\nragged-row = "off"',
        '[per_path."docs/*.md"]\ndouble-encoding = "off"\nragged-row = "off"',
    ],
)
@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_what_no_rule_reports_is_left_alone(
    repository: Repository, config: str, option: str
) -> None:
    repository.write(config, "doctrine-check.toml")
    file = repository.write(BROKEN)
    _, out, said = repository.lint(option)
    assert file.read_bytes().decode() == BROKEN
    assert said == ""
    assert "@@" not in out


@pytest.mark.parametrize(
    ("config", "encoding", "table"),
    [
        ('ignore = ["double-encoding"]', False, True),
        ('ignore = ["ragged-row"]', True, False),
        ('select = ["double-encoding"]', True, False),
        ('[severity]\ndouble-encoding = "note"\nragged-row = "off"', True, False),
        ('[per_path."other/**"]\nragged-row = "off"', True, True),
        ('[per_path."docs/**"]\ndouble-encoding = "off"', False, True),
    ],
)
def test_each_kind_of_repair_follows_its_own_rule(
    repository: Repository, config: str, *, encoding: bool, table: bool
) -> None:
    repository.write(config, "doctrine-check.toml")
    file = repository.write(BROKEN)
    repository.lint("--fix")
    text = file.read_bytes().decode()
    assert ("5 µs — doesn’t" in text) is encoding
    assert ("5 Âµs â€” doesnâ€™t" in text) is not encoding
    assert ("| INV-WID-TWO | a | b |\n| INV-WID-TRI | c |  |" in text) is table
    assert ("|INV-WID-TWO|a|b|\n| INV-WID-TRI | c |\n" in text) is not table


def test_a_waived_line_is_left_alone(repository: Repository) -> None:
    waived = WAIVE.format("double-encoding")
    file = repository.write(f"{HEAD}a â€” b {waived}\n\nc â€” d\n")
    repository.lint("--fix")
    assert file.read_bytes().decode() == f"{HEAD}a â€” b {waived}\n\nc — d\n"


def test_a_waived_table_is_left_alone(repository: Repository) -> None:
    text = f"{HEAD}{WAIVE.format('ragged-row')}\n\n{TABLE}|a|b|c|\n| a | â€” |\n\n{TABLE}"
    file = repository.write(f"{text}|d|e|f|\n")
    repository.lint("--fix")
    expected = text.replace("â€”", "—") + "| d | e | f |\n"
    assert file.read_bytes().decode() == expected


def test_an_expired_waiver_keeps_nothing(repository: Repository) -> None:
    expired = WAIVE.format("double-encoding until=2001-01-01")
    file = repository.write(f"{HEAD}a â€” b {expired}\n")
    repository.lint("--fix")
    assert file.read_bytes().decode() == f"{HEAD}a — b {expired}\n"


def test_a_document_is_what_the_config_says_it_is(repository: Repository) -> None:
    file = repository.write(f"# Something\n\n{TABLE}|a|b|c|\n")
    repository.lint("--fix")
    assert "|a|b|c|" in file.read_text(encoding="utf-8")
    repository.write(f'doctrine = "{SPEC}"', "doctrine-check.toml")
    repository.lint("--fix")
    assert "| a | b | c |" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("data", [BROKEN.encode() + b"\xff", BROKEN.encode() + b"\0"])
def test_what_cannot_be_read_is_left_alone(repository: Repository, data: bytes) -> None:
    file = repository.write(data)
    assert repository.lint("--fix")[0] == 1
    assert file.read_bytes() == data


@pytest.mark.parametrize("data", [BROKEN.encode() + b"\xff", None])
def test_repairs_of_what_cannot_be_read_are_not_known(
    repository: Repository, data: bytes | None
) -> None:
    repository.write(RIGHT)
    assert repository.lint("--diff")[0] == 0
    if data is None:
        (repository.root / "docs/other.md").symlink_to("nowhere")
    else:
        repository.write(data, "docs/other.md")
    code, out, said = repository.lint("--diff")
    assert (code, out) == (3, "")
    assert "could not check: docs/other.md cannot be read; `doctrine-check lint` says why" in said
    # What needs a repair is shown all the same.
    repository.write(BROKEN)
    assert repository.lint("--diff")[0] == 1


def test_a_document_with_a_conflict_is_left_alone(repository: Repository) -> None:
    text = f"{BROKEN}\n<<<<<<< ours\na â€” b\n=======\nc\n>>>>>>> theirs\n"
    file = repository.write(text)
    assert repository.lint("--fix")[0] == 1
    assert file.read_bytes().decode() == text


# --- how it is written


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
def test_permissions_are_kept(repository: Repository, mode: int) -> None:
    file = repository.write(BROKEN)
    file.chmod(mode)
    repository.lint("--fix")
    assert file.read_bytes().decode() == RIGHT
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_read_only_document_is_kept_and_the_rest_repaired(repository: Repository) -> None:
    locked = repository.write(BROKEN, "docs/a.md")
    locked.chmod(0o444)
    file = repository.write(BROKEN, "docs/b.md")
    code, _, said = repository.lint("--fix")
    assert code == 3
    assert locked.read_bytes().decode() == BROKEN
    assert file.read_bytes().decode() == RIGHT
    assert "cannot repair docs/a.md: the file is read-only; make it writable\n" in said
    assert said.count("\n") == 2


@pytest.mark.parametrize("broken", ["fdopen", "replace", "chmod"])
def test_a_document_is_written_whole_or_not_at_all(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    file = repository.write(BROKEN)
    with monkeypatch.context() as patched:
        patched.setattr(f"os.{broken}", refuse)
        code, _, said = repository.lint("--fix")
    assert code == 3
    assert f"cannot repair {SPEC}: No space left on device; nothing of it was written\n" in said
    assert file.read_bytes().decode() == BROKEN
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_linked_document_is_repaired_where_it_lies(repository: Repository) -> None:
    real = repository.write(BROKEN, "store/real.txt")
    real.chmod(0o640)
    link = repository.root / SPEC
    link.parent.mkdir()
    link.symlink_to("../store/real.txt")
    code, _, said = repository.lint("--fix")
    assert link.is_symlink()
    assert str(link.readlink()) == "../store/real.txt"
    assert real.read_bytes().decode() == RIGHT
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert said == f"repaired {SPEC}\n"
    assert code == repository.lint()[0]


def test_a_document_and_links_to_it_are_repaired_once(repository: Repository) -> None:
    file = repository.write(BROKEN)
    for name in ("a.md", "z.md"):
        (repository.root / "docs" / name).symlink_to("spec.md")
    assert repository.lint("--fix")[2] == f"repaired {SPEC}\n"
    assert file.read_bytes().decode() == RIGHT
    file.write_text(BROKEN, encoding="utf-8")
    assert repository.lint("--diff")[1].count("diff --git") == 1


def test_a_link_out_of_the_root_is_left_alone(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "real.md"
    outside.write_text(BROKEN, encoding="utf-8")
    repository.write(RIGHT)
    (repository.root / "docs/link.md").symlink_to(outside)
    code, _, said = repository.lint("--fix")
    assert code == 1
    assert said == (
        "doctrine-check: left docs/link.md alone: it is a link that leads out of the root\n"
    )
    assert outside.read_text(encoding="utf-8") == BROKEN


def test_a_name_cannot_steer_the_terminal(repository: Repository) -> None:
    repository.write(BROKEN, "docs/e\x1b[31m.md")
    assert repository.lint("--fix")[2] == "repaired docs/e\\x1b[31m.md\n"
