from __future__ import annotations

import pytest

from doctrine_check.doctrine.markdown import parse
from doctrine_check.doctrine.waivers import Waiver, waivers_of

WAIVER = '<!-- doctrine-check: waive ragged-row reason="kept for the importer" -->'
OTHER = '<!-- doctrine-check: waive empty-cell reason="not known yet" -->'
TABLE = "| a |\n|---|\n| 1 |\n"


def waivers(text: str) -> list[Waiver]:
    return list(waivers_of(parse("a.md", text)))


def covered(text: str) -> list[tuple[int, int]]:
    return [(waiver.first, waiver.last) for waiver in waivers(text)]


def only(text: str) -> Waiver:
    found = waivers(text)
    assert len(found) == 1, found
    return found[0]


def test_a_waiver_covers_the_next_block_or_its_own_line() -> None:
    found = waivers(f"# T\n\n{WAIVER}\n\n{TABLE}\ntext {WAIVER}\n")
    assert [(w.line, w.column, w.first, w.last) for w in found] == [(3, 1, 5, 7), (9, 6, 9, 9)]


def test_a_waiver_above_covers_a_paragraph_a_list_and_a_heading() -> None:
    assert covered(f"{WAIVER}\none\ntwo\n\nthree\n") == [(2, 3)]
    assert covered(f"{WAIVER}\n\n- one\n- two\n\nthree\n") == [(3, 4)]
    assert covered(f"{WAIVER}\n\n## Heading\n\nthree\n") == [(3, 3)]


def test_a_waiver_with_nothing_behind_it_covers_its_own_line() -> None:
    assert covered(f"text\n\n{WAIVER}\n") == [(3, 3)]


@pytest.mark.parametrize("between", [" ", "", "\n", " <!-- a remark --> ", "\n\n"])
def test_two_waivers_above_a_table_cover_it_both(between: str) -> None:
    text = f"{WAIVER}{between}{OTHER}\n\n{TABLE}"
    top = text[: text.index("| a |")].count("\n") + 1
    found = waivers(text)
    assert [w.rules for w in found] == [("ragged-row",), ("empty-cell",)]
    assert [(w.first, w.last) for w in found] == [(top, top + 2)] * 2


def test_two_waivers_in_one_row_cover_that_row_both() -> None:
    assert covered(f"{TABLE}| 2 {WAIVER} {OTHER} |\n") == [(4, 4), (4, 4)]


def test_a_waiver_alone_on_a_line_within_a_paragraph_covers_the_next_block() -> None:
    text = f"one <!-- a remark\nthat wraps --> two\n      {WAIVER}\nthree\n\nnext\n"
    assert covered(text) == [(6, 6)]


def test_each_waiver_of_a_block_of_raw_html_counts_once() -> None:
    text = f"<div>\n{WAIVER}\n{OTHER}\n</div>\n\ntext\n"
    assert [(w.line, w.rules) for w in waivers(text)] == [
        (2, ("ragged-row",)),
        (3, ("empty-cell",)),
    ]


def test_a_waiver_in_a_block_quote_covers_the_next_block_of_it() -> None:
    assert covered(f"> {WAIVER}\n>\n> | a |\n> |---|\n> | 1 |\n") == [(3, 5)]


@pytest.mark.parametrize(
    "text",
    [
        f"Write `{WAIVER}`.",
        f"Write ``{WAIVER}`` and `more`.",
        "Write `<!-- doctrine-check: waive RULE\nreason='...' -->` on the line.",
        f"```\n{WAIVER}\n```",
        f"~~~ text\n\n{WAIVER}\n~~~",
        f"text\n\n    {WAIVER}",
        f"Written out: \\{WAIVER}",
        "<!-- doctrine-check -->",
        "<!-- doctrine: check -->",
        "<!-- note: doctrine-check: waive a -->",
        "<!-- the doctrine check comes first -->",
        "doctrine-check: waive ragged-row",
    ],
)
def test_what_is_shown_as_an_example_or_is_another_comment_is_no_waiver(text: str) -> None:
    assert waivers(f"# T\n\n{text}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        f"`code` {WAIVER} `code`",
        f"an odd ` and {WAIVER}",
        f"an escaped \\` tick {WAIVER} \\` twice",
        f"`` two against ` one {WAIVER}",
        f"<div>` {WAIVER} `</div>",
        f"<div>\\{WAIVER}</div>",
        f"<!-- ` --> {WAIVER} `",
        f"an open <!-- in a text\n\n{WAIVER}",
        f"an empty <!--> comment {WAIVER}",
        f"```\ncode\n```\n{WAIVER}",
    ],
)
def test_ticks_and_comments_around_a_waiver_do_not_hide_it(text: str) -> None:
    waiver = only(f"# T\n\n{text}\n")
    assert (waiver.rules, waiver.problem) == (("ragged-row",), None)


@pytest.mark.parametrize(
    "name",
    [
        "doctrine-check:",
        "Doctrine-Check:",
        "DOCTRINE-CHECK:",
        "doctrine_check:",
        "  doctrine-check :",
        "\ndoctrine-check:",
    ],
)
def test_the_name_may_be_written_in_other_ways(name: str) -> None:
    waiver = only(f'<!--{name} Waive ragged-row reason="kept" -->\ntext\n')
    assert (waiver.rules, waiver.reason, waiver.problem) == (("ragged-row",), "kept", None)


