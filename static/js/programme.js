/* Opens a stop of the programme's figure without leaving the page. Each stop is a link that works without this. */
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    const link = event.target.closest("#forloebet a[data-stop]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain) return;
    event.preventDefault();
    const address = link.getAttribute("href").split("#");
    window.htmx.ajax("GET", address[0], {
      source: "#forloebet",
      target: "#forloebet",
      swap: "outerHTML",
      push: address.join("#"),
    });
  });
})();
