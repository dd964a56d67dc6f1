// The page's script: one delegated listener for all that a message holds, and the panels around the chat.

import { SELECTOR, ofMessage, parse, same } from "./citations.js";
import { byId } from "./dom.js";
import { startModal } from "./modal.js";
import * as quoteCard from "./quotecard.js";
import * as reader from "./reader.js";
import { connect } from "./server.js";
import { isRailOpen, openRail, searchFor, startRail } from "./rail.js";
import { startConversations, ask, turns } from "./conversations.js";
import { act } from "./actions.js";
import { startChoosing } from "./choosing.js";
import { startManner } from "./manner.js";
import { compose, startComposer, stopEditing } from "./composer.js";
import { startOffering } from "./offering.js";
import { startExport } from "./exporting.js";
import { startTidying } from "./tidying.js";

export function start(context) {
  connect(context.server);
  document.addEventListener("click", onClick, true);
  document.addEventListener("keydown", onKey);
  quoteCard.startQuoteCard();
  startRail(context.facts);
  startConversations(context);
  startComposer();
  startChoosing();
  startManner(context.facts);
  startExport();
  startOffering(context);
  startTidying();
  startModal();
  reader.startReader();
}

function onClick(event) {
  const link = event.target.closest?.(SELECTOR);
  const button = event.target.closest?.("#chat button.act, #chat button.example, #chat button.search-instead");
  if (!link && !button) return;
  event.preventDefault();
  event.stopPropagation();
  if (link) openCitation(link);
  else if (button.classList.contains("example")) ask(button.value);
  else if (button.classList.contains("search-instead")) searchFor(button.value);
  else act(button);
}

function openCitation(link) {
  const citation = parse(link);
  if (!citation) return;
  quoteCard.hide();
  const citations = ofMessage(link);
  reader.open(citations, citations.findIndex((each) => same(each, citation)), link);
}

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;

/** Do what a key stands for, wherever the keyboard is; return whether it stands for anything. */
function onShortcut(event) {
  const box = document.querySelector("#question textarea");
  const last = turns().at(-1)?.answer.question;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") searchFor(null);
  else if (event.ctrlKey || event.metaKey || event.altKey) return false;
  else if (event.key === "ArrowUp" && event.target === box && !box.value && last) compose(last);
  else if (isTyping(event.target)) return false;
  else if (event.key === "/") box.focus();
  else if (event.key === "?") byId("keys").showModal();
  else return false;
  event.preventDefault();
  return true;
}

function onKey(event) {
  if (!document.querySelector("dialog[open]") && onShortcut(event)) return;
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (quoteCard.isShown()) quoteCard.hide();
  else if (isRailOpen()) openRail(false);
  else if (!stopEditing() && reader.isOpen()) reader.close();
}
