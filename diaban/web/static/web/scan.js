// Cards read by a scanner that types, or by the camera. The picture stays in the page; only the text goes to the form.
(() => {
  "use strict";
  const doc = document;

  // A reader of the machine-readable zone ends each of its three lines with Enter: only the third one sends.
  const ZONE = /^I[A-Z<]VNM/;
  doc.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key !== "Enter" || box.tagName !== "INPUT" || !ZONE.test(box.value.trim())) return;
    if (box.value.replace(/\s/g, "").length < 90) event.preventDefault();
  });

  const put = (box, value) => {
    if (!value) return;
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // What was read fills the boxes of the form beside; nobody is looked up and nothing is saved.
  doc.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.fills) return;
    event.preventDefault();
    const said = form.querySelector(":scope > [data-said]");
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const told = await answer.json().catch(() => ({}));
    form.reset();
    if (!answer.ok || !told.fields) { said.textContent = told.sentence || said.dataset.failed; return; }
    const target = doc.querySelector(form.dataset.fills);
    form.dataset.names.split(" ").map((pair) => pair.split("=")).forEach(([name, part]) => {
      const boxes = target.elements.namedItem(name);
      const value = told.fields[part];
      if (boxes instanceof RadioNodeList) { if (value) boxes.value = value; } else if (boxes) put(boxes, value);
    });
    said.textContent = `${said.dataset.done} ${told.warning || ""}`.trim();
    const first = target.querySelector("input:not([type=hidden])");
    if (first) first.focus();
  });

  const ours = (source) => new Promise((done, fail) => {
    if (window.jsQR) { done(); return; }
    const script = doc.createElement("script");
    script.src = source;
    script.onload = done;
    script.onerror = fail;
    doc.head.append(script);
  });

  // The browser's own reader where it has one for QR codes, else ours.
  const reader = async (source) => {
    if ("BarcodeDetector" in window && (await window.BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => ((await detector.detect(canvas))[0] || {}).rawValue;
    }
    await ours(source);
    return async (canvas) => {
      const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const code = window.jsQR(picture.data, canvas.width, canvas.height);
      return code && new TextDecoder().decode(new Uint8Array(code.binaryData));
    };
  };

  const scan = async (button) => {
    const dialog = button.parentElement.querySelector("dialog.scan");
    const video = dialog.querySelector("video");
    const said = dialog.querySelector("[data-said]");
    said.textContent = said.dataset.wait;
    dialog.querySelector("[data-shut]").onclick = () => dialog.close();
    dialog.showModal();
    let stream;
    dialog.addEventListener("close", () => stream && stream.getTracks().forEach((track) => track.stop()), { once: true });
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      if (!dialog.open) { stream.getTracks().forEach((track) => track.stop()); return; }
      video.srcObject = stream;
      await video.play();
      const read = await reader(button.dataset.decoder);
      const canvas = doc.createElement("canvas");
      while (dialog.open) {
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        if (canvas.width) canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0);
        const text = canvas.width && (await read(canvas));
        if (text) {
          dialog.close();
          const box = doc.getElementById(button.dataset.scan);
          put(box, text);
          box.form.requestSubmit();
          return;
        }
        await new Promise((next) => setTimeout(next, 120));
      }
    } catch {
      said.textContent = said.dataset.denied;
    }
  };

  if (navigator.mediaDevices && window.isSecureContext) {
    doc.querySelectorAll("[data-scan]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => scan(button));
    });
  }
})();
