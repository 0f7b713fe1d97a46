/** Dragging a row of a list to another place of priority. The buttons beside it do the same for everyone else. */

/** @param {HTMLElement} list */
function arrange(list) {
  const status = document.querySelector("[data-arrange-status]");
  /** @type {HTMLElement | null} */
  let dragged = null;

  const rows = () => [...list.querySelectorAll("[data-key]")].filter((row) => row instanceof HTMLElement);

  async function save() {
    const body = new URLSearchParams({ seen: list.dataset.seen ?? "" });
    for (const row of rows()) body.append("order", row.dataset.key ?? "");
    const answer = await fetch(list.dataset.arrange ?? "", { method: "POST", body }).catch(() => null);
    if (!answer?.ok) {
      location.reload();
      return;
    }
    list.dataset.seen = rows().map((row) => row.dataset.key).join(" ");
    rows().forEach((row, place) => {
      const number = row.querySelector(".num");
      if (number) number.textContent = String(place + 1);
    });
    if (status) status.textContent = "우선순위를 저장했습니다.";
  }

  for (const row of rows()) row.draggable = true;
  list.addEventListener("dragstart", (event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-key]") : null;
    dragged = row instanceof HTMLElement ? row : null;
    event.dataTransfer?.setData("text/plain", "");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target instanceof Element ? event.target.closest("[data-key]") : null;
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const middle = over.getBoundingClientRect().top + over.getBoundingClientRect().height / 2;
    list.insertBefore(dragged, event.clientY < middle ? over : over.nextSibling);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    if (dragged && rows().map((row) => row.dataset.key).join(" ") !== list.dataset.seen) save();
    dragged = null;
  });
}

for (const list of document.querySelectorAll("[data-arrange]")) {
  if (list instanceof HTMLElement) arrange(list);
}
