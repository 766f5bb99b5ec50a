/* The keyboard (UX §7). Single letters act only outside fields, and only when <body data-shortcuts="on">.

   data-shortcut="n"         a link or button the letter presses (n: new referral; t: assign to me)
   data-rows                 lists whose rows J and K go through; a row is a tr of a tbody, or the list's child
   data-list                 the links of the worklists, for G and then 1–9
   data-phrase="1"           where Alt+1 … Alt+8 go in the referral form (the first field within)
   data-send                 the button Ctrl+Enter presses; with an error on the page the first one is focused
   data-open-shortcuts       opens the dialog #shortcuts, as ? does; without script it is a plain link */
(function () {
  "use strict";

  const body = document.body;
  const G_WAITS = 1500; // ms
  let afterG = 0;

  function inField(element) {
    return Boolean(element.closest && element.closest("input:not([type='checkbox']):not([type='radio']), textarea, select, [contenteditable], dialog[open]"));
  }

  function rows() {
    return Array.from(document.querySelectorAll("[data-rows]")).flatMap(function (list) {
      const inTable = list.querySelectorAll("tbody > tr");
      return Array.from(inTable.length ? inTable : list.children);
    });
  }

  function current() {
    return rows().find(function (row) { return row.classList.contains("is-current"); });
  }

  function goTo(row) {
    rows().forEach(function (one) { one.classList.toggle("is-current", one === row); });
    const link = row.querySelector("a[href], button");
    if (link) link.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(current());
    goTo(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
    return true;
  }

  function pick() {
    const row = current();
    const box = row && row.querySelector("input[type='checkbox']");
    if (!box) return false;
    box.click();
    return true;
  }

  function press(letter) {
    const control = Array.from(document.querySelectorAll("[data-shortcut='" + letter + "']")).find(function (one) {
      return one.offsetParent !== null && one.getAttribute("aria-disabled") !== "true";
    });
    if (!control) return false;
    if (control.matches("input:not([type='submit']), select, textarea")) control.focus();
    else control.click();
    return true;
  }

  function openList(n) {
    const link = document.querySelectorAll("[data-list]")[n - 1];
    if (!link) return false;
    link.click();
    return true;
  }

  function openDialog() {
    const dialog = document.getElementById("shortcuts");
    if (!dialog || dialog.open) return false;
    dialog.showModal();
    return true;
  }

  function letter(key) {
    if (afterG && /^[1-9]$/.test(key)) {
      afterG = 0;
      return openList(Number(key));
    }
    switch (key) {
      case "j": return move(1);
      case "k": return move(-1);
      case "x": return pick();
      case "n": case "t": return press(key);
      case "?": return openDialog();
      case "g":
        afterG = window.setTimeout(function () { afterG = 0; }, G_WAITS);
        return true;
      default: return false;
    }
  }

  function send() {
    const button = document.querySelector("[data-send]");
    if (!button) return false;
    const wrong = Array.from(document.querySelectorAll("[aria-invalid='true'], .has-error .pick")).find(function (field) {
      return !field.closest("[data-mended]");
    });
    if (wrong) wrong.focus();
    else if (button.getAttribute("aria-disabled") === "true") button.focus();
    else button.click();
    return true;
  }

  function phrase(n) {
    const place = document.querySelector("[data-phrase='" + n + "']");
    const field = place && place.querySelector("input:checked, input:not([type='hidden']), textarea, select");
    if (!field) return false;
    field.focus();
    place.scrollIntoView({ block: "nearest" });
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.metaKey || event.isComposing) return;
    let done = false;
    if (event.ctrlKey && !event.altKey && event.key === "Enter") done = send();
    // With Alt the key may be another sign (macOS), so the place on the keyboard counts.
    else if (event.altKey && !event.ctrlKey && /^Digit[1-8]$/.test(event.code)) done = phrase(event.code.slice(5));
    else if (!event.ctrlKey && !event.altKey && body.dataset.shortcuts === "on" && !inField(event.target)) done = letter(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (done) event.preventDefault();
  });

  // A field that was wrong and has been changed since may be right: the server says.
  body.addEventListener("input", function (event) {
    const place = event.target.closest(".has-error") || event.target.closest("[aria-invalid='true']");
    if (place) place.dataset.mended = "";
  });

  body.addEventListener("click", function (event) {
    if (event.target.closest("[data-open-shortcuts]") && !event.ctrlKey && !event.metaKey && openDialog()) event.preventDefault();
  });
})();
