"""The catalogue check finds each kind of slip, and headers survive what Babel makes of them."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.support import Translations
from jinja2 import TemplateSyntaxError

SCRIPT = Path(__file__).parents[2] / "scripts" / "catalogues"


@pytest.fixture(scope="module")
def catalogues():
    loader = SourceFileLoader("catalogues_script", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def slips(catalogues, locale: str, source, translation) -> list[str]:
    catalogue = Catalog(locale=locale)
    catalogue.add(source, translation)
    return list(
        catalogues.slips(
            catalogue.get(source[0] if isinstance(source, tuple) else source), catalogue, locale
        )
    )


@pytest.mark.parametrize(
    ("locale", "source", "translation", "said"),
    [
        ("ko", "Sign in", "", "not translated"),
        ("ko", "Hello %(name)s", "안녕하세요 %(nam)s", "placeholder"),
        ("ko", "Hello %(name)s", "안녕하세요", "placeholder"),
        ("vi", "Read <b>this</b>", "Đọc <i>này</i>", "HTML tags"),
        ("km", "Sign in ", "ចូល", "white space"),
        ("ur", "Nobody has signed this yet.", "Nobody has signed this yet.", "script"),
        ("ur", ("%(num)s thing", "%(num)s things"), ("%(num)s چیز", ""), "not translated"),
        ("ur", ("%(num)s thing", "%(num)s things"), ("%(num)s چیز",), "plural"),
        ("vi", ("%(num)s of %(all)s", "%(num)s of %(all)s"), ("%(num)s",), "placeholder"),
    ],
)
def test_each_slip_is_named(catalogues, locale, source, translation, said) -> None:
    assert any(said in slip for slip in slips(catalogues, locale, source, translation))


@pytest.mark.parametrize(
    ("locale", "source", "translation"),
    [
        ("ko", "Hello %(name)s", "%(name)s 님, 안녕하세요"),
        ("ur", ("%(num)s thing", "%(num)s things"), ("ایک چیز", "%(num)s چیزیں")),
        ("km", "PDF", "PDF"),
        ("vi", "100%% of <b>%(all)s</b>", "100%% của <b>%(all)s</b>"),
    ],
)
def test_a_sound_translation_passes(catalogues, locale, source, translation) -> None:
    assert slips(catalogues, locale, source, translation) == []


def test_who_drafted_and_reviewed_reaches_the_compiled_catalogue(
    catalogues, tmp_path: Path
) -> None:
    folder = tmp_path / "km" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"X-Drafted-By: one person\\n"\n"X-Reviewed-By: another person\\n"\n\n'
        'msgid "Sign in"\nmsgstr "ចូល"\n',
        encoding="utf-8",
    )
    for _ in range(2):  # reading what was written changes nothing
        catalogue = catalogues.read(folder / "messages.po", "km")
        catalogues.write(folder / "messages.po", catalogue)
    catalogues.compile_all([folder / "messages.po"])
    compiled = Translations.load(str(tmp_path), ["km"], "messages")
    assert compiled.info()["x-drafted-by"] == "one person"
    assert compiled.info()["x-reviewed-by"] == "another person"
    assert compiled.gettext("Sign in") == "ចូល"


def test_every_way_to_mark_a_text_is_extracted(catalogues, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "portal" / "templates").mkdir(parents=True)
    (tmp_path / "portal" / "texts" / "templates").mkdir(parents=True)
    (tmp_path / "portal" / "code.py").write_text(
        'gettext("one")\nngettext("two", "twos", n)\npgettext("verb", "three")\n'
        'say("four")\nsay_n("five", "fives", n)\nlazy_gettext("six")\n'
    )
    (tmp_path / "portal" / "templates" / "a.html").write_text(
        '{{ _("seven") }}{% trans %}eight{% endtrans %}'
    )
    (tmp_path / "portal" / "texts" / "templates" / "b.html").write_text('{{ gettext("nine") }}')
    (tmp_path / "pyproject.toml").write_text((SCRIPT.parents[1] / "pyproject.toml").read_text())
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    found = {str(text) for text, _context in catalogues.texts(catalogues.extracted())}
    assert found == {
        *("one", "('two', 'twos')", "three", "four", "('five', 'fives')"),
        *("six", "seven", "eight", "nine"),
    }


def test_a_template_that_cannot_be_read_is_not_passed_over(
    catalogues, tmp_path, monkeypatch
) -> None:
    (tmp_path / "portal" / "templates").mkdir(parents=True)
    (tmp_path / "portal" / "templates" / "a.html").write_text('{{ _("seven") }}{% unknown %}')
    (tmp_path / "pyproject.toml").write_text((SCRIPT.parents[1] / "pyproject.toml").read_text())
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    with pytest.raises(TemplateSyntaxError):
        catalogues.extracted()
