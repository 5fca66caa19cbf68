/* device.js -- on pages of the counter: keeps the guide on this device and remembers the path through it. report.js writes reports with it.
 * All of it stays on the device until it is sent, and "Leave and clear" takes it away. Without these scripts the pages do the same with a
 * connection. Two files, because the first page at the counter must be small. */
"use strict";
(() => {
  const PATH = "writ-path", ENTRIES = "writ-entries", PHOTOS = "writ-photos";
  const read = (key) => JSON.parse(localStorage.getItem(key) || "[]").map((x) => x.entry ? { photos: [], walk: [], ...x } : x);
  const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
  const by = (id) => document.getElementById(id);
  const guide = by("guide"), queue = by("queue");
  const language = (location.pathname.match(/^\/[a-z]{2}(?=\/)/) || [""])[0];

  // ---- the worker, and what it keeps: the first page, the page of the report, and every step
  async function keepGuide() {
    if (!("serviceWorker" in navigator) || !(guide || by("report"))) return;
    await navigator.serviceWorker.register("/static/worker.js", { scope: "/" });
    const worker = (await navigator.serviceWorker.ready).active;
    if (!guide || !guide.dataset.start || !navigator.onLine) return;
    const start = language + guide.dataset.start, at = start.match(/^(.*)\/counter\/at\/([^/]+)/);
    const whole = await (await fetch("/counter/whole.json")).json();
    const steps = whole.nodes.map((n) => at ? `${start}/${n.id}` : `${start}/step/${n.id}`);
    navigator.serviceWorker.addEventListener("message", (e) => { document.documentElement.dataset.kept = e.data.kept; });
    worker.postMessage({ keep: [start, ...(at ? [`${at[1]}/contact/at/${at[2]}`] : []), ...steps] });
  }

  // ---- reports: state only, waiting, received, refused. Each holds its facts, the walk through the guide, and its photos without their bytes
  const open = () => read(ENTRIES).find((x) => x.state === "only" || x.state === "refused");
  const change = (entry, more) => write(ENTRIES, read(ENTRIES).map((x) => x.entry === entry ? { ...x, ...more } : x));

  // ---- the walk: node and choice with its time, in the order of answering, each node once; of the report that is open here, else of the next
  const walked = () => read(PATH).filter((p) => p.s && p.at > Date.now() - 12 * 3600e3);
  document.addEventListener("click", (e) => {
    const a = e.target.closest("[data-step]"), x = open();
    if (!a) return;
    const node = a.dataset.step.split(":")[0];
    const now = [...(x ? x.walk : walked()).filter((p) => !p.s.startsWith(`${node}:`)), { s: a.dataset.step, at: Date.now() }];
    if (x) change(x.entry, { walk: now });
    else write(PATH, now);
  });

  // ---- leaving
  const held = () => read(ENTRIES).flatMap((x) => x.photos.filter((p) => p.state !== "received"));
  const unsent = () => read(ENTRIES).find((x) => x.state !== "received" || x.photos.some((p) => p.state !== "received"));
  async function wipe() {
    await fetch("/contact/mine/leave", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: "{}",
      signal: AbortSignal.timeout(5000) }).catch(() => {});
    localStorage.removeItem(PATH);
    localStorage.removeItem(ENTRIES);
    await new Promise((done) => { const r = indexedDB.deleteDatabase(PHOTOS); r.onsuccess = r.onerror = r.onblocked = done; });
    if ("caches" in window) for (const name of await caches.keys()) await caches.delete(name);
    for (const r of await (navigator.serviceWorker ? navigator.serviceWorker.getRegistrations() : [])) await r.unregister();
  }
  function leave(e, a, url) {
    const x = unsent();
    e.preventDefault();
    if (!x || a.dataset.asked) wipe().then(() => location.replace(url));
    else if (!queue) location.assign(`${language}/contact/at/${x.token}`);   // it would be lost: its page says so, and asks once more
    else [a.dataset.asked, a.textContent] = ["yes", queue.dataset.sure];
  }
  document.addEventListener("click", (e) => {
    const a = e.target.closest("[data-leave],[data-wipe]");
    if (a) leave(e, a, a.href || "/");
  });
  document.addEventListener("submit", (e) => { if (e.target.action.endsWith("/contact/mine/leave")) leave(e, e.target, `${language}/contact`); });

  // ---- begin
  const line = () => { if (by("offline")) by("offline").hidden = navigator.onLine; };
  addEventListener("online", line);
  addEventListener("offline", line);
  line();
  window.writ = { PATH, ENTRIES, PHOTOS, read, write, by, language, open, change, walked, held };
  keepGuide().catch(() => {});      // a browser that keeps nothing still shows the pages
})();
