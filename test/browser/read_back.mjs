// read_back.mjs BASE -- what other programs make of the city's calendars and of its OpenAPI document. Writes TAP.
import ICAL from "ical.js";
import { Validator } from "@seriousme/openapi-schema-validator";

const base = process.argv[2];
let n = 0;

async function test(name, run) {
    n++;
    try {
        await run();
        console.log(`ok ${n} - ${name}`);
    } catch (e) {
        console.log(`not ok ${n} - ${name}\n# ${String(e.stack).replace(/\s+/g, " ").slice(0, 800)}`);
    }
}

function check(ok, text) { if (!ok) throw new Error(text); }

await test("calendars_are_read_by_another_program", async () => {
    for (const lang of ["", "/es"]) {
        const text = await (await fetch(`${base}${lang}/directive.ics`)).text();
        const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map(e => new ICAL.Event(e));
        const cells = (await (await fetch(`${base}/directive.json`)).json()).cells;
        const open = cells.filter(c => c.due && !["implemented", "will_not", "no_further_action", "not_applicable"].includes(c.state));
        check(events.length > 50 && events.length <= open.length, `${events.length} events, ${open.length} open answers with a date`);
        check(new Set(events.map(e => e.uid)).size === events.length, "an event twice");
        for (const e of events) {
            const at = new URL(e.component.getFirstPropertyValue("url")).pathname;
            const cell = cells.find(c => at === `${lang}/directive/${c.direction}/${c.department}`);
            check(cell && e.startDate.isDate && e.startDate.toString() === cell.due, `${at}: ${e.startDate} is not ${cell?.due}`);
            check(e.duration.toSeconds() === 86400 && Number.isInteger(e.sequence), `${at}: ${e.duration}`);
            check(/^\S+: \d+\.\d .+, .+$/.test(e.summary) && !/[\\\r\n]/.test(e.summary), e.summary);
            check(e.component.getFirstPropertyValue("dtstamp").zone === ICAL.Timezone.utcTimezone, `${at}: DTSTAMP`);
        }
    }
});

await test("the_document_is_openapi", async () => {
    const found = new Validator();
    const answer = await found.validate(await (await fetch(`${base}/api.json`)).json());
    check(answer.valid && found.version === "3.1", JSON.stringify(answer).slice(0, 700));
});

console.log(`1..${n}`);
