// Taking in documents, by a button or by dragging files onto the page.

import { byId, make, say } from "./dom.js";
import { call } from "./server.js";

let facts;
let onTaken;

const base64 = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(new Error(`${file.name} cannot be read.`)));
    reader.readAsDataURL(file);
  });

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
    const { documents, replaced } = await call("upload_document", { id, name: file.name, content: await base64(file) });
    onTaken(documents);
    note(`${file.name} ${replaced ? "replaced" : "added"}`, file.name, replaced ? "restore_document" : "remove_document");
  } finally {
    stopWatching();
  }
  say(`${file.name} is indexed. You can ask about it.`);
}

/** Add a line on what came of a file; with an `undoing` call it can be undone once. */
function note(words, name, undoing) {
  const line = make("li", {}, [make("span", { text: words, attributes: { dir: "auto" } })]);
  if (undoing) {
    const attributes = { type: "button", "aria-label": `Undo: ${words}` };
    const undo = make("button", { class: "quiet-button", text: "Undo", attributes });
    undo.addEventListener("click", async () => {
      undo.disabled = true;
      try {
        onTaken(await call(undoing, { name }));
        line.remove();
        say(`Undone: ${words}`);
      } catch (error) {
        undo.disabled = false;
        say(error.message);
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
    note(`${name} removed`, name, "restore_document");
    say(`${name} removed.`);
  } catch (error) {
    say(error.message);
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
        say(error.message);
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
