"""Lists of organisations are read in every encoding and form, and no line of them is ever lost."""

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from portal.network.imports import ENCODINGS, MAX_LINES, Matcher, ParsedList, parse_list
from portal.network.imports.documents import why_no_list

KOREAN = "단체명,국가\n한국이주여성인권연대,한국\n이주민센터 친구,한국\n(사)다문화쉼터,일본"
JAPANESE = "団体名\n移住者と連帯するネットワーク\n難民弁護団連絡会議"


def names(parsed: ParsedList) -> list[list[str]]:
    return [[name.text for name in line.names] for line in parsed.lines]


def first_names(text: str) -> list[str]:
    return [line[0] if line else "" for line in names(parse_list(text.encode()))]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", KOREAN),
        ("utf-8-sig", KOREAN),
        ("utf-16", KOREAN),
        ("utf-16-le", KOREAN),
        ("utf-16-be", KOREAN),
        ("cp949", KOREAN),
        ("cp932", JAPANESE),
        ("euc_jp", JAPANESE),
        ("utf-16-le", JAPANESE),
        ("big5hkscs", "團體名稱\n南洋台灣姊妹會\n台灣國際勞工協會\n移工聯盟"),
        ("gb18030", "名称\n打工妹之家\n深圳移民工人服务中心\n北京妇女网络"),
        ("cp1251", "Название\nКомитет женщин-мигранток\nСоюз трудящихся"),
        ("koi8_r", "Название\nКомитет женщин-мигранток\nСоюз трудящихся"),
        ("cp1251", "Удружење грађана Срце на длану\nЖенска мрежа"),
        ("cp1252", "Verein für Frauen\nKölner Flüchtlingsrat e.V.\nStraße der Solidarität"),
        ("cp1252", "Réseau des femmes migrantes\nComité de solidarité\nÉcole ouverte"),
        ("cp1250", "Sdružení pro integraci a migraci\nČeská ženská lobby\nPomoc uprchlíkům"),
        ("cp1250", "Związek kobiet\nStowarzyszenie Interwencji Prawnej\nŁódź dla uchodźców"),
        ("cp1250", "Centar za mirovne studije\nInicijativa Dobrodošli\nUdruženje građanki"),
        ("cp1254", "Göçmen Dayanışma Derneği\nKadın Dayanışma Vakfı\nİstanbul"),
        ("cp1256", "جمعية النساء المهاجرات\nاتحاد العمال"),
        ("cp874", "มูลนิธิเพื่อหญิง\nเครือข่ายแรงงานข้ามชาติ"),
    ],
)
def test_the_encoding_is_found_by_itself(encoding: str, text: str) -> None:
    parsed = parse_list(text.encode(encoding))
    kept = [parsed.header, *(line.raw for line in parsed.lines)]
    assert [line for line in kept if line] == text.split("\n")


def test_a_person_may_say_the_encoding() -> None:
    data = "Комитет".encode("koi8_r")
    assert parse_list(data, encoding="koi8-r").lines[0].raw == "Комитет"
    wrong = parse_list("이주여성".encode("cp949"), encoding="utf-8")
    assert "damaged" in wrong.lines[0].notes


