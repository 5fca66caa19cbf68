/* report.js -- on the page where a report begins: what is written while the city cannot be reached is held here, with its photos, until it
 * is received, each once. Stands on device.js. */
"use strict";
(() => {
  const { PATH, ENTRIES, PHOTOS, read, write, by, language, open, walked, held } = window.writ;
  const PHOTO_BYTES = 20e6, ALL_BYTES = 100e6, PHOTO_COUNT = 20;      // the first and the last are the city's own limits
  const report = by("report"), queue = by("queue");
  if (!queue) return;                // a card that is no longer valid
  const two = (n) => String(n).padStart(2, "0"), clock = (d) => `${two(d.getHours())}:${two(d.getMinutes())}`;
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const path = (walk) => walk.map((p) => p.s).join(" ");
  const times = (walk) => walk.slice(-60).map((p) => `${p.s.split(":")[0]} ${clock(new Date(p.at))}`).join(", ");
  const forget = (entry) => write(ENTRIES, read(ENTRIES).filter((x) => x.entry !== entry));
  function change(entry, more) {
    window.writ.change(entry, more);
    show();
  }

  // ---- photos: their bytes in a database of the browser, under an id that makes a second receipt the same one
  async function photos(mode, run) {
    const db = await new Promise((yes, no) => {
      const r = indexedDB.open(PHOTOS, 1);
      r.onupgradeneeded = () => r.result.createObjectStore(PHOTOS);
      r.onsuccess = () => yes(r.result);
      r.onerror = () => no(r.error);
    });
    try {
      return await new Promise((yes, no) => {
        const t = db.transaction(PHOTOS, mode), r = run(t.objectStore(PHOTOS));
        t.oncomplete = () => yes(r.result);
        t.onabort = () => no(t.error);
      });
    } finally {
      db.close();
    }
  }
  const weight = (list) => list.reduce((sum, p) => sum + p.size, 0);
  const MB = (n) => `${new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(Math.max(n / 1e6, 0.1))} MB`;
  const photoTarget = () => open() || read(ENTRIES).filter((x) => x.state === "waiting").pop();
  function changePhoto(entry, id, more) {
    const x = read(ENTRIES).find((y) => y.entry === entry);
    if (x) change(entry, { photos: x.photos.map((p) => p.id === id ? { ...p, ...more } : p) });
  }

  async function addPhoto(file) {
    const x = photoTarget(), head = new Uint8Array(await file.slice(0, 4).arrayBuffer()).join(), id = newId();
    if (!x) return "";
    if (!head.startsWith("255,216,255") && head !== "137,80,78,71") return queue.dataset.noPhoto;
    if (file.size > PHOTO_BYTES) return queue.dataset.photoBig;
    if (x.photos.length >= PHOTO_COUNT || weight(held()) + file.size > ALL_BYTES) return queue.dataset.photoFull;
    try {
      await photos("readwrite", (s) => s.put(file, id));
    } catch {
      return queue.dataset.photoFull;                  // the browser has no room for it
    }
    change(x.entry, { photos: [...read(ENTRIES).find((y) => y.entry === x.entry).photos, { id, name: file.name, size: file.size, state: x.state === "waiting" ? "waiting" : "only" }] });
    return "";
  }

  async function dropPhoto(id) {
    await photos("readwrite", (s) => s.delete(id)).catch(() => {});
    for (const x of read(ENTRIES)) if (x.photos.some((p) => p.id === id)) change(x.entry, { photos: x.photos.filter((p) => p.id !== id) });
  }

  // ---- what is shown
  const element = (name, more, ...children) => { const el = Object.assign(document.createElement(name), more); el.append(...children); return el; };
  const stateOf = (x) => element("span", { className: `st ${{ only: "none", waiting: "open", received: "ok", refused: "late" }[x.state]}`, textContent: queue.dataset[x.state] });
  function photoLine(p) {
    const li = element("li", {}, `${p.name} · ${MB(p.size)} · `, stateOf(p), p.error ? ` ${p.error}` : "");
    li.dataset.photo = p.state;
    if (p.state !== "received") li.append(" ", element("button", { type: "button", className: "btn second", textContent: queue.dataset.drop, onclick: () => dropPhoto(p.id) }));
    return li;
  }
  function show() {
    const entries = read(ENTRIES), form = queue.querySelector("form"), x = open(), kept = held();
    queue.hidden = entries.length === 0;
    queue.querySelector("ul").replaceChildren(...entries.map((y) => {
      const li = element("li", {}, `${y.facts.day} ${y.facts.arrived} · ${y.label} · `, stateOf(y), y.code || y.error ? ` ${y.code || y.error}` : "");
      li.dataset.state = y.state;
      if (y.photos.length) li.append(element("ul", {}, ...y.photos.map(photoLine)));
      return li;
    }));
    by("photo-add").hidden = !photoTarget();
    by("photo-sum").textContent = kept.length ? `${queue.dataset.photos}: ${kept.length} · ${MB(weight(kept))}` : "";
    form.hidden = !x;
    if (x) for (const f of ["day", "arrived", "officers", "observed", "heard"]) form.elements[f].value = x.facts[f] || "";
  }

  // ---- sending. An answer of 5xx or 429 is as none: it waits on
  const none = (answer) => answer.status >= 500 || answer.status === 429;
  async function post(x, said, base, send) {
    const { officers, ...facts } = said.facts;
    const body = { ...facts, ...(Number(officers) ? { officers: Number(officers) } : {}), entry: x.entry, token: x.token, base, send, drill: x.drill,
      path: path(said.walk), path_times: times(said.walk), device_now: `${new Date().toISOString().slice(0, 19)}Z` };
    return fetch(`${language}/contact/sync`, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body),
      signal: AbortSignal.timeout(15000) });
  }
  const why = (answer, said) => said.fields && said.fields[0] ? said.fields[0].text : said.text || String(answer.status);

  async function send(x) {
    let base = x.base;
    if (x.tried && !base) {                          // its beginning may have been received: the same once more is the same report
      const answer = await post(x, x.tried, 0, false);
      if (none(answer)) return;
      if (answer.status === 201) change(x.entry, { base: base = 1 });
    }
    const answer = await post(x, x, base, true), said = await answer.json().catch(() => ({}));
    if (none(answer)) return;
    if (answer.status === 201) change(x.entry, { state: "received", code: said.id, error: "", walk: [], tried: null, facts: { day: x.facts.day, arrived: x.facts.arrived } });
    else change(x.entry, { state: "refused", error: why(answer, said) });
  }

  // a line that sends less than 10 kB a second hangs: the photo waits on, and the others go meanwhile
  const photoMs = (p) => 15000 + Math.ceil(p.size / 10);

  async function sendPhoto(x, p) {
    const blob = await photos("readonly", (s) => s.get(p.id)), body = new FormData();
    const now = (read(ENTRIES).find((y) => y.entry === x.entry) || { photos: [] }).photos.find((y) => y.id === p.id);
    if (!now || now.state === "received") return undefined;         // taken away, or another page of this device has sent it
    if (!blob) return changePhoto(x.entry, p.id, { state: "refused", error: queue.dataset.photoGone });
    body.append("code", x.code);
    body.append("id", p.id);
    body.append("photo", blob, p.name);
    const answer = await fetch(`${language}/contact/sync/photo`, { method: "POST", headers: { Accept: "application/json" }, body,
      signal: AbortSignal.timeout(photoMs(p)) }), said = await answer.json().catch(() => ({}));
    if (none(answer)) return undefined;
    if (answer.status !== 201) return changePhoto(x.entry, p.id, { state: "refused", error: why(answer, said) });
    changePhoto(x.entry, p.id, { state: "received", error: "" });
    return photos("readwrite", (s) => s.delete(p.id));
  }

  let sending = false;
  async function sync() {
    if (sending || !navigator.onLine) return;
    sending = true;
    for (const x of read(ENTRIES)) if (x.state === "waiting") await send(x).catch(() => {});   // no connection after all: it waits on
    for (const x of read(ENTRIES)) {
      if (x.state !== "received") continue;
      for (const p of x.photos) if (p.state === "only" || p.state === "waiting") await sendPhoto(x, p).catch(() => {});
    }
    sending = false;
  }
  function wait(x) { change(x.entry, { state: "waiting", photos: x.photos.map((p) => p.state === "received" ? p : { ...p, state: "waiting", error: "" }) }); }

  // ---- a report begins: the city has it, or this device has it, under the same id
  function begun(f, submitter) {
    const now = new Date();
    return { entry: newId(), token: report.dataset.token, base: 0, state: "only", drill: f.drill.checked, walk: walked(), photos: [], label: submitter.textContent.trim(),
      facts: { day: f.day.value || `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`, arrived: f.arrived.value || clock(now), request: submitter.value } };
  }
  async function beginHere(begin, submitter) {
    const x = begun(begin.elements, submitter);
    if (navigator.onLine) x.tried = { facts: x.facts, walk: x.walk };
    write(ENTRIES, [...read(ENTRIES), x]);
    const answer = x.tried ? await post(x, x, 0, false).catch(() => null) : null;
    if (answer && !none(answer)) {
      forget(x.entry);
      if (answer.status === 201) {
        write(PATH, []);
        return location.assign((await answer.json()).url);
      }
      begin.dataset.plain = "yes";                   // something is to be put right: the form itself says what
      return begin.requestSubmit(submitter);
    }
    write(PATH, []);
    show();
    return queue.scrollIntoView();
  }

  const begin = report && report.querySelector('form[action$="/contact/begin"]');
  if (begin) {
    let busy = false;
    begin.elements.path.value = path(walked());
    begin.addEventListener("submit", (e) => {
      if (!e.submitter || begin.dataset.plain) return;
      e.preventDefault();
      if (busy) return;
      busy = true;
      beginHere(begin, e.submitter).finally(() => { busy = false; });
    });
  }
  {
    const form = queue.querySelector("form"), said = by("photo-said");
    form.addEventListener("input", (e) => {          // each letter is kept
      const x = open();
      if (x) write(ENTRIES, read(ENTRIES).map((y) => y.entry === x.entry ? { ...y, facts: { ...y.facts, [e.target.name]: e.target.value } } : y));
    });
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      if (open()) wait(open());
      sync();
    });
    queue.querySelector("[data-sync]").addEventListener("click", () => {
      for (const x of read(ENTRIES)) {
        if (x.state !== "received") wait(x);
        else change(x.entry, { photos: x.photos.map((p) => p.state === "refused" ? { ...p, state: "waiting", error: "" } : p) });
      }
      sync();
    });
    by("q-photo").addEventListener("change", async (e) => {
      const wrong = [];
      for (const file of [...e.target.files]) {
        const text = await addPhoto(file);
        if (text) wrong.push(`${file.name}: ${text}`);
      }
      e.target.value = "";
      said.textContent = wrong.join(" ");
      said.hidden = wrong.length === 0;
      sync();
    });
  }

  // ---- begin
  addEventListener("online", sync);
  show();
  sync();
  setInterval(sync, 20000);          // a server that cannot be reached tells nobody when it can be again
})();
