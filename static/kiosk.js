// A computer that many people use: asks whether somebody is still there without leaving the page, so that nothing typed
// is lost. Without this script another page asks, after a longer while.

const dialog = document.getElementById("still-there");
const done = document.getElementById("done");
let waiting;

const wait = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    dialog.showModal();
    waiting = setTimeout(() => done.submit(), dialog.dataset.answer * 1000);
  }, dialog.dataset.quiet * 1000);
};

dialog.addEventListener("close", wait);
for (const touch of ["keydown", "pointerdown", "pointermove", "input", "scroll"]) {
  addEventListener(touch, () => dialog.open || wait(), { passive: true });
}
// A page that the browser kept to go back to is asked for anew: it may be another person's.
addEventListener("pageshow", (event) => event.persisted && location.reload());
wait();
