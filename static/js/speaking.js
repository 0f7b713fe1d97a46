/** A clock for saying an answer aloud: it counts down beside the button and says when the time is over. */

for (const button of document.querySelectorAll("[data-speaking]")) {
  if (!(button instanceof HTMLElement)) continue;
  const left = button.parentElement?.querySelector("[data-speaking-left]");
  let timer = 0;
  button.addEventListener("click", () => {
    clearInterval(timer);
    const end = Date.now() + Number(button.dataset.speaking) * 1000;
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (left) left.textContent = seconds ? `${seconds}초 남음` : "30초가 지났습니다.";
      if (!seconds) clearInterval(timer);
    };
    timer = window.setInterval(tick, 250);
    tick();
  });
}
