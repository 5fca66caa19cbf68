// offline.mjs PLAN -- what a device does without a connection, in a real Chromium: one line of TAP a test.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { chromium } from "playwright-core";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const browser = await chromium.launch({ executablePath: plan.chromium, args: ["--no-sandbox"] });
// The city behind a line of our own, so that a request can fail while the browser believes that it is connected: way(path) is "", "cut" (it never
// arrives), "hang" (it never arrives, and nobody says so), "503", or "lost" (it arrives, and its answer does not). seen: bodies of entries that came by.
// Each request has a connection of its own: on one that was used before a browser sends again by itself what was lost.
const line = { way: () => "", seen: [] };
const proxy = http.createServer(async (q, to) => {
    const chunks = [];
    for await (const c of q) chunks.push(c);
    const body = Buffer.concat(chunks), way = q.method === "POST" ? line.way(q.url) : "";
    if (q.url === "/contact/sync") line.seen.push(JSON.parse(body.toString()).entry);
    if (way === "cut") return to.destroy();
    if (way === "hang") return undefined;
    if (way === "503") return to.writeHead(503, { Connection: "close" }).end("{}");
    const city = http.request(plan.base + q.url, { method: q.method, headers: q.headers }, from => {
        if (way === "lost") { from.resume(); from.on("end", () => to.destroy()); return; }
        to.writeHead(from.statusCode, [...from.rawHeaders.filter((_, i, all) => all[i - i % 2].toLowerCase() !== "connection"), "Connection", "close"]);
        from.pipe(to);
    });
    city.on("error", () => to.destroy());
    city.end(body);
});
await new Promise(up => proxy.listen(0, "127.0.0.1", up));
const behind = `http://127.0.0.1:${proxy.address().port}`;
const at = lang => `${plan.base}${lang}/counter/at/${plan.door}`, form = `${plan.base}/contact/at/${plan.door}`;
let n = 0, failed = 0;

function check(ok, text) { if (!ok) throw new Error(text); }

async function test(name, run) {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, timezoneId: "America/Los_Angeles" }), page = await context.newPage();
    let wrong = "";
    line.way = () => "";
    try { await run(page, context); } catch (e) { wrong = String(e.message || e); }
    await context.close();
    n++;
    failed += wrong ? 1 : 0;
    console.log(`${wrong ? "not ok" : "ok"} ${n} - ${name}`);
    if (wrong) console.log(`# ${wrong.replace(/\s+/g, " ").slice(0, 900)}`);
}

// One visit with a connection: the worker has kept what it was told to.
async function visited(page, url = at("")) {
    await page.goto(url);
    await page.waitForFunction(() => document.documentElement.dataset.kept > 20);
}

const shot = (page, name) => page.screenshot({ path: path.join(plan.shots, `offline_${name}.png`), fullPage: true });

// A report that was written without a connection: its line in the queue.
async function written(page, context, where = form) {
    await context.setOffline(true);
    await page.goto(where);
    await page.click('button[value="records"]');
    await page.fill("#q-observed", "Two people in vests asked for a list.");
    return page.locator("#queue li");
}

await test("the_guide_is_read_without_a_connection", async (page, context) => {
    for (const lang of ["", "/es"]) {
        await context.setOffline(false);
        await visited(page, at(lang));
        await context.setOffline(true);
        await page.goto(at(lang));
        check(await page.isVisible("#offline"), "nothing says that there is no connection");
        check(await page.locator(".say").count() === 1 && await page.locator("a.call").getAttribute("href"), "the first page is not whole");
        for (const node of [...plan.nodes, "n5?and=n7"]) {
            const answer = await page.goto(`${at(lang)}/${node}`);
            check(answer.ok(), `${node}: ${answer.status()}`);
            check(await page.locator("h1").count() === 1, `${node} has no heading`);
            const broken = await page.evaluate(() => [...document.images].filter(i => i.complete && i.naturalWidth === 0).map(i => i.src));
            check(broken.length === 0, `${node}: ${broken}`);
        }
        await shot(page, `step${lang.replace("/", "_")}`);
    }
});

