// What the pages do by themselves: theme, jumping to the sentence that was looked for, judging a claim, saving files, the picture of a graph.
import "./graph.js";

const root = document.documentElement;

document.addEventListener("click", (event) => {
  if (event.target.closest("#rg-theme")) {
    const next = root.dataset.theme === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    document.body.classList.toggle("dark", next === "dark");
    try { localStorage.setItem("racegraph_theme", next); } catch { /* not kept */ }
    document.dispatchEvent(new Event("racegraph-theme"));
  }
  const picture = event.target.closest("[data-rg-png]");
  if (picture) document.querySelector(`${picture.dataset.rgPng} .modebar-btn[data-title*="ownload"]`)?.click();
});

document.querySelector(".rg-skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("rg-main").focus();
});

document.querySelector(".rg-top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

window.rgDownload = (name, type, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

// The address always says what the page shows, so that it can be sent to somebody.
window.rgAddress = (values) => {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) value ? query.set(name, value) : query.delete(name);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
};

// A question in the address (`/?q=...`) is asked when the page has opened.
window.rgAskFromAddress = () => {
  const question = new URLSearchParams(location.search).get("q");
  const box = document.querySelector("#question textarea");
  if (!question || !box) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question.slice(0, 2000));
  box.dispatchEvent(new Event("input", { bubbles: true }));
  window.rgAddress({ q: "" });
  setTimeout(() => document.querySelector("#question button.submit-button, #question .submit-button")?.click(), 50);
};

customElements.define("rg-goto", class extends HTMLElement {
  connectedCallback() {
    const sought = document.querySelector("[data-sought]");
    if (sought) requestAnimationFrame(() => sought.scrollIntoView({ block: "center" }));
  }
});

customElements.define("rg-judge", class extends HTMLElement {
  connectedCallback() {
    this.show(this.getAttribute("verdict"));
  }

  show(verdict, failed = false) {
    const wrong = verdict === "wrong";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.getAttribute(wrong ? "right" : "wrong");
    button.addEventListener("click", () => this.judge(wrong ? "right" : "wrong"));
    const note = document.createElement("span");
    note.setAttribute("role", "status");
    note.textContent = failed ? this.getAttribute("failed") : verdict ? this.getAttribute(wrong ? "said-wrong" : "said-right") : "";
    this.replaceChildren(button, " ", note);
    this.closest("li")?.classList.toggle("rg-wrong", wrong);
  }

  async judge(verdict) {
    this.querySelector("button").disabled = true;
    try {
      const answer = await fetch(`/api/claims/${encodeURIComponent(this.getAttribute("claim"))}/judgement`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ verdict }),
      });
      if (!answer.ok) throw new Error(answer.statusText);
      this.show(verdict);
    } catch {
      this.show(verdict === "wrong" ? "" : "wrong", true);
    }
  }
});
