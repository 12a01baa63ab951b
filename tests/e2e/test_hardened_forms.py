"""Card forms dressed up so that the check would miss them; each was missed once."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from harness import places, product
from harness.driver import until
from harness.typed import random_digits, traces

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.chromium import Chromium, ChromiumTab
    from harness.recorder import Recorder
    from harness.web import Web
    from playwright.sync_api import Route

pytestmark = pytest.mark.xdist_group("chromium")

SITE = f"https://{places.NAMELESS}"
TRAP = f"{SITE}/trap"
FIELDS = """
<label>Номер карты <input name="card_number" inputmode="numeric" maxlength="19"></label>
<label>Срок действия <input name="card_date" maxlength="5" placeholder="ММ/ГГ"></label>
<label>CVV <input name="card_cvv" maxlength="3"></label>
"""
BUTTON = '<button id="send">Получить деньги</button>'
HEADING = "<h1>Получение оплаты</h1>"


def form(fields: str, within: str = "") -> str:
    """A form of the trap with something more in it."""
    return f'<form id="card" action="/api/card" method="post">{within}{fields}{BUTTON}</form>'


def document(body: str, heading: str = HEADING) -> str:
    """A page of the trap."""
    return f"<!doctype html><html lang=ru><meta charset=utf-8><title>Заказ</title>{heading}{body}"


def in_shadow(before: str, host: str, mode: str = "closed") -> str:
    """The form in a shadow root on an element that a script makes."""
    return document(
        f"<main></main><script>{{"
        f"const main = document.querySelector('main'); {before};"
        f"const host = {host}; main.append(host);"
        f"const root = host.attachShadow({{ mode: '{mode}' }});"
        f"root.innerHTML = {json.dumps(form(FIELDS))}; }}</script>"
    )


DECOY = "<form>" + '<label>Имя <input name="a"></label>' * 8 + "</form>"
NAMELESS_FIELDS = re.sub(r' (?:name|maxlength|inputmode|placeholder)="[^"]*"', "", FIELDS)
SPLIT = NAMELESS_FIELDS.replace("Номер карты", "Н<b></b>омер к<b></b>арты").replace(
    "CVV", "C<i></i>V<i></i>V"
)
LOOKALIKES = str.maketrans("аеос", "aeoc")
PLAIN = HEADING + form(NAMELESS_FIELDS.replace("CVV", "Код с оборота карты"))


def respelled(change: Callable[[str], str]) -> str:
    """The whole trap with every Russian word written in another way."""
    return document(re.sub("[а-яё]{3,}", lambda word: change(word[0]), PLAIN), heading="")


PAGES = {
    "as it is": document(form(FIELDS)),
    "field named getAttribute": document(
        form(
            FIELDS, '<input type="hidden" name="getAttribute"><input type="hidden" name="elements">'
        )
    ),
    "fields named like the tree": document(
        form(
            FIELDS,
            "".join(
                f'<input type="hidden" name="{name}">'
                for name in (
                    "contains querySelectorAll querySelector closest matches parentElement id"
                    " action nodeType localName requestSubmit children getRootNode firstChild"
                ).split()
            ),
        )
    ),
    "images named like the document": document(
        "".join(
            f'<img name="{name}" alt="">'
            for name in (
                "querySelectorAll querySelector createTreeWalker body documentElement title baseURI"
                " getElementById referrer createElement browser chrome"
            ).split()
        )
        + form(FIELDS)
    ),
    "two images named like the document's methods": document(
        '<img name="querySelectorAll"><img name="createTreeWalker">' + form(FIELDS)
    ),
    "forms named like the browser's interface": document(
        "".join(
            f'<form id="{name}"><input type="hidden" name="runtime">'
            '<input type="hidden" name="dom"></form>'
            for name in ("browser", "chrome")
        )
        + form(FIELDS)
    ),
    "a form named browser": document(
        '<form id="browser"><input type="hidden" name="runtime"></form>' + form(FIELDS)
    ),
    "in our own name": in_shadow("", "document.createElement('sverka-badge')", "open"),
    "as search fields": document(form(FIELDS.replace("<input", '<input type="search"'))),
    "behind faint decoys": document(f'<div style="opacity:.01">{DECOY * 3}</div>' + form(FIELDS)),
    "after forty empty fields": document(form(FIELDS, '<input name="q">' * 41)),
    "after ten thousand fields": document(form(FIELDS, '<input name="q">' * 10_000)),
    "without colour over a drawn card": document(
        form(FIELDS.replace("<input", '<input style="opacity:0"'))
    ),
    "editable text": document(
        form(
            re.sub(
                r"<label>([^<]*)<input[^>]*></label>",
                r'<p>\1</p><div contenteditable="plaintext-only" aria-label="\1">&nbsp;</div>',
                FIELDS,
            )
        )
    ),
    "in an editable box": document(f"<div contenteditable>{PLAIN}</div>", heading=""),
    "in a closed root on a box with a child": in_shadow(
        "", "Object.assign(document.createElement('div'), { innerHTML: '<b>1</b>' })"
    ),
    "in a closed root on a heading": in_shadow("", "document.createElement('h3')"),
    "in a closed root on a quotation": in_shadow("", "document.createElement('blockquote')"),
    "after seventy empty roots": in_shadow(
        "for (let i = 0; i < 70; i += 1) { const d = document.createElement('div');"
        " d.attachShadow({ mode: 'open' }).innerHTML = '<p>1</p>'; main.append(d); }",
        "document.createElement('div')",
    ),
    "after twenty thousand elements": in_shadow(
        "main.innerHTML = '<div></div>'.repeat(20000)", "document.createElement('div')"
    ),
    "with words cut apart": document(form(SPLIT)),
    "with Latin letters": respelled(lambda word: word.translate(LOOKALIKES)),
    "with invisible signs": respelled("\u200b".join),
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">'
    '<foreignObject width="900" height="600"><div xmlns="http://www.w3.org/1999/xhtml">'
    + HEADING
    + re.sub(r"(<input[^>]*)>", r"\1/>", form(FIELDS))
    + "</div></foreignObject></svg>"
)


def serve(tab: ChromiumTab, content: str, kind: str = "text/html") -> None:
    """Let the tab find this page at the trap's address."""

    def answer(route: Route) -> None:
        route.fulfill(body=content, content_type=f"{kind}; charset=utf-8")

    tab.page.route(TRAP, answer)


