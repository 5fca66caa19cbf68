// duck.mjs CSV DATABASE|memory [QUERIES ROUNDS] -- loads a CSV with DuckDB, two threads, types found by it; then each line of QUERIES, ROUNDS times.
// Prints the seconds of the load until it is stored, then milliseconds of each query: median and least.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , csv, database, queries, rounds] = process.argv;
const { DuckDBInstance } = await import(pathToFileURL(createRequire(`${process.env.WRIT_PEERS}/`).resolve("@duckdb/node-api")));
const memory = database === "memory";
const c = await (await DuckDBInstance.create(memory ? ":memory:" : database, { threads: "2" })).connect();
let began = performance.now();
await c.run(`CREATE TABLE t AS SELECT * FROM read_csv('${csv}')`);
if (!memory) await c.run("CHECKPOINT");
console.log(((performance.now() - began) / 1000).toFixed(3));
for (const q of queries ? readFileSync(queries, "utf8").trim().split("\n") : []) {
  const took = [];
  for (let i = 0; i < Number(rounds); i++) {
    began = performance.now();
    (await c.runAndReadAll(q)).getRows();
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  console.log(took[took.length >> 1].toFixed(3), took[0].toFixed(3));
}
