"""The first line of a list, where it says in some language what the columns hold."""

from collections.abc import Mapping, Sequence

import regex

from portal.network.folding import fold

_WORDS: Mapping[str, str] = {
    "number": (
        "no|nr|n°|№|#|num|number|id|index|번호|순번|연번|番号|编号|編號|序号|序號|stt|số|số thứ tự|nomor|"
        "លេខ|លេខរៀង|نمبر|شمار|क्रम|क्रम संख्या|সংখ্যা|ক্রমিক|ลำดับ|номер|дугаар|numéro|número|nummer|รหัส|စဉ်"
    ),
    "name": (
        "name|names|name as signed|organisation|organization|organisations|organizations|"
        "organisation name|organization name|name of organisation|name of organization|"
        "name of the organisation|name of the organization|signatory|signatories|group|groups|"
        "nom|nom de l'organisation|nombre|organización|organisación|nome|organizzazione|verein|"
        "organisationen|unterzeichnende|naziv|udruženje|organizacija|название|наименование|"
        "организация|нэр|байгууллага|байгууллагын нэр|단체|단체명|단체이름|단체 이름|기관|기관명|이름|명칭|"
        "조직명|団体|団体名|名称|組織名|名前|賛同団体|单位|单位名称|机构|机构名称|名称|组织|團體|團體名稱|"
        "單位|名稱|組織|組織名稱|tên|tên tổ chức|tổ chức|nama|nama organisasi|organisasi|pangalan|organisasyon|"
        "ឈ្មោះ|ឈ្មោះអង្គការ|អង្គការ|نام|تنظیم|تنظیم کا نام|ادارہ|اسم|المنظمة|اسم المنظمة|नाम|संस्था|"
        "संस्थाको नाम|संगठन|নাম|সংগঠন|প্রতিষ্ঠান|সংগঠনের নাম|ชื่อ|องค์กร|ชื่อองค์กร|အမည်|အဖွဲ့အစည်း|"
        "නම|සංවිධානය|பெயர்|அமைப்பு"
    ),
    "country": (
        "country|countries|nation|pays|país|paese|land|država|страна|улс|국가|나라|국명|소재국|国|国名|"
        "国家|國家|quốc gia|nước|negara|bansa|ប្រទេស|ملک|بلد|الدولة|देश|মুলুক|দেশ|ประเทศ|နိုင်ငံ|රට|நாடு"
    ),
    "city": (
        "city|town|place|location|ville|ciudad|stadt|ort|grad|город|хот|도시|지역|소재지|都市|所在地|地域|城市|"
        "地区|地區|thành phố|kota|lungsod|ទីក្រុង|شہر|शहर|শহর|เมือง|จังหวัด"
    ),
    "side": "side|sending or receiving|sending/receiving|측|구분",
    "kind": "kind|type|orgtype|category|typ|art|tipo|тип|төрөл|유형|종류|種別|种类|類別|loại|jenis|ប្រភេទ|قسم|प्रकार|ধরন|ประเภท",
    "network": (
        "network|networks|member of|parent|umbrella|coalition|réseau|red|netzwerk|mreža|сеть|"
        "상위 네트워크|네트워크|소속|소속 네트워크|상위단체|ネットワーク|加盟|所属|网络|所屬|聯盟|mạng lưới|jaringan"
    ),
    "website": "website|web|url|site|homepage|web site|webseite|site web|sitio web|웹사이트|누리집|홈페이지|ウェブサイト|网站|網站|situs",
    "contact": "email|e-mail|mail|contact|phone|이메일|전화|연락처|メール|邮箱|電話|correo|telephone",
    "person": "person|representative|contact person|signed by|대표|대표자|代表|代表者|负责人|đại diện",
    "language": "language|languages|langue|idioma|sprache|язык|언어|言語|语言|語言|ngôn ngữ|bahasa|ភាសា|زبان|भाषा|ভাষা|ภาษา",
}
_ROLES: Mapping[str, str] = {
    fold(word): role for role, words in _WORDS.items() for word in words.split("|") if fold(word)
} | {"#": "number", "№": "number"}
_BRACKETS = regex.compile(r"[(（\[].*?[)）\]]")


def recognise(cells: Sequence[str]) -> list[str] | None:
    """What each column holds ('' where that is not said), or None where this is no header."""
    if not cells or any(len(cell) > 60 for cell in cells):
        return None
    roles = [_role(cell) for cell in cells]
    known = sum(map(bool, roles))
    filled = sum(bool(cell.strip()) for cell in cells)
    if "name" in roles and known * 2 >= filled:
        return _first_of_each(roles)
    if known >= 2 and known * 2 > filled:
        return _first_of_each(roles)
    return None


def numbered_header(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str] | None:
    """A first line whose only known word heads a column of numbers is a header all the same."""
    roles = [_role(cell) for cell in cells]
    if len(cells) < 2 or "number" not in roles or not rows:
        return None
    at = roles.index("number")
    numbers = sum(at < len(row) and row[at].strip().isdigit() for row in rows)
    return _first_of_each(roles) if numbers * 10 >= len(rows) * 9 else None


def _role(cell: str) -> str:
    plain = cell.strip().strip('"').strip()
    return (
        _ROLES.get(plain)
        or _ROLES.get(fold(plain))
        or _ROLES.get(fold(_BRACKETS.sub(" ", plain)))
        or ""
    )


def _first_of_each(roles: Sequence[str]) -> list[str]:
    """A second column of names would hide the first; it stays a column without a meaning."""
    seen: set[str] = set()
    told = []
    for role in roles:
        told.append("" if role in seen else role)
        seen.add(role)
    return told
