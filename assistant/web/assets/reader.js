// The panel that shows a whole document with the cited spans marked.

import { askOnly } from "./choosing.js";
import { byId, complain, copy, make } from "./dom.js";
import { call } from "./server.js";
import { same } from "./citations.js";
import { READER_IS_SHEET, updateCover } from "./modal.js";

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
    complain(error);
    return;
  }
  if (asked !== state.asked) return; // Another document has been asked for meanwhile.
  Object.assign(state, { article, citations, current });
  fill(article, here.findIndex((each) => same(each, citation)));
  reveal();
}

function fill(article, active) {
  byId("reader-title").textContent = article.title;
  const sentences = article.orders === 1 ? "1 sentence reads like an order" : `${article.orders} sentences read like orders`;
  const orders = `${sentences} to a machine; none is followed`;
  const words = `${article.words.toLocaleString("en")} words`;
  const facts = [article.day, article.author, article.publisher, words, article.orders ? orders : ""];
  const meta = facts.filter(Boolean).map((fact) => make("span", { text: fact, attributes: { dir: "auto" } }));
  byId("reader-meta").replaceChildren(...meta);
  const text = byId("reader-text");
  text.lang = article.language;
  const shown = article.tree
    ? article.tree.map((node) => rendered(node, active))
    : article.blocks.map((block) => paragraph(block, active));
  text.classList.toggle("rendered", Boolean(article.tree));
  text.replaceChildren(...shown);
  list(article.outline);
  byId("find").value = "";
  find();
  const several = state.citations.length > 1;
  byId("reader-steps").hidden = state.citations[state.current].start === null;
  byId("reader-position").textContent = several ? `${state.current + 1} of ${state.citations.length}` : "Quote";
  byId("previous-citation").hidden = byId("next-citation").hidden = !several;
  byId("copy-quote").hidden = byId("copy-link").hidden = active < 0;
}

/** Show the headings as a list that leads to them. */
function list(outline) {
  const headings = [...byId("reader-text").querySelectorAll(":scope > :is(h1, h2, h3, h4, h5, h6)")];
  const least = Math.min(...outline.map(({ level }) => level));
  const items = outline.map(({ level, text }, index) => {
    const button = make("button", { text, attributes: { type: "button", dir: "auto" } });
    button.style.setProperty("--level", level - least);
    button.addEventListener("click", () => scrollTo(headings[index]));
    return make("li", {}, [button]);
  });
  byId("outline").hidden = items.length < 2;
  byId("outline").open = false;
  byId("outline-list").replaceChildren(...items);
}

// What the server may name; everything else would be shown as a span.
const TAGS = new Set("p ul ol li blockquote table thead tbody tr th td strong em s hr h1 h2 h3 h4 h5 h6 pre code br a".split(" "));

function rendered(node, active) {
  if ("text" in node) return run(node, active);
  if (node.tag === "page") return make("p", { class: "page-number", text: node.children[0].text });
  const element = make(TAGS.has(node.tag) ? node.tag : "span", {}, node.children.map((child) => rendered(child, active)));
  if (node.start) element.start = node.start;
  if (node.tag === "a" && /^https?:/i.test(node.href)) {
    Object.assign(element, { href: node.href, target: "_blank", rel: "noopener noreferrer", title: node.href });
  }
  return element;
}

function run(node, active) {
  if (!node.spans.length) return document.createTextNode(node.text);
  return make("mark", { text: node.text, class: node.spans.includes(active) ? "current" : "other" });
}

let places = [];
let place = -1;

/** Highlight what is looked for in the document, without changing it. */
function find() {
  const words = byId("find").value.toLowerCase();
  places = [];
  place = -1;
  const walker = document.createTreeWalker(byId("reader-text"), NodeFilter.SHOW_TEXT);
  while (words && walker.nextNode()) {
    const text = walker.currentNode.textContent.toLowerCase();
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
      const range = new Range();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, Math.min(at + words.length, walker.currentNode.length));
      places.push(range);
    }
  }
  if (window.Highlight) CSS.highlights.set("sought", new Highlight(...places));
  byId("find-count").textContent = words ? `${places.length} found` : "";
}

function findNext(event) {
  if (event.key !== "Enter" || !places.length) return;
  event.preventDefault();
  place = (place + (event.shiftKey ? -1 : 1) + places.length) % places.length;
  byId("find-count").textContent = `${place + 1} of ${places.length}`;
  scrollTo(places[place]);
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
  scrollTo(mark);
}

/** Scroll a part of the document to a third from the top: what comes before it is context too. */
function scrollTo(part) {
  const scroll = byId("reader-scroll");
  const top = part.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop;
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

/** Return the words that are marked, with a blank between those of two cells, items or paragraphs. */
function quoted() {
  const block = (mark) => mark?.closest("td, th, li, p, pre, blockquote, h1, h2, h3, h4, h5, h6");
  const marks = [...document.querySelectorAll("#reader-text mark.current")];
  const apart = (mark, index) => state.article.tree && index && block(mark) !== block(marks[index - 1]);
  return marks.map((mark, index) => (apart(mark, index) ? " " : "") + mark.textContent).join("");
}

function source() {
  const { title, author, publisher, day } = state.article;
  return [author, title, publisher, day].filter(Boolean).join(", ");
}

/** Ask only the document that is open; where it covers the page, it makes room. */
function askThis() {
  askOnly([state.article.name]);
  if (READER_IS_SHEET.matches) close();
  document.querySelector("#question textarea").focus();
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
  byId("find").addEventListener("input", find);
  byId("find").addEventListener("keydown", findNext);
  byId("previous-citation").addEventListener("click", () => step(-1));
  byId("next-citation").addEventListener("click", () => step(1));
  byId("ask-document").addEventListener("click", askThis);
  byId("copy-quote").addEventListener("click", () => copy(`“${quoted()}” (${source()})`, "Quote and source copied"));
  byId("copy-link").addEventListener("click", () => copy(permalink(), "Link to this passage copied"));
  openFromAddress();
}
