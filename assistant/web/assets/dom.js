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

/** Say something in passing; it is shown for a few seconds and read aloud. */
export function say(words, { lasting = false } = {}) {
  const toast = byId("toast");
  toast.textContent = words;
  toast.classList.add("shown");
  clearTimeout(say.timer);
  if (!lasting) say.timer = setTimeout(() => toast.classList.remove("shown"), 4000);
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
