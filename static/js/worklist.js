/* Picking rows of a worklist: how many are picked, all at once, none.

   data-picking     the form around the rows
   data-pick-all    the box that picks every row on the page
   data-picked      says how many; data-text is its sentence with %s
   Without script the boxes and buttons work as they stand. */
(function () {
  "use strict";

  function rows(form) {
    return Array.from(form.querySelectorAll("input[name='pick']"));
  }

  function count(form) {
    const all = rows(form);
    const n = all.filter(function (box) { return box.checked; }).length;
    all.forEach(function (box) { box.closest("tr").classList.toggle("is-selected", box.checked); });
    const words = form.querySelector("[data-picked]");
    if (words && !words.dataset.none) words.dataset.none = words.textContent;
    if (words) words.textContent = n ? words.dataset.text.replace("%s", String(n)) : words.dataset.none;
    const every = form.querySelector("[data-pick-all]");
    if (!every) return;
    every.checked = n > 0 && n === all.length;
    every.indeterminate = n > 0 && n < all.length;
  }

  document.body.addEventListener("change", function (event) {
    const form = event.target.closest("[data-picking]");
    if (!form) return;
    if (event.target.matches("[data-pick-all]")) {
      rows(form).forEach(function (box) { box.checked = event.target.checked; });
    }
    count(form);
  });

  document.body.addEventListener("reset", function (event) {
    const form = event.target;
    if (form.matches("[data-picking]")) window.setTimeout(function () { count(form); });
  });

  // Coming back with the browser's own button, the boxes may still be ticked.
  document.querySelectorAll("[data-picking]").forEach(count);
})();
