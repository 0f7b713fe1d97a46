/** A button that prints the page, and the day of printing in its last line. */

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});

window.addEventListener("beforeprint", () => {
  const today = new Intl.DateTimeFormat("ko-KR", { dateStyle: "medium" }).format(new Date());
  for (const place of document.querySelectorAll("[data-printed-on]")) {
    place.textContent = `${today} 인쇄`;
  }
});
