"""English for every sentence, in a catalogue that gettext reads and that nobody forgot to build."""

from __future__ import annotations

import gettext
import io

import pytest

from diaban.web import i18n, i18n_find


def test_every_sentence_has_its_english() -> None:
    assert i18n.missing() == []


def test_the_catalogue_is_what_the_rooms_say() -> None:
    assert not i18n.stale(), "run `python -m diaban.web.i18n`"


def test_gettext_reads_what_is_built() -> None:
    words: dict[str, i18n.English] = {"Cư dân": "Residents", "%(n)s dòng": ("%(n)s row", "%(n)s rows"), 'a"b\n': "c"}
    read = gettext.GNUTranslations(io.BytesIO(i18n.mo(words)))
    assert read.gettext("Cư dân") == "Residents"
    assert read.gettext('a"b\n') == "c"
    assert [read.ngettext("%(n)s dòng", "%(n)s dòng", n) for n in (1, 2)] == ["%(n)s row", "%(n)s rows"]
    assert 'msgid "a\\"b\\n"' in i18n.po(words)


def test_placeholders_are_the_same_on_both_sides() -> None:
    for msgid, english in i18n.collect().items():
        for text in [english] if isinstance(english, str) else english:
            assert sorted(i18n_find.placeholders(text)) == sorted(i18n_find.placeholders(msgid)), msgid


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("Một")', [i18n_find.Text("Một")]),
        ('gettext_lazy("Một " "hai")', [i18n_find.Text("Một hai")]),
        ('ngettext("%(n)d", "%(n)d", 3)', [i18n_find.Text("%(n)d", plural=True)]),
        ("_(name)", []),
    ],
)
def test_sentences_are_found_in_python(source: str, found: list[i18n_find.Text]) -> None:
    assert list(i18n_find.of_python(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% translate 'Một' %}{% trans \"Hai\" as x %}", ["Một", "Hai"]),
        ('{% firstof a _("Ba") %}', ["Ba"]),
        ("{% blocktranslate with a=b %}Có {{ a }} 5%{% endblocktranslate %}", ["Có %(a)s 5%%"]),
        ("{% blocktranslate trimmed %}\n  Một\n  hai\n{% endblocktranslate %}", ["Một hai"]),
    ],
)
def test_sentences_are_found_in_templates(source: str, found: list[str]) -> None:
    assert [text.msgid for text in i18n_find.of_template(source)] == found
