/** A button that prints the page. On paper everything is unfolded, and the last line has the day of printing. */

/** @type {HTMLDetailsElement[]} */
let unfolded = [];

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});

window.addEventListener("beforeprint", () => {
  const today = new Intl.DateTimeFormat("ko-KR", { dateStyle: "medium" }).format(new Date());
  for (const place of document.querySelectorAll("[data-printed-on]")) place.textContent = `${today} 인쇄`;
  unfolded = [...document.querySelectorAll("details")].filter((details) => !details.open);
  for (const details of unfolded) details.open = true;
});

window.addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
});
