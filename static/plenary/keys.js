// Single keys for triage. Rows are [data-keys-row] inside [data-keys]; each has its link [data-keys-open]
// and, where allowed, a button [data-keys-claim]. Elsewhere a key presses the element [data-key="j"].
// Works with partials/keys_help.html; the page does all of this without keys too.
"use strict";

(() => {
  const STORE = "plenary.keys";
  const help = document.getElementById("keys-help");
  const toggle = document.querySelector("[data-keys-switch]");

  const read = () => {
    try { return localStorage.getItem(STORE); } catch { return null; }
  };
  const write = (value) => {
    try { localStorage.setItem(STORE, value); } catch { /* private mode: lasts for this page */ }
  };
  let on = read() !== "off";

  const rows = () => [...document.querySelectorAll("[data-keys] [data-keys-row]")];
  const current = () => document.querySelector("[data-keys] [data-keys-row][aria-current]");
  const linkIn = (row) => row?.querySelector("[data-keys-open]") ?? row?.querySelector("a[href]");

  function choose(row) {
    if (!row) return;
    current()?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    linkIn(row)?.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = rows();
    const at = all.indexOf(current());
    if (at === -1) return choose(all[by > 0 ? 0 : all.length - 1]);
    choose(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  // A radio is chosen and keeps the focus; a part that is open already is entered; anything else is pressed.
  function press(key) {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target || target.disabled) return false;
    const part = target.tagName === "SUMMARY" ? target.closest("details[open]") : null;
    if (part) {
      part.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
      return true;
    }
    target.focus();
    target.click();
    return true;
  }

  const actions = {
    j: () => step(1),
    k: () => step(-1),
    o: () => linkIn(current())?.click(),
    Enter: () => linkIn(current())?.click(),
    c: () => current()?.querySelector("[data-keys-claim]")?.click(),
    x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  };

  // Enter belongs to whatever has the focus; it opens the row only when nothing has.
  const typing = (el) => el.isContentEditable || /^(TEXTAREA|SELECT)$/.test(el.tagName)
    || (el.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(el.type));
  const pressable = (el) => el.closest("a[href], button, summary, input") !== null;

  document.addEventListener("keydown", (event) => {
    const el = event.target instanceof Element ? event.target : document.body;
    // Not a single key, so it stays when single keys are off: send the form that holds the focus.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = el.closest("form[data-keys-send]");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (help?.open || typing(el)) return;
    if (event.key === "Enter" && pressable(el)) return;
    if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
    } else if (press(event.key)) {
      event.preventDefault();
    } else if (rows().length && Object.hasOwn(actions, event.key)) {
      event.preventDefault();
      actions[event.key]();
    }
  });

  for (const line of document.querySelectorAll("[data-keys-line]")) line.hidden = false;
  for (const button of document.querySelectorAll("[data-keys-help]")) {
    button.addEventListener("click", () => help?.showModal());
  }
  if (toggle) {
    toggle.checked = on;
    toggle.addEventListener("change", () => {
      on = toggle.checked;
      write(on ? "on" : "off");
    });
  }
})();
