// Two pages that answer by themselves; without this script their buttons do the same.

// Targets: each change asks what the typed numbers allow.
for (const form of document.querySelectorAll("form[data-answer]")) {
  const place = document.getElementById("outlook");
  let pause, asked;
  form.querySelector("[name=look]").hidden = true;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(form.dataset.answer, { method: "POST", body: new FormData(form), signal: asked.signal });
        if (!answer.redirected && [200, 422].includes(answer.status)) place.innerHTML = await answer.text();
      } catch {}
    }, 150);
  });
}

// Calculation: look again until there is nothing more to see.
const shown = document.getElementById("progress");
if (shown) {
  const said = document.getElementById("said");
  const look = async () => {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const newer = page.getElementById("progress");
      if (!newer) return location.replace(page.querySelector("[data-next]")?.href ?? location.href);
      const stage = newer.querySelector("label").textContent;
      if (stage !== shown.querySelector("label").textContent) said.textContent = stage;
      shown.replaceChildren(...newer.childNodes);
    } catch {}
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