@pytest.mark.parametrize(
    "reason",
    [
        "p99 > 100 ms is agreed",
        "see A -> B, <b>, < 5 and --",
        "x" * 5000,
        "it's so",
        "until=2020-01-01 is in the text",
        "a | b",
        "naïve – 画像",
        "waive more, reason=none",
    ],
)
@pytest.mark.parametrize(
    "where", ["{}\n\ntext\n", "text {}\n", "| a | b |\n|---|---|\n| 1 | {} |\n"]
)
def test_a_reason_may_hold_anything(reason: str, where: str) -> None:
    comment = f'<!-- doctrine-check: waive ragged-row until=2999-01-01 reason="{reason}" -->'
    waiver = only(where.format(comment))
    assert waiver.problem is None
    assert (waiver.reason, waiver.until, waiver.rules) == (reason, "2999-01-01", ("ragged-row",))


def test_a_reason_in_single_quotes_may_hold_double_ones() -> None:
    waiver = only("text <!-- doctrine-check: waive ragged-row reason='the \"old\" way' -->\n")
    assert (waiver.reason, waiver.problem) == ('the "old" way', None)


def test_a_wrapped_waiver_is_one_and_covers_what_it_would_on_one_line() -> None:
    comment = (
        '<!-- doctrine-check: waive ragged-row,\n  empty-cell\n  reason="kept\n  for now"\n-->'
    )
    waiver = only(f"{comment}\n\n{TABLE}")
    assert (waiver.line, waiver.first, waiver.last) == (1, 7, 9)
    assert (waiver.rules, waiver.reason) == (("ragged-row", "empty-cell"), "kept for now")
    quoted = "\n".join(f"> {line}" for line in comment.split("\n"))
    assert only(f"{quoted}\n>\n> text\n").rules == ("ragged-row", "empty-cell")


def test_a_wrapped_waiver_within_a_paragraph_covers_the_lines_it_stands_on() -> None:
    text = 'one\ntwo <!-- doctrine-check: waive ragged-row\nreason="kept" --> three\nfour\n'
    waiver = only(text)
    assert (waiver.line, waiver.column, waiver.first, waiver.last) == (2, 5, 2, 3)
    assert (waiver.reason, waiver.problem) == ("kept", None)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("waive ragged-row", 'expected reason="...", found none'),
        ('waive ragged-row reason=""', 'expected reason="...", found none'),
        ('waive ragged-row reason="  "', 'expected reason="...", found none'),
        ("waive ragged-row reason=because", 'expected reason="...", found none'),
        ('waive ragged-row treason="no"', 'expected reason="...", found none'),
        ('waive reason="of nothing"', "expected at least one rule id, found none"),
        (
            'ignore ragged-row reason="x"',
            'expected "waive" and rule ids, found "ignore ragged-row"',
        ),
        ("", 'expected "waive" and rule ids, found ""'),
        ('waive a until=2025-02-30 reason="x"', 'until=YYYY-MM-DD, found "2025-02-30"'),
        ('waive a until=2026-W01-1 reason="x"', 'until=YYYY-MM-DD, found "2026-W01-1"'),
        ('waive a until=20260101 reason="x"', 'until=YYYY-MM-DD, found "20260101"'),
        ('waive a until= reason="x"', 'until=YYYY-MM-DD, found ""'),
        ('waive a until=2020-01-01 until=2999-01-01 reason="x"', "one until=YYYY-MM-DD, found 2"),
        ('waive a reason="x" reason="y"', 'expected one reason="...", found 2'),
    ],
)
def test_a_broken_waiver_says_what_is_wrong_with_it(words: str, problem: str) -> None:
    found = only(f"text <!-- doctrine-check: {words} -->\n").problem
    assert found is not None
    assert problem in found


@pytest.mark.parametrize(
    "text",
    [
        "text <!-- doctrine-check: waive ragged-row\n\nmore -->\n",
        '<!-- doctrine-check: waive ragged-row reason="x"\n\ntext\n',
        "| a |\n|---|\n| <!-- doctrine-check: waive ragged-row |\n",
    ],
)
def test_a_waiver_that_never_ends_is_a_broken_one(text: str) -> None:
    assert only(text).problem == 'expected "-->" at its end, found none'


def test_a_broken_waiver_quotes_no_more_than_it_must() -> None:
    problem = only(f"text <!-- doctrine-check: {'word ' * 1000} -->\n").problem
    assert problem is not None
    assert len(problem) < 150


def test_a_word_that_only_ends_like_a_key_is_taken_for_a_rule() -> None:
    waiver = only('x <!-- doctrine-check: waive a not-until=2999-01-01 reason="r" -->\n')
    assert (waiver.rules, waiver.until) == (("a", "not-until=2999-01-01"), None)


def test_a_rule_named_twice_counts_once() -> None:
    assert only('x <!-- doctrine-check: waive a, b a,b reason="r" -->\n').rules == ("a", "b")