await test("with_a_connection_nobody_reads_what_was_kept", async (page, context) => {
    await visited(page);
    const old = () => page.evaluate(async url => {
        const cache = await caches.open((await caches.keys())[0]);
        await cache.put(url, new Response("<h1>yesterday</h1>", { headers: { "Content-Type": "text/html" } }));
    }, at(""));
    await old();
    await visited(page);
    check(!(await page.content()).includes("yesterday"), "a kept page was shown with a connection");
    check(!(await page.isVisible("#offline")), "it says that there is no connection");
    await old();
    await context.setOffline(true);
    await page.goto(at(""));
    check((await page.content()).includes("yesterday"), "what was kept is not shown without one");
});

await test("a_report_is_written_without_a_connection_and_received_once", async (page, context) => {
    await visited(page);
    const line = await written(page, context);
    check((await line.getAttribute("data-state")) === "only", "its state is not said");
    await shot(page, "only");
    await page.reload();
    check(await page.inputValue("#q-observed") === "Two people in vests asked for a list.", "a reload lost it");
    await page.click("#queue form button");
    check((await line.getAttribute("data-state")) === "waiting", "it does not wait");
    const kept = await page.evaluate(() => localStorage.getItem("writ-entries"));
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="received"]');
    await shot(page, "received");
    const code = /[0-9a-z]{4}(-[0-9a-z]{4}){3}/.exec(await line.textContent());
    check(code, "no code is shown");
    const codes = new Set();
    for (let i = 0; i < 10; i++) {                       // the same queue on ten devices
        const other = await browser.newContext(), there = await other.newPage();
        await there.goto(form);
        await there.evaluate(entries => localStorage.setItem("writ-entries", entries), kept);
        await there.reload();
        await there.waitForSelector('#queue li[data-state="received"]');
        codes.add(/[0-9a-z]{4}(-[0-9a-z]{4}){3}/.exec(await there.locator("#queue li").textContent())[0]);
        await other.close();
    }
    check(codes.size === 1 && codes.has(code[0]), `codes: ${[...codes]}`);
});

await test("a_device_whose_clock_is_a_year_ahead_is_set_right", async (page, context) => {
    await page.addInitScript(() => {
        const Real = Date, ahead = 365 * 86400 * 1000;
        window.Date = class extends Real { constructor(...a) { if (a.length) super(...a); else super(Real.now() + ahead); } static now() { return Real.now() + ahead; } };
    });
    await visited(page);
    const line = await written(page, context);
    await page.click("#queue form button");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="received"]');
    check((await line.textContent()).length > 20, "no line");
    await page.goto(`${plan.base}/contact/copy`);
    const copy = await page.textContent("main");
    check(copy.includes("Two people in vests") && copy.includes("Feb 2026"), `the day is the device's: ${copy.slice(0, 300)}`);
});

// The smallest picture with an EXIF block; more: bytes of a comment, so that no two are the same.
const jpeg = more => Buffer.concat([Buffer.from("ffd8fffe" + (more.length + 2).toString(16).padStart(4, "0"), "hex"), Buffer.from(more), Buffer.from("ffdb0043", "hex"), Buffer.alloc(65, 1),
    Buffer.from("ffc0000b080001000101011100" + "ffc40014100100000000000000000000000000000000" + "ffda0008010100003f00" + "7f" + "ffd9", "hex")]);
const photo = (name, buffer) => ({ name, mimeType: "image/jpeg", buffer });
const bytesHeld = page => page.evaluate(() => new Promise(done => {
    const r = indexedDB.open("writ-photos");
    r.onsuccess = () => { const c = r.result.transaction("writ-photos").objectStore("writ-photos").count(); c.onsuccess = () => { r.result.close(); done(c.result); }; };
}));
const bytesLeft = async (page, n) => {          // a photo is called received just before its bytes go
    for (let i = 0; i < 600 && await bytesHeld(page) !== n; i++) await page.evaluate(() => new Promise(requestAnimationFrame));
    check(await bytesHeld(page) === n, `not the bytes of ${n}`);
};

