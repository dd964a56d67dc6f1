// The conversations, kept in this browser: the list of them, and the one that is shown.

import { asked } from "./choosing.js";
import { byId, make, say } from "./dom.js";

const KEY = "assistant:conversations";
const CURRENT = "assistant:current";
const MOST = 60;

let page;
let current;
let followed = null;

const read = (key, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise; // Storage may be forbidden, or hold something else.
  }
};

/** Return the saved conversations, newest first. */
export const saved = () => {
  const found = read(KEY, []);
  return Array.isArray(found) ? found.filter((each) => each?.id && Array.isArray(each.turns)) : [];
};

function write(conversations) {
  let kept = conversations.slice(0, MOST);
  while (kept.length) {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
      return;
    } catch {
      kept = kept.slice(0, -1); // The storage is full: the oldest goes.
    }
  }
  localStorage.removeItem(KEY);
}

/** Return the turns that are shown. */
export const turns = () => (Array.isArray(page.props.value) ? page.props.value : []);

/** Ask a question behind the first `keep` turns, of these documents, or all if there are none; the turns after them are dropped. */
export function ask(question, keep = turns().length, documents = asked()) {
  page.trigger(page.events.ask, { question, keep, documents });
}

/** Show these turns in place of the present ones. */
export function show(shown) {
  page.props.value = shown;
  keep();
  page.trigger(page.events.show);
}

/** Show the turns anew, for the documents have changed; not while one is growing, which would stop it. */
export function showAgain() {
  if (turns().length && !turns().some((turn) => turn.state === "growing")) page.trigger(page.events.show);
}

export function openConversation(id) {
  const conversation = saved().find((each) => each.id === id);
  if (!conversation) return;
  choose(id);
  show(conversation.turns);
}

export function newConversation() {
  choose(crypto.randomUUID?.() ?? String(Date.now()));
  show([]);
  document.querySelector("#question textarea")?.focus();
}

function choose(id) {
  current = id;
  localStorage.setItem(CURRENT, JSON.stringify(id));
}

function remove(id) {
  write(saved().filter((each) => each.id !== id));
  if (id === current) newConversation();
  list();
}

const isCurrent = ({ id }) => id === current;

function keep() {
  const shown = turns();
  follow(shown);
  if (shown.some((turn) => turn.state === "growing")) return;
  const [held, others] = [saved().find(isCurrent), saved().filter((each) => !isCurrent(each))];
  if (JSON.stringify(held?.turns ?? []) === JSON.stringify(shown)) {
    list(); // Only opened: it keeps its place in the list.
    return;
  }
  const title = shown[0]?.answer.question ?? "";
  write(shown.length ? [{ id: current, title, turns: shown, saved: Date.now() }, ...others] : others);
  list();
}

/** Bring the question that is being answered to the top, once: what follows may be read while it grows. */
function follow(shown) {
  const asking = shown.length ? `${current} ${shown.length} ${shown.at(-1).answer.question}` : "";
  if (asking === followed) return;
  followed = asking;
  requestAnimationFrame(() => {
    [...document.querySelectorAll("#chat .user-row")].at(-1)?.scrollIntoView({ block: "start" });
  });
}

function list() {
  const conversations = saved();
  byId("conversations-note").textContent = conversations.length ? "" : "Your questions and answers will be kept here, in this browser only.";
  byId("conversation-list").replaceChildren(...conversations.map(item));
  byId("conversation-title").textContent = turns()[0]?.answer.question ?? "New conversation";
}

function item({ id, title, turns: held, saved: when }) {
  const day = new Date(when).toLocaleDateString("en", { day: "numeric", month: "long" });
  const count = held.length === 1 ? "1 question" : `${held.length} questions`;
  const open = make("button", { class: "item", attributes: { type: "button" }, on: { click: () => openConversation(id) } }, [
    make("span", { class: "item-title", text: title, attributes: { dir: "auto" } }),
    make("span", { class: "item-facts", text: `${day} · ${count}` }),
  ]);
  if (id === current) open.setAttribute("aria-current", "true");
  const label = make("span", { class: "sr-only", text: `Delete “${title}”` });
  const erase = make("button", { class: "tool icon-delete", attributes: { type: "button", title: "Delete" }, on: { click: () => remove(id) } }, [label]);
  return make("li", { class: "with-button" }, [open, erase]);
}

export function startConversations(context) {
  page = context;
  current = read(CURRENT, null);
  context.watch("value", keep);
  byId("new-conversation").addEventListener("click", newConversation);
  const last = saved().find((each) => each.id === current);
  if (last) show(last.turns);
  else choose(crypto.randomUUID?.() ?? String(Date.now()));
  list();
}