@pytest.mark.parametrize(
    ("text", "columns", "found"),
    [
        ("No;Name as signed\n1;Alpha, Zagreb\n2;Beta", ("No", "Name as signed"), ["Alpha, Zagreb", "Beta"]),
        ("단체명\t상위 네트워크\n가나\t\n다라\t마바", ("단체명", "상위 네트워크"), ["가나", "다라"]),
        ("Country,Organisation\nNepal,Alpha\nJapan,Beta", ("Country", "Organisation"), ["Alpha", "Beta"]),
        ("番号,分科会\n1,①入門編\n2,②女性", ("番号", "分科会"), ["入門編", "女性"]),
        ("tên tổ chức|quốc gia\nMạng lưới A|Việt Nam\nNhóm B|Hàn Quốc", ("tên tổ chức", "quốc gia"), ["Mạng lưới A", "Nhóm B"]),
        ("ឈ្មោះ,ប្រទេស\nសមាគម ក,កម្ពុជា\nសមាគម ខ,កម្ពុជា", ("ឈ្មោះ", "ប្រទេស"), ["សមាគម ក", "សមាគម ខ"]),
        ('name,city\n"Migration, Development and Us",Bonn\nBeta,Köln', ("name", "city"), ["Migration, Development and Us", "Beta"]),
        ("No,Name\n1,Alpha, Beta and Gamma\n2,Delta", ("No", "Name"), ["Alpha, Beta and Gamma", "Delta"]),
        ("Alpha\nBeta, Zagreb\nGamma", (), ["Alpha", "Beta, Zagreb", "Gamma"]),
        ("1. Alpha\n2. Beta\n3) Gamma", (), ["Alpha", "Beta", "Gamma"]),
        ("• Alpha\n• Beta", (), ["Alpha", "Beta"]),
        ("Alpha, Beta, Gamma (one, two), Delta, Epsilon, Zeta", (), ["Alpha", "Beta", "Gamma (one, two)", "Delta", "Epsilon", "Zeta"]),
        ("Alpha; Beta; Gamma; Delta", (), ["Alpha", "Beta", "Gamma", "Delta"]),
        ("가나회、다라회、마바회、사아회", (), ["가나회", "다라회", "마바회", "사아회"]),
        ("Alpha, Colectivo B, Berlin, Gamma e.V., Delta", (), ["Alpha", "Colectivo B, Berlin", "Gamma e.V.", "Delta"]),
    ],
)  # fmt: skip
def test_every_form_of_list_is_cut_right(
    text: str, columns: tuple[str, ...], found: list[str]
) -> None:
    parsed = parse_list(text.encode())
    assert parsed.columns == columns
    assert [line.names[0].text for line in parsed.lines] == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("南洋姊妹會 / South Sea Sisters", [("南洋姊妹會", "zh-Hant", "official"), ("South Sea Sisters", "und", "official")]),
        ("동쪽기슭 연락회 (East Shore Liaison)", [("동쪽기슭 연락회", "ko", "official"), ("East Shore Liaison", "und", "official")]),
        ("東岸聯絡會 East Shore Liaison", [("東岸聯絡會", "zh-Hant", "official"), ("East Shore Liaison", "und", "official")]),
        ("Center for Quiet Studies (CQS)", [("Center for Quiet Studies", "und", "official"), ("CQS", "und", "short")]),
        ("평등연대를 위한 모임(약칭 평등연대)", [("평등연대를 위한 모임", "ko", "official"), ("평등연대", "ko", "short")]),
        ("Help Together Association (Segítsünk Egyesület)", [("Help Together Association", "und", "official"), ("Segítsünk Egyesület", "und", "official")]),
        ("(사)다문화쉼터", [("(사)다문화쉼터", "ko", "official")]),
        ("의정부EXODUS", [("의정부EXODUS", "und", "official")]),
        ("دو کنارے نیٹ ورک", [("دو کنارے نیٹ ورک", "ur", "official")]),
    ],
)  # fmt: skip
def test_several_names_of_one_body_are_told_apart(
    line: str, found: list[tuple[str, str, str]]
) -> None:
    (parsed,) = parse_list(line.encode()).lines
    assert [(name.text, name.language, name.kind) for name in parsed.names] == found


@pytest.mark.parametrize(
    ("line", "kind", "country", "note"),
    [
        ("Dr. Somebody Else, lawyer", "individual", "", "individual"),
        ("[individual 1]", "individual", "", "individual"),
        ("홍길동 변호사", "individual", "", "individual"),
        ("Signatories:", "heading", "", "heading"),
        ("공동주최 및 연명", "heading", "", "heading"),
        ("Migrants' Network, Denmark", "network", "DK", "place"),
        ("이주노동조합 (한국)", "union", "KR", "place"),
        ("One House/Another House", "", "", "perhaps_several"),
        ("이주연대(가나회, 다라회, 마바회)", "", "", "members"),
        ("—", "", "", "empty"),
    ],
)
def test_what_a_line_tells_besides_is_remarked(
    line: str, kind: str, country: str, note: str
) -> None:
    parsed = parse_list(f"Alpha\n{line}\nBeta".encode()).lines[1]
    assert (parsed.kind_guess, parsed.country_guess) == (kind, country)
    assert note in parsed.notes
    assert parsed.note
    assert parsed.raw == line


def test_repeated_names_are_remarked_and_both_kept() -> None:
    parsed = parse_list(b"Alpha Group\nBeta\nALPHA  group")
    assert [("repeated" in line.notes) for line in parsed.lines] == [False, False, True]