await test("photos_wait_on_the_device_and_are_sent_once", async (page, context) => {
    await visited(page, `${behind}/counter/at/${plan.door}`);
    await written(page, context, `${behind}/contact/at/${plan.door}`);
    await page.setInputFiles("#q-photo", [photo("desk.jpg", jpeg("desk")), photo("door.jpg", jpeg("door"))]);
    await page.waitForFunction(() => document.querySelectorAll('#queue li[data-photo="only"]').length === 2);
    check(/Photos on this device: 2 · 0.1 MB/.test(await page.textContent("#photo-sum")), await page.textContent("#photo-sum"));
    await shot(page, "photos");
    await page.reload();
    check(await page.locator('#queue li[data-photo="only"]').count() === 2 && await bytesHeld(page) === 2, "a reload lost them");
    await page.click("#queue form button");
    let first = true;
    line.way = url => { const lost = url === "/contact/sync/photo" && first; first = first && !lost; return lost ? "lost" : ""; };   // the first one arrives, its answer does not
    await context.setOffline(false);
    await page.waitForFunction(() => document.querySelectorAll('#queue li[data-photo="received"]').length === 1);
    check(await page.locator('#queue li[data-photo="waiting"]').count() === 1, "the one without an answer does not wait");
    await bytesLeft(page, 1);
    await page.click("[data-sync]");
    await page.waitForFunction(() => document.querySelectorAll('#queue li[data-photo="received"]').length === 2);
    await page.waitForFunction(() => document.getElementById("photo-sum").textContent === "");
    await shot(page, "photos_received");
    const listed = (await (await context.request.get(`${plan.base}/contact/copy.json`)).json()).photos;
    check(listed.map(p => p.name).sort().join() === "desk.jpg,door.jpg", JSON.stringify(listed));
    await bytesLeft(page, 0);
});

await test("two_pages_of_one_device_lose_no_photo", async (page, context) => {
    await visited(page);
    await written(page, context);
    await page.setInputFiles("#q-photo", [photo("desk.jpg", jpeg("desk")), photo("door.jpg", jpeg("door"))]);
    await page.waitForFunction(() => document.querySelectorAll('#queue li[data-photo="only"]').length === 2);
    const other = await context.newPage();
    await other.goto(form);
    let begun, done;
    const otherBegins = new Promise(yes => { begun = yes; }), pageIsDone = new Promise(yes => { done = yes; });
    await page.route("**/contact/sync/photo", async r => { await otherBegins; await r.continue(); });
    await other.route("**/contact/sync/photo", async r => { begun(); await pageIsDone; await r.continue(); });
    await page.click("#queue form button");
    const answered = other.waitForResponse("**/contact/sync/photo");
    await context.setOffline(false);
    await page.waitForFunction(() => document.querySelectorAll('#queue li[data-photo="received"]').length === 2);
    done();
    await (await answered).finished();
    for (let i = 0; i < 3; i++) check(await bytesHeld(other) === 0, "bytes are held");       // behind whatever the other page looks up there
    const states = await page.evaluate(() => JSON.parse(localStorage.getItem("writ-entries")).flatMap(x => x.photos.map(p => p.state)).join());
    check(states === "received,received", `what was received is said to be gone: ${states}`);
});

// The limits of the script pass when the test says so: timedOut() ends the last one that was set.
const ownTime = page => page.addInitScript(() => {
    window.limits = [];
    AbortSignal.timeout = ms => { const c = new AbortController(); window.limits.push(ms); window.timedOut = () => c.abort(new DOMException("too late", "TimeoutError")); return c.signal; };
});

// Each answer to such a POST comes in the city and then waits for ever; first() is when one did.
async function late(page, url) {
    let arrived;
    const first = new Promise(yes => { arrived = yes; });
    await page.route(url, async r => { await r.fetch(); arrived(); });
    return first;
}

await test("an_answer_to_a_photo_that_comes_too_late_loses_nothing_that_was_typed", async (page, context) => {
    await ownTime(page);
    await visited(page);
    await written(page, context);
    const picture = jpeg("desk");
    await page.setInputFiles("#q-photo", [photo("desk.jpg", picture)]);
    await page.waitForSelector('#queue li[data-photo="only"]');
    const arrived = late(page, "**/contact/sync/photo");
    await page.click("#queue form button");
    await context.setOffline(false);
    await arrived;
    await page.waitForSelector('#queue li[data-state="received"]');
    await context.setOffline(true);                       // the next visit begins while the photo of the first hangs
    await page.click('button[value="records"]');
    await page.fill("#q-observed", "They came a second time.");
    const limit = await page.evaluate(() => window.limits.at(-1));
    check(limit === 15000 + Math.ceil(picture.length / 10), `the limit is ${limit} ms`);
    await page.evaluate(() => window.timedOut());
    await page.waitForFunction(() => !document.querySelector('#queue li[data-photo="received"]') && document.querySelector('#queue li[data-photo="waiting"]'));
    check(await page.inputValue("#q-observed") === "They came a second time." && await bytesHeld(page) === 1, "what was typed, or the photo, is gone");
    await page.reload();
    check(await page.inputValue("#q-observed") === "They came a second time.", "a reload loses what was typed");
    await page.unroute("**/contact/sync/photo");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-photo="received"]');
    check(await page.inputValue("#q-observed") === "They came a second time." && await bytesHeld(page) === 0, "what was typed is gone when the photo is there");
    const listed = (await (await context.request.get(`${plan.base}/contact/copy.json`)).json()).photos;
    check(listed.length === 1, `it was received ${listed.length} times`);
});

