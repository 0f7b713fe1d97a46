/**
 * A place to sign with a finger, a pen or a mouse. Strokes are whole numbers on a board of fixed size; they travel in a
 * hidden field as JSON and come back with it when the form was refused. Who cannot draw types their name instead.
 */

const NEAR = 3;
const MOST_POINTS = 2900;
const PEN = 4;
const SECOND_TAP = 3000; // milliseconds

/** @typedef {[number, number]} Point */

/** @param {HTMLElement} place */
function signing(place) {
  const board = /** @type {HTMLCanvasElement} */ (place.querySelector("[data-board]"));
  const kept = /** @type {HTMLInputElement} */ (place.querySelector("input[name=drawing]"));
  const said = /** @type {HTMLElement} */ (place.querySelector("[data-drawn]"));
  const pen = /** @type {CanvasRenderingContext2D} */ (board.getContext("2d"));
  const most = Number(board.dataset.strokes);
  /** @type {Point[][]} */
  let strokes = [];
  /** The pointer that draws: a second finger or a resting hand does not.
   * @type {number | null} */
  let drawing = null;

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  function at(event) {
    const box = board.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * board.width);
    const y = Math.round(((event.clientY - box.top) / box.height) * board.height);
    return [Math.min(Math.max(x, 0), board.width), Math.min(Math.max(y, 0), board.height)];
  }

  function draw() {
    pen.clearRect(0, 0, board.width, board.height);
    pen.lineWidth = PEN;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#000";
    for (const stroke of strokes) {
      pen.beginPath();
      pen.moveTo(...stroke[0]);
      for (const point of stroke) pen.lineTo(...point);
      pen.stroke();
    }
  }

  function keep() {
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
    said.textContent = strokes.length ? `${strokes.length}획을 그렸습니다.` : "아직 그리지 않았습니다.";
  }

  /** @param {PointerEvent} event */
  function add(event) {
    const stroke = strokes[strokes.length - 1];
    for (const moved of event.getCoalescedEvents?.() ?? [event]) {
      const point = at(moved);
      const last = stroke[stroke.length - 1];
      const isFar = Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) >= NEAR;
      if (isFar && strokes.flat().length < MOST_POINTS) stroke.push(point);
    }
    draw();
  }

  board.addEventListener("pointerdown", (event) => {
    if (drawing !== null || event.button !== 0 || strokes.length >= most) return;
    event.preventDefault();
    drawing = event.pointerId;
    board.setPointerCapture(event.pointerId);
    strokes.push([at(event)]);
    draw();
  });
  board.addEventListener("pointermove", (event) => {
    if (event.pointerId === drawing) add(event);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    board.addEventListener(end, (event) => {
      if (!(event instanceof PointerEvent) || event.pointerId !== drawing) return;
      drawing = null;
      keep();
    });
  }

  /** @param {() => void} change */
  function press(change) {
    return () => { change(); draw(); keep(); };
  }

  place.querySelector("[data-undo]")?.addEventListener("click", press(() => { strokes.pop(); }));
  place.querySelector("[data-clear]")?.addEventListener("click", press(() => { strokes = []; }));
  try {
    strokes = JSON.parse(kept.value || "[]");
    draw();
    keep();
  } catch {
    strokes = [];
  }
}

/** A form on its way is not sent again by a second tap. Whoever stopped it, or comes back to its page, may send it. */
let sent = false;
document.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  else setTimeout(() => { sent = false; }, SECOND_TAP);
  sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });

for (const place of document.querySelectorAll("[data-sign]")) {
  if (place instanceof HTMLElement) signing(place);
}
