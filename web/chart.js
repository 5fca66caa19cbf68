/* chart.js -- on pages with charts: reads the values of the table one by one, by a slider (keyboard), by pointing or by touch, and shows
 * row and place together. Without this script the table says the same. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";

  const make = (fig) => {
    const table = document.getElementById(fig.dataset.chart), rows = table?.tBodies[0]?.rows, n = Math.min(Number(fig.dataset.n), rows?.length ?? 0);
    if (!n) return;
    const heads = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])].map(c => c.textContent.trim()), drawings = [...fig.querySelectorAll(":scope > svg")];
    const box = table.closest(".tall"), label = document.createElement("label"), input = document.createElement("input"), said = document.createElement("p");
    label.className = "chart-walk";
    said.className = "chart-said";
    Object.assign(input, { type: "range", min: 0, max: n - 1, value: 0 });
    label.append(fig.dataset.walk, input);
    fig.append(label, said);

    const guide = (svg, i) => {
      const x = svg.dataset.x?.split(" ")[i], [top, base] = (svg.dataset.y ?? "").split(" ");
      for (const g of svg.querySelectorAll("[data-row]")) g.classList.toggle("on", g.dataset.row === String(i));
      if (!x) return;
      const line = svg.querySelector(".guide") ?? svg.appendChild(document.createElementNS(SVG, "path"));
      line.setAttribute("class", "guide");
      line.setAttribute("d", `M${x} ${top}V${base}`);
    };

    const show = (i) => {
      const cells = [...rows[i].cells].map(c => c.textContent.trim());
      said.textContent = cells.map((c, k) => (k && c ? `${heads[k] ?? ""} ${c}`.trim() : c)).filter(Boolean).join(" · ");
      input.value = i;
      input.setAttribute("aria-valuetext", said.textContent);
      for (const row of table.querySelectorAll("tr.pointed")) row.classList.remove("pointed");
      rows[i].classList.add("pointed");
      if (box && (rows[i].offsetTop < box.scrollTop + 40 || rows[i].offsetTop + rows[i].offsetHeight > box.scrollTop + box.clientHeight)) box.scrollTop = rows[i].offsetTop - box.clientHeight / 2;
      for (const svg of drawings) guide(svg, i);
    };

    // The row whose bars are under the pointer, or whose place is nearest to it.
    const under = (svg, e) => {
      const row = e.target.closest("[data-row]"), box = svg.getBoundingClientRect();
      if (row) return Number(row.dataset.row);
      if (!svg.dataset.x) return -1;
      const x = (e.clientX - box.left) / box.width * svg.viewBox.baseVal.width, far = svg.dataset.x.split(" ").map(v => Math.abs(v - x));
      return far.indexOf(Math.min(...far));
    };

    input.addEventListener("input", () => show(Number(input.value)));
    input.addEventListener("focus", () => show(Number(input.value)));
    for (const svg of drawings)
      for (const event of ["pointermove", "pointerdown"])
        svg.addEventListener(event, (e) => { const i = under(svg, e); if (i >= 0 && i < n) show(i); });
  };

  for (const fig of document.querySelectorAll("figure[data-chart]")) make(fig);
})();
