/* device.js -- on pages of the counter: keeps the guide on this device, remembers the path through it, and holds reports that are written
 * without a connection until they are received. All of it stays on the device until it is sent, and "Leave and clear" takes it away.
 * Without this script the pages do the same with a connection. */
"use strict";
(() => {
  const PATH = "writ-path", ENTRIES = "writ-entries";
  const read = (key) => JSON.parse(localStorage.getItem(key) || "[]");
  const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
  const by = (id) => document.getElementById(id);
  const guide = by("guide"), report = by("report"), queue = by("queue");

  // ---- the worker, and what it keeps: the first page, the page of the report, and every step
  async function keepGuide() {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register("/static/worker.js", { scope: "/" });
    const worker = (await navigator.serviceWorker.ready).active;
    if (!guide || !guide.dataset.start || !navigator.onLine) return;
    const language = (location.pathname.match(/^\/[a-z]{2}(?=\/)/) || [""])[0], start = language + guide.dataset.start, at = start.match(/^(.*)\/counter\/at\/([^/]+)/);
    const whole = await (await fetch("/counter/whole.json")).json();
    const steps = whole.nodes.map((n) => at ? `${start}/${n.id}` : `${start}/step/${n.id}`);
    navigator.serviceWorker.addEventListener("message", (e) => { document.documentElement.dataset.kept = e.data.kept; });
    worker.postMessage({ keep: [start, ...(at ? [`${at[1]}/contact/at/${at[2]}`] : []), ...steps] });
  }

  // ---- the path: node and choice, in the order of answering, each node once
  document.addEventListener("click", (e) => {
    const a = e.target.closest("[data-step]");
    if (!a) return;
    const [node] = a.dataset.step.split(":");
    write(PATH, [...read(PATH).filter((p) => !p.startsWith(`${node}:`)), a.dataset.step]);
  });

  // ---- leaving
  const unsent = () => read(ENTRIES).filter((x) => x.state !== "received");
  async function wipe() {
    await fetch("/contact/mine/leave", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: "{}" }).catch(() => {});
    localStorage.removeItem(PATH);
    localStorage.removeItem(ENTRIES);
    if ("caches" in window) for (const name of await caches.keys()) await caches.delete(name);
    for (const r of await (navigator.serviceWorker ? navigator.serviceWorker.getRegistrations() : [])) await r.unregister();
  }
  document.addEventListener("click", (e) => {
    const a = e.target.closest("[data-leave],[data-wipe]");
    if (!a) return;
    e.preventDefault();
    if (unsent().length && !a.dataset.asked) {      // it would be lost: the page of the report says so, and asks once more
      if (!queue) location.assign(by("guide").dataset.report);
      else [a.dataset.asked, a.textContent] = ["yes", queue.dataset.sure];
      return;
    }
    wipe().then(() => location.replace(a.href || "/"));
  });

  // ---- reports without a connection; state: only, waiting, received, refused
  function show() {
    if (!queue) return;
    const entries = read(ENTRIES), form = queue.querySelector("form"), open = entries.find((x) => x.state === "only" || x.state === "refused");
    queue.hidden = entries.length === 0;
    queue.querySelector("ul").replaceChildren(...entries.map((x) => {
      const li = document.createElement("li"), state = document.createElement("span");
      state.className = `st ${{ only: "none", waiting: "open", received: "ok", refused: "late" }[x.state]}`;
      state.textContent = queue.dataset[x.state];
      li.dataset.state = x.state;
      li.append(`${x.facts.day} ${x.facts.arrived} · ${x.label} · `, state, x.code || x.error ? ` ${x.code || x.error}` : "");
      return li;
    }));
    form.hidden = !open;
    if (open) for (const f of ["officers", "observed", "heard"]) form.elements[f].value = open.facts[f] || "";
  }

  function change(entry, more) {
    write(ENTRIES, read(ENTRIES).map((x) => x.entry === entry ? { ...x, ...more } : x));
    show();
  }

  async function send(x) {
    const { officers, ...facts } = x.facts;
    const body = { ...facts, ...(Number(officers) ? { officers: Number(officers) } : {}), entry: x.entry, token: x.token, base: x.base, send: true, drill: x.drill,
      path: x.path, device_now: `${new Date().toISOString().slice(0, 19)}Z` };
    const answer = await fetch("/contact/sync", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body) });
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 201) change(x.entry, { state: "received", code: said.id, error: "", facts: { day: facts.day, arrived: facts.arrived } });
    else if (answer.status < 500) change(x.entry, { state: "refused", error: said.fields && said.fields[0] ? said.fields[0].text : said.text || String(answer.status) });
  }

  let sending = false;
  async function sync() {
    if (sending || !navigator.onLine) return;
    sending = true;
    for (const x of read(ENTRIES)) if (x.state === "waiting") await send(x).catch(() => {});   // no connection after all: it waits on
    sending = false;
  }

  const two = (n) => String(n).padStart(2, "0");
  function begun(f, submitter) {
    const now = new Date();
    return { entry: [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join(""), token: report.dataset.token, base: 0,
      state: "only", drill: f.drill.checked, path: read(PATH).join(" "), label: submitter.textContent.trim(),
      facts: { day: f.day.value || `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
        arrived: f.arrived.value || `${two(now.getHours())}:${two(now.getMinutes())}`, request: submitter.value } };
  }

  const begin = report && report.querySelector('form[action$="/contact/begin"]');
  if (begin) {
    begin.elements.path.value = read(PATH).join(" ");
    begin.addEventListener("submit", (e) => {
      if (navigator.onLine || !e.submitter) return;
      e.preventDefault();
      write(ENTRIES, [...read(ENTRIES), begun(begin.elements, e.submitter)]);
      show();
      queue.scrollIntoView();
    });
  }
  if (queue) {
    const form = queue.querySelector("form"), open = () => read(ENTRIES).find((x) => x.state === "only" || x.state === "refused");
    form.addEventListener("input", (e) => {      // each letter is kept
      const x = open();
      if (x) write(ENTRIES, read(ENTRIES).map((y) => y.entry === x.entry ? { ...y, facts: { ...y.facts, [e.target.name]: e.target.value } } : y));
    });
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      if (open()) change(open().entry, { state: "waiting" });
      sync();
    });
    queue.querySelector("[data-sync]").addEventListener("click", () => {
      for (const x of read(ENTRIES)) if (x.state === "only" || x.state === "refused") change(x.entry, { state: "waiting" });
      sync();
    });
  }

  // ---- begin
  function line() {
    if (by("offline")) by("offline").hidden = navigator.onLine;
    sync();
  }
  addEventListener("online", line);
  addEventListener("offline", line);
  show();
  line();
  keepGuide().catch(() => {});      // a browser that keeps nothing still shows the pages
})();
