/* The referral form, where parts of it are swapped as one writes.

   .fold[id] in #raad        stays open when the sheet of advice is drawn anew
   .phrase-state             the station that the server draws anew; its phrase takes over its state */
(function () {
  "use strict";

  const body = document.body;
  let open = [];

  body.addEventListener("htmx:beforeSwap", function () {
    open = Array.from(document.querySelectorAll("#raad .fold[id]")).map(function (fold) { return [fold.id, fold.open]; });
  });

  body.addEventListener("htmx:afterSettle", function () {
    open.forEach(function (fold) {
      const drawn = document.getElementById(fold[0]);
      if (drawn && fold[1]) drawn.open = true;
    });
    open = [];
    document.querySelectorAll(".phrase-state").forEach(function (station) {
      const phrase = station.closest(".phrase");
      const wrong = station.classList.contains("has-error");
      phrase.classList.toggle("has-error", wrong);
      phrase.classList.toggle("is-answered", station.classList.contains("is-answered"));
      if (!wrong) phrase.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
    });
  });
})();
