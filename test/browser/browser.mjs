// browser.mjs PLAN -- each page of the plan in a real Chromium: one line of TAP a page and check. Pictures go to build/shots.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const html = new HtmlValidate({ extends: ["html-validate:standard"] });
let n = 0;

function said(wrong, name) {
    n++;
    console.log(`${wrong.length ? "not ok" : "ok"} ${n} - ${name}`);
    for (const w of wrong.slice(0, 12)) console.log(`# ${String(w).replace(/\s+/g, " ").slice(0, 600)}`);
}

const test_name = p => `page_${p.name}` + (plan.whole ? "" : `_as_${p.login || "visitor"}`);

// A state is told by its word, never by its colour alone.
function wordless(page) {
    return page.evaluate(() => [...document.querySelectorAll(".st")].filter(e => !e.textContent.trim() && e.checkVisibility()).map(e => `no word: ${e.outerHTML}`));
}

async function sideways(page, width) {
    const wrong = await page.evaluate(() => {
        const far = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
            .filter(e => !e.closest(".skip")).slice(-3).map(e => e.outerHTML.slice(0, 150));
        return document.scrollingElement.scrollWidth > document.documentElement.clientWidth ? [`${document.scrollingElement.scrollWidth} wide`, ...far] : [];
    });
    return wrong.map(w => `at ${width} px: ${w}`);
}

// Every control that can be seen is reached by Tab, and shows that it has the focus.
async function keyboard(page) {
    const want = await page.evaluate(() => {
        window.reached = new Map();
        const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
            .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility() && (!e.closest("details:not([open])") || e.matches("summary")));
        all.forEach((e, i) => { e.dataset.control = i; });
        document.addEventListener("focusin", e => {
            const s = getComputedStyle(e.target), r = e.target.getBoundingClientRect();
            const seen = (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== "none";
            window.reached.set(e.target.dataset.control, seen && r.width > 0 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth);
        });
        return all.length;
    });
    for (let i = 0; i < want * 2 + 8; i++) {
        await page.keyboard.press("Tab");
        if (i >= want - 1 && i % 8 === 0 && await page.evaluate(() => window.reached.size) >= want) break;
    }
    return page.evaluate(() => [...document.querySelectorAll("[data-control]")].flatMap(e => {
        const what = e.outerHTML.slice(0, 150), seen = window.reached.get(e.dataset.control);
        return seen === undefined ? [`not reached: ${what}`] : seen ? [] : [`no focus to be seen: ${what}`];
    }));
}

async function accessible(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    return found.violations.flatMap(v => v.nodes.slice(0, 3).map(x => `${v.id}: ${v.help}: ${x.html.slice(0, 200)} ${x.failureSummary}`));
}

function shot(page, p, what) {
    return page.screenshot({ path: path.join(plan.shots, `${p.name}-${what}.png`), fullPage: true });
}

async function visit(page, p, url) {
    const wrong = [];
    const hear = m => { if (m.type() === "error") wrong.push(`the console says: ${m.text()}`); };
    page.on("console", hear);
    const answer = await page.goto(plan.base + url, { waitUntil: "load" });
    page.off("console", hear);
    if (answer.status() !== 200) wrong.push(`${url} is ${answer.status()}`);
    return [answer, wrong];
}

const browser = await chromium.launch({ executablePath: plan.chromium });

async function context(cookie, options) {
    const c = await browser.newContext(options);
    if (cookie) await c.addCookies([{ name: cookie[0], value: cookie[1], url: plan.base }]);
    return c;
}

async function whole(p) {
    const c = await context(p.cookie, { viewport: { width: 1280, height: 800 } }), page = await c.newPage();
    let [answer, wrong] = await visit(page, p, p.url);
    const report = await html.validateString(await answer.text());
    wrong.push(...report.results.flatMap(r => r.messages.map(m => `html: ${m.ruleId} at ${m.line}:${m.column}: ${m.message}`)));
    wrong.push(...await sideways(page, 1280), ...await accessible(page), ...await wordless(page));
    if (plan.whole) {
        await shot(page, p, "wide");
        wrong.push(...await keyboard(page));
        const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
        if (pdf.subarray(0, 5).toString() !== "%PDF-" || pdf.length < 2000) wrong.push(`print: ${pdf.length} bytes`);
        await page.evaluate(() => document.activeElement.blur());
    }
    await page.setViewportSize({ width: 320, height: 640 });
    wrong.push(...await sideways(page, 320));
    if (plan.whole) {
        await shot(page, p, "narrow");
        wrong.push(...(await accessible(page)).map(w => `at 320 px: ${w}`));
    }
    await c.close();
    said(wrong, test_name(p));
}

