/* The referral form, where parts of it are swapped as one writes.

   .fold[id] in #raad        stays open when the sheet of advice is drawn anew
   [data-tells-touched]      on the form: what was touched in this page goes along as "touched", so that an
                             older page open beside takes back no answer given meanwhile
   .phrase-state             the station that the server draws anew; its phrase takes over its state */
(function () {
  "use strict";

  const body = document.body;
  let open = [];

  document.querySelectorAll("form[data-tells-touched]").forEach(function (form) {
    const touched = new Set();
    const told = document.createElement("input");
    told.type = "hidden";
    told.name = "touched";
    form.append(told);

    // Also what a script or the browser itself has filled in otherwise than the server drew it.
    function changed(field) {
      if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
      return "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;
    }
    function tell() {
      Array.from(form.elements).filter(changed).forEach(function (field) { touched.add(field.name); });
      told.value = Array.from(touched).join(" ");
    }
    ["input", "change"].forEach(function (kind) {
      form.addEventListener(kind, function (event) {
        if (event.target.name) touched.add(event.target.name);
        tell();
      }, true);
    });
    form.addEventListener("submit", tell, true);
    form.addEventListener("samspor:save", tell, true);
    tell();
  });

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
