/* What every page needs: parts of pages fetched by htmx, where the focus goes, what is said aloud.

   data-focus-first          gets the focus when the page, or the part that holds it, appears (error summary)
   data-focus-after          in a part that htmx swaps in: this gets the focus (tabindex="-1" is set)
   data-copy="#id"           a button: copies the text of #id, says so in the button for two seconds
   data-dirty                set on a form by us from the first keystroke until it is sent or stored
   <body data-text-…>        the sentences shown here, so that they are translated on the server

   A form that is sent by htmx keeps what was typed: when the session has ended or the network is away,
   a notice appears instead of the log-in page, and the form stays. */
(function () {
  "use strict";

  const FETCHING_AFTER = 400; // ms; a faster answer is not announced
  const body = document.body;

  /** Say a sentence to screen readers, through the page's one status line. */
  function announce(text) {
    const live = document.getElementById("live");
    if (!live) return;
    live.textContent = "";
    window.setTimeout(function () { live.textContent = text; }, 50);
  }

  /** Show a notice that stays until it is closed; one at a time. `link` is {href, text} or missing. */
  function notify(text, link) {
    const notice = document.getElementById("notice");
    if (!notice) return;
    const words = notice.querySelector("[data-text]");
    if (!notice.hidden && words.dataset.said === text) return; // it stands there already
    words.dataset.said = text;
    words.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      anchor.textContent = link.text;
      words.append(" ", anchor);
    }
    notice.hidden = false;
    announce(text);
  }

  /** Give an element the focus, also one that has none by itself. */
  function focusOn(element) {
    if (!element) return;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) {
      element.setAttribute("tabindex", "-1");
    }
    element.focus();
  }

  /** Take the forms' token anew: it changes when somebody logs in again in another window. */
  function renewToken() {
    return fetch(body.dataset.openUrl, { credentials: "same-origin", cache: "no-store" })
      .then(function (response) { return response.text(); })
      .then(function (html) {
        const fresh = new DOMParser().parseFromString(html, "text/html").body.getAttribute("hx-headers");
        if (!fresh) return;
        body.setAttribute("hx-headers", fresh);
        const token = JSON.parse(fresh)["X-CSRFToken"];
        document.querySelectorAll("input[name='csrfmiddlewaretoken']").forEach(function (field) { field.value = token; });
      });
  }

  window.samspor = { announce: announce, notify: notify, focusOn: focusOn, renewToken: renewToken };

  function startDesignSystem(scope) {
    if (window.DKFDS) window.DKFDS.init({ scope: scope });
  }

  // When the page appears -----------------------------------------------------------------------

  function start() {
    document.documentElement.classList.add("js");
    startDesignSystem(document);
    const errors = document.querySelector("[data-focus-first]");
    const messages = document.querySelector("[data-messages]");
    const heading = document.querySelector("h1");
    if (errors) {
      focusOn(errors);
    } else if (messages && heading) {
      // Something was done: the reader begins at the new page's heading and is told what.
      heading.setAttribute("aria-describedby", messages.id);
      focusOn(heading);
    }
  }

  // Parts of a page -----------------------------------------------------------------------------

  const timers = new WeakMap();

  body.addEventListener("htmx:beforeRequest", function (event) {
    const target = event.detail.target;
    if (!target || target === body) return;
    target.setAttribute("aria-busy", "true");
    timers.set(target, window.setTimeout(function () {
      const text = target.dataset.textFetching || body.dataset.textFetching;
      if (target.matches("table, tbody, tr, ul, ol, dl, form, input, select")) return announce(text);
      const line = document.createElement("p");
      line.className = "fetching";
      line.dataset.fetching = "";
      line.textContent = text;
      target.prepend(line);
    }, FETCHING_AFTER));
  });

  function settled(target) {
    if (!target) return;
    window.clearTimeout(timers.get(target));
    target.removeAttribute("aria-busy");
    target.querySelectorAll("[data-fetching]").forEach(function (line) { line.remove(); });
  }

  body.addEventListener("htmx:afterRequest", function (event) { settled(event.detail.target); });

  body.addEventListener("htmx:load", function (event) {
    const part = event.detail.elt;
    if (part === body) return; // the page itself: start() has seen to it
    startDesignSystem(part);
    const place = part.matches("[data-focus-first], [data-focus-after]")
      ? part
      : part.querySelector("[data-focus-first], [data-focus-after]");
    if (place) focusOn(place);
  });

  // What was wrong, and typed text stays ----------------------------------------------------------

  function isLoginPage(address) {
    return Boolean(address) && address.split("?")[0] === body.dataset.loginUrl;
  }

  function hasTyped(element) {
    return Boolean(element.closest("form[data-dirty]") || document.querySelector("form[data-dirty]"));
  }

  body.addEventListener("htmx:beforeOnLoad", function (event) {
    const xhr = event.detail.xhr;
    if (!isLoginPage(xhr.getResponseHeader("HX-Redirect")) || !hasTyped(event.detail.elt)) return;
    event.preventDefault(); // htmx would leave the page, and with it what was typed
    settled(event.detail.target);
    notify(body.dataset.textExpired, { href: body.dataset.loginUrl, text: body.dataset.textLogIn });
    event.detail.elt.dispatchEvent(new CustomEvent("samspor:not-stored", { bubbles: true }));
  });

  body.addEventListener("htmx:responseError", function (event) {
    if (!event.target.closest("[data-autosave]")) notify(body.dataset.textFailed);
  });

  body.addEventListener("htmx:sendError", function (event) {
    if (!event.target.closest("[data-autosave]")) notify(body.dataset.textOffline);
  });

  body.addEventListener("input", function (event) {
    const form = event.target.closest("form[method='post']");
    if (form) form.dataset.dirty = "";
  });
  body.addEventListener("submit", function (event) { delete event.target.dataset.dirty; });

  // An action that is not possible now keeps its place and its reason, and does nothing.
  body.addEventListener("click", function (event) {
    if (event.target.closest("[aria-disabled='true']")) event.preventDefault();
  });

  body.addEventListener("click", function (event) {
    if (event.target.closest("[data-close-notice]")) document.getElementById("notice").hidden = true;
  });

  // Copy as text ----------------------------------------------------------------------------------

  body.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    if (!navigator.clipboard) return notify(body.dataset.textNotCopied); // only on secure addresses
    navigator.clipboard.writeText(source.value || source.innerText).then(function () {
      const label = button.querySelector("[data-text]") || button;
      const before = label.textContent;
      label.textContent = body.dataset.textCopied;
      announce(body.dataset.textCopied);
      window.setTimeout(function () { label.textContent = before; }, 2000);
    }, function () { notify(body.dataset.textNotCopied); });
  });

  // Paper shows what is folded away on the screen ---------------------------------------------------

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not([open])").forEach(function (fold) {
      fold.dataset.opened = "";
      fold.open = true;
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-opened]").forEach(function (fold) {
      delete fold.dataset.opened;
      fold.open = false;
    });
  });

  // The menu on phones closes when one goes elsewhere.
  document.addEventListener("click", function (event) {
    const menu = document.querySelector(".app-menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", function (event) {
    const menu = document.querySelector(".app-menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  start(); // the script is deferred: the page is read
})();
