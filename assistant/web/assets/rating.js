// Thumbs, and the note that may go with them.

import { byId, complain, say } from "./dom.js";
import { show, turns } from "./conversations.js";
import { call } from "./server.js";

/** Give turn `index` a thumb, or take the same one back; then offer to say why. */
export async function rate(index, thumb) {
  const rated = turns().map((turn, each) => (each === index ? { ...turn, thumb: turn.thumb === thumb ? "" : thumb } : turn));
  show(rated);
  const turn = rated[index];
  const note = turn.thumb ? await askForNote(thumb) : "";
  try {
    await call("rate", { turn, note });
    say(turn.thumb ? "Thank you. It is kept with the answer." : "Taken back.");
  } catch (error) {
    complain(error);
  }
}

function askForNote(thumb) {
  const dialog = byId("note-dialog");
  const isGood = thumb === "up";
  byId("note-title").textContent = isGood ? "A good answer" : "A bad answer";
  byId("note-label").textContent = isGood ? "What makes it good? (You need not say.)" : "What is wrong with it? (You need not say.)";
  byId("note").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  byId("note").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "note" ? byId("note").value : ""), { once: true });
  });
}
