// Keeps the desk on this device, so that it answers without a network. Without this script the desk is the same.
const script = document.currentScript?.dataset.worker;
if (script && "serviceWorker" in navigator && window.isSecureContext) {
  const renew = ({ active }) => active?.postMessage("renew");
  navigator.serviceWorker.register(script, { scope: script.replace(/[^/]*$/, "") }).catch(() => {});
  navigator.serviceWorker.ready.then(renew).catch(() => {});
}
