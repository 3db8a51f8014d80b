// Runs before anything else: the theme the reader chose, or the system's, so that the page never flashes in the other one.
(() => {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = localStorage.getItem("racegraph_theme"); } catch { /* private window: the system's theme */ }
  const dark = chosen ? chosen === "dark" : system.matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  // Gradio writes its own language and title into the page; the frame's are right, and are put back.
  const { lang: language, dataset: { title } } = document.documentElement;
  const restore = () => {
    if (document.documentElement.lang !== language) document.documentElement.lang = language;
    if (title && document.title !== title) document.title = title;
  };
  document.addEventListener("DOMContentLoaded", () => {
    restore();
    new MutationObserver(restore).observe(document.head, { subtree: true, childList: true, characterData: true });
    new MutationObserver(restore).observe(document.documentElement, { attributeFilter: ["lang"] });
  });
  if (chosen) {
    const ask = window.matchMedia.bind(window);
    // Gradio asks the system; a reader's own choice goes before it.
    window.matchMedia = (query) => query.includes("prefers-color-scheme: dark")
      ? { matches: dark, media: query, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {}, onchange: null, dispatchEvent: () => false }
      : ask(query);
  }
})();
