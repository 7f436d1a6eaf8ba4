"""Text that was encoded twice is found and put right; text that is right is left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from doctrine_check.doctrine.load import parse_document
from doctrine_check.doctrine.source import (
    MAX_BYTES,
    Source,
    SourceProblem,
    conflict,
    decode,
    double_encodings,
)
from doctrine_check.doctrine.twice import MAX_LAYERS

SENTENCES = {
    "Catalan": "L'ACCIÓ «següent» és col·locar-la: ¿què?",
    "Chinese": "启动时间少于一百毫秒；“缓存”很重要……对吗？",
    "Croatian": "Žurno vraćanje đaka: „česta mjesta“ ŠTEDE vrijeme…",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy — „též mříž…“",
    "Danish": "HVORNÅR… »på Ærø« blev det så småt — ØRESUND’s år",
    "Dutch": "Geïnstalleerd: ‘één coöperatie’ — IJSLAND…",
    "Estonian": "„Põder sõi rõõmsalt šokolaadi ja žürii ÖÖ“",
    "Finnish": "”ÄLÄ…” — hän söi työpöytänsä ääressä ÅBO–PÖYTYÄ",
    "French": "«\u00a0Le CAFÉ… est noté À L’ÉTÉ\u00a0!\u00a0» – il est allé…” œuvre",
    "German": "„GRÖSSE“ und „Ä“, „Ö“, „Ü“: die Straße… ÜBER—alles – Äpfel®",
    "Greek": "«Ο ΧΡΟΝΟΣ» εκκίνησης είναι μικρός — «ναι…»",
    "Hungarian": "„Árvíztűrő tükörfúrógép”, »ŐSZ« és „KAPCSOLÓ”…",
    "Icelandic": "„Það…“ er ÞÓ Æði – „kæmi ný öxi hér“",
    "Italian": "LUNEDÌ… «CITTÀ» – PERCHÉ¹ “È” così, più CAFFÈ®",
    "Japanese": "起動は「百ミリ秒」未満です…速い、とても速い！",
    "Korean": "시작 시간은 “백 밀리초” 미만이다…",
    "Lithuanian": "„Įlinkdama fechtuotojo špaga“ – ŽODŽIŲ šėšių…",
    "Norwegian": "«BLÅ» og «Ø» – nå på ÅL… så går’n",
    "Polish": "„Zażółć gęślą jaźń” – ŁÓDŹ… «są» MĄDRE",
    "Portuguese": "“AMANHÃ…” «IRMû disse a MANHÃ’ — ‘LÃ’ AMANHÃ—LISBOA e NÃO–SIM; amanhã…”",
    "Romanian": "„A URÂ…” și „a coborâ…” – ȚARA ÎNTREAGĂ «mâine»",
    "Russian": "«Время запуска» — меньше 100 мс… №5",
    "Slovak": "„Kŕdeľ ďatľov učí koňa žrať kôru“ – TÉŽ… „éž“",
    "Slovene": "»ŠERIF bo za vajo spet kuhal domače žgance« – č…",
    "Spanish": "—¿Mañana? —dijo José—¿Vienes al CAFÉ…? «Ñ» “Ñ” ESPAÑA–PERÚ, café—£5",
    "Swedish": "”Å”, ”Ä” och ”Ö”: SMÅ… A–Ö, Å–Ä; ”PÅ” – 5 Å, 1,54 Å ± 0,01 och 3 \u00c5\u00b10,2",
    "Turkish": "“Hâlâ…” GÜÇLÜ ‘İŞ’ – ığdır’ın ŞÖYLE…",
    "Ukrainian": "«Їжак» — ґава з’їла ЄВРО…",
    "Vietnamese": "“Việt Nam…” – ĐÂU? Tốc độ khởi động…",
    "signs": "NESCAFÉ® 25 °C ± 2 °C, 10 m², ½ € ≤ 5 µs → OK ✓ ™ §4 ¶2 └── ▓ 😀 🇫🇷 a×b",
}


def spelled(text: str, encoding: str = "cp1252") -> str:
    """``text`` as it shows when its UTF-8 is read as something else.

    Bytes that Windows-1252 does not define become control characters, as browsers have them.
    """
    if encoding == "latin-1":
        return text.encode().decode("latin-1")
    bytes_ = (bytes((byte,)) for byte in text.encode())
    return "".join(each.decode("cp1252" if _defined(each) else "latin-1") for each in bytes_)


def _defined(byte: bytes) -> bool:
    return byte not in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")


def found_in(line: str) -> list[tuple[str, str | None]]:
    return [(found.written, found.repaired) for found in double_encodings([line], [False])]


def repaired(line: str) -> str:
    for found in sorted(double_encodings([line], [False]), reverse=True):
        if found.repaired is not None:
            start = found.column - 1
            assert line.startswith(found.written, start)
            line = line[:start] + found.repaired + line[start + len(found.written) :]
    return line


# --- what is right


@pytest.mark.parametrize("language", SENTENCES)
def test_right_text_raises_nothing(language: str) -> None:
    assert found_in(SENTENCES[language]) == []


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize(
    "frame", ["„{}“", "“{}…”", "‘{}’", "”{}”", "«{}»", "«\u00a0{}…\u00a0»", "{}…", "{}—{}", "{}’s"]
)
def test_words_raise_nothing_in_capitals_before_quotes_dashes_and_ellipses(
    language: str, frame: str
) -> None:
    words = [word.strip(".,;:?!…“”„‘’«»") for word in SENTENCES[language].split()]
    for word in (*words, *(word.upper() for word in words)):
        if len(word) > 1:
            assert found_in(frame.format(word, word)) == []


@pytest.mark.parametrize(
    "text",
    [
        "„Ä“", "‚Å‘", "“Ñ”", "”Ö”", "«É»", "É…", "Ñ–Ñ", "„Ã“", "“Ã”", "CAFÉ…", "AMANHÃ…", "IRMÃ»",
        "MANHÃ\u00a0", "ÉCOLE À", "é——", "é…”", "été…»", "café—£5", "José—¿vienes?", "mříž”",
        "amanhã…”", "a coborâ…”", "hâlâ’", "zé\u00adš", "ROSÈ®", "CAFFÈ¹", "ÄLÄ¹", "BLÅ´",
        "3 Å±0.2", "též…",
        "3 Å± 0.2", "Ä–Ö", "”Å–Ä”", "Ž—ž", "ð…”", "það”", "L’À\u00a0", "“Î”", "« Î»", "MWSTÄ…",
        "\u00ad", "\x85", "’Î’", "Î’s", "Ä–Î–Z", "« Î\u00a0»", "5 Å²", "5 Å·s", "Å†",
        "Å—", "Ñ…", "Ä…",
        "„a, Ä“", "“mot Ï”", "HAÏ…", "COBORÎ”", "mÅ²", "voilâ–“ici”", "“voilâ–”", "«papá»—dijo",
        "«está»¹", "hâlâ… ", "İŞ’", "ığdır’ın", "│ ├── └──", "░▒▓ ■ □ ▪", "⅓ ⅔ ℓ №", "Δt, π/2, λ",
    ],
)  # fmt: skip
def test_what_looks_alike_raises_nothing(text: str) -> None:
    assert found_in(text) == []
    assert found_in(f"Le mot {text} est bon") == []


def test_a_quote_may_close_what_a_line_above_has_opened() -> None:
    for lines in (["“mot", "Î” so"], ["„a", "b", "Ä“ so"], ["« le mot", "papá»¹ so"]):
        assert list(double_encodings(lines, [False] * len(lines))) == []
        apart = [*lines[:-1], "", lines[-1]]
        assert len(list(double_encodings(apart, [False] * len(apart)))) == 1


@pytest.mark.parametrize(
    "right",
    [
        "„Ä“", "É…", "CAFÉ…", "AMANHÃ… e", "MANHÃ”, e", "MÑ…", "Ñ–Z", "SÅ…", "é…”", "coborâ…”",
    ],
)  # fmt: skip
def test_what_is_right_is_kept_beside_what_is_not(right: str) -> None:
    assert repaired(f"{right} â€” doesnâ€™t") == f"{right} — doesn’t"


# --- what is not


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("\u00e2\u20ac\u201d", "—"),
        ("â€™", "’"), ("â€œ", "“"), ("â€\x9d", "”"), ("â€¦", "…"), ("â€“", "–"), ("â€¢", "•"),
        ("â†’", "→"), ("â‰¤", "≤"), ("âœ“", "✓"), ("â”€", "─"), ("â””", "└"), ("â–º", "►"),
        ("â„¢", "™"), ("ï¬\x81", "\ufb01"),
        ("â‚¬", "€"), ("ã‚¹", "ス"), ("ã€‚", "。"), ("ä¸­", "中"), ("ðŸ˜€", "😀"),
        ("Ã©", "é"), ("Ã‰", "É"), ("Ã\u00a0", "à"), ("Ã±", "ñ"), ("Ãœ", "Ü"), ("ÃŸ", "ß"),
        ("Ã–", "Ö"), ("Ã—", "×"), ("Â\u00a0", "\u00a0"), ("Â°", "°"), ("Â±", "±"), ("Â»", "»"),
        ("Âµ", "µ"), ("Å¼", "ż"), ("Å¡", "š"), ("Ä\x8d", "č"), ("Î±", "α"), ("Ð¿", "п"),
        ("Ñ\x8f", "я"), ("â\x80\x94", "—"), ("â\x80\x99", "’"), ("Ã\x89", "É"), ("Ã\x96", "Ö"),
        ("Ä\x85", "ą"), ("È\x99", "ș"), ("ã\x81\x82", "あ"), ("ð\x9f\x98\x80", "😀"),
        ("ä½\u00a0å¥½", "你好"), ("Î”", "Δ"), ("Î»", "λ"), ("Ï€", "π"), ("Î²", "β"), ("Î·", "η"),
        ("Î\u00a0", "Π"), ("Î—", "Η"), ("Ï…", "υ"), ("Ñ€", "р"), ("Ð’", "В"), ("Ð°", "а"),
        ("Ñ‚", "т"),
        ("ÄŒ", "Č"), ("Å™", "ř"), ("Åž", "Ş"), ("Ä±", "ı"), ("Ä°", "İ"), ("Å“", "œ"), ("Ä‡", "ć"),
        ("â–‘", "░"), ("â–’", "▒"), ("â–“", "▓"), ("â–\u00a0", "■"), ("â”“", "┓"),
        ("â„–", "№"), ("â…“", "⅓"),
        ("á»‹", "ị"), ("áº·", "ặ"), ("á»™", "ộ"),
    ],
)  # fmt: skip
def test_what_no_right_text_holds_is_found(written: str, right: str) -> None:
    assert found_in(f"so {written} so") == [(written, right)]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("KÃ“RNIK", "KÓRNIK"), ("JÃ„GER", "JÄGER"), ("NOÃ‹L", "NOËL"), ("MÃ»r", "Mûr"),
        ("GDAÅƒSK", "GDAŃSK"), ("maÅ‚y", "mały"), ("biÈ›i", "biți"), ("dÄ…b", "dąb"),
        ("ZaÅ¼Ã³Å‚Ä‡", "Zażółć"), ("Å\x81Ã³dÅº", "Łódź"),
        ("éÃŠÃ–", "éÊÖ"), ("é——ä¸­", "闗中"), ("ACMEÂ®", "ACME®"), ("10 MÂ²", "10 M²"),
    ],
)  # fmt: skip
def test_a_word_that_nobody_writes_is_put_right(written: str, right: str) -> None:
    assert repaired(f"so {written} so") == f"so {right} so"


def test_a_finding_stands_where_the_characters_do() -> None:
    lines = ["é", "", "so â€” much â€\x9dâ€¦ as Ã©tÃ©"]
    found = list(double_encodings(lines, [False] * 3))
    assert [(each.line, each.column, each.written, each.repaired) for each in found] == [
        (3, 4, "â€”", "—"),
        (3, 13, "â€\x9dâ€¦", "”…"),
        (3, 23, "Ã©", "é"),
        (3, 26, "Ã©", "é"),
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("language", [*SENTENCES])
def test_a_sentence_comes_back(language: str, layers: int, encoding: str) -> None:
    # In capitals, a quote behind a letter may be either; these sentences are made of such cases.
    right = SENTENCES[language].lower() + " — ж…"
    line = right
    for _ in range(layers):
        line = spelled(line, encoding)
    assert repaired(line) == right


_ALPHABETS = (
    "aàáâäæbcçdeèéêëfghiìíîïjklmnñoòóôöøœpqrsßtuùúûüvwxyÿz", "aąbcćdeęfghijklłmnńoóprsśtuwyzźż",
    "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž", "aãâbcdeéfghiíjlmnoõpqrstuúvxz", "abcçdğıioösşuü",
    "aăâbcdeiîlmnoprsștțuv", "aábceéfgiíjkloóöőuúüű", "aāčeēģiīķlļnņsšuūž", "aąčęėiįšųūž",
    "aåäöøæð",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґђљњћџ", "αάβγδεέζηήθικλμνξοόπρσςτυύφχψωώ",
    "aăâeêiouươđạảấầẩẫậắằẳẵặẹẻẽếềểễệọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "一二三中文字符编码速度測試漢字",
    "あいうえおかきくけこサシスセソー、。「」", "가나다라마바사한글속도시험", "😀🚀✅⚠🇫🇷←→≤≥✓─│└■",
)  # fmt: skip
_PUNCTUATION = [
    "—",
    " – ",
    "… ",
    "’",
    "“",
    "” ",
    "„",
    "« ",
    " »",
    "€",
    " ×",
    "°",
    "·",
    "½",
    " ",
    "|",
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words of one language in small letters, capitalised or in capitals, with punctuation."""
    letters = draw(st.sampled_from(_ALPHABETS))
    word = st.text(letters, min_size=3, max_size=8).map(str.lower)
    word = word.filter(
        lambda text: "âœ" not in text
    )  # before a dash it is a check mark, read twice
    # A capital alone before a quote or ellipsis may be right: "AMANHÃ…", "SÄ…".
    ending = "A" if letters.startswith("a") else ""
    capitals = word.map(lambda text: text.upper() + ending)
    words = draw(st.lists(st.one_of(word, word.map(str.title), capitals), max_size=6))
    signs = draw(st.lists(st.sampled_from(_PUNCTUATION), min_size=6, max_size=6))
    return "".join(f"{text}{sign} " for text, sign in zip(words, signs, strict=False))


