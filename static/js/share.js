/**
 * A button that gives the address it names, or else the page's, to the device's own share sheet or, without one, to the
 * clipboard. The button
 * says what happened; its first words come back when it loses the focus.
 */

/**
 * @param {HTMLElement} button
 * @param {string} word
 */
function say(button, word) {
  const before = button.textContent ?? "";
  button.textContent = word;
  button.addEventListener("blur", () => { button.textContent = before; }, { once: true });
}

/** @param {HTMLElement} button */
async function share(button) {
  const url = button.dataset.address ?? document.querySelector("link[rel=canonical]")?.getAttribute("href") ?? location.href;
  if (navigator.share) {
    // Rejected when the reader closes the sheet: nothing to say then.
    await navigator.share({ title: document.title, url }).catch(() => undefined);
    return;
  }
  try {
    await navigator.clipboard.writeText(url);
    say(button, "주소를 복사했습니다");
  } catch {
    say(button, "주소창의 주소를 복사해 주세요");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-share]") : null;
  if (button instanceof HTMLElement) void share(button);
});
