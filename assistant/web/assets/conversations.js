// The conversations, kept in this browser: the list of them, and the one that is shown.

import { asked } from "./choosing.js";
import { askForName, byId, make, say, stored, tool } from "./dom.js";
import { inQuotesOnly } from "./manner.js";

const KEY = "assistant:conversations";
const CURRENT = "assistant:current";
const MOST = 60;
// In characters, in a message.
const LONGEST_TITLE = 60;

let page;
let current;
let followed = null;
// What is kept of the conversation that is shown, so far as this tab knows: another may have gone on with it.
let known = "[]";

/** Return the saved conversations, newest first. */
export const saved = () => {
  const found = stored(KEY, []);
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
  page.trigger(page.events.ask, { question, keep, documents, quotes_only: inQuotesOnly() });
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
  choose(conversation);
  show(conversation.turns);
}

export function newConversation() {
  choose(fresh());
  show([]);
  document.querySelector("#question textarea")?.focus();
}

const fresh = () => ({ id: crypto.randomUUID?.() ?? String(Date.now()), turns: [] });

function choose({ id, turns: held }) {
  current = id;
  known = JSON.stringify(held);
  localStorage.setItem(CURRENT, JSON.stringify(id));
}

function remove(conversation) {
  const { id } = conversation;
  const isShown = id === current;
  write(saved().filter((each) => each.id !== id));
  if (isShown) newConversation();
  list();
  const title = titleOf(conversation);
  const shown = title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE).trim()}…` : title;
  say(`Deleted “${shown}”`, { undo: () => restore(conversation, isShown) });
}

function restore(conversation, isShown) {
  const others = saved().filter(({ id }) => id !== conversation.id);
  write([conversation, ...others].sort((one, other) => other.saved - one.saved));
  if (isShown && !turns().length) openConversation(conversation.id);
  list();
}

async function rename({ id, ...conversation }) {
  const name = await askForName("Rename the conversation", "New name", titleOf(conversation));
  if (!name) return;
  write(saved().map((each) => (each.id === id ? { ...each, name } : each)));
  list();
}

const titleOf = ({ name, title }) => name ?? title;

const isCurrent = ({ id }) => id === current;

function keep() {
  const shown = turns();
  follow(shown);
  if (shown.some((turn) => turn.state === "growing")) return;
  if (JSON.stringify(shown) === known) {
    list(); // Only opened: it keeps its place in the list.
    return;
  }
  const held = saved().find(isCurrent);
  if (held && JSON.stringify(held.turns) !== known) {
    say("This conversation went on in another tab. Yours is kept beside it.", { closable: true });
    choose(fresh());
  }
  known = JSON.stringify(shown);
  const others = saved().filter((each) => !isCurrent(each));
  const title = shown[0]?.answer.question ?? "";
  write(shown.length ? [{ ...(held?.name && { name: held.name }), id: current, title, turns: shown, saved: Date.now() }, ...others] : others);
  list();
}

/** Show what another tab has kept, if this one has nothing of its own to keep. */
function takeOver({ key }) {
  if (key !== KEY) return;
  const held = saved().find(isCurrent);
  const isBusy = document.querySelector("#chat .pending") || JSON.stringify(turns()) !== known;
  if (held && !isBusy && JSON.stringify(held.turns) !== known) openConversation(current);
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
  const sought = byId("conversation-search").value.trim().toLowerCase();
  const found = conversations.filter((each) => words(each).includes(sought));
  byId("conversations-note").textContent = note(conversations.length, found.length, sought);
  byId("conversation-list").replaceChildren(...found.map(item));
  const held = conversations.find(isCurrent);
  byId("conversation-title").textContent = held?.name ?? turns()[0]?.answer.question ?? "New conversation";
}

function note(count, found, sought) {
  if (!count) return "Your questions and answers will be kept here, in this browser only.";
  if (!sought) return "";
  return found ? `${found} of ${count} conversations` : "No conversation holds this.";
}

/** Return what is said in a conversation and its name, as they are searched. */
function words({ name = "", turns: held }) {
  const said = held.map(({ answer }) => [answer.question, ...answer.statements.map(({ text }) => text)]);
  return [name, ...said.flat()].join("\n").toLowerCase();
}

function item(conversation) {
  const { id, turns: held, saved: when } = conversation;
  const title = titleOf(conversation);
  const day = new Date(when).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
  const count = held.length === 1 ? "1 question" : `${held.length} questions`;
  const open = make("button", { class: "item", attributes: { type: "button" }, on: { click: () => openConversation(id) } }, [
    make("span", { class: "item-title", text: title, attributes: { dir: "auto" } }),
    make("span", { class: "item-facts", text: `${day} · ${count}` }),
  ]);
  if (id === current) open.setAttribute("aria-current", "true");
  const tools = [
    tool("rename", `Rename “${title}”`, () => rename(conversation)),
    tool("delete", `Delete “${title}”`, () => remove(conversation)),
  ];
  return make("li", { class: "with-button added" }, [open, ...tools]);
}

export function startConversations(context) {
  page = context;
  current = stored(CURRENT, null);
  context.watch("value", keep);
  byId("new-conversation").addEventListener("click", newConversation);
  const last = saved().find((each) => each.id === current);
  choose(last ?? fresh());
  if (last) show(last.turns);
  byId("conversation-search").addEventListener("input", list);
  window.addEventListener("storage", takeOver);
  list();
}