@pytest.mark.soak
@given(texts(), st.sampled_from(["cp1252", "latin-1"]), st.integers(1, 3))
@example("so geht’s", "cp1252", 3)
def test_text_of_any_language_comes_back(right: str, encoding: str, layers: int) -> None:
    line = right = f"— {right}"  # one dash: a line with nothing certain in it is let alone
    assert found_in(right) == []
    for _ in range(layers):
        line = spelled(line, encoding)
    assert repaired(line) == right


_LETTERS = "ÂÃÄÅÐÑâãéðïŸÉaA “”…€™’„–»\u00a0¡±¼®°²¹´½\x81\x9d\x80`|7—\ufffd"


@pytest.mark.soak
@given(st.text(_LETTERS, max_size=30))
def test_what_was_put_right_is_left_alone(line: str) -> None:
    once = repaired(line)
    assert repaired(once) == once


_WRITTEN = (
    (0xA0, 0xFF), (0x100, 0x17F), (0x388, 0x3CE), (0x400, 0x45F), (0x1E80, 0x1EF9),
    (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20C0), (0x2100, 0x218B), (0x2190, 0x22FF),
    (0x2500, 0x27BF),
)  # fmt: skip
"""Letters of Europe and Vietnam, punctuation, letter-like signs, arrows, mathematics, shapes."""


