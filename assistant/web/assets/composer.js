// The question box: putting text into it, and asking an earlier question in other words.

import { byId } from "./dom.js";
import { asked } from "./choosing.js";
import { ask, turns } from "./conversations.js";
import { inQuotesOnly } from "./manner.js";

let edited = null;

const box = () => document.querySelector("#question textarea");

/** Put a question into the box, ready to be changed or sent. */
export function compose(question) {
  box().value = question;
  box().dispatchEvent(new Event("input", { bubbles: true }));
  box().focus();
}

/** Let the question of turn `index` be asked in other words; it and the turns after it are then replaced. */
export function edit(question, index) {
  edited = index;
  byId("editing-text").textContent = "You are changing an earlier question. What follows it will be replaced.";
  document.querySelector("#question").prepend(byId("editing"));
  byId("editing").hidden = false;
  compose(question);
}

export function stopEditing() {
  if (edited === null) return false;
  edited = null;
  byId("editing").hidden = true;
  compose("");
  return true;
}

function onSend(event) {
  if ((edited === null && !asked().length && !inQuotesOnly()) || !box().value.trim()) return;
  // Gradio would ask the question behind the conversation, not in place of the old one, of all documents, of the model.
  event.preventDefault();
  event.stopImmediatePropagation();
  const [question, index] = [box().value, edited ?? turns().length];
  if (!stopEditing()) compose("");
  ask(question, index);
}

/** Put a question back that is stopped before it has any answer. */
function onStop() {
  const pending = document.querySelector("#chat .pending");
  const asked = [...document.querySelectorAll("#chat .question")].at(-1);
  if (pending && asked && !box().value) compose(asked.textContent);
}

export function startComposer() {
  document.addEventListener("keydown", (event) => {
    if (event.target === box() && event.key === "Enter" && !event.shiftKey && !event.isComposing) onSend(event);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#question .submit-button")) onSend(event);
    if (event.target.closest?.("#question .stop-button")) onStop();
  }, true);
  byId("cancel-editing").addEventListener("click", stopEditing);
}
