// offline.mjs PLAN -- what a device does without a connection, in a real Chromium: one line of TAP a test.
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const browser = await chromium.launch({ executablePath: plan.chromium, args: ["--no-sandbox"] });
const at = lang => `${plan.base}${lang}/counter/at/${plan.door}`, form = `${plan.base}/contact/at/${plan.door}`;
let n = 0, failed = 0;

function check(ok, text) { if (!ok) throw new Error(text); }

async function test(name, run) {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 } }), page = await context.newPage();
    let wrong = "";
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
async function written(page, context) {
    await context.setOffline(true);
    await page.goto(form);
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

await test("leaving_clears_the_device", async (page, context) => {
    await visited(page);
    await page.click('[data-step]');
    await written(page, context);
    await page.click("#queue form button");
    await context.setOffline(false);
    await page.waitForSelector('#queue li[data-state="received"]');
    const mine = async () => (await context.cookies()).filter(c => c.name === "writ-device").length;
    check(await mine() === 1, "the device cannot go on with what it sent");
    await page.click("[data-wipe]");
    await page.waitForURL(`${plan.base}/`);
    const left = await page.evaluate(async () => [Object.keys(localStorage), await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]);
    check(JSON.stringify(left) === "[[],[],0]" && await mine() === 0, JSON.stringify(left));
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
process.exit(failed ? 1 : 0);