def test_nearly_every_character_is_found_where_it_stands_alone() -> None:
    chars = [chr(code) for low, high in _WRITTEN for code in range(low, high + 1)]
    chars = [char for char in chars if unicodedata.category(char) not in ("Cn", "Cf")]
    missed = [char for char in chars if found_in(f"so {spelled(char)} so") == []]
    # The rest looks like a unit of length, or a letter that is spoken of, and what follows it.
    assert "".join(missed) == "ąĖėĠŅņŇŖŗŠŭŰŲųŷхії"
    assert len(chars) > 1_500


@pytest.mark.parametrize("mark", ["ï»¿", "Ã¯Â»Â¿"])
def test_a_byte_order_mark_is_taken_away(mark: str) -> None:
    assert found_in(f"{mark}# T") == [(mark, "")]
    assert found_in(f"so {mark}so") == [(mark, "")]
    assert repaired(f"{mark}# T â€”{mark} so") == "# T — so"


def test_a_lost_character_that_was_encoded_again_cannot_be_put_right() -> None:
    assert found_in("so ï¿½ï¿½ so â€”ï¿½") == [("ï¿½ï¿½", None), ("â€”", "—"), ("ï¿½", None)]


# --- what cannot be told


def test_a_lost_character_is_reported_and_not_repaired() -> None:
    assert found_in("a \ufffd b \ufffd c") == [("\ufffd", None)]


