/* The editor of definitions.

   samspor:refused           from the server when a change can't be stored at all, with why */
(function () {
  "use strict";

  document.body.addEventListener("samspor:refused", function (event) {
    window.samspor.notify(event.detail.why);
  });
})();
