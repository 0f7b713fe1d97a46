/**
 * A filter form that answers at once. A choice submits the form and htmx turns the submit into a partial request; typing
 * is htmx's own trigger on the field. Here stands what htmx does not know: nothing is sent while an input method is
 * composing a syllable, a field that has the focus is never swapped, and the address names only what was chosen.
 */

let composing = false;

/** @param {HTMLFormElement} form */
function answerAtOnce(form) {
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

for (const form of document.querySelectorAll("form[data-filters]")) {
  if (form instanceof HTMLFormElement) answerAtOnce(form);
}

document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", () => { composing = false; }, { capture: true });

document.addEventListener("htmx:beforeRequest", (event) => {
  if (composing) event.preventDefault();
});

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.target instanceof Element && event.target.contains(document.activeElement)) event.preventDefault();
});

/** Asking again for what the address already says is no new step back. */
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  if (!(event instanceof CustomEvent)) return;
  const { history } = event.detail;
  if (history.path === location.pathname + location.search) history.type = "replace";
});

/** The count is swapped with the rows; a region that stays in place tells it to a screen reader. */
document.addEventListener("htmx:afterSettle", () => {
  const region = document.querySelector("[data-announce]");
  const count = document.querySelector("[data-count]");
  if (region && count) region.textContent = (count.textContent ?? "").replace(/\s+/g, " ").trim();
});
