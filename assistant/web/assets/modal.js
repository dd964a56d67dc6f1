// Keeps keyboard and screen reader inside a panel while it covers the page.

import { byId } from "./dom.js";

const RAIL_IS_DRAWER = window.matchMedia("(width < 68rem)");
export const READER_IS_SHEET = window.matchMedia("(width < 56rem)");

const parts = () => [...document.querySelectorAll(".skip, header.masthead"), ...["rail", "chat", "question", "reader"].map(byId)];

function covering() {
  if (RAIL_IS_DRAWER.matches && document.body.classList.contains("rail-open")) return byId("rail");
  if (READER_IS_SHEET.matches && document.body.classList.contains("reading")) return byId("reader");
  return null;
}

/** Make everything inert that lies under a panel; call it whenever a panel opens or closes. */
export function updateCover() {
  const cover = covering();
  for (const part of parts()) part.inert = cover !== null && part !== cover;
}

export function startModal() {
  for (const media of [RAIL_IS_DRAWER, READER_IS_SHEET]) media.addEventListener("change", updateCover);
}
