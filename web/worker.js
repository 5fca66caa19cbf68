/* worker.js -- keeps the guide of one facility on the device. The network comes first, always: what is kept answers only when there is
 * none, so nobody with a connection reads yesterday's text. Only pages of the guide, the page on which a report begins, and what they
 * are drawn with are kept; never what somebody typed. */
"use strict";
const KEPT = "writ-guide-1";
const OURS = /^\/(?:[a-z]{2}\/)?(?:counter(?:\/|$)|contact\/at\/|at\/)|^\/static\//;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
  await self.clients.claim();
})()));

async function keep(url) {
  const cache = await caches.open(KEPT);
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) return;
  await cache.put(url, answer.clone());
  if (!(answer.headers.get("content-type") || "").startsWith("text/html")) return;
  for (const [, path] of (await answer.text()).matchAll(/(?:src|href)="(\/[^"#]*)"/g)) {
    const part = path.replace(/&amp;/g, "&");
    if ((/\.svg$/.test(part) || part.startsWith("/static/")) && !(await cache.match(part))) await keep(part);
  }
}

self.addEventListener("message", (event) => event.waitUntil((async () => {
  for (const url of event.data.keep) await keep(url).catch(() => {});   // one that fails is asked for again at the next visit
  event.source.postMessage({ kept: event.data.keep.length });
})()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !OURS.test(url.pathname)) return;
  event.respondWith(fetch(event.request).catch(async () =>
    (await caches.match(event.request, { ignoreVary: true, ignoreSearch: event.request.mode === "navigate" })) || Response.error()));
});
