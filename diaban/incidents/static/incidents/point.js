// Fills the point of an incident with where the phone is, when its button is pressed.
"use strict";
(() => {
  const button = document.querySelector("[data-point]");
  if (!button || !("geolocation" in navigator)) return;
  const said = document.querySelector("[data-point-said]");
  const box = (name) => document.querySelector(`[name=${name}]`);
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        box("lat").value = coords.latitude.toFixed(6);
        box("lon").value = coords.longitude.toFixed(6);
        said.textContent = said.dataset.found;
        button.disabled = false;
      },
      () => {
        said.textContent = said.dataset.failed;
        button.disabled = false;
      },
      { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
    );
  });
})();
