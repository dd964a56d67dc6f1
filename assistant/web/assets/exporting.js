// The menu that saves the conversation as a file.

import { byId, complain, make, say } from "./dom.js";
import { turns } from "./conversations.js";
import { call } from "./server.js";

const menu = () => byId("export-menu");
const opener = () => byId("open-export");

function setOpen(isOpen) {
  menu().hidden = !isOpen;
  opener().setAttribute("aria-expanded", String(isOpen));
  if (isOpen) menu().querySelector("button").focus();
}

async function save(form) {
  setOpen(false);
  opener().focus();
  try {
    const { name, type, content } = await call("export_conversation", { turns: turns(), form });
    const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
    make("a", { attributes: { href: address, download: name } }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    say(`Saved as ${name}`);
  } catch (error) {
    complain(error);
  }
}

function onKey(event) {
  const items = [...menu().querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    setOpen(false);
    opener().focus();
  }
}

export function startExport() {
  opener().addEventListener("click", () => setOpen(menu().hidden));
  menu().addEventListener("keydown", onKey);
  menu().addEventListener("click", (event) => event.target.value && save(event.target.value));
  document.addEventListener("click", (event) => {
    if (!menu().hidden && !menu().contains(event.target) && !opener().contains(event.target)) setOpen(false);
  });
}