await test("an_answer_to_a_report_that_comes_too_late_loses_nothing_that_was_typed", async (page, context) => {
    await ownTime(page);
    await visited(page);
    await written(page, context);
    const arrived = late(page, "**/contact/sync");
    await page.click("#queue form button");
    await context.setOffline(false);
    await arrived;
    await page.evaluate(() => window.timedOut());
    check(await page.locator('#queue li[data-state="waiting"]').count() === 1, "it does not wait");
    check(await page.evaluate(() => JSON.parse(localStorage.getItem("writ-entries"))[0].facts.observed) === "Two people in vests asked for a list.", "the text is gone");
    await page.unroute("**/contact/sync");
    await page.click("[data-sync]");
    await page.waitForSelector('#queue li[data-state="received"]');
    const copy = await (await context.request.get(`${plan.base}/contact/copy.json`)).json();
    check(copy.number > 0 && copy.others.length === 0, `it was received twice: ${JSON.stringify(copy.others)}`);
});

await test("a_photo_that_cannot_be_taken_says_so_and_loses_nothing", async (page, context) => {
    await visited(page, at("/es"));
    await context.setOffline(true);
    await page.goto(`${plan.base}/es/contact/at/${plan.door}`);
    await page.click('button[value="records"]');
    await page.fill("#q-observed", "Two people in vests asked for a list.");
    const said = page.locator("#photo-said");
    await page.setInputFiles("#q-photo", [photo("notes.jpg", Buffer.from("no picture at all"))]);
    await said.getByText("notes.jpg: ").waitFor();
    await page.setInputFiles("#q-photo", [photo("large.jpg", Buffer.concat([jpeg("large"), Buffer.alloc(20e6)]))]);
    await said.getByText("large.jpg: ").waitFor();
    check((await said.textContent()).includes("20 MB") && await page.locator("#queue li[data-photo]").count() === 0, await said.textContent());
    await shot(page, "photo_refused_es");
    await page.setInputFiles("#q-photo", [photo("broken.jpg", jpeg("broken").subarray(0, 60)), photo("desk.jpg", jpeg("desk"))]);
    await page.waitForFunction(() => document.querySelectorAll('#queue li[data-photo="only"]').length === 2);
    check(await page.inputValue("#q-observed") === "Two people in vests asked for a list.", "the text is gone");
    await page.click("#queue form button");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="received"]');
    await page.waitForSelector('#queue li[data-photo="refused"]');
    await page.waitForSelector('#queue li[data-photo="received"]');
    check(await bytesHeld(page) === 1, "the refused photo is gone from the device");
    await page.click('#queue li[data-photo="refused"] button');
    await page.waitForFunction(() => document.querySelectorAll('#queue li[data-photo="refused"]').length === 0);
    check(await bytesHeld(page) === 0, "it was not taken away");
});

await test("a_report_that_cannot_be_begun_is_kept_here_and_received_once", async (page, context) => {
    const here = `${behind}/contact/at/${plan.door}`;
    await visited(page, `${behind}/counter/at/${plan.door}`);
    for (const way of ["cut", "503", "lost"]) {
        await page.goto(here);
        await page.evaluate(() => localStorage.clear());
        await context.clearCookies();
        await page.reload();
        line.way = url => url === "/contact/sync" ? way : "";
        line.seen = [];
        await page.click('button[value="entry"]');
        await page.waitForSelector('#queue li[data-state="only"]');
        check(await page.evaluate(() => navigator.onLine) && page.url() === here, `${way}: it went elsewhere`);
        await page.fill("#q-observed", `They came in: ${way}.`);
        await page.click("#queue form button");
        await page.waitForSelector('#queue li[data-state="waiting"]');
        line.way = () => "";
        await page.click("[data-sync]");
        await page.waitForSelector('#queue li[data-state="received"]');
        const copy = await (await context.request.get(`${plan.base}/contact/copy.json`)).json();
        check(new Set(line.seen).size === 1 && copy.number > 0 && copy.others.length === 0, `${way}: ${line.seen} ${JSON.stringify(copy.others)}`);
        check((await (await context.request.get(`${plan.base}/contact/copy`)).text()).includes(`They came in: ${way}.`), `${way}: the text is not there`);
    }
});