def test_layers_without_end_are_reported_and_not_repaired() -> None:
    line = "so " + "Â" * (MAX_LAYERS + 1) + "\u00a0 â€” so"
    [(written, right)] = found_in(line)
    assert right is None
    assert written in line
    assert repaired(line) == line
    assert repaired("so " + "Â" * MAX_LAYERS + "\u00a0so") == "so \u00a0so"


def test_half_of_two_layers_is_left_alone() -> None:
    assert found_in("so Â\x81 so") == []
    assert repaired("so ÃƒÂ\x81 so") == "so Á so"


def test_code_and_fences_are_left_alone() -> None:
    assert found_in("`â€”` and ``Ã© ` â€”`` and ` alone") == []
    assert found_in("`â€” and Ã©") == [("â€”", "—"), ("Ã©", "é")]
    assert list(double_encodings(["â€”", "â€”"], [True, True])) == []
    assert found_in("`ä` maÅ‚y Â° â€” są") != []
    # What stands in code says nothing about the rest of the line.
    assert repaired("`ä` Å‚a â€” x") == "`ä` ła — x"


# --- decoding


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"a\nb\0c", 2, "NUL byte"),
        ("é".encode("latin-1"), 1, "byte 0xE9"),
        (b"ok\n\nbad \xff", 3, "byte 0xFF"),
        (b"x" * (MAX_BYTES + 1), 1, f"at most {MAX_BYTES:,} bytes, which is all that is read"),
    ],
)
def test_bytes_that_are_no_text_are_a_problem_at_their_line(
    data: bytes, line: int, message: str
) -> None:
    problem = decode("a.md", data)
    assert isinstance(problem, SourceProblem)
    assert (problem.path, problem.line, problem.kind) == ("a.md", line, "unreadable")
    assert message in problem.message


