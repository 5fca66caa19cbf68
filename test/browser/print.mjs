// print.mjs PLAN -- pages as they are printed: one line of TAP a page.
import fs from "node:fs";
import { chromium } from "playwright-core";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const browser = await chromium.launch({ executablePath: plan.chromium, args: ["--no-sandbox"] });
let n = 0, failed = 0;

function onPaper() {
    const seen = e => e.checkVisibility({ contentVisibilityAuto: true }) && e.getClientRects().length > 0, all = s => [...document.querySelectorAll(s)].filter(seen);
    const said = (what, e) => `${what}: ${e.outerHTML.slice(0, 120)}`, style = (e, part) => getComputedStyle(e, part);
    const wrong = all("nav, form, button, input, select, textarea, .btn, .who:not(col), .lang, .skip, .filter").map(e => said("it is printed", e));
    for (const t of all("table")) {
        if (t.tHead && style(t.tHead).display !== "table-header-group") wrong.push(said("its head stands on the first sheet alone", t));
        if (t.tFoot && style(t.tFoot).display !== "table-row-group") wrong.push(said("its sum stands on each sheet", t));
        const row = t.tBodies[0] && t.tBodies[0].rows[0];
        if (row && style(row).breakInside !== "avoid") wrong.push(said("its rows are cut", t));
    }
    for (const f of all(".chart-fig, figure:has(.chart)")) if (!all("table").some(t => f.compareDocumentPosition(t) & Node.DOCUMENT_POSITION_FOLLOWING || f.contains(t))) wrong.push(said("no table", f));
    for (const d of all("details")) if (style(d, "::details-content").contentVisibility !== "visible") wrong.push(said("it stays folded", d));
    for (const a of all('main a[href^="http"]')) if (!style(a, "::after").content.includes(a.getAttribute("href"))) wrong.push(said("no address", a));
    for (const a of all("main a")) if (style(a).color !== "rgb(0, 0, 0)" && !a.closest("svg, .st")) wrong.push(said(`in colour ${style(a).color}`, a));
    for (const h of all("main h2")) if (style(h).breakAfter !== "avoid") wrong.push(said("a heading that ends a sheet", h));
    if (!all("h1, .say").length) wrong.push("nothing is printed");
    return wrong;
}

for (const p of plan.pages) {
    const context = await browser.newContext(), page = await context.newPage();
    let wrong = [];
    try {
        if (p.cookie) await context.addCookies([{ name: p.cookie[0], value: p.cookie[1], url: plan.base }]);
        const answer = await page.goto(plan.base + p.url);
        if (answer.status() !== 200) wrong.push(`${p.url} is ${answer.status()}`);
        await page.emulateMedia({ media: "print" });
        wrong.push(...await page.evaluate(onPaper));
    } catch (e) { wrong.push(String(e.message || e)); }
    await context.close();
    n++;
    failed += wrong.length ? 1 : 0;
    console.log(`${wrong.length ? "not ok" : "ok"} ${n} - ${p.name}_on_paper${p.url.startsWith("/es") ? "_es" : ""}`);
    for (const w of wrong.slice(0, 8)) console.log(`# ${w.replace(/\s+/g, " ").slice(0, 300)}`);
}
console.log(`1..${n}`);
await browser.close();
process.exit(failed ? 1 : 0);
