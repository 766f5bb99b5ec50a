/* Fields that depend on one another.

   data-chips                a group of checkboxes; the one with value="none" clears the others, and they it
   data-bmi-height, data-bmi-weight, data-bmi
                             within one [data-bmi-group]: BMI is computed from height (cm) and weight (kg),
                             with decimal comma, until somebody types a BMI. The server computes it again. */
(function () {
  "use strict";

  const body = document.body;

  body.addEventListener("change", function (event) {
    const box = event.target;
    const chips = box.closest && box.closest("[data-chips]");
    if (!chips || box.type !== "checkbox" || !box.checked) return;
    chips.querySelectorAll("input[type='checkbox']:checked").forEach(function (other) {
      if (other !== box && (box.value === "none" || other.value === "none")) other.checked = false;
    });
  }, true); // before htmx sends the answers

  function number(field) {
    const text = field ? field.value.trim().replace(",", ".") : "";
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  }

  /** Body mass index to one decimal, as it is written in Danish; "" when it cannot be computed. */
  function bmi(height, weight) {
    if (!(height >= 50 && height <= 250 && weight >= 10 && weight <= 400)) return "";
    return (weight / Math.pow(height / 100, 2)).toFixed(1).replace(".", ",");
  }

  body.addEventListener("input", function (event) {
    const field = event.target;
    const group = field.closest && field.closest("[data-bmi-group]");
    if (!group) return;
    const result = group.querySelector("[data-bmi]");
    if (field === result) {
      result.dataset.typed = field.value.trim() ? "yes" : "";
      return;
    }
    if (result.dataset.typed === "yes") return;
    result.value = bmi(number(group.querySelector("[data-bmi-height]")), number(group.querySelector("[data-bmi-weight]")));
  });
})();