await test("with_a_connection_a_report_begins_as_before", async (page) => {
    await page.goto(form);
    await page.fill("#f-arrived", "25:00");
    await page.click('button[value="entry"]');
    await page.getByText("Expected a time of day").first().waitFor();
    await page.goto(form);
    await page.click('button[value="entry"]');
    await page.waitForURL(`${plan.base}/contact/mine`);
    check(await page.evaluate(() => localStorage.getItem("writ-entries")) === "[]", "what was typed stays on the device");
});

await test("what_is_received_later_takes_nothing_over", async (page, context) => {
    await visited(page);
    await page.goto(form);
    await page.click('button[value="a person"]');
    await page.waitForURL(`${plan.base}/contact/mine`);
    const other = await context.newPage();
    await other.goto(`${plan.base}/contact/mine/seen`);
    await other.fill('[name="observed"]', "The first one, under way.");
    await written(page, context);
    await page.click("#queue form button");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="received"]');
    await other.click('main form button[type="submit"]');
    await other.waitForURL(`${plan.base}/contact/mine`);
    const mine = await (await context.request.get(`${plan.base}/contact/mine.json`)).json();
    check(!mine.sent && mine.others.length === 1 && mine.others[0].sent, JSON.stringify(mine));
    await shot(other, "others");
    await other.click('form[action$="/mine/turn"] button');
    await other.waitForURL(`${plan.base}/contact/copy`);
    check((await other.textContent("main")).includes("Two people in vests"), "the later one is out of reach");
    await other.click('form[action$="/mine/turn"] button');
    await other.waitForURL(`${plan.base}/contact/mine`);
    await other.click('form[action$="/mine/send"] button');
    await other.waitForURL(`${plan.base}/contact/copy`);
    const copy = await other.textContent("main");
    check(copy.includes("The first one, under way.") && !copy.includes("Two people in vests"), "the first one cannot be finished");
});

await test("steps_of_a_walk_keep_their_times_also_with_a_wrong_clock", async (page, context) => {
    await page.addInitScript(() => {
        const Real = Date, ahead = (365 * 86400 + 3 * 3600 + 7 * 60) * 1000;
        window.Date = class extends Real { constructor(...a) { if (a.length) super(...a); else super(Real.now() + ahead); } static now() { return Real.now() + ahead; } };
    });
    await visited(page);
    await context.setOffline(true);
    await page.goto(at(""));
    const step = await page.locator("[data-step]").first().getAttribute("data-step");
    await page.locator("[data-step]").first().click();
    await written(page, context);
    await page.click("#queue form button");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="received"]');
    const copy = await (await context.request.get(`${plan.base}/contact/copy.json`)).json();
    const desk = await browser.newContext(), there = await desk.newPage();
    await there.goto(`${plan.base}/demo`);
    await there.click('form:has(input[name="login"][value="mayor"]) button');
    await there.goto(`${plan.base}/contact/reports/${copy.number}`);
    await there.click('form[action$="/acknowledge"] button');
    await there.waitForSelector("details ol", { state: "attached" });
    const record = await (await desk.request.get(`${plan.base}/contact/reports/${copy.number}.json`)).json();
    await desk.close();
    const city = new Intl.DateTimeFormat("en-GB", { timeZone: "America/Los_Angeles", hour: "2-digit", minute: "2-digit" }).format(new Date(record.filed));
    const minute = t => Number(t.slice(0, 2)) * 60 + Number(t.slice(3));
    check(record.steps.length === 1 && Math.abs(minute(record.steps[0].at) - minute(city)) <= 2, `${step}: ${JSON.stringify(record.steps)}, received at ${city}`);
});

