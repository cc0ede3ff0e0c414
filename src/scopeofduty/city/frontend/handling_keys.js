// Making a key in the browser, and signing an edition of the roster with one.
import { bytesToHex, utf8ToBytes } from "../../../../js/sealing/canonical.js";
import { lockIdentity, newKeyPair } from "../../../../js/sealing/envelope.js";
import { claimOf, signerOf } from "../../../../js/sealing/recipient_key.js";
import { download, post } from "./handling_dom.mjs";
import { attachUnlock } from "./handling_unlock.mjs";

const words = JSON.parse(document.getElementById("key-words").textContent);
const LEAST = 12;

const make = document.getElementById("make");
if (make) {
  const said = make.querySelector("[data-said]");
  const person = make.dataset.person;
  let key = null;
  make.hidden = false;
  make.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [first, second] = [...make.querySelectorAll("input[type=password]")];
    if (first.value.length < LEAST) return void (said.textContent = words.short);
    if (first.value !== second.value) return void (said.textContent = words.differ);
    said.textContent = words.making;
    key = await newKeyPair();
    download(await lockIdentity(key.identity, first.value), `${person}-key.age`);
    first.value = second.value = "";
    said.textContent = words.made;
    const recovery = document.getElementById("recovery");
    recovery.hidden = false;
    recovery.querySelector("[data-line]").textContent = key.identity.replace(/(.{4})/g, "$1 ").trim();
    recovery.querySelector("h2").focus();
  });
  document.getElementById("confirm").addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = event.target.querySelector("[data-said]");
    if (document.getElementById("tail").value.trim().toUpperCase() !== key.identity.slice(-6)) {
      return void (told.textContent = words.wrong);
    }
    const signer = signerOf(key.identity);
    const signature = signer.sign("recipient-key", claimOf(person, key.recipient));
    await register(told, key.recipient, bytesToHex(signer.public), bytesToHex(signature));
    document.querySelector("[data-line]").textContent = "";
  });
  const paste = document.getElementById("register");
  paste.hidden = false;
  paste.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = paste.querySelector("[data-said]");
    register(told, ...document.getElementById("paste").value.trim().split(/\s+/));
  });
}

async function register(told, recipient = "", key = "", signature = "") {
  try {
    await post(location.href, { recipient, signing_key: key, signature });
    told.textContent = words.registered;
  } catch (error) {
    told.textContent = error.message;
  }
}

const unlock = document.getElementById("unlock");
if (unlock) {
  attachUnlock(unlock, words, async ({ signer }) => {
    const text = JSON.parse(document.getElementById("edition-text").textContent);
    await post(location.href, { signature: bytesToHex(signer.sign("roster", utf8ToBytes(text))) });
    unlock.querySelector("[data-said]").textContent = words.signed;
    location.reload();
  });
}
