// Single-key shortcuts. By event.code, because Vietnamese input methods rewrite letters; never while typing,
// never while composing, and not at all when the reader has switched them off.
(() => {
  "use strict";
  const doc = document;
  const on = doc.documentElement.dataset.keys !== "off";
  let waiting = 0; // until when the second letter of a g-sequence is taken

  const typing = (target) => target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName || "");
  const rowsOf = () => [...doc.querySelectorAll("[data-rows] tbody tr")].filter((row) => !row.hidden && row.querySelector("a[href]"));

  const step = (by) => {
    const rows = rowsOf();
    if (!rows.length) return false;
    const here = rows.findIndex((row) => row.contains(doc.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1);
    rows[next].querySelector("a[href]").focus();
    return true;
  };

  const go = (letter) => {
    const link = [...doc.querySelectorAll("[data-go]")].find((item) => item.dataset.go === letter);
    if (link) link.click();
    return Boolean(link);
  };

  const press = (letter) => {
    const button = letter && doc.querySelector(`[data-press="${letter}"]:not([disabled])`);
    if (button) button.click();
    return Boolean(button);
  };

  // To what can be done on the page: the first action of a record, else the first box of its form.
  const begin = () => {
    const seen = (item) => item.offsetParent !== null;
    const acts = doc.querySelectorAll("main .acts a, main .acts button");
    const boxes = doc.querySelectorAll("main form.form :is(input:not([type=hidden], [type=radio]), input[type=radio]:checked, select, textarea)");
    const radios = doc.querySelectorAll("main form.form input[type=radio]");
    const first = [...acts].find(seen) || [...boxes, ...radios].filter(seen)
      .sort((one, two) => (one.compareDocumentPosition(two) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))[0];
    if (first) first.focus();
    return Boolean(first);
  };

  const search = () => {
    const box = doc.querySelector("#tim-nhanh");
    const seen = box && box.offsetParent !== null;
    if (seen) box.focus();
    else if (doc.querySelector(".search-link")) doc.querySelector(".search-link").click();
    return Boolean(box);
  };

  const help = () => {
    const dialog = doc.querySelector("#phim-tat");
    if (dialog && !dialog.open) dialog.showModal();
    return Boolean(dialog);
  };

  // A letter or a digit, wherever on the keyboard the digit stands.
  const letterOf = (code) => (/^Key[A-Z]$|^(Digit|Numpad)\d$/.test(code) ? code.slice(-1).toLowerCase() : "");

  doc.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "Enter") {
      const form = event.target.form || (event.target.closest && event.target.closest("form"));
      if (form && form.method === "post" && !form.closest("[role=search]")) { event.preventDefault(); form.requestSubmit(form.querySelector("[data-save]") || undefined); }
      return;
    }
    if (event.code === "Escape" && typing(event.target)) { event.target.blur(); return; }
    const ticking = event.target.type === "checkbox"; // letters say nothing in a box to tick
    if (!on || event.ctrlKey || event.metaKey || event.altKey || (typing(event.target) && !ticking)) return;
    if (doc.querySelector("dialog[open]")) return;

    const letter = letterOf(event.code);
    let done = false;
    if (waiting > event.timeStamp && letter) {
      waiting = 0;
      done = go(letter);
    } else if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) done = help();
    else if (event.code === "Slash" || event.key === "/") done = search();
    else if (letter === "g") { waiting = event.timeStamp + 1500; done = true; }
    else if (letter === "j") done = step(1);
    else if (letter === "k") done = step(-1);
    else done = press(letter) || (letter === "a" && begin());
    if (done) event.preventDefault();
  });
})();
