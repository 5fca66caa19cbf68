/* copy.js -- on the page with the blocks for a portal: a button beside each that copies its text. Without this script the text is selected by
 * hand. */
"use strict";
(() => {
  const copy = async (area) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(area.value);
    area.focus();
    area.select();
    if (!document.execCommand("copy")) throw new Error("the browser does not copy");
  };
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const said = button.textContent, area = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", () => {
      copy(area).then(() => { button.textContent = button.dataset.done; setTimeout(() => { button.textContent = said; }, 3000); }, () => area.select());
    });
  }
})();
