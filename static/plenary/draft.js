// Keeps a form[data-draft="name"] as typed, in this tab only, until it was sent and answered.
// Optional inside the form: [data-draft-note] says when it was kept, [data-draft-discard] forgets it.
// It is restored for the same person only, and after a log-in in between: a session that ended loses nothing.
// A form shown again with errors carries data-draft-bound: what the server sent back counts.
"use strict";

(() => {
  const PREFIX = "plenary.draft.";
  // Who is signed in; empty on the log-in page.
  const person = document.body.dataset.person ?? "";
  const forms = [...document.querySelectorAll("form[data-draft]")];

  let store;
  try { store = window.sessionStorage; } catch { return; }

  const keyOf = (form) => PREFIX + form.dataset.draft;
  const kept = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  const load = (key) => {
    try { return JSON.parse(store.getItem(key)); } catch { return null; }
  };

  // Never a password, a file, a token or anything else that the person did not type.
  const fields = (form) => [...form.elements].filter(
    (el) => el.name && !/^(password|file|hidden|submit|button|reset|fieldset)$/.test(el.type));

  function values(form) {
    const found = {};
    for (const el of fields(form)) {
      const list = (found[el.name] ??= []);
      if (el.type === "checkbox" || el.type === "radio") {
        if (el.checked) list.push(el.value);
      } else if (el.multiple) {
        list.push(...[...el.selectedOptions].map((option) => option.value));
      } else {
        list.push(el.value);
      }
    }
    return found;
  }

  // Every tick that the page offered. One that it offers anew keeps what the server says of it.
  const offered = (form) => fields(form).filter((el) => el.type === "checkbox").map((el) => `${el.name}=${el.value}`);

  function restore(form, { values: saved, offered: before }) {
    const left = structuredClone(saved);
    for (const el of fields(form)) {
      if (!Object.hasOwn(saved, el.name)) continue;
      if (el.type === "checkbox" && before && !before.includes(`${el.name}=${el.value}`)) continue;
      if (el.type === "checkbox" || el.type === "radio") {
        el.checked = saved[el.name].includes(el.value);
      } else if (el.multiple) {
        for (const option of el.options) option.selected = saved[el.name].includes(option.value);
      } else if (left[el.name].length) {
        el.value = left[el.name].shift();
      }
    }
  }

  function say(form, at) {
    const note = form.querySelector("[data-draft-note]");
    if (note) note.textContent = `Kept in this tab as you type; last kept at ${at.slice(11, 16)} UTC.`;
    const discard = form.querySelector("[data-draft-discard]");
    if (discard) discard.hidden = false;
  }

  function keep(form, sent) {
    const at = new Date().toISOString();
    try {
      const ticks = { values: values(form), offered: offered(form) };
      store.setItem(keyOf(form), JSON.stringify({ at, sent, person, ...ticks }));
      say(form, at);
    } catch {
      const note = form.querySelector("[data-draft-note]");
      if (note) note.textContent = "This browser cannot keep the draft; save before you leave the page.";
    }
  }

  // A draft that was sent, on a page that no longer shows its form: the answer came. Where nobody is signed
  // in it was the log-in that came, and the form will be shown again. What another person typed goes.
  const here = new Set(forms.map(keyOf));
  for (const key of person ? kept() : []) {
    const saved = load(key);
    if (saved?.person !== person || (!here.has(key) && saved.sent)) store.removeItem(key);
  }

  for (const form of forms) {
    const saved = load(keyOf(form));
    if (form.dataset.draftBound !== undefined) store.removeItem(keyOf(form));
    else if (saved) { restore(form, saved); say(form, saved.at); }

    let timer;
    const later = () => { clearTimeout(timer); timer = setTimeout(() => keep(form, false), 300); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => { clearTimeout(timer); keep(form, true); });
    form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
      clearTimeout(timer);
      store.removeItem(keyOf(form));
      form.reset();
      const note = form.querySelector("[data-draft-note]");
      if (note) note.textContent = "The draft is forgotten.";
    });
  }

  // The next person at this screen must not find it.
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => kept().forEach((key) => store.removeItem(key)));
  }
})();
