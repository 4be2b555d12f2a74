// A form made of data: questions that depend on another answer come and go with it, and what is typed is kept as a
// draft. Without this script every question is shown and nothing is kept before it is sent.
(() => {
  const note = document.querySelector("[data-draft]");
  const form = document.querySelector("main form.form");
  if (!note || !form) return;

  const answer = (name) => {
    const chosen = form.querySelector(`[name="${name}"]:checked`);
    if (chosen) return chosen.type === "checkbox" ? "yes" : chosen.value;
    const box = form.querySelector(`[name="${name}"]`);
    return box && box.type !== "radio" && box.type !== "checkbox" ? box.value : "";
  };

  const settle = () => {
    // Twice: a question may depend on one that has just gone.
    for (let turn = 0; turn < 2; turn += 1) {
      for (const box of form.querySelectorAll("[data-when]")) {
        const other = form.querySelector(`[name="${box.dataset.when}"]`);
        const gone = other && other.closest(".field")?.hidden;
        const holder = box.closest(".field");
        if (holder) holder.hidden = Boolean(gone) || !box.dataset.is.split(" ").includes(answer(box.dataset.when));
      }
    }
  };

  let waiting = 0;
  let sent = "";
  const keep = async () => {
    const typed = new URLSearchParams(new FormData(form));
    if (typed.toString() === sent) return;
    try {
      const said = await fetch(note.dataset.draft, { method: "POST", body: typed, credentials: "same-origin" });
      if (!said.ok) throw new Error(String(said.status));
      note.textContent = await said.text();
      sent = typed.toString();
    } catch {
      note.textContent = note.dataset.failed;
    }
  };

  form.addEventListener("input", () => {
    settle();
    clearTimeout(waiting);
    waiting = setTimeout(keep, 900);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  settle();
  sent = new URLSearchParams(new FormData(form)).toString();
})();
