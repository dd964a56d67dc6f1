// Which documents are asked: all, or only those that are ticked.

import { byId } from "./dom.js";

const chosen = new Set();
let titles = new Map();

/** Return the names of the documents that are to be asked, [] if all are. */
export const asked = () => [...chosen];

export const isAsked = (name) => chosen.has(name);

/** Take over which documents there are, as cards; one that is gone is no longer asked. */
export function know(documents) {
  titles = new Map(documents.map(({ name, title }) => [name, title]));
  for (const name of chosen) if (!titles.has(name)) chosen.delete(name);
  show();
}

/** Ask a document, or ask it no more. */
export function tick(name, isTicked) {
  if (isTicked) chosen.add(name);
  else chosen.delete(name);
  show();
}

/** Ask these documents and no others; all if there are none. */
export function askOnly(names) {
  chosen.clear();
  for (const name of names) chosen.add(name);
  show();
}

function show() {
  for (const box of document.querySelectorAll("#document-list input.tick")) box.checked = chosen.has(box.value);
  const [first, ...others] = asked();
  const more = others.length ? ` and ${others.length} more` : "";
  byId("scope-text").textContent = first === undefined ? "" : `Asking only ${titles.get(first) ?? first}${more}`;
  const box = document.querySelector("#question");
  if (box && byId("scope").parentElement !== box) box.prepend(byId("scope"));
  byId("scope").hidden = first === undefined;
}

export function startChoosing() {
  byId("ask-all").addEventListener("click", () => {
    askOnly([]);
    document.querySelector("#question textarea").focus();
  });
}
