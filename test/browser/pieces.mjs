// pieces.mjs PLAN -- a large file sent by the script of the page, with a break on the way: one line of TAP a test.
import crypto from "node:crypto";
import fs from "node:fs";
import { chromium } from "playwright-core";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const data = fs.readFileSync(plan.large), sha256 = crypto.createHash("sha256").update(data).digest("hex");
const browser = await chromium.launch({ executablePath: plan.chromium, args: ["--no-sandbox"] });
const batch = `${plan.base}/records/1/productions/1`;
let n = 0, failed = 0;

function check(ok, text) { if (!ok) throw new Error(text); }

async function test(name, run) {
    const page = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage();
    let wrong = "";
    try {
        await page.goto(`${plan.base}/demo`);
        await page.locator('form:has(input[name=login][value="records"]) button').first().click();
        await run(page);
    } catch (e) { wrong = String(e.message || e); }
    await page.context().close();
    n++;
    failed += wrong ? 1 : 0;
    console.log(`${wrong ? "not ok" : "ok"} ${n} - ${name}`);
    if (wrong) console.log(`# ${wrong.replace(/\s+/g, " ").slice(0, 900)}`);
}

async function begun(page, size) {
    await page.goto(batch);
    await page.fill("#large input[name=name]", "raid.mp4");
    await page.fill("#large input[name=size]", String(size));
    await page.click("#large button");
    await page.waitForURL(/uploads/);
}

const send = async (page) => {
    await page.setInputFiles("input[name=piece]", plan.large);
    await page.click("form:has(input[name=piece]) button");
};

await test("a_large_file_goes_in_pieces_past_a_break", async (page) => {
    let posts = 0;
    await begun(page, data.length);
    await page.route("**/add", r => (++posts === 2 ? r.abort() : r.continue()));
    await send(page);
    await page.waitForURL(batch);
    check(posts === 4, `${posts} posts: three pieces, and one that broke`);
    await page.waitForFunction(async (at) => (await (await fetch(at)).json()).files.some(f => f.sha256), `${batch}.json`);
    const want = sha256;
    await page.waitForFunction(async ([at, hash]) => (await (await fetch(at)).json()).files.some(f => f.sha256 === hash && f.state !== "being read"), [`${batch}.json`, want]);
});

await test("another_file_is_not_taken_for_it", async (page) => {
    await begun(page, data.length + 1);
    await send(page);
    await page.waitForFunction(() => document.getElementById("pieces-said").textContent.includes("another file"));
    check(page.url().includes("uploads"), "it was sent all the same");
});

await test("when_the_connection_stays_broken_the_page_says_so", async (page) => {
    await begun(page, data.length);
    await page.route("**/add", r => r.abort());
    await send(page);
    await page.waitForFunction(() => document.getElementById("pieces-said").textContent.includes("The connection broke"));
    check(await page.isEnabled("input[name=piece]"), "the file cannot be chosen again");
});

await test("a_file_too_large_for_one_form_goes_on_as_an_upload", async (page) => {
    await page.goto(batch);
    await page.evaluate(() => { document.getElementById("large").dataset.most = "1000"; });
    await page.setInputFiles("input[name=file]", plan.large);
    await page.click("form:has(input[type=file][name=file]) button");
    await page.waitForURL(/uploads/);
    check(await page.getAttribute("#pieces", "data-size") === String(data.length), "its size did not come along");
});

console.log(`1..${n}`);
await browser.close();
process.exit(failed ? 1 : 0);
