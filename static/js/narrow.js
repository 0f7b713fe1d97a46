/**
 * Narrows the list at the door while somebody types, within this page alone: no name is sent anywhere. Pressing the
 * button, or Enter, asks the server, which answers the same without this script.
 */

const LEADING = /^[\u1100-\u1112]+$/;

/** Letters taken apart, so that a syllable being composed is part of the whole one. @param {string} text */
function apart(text) {
  return text.normalize("NFKD").toLowerCase();
}

/** @param {string} said @param {string} word */
function isPart(said, word) {
  if (LEADING.test(word)) return said.replace(/[^\u1100-\u1112]/g, "").includes(word);
  return said.replace(/\s+/g, "").includes(word);
}

/** @param {HTMLInputElement} field */
function narrow(field) {
  const words = apart(field.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of document.querySelectorAll("[data-called]")) {
    if (!(row instanceof HTMLElement)) continue;
    const said = apart(row.dataset.called ?? "");
    row.hidden = !words.every((word) => isPart(said, word));
    if (!row.hidden) shown += 1;
  }
  for (const group of document.querySelectorAll("[data-narrow-group]")) {
    if (group instanceof HTMLElement) group.hidden = !group.querySelector("[data-called]:not([hidden])");
  }
  const status = document.querySelector("[data-narrow-status]");
  if (status) status.textContent = words.length ? `${shown}명` : "";
}

for (const field of document.querySelectorAll("[data-narrow]")) {
  if (field instanceof HTMLInputElement) field.addEventListener("input", () => narrow(field));
}
