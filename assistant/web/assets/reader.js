// The panel that shows a whole document with the cited spans marked.

import { byId, copy, make, say } from "./dom.js";
import { call } from "./server.js";
import { same } from "./citations.js";
import { updateCover } from "./modal.js";

const state = { article: null, citations: [], current: 0, opener: null, asked: 0 };

/** Open the document of `citations[current]`, with the other citations of that document marked more lightly. */
export async function open(citations, current, opener) {
  state.opener = opener ?? state.opener;
  await show(citations, current);
  if (opener) byId("reader-title").focus({ preventScroll: true });
}

/** Open a whole document, with nothing marked. */
export async function openDocument(name, opener) {
  await open([{ document: name, start: null, end: null }], 0, opener);
}

async function show(citations, current) {
  const citation = citations[current];
  const here = citations.filter((each) => each.document === citation.document && each.start !== null);
  const asked = ++state.asked;
  let article;
  try {
    const spans = here.map(({ start, end }) => [start, end]);
    article = await call("open_document", { document: citation.document, spans });
  } catch (error) {
    say(error.message);
    return;
  }
  if (asked !== state.asked) return; // Another document has been asked for meanwhile.
  Object.assign(state, { article, citations, current });
  fill(article, here.findIndex((each) => same(each, citation)));
  reveal();
}

function fill(article, active) {
  byId("reader-title").textContent = article.title;
  const facts = [article.day, article.author, article.publisher, `${article.words.toLocaleString("en")} words`];
  const meta = facts.filter(Boolean).map((fact) => make("span", { text: fact, attributes: { dir: "auto" } }));
  byId("reader-meta").replaceChildren(...meta);
  const text = byId("reader-text");
  text.lang = article.language;
  text.replaceChildren(...article.blocks.map((block) => paragraph(block, active)));
  const several = state.citations.length > 1;
  byId("reader-steps").hidden = state.citations[state.current].start === null;
  byId("reader-position").textContent = several ? `${state.current + 1} of ${state.citations.length}` : "Quote";
  byId("previous-citation").hidden = byId("next-citation").hidden = !several;
  byId("copy-quote").hidden = byId("copy-link").hidden = active < 0;
}

function paragraph(block, active) {
  const runs = block.runs.map((run) => {
    if (!run.spans.length) return document.createTextNode(run.text);
    const current = run.spans.includes(active);
    return make("mark", { text: run.text, class: current ? "current" : "other" });
  });
  return make("p", { class: block.heading ? "heading" : "", attributes: { dir: "auto" } }, runs);
}

function reveal() {
  byId("reader").hidden = false;
  document.body.classList.add("reading");
  updateCover();
  const mark = document.querySelector("#reader-text mark.current");
  const scroll = byId("reader-scroll");
  if (!mark) {
    scroll.scrollTop = 0;
    return;
  }
  const top = mark.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop;
  // A third from the top: what comes before the quote is context too.
  scroll.scrollTop = Math.max(0, top - scroll.clientHeight / 3);
}

export function close() {
  byId("reader").hidden = true;
  document.body.classList.remove("reading");
  updateCover();
  state.asked += 1;
  // A message that has been written anew holds other links.
  (state.opener?.isConnected ? state.opener : document.querySelector("#question textarea")).focus();
  state.opener = null;
}

export const isOpen = () => !byId("reader").hidden;

function step(by) {
  const count = state.citations.length;
  show(state.citations, (state.current + by + count) % count);
}

const quoted = () =>
  [...document.querySelectorAll("#reader-text mark.current")].map((mark) => mark.textContent).join("");

function source() {
  const { title, author, publisher, day } = state.article;
  return [author, title, publisher, day].filter(Boolean).join(", ");
}

/** Return the address that opens this very span: /?document=...&start=...&end=... */
function permalink() {
  const { document: name, start, end } = state.citations[state.current];
  const address = new URL(window.location.pathname, window.location.origin);
  for (const [key, value] of Object.entries({ document: name, start, end })) address.searchParams.set(key, value);
  return address.href;
}

/** Open what the page's own address asks for, if it asks for a document. */
export function openFromAddress() {
  const asked = new URLSearchParams(window.location.search);
  const name = asked.get("document");
  if (!name) return;
  const [start, end] = ["start", "end"].map((key) => Number.parseInt(asked.get(key) ?? "", 10));
  if (Number.isInteger(start) && Number.isInteger(end)) open([{ document: name, start, end }], 0);
  else openDocument(name);
}

export function startReader() {
  byId("close-reader").addEventListener("click", close);
  byId("previous-citation").addEventListener("click", () => step(-1));
  byId("next-citation").addEventListener("click", () => step(1));
  byId("copy-quote").addEventListener("click", () => copy(`“${quoted()}” (${source()})`, "Quote and source copied"));
  byId("copy-link").addEventListener("click", () => copy(permalink(), "Link to this passage copied"));
  openFromAddress();
}