def test_the_longest_document_is_read() -> None:
    assert isinstance(decode("a.md", b"x" * MAX_BYTES), Source)


def test_text_loses_its_byte_order_mark_and_carriage_returns() -> None:
    assert decode("a.md", b"\xef\xbb\xbfa\r\nb\rc\n") == Source("a.md", "a\nb\nc\n")


@given(st.text(st.characters(exclude_characters="\0\r", codec="utf-8")))
def test_text_is_read_as_it_was_written(text: str) -> None:
    assume(not text.startswith("\ufeff"))
    assert decode("a.md", text.encode()) == Source("a.md", text)


def test_a_conflict_is_found_unless_all_of_it_is_shown_in_a_fence() -> None:
    lines = ["a", "<<<<<<< ours", "b", "=======", "c", ">>>>>>> theirs"]
    problem = conflict("a.md", lines, [False] * 6)
    assert problem is not None
    assert (problem.line, problem.kind) == (2, "conflict")
    assert "lines 2 to 6" in problem.message
    assert conflict("a.md", lines, [True] * 6) is None
    assert conflict("a.md", lines, [True] * 5 + [False]) is not None
    assert conflict("a.md", lines[:5], [False] * 5) is not None


@pytest.mark.parametrize("text", ["---\n---", "---\n---\n", "---\nStatus: Active\n---"])
def test_a_document_may_end_with_its_front_matter(text: str) -> None:
    document = parse_document("a.md", text).document
    assert len(document.lines) == text.count("\n") + 1
