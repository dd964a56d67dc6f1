// Gradio runs this once; "ask" and "show" are the events that Python listens to.
import("$root/page/page.js").then((page) =>
  page.start({ element, trigger, props, server, watch, facts: $facts, events: { ask: "ask", show: "show" } }),
);
