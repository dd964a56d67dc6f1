"use strict";
const byId = (id) => document.getElementById(id);
const root = document.documentElement;

// A page opened from a file may be refused its storage; the choice then lasts until it is closed.
const remembered = { get() { try { return localStorage.getItem("theme"); } catch { return null; } },
                     set(theme) { try { localStorage.setItem("theme", theme); } catch { /* not remembered */ } } };
if (remembered.get()) root.dataset.theme = remembered.get();
byId("theme").addEventListener("click", () => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
  remembered.set(root.dataset.theme);
});

const entries = [...document.querySelectorAll(".entry")];
const words = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));
const chosen = (name) => [...document.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);

function filter() {
  const text = byId("text").value.trim().toLowerCase();
  const kind = byId("kind").value;
  const splits = chosen("split");
  const verdicts = chosen("verdict");
  const counts = {};
  let shown = 0;
  for (const entry of entries) {
    const tags = entry.dataset.tags.split(" ");
    const fits = (!kind || entry.dataset.kind === kind) && (!splits.length || splits.includes(entry.dataset.split))
      && words.get(entry).includes(text);
    if (fits) for (const tag of tags) counts[tag] = (counts[tag] || 0) + 1;
    entry.hidden = !fits || (verdicts.length > 0 && !verdicts.some((verdict) => tags.includes(verdict)));
    shown += !entry.hidden;
  }
  // A chip counts what it would show under the other filters.
  for (const box of document.querySelectorAll('input[name="verdict"]'))
    box.parentElement.querySelector("b").textContent = counts[box.value] || 0;
  byId("count").textContent = `${shown} of ${entries.length} questions`;
}

byId("filters").hidden = false;
byId("filters").addEventListener("input", filter);
byId("filters").addEventListener("submit", (event) => event.preventDefault());
filter();
