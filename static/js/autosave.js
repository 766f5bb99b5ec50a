/* Whether the answers are stored, and trying again when they are not.

   data-autosave             on the form htmx sends: hx-post="…" hx-trigger="change, samspor:save"
                             (changes alone are sent; samspor:save is our second try)
   data-autosave-status      the line that says so (_saved.html), with data-text-saving, -saved and -failed
   data-autosave-send        the button that sends in earnest: while not stored it is aria-disabled, and its
                             aria-describedby names the status line
   HX-Trigger: {"samspor:stored": {"at": "09.42"}}   the server may say its own time; else the browser's

   The words are the only signal that counts; colour and icon follow data-state. */
(function () {
  "use strict";

  const WAITS = [2000, 5000, 10000, 30000]; // ms until the next try; the last one repeats
  const tries = new WeakMap();

  function clock() {
    const now = new Date();
    return [now.getHours(), now.getMinutes()].map(function (n) { return String(n).padStart(2, "0"); }).join(".");
  }

  function line(form) {
    return form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  }

  function show(form, state, words) {
    const status = line(form);
    if (!status) return;
    status.dataset.state = state;
    status.querySelector("[data-text]").textContent = words;
    form.querySelectorAll("[data-autosave-send]").forEach(function (button) {
      if (state === "failed") {
        if (!status.id) status.id = "autosave-status";
        button.dataset.before = button.getAttribute("aria-describedby") || "";
        button.setAttribute("aria-disabled", "true");
        button.setAttribute("aria-describedby", status.id);
      } else if ("before" in button.dataset) {
        button.removeAttribute("aria-disabled");
        if (button.dataset.before) button.setAttribute("aria-describedby", button.dataset.before);
        else button.removeAttribute("aria-describedby");
        delete button.dataset.before;
      }
    });
  }

  function formOf(event) {
    const source = event.detail && event.detail.elt ? event.detail.elt : event.target;
    return source.closest("[data-autosave]");
  }

  function stored(form, at) {
    window.clearTimeout((tries.get(form) || {}).timer);
    tries.delete(form);
    delete form.dataset.dirty;
    show(form, "saved", line(form) ? line(form).dataset.textSaved + " " + (at || clock()) : "");
  }

  function again(form) {
    window.htmx.trigger(form, "samspor:save");
  }

  function notStored(form) {
    const before = tries.get(form) || { count: 0 };
    window.clearTimeout(before.timer);
    show(form, "failed", line(form) ? line(form).dataset.textFailed : "");
    const wait = WAITS[Math.min(before.count, WAITS.length - 1)];
    tries.set(form, {
      count: before.count + 1,
      timer: window.setTimeout(function () {
        if (form.isConnected) window.samspor.renewToken().then(function () { again(form); }, function () { again(form); });
      }, wait),
    });
  }

  document.body.addEventListener("htmx:beforeRequest", function (event) {
    const form = formOf(event);
    if (form && event.detail.elt === form) show(form, "saving", line(form) ? line(form).dataset.textSaving : "");
  });

  document.body.addEventListener("htmx:afterRequest", function (event) {
    const form = formOf(event);
    if (!form || event.detail.elt !== form) return;
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) return; // logged out: samspor.js says so
    if (event.detail.successful) stored(form);
    else notStored(form);
  });

  document.body.addEventListener("samspor:stored", function (event) {
    const form = event.target.closest("[data-autosave]") || document.querySelector("[data-autosave]");
    if (form) stored(form, event.detail && event.detail.at);
  });

  document.body.addEventListener("samspor:not-stored", function (event) {
    const form = event.target.closest("[data-autosave]");
    if (form) notStored(form);
  });

  window.addEventListener("online", function () {
    document.querySelectorAll("[data-autosave]").forEach(function (form) {
      if (tries.has(form)) again(form);
    });
  });

  // Leaving while something typed is not stored: the browser asks first. data-dirty is samspor.js's, from the
  // first keystroke: a text is stored when it is left, so the field one is writing in is not stored yet.
  window.addEventListener("beforeunload", function (event) {
    const unsaved = Array.from(document.querySelectorAll("[data-autosave]")).some(function (form) {
      return tries.has(form) || "dirty" in form.dataset;
    });
    if (unsaved) event.preventDefault();
  });
})();
