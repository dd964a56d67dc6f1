// Questions that may follow an answer, looked for when it is on the page, so that it never waits for them.

import { turns } from "./conversations.js";
import { byId, make } from "./dom.js";
import { call } from "./server.js";

// What is leant on in a question lies no farther back.
const TURNS = 8;

const offered = () => byId("offered");

async function offer() {
  offered()?.remove();
  const shown = turns();
  if (!shown.length || shown.some((turn) => turn.state === "growing")) return;
  const questions = await call("offer_questions", { turns: shown.slice(-TURNS) }).catch(() => []);
  const answer = [...document.querySelectorAll("#chat .bot-row")].at(-1);
  if (!questions.length || turns() !== shown || !answer) return;
  offered()?.remove();
  const buttons = questions.map((question) => make("button", { class: "example", text: question, attributes: { type: "button", value: question, dir: "auto" } }));
  answer.append(make("div", { class: "offered", attributes: { id: "offered", role: "group", "aria-label": "Ask next" } }, buttons));
}

export function startOffering(page) {
  page.watch("value", offer);
}
