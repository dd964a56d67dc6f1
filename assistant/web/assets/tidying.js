// Repairs of what Gradio renders, where it stands in the way of screen readers or of reading.

import { byId, make } from "./dom.js";

// answer.css cuts a question off there.
const MOST_LINES = 6;

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

/** Fold a question of more lines than a person takes in at once; all of it is one press away. */
function foldQuestions() {
  for (const question of document.querySelectorAll("#chat .user-row .question:not([data-measured])")) {
    question.dataset.measured = "";
    // Where Gradio writes a message anew it leaves alone what stands beside it.
    question.closest(".user-row").querySelector(".show-all")?.remove();
    if (question.scrollHeight < (MOST_LINES + 1) * parseFloat(getComputedStyle(question).lineHeight)) continue;
    question.classList.add("folded");
    const more = make("button", { class: "show-all", text: "Show all", attributes: { type: "button", "aria-expanded": "false" } });
    more.addEventListener("click", () => {
      const isFolded = question.classList.toggle("folded");
      more.textContent = isFolded ? "Show all" : "Show less";
      more.setAttribute("aria-expanded", String(!isFolded));
    });
    question.after(more);
  }
}

function tidy() {
  nameMessages();
  nameControls();
  foldQuestions();
}

export function startTidying() {
  tidy();
  const observer = new MutationObserver(tidy);
  observer.observe(byId("chat"), { childList: true, subtree: true });
  observer.observe(byId("question"), { childList: true, subtree: true });
}