def test_an_office_file_is_answered_with_what_to_do() -> None:
    for start in (b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7", b"\x89PNG\r\n"):
        assert why_no_list(start) is not None
    assert why_no_list(KOREAN.encode("cp949")) is None


def test_a_very_long_list_says_what_it_left_out() -> None:
    parsed = parse_list("\n".join(f"Group {n}" for n in range(MAX_LINES + 7)).encode())
    assert len(parsed.lines) == MAX_LINES
    assert parsed.left_out == 7


# --- whatever comes ------------------------------------------------------------------------------

_pieces = st.sampled_from(
    ["Alpha", "Beta e.V.", "이주여성센터", "移住連", "(사)", "(", ")", '"', ",", ";", "\t", "|", "/", "\n", "\r\n",
     "\r", " ", "1.", "•", "Name", "단체명", "Berlin", "اردو", "ខ្មែរ", "\u2028", "\x0b", "\ufeff", "、", "—"]
)  # fmt: skip
_texts = st.lists(_pieces, max_size=60).map("".join) | st.text(max_size=300)
_SEPARATORS = regex.compile(r"[\s,;、،，؛|•\"\ufeff\u0000\ufffd]+")


def bare(text: str) -> str:
    # A line of nothing but white space, which for Python U+001C to U+001F are, is no line.
    return "".join(_SEPARATORS.sub("", text).split())


@given(_texts)
@example('a,b\n"x\ny",z\n"unclosed,1\nq,w')
@example("A, B, C, D, Berlin, e.V.")
@example("\x1f")
def test_every_line_of_any_text_is_kept_in_order(text: str) -> None:
    data = text.encode("utf-8", errors="replace")
    parsed = parse_list(data)
    kept = parsed.header + "".join(line.raw for line in parsed.lines)
    if "\0" not in text:
        assert bare(kept) == bare(data.decode())
    assert [line.number for line in parsed.lines] == list(range(1, len(parsed.lines) + 1))


@given(st.binary(max_size=400), st.sampled_from(["", *ENCODINGS]))
def test_no_bytes_at_all_break_the_reading(data: bytes, encoding: str) -> None:
    parsed = parse_list(data, "list.csv", encoding)
    for line in parsed.lines:
        assert line.raw.strip()
        line.raw.encode()
        assert "\0" not in line.raw
        for name in line.names:
            assert 0 < len(name.text) <= 300
            name.text.encode()
        assert line.note is not None


@pytest.mark.parametrize(
    "line",
    ["(" * 5_000, "(a" * 2_000 + ")" * 2_000, "가" * 9_000 + "(", "a," * 50_000, '"' * 20_001, "a/" * 9_000, "1. " * 9_000, "• " * 9_000 + "x"],
    ids=["opened", "nested", "long", "commas", "quotes", "strokes", "numbers", "bullets"],
)  # fmt: skip
def test_a_hostile_line_is_read_at_once(line: str) -> None:
    parsed = parse_list(f"Alpha\n{line}\nBeta".encode())
    if not parsed.left_out:
        assert bare("".join(item.raw for item in parsed.lines)) == bare(f"Alpha{line}Beta")


# --- near-duplicates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("한국이주여성인권연대", "(사)한국이주여성인권연대"),
        ("한국 이주여성 인권연대", "한국이주여성인권연대"),
        ("Centre for Quiet Studies", "CENTER FOR QUIET STUDIES (CQS)"),
        ("Kölner Flüchtlingsrat", "Kolner Fluchtlingsrat e.V."),
        ("特定非営利活動法人 移住者と連帯する会", "移住者と連帯する会"),
        ("Mạng lưới Hai Bờ", "Mang luoi Hai Bo"),
        ("Sisters of the South Sea", "South Sea, Sisters of the"),
    ],
)
def test_near_names_are_proposed(known: str, name: str) -> None:
    found = Matcher(
        [("one", known), ("two", "Something else entirely"), ("three", "전혀 다른 모임")]
    ).candidates([name])
    assert [item.organisation for item in found] == ["one"]


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("서울이주여성쉼터", "부산노동상담소"),
        ("다섬회", "다솜회"),
        ("Women's Network Nepal", "Migrant Forum Asia"),
    ],
)
def test_different_bodies_are_not_proposed(known: str, name: str) -> None:
    assert Matcher([("one", known)]).candidates([name]) == []
