// The moment of the draw: looks again by itself, shows what is new, and says it once to whoever listens.
// Without this script the page is loaded again now and then.

const shown = document.getElementById("moment");
const said = document.getElementById("said");
let pause = Number(shown.dataset.every);

const look = async () => {
  try {
    const answer = await fetch(location.href);
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const newer = page.getElementById("moment");
      pause = Number(newer.dataset.every);
      if (newer.dataset.state !== shown.dataset.state) {
        shown.dataset.state = newer.dataset.state;
        shown.replaceChildren(...newer.childNodes);
        said.textContent = shown.querySelector("[data-said]").dataset.said;
      }
    }
  } catch {}
  again();
};

// Not all at the same instant: many people watch.
const again = () => pause && setTimeout(look, 1000 * pause * (0.8 + 0.4 * Math.random()));
again();
