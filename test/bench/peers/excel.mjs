// excel.mjs XLSX -- reads all cells of a workbook as exceljs streams it. Prints seconds and rows.
import { createRequire } from "node:module";

const Excel = createRequire(`${process.env.WRIT_PEERS}/`)("exceljs");
const began = performance.now();
let rows = 0, cells = 0;
for await (const sheet of new Excel.stream.xlsx.WorkbookReader(process.argv[2], { sharedStrings: "cache", styles: "cache", worksheets: "emit" }))
  for await (const row of sheet) {
    rows++;
    row.eachCell(() => cells++);
  }
console.log(((performance.now() - began) / 1000).toFixed(3), rows, cells);
