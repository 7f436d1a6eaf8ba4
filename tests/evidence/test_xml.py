from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence import xmltext
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from tests.evidence.bundle_files import cobertura, junit
from tests.evidence.bundles import make

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<lolz>&b;</lolz>"""


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "no element"),
        (b"<a>", 1, "no element"),
        (b"<a></b>", 1, "mismatched"),
        (b"<a/><b/>", 1, "junk"),
        (b"<a x='1' x='2'/>", 1, "duplicate"),
        (b"<a>\n<b>\xff</b></a>", 2, "no XML"),
        (b"<a>\x00</a>", 1, "zero bytes"),
        (LAUGHS, 2, "document type with definitions"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 1, "definitions"),
        (b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://x/">%x;]><a/>', 1, "definitions"),
        (b"<!DOCTYPE a []><a/>", 1, "definitions"),
        (b'<!DOCTYPE a SYSTEM "http://x/y.dtd">\n<a>&x;</a>', 2, "entity x"),
        (b"<a>&nbsp;</a>", 1, "undefined entity"),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', 1, "encoding"),
        (b'<?xml version="1.0" encoding="idna"?><a/>', 1, "encoding"),
        ("<a>é</a>".encode("utf-16"), 1, "UTF-16"),
        ("\ufeff<a>é</a>".encode("utf-16-be"), 1, "UTF-16"),
        ("<a>é</a>".encode("utf-16-le"), 1, "UTF-16"),
        (b"<a>" * 65 + b"</a>" * 65, 1, "nesting"),
        (b"<a" + b"".join(b" x%d='1'" % n for n in range(101)) + b"/>", 1, "100 attributes"),
    ],
)
def test_what_is_refused_and_where(data: bytes, line: int, message: str) -> None:
    found = read_xml(data)
    assert isinstance(found, XmlProblem)
    assert found.line == line
    assert found.column >= 1
    assert message in found.message


def test_elements_and_bytes_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_xml(b"<a/>", most=3)
    assert isinstance(found, XmlProblem)
    assert "4 bytes" in found.message
    monkeypatch.setattr(xmltext, "MAX_ELEMENTS", 3)
    assert not isinstance(read_xml(b"<a><b/><b/></a>"), XmlProblem)
    found = read_xml(b"<a><b/><b/><b/></a>")
    assert isinstance(found, XmlProblem)
    assert "more than 3 elements" in found.message


@pytest.mark.parametrize(
    "data",
    [
        junit(5, failed=[1], skipped=[2]),
        cobertura("a.py", [1, 2]),
        make()["profiles/before.svg"],
        b'<a b="1">text<c/>tail &lt;&#233;<![CDATA[<x>]]></a>',
        b'<x:a xmlns:x="urn:one" xmlns="urn:two" x:k="1" k="2"><b/></x:a>',
        b"<a>" * 64 + b"</a>" * 64,
        b"<a>" + b"<b><c/></b>" * 100 + b"</a>",
    ],
)
def test_what_tools_write_is_read_as_the_standard_reader_does(data: bytes) -> None:
    found = read_xml(data)
    assert not isinstance(found, XmlProblem)
    assert ET.tostring(found) == ET.tostring(ET.fromstring(data))  # noqa: S314 - made above


PIECES = st.sampled_from(
    ["<a>", "</a>", "<a/>", "&x;", "&lt;", "<!DOCTYPE a>", "<!DOCTYPE a [", "]>", "x", "<![CDATA[",
     "]]>", "<!--", "-->", "<?p ?>", '<a b="', '"', "<!ENTITY x 'y'>", "é", "\x00", "<x:a>"]
)  # fmt: skip


@pytest.mark.soak
@given(st.lists(PIECES, max_size=12).map("".join).map(str.encode) | st.binary(max_size=60))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    found = read_xml(data)
    if isinstance(found, XmlProblem):
        assert found.line >= 1
        assert found.column >= 1
    else:
        assert b"<!ENTITY" not in data or b"<!--" in data or b"CDATA" in data or b'b="' in data
