// The list of documents and conversations beside the chat.

import { isAsked, know, tick } from "./choosing.js";
import { byId, complain, make, say, settled, tool } from "./dom.js";
import { call } from "./server.js";
import { updateCover } from "./modal.js";
import { open, openDocument } from "./reader.js";
import { remove, rename, startUploading } from "./uploading.js";
import { showAgain } from "./conversations.js";

const LOOK_MILLISECONDS = 5000;

let documents = [];
// The revision of the documents that is listed; null when this page has changed them itself.
let revision = null;

async function loadDocuments() {
  try {
    const folders = await call("look_at_folders");
    documents = await call("list_documents");
    revision = folders.revision;
    if (byId("document-search").value.trim()) know(documents);
    else list();
    byId("stale").textContent = folders.stale;
    byId("promise").textContent = folders.promise;
    listSkipped(folders.skipped);
  } catch (error) {
    byId("documents-note").textContent = error.message;
  }
}

/** Look whether the documents have changed without this page, and show what there is then. */
async function lookAtFolders() {
  if (document.hidden) return;
  const folders = await call("look_at_folders").catch(() => null);
  if (!folders || folders.revision === revision) return;
  const byOthers = revision !== null;
  await loadDocuments();
  if (!byOthers) return;
  say("The documents have changed.");
  showAgain();
}

function list() {
  const count = documents.length === 1 ? "1 document" : `${documents.length.toLocaleString("en")} documents`;
  byId("documents-note").textContent = count;
  byId("document-list").replaceChildren(...documents.map(documentItem));
  know(documents);
}

/** Show the files of the folders that cannot be asked, each with the reason. */
function listSkipped(files) {
  byId("skipped").hidden = !files.length;
  byId("skipped-count").textContent = files.length === 1 ? "1 file is skipped" : `${files.length} files are skipped`;
  const line = ({ reason }) => make("li", { text: reason, attributes: { dir: "auto" } });
  byId("skipped-list").replaceChildren(...files.map(line));
}

function documentItem({ name, title, day, words, added }) {
  const facts = [day, words === 1 ? "1 word" : `${words.toLocaleString("en")} words`].filter(Boolean).join(" · ");
  const button = make("button", { class: "item", attributes: { type: "button" } }, [
    make("span", { class: "item-title", text: title, attributes: { dir: "auto" } }),
    make("span", { class: "item-facts", text: facts }),
  ]);
  button.addEventListener("click", () => read(() => openDocument(name, button)));
  const box = make("input", { class: "tick", attributes: { type: "checkbox", value: name, "aria-label": `Ask only: ${title}`, title: "Ask only this, and others that are ticked" } });
  box.checked = isAsked(name);
  box.addEventListener("change", () => tick(name, box.checked));
  if (!added || byId("rail-foot").hidden) return make("li", { class: "with-tick" }, [box, button]);
  const tools = [tool("rename", `Rename ${name}`, () => rename(name)), tool("close", `Remove ${name}`, () => remove(name))];
  return make("li", { class: "with-tick with-button added" }, [box, button, ...tools]);
}

function placeItem({ name, title, day, runs, start, end }) {
  const excerpt = runs.map(({ text, marked }) => (marked ? make("mark", { text }) : document.createTextNode(text)));
  const button = make("button", { class: "item", attributes: { type: "button" } }, [
    make("span", { class: "item-facts", text: [title, day].filter(Boolean).join(" · "), attributes: { dir: "auto" } }),
    make("span", { class: "item-snippet", attributes: { dir: "auto" } }, excerpt),
  ]);
  button.addEventListener("click", () => read(() => open([{ document: name, start, end }], 0, button)));
  return make("li", {}, [button]);
}

/** Open a document; where the list is a drawer, it makes room. */
function read(opening) {
  if (isRailOpen()) openRail(false);
  opening();
}

function showResults({ documents: named, holding, similar }) {
  const counts = [counted(named, "title"), counted(holding, "passage"), similar.length && `${similar.length} similar`];
  byId("documents-note").textContent = counts.filter(Boolean).join(" · ") || "The documents hold nothing like this.";
  const label = (words) => make("li", { class: "group", text: words });
  byId("document-list").replaceChildren(
    ...named.map(documentItem),
    ...holding.map(placeItem),
    ...(similar.length ? [label("Similar, in other words")] : []),
    ...similar.map(placeItem),
  );
}

const counted = ({ length }, word) => length && `${length} ${word}${length === 1 ? "" : "s"}`;

const search = settled(async () => {
  const query = byId("document-search").value.trim();
  if (!query) {
    list();
    return;
  }
  try {
    const results = await call("search_documents", { query });
    if (query !== byId("document-search").value.trim()) return; // Typed on meanwhile.
    showResults(results);
  } catch (error) {
    complain(error);
  }
}, 200);

/** Look words up in the documents, or only make ready to, if they are null. */
export function searchFor(words) {
  if (window.matchMedia("(width < 68rem)").matches) openRail(true);
  selectTab("documents");
  const box = byId("document-search");
  box.focus();
  if (words === null) return;
  box.value = words;
  search();
}

function selectTab(name) {
  for (const tab of ["documents", "conversations"]) {
    byId(tab).hidden = tab !== name;
    byId(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
    byId(`tab-${tab}`).tabIndex = tab === name ? 0 : -1;
  }
}

function onTabKey(event) {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const other = event.target.id === "tab-documents" ? "conversations" : "documents";
  selectTab(other);
  byId(`tab-${other}`).focus();
}

export const isRailOpen = () => document.body.classList.contains("rail-open");

export function openRail(isOpen) {
  document.body.classList.toggle("rail-open", isOpen);
  byId("veil").hidden = !isOpen;
  updateCover();
  byId("open-rail").setAttribute("aria-expanded", String(isOpen));
  (isOpen ? byId("close-rail") : byId("open-rail")).focus();
}

function startThemes() {
  const themes = byId("themes");
  themes.querySelector(`[value="${window.assistantTheme.chosen()}"]`).checked = true;
  themes.addEventListener("change", (event) => window.assistantTheme.choose(event.target.value));
}

export function startRail(facts) {
  byId("document-search").addEventListener("input", search);
  for (const name of ["documents", "conversations"]) {
    byId(`tab-${name}`).addEventListener("click", () => selectTab(name));
    byId(`tab-${name}`).addEventListener("keydown", onTabKey);
  }
  byId("open-rail").addEventListener("click", () => openRail(true));
  byId("close-rail").addEventListener("click", () => openRail(false));
  byId("veil").addEventListener("click", () => openRail(false));
  startThemes();
  startUploading(facts, (cards) => {
    documents = cards;
    byId("document-search").value = "";
    revision = null;
    list();
    showAgain();
  });
  loadDocuments();
  if (facts.watched) setInterval(lookAtFolders, LOOK_MILLISECONDS);
}
