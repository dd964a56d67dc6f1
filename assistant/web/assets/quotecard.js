// The card that shows a quote while a marker is hovered or focused.

import { byId } from "./dom.js";
import { parse } from "./citations.js";
import { call } from "./server.js";

const MARKERS = "a.marker, a.number";
const cache = new Map();
let shownFor = null;
let timer;

async function fetchQuote(citation) {
  const key = JSON.stringify(citation);
  if (!cache.has(key)) cache.set(key, call("quote", citation));
  try {
    return await cache.get(key);
  } catch (error) {
    cache.delete(key); // The document may be there the next time.
    return { plain: error.message, title: "", day: "" };
  }
}

async function show(link) {
  clearTimeout(timer);
  const citation = parse(link);
  if (!citation || shownFor === link) return;
  shownFor = link;
  const { plain, title, day } = await fetchQuote(citation);
  if (shownFor !== link || !link.isConnected) return;
  byId("quote-card-quote").textContent = plain;
  byId("quote-card-quote").dir = byId("quote-card-source").dir = "auto";
  byId("quote-card-source").textContent = [title, day].filter(Boolean).join(" · ");
  link.setAttribute("aria-describedby", "quote-card");
  byId("quote-card").hidden = false;
  place(link);
}

function place(link) {
  const card = byId("quote-card");
  const at = link.getBoundingClientRect();
  const size = card.getBoundingClientRect();
  const gap = 8;
  const left = Math.min(Math.max(gap, at.left + at.width / 2 - size.width / 2), window.innerWidth - size.width - gap);
  const above = at.top - size.height - gap;
  card.style.left = `${left}px`;
  card.style.top = `${above >= gap ? above : Math.min(at.bottom + gap, window.innerHeight - size.height - gap)}px`;
}

export function hide() {
  clearTimeout(timer);
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  byId("quote-card").hidden = true;
}

const hideSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(hide, 200);
};

export const isShown = () => !byId("quote-card").hidden;

export function startQuoteCard() {
  const card = byId("quote-card");
  const marker = (event) => event.target.closest?.(MARKERS);
  const showSoon = (link) => {
    clearTimeout(timer);
    timer = setTimeout(() => show(link), 120);
  };
  document.addEventListener("mouseover", (event) => {
    if (marker(event)) showSoon(marker(event));
    else if (card.contains(event.target)) clearTimeout(timer); // The card itself may be hovered, and read.
    else if (shownFor) hideSoon();
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => (marker(event) ? show(marker(event)) : hide()));
  document.addEventListener("focusout", hideSoon);
  document.addEventListener("scroll", () => isShown() && hide(), true);
}
