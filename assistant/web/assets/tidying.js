// Repairs of what Gradio renders, where it stands in the way of screen readers or of reading.

import { byId } from "./dom.js";

/** Take the source of a message out of its accessible name: "bot's message: <div class=...". */
function nameMessages() {
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label*='message']")) {
    message.removeAttribute("aria-label");
  }
}

function nameControls() {
  document.querySelector("#question .submit-button")?.setAttribute("aria-label", "Ask");
  document.querySelector("#question .stop-button")?.setAttribute("aria-label", "Stop");
}

function tidy() {
  nameMessages();
  nameControls();
}

export function startTidying() {
  tidy();
  const observer = new MutationObserver(tidy);
  observer.observe(byId("chat"), { childList: true, subtree: true });
  observer.observe(byId("question"), { childList: true, subtree: true });
}
