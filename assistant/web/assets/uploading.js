// Taking in documents, by a button or by dragging files onto the page.

import { askForName, byId, complain, make, say } from "./dom.js";
import { call } from "./server.js";

// A request may have no more than 8 MB, and base64 takes a third more than what it stands for.
const PART_BYTES = 4 * 1024 * 1024;

let facts;
let onTaken;

const base64 = (part, name) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(new Error(`${name} cannot be read.`)));
    reader.readAsDataURL(part);
  });

/** Send a file in parts, and return what the last one is answered with. */
async function send(id, file) {
  const { name, size } = file;
  let reply;
  for (let start = 0; start === 0 || start < size; start += PART_BYTES) {
    const content = size ? await base64(file.slice(start, start + PART_BYTES), name) : "";
    reply = await call("upload_document", { id, name, size, content });
  }
  return reply;
}

/** Show how far an upload has come until the function that is returned is called. */
function watchProgress(id) {
  const bar = byId("upload-progress");
  const look = async () => {
    const { done, total } = await call("upload_progress", { id }).catch(() => ({ done: 0, total: 0 }));
    if (!total) return;
    bar.setAttribute("aria-valuenow", String(Math.round((100 * done) / total)));
    bar.style.setProperty("--done", `${(100 * done) / total}%`);
  };
  const timer = setInterval(look, 500);
  return () => {
    clearInterval(timer);
    bar.removeAttribute("aria-valuenow");
    bar.style.removeProperty("--done");
  };
}

async function take(file) {
  if (file.size > facts.upload_bytes) {
    const most = (facts.upload_bytes / 1024 / 1024).toLocaleString("en");
    throw new Error(`${file.name} is larger than ${most} MB. Split it, or put it into the folder of the documents.`);
  }
  say(`Indexing ${file.name} …`, { lasting: true });
  const id = crypto.randomUUID?.() ?? String(Math.random());
  const stopWatching = watchProgress(id);
  try {
    const { documents, replaced } = await send(id, file);
    onTaken(documents);
    const undoing = replaced ? "restore_document" : "remove_document";
    note(`${file.name} ${replaced ? "replaced" : "added"}`, undoing, { name: file.name });
  } finally {
    stopWatching();
  }
  say(`${file.name} is indexed. You can ask about it.`);
}

/** Add a line on what came of a file; with an `undoing` call it can be undone once. */
function note(words, undoing, request) {
  const line = make("li", {}, [make("span", { text: words, attributes: { dir: "auto" } })]);
  if (undoing) {
    const attributes = { type: "button", "aria-label": `Undo: ${words}` };
    const undo = make("button", { class: "quiet-button", text: "Undo", attributes });
    undo.addEventListener("click", async () => {
      undo.disabled = true;
      try {
        onTaken(await call(undoing, request));
        line.remove();
        say(`Undone: ${words}`);
      } catch (error) {
        undo.disabled = false;
        complain(error);
      }
    });
    line.append(undo);
  }
  byId("upload-lines").hidden = false;
  byId("upload-lines").prepend(line);
}

/** Take a document out of the library. */
export async function remove(name) {
  say(`Removing ${name} …`, { lasting: true });
  try {
    onTaken(await call("remove_document", { name }));
    note(`${name} removed`, "restore_document", { name });
    say(`${name} removed.`);
  } catch (error) {
    complain(error);
  }
}

/** Ask for another name of a document of the library, and give it that. */
export async function rename(name) {
  const other = await askForName(`Rename ${name}`, "New name, with the same ending", name, name.lastIndexOf("."));
  if (!other) return;
  say(`Renaming ${name} …`, { lasting: true });
  try {
    onTaken(await call("rename_document", { name, other }));
    note(`${name} renamed to ${other}`, "rename_document", { name: other, other: name });
    say(`${name} is now ${other}.`);
  } catch (error) {
    complain(error);
  }
}

async function takeAll(files) {
  byId("upload-progress").hidden = false;
  byId("add-document").disabled = true;
  try {
    for (const file of files) {
      try {
        await take(file);
      } catch (error) {
        complain(error);
        note(`${file.name} refused: ${error.message}`);
      }
    }
  } finally {
    byId("upload-progress").hidden = true;
    byId("add-document").disabled = false;
    byId("document-file").value = "";
  }
}

function startDragging() {
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const hint = byId("drop-hint");
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    hint.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) hint.hidden = true;
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    hint.hidden = true;
    takeAll([...event.dataTransfer.files]);
  }, true);
}

/** Offer to take in documents; `taken` gets the cards of all documents after each. */
export function startUploading(pageFacts, taken) {
  facts = pageFacts;
  onTaken = taken;
  byId("rail-foot").hidden = !facts.uploads;
  if (!facts.uploads) return;
  byId("library-note").textContent = `Kept in ${facts.library}`;
  byId("document-file").accept = facts.suffixes.join(",");
  byId("add-document").addEventListener("click", () => byId("document-file").click());
  byId("document-file").addEventListener("change", (event) => takeAll([...event.target.files]));
  startDragging();
}
