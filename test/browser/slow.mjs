// slow.mjs BASE DOOR -- how long a facility's first page takes on slow 3G (400 ms, 50 kB/s, a device that never saw it), and without a
// connection afterwards: prints two times in ms, the median of five each.
import { chromium } from "playwright-core";

const [base, door] = process.argv.slice(2), browser = await chromium.launch({ args: ["--no-sandbox"], executablePath: process.env.CHROMIUM || "/usr/bin/chromium" });
const url = `${base}/counter/at/${door}`, cold = [], kept = [];

// Usable: the words to say and the call button stand there, styled.
async function usable(page) {
    const from = performance.now();
    await page.goto(url, { waitUntil: "commit" });
    await page.waitForFunction(() => document.querySelector("a.call") && [...document.styleSheets].length >= 2 && getComputedStyle(document.querySelector("a.call")).display === "flex");
    return performance.now() - from;
}

for (let i = 0; i < 5; i++) {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 } }), page = await context.newPage(), cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 400, downloadThroughput: 50000, uploadThroughput: 50000 });
    cold.push(await usable(page));
    await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await page.waitForFunction(() => document.documentElement.dataset.kept > 20);
    await context.setOffline(true);
    kept.push(await usable(page));
    await context.close();
}
await browser.close();
const median = a => Math.round(a.sort((x, y) => x - y)[2]);
console.log(median(cold), median(kept));
