// How questions are answered where a language model is set up: in its words, or in quotes only.

import { byId, stored } from "./dom.js";

const KEY = "assistant:quotes-only";

let model = "";

/** Whether answers are wanted without the language model. */
export const inQuotesOnly = () => model !== "" && byId("quotes-only").checked;

function show() {
  byId("manner-text").textContent = inQuotesOnly() ? "Answers are quotes, at once." : `Answers are written by ${model}.`;
}

function choose() {
  try {
    localStorage.setItem(KEY, JSON.stringify(byId("quotes-only").checked));
  } catch {
    // The choice then lasts as long as the page.
  }
  show();
}

export function startManner({ model: name }) {
  model = name;
  if (!model) return;
  byId("quotes-only").checked = stored(KEY, false) === true;
  byId("quotes-only").addEventListener("change", choose);
  document.querySelector("#question").append(byId("manner"));
  byId("manner").hidden = false;
  show();
}
