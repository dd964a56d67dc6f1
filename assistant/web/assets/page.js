// The page's script: one delegated listener for all that a message holds, and the panels around the chat.

import { SELECTOR, ofMessage, parse, same } from "./citations.js";
import { startModal } from "./modal.js";
import * as quoteCard from "./quotecard.js";
import * as reader from "./reader.js";
import { connect } from "./server.js";
import { isRailOpen, openRail, startRail } from "./rail.js";
import { startConversations, ask } from "./conversations.js";
import { act } from "./actions.js";
import { startChoosing } from "./choosing.js";
import { startComposer, stopEditing } from "./composer.js";
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
  startExport();
  startTidying();
  startModal();
  reader.startReader();
}

function onClick(event) {
  const link = event.target.closest?.(SELECTOR);
  const button = event.target.closest?.("#chat button.act, #chat button.example");
  if (!link && !button) return;
  event.preventDefault();
  event.stopPropagation();
  if (link) openCitation(link);
  else if (button.classList.contains("example")) ask(button.value);
  else act(button);
}

function openCitation(link) {
  const citation = parse(link);
  if (!citation) return;
  quoteCard.hide();
  const citations = ofMessage(link);
  reader.open(citations, citations.findIndex((each) => same(each, citation)), link);
}

function onKey(event) {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (quoteCard.isShown()) quoteCard.hide();
  else if (isRailOpen()) openRail(false);
  else if (!stopEditing() && reader.isOpen()) reader.close();
}
