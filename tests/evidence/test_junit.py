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
