/* Searching a code: an ARIA 1.2 combobox (editable, list autocomplete) whose list the server filters.

   data-code-search          around input[role=combobox] and [role=listbox] (dkfds/code.html)
   data-text-found           beside it: the word after the number found, as it is said ("forslag")
   data-url                  on the input: asked with ?q=…; answers with the options as HTML
   [role=option][data-value] what is written into the input when chosen

   Down and Up move, Enter chooses, Escape closes, Tab chooses what is marked and goes on. A choice sends
   "change", so that a form that stores itself does so. */
(function () {
  "use strict";

  const WAIT = 180; // ms after the last key
  const SHORTEST = 2; // letters
  let timer = 0;
  let asked = null; // the request under way

  function parts(element) {
    const box = element.closest("[data-code-search]");
    return box && { box: box, input: box.querySelector("[role='combobox']"), list: box.querySelector("[role='listbox']") };
  }

  function options(search) {
    return Array.from(search.list.querySelectorAll("[role='option']"));
  }

  function marked(search) {
    return search.list.querySelector("[aria-selected='true']");
  }

  function close(search) {
    window.clearTimeout(timer);
    search.list.hidden = true;
    search.input.setAttribute("aria-expanded", "false");
    search.input.removeAttribute("aria-activedescendant");
  }

  function open(search) {
    search.list.hidden = false;
    search.input.setAttribute("aria-expanded", "true");
  }

  function mark(search, option) {
    options(search).forEach(function (one) { one.setAttribute("aria-selected", String(one === option)); });
    if (!option) return;
    search.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function choose(search, option) {
    search.input.value = option.dataset.value;
    close(search);
    search.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function ask(search) {
    const query = search.input.value.trim();
    if (query.length < SHORTEST) return close(search);
    if (asked) asked.abort();
    asked = new AbortController();
    const address = new URL(search.input.dataset.url, window.location.href);
    address.searchParams.set("q", query);
    return fetch(address, { signal: asked.signal, headers: { "HX-Request": "true" }, credentials: "same-origin" })
      .then(function (response) { return response.ok && response.status !== 204 ? response.text() : Promise.reject(new Error(String(response.status))); })
      .then(function (html) {
        if (document.activeElement !== search.input) return;
        search.list.innerHTML = html; // our own server's, escaped there
        options(search).forEach(function (option, i) { option.id = search.list.id + "-" + (i + 1); });
        open(search);
        const found = options(search).length;
        window.samspor.announce(found ? [found, search.box.dataset.textFound || ""].join(" ") : search.list.textContent.trim());
      })
      .catch(function (error) { if (error.name !== "AbortError") close(search); });
  }

  document.body.addEventListener("input", function (event) {
    const search = event.target.matches("[role='combobox']") && parts(event.target);
    if (!search) return;
    window.clearTimeout(timer);
    search.input.removeAttribute("aria-activedescendant");
    timer = window.setTimeout(function () { ask(search); }, WAIT);
  });

  document.body.addEventListener("keydown", function (event) {
    const search = event.target.matches && event.target.matches("[role='combobox']") && parts(event.target);
    if (!search) return;
    const all = options(search);
    const at = all.indexOf(marked(search));
    const isOpen = !search.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) { ask(search); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
      mark(search, all[next]);
    } else if (event.key === "Enter" && isOpen && at >= 0 && !event.ctrlKey) {
      event.preventDefault();
      choose(search, all[at]);
    } else if (event.key === "Tab" && isOpen) {
      if (at >= 0) choose(search, all[at]);
      else close(search);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close(search);
    }
  });

  document.body.addEventListener("mousedown", function (event) {
    const option = event.target.closest("[data-code-search] [role='option']");
    if (!option) return;
    event.preventDefault(); // the focus stays in the field
    choose(parts(option), option);
  });

  document.body.addEventListener("focusout", function (event) {
    const search = event.target.matches("[role='combobox']") && parts(event.target);
    if (search && !search.box.contains(event.relatedTarget)) close(search);
  });
})();
