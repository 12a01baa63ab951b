"""The Avito chat as a test fills it: emptied first, then one message after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from harness import places
from harness.driver import until
from harness.product import badge_beside

if TYPE_CHECKING:
    from harness.driver import Browser, Tab

SAY = """(side, text, href) => {
  const bubble = document.createElement('div');
  bubble.className = `message-base-module-${side}-p6`;
  bubble.dataset.marker = 'message';
  const words = document.createElement('span');
  words.dataset.marker = 'messageText';
  words.append(text);
  if (href) {
    const anchor = document.createElement('a');
    anchor.href = href;
    anchor.textContent = href;
    words.append(' ', anchor);
  }
  bubble.append(words);
  document.querySelector('#history').append(bubble);
  bubble.scrollIntoView();
}"""


def say(tab: Tab, text: str, *, href: str = "", side: str = "left") -> None:
    """Let a message appear in the Avito chat."""
    tab.evaluate(f"({SAY})({json.dumps(side)}, {json.dumps(text)}, {json.dumps(href)})")


def chat(browser: Browser) -> Tab:
    """The Avito chat without the messages that the replica starts with."""
    tab = browser.tab()
    tab.goto(places.AVITO_CHAT)
    until(lambda: badge_beside(tab, "avito.ru-dostavka4821.shop/order/"), "a first badge")
    tab.evaluate("document.querySelector('#history').replaceChildren()")
    return tab
