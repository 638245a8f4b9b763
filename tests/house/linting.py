"""What every page must have, and must not, whoever it is for."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import lxml.html

OPENED_FOR = ".//input[@name='opened_for']/@value"
UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})
ELSEWHERE = frozenset({"alternate", "canonical"})
"""Links that say where a page is, and load nothing."""
RESOURCES = ("script", "link", "img", "source", "iframe", "audio", "video", "object", "embed")


def faults(html: str, *, locale: str, direction: str, site: str) -> list[str]:
    """Sentences on what is wrong with one page; none where it is in order."""
    document = lxml.html.document_fromstring(html)
    return [
        *_frame(document, locale, direction, site),
        *_headings(document),
        *_forms(document),
        *_controls(document),
        *_inline(document),
        *_resources(document),
        *_ids(document),
        *_languages(document),
    ]


def _frame(document: Any, locale: str, direction: str, site: str) -> Iterator[str]:
    if not document.getroottree().docinfo.doctype:
        yield "has no doctype"
    if (document.get("lang"), document.get("dir")) != (locale, direction):
        yield f"says lang={document.get('lang')} dir={document.get('dir')}"
    titles = [title.text_content().strip() for title in document.xpath("//head/title")]
    if len(titles) != 1 or not titles[0]:
        yield f"has the titles {titles}"
    elif site not in titles[0] and not document.xpath("//a[@data-exit]"):
        yield f"does not name the site in its title {titles[0]!r}"
    mains = document.xpath("//main")
    if len(mains) != 1:
        yield f"has {len(mains)} main parts"


def _headings(document: Any) -> Iterator[str]:
    headings = [
        (int(each.tag[1]), " ".join(each.text_content().split()))
        for each in document.iter("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    tops = [words for level, words in headings if level == 1]
    if len(tops) != 1:
        yield f"has the first headings {tops}"
    before = 0
    for level, words in headings:
        if not words:
            yield f"has an empty h{level}"
        if level > before + 1:
            yield f"skips to h{level} at {words!r} after h{before}"
        before = level


def _forms(document: Any) -> Iterator[str]:
    opened = {value for form in document.forms for value in form.xpath(OPENED_FOR)}
    if len(opened) > 1:
        yield "has forms for several organisations"
    for form in document.iter("form"):
        posts = (form.get("method") or "get").lower() == "post"
        tokens = form.xpath(".//input[@name='csrf_token']/@value")
        if posts and (len(tokens) != 1 or not tokens[0]):
            yield f"has {len(tokens)} guard tokens in the form to {form.get('action')!r}"
        if posts and opened and not form.xpath(OPENED_FOR) and "data-sign-out" not in form.attrib:
            yield f"does not say for whom the form to {form.get('action')!r} was opened"
        if not posts and tokens:
            yield f"puts its guard token into the address of {form.get('action')!r}"
        for outer in form.iterancestors("form"):
            yield f"has a form to {form.get('action')!r} inside one to {outer.get('action')!r}"
        if not form.xpath(".//button[not(@type='button')] | .//input[@type='submit']"):
            yield f"has no button in the form to {form.get('action')!r}"


def _controls(document: Any) -> Iterator[str]:
    labelled = {label.get("for") for label in document.iter("label")}
    for control in document.iter("input", "select", "textarea"):
        if control.get("hidden") is not None or control.get("type") in UNLABELLED:
            continue
        if (
            control.get("id") not in labelled
            and not control.get("aria-label")
            and not control.get("aria-labelledby")
            and next(control.iterancestors("label"), None) is None
        ):
            yield f"has no label for {control.tag} {control.get('name')!r}"
        for name in (control.get("aria-describedby") or "").split():
            if not document.xpath("//*[@id=$name]", name=name):
                yield f"describes {control.get('name')!r} by {name!r}, which is not there"
    for button in document.iter("button"):
        if not button.text_content().strip() and not button.get("aria-label"):
            yield "has a button without words"
    for link in document.iter("a"):
        if not link.text_content().strip() and not link.get("aria-label"):
            yield f"has a link without words to {link.get('href')!r}"


def _inline(document: Any) -> Iterator[str]:
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"has an inline {element.tag}"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on"):
                yield f"has {name}={value!r} on {element.tag}"
            if value.strip().lower().startswith("javascript:"):
                yield f"runs {value!r}"


def _resources(document: Any) -> Iterator[str]:
    for element in document.iter(*RESOURCES):
        if element.tag == "link" and element.get("rel") in ELSEWHERE:
            continue
        for name in (
            "src",
            "srcset",
            "data",
            "poster",
            *(("href",) if element.tag == "link" else ()),
        ):
            if urlsplit(element.get(name) or "").netloc:
                yield f"loads {element.get(name)!r}"
    for image in document.iter("img"):
        if image.get("alt") is None:
            yield f"has no words for the picture {image.get('src')!r}"
    for picture in document.iter("svg"):
        if picture.get("aria-hidden") != "true" and not (
            picture.get("role") == "img"
            and (picture.get("aria-label") or picture.get("aria-labelledby"))
        ):
            yield "has a picture that is neither hidden from the ear nor named for it"


def _ids(document: Any) -> Iterator[str]:
    ids = Counter(document.xpath("//@id"))
    for name, count in ids.items():
        if count > 1:
            yield f"has {count} elements with the id {name!r}"
    for address in document.xpath("//a/@href"):
        if address.startswith("#") and len(address) > 1 and address[1:] not in ids:
            yield f"links to {address!r}, which is not on it"


def _languages(document: Any) -> Iterator[str]:
    for element in document.xpath("//*[@lang]"):
        if not element.get("lang") or element.get("lang") in {"None", "und-None"}:
            yield f"has an empty lang on {element.tag}"
    for element in document.xpath("//*[@dir]"):
        if element.get("dir") not in {"ltr", "rtl", "auto"}:
            yield f"has dir={element.get('dir')!r} on {element.tag}"