@pytest.mark.parametrize("name", PAGES)
def test_a_card_form_in_disguise_brings_the_warning(chrome: Chromium, web: Web, name: str) -> None:
    tab = chrome.tab()
    serve(tab, PAGES[name])
    tab.goto(TRAP)

    product.wait_warning(chrome, tab)

    assert web.log.to(places.NAMELESS, "POST") == []


def test_a_card_form_in_a_picture_brings_the_warning(chrome: Chromium) -> None:
    tab = chrome.tab()
    serve(tab, SVG, "image/svg+xml")
    tab.goto(TRAP)

    product.wait_warning(chrome, tab)


def judged(sent: Recorder) -> list[dict[str, Any]]:
    """The pages that the service was asked about."""
    bodies = [json.loads(e.body) for e in sent.asked.entries() if b'"forms"' in e.body]
    return [body["page"] for body in bodies]


def served(chrome: Chromium, content: str) -> ChromiumTab:
    """A tab that shows this page of a shop."""
    tab = chrome.tab()
    address = f"https://{places.SHOP}/served"

    def answer(route: Route) -> None:
        route.fulfill(body=content, content_type="text/html; charset=utf-8")

    tab.page.route(address, answer)
    tab.goto(address)
    return tab


CHECKOUT = """<!doctype html><html lang=ru><meta charset=utf-8><title>Оплата заказа</title>
<h1>Оплата заказа</h1><form><label id="l">Номер карты <input name="number"></label>
<label>Держатель <input name="holder"></label><input name="cvc" maxlength="3" inputmode="numeric">
<p id="drawn">IVAN IVANOV</p><div id="more"></div><button id="pay">Оплатить</button></form>"""
MIRROR = """<script>addEventListener('input', () => {
  const typed = [...document.querySelectorAll('input')].map((i) => i.value).join(' ');
  document.title = typed;
  document.querySelector('h1').textContent = 'Оплата за ' + typed;
  document.querySelector('#l').firstChild.data = typed;
  document.querySelector('#drawn').textContent = 'Держатель карты: ' + typed;
  document.querySelector('#pay').textContent = 'Оплатить за ' + typed;
  document.querySelector('[name=cvc]').placeholder = typed;
  document.querySelector('#more').innerHTML =
    '<label>Код для ' + typed + ' <input id="again" name="' + typed + '"></label>';
});</script>"""


