/* The editor of definitions.

   samspor:refused           from the server when a change can't be stored at all, with why */
(function () {
  "use strict";

  // On a phone the parts stand in one row that scrolls: begin where the reader is.
  function showPart() {
    var here = document.querySelector("#dele [aria-current]");
    var list = here && here.closest("ul");
    if (!list) return;
    list.scrollLeft += here.getBoundingClientRect().left - list.getBoundingClientRect().left - 24;
  }
  showPart();
  document.body.addEventListener("htmx:oobAfterSwap", function (event) {
    if (event.detail.target.id === "dele") showPart();
  });

  document.body.addEventListener("samspor:refused", function (event) {
    window.samspor.notify(event.detail.why);
  });
})();