await test("leaving_clears_the_device", async (page, context) => {
    await visited(page);
    await page.click('[data-step]');
    await written(page, context);
    await page.setInputFiles("#q-photo", [photo("desk.jpg", jpeg("desk"))]);
    await page.waitForSelector('#queue li[data-photo="only"]');
    await page.click("#queue form button");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="received"]');
    const mine = async () => (await context.cookies()).filter(c => c.name === "writ-device").length;
    await page.waitForSelector('#queue li[data-photo="received"]');
    check(await mine() === 1, "the device cannot go on with what it sent");
    await page.click("[data-wipe]");
    await page.waitForURL(`${plan.base}/`);
    const left = await page.evaluate(async () => [Object.keys(localStorage), await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length, (await indexedDB.databases()).length]);
    check(JSON.stringify(left) === "[[],[],0,0]" && await mine() === 0, JSON.stringify(left));
});

await test("leaving_clears_the_device_when_the_city_says_nothing", async page => {
    await visited(page, `${behind}/counter/at/${plan.door}`);
    await page.click("[data-step]");
    await page.goto(`${behind}/contact/at/${plan.door}`);
    check(await page.evaluate(() => localStorage.getItem("writ-path") !== null), "the walk is not held");
    line.way = url => url === "/contact/mine/leave" ? "hang" : "";
    await page.evaluate(() => document.querySelector("[data-wipe]").click());     // nothing is queued, so it is not shown here
    await page.waitForURL(`${behind}/`);
    check(await page.evaluate(async () => Object.keys(localStorage).length + (await caches.keys()).length) === 0, "something is left");
});

await test("leaving_the_report_clears_the_device_too", async (page, context) => {
    await visited(page);
    await written(page, context);
    await page.click("#queue form button");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="received"]');
    await page.goto(`${plan.base}/contact/copy`);
    await page.click('form[action$="/mine/leave"] button');
    await page.waitForURL(`${plan.base}/contact`);
    check(await page.evaluate(() => Object.keys(localStorage).length) === 0 && (await context.cookies()).length === 0, "something is left");
    await visited(page);
    await written(page, context);
    await context.setOffline(false);
    await page.goto(`${plan.base}/contact/mine`);
    check(await page.locator('form[action$="/mine/leave"]').count() === 0, "a device with no report of the city has nothing to leave");
    await page.goto(form);
    await page.locator('button[value="entry"]').click();
    await page.waitForURL(`${plan.base}/contact/mine`);
    await page.click('form[action$="/mine/leave"] button');
    await page.waitForURL(form);
    check(await page.locator("#queue li").count() === 1, "what is not sent was taken away");
});

await test("what_is_not_sent_is_not_lost_by_leaving_and_can_be_mended", async (page, context) => {
    await visited(page);
    await written(page, context);
    await page.fill("#q-observed", "She showed A 012 345 678.");
    await page.click("#queue form button");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="refused"]');
    check((await page.locator("#queue li").textContent()).includes("A-number"), "it does not say why");
    await page.goto(at(""));
    await page.click("[data-leave]");
    await page.waitForURL(form);
    check(await page.inputValue("#q-observed") === "She showed A 012 345 678.", "the text is out of reach");
    await page.click("[data-wipe]");
    check(await page.locator("#queue li").count() === 1, "it was taken away at the first tap");
    await page.fill("#q-observed", "She showed a paper.");
    await page.click("#queue form button");
    await page.waitForSelector('#queue li[data-state="received"]');
});

await test("the_path_comes_along_into_the_report", async (page) => {
    await page.goto(at(""));
    const step = await page.locator("[data-step]").first().getAttribute("data-step");
    await page.locator("[data-step]").first().click();
    await page.goto(form);
    check(await page.inputValue('input[name="path"]') === step, "the path is not in the form");
    check(!page.url().includes(step), "an answer stands in the address");
});

await test("a_first_visit_is_at_most_50_kB", async (page) => {
    let sum = 0;
    page.on("response", async r => { if (!r.fromServiceWorker() && !r.request().serviceWorker()) sum += Number(r.headers()["content-length"] || 0) + 400; });
    await page.goto(at(""), { waitUntil: "load" });
    check(sum > 5000 && sum <= 50000, `${sum} bytes`);
});

console.log(`1..${n}`);
await browser.close();
proxy.close();
process.exit(failed ? 1 : 0);
