// Shows what is for scripts only, and says in words what went wrong with a passkey.
const words = document.getElementById("passkey-words");
const place = document.getElementById("passkey-error");
for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;

document.addEventListener("allauth.error", (event) => {
  if (!words || !place) return;
  event.preventDefault();
  const wrongAddress = event.detail.exception?.name === "SecurityError" || !window.isSecureContext;
  place.textContent = wrongAddress ? words.dataset.address : words.dataset.refused;
  place.hidden = false;
});
