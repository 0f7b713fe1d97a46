/**
 * Saves a form as it is made: after a pause in typing or on leaving a field, never inside a composition of an input method.
 * What could not be saved stays in this browser until it is, and comes back after a crash or a reload.
 */

const PAUSE = 1200;
const AGAIN = 5000;

/** @param {HTMLFormElement} form */
function autosave(form) {
  const key = form.dataset.draft ?? "";
  const status = /** @type {HTMLElement} */ (form.querySelector("[data-saved]"));
  const conflict = /** @type {HTMLElement} */ (form.querySelector("[data-conflict]"));
  const version = /** @type {HTMLInputElement} */ (form.elements.namedItem("version"));
  // Both texts stand on the page: nothing is saved before the person has chosen.
  const choosing = form.querySelector("[name=theirs], [name=after_conflict]") !== null;
  // On a computer of several people nothing outlasts the window.
  const store = "shared" in form.dataset ? sessionStorage : localStorage;
  let timer = 0;
  let composing = false;
  let sending = false;
  let leaving = false;
  /** @type {{ submitter: HTMLElement | null } | null} */
  let pressed = null;
  let saved = values();

  function values() {
    return JSON.stringify([...new FormData(form)].filter(([name]) => name !== "version"));
  }

  /**
   * Of a choice not made yet an older version is kept, so that it is asked again.
   * @param {boolean} submitted
   */
  function keepHere(submitted) {
    const seen = choosing && !submitted ? String(Number(version.value) - 1) : version.value;
    try {
      store.setItem(key, JSON.stringify({ version: seen, submitted, fields: JSON.parse(values()) }));
    } catch {
      // A full or forbidden store: the page itself still holds what was typed.
    }
  }

  /** @param {number} pause */
  function soon(pause) {
    clearTimeout(timer);
    timer = window.setTimeout(save, pause);
  }

  async function save() {
    const now = values();
    if (composing || sending || leaving || choosing || now === saved || !conflict.hidden) return;
    sending = true;
    status.textContent = "저장하는 중";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
      await take(answer, now);
    } catch {
      status.textContent = "저장하지 못했습니다. 쓰신 내용은 이 기기에 있습니다. 연결되면 다시 저장합니다.";
      soon(AGAIN);
    } finally {
      sending = false;
    }
    if (pressed) form.requestSubmit(pressed.submitter);
    else if (values() !== now) soon(PAUSE);
  }

  /**
   * @param {Response} answer
   * @param {string} sent
   */
  async function take(answer, sent) {
    if (answer.status === 409) {
      conflict.hidden = false;
      status.textContent = "저장하지 않았습니다.";
    } else if (answer.status === 422) {
      const unplaced = showErrors((await answer.json()).errors);
      status.textContent = `저장하지 못했습니다. ${unplaced.join(" ") || "표시된 곳을 고쳐 주세요."}`;
      saved = sent;
    } else if (answer.ok) {
      const state = await answer.json();
      version.value = String(state.version);
      saved = sent;
      if (values() === sent) store.removeItem(key);
      showErrors({});
      status.textContent = `저장됨 ${state.saved}`;
      const beside = document.getElementById("beside");
      if (beside && !beside.contains(document.activeElement)) beside.innerHTML = state.beside;
    } else if (answer.status < 500) {
      status.textContent = "저장하지 못했습니다. 쓰신 내용은 이 기기에 있습니다. 화면을 새로 고쳐 주세요.";
    } else {
      throw new Error(String(answer.status));
    }
  }

  /**
   * Each sentence at its field; gives those that have no place of their own.
   * @param {Record<string, string>} errors
   */
  function showErrors(errors) {
    const unplaced = new Map(Object.entries(errors));
    for (const place of form.querySelectorAll("[data-error-for]")) {
      if (!(place instanceof HTMLElement)) continue;
      const text = errors[place.dataset.errorFor ?? ""] ?? "";
      unplaced.delete(place.dataset.errorFor ?? "");
      place.textContent = text;
      place.classList.toggle("errorlist", text !== "");
      const field = form.elements.namedItem(place.dataset.errorFor ?? "");
      if (!(field instanceof HTMLElement)) continue;
      field.setAttribute("aria-invalid", String(text !== ""));
      place.id = `${field.id}_said`;
      const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== place.id);
      field.setAttribute("aria-describedby", [...described, ...(text ? [place.id] : [])].join(" "));
    }
    return [...unplaced.values()];
  }

  function bringBack() {
    if (choosing || form.querySelector("[aria-invalid=true]")) {
      keepHere(false); // The page has what was refused, and nothing else has.
      return;
    }
    const kept = JSON.parse(store.getItem(key) ?? "null");
    if (!kept) return;
    if ((kept.submitted && kept.version !== version.value) || JSON.stringify(kept.fields) === saved) {
      // The button's save has arrived, as the other version shows, or there is nothing new.
      store.removeItem(key);
      return;
    }
    for (const field of form.elements) {
      if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
        field.checked = kept.fields.some((/** @type {string[]} */ [name, value]) => name === field.name && value === field.value);
      }
    }
    for (const [name, value] of kept.fields) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) continue;
      if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value;
      if (field instanceof HTMLSelectElement) field.value = value;
    }
    version.value = kept.version;
    soon(0);
  }

  /**
   * The button saves too; were both on their way, the second would be taken for another window's.
   * @param {SubmitEvent} event
   */
  function submit(event) {
    clearTimeout(timer);
    pressed = sending ? { submitter: event.submitter } : null;
    leaving = !sending;
    if (sending) event.preventDefault();
    else keepHere(true);
  }

  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; soon(PAUSE); });
  form.addEventListener("input", () => { keepHere(false); if (!composing) soon(PAUSE); });
  form.addEventListener("change", () => { if (!composing) soon(0); });
  form.addEventListener("submit", submit);
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("online", () => soon(0));
  bringBack();
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  if (form instanceof HTMLFormElement) autosave(form);
}