// 200 %: half the pixels of CSS, each twice as large.
async function zoomed(pages) {
    const wrong = [];
    for (const p of pages) {
        const c = await context(p.cookie, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }), page = await c.newPage();
        wrong.push(...(await visit(page, p, p.url))[1], ...(await sideways(page, 640)).map(w => `${p.url} ${w}`));
        await c.close();
    }
    said(wrong, "pages_at_200_percent");
}

async function mirrored(pages) {
    const wrong = [];
    for (const p of pages) {
        const c = await context(p.cookie, { viewport: { width: 1280, height: 800 } }), page = await c.newPage(), url = `/${plan.mirrored}${p.url === "/" ? "" : p.url}`;
        wrong.push(...(await visit(page, p, url))[1], ...await sideways(page, 1280));
        const way = await page.evaluate(() => `${document.documentElement.lang} ${getComputedStyle(document.body).direction}`);
        if (way !== `${plan.mirrored} rtl`) wrong.push(`${url} is ${way}`);
        await shot(page, p, "mirrored");
        await page.setViewportSize({ width: 320, height: 640 });
        wrong.push(...(await sideways(page, 320)).map(w => `${url} ${w}`));
        await c.close();
    }
    said(wrong, "pages_from_right_to_left_in_longer_words");
}

// What is promised on one sheet of paper is on one, on both sizes and in both languages.
async function sheets(list) {
    const wrong = [], c = await context(null, {}), page = await c.newPage();
    for (const s of list)
        for (const format of ["Letter", "A4"]) {
            wrong.push(...(await visit(page, s, s.url))[1]);
            const n = ((await page.pdf({ format })).toString("latin1").match(/\/Type\s*\/Page\b/g) || []).length;
            if (n !== s.pages) wrong.push(`${s.url} prints on ${n} pages of ${format}, not ${s.pages}`);
        }
    await c.close();
    said(wrong, "cards_and_branches_on_one_sheet_each");
}

// The work of a day with script turned off: enter, add evidence, claim.
async function unscripted() {
    const wrong = [], c = await context(null, { javaScriptEnabled: false }), page = await c.newPage();
    await page.goto(plan.base + "/demo");
    await page.locator("form:has(input[name=login][value=liaison]):has(input[name=next][value=''])").first().getByRole("button").click();
    await page.goto(plan.base + "/directive/12.4/RAP");
    await page.getByText("Add evidence").click();
    const form = page.locator("form[action$='/evidence/add']");
    await form.getByLabel("Title").fill("Seen without script");
    await form.getByLabel("Address").fill("https://example.org/plan");
    await form.getByLabel("The day it is from").fill("2026-02-20");
    await form.locator("button[type=submit]").click();
    if (!(await page.content()).includes("Seen without script")) wrong.push(`evidence was not added: ${page.url()}`);
    await page.locator("form[action$='/claim']").getByRole("button").click();
    const history = await page.locator("table").last().innerText();
    if (!history.includes("Claimed as done")) wrong.push("the claim is not in the history");
    await c.close();
    said(wrong, "evidence_and_a_claim_without_script");
}

fs.mkdirSync(plan.shots, { recursive: true });
const queue = [...plan.pages];
await Promise.all(Array.from({ length: 3 }, async () => {
    for (let p; (p = queue.shift()); ) await whole(p).catch(e => said([e], test_name(p)));
}));
if (plan.whole) {
    await zoomed(plan.pages).catch(e => said([e], "pages_at_200_percent"));
    await mirrored(plan.pages).catch(e => said([e], "pages_from_right_to_left_in_longer_words"));
    await sheets(plan.sheets);
    await unscripted().catch(e => said([e], "evidence_and_a_claim_without_script"));
}
await browser.close();
console.log(`1..${n}`);
