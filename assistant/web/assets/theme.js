// Runs in <head>, before Gradio: the page must not flash in the wrong theme.
(() => {
  const KEY = "assistant:theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem(KEY) ?? "system";
    } catch {
      return "system"; // Storage may be forbidden.
    }
  };
  const isDark = () => (chosen() === "system" ? system.matches : chosen() === "dark");
  const apply = () => {
    document.documentElement.classList.toggle("dark-page", isDark());
    document.documentElement.style.colorScheme = isDark() ? "dark" : "light";
    // Gradio's own colours hang on this class, and Gradio sets it once from the system's choice.
    if (document.body && document.body.classList.contains("dark") !== isDark()) {
      document.body.classList.toggle("dark", isDark());
    }
  };
  window.assistantTheme = {
    chosen,
    choose(theme) {
      try {
        localStorage.setItem(KEY, theme);
      } catch {
        // The choice then lasts as long as the page.
      }
      apply();
    },
  };
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    new MutationObserver(apply).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  });
})();
