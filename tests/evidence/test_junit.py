from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.junit import Result, Suite, read_junit
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from tests.evidence.bundle_files import junit


def read(text: str | bytes) -> tuple[Suite, list[str]]:
    root = read_xml(text.encode() if isinstance(text, str) else text)
    assert not isinstance(root, XmlProblem)
    suite, faults = read_junit(root)
    return suite, [f"{fault.expected}, found {fault.found}" for fault in faults]


def test_pytest() -> None:
    suite, faults = read(junit(4, failed=(1,), skipped=(2,)))
    assert faults == []
    assert suite.timed
    assert suite.tests == {
        "tests.conformance.test_0": Result.PASSED,
        "tests.conformance.test_1": Result.FAILED,
        "tests.conformance.test_2": Result.SKIPPED,
        "tests.conformance.test_3": Result.PASSED,
    }
    assert suite.names(Result.FAILED, Result.ERROR) == ("tests.conformance.test_1",)


def test_nested_suites_and_other_dialects() -> None:
    suite, faults = read(
        '<testsuites><testsuite name="a" tests="2"><testsuite name="b"><testcase name="x"/>'
        '</testsuite><testcase name="y" status="notrun"/><testcase name="z"><error/></testcase>'
        '</testsuite><testcase classname="c" name="w"><skipped/><failure/></testcase></testsuites>'
    )
    assert faults == []
    assert suite.tests == {
        "b.x": Result.PASSED,
        "a.y": Result.SKIPPED,
        "a.z": Result.ERROR,
        "c.w": Result.FAILED,
    }
    assert not suite.timed


def test_a_test_that_ran_twice_has_its_worst_result() -> None:
    case = '<testcase classname="c" name="x">{}</testcase>'
    for inner in ("", "<failure/>"), ("<failure/>", ""):
        suite, _ = read(f"<testsuite>{case.format(inner[0])}{case.format(inner[1])}</testsuite>")
        assert suite.tests == {"c.x": Result.FAILED}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<html/>", "found <html>"),
        ('<testsuite name="s" tests="3"><testcase name="x"/></testsuite>', "3 tests in the suite"),
        (
            '<testsuite failures="1" tests="1"><testcase name="x"/></testsuite>',
            "1 failures and errors, as a suite states, found 0",
        ),
        (
            '<testsuite failures="1" errors="1"><testcase><failure/></testcase></testsuite>',
            "2 failures and errors, as a suite states, found 1",
        ),
    ],
)
def test_files_that_contradict_themselves(text: str, word: str) -> None:
    faults = read(text)[1]
    assert any(word in fault for fault in faults), faults


def test_long_names_are_told_apart_by_their_ends() -> None:
    cases = "".join(f'<testcase name="{"x" * 600}{number}"/>' for number in range(5))
    suite, _ = read(f"<testsuite>{cases}</testsuite>")
    assert len(suite.tests) == 5
    assert max(map(len, suite.tests)) < 600


def test_cases_of_one_name_are_counted_those_that_failed_left_out() -> None:
    cases = '<testcase name="x"/><testcase name="x"><failure/></testcase><testcase name="x"/>'
    suite, faults = read(f'<testsuite tests="3" failures="1">{cases}</testsuite>')
    assert faults == []
    assert suite.often == {"x": 2}
    assert suite.tests == {"x": Result.FAILED}


@pytest.mark.parametrize(
    ("suite", "broken"),
    [
        ('<testsuite name="s"><error/></testsuite>', ("s",)),
        ('<testsuite name="s"><Failure/></testsuite>', ("s",)),
        ('<testsuite name="s" status="Failed"/>', ("s",)),
        ('<testsuite name="s" success="false"/>', ("s",)),
        ('<testsuite name="s" failures="0" result="success" success="true"/>', ()),
        ('<testsuite name="s"><system-err>error</system-err><skipped/></testsuite>', ()),
    ],
)
def test_suites_that_fail_outside_of_their_cases(suite: str, broken: tuple[str, ...]) -> None:
    assert read(f"<testsuites>{suite}</testsuites>")[0].broken == broken


@pytest.mark.parametrize(
    ("case", "result", "faults"),
    [
        ('<testcase status="run" result="completed"/>', Result.PASSED, 0),
        ('<testcase status="0" state="PASS"/>', Result.PASSED, 0),
        ('<testcase status="Not Run"/>', Result.SKIPPED, 0),
        ('<testcase executed="False"/>', Result.SKIPPED, 0),
        ('<testcase skipped="true"/>', Result.SKIPPED, 0),
        ('<testcase success="False"/>', Result.FAILED, 0),
        ('<testcase errors="2"/>', Result.ERROR, 0),
        ('<testcase result="Timed out"/>', Result.FAILED, 0),
        ("<testcase><a><b><Error/></b></a></testcase>", Result.ERROR, 0),
        ("<testcase><flakyFailure/><system-out><failure/></system-out></testcase>",
         Result.PASSED, 0),
        ('<testcase status="exploded"/>', Result.PASSED, 1),
        ('<testcase status="exploded"><failure/></testcase>', Result.FAILED, 0),
    ],
)  # fmt: skip
def test_what_says_how_a_case_ended(case: str, result: Result, faults: int) -> None:
    suite, found = read(f"<testsuite>{case}</testsuite>")
    assert [*suite.tests.values()] == [result]
    assert len(found) == faults


@pytest.mark.parametrize(
    ("root", "faults"),
    [
        ('tests="3" failures="0" errors="0" skipped="0"', 0),
        ('tests="2"', 0),
        ('tests="4"', 1),
        ('errors="1"', 1),
        ('failures="1"', 1),
        ('skipped="1"', 1),
        ('disabled="1"', 1),
    ],
)
def test_what_all_suites_state_is_what_they_hold_together(root: str, faults: int) -> None:
    suites = (
        '<testsuite tests="2"><testcase name="a"/><testcase name="b"/></testsuite>'
        '<testsuite tests="1"><testcase name="c"/></testsuite>'
    )
    assert len(read(f"<testsuites {root}>{suites}</testsuites>")[1]) == faults


def test_other_counts_are_let_pass() -> None:
    counts = 'tests="many" failures="-1" errors="99999999999"'
    assert read(f'<testsuite {counts}><testcase name="x"/></testsuite>')[1] == []


@given(
    st.recursive(
        st.sampled_from(['<testcase name="x"/>', "<testcase/>", "<failure/>", "text", "<a/>"]),
        lambda inner: st.lists(inner, max_size=4).map(
            lambda parts: f'<testsuite tests="1">{"".join(parts)}</testsuite>'
        ),
    )
)
def test_any_tree(inner: str) -> None:
    suite, faults = read(f"<testsuites>{inner}</testsuites>")
    assert len(faults) <= 20
    assert set(suite.tests.values()) <= set(Result)
