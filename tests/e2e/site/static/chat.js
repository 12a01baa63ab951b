// A small chat application shared by both replicas: it draws messages after the page has loaded, as a
// single-page application does, and more of them arrive later. Each replica brings its own `drawMessage`.
"use strict";

/** Splits a text into plain pieces and links; `linked: false` leaves addresses as bare text, as some chats do. */
function drawText(target, message) {
  const parts = message.linked === false ? [message.text] : message.text.split(/(https?:\/\/\S+)/);
  for (const part of parts) {
    if (message.linked !== false && /^https?:/.test(part)) {
      const anchor = document.createElement("a");
      anchor.href = message.href ?? part;
      anchor.rel = "noopener";
      anchor.textContent = part;
      target.append(anchor);
    } else if (part) {
      target.append(part);
    }
  }
}

/** Shows the first messages at once and hands out the rest one `deliver()` at a time. */
function startChat(history, conversation, drawMessage) {
  const rest = [...conversation.later];
  const add = (message) => {
    history.append(drawMessage(message));
    history.scrollTop = history.scrollHeight;
  };
  requestAnimationFrame(() => conversation.first.forEach(add));
  window.deliver = () => {
    const next = rest.shift();
    if (next) add(next);
    return rest.length;
  };
  if (new URLSearchParams(location.search).has("live")) {
    const timer = setInterval(() => window.deliver() || clearInterval(timer), 2500);
  }
}
