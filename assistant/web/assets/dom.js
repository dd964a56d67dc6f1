// Small tools of the page's script. All text goes in through textContent, never as HTML.

/** Return the element with this id. */
export const byId = (id) => document.getElementById(id);

/** Return a new element with properties (class, text, dataset...) and children. */
export function make(tag, { class: className, text, attributes = {}, on = {} } = {}, children = []) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children);
  return element;
}

/** Return a button that shows the icon of its name. */
export function tool(name, label, click) {
  const attributes = { type: "button", title: label };
  return make("button", { class: `tool icon-${name} ${name}`, attributes, on: { click } }, [
    make("span", { class: "sr-only", text: label }),
  ]);
}

/**
 * Say something; it is read aloud and shown for a few seconds, or until something else is said if it is `lasting`.
 * With `closable` or an `undo` it stays until it is closed.
 */
export function say(words, { lasting = false, undo = null, closable = undo !== null } = {}) {
  const toast = byId("toast");
  byId("toast-text").textContent = words;
  byId("toast-undo").hidden = !undo;
  byId("toast-undo").onclick = () => {
    hush();
    undo();
  };
  byId("toast-close").hidden = !closable;
  byId("toast-close").onclick = hush;
  toast.classList.toggle("held", closable);
  toast.classList.add("shown");
  clearTimeout(say.timer);
  if (!lasting && !closable) say.timer = setTimeout(hush, 4000);
}

/** Say what went wrong; it stays until it is closed. */
export const complain = (error) => say(error.message, { closable: true });

function hush() {
  byId("toast").classList.remove("shown", "held");
}

/** Return what this browser keeps under a key, or something else if it keeps nothing, or nothing that can be read. */
export function stored(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Ask for a name in place of `name`, of which the first `selected` characters are selected; "" if it is not changed. */
export function askForName(title, label, name, selected = name.length) {
  const [dialog, box] = [byId("rename-dialog"), byId("new-name")];
  byId("rename-title").textContent = title;
  byId("new-name-label").textContent = label;
  // No submit button, or it would be the one that the key Enter presses.
  byId("cancel-rename").onclick = () => dialog.close("");
  dialog.returnValue = "";
  dialog.showModal();
  box.value = name;
  box.focus();
  box.setSelectionRange(0, selected);
  return new Promise((resolve) => {
    const given = () => (dialog.returnValue === "rename" && box.value.trim() !== name ? box.value.trim() : "");
    dialog.addEventListener("close", () => resolve(given()), { once: true });
  });
}

/** Return a function that runs `action` when it has not been called for `milliseconds`. */
export function settled(action, milliseconds) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

/** Put text on the clipboard, also where the page is not served over HTTPS or from this machine. */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { class: "sr-only" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(done);
}
