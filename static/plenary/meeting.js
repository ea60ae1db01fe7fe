// The form of a new meeting: it is kept on the server as it is typed, and a calendar file can be dropped on it.
// Without this script both work by their buttons. The form says with data-kept-at where it is saved, and with
// data-kept-not-yet that it holds more than its draft; [data-kept-note] and [data-kept-fault] say how it stands.
// It is sent only after its draft was saved: into a dead network or an ended sign-in it would be lost.
"use strict";

(() => {
  const form = document.querySelector("form[data-kept-at]");
  if (!form) return;
  const note = form.querySelector("[data-kept-note]");
  const fault = form.querySelector("[data-kept-fault]");
  const PAUSE_MS = 800;
  const AGAIN_MS = 5000;
  const PATIENCE_MS = 10000;
  const OUT_OF_REACH = "Not saved as a draft: the service cannot be reached. What you typed stands on this "
    + "page alone; it is tried again every few seconds.";
  const SIGNED_OUT = "Not saved as a draft: you are signed out. Sign in on another tab; it is tried again.";

  let timer, sending = null, unsaved = false, leaving = false, safe = false;

  function typed() {
    const fields = new FormData(form);
    for (const name of ["calendar", "calendar_kept", "upload"]) fields.delete(name);
    return new URLSearchParams([...fields]);
  }

  function send(more) {
    const headers = { "X-Saved-As-Typed": "yes" };
    return fetch(form.dataset.keptAt, { method: "POST", body: typed(), headers, redirect: "manual", ...more });
  }

  function tell(text) {
    fault.textContent = text;
    fault.hidden = !text;
  }

  // Only the time changes once there is a draft: somebody may just be pressing the button beside it.
  function show(html) {
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    if (note.querySelector("details")) note.querySelector("p").replaceWith(fresh.querySelector("p"));
    else note.replaceChildren(...fresh.childNodes);
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  // A page of an earlier sign-in takes the token of the new one, if the same person signed in.
  async function renew() {
    const answer = await fetch(form.action, { redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-kept-at] [name=csrfmiddlewaretoken]");
    if (!token || page.body.dataset.person !== document.body.dataset.person) return;
    form.elements.csrfmiddlewaretoken.value = token.value;
  }

  // Gives whether the server has answered for what is typed: it is kept, or refused with a reason.
  async function keep() {
    unsaved = false;
    try {
      const answer = await send({ signal: AbortSignal.timeout(PATIENCE_MS) });
      if (answer.ok) {
        show(await answer.text());
        tell("");
        return true;
      }
      if (answer.status === 409 || answer.status === 422) {
        // Trying the same again would be refused again: the next keystroke tries.
        tell(`Not saved as a draft. ${await answer.text()}`);
        return true;
      }
      const signedOut = answer.type === "opaqueredirect" || answer.status === 403;
      tell(signedOut ? SIGNED_OUT : OUT_OF_REACH);
      if (signedOut) await renew();
    } catch {
      tell(OUT_OF_REACH);
    }
    unsaved = true;
    return false;
  }

  async function save() {
    if (sending || leaving || !unsaved) return;
    sending = keep();
    await sending;
    sending = null;
    if (unsaved) later(fault.hidden ? PAUSE_MS : AGAIN_MS);
  }

  function changed(event) {
    if (event.target.type === "file") return;
    unsaved = true;
    later(PAUSE_MS);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    leaving = true;
    if (safe || event.submitter?.hasAttribute("data-discard")) {
      unsaved = false;
      return;
    }
    event.preventDefault();
    await sending;
    safe = await keep();
    if (safe) {
      form.requestSubmit(event.submitter);
    } else {
      leaving = false;
      fault.scrollIntoView({ block: "center" });
      later(AGAIN_MS);
    }
  });
  window.addEventListener("pageshow", () => { leaving = safe = false; });
  // What was typed in the last second goes along when the page goes; small enough that it may outlive it.
  window.addEventListener("pagehide", () => {
    if (unsaved) send({ keepalive: true }).catch(() => {});
  });
  window.addEventListener("online", () => later(0));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved && !fault.hidden) event.preventDefault();
  });
  if (form.dataset.keptNotYet !== undefined) {
    unsaved = true;
    later(0);
  }

  const zone = form.querySelector("[data-drop]");
  const fill = zone.querySelector("[data-fill]");
  const file = zone.querySelector("input[type=file]");
  const carriesFile = (event) => [...event.dataTransfer.types].includes("Files");
  // A file dropped beside a field for files would open in place of the form.
  for (const kind of ["dragover", "drop"]) {
    form.addEventListener(kind, (event) => {
      if (carriesFile(event) && event.target.type !== "file") event.preventDefault();
    });
  }
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      if (carriesFile(event)) zone.classList.add("is-over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  }
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length || event.target === file) return;
    file.files = event.dataTransfer.files;
    form.requestSubmit(fill);
  });
  file.addEventListener("change", () => { if (file.files.length) form.requestSubmit(fill); });
})();
