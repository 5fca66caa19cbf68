/* pieces.js -- on the page of an upload: cuts the chosen file and sends it piece by piece through the page's own form, so that a break costs one
 * piece. Without this script the same form takes pieces that were cut by hand. */
"use strict";
(() => {
  const SIZE = 8 * 1000 * 1000, TRIES = 3;

  // On the page of a production: a file that is too large for its form goes on as an upload, its name and size filled in.
  const large = document.getElementById("large"), whole = document.querySelector("input[type=file][name=file]");
  if (large && whole) {
    whole.form.addEventListener("submit", (e) => {
      const file = whole.files[0], next = large.querySelector("form");
      if (!file || file.size <= Number(large.dataset.most)) return;
      e.preventDefault();
      next.elements.namedItem("name").value = file.name;
      next.elements.namedItem("size").value = file.size;
      next.requestSubmit();
    });
  }

  const state = document.getElementById("pieces"), said = document.getElementById("pieces-said"), input = document.querySelector("input[type=file][name=piece]");
  if (!state || !input) return;
  let form = input.form, got = Number(state.dataset.got);
  const size = Number(state.dataset.size);

  // The answer is the page again, with a fresh key for the next piece; when all is here, another page.
  async function send(file) {
    const data = new FormData();
    for (const e of form.elements) if (e.name && e.type !== "file") data.append(e.name, e.value);
    data.append("piece", file.slice(got, got + SIZE), "piece");
    const answer = await fetch(form.action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), next = page.getElementById("pieces");
    if (!answer.ok) throw new Error(String(answer.status));
    if (!next) { got = size; return location.assign(answer.url); }
    got = Number(next.dataset.got);
    form = page.querySelector("input[type=file][name=piece]")?.form ?? form;
    state.querySelector("progress").value = 100 * got / size;
    state.querySelector("span").textContent = next.querySelector("span").textContent;
    document.querySelector("h1").textContent = page.querySelector("h1").textContent;
    return null;
  }

  // What the server has decides where to go on.
  async function again() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html"), now = page.getElementById("pieces");
    if (!now) { got = size; return location.reload(); }
    got = Number(now.dataset.got);
    form = page.querySelector("input[type=file][name=piece]")?.form ?? form;
    return null;
  }

  async function all(file) {
    let failed = 0;
    said.textContent = state.dataset.wait;
    while (got < size) {
      try {
        await send(file);
        failed = 0;
      } catch {
        failed += 1;
        if (failed === TRIES) { said.textContent = state.dataset.stopped; input.disabled = false; return; }
        await again().catch(() => {});
      }
    }
  }

  const begin = (e) => {
    const file = input.files[0];
    if (!file || (e && file.size <= SIZE && file.size < size)) return;      // a piece cut by hand goes as it is
    if (e) e.preventDefault();
    if (file.size !== size) { said.textContent = state.dataset.wrong; return; }
    input.disabled = true;
    all(file);
  };
  form.addEventListener("submit", begin);
})();
