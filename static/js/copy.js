/** A button that copies the text of the field it names and says so; without a clipboard it selects the text. */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!(button instanceof HTMLElement)) continue;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "복사했습니다";
    } catch {
      button.textContent = "글을 골라 두었습니다. 복사해 주세요";
    }
  });
}
