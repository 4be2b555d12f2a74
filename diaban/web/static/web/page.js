// What a page does besides its links and forms: save once, ask before what can't be undone, put the focus where
// the answer is, close menus. Everything works without it.
(() => {
  "use strict";
  const doc = document;

  // A form is sent once. The button says so; coming back by the browser's Back makes it ready again.
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    const question = form.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); return; }
    if (!("once" in form.dataset)) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter || form.querySelector("[data-save]");
    if (button && button.dataset.busy) {
      button.dataset.name = button.textContent;
      button.textContent = button.dataset.busy;
      button.setAttribute("aria-busy", "true");
      button.setAttribute("aria-disabled", "true");
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    doc.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => {
        button.textContent = button.dataset.name;
        button.removeAttribute("aria-busy");
        button.removeAttribute("aria-disabled");
      });
    });
  });

  // The summary of errors gets the focus on arrival; after a part of a page was exchanged, its own landing place does.
  const land = (root) => {
    const place = root.querySelector("[data-land]");
    if (place) place.focus({ preventScroll: false });
  };
  const alert = doc.querySelector("[role=alert][data-land]");
  if (alert) alert.focus();
  doc.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.elt;
    if (root && root.id === "danh-sach") land(root);
    else if (root && root.id === "thong-bao") { root.tabIndex = -1; root.focus(); }
  });
  doc.addEventListener("htmx:beforeRequest", (event) => event.detail.target && event.detail.target.setAttribute("aria-busy", "true"));
  doc.addEventListener("htmx:afterRequest", (event) => event.detail.target && event.detail.target.removeAttribute("aria-busy"));

  // A box over a long table or list hides what doesn't hold the letters typed; marks and capitals don't matter.
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  doc.querySelectorAll(".narrow[hidden]").forEach((box) => { box.hidden = false; });
  doc.addEventListener("input", (event) => {
    if (!event.target.matches || !event.target.matches("[data-narrow]")) return;
    const box = event.target.closest(".narrow");
    const letters = folded(event.target.value.trim());
    let left = 0;
    box.nextElementSibling.querySelectorAll("tbody tr, li").forEach((row) => {
      row.hidden = !folded((row.querySelector("th, a") || row).textContent).includes(letters);
      left += row.hidden ? 0 : 1;
    });
    const none = box.querySelector("[data-none]");
    if (none) none.textContent = left ? "" : none.dataset.words;
  });

  // On a narrow screen a list comes before its filters; those in force stay in sight as tags.
  const slim = window.matchMedia("(max-width: 44rem)");
  const fold = (root) => { if (slim.matches) root.querySelectorAll("details.filters").forEach((part) => { part.open = false; }); };
  fold(doc);
  doc.addEventListener("htmx:afterSwap", () => fold(doc));

  // A link that opens a dialog of this page.
  doc.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      doc.getElementById(opener.dataset.opens).showModal();
    }
    const copier = event.target.closest("[data-copy]");
    if (copier && navigator.clipboard) navigator.clipboard.writeText(copier.dataset.copy);
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
  });
})();
