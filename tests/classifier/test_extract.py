"""HTML → PageFacts: labels, visibility, redaction, and pages made to break a parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.case import Field, PageFacts
from classifier.extract import MAX_EXCERPT, extract_page
from classifier.markup import MAX_PAGE_CHARACTERS, PageError, decode_page, tame
from classifier.page_forms import MAX_FIELDS, MAX_FORMS

URL = "https://pay.example/order/123456?id=9&from=chat"
CARD = '<form><label>Номер карты <input name="n"></label></form>'


def only_field(html: str) -> Field:
    page = extract_page(html, URL)
    assert [len(form.fields) for form in page.forms] == [1]
    return page.forms[0].fields[0]


LABELS = [
    ('<label for="n">Номер карты</label><input id="n">', "label for"),
    ("<label>Номер карты <input></label>", "wrapping label"),
    ('<span id="t">Номер карты</span><input aria-labelledby="t">', "aria-labelledby"),
    ("<div><span>Номер карты</span><input></div>", "text before"),
    ("Номер карты <input>", "bare text before"),
    ("<table><tr><td>Номер карты</td><td><input></td></tr></table>", "table cell before"),
    ("<dl><dt>Номер карты</dt><dd><input></dd></dl>", "term before"),
]


@pytest.mark.parametrize(("html", "name"), LABELS, ids=[name for _, name in LABELS])
def test_label(html: str, name: str) -> None:
    assert only_field(html).label == "Номер карты", name


def test_attributes_of_a_field() -> None:
    field = only_field(
        '<input type="tel" name="cardNumber" autocomplete="cc-number" placeholder="0000 0000" '
        'aria-label="Карта" maxlength="19" inputmode="numeric" pattern="x" required value="4111">'
    )
    assert field == Field(
        type="tel",
        autocomplete="cc-number",
        name="cardNumber",
        placeholder="{n}",
        aria="Карта",
        maxlength=19,
        inputmode="numeric",
        pattern=True,
        required=True,
    )


def test_a_value_is_never_taken() -> None:
    html = (
        '<title>Заказ 12345678</title><form><input value="secret-a"><textarea>secret-b</textarea>'
        "<select><option selected>secret-c</option></select><button>Далее</button></form>"
    )
    assert "secret" not in repr(extract_page(html, URL))
    assert "12345678" not in repr(extract_page(html, URL))


@pytest.mark.parametrize(
    "html",
    [
        "<input hidden>",
        '<input style="display: none">',
        '<div style="VISIBILITY:hidden"><input></div>',
        "<section hidden><form><input></form></section>",
        '<input style="opacity: 0">',
        "<input readonly>",
        "<input disabled>",
    ],
)
def test_invisible_field(html: str) -> None:
    assert only_field(html).visible is False


def test_controls_that_ask_nothing_are_no_fields() -> None:
    html = '<form><input type=hidden name=a><input type=submit value="Оплатить"></form>'
    assert extract_page(html, URL).forms == ()


def test_forms_frames_headings_and_where_it_stood() -> None:
    page = extract_page(
        """<html lang="ru"><title>Оплата</title><h1>Получение оплаты</h1><h2></h2>
        <iframe src="https://bank.example/3ds"></iframe><iframe src="/local"></iframe>
        <img src="/i/avito-logo.svg" alt="Авито">
        <form action="https://other.example/go" method="POST">
          <input name="a"><button>Да</button></form>
        <input name="lonely">""",
        URL,
    )
    assert page.page.path_shape == "/order/{n}"
    assert page.page.query_names == ("id", "from")
    assert (page.page.title, page.page.lang) == ("Оплата", "ru")
    assert page.headings == ("Получение оплаты",)
    assert page.iframes == ("bank.example",)
    assert page.brand_hints == ("avito",)
    assert {(form.action_host, form.method) for form in page.forms} == {
        ("other.example", "post"),
        ("pay.example", "get"),
    }
    assert page.forms[0].buttons == ("Да",)


def test_excerpt_reads_around_the_form_without_scripts() -> None:
    page = extract_page(
        "<p>Покупатель оплатил заказ.</p><script>var x='тайна'</script><form><input></form>", URL
    )
    assert page.excerpt == "Покупатель оплатил заказ."


def test_windows_1251_page() -> None:
    html = '<meta charset="windows-1251"><label>Номер карты<input></label>'
    assert extract_page(html.encode("cp1251"), URL).forms[0].fields[0].label == "Номер карты"
    assert decode_page("Карта".encode("cp1251")) == "Карта"
    assert decode_page(b"\xef\xbb\xbfabc") == "abc"
    assert "\ufffd" in decode_page(b'<meta charset="hex">\x98')


def test_utf_16_page_with_its_mark() -> None:
    page = extract_page(f"\ufeff{CARD}".encode("utf-16-le"), URL)
    assert page.forms[0].fields[0].label == "Номер карты"


DECOYS = {
    "three larger forms": f"<form>{'<input name=a>' * 8}</form>" * 3 + CARD,
    "forty empty fields before it": CARD.replace("<label>", "<input>" * 41 + "<label>", 1),
    "forty transparent fields": CARD.replace(
        "<label>", '<input style="opacity:0">' * 41 + "<label>"
    ),
    "an attribute of five thousand": CARD.replace("<input", f'<input data-x="{"y" * 5000}"'),
}


@pytest.mark.parametrize("name", DECOYS)
def test_decoys_do_not_push_the_card_form_out(name: str) -> None:
    page = extract_page(DECOYS[name], URL)
    assert "Номер карты" in {field.label for field in page.forms[0].fields}
    assert "n" in {field.name for field in page.forms[0].fields}


def test_excerpt_keeps_the_words_nearest_to_the_card_form() -> None:
    page = extract_page(
        f"<nav>{'Ссылка ' * 300}</nav><form><input type=search></form>"
        f"<main><p>Покупатель оплатил ваш товар</p>{CARD}</main>",
        URL,
    )
    assert "Покупатель оплатил ваш товар" in page.excerpt


def within_bounds(page: PageFacts) -> bool:
    return (
        len(page.forms) <= MAX_FORMS
        and all(len(form.fields) <= MAX_FIELDS for form in page.forms)
        and len(page.excerpt) <= MAX_EXCERPT
    )


HOSTILE = {
    "nested divs": "<div>" * 300_000 + CARD,
    "nested tables": "<table><tr><td>" * 50_000 + CARD,
    "unclosed formatting": "<b>x</i>" * 100_000 + CARD,
    "many options": CARD + "<select>" + "<option>a" * 200_000 + "</select>",
    "many paragraphs": "<p>" * 300_000 + CARD,
    "many inputs": CARD + "<input>" * 200_000,
    "many forms": CARD + "<form><input></form>" * 50_000,
    "a tag of a million attributes": CARD + "<i " + "a=1 " * 1_000_000 + ">",
    "an attribute of five million": CARD + '<img alt="' + "x" * 5_000_000 + '">',
    "open comments": CARD + "<!--" * 500_000,
    "less-than signs": CARD + "<" * 2_000_000,
    "nul characters": CARD + "\0" * 2_000_000,
    "lone surrogates": CARD + "\ud800" * 1000,
    "nested labels": CARD + "<label>" * 100_000 + "<input>",
    "nested templates": CARD + "<template>" * 100_000,
    "nested svg": CARD + "<svg><g>" * 100_000,
    "a tag name of twenty thousand": CARD + ("<" + "a" * 19_990) * 200,
    "many labelled inputs": CARD
    + "".join(f"<form>{'<input id=a aria-labelledby=b>' * 80}</form>" for _ in range(50))
    + "<p>x" * 20_000,
    "end tags": CARD + "<div>" * 400 + "</p>" * 300_000,
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_is_read_and_the_form_is_still_found(name: str) -> None:
    page = extract_page(HOSTILE[name], URL)
    assert within_bounds(page)
    labels = {field.label for form in page.forms for field in form.fields}
    assert "Номер карты" in labels


def test_a_page_past_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(PageError, match="10000000"):
        extract_page("x" * (MAX_PAGE_CHARACTERS + 1), URL)


def test_a_page_of_ten_megabytes_is_read() -> None:
    page = extract_page(CARD + "<p>текст</p>" * 800_000, URL)
    assert page.forms[0].fields[0].label == "Номер карты"


def test_taming_leaves_an_ordinary_page_alone() -> None:
    html = "<div><b>x</b><p>y<form><input></form></div>" * 100
    assert tame(html) == html


TAGS = st.sampled_from(
    "<form>|</form>|<input name=a>|<label>|</label>|<div hidden>|</div>|<b>|<p>|<table>|<td>|"
    "<select>|<option>|</select>|<button>|Номер карты|4111 1111 1111 1111|<!--|-->|<script>|"
    '</script>|<iframe src="//x.example">|<textarea>|</textarea>|<svg>|<![CDATA[|&#0;|\0'.split("|")
)


@given(st.lists(TAGS, max_size=60).map("".join))
def test_any_soup_of_tags(html: str) -> None:
    page = extract_page(html, URL)
    assert within_bounds(page)
    assert "4111" not in repr(page)


@given(st.one_of(st.text(), st.binary()))
def test_any_content(content: str | bytes) -> None:
    assert within_bounds(extract_page(content, URL))
