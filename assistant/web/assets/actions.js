// What the buttons of a message do.

import { copy, say } from "./dom.js";
import { ask, show, turns } from "./conversations.js";
import { compose, edit } from "./composer.js";
import { rate } from "./rating.js";

const ACTIONS = {
  copy: (turn) => copy(plain(turn.answer), "Answer copied"),
  retry: (turn, index) => ask(turn.answer.question, index, turn.documents ?? []),
  edit: (turn, index) => edit(turn.answer.question, index),
  undo: (turn, index) => {
    show(turns().slice(0, index));
    compose(turn.answer.question);
  },
  "thumb-up": (turn, index) => rate(index, "up"),
  "thumb-down": (turn, index) => rate(index, "down"),
};

/** Do what a button of turn `button.value` says. */
export function act(button) {
  const index = Number(button.value);
  const turn = turns()[index];
  if (!turn) return;
  if (turns().some((each) => each.state === "growing")) {
    say("Wait for the answer, or stop it.");
    return;
  }
  const action = [...button.classList].find((name) => name.startsWith("act-"))?.slice("act-".length);
  ACTIONS[action]?.(turn, index);
}

/** Return an answer as text: statements with markers, then the sources. */
function plain({ statements, citations, abstained, reason }) {
  const marker = (number) => `[${number}]`;
  const said = statements.map(({ text, citations: numbers }) => [text, ...numbers.map(marker)].join(" "));
  if (abstained) said.push(reason);
  const sources = citations.map(({ number, title, published }) =>
    [marker(number), [title, published].filter(Boolean).join(", ")].join(" "),
  );
  return [said.join("\n\n"), sources.join("\n")].filter(Boolean).join("\n\n");
}