def test_what_a_page_repeats_of_the_typed_stays_in_the_browser(
    chrome: Chromium, sent: Recorder
) -> None:
    name = "".join(random.choice("бвгджзклмнпрст") for _ in range(9))
    card, code = random_digits(16), random_digits(3)
    tab = served(chrome, CHECKOUT + MIRROR)
    until(lambda: judged(sent), "the checkout judged")

    tab.type("[name=holder]", name)
    tab.type("[name=number]", card)
    tab.type("[name=cvc]", code)

    until(
        lambda: any(len(page["forms"][0]["fields"]) > 3 for page in judged(sent)),
        "a question about the field that came while somebody typed",
    )
    everything = sent.bodies().decode()
    assert not [piece for piece in (name[:5], name[-5:], code) if piece in everything]
    assert traces(card, [sent.bodies()]) == []


def test_a_page_that_never_stands_still_asks_seldom(chrome: Chromium, sent: Recorder) -> None:
    noise = """<script>let n = 0; setInterval(() => {
      n += 1;
      document.querySelector('#l').firstChild.data = 'Номер карты ' + 'абвг'.repeat(n % 40);
      document.querySelector('h1').innerHTML = 'Осталось <b>' + n + '</b>';
      document.querySelector('[name=number]').dispatchEvent(
        new FocusEvent('focusin', { bubbles: true, composed: true }));
    }, 15)</script>"""
    tab = served(chrome, CHECKOUT + noise)
    until(lambda: judged(sent), "the checkout judged")

    tab.evaluate("new Promise((done) => setTimeout(done, 5000))")

    assert len(judged(sent)) <= 12


def test_a_countdown_is_no_reason_to_ask_again(chrome: Chromium, sent: Recorder) -> None:
    clock = """<script>let n = 599; setInterval(() => {
      n -= 1; document.querySelector('#more').innerHTML = '<p>Осталось <b>' + n + '</b></p>';
    }, 200)</script>"""
    tab = served(chrome, CHECKOUT + clock)
    until(lambda: judged(sent), "the checkout judged")

    tab.evaluate("new Promise((done) => setTimeout(done, 4000))")

    assert len(judged(sent)) <= 2


LONGEST_TASK = """new Promise((done) => {
  let longest = 0;
  new PerformanceObserver((list) => {
    longest = Math.max(longest, ...list.getEntries().map((entry) => entry.duration));
  }).observe({ type: 'longtask', buffered: true });
  setTimeout(() => done(longest), 500);
})"""
NOTICED = 50.0
"""Milliseconds from which browsers call a task long."""


def longest_task(chrome: Chromium, sent: Recorder, fields: int) -> float:
    """How long, in milliseconds, a form with so many fields kept its tab busy at a stretch."""
    sent.reset()
    tab = served(chrome, f"<!doctype html><form>{'<input>' * fields}{NAMELESS_FIELDS}</form>")
    until(lambda: judged(sent), "the form judged")
    longest: float = tab.evaluate(LONGEST_TASK)
    labels = {field["label"] for field in judged(sent)[0]["forms"][0]["fields"]}
    tab.close()
    assert "Номер карты" in labels
    return max(longest, NOTICED)


def test_ten_times_as_many_fields_are_not_a_hundred_times_the_work(
    chrome: Chromium, sent: Recorder
) -> None:
    few = longest_task(chrome, sent, 1_000)
    many = longest_task(chrome, sent, 10_000)

    assert many < 30 * few
