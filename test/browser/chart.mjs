// chart.mjs PLAN -- charts beside their tables: they fit, they can be read, and the script does what the table does. One line of TAP a test.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: plan.chromium, args: ["--no-sandbox"] });
const TYPES = { ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" }, SITE = "http://charts.example/";
let n = 0, failed = 0;
fs.mkdirSync(plan.shots, { recursive: true });

function check(ok, text) { if (!ok) throw new Error(text); }

async function test(name, options, lang, run) {
  const context = await browser.newContext(options), page = await context.newPage(), heard = [];
  let wrong = "";
  page.on("console", m => { if (m.type() === "error") heard.push(m.text()); });
  page.on("pageerror", e => heard.push(String(e)));
  await page.route("**/*", r => {
    const at = new URL(r.request().url()).pathname;
    if (at === "/") return r.fulfill({ contentType: "text/html; charset=utf-8", body: plan.pages[lang], headers: { "Content-Security-Policy": "default-src 'self'" } });
    return r.fulfill({ contentType: TYPES[path.extname(at)], body: fs.readFileSync(path.join(plan.web, path.basename(at))) });
  });
  try {
    await page.goto(SITE);
    await run(page);
    check(!heard.length, heard.join("; "));
    await page.screenshot({ path: path.join(plan.shots, `chart-${name}.png`), fullPage: true });
  } catch (e) { wrong = String(e.message || e); }
  await context.close();
  n++;
  failed += wrong ? 1 : 0;
  console.log(`${wrong ? "not ok" : "ok"} ${n} - ${name}`);
  if (wrong) console.log(`# ${wrong.replace(/\s+/g, " ").slice(0, 900)}`);
}

// Nothing is wider than the page, no letter is cut off or under 12 px, one drawing of each is shown, axe finds nothing.
async function fits(page) {
  const wrong = await page.evaluate(() => {
    const out = [], shown = [...document.querySelectorAll("figure > svg")].filter(e => e.checkVisibility());
    if (document.scrollingElement.scrollWidth > document.documentElement.clientWidth) out.push(`${document.scrollingElement.scrollWidth} wide`);
    if (shown.length !== 2) out.push(`${shown.length} drawings`);
    for (const svg of shown) {
      const box = svg.getBoundingClientRect();
      for (const text of svg.querySelectorAll("text")) {
        const at = text.getBoundingClientRect(), px = parseFloat(getComputedStyle(text).fontSize) * box.width / svg.viewBox.baseVal.width;
        if (at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1 || at.bottom > box.bottom + 1) out.push(`cut off: ${text.textContent}`);
        if (px < 12) out.push(`${px} px: ${text.textContent}`);
      }
    }
    return out;
  });
  check(!wrong.length, wrong.join("; "));
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  check(!found.violations.length, found.violations.map(v => `${v.id}: ${v.nodes[0].html}`).join("; "));
}

for (const [lang, width] of [["en", 320], ["en", 640], ["en", 1280], ["es", 320], ["ar", 320], ["ar", 1280]])
  await test(`charts_fit_at_${width}_px_in_${lang}`, { viewport: { width, height: 800 } }, lang, fits);
await test("charts_in_the_dark", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" }, "en", fits);
await test("charts_in_forced_colors", { viewport: { width: 1280, height: 800 }, forcedColors: "active" }, "en", fits);
await test("charts_without_script", { viewport: { width: 320, height: 800 }, javaScriptEnabled: false }, "en", async (page) => {
  check(await page.locator("figure > svg.small").first().isVisible(), "no drawing");
  check(await page.locator("input[type=range]").count() === 0, "a slider that does nothing");
});
await test("charts_are_valid_html", {}, "en", async () => {
  const report = await new HtmlValidate({ extends: ["html-validate:standard"] }).validateString(plan.pages.en);
  check(report.valid, report.results.flatMap(r => r.messages.map(m => `${m.ruleId} at ${m.line}:${m.column}: ${m.message}`)).join("; "));
});

await test("a_slider_reads_the_table_by_keyboard", { viewport: { width: 1280, height: 800 } }, "en", async (page) => {
  const slider = page.locator("input[type=range]").first(), pointed = page.locator("#t1 tr.pointed");
  await slider.focus();
  check(await page.locator(".chart-said").first().textContent() === "1 Jun 2025 · Here 0", "the first row is not said");
  for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowRight");
  check(await slider.getAttribute("aria-valuetext") === "10 Jun 2025 · Here under 11", await slider.getAttribute("aria-valuetext"));
  await page.keyboard.press("End");
  check(await pointed.count() === 1 && (await pointed.textContent()).startsWith("30 Jul 2025"), "another row is marked");
  check(await pointed.evaluate(e => { const r = e.getBoundingClientRect(), b = e.closest(".tall").getBoundingClientRect(); return r.top >= b.top && r.bottom <= b.bottom; }), "its row is not in sight");
});

await test("pointing_and_touch_read_it_too", { viewport: { width: 320, height: 800 }, hasTouch: true }, "en", async (page) => {
  const line = page.locator("figure > svg.small").first(), box = await line.boundingBox();
  await line.hover({ position: { x: box.width * 278 / 288, y: 60 } });
  check((await page.locator(".chart-said").first().textContent()).startsWith("30 Jul 2025"), await page.locator(".chart-said").first().textContent());
  await page.locator("figure > svg.small [data-row='1']").tap();
  check(await page.locator(".chart-said").nth(1).textContent() === "Mesa Verde · Here 412 · There 1,200", await page.locator(".chart-said").nth(1).textContent());
  check(await page.locator("#t2 tr.pointed th").textContent() === "Mesa Verde", "another row is marked");
});

console.log(`1..${n}`);
await browser.close();
process.exit(failed ? 1 : 0);
