// Opening a key file: a stock age passphrase file, or a plain identity. The key stays in this page's memory.
import { SealingError } from "../../../../js/sealing/canonical.js";
import { unlockIdentity } from "../../../../js/sealing/envelope.js";
import { identityIn, signerOf } from "../../../../js/sealing/recipient_key.js";

const AGE = "age-encryption.org/v1";

/** The key in a file: {identity, signer}. `passphrase` is asked only of a file that has one. */
export async function unlock(bytes, passphrase) {
  const head = new TextDecoder().decode(bytes.subarray(0, 200));
  if (!head.startsWith(AGE)) {
    const identity = identityIn(new TextDecoder().decode(bytes));
    return { identity, signer: signerOf(identity) };
  }
  if (!passphrase) throw new SealingError("passphrase");
  const identity = await unlockIdentity(bytes, passphrase);
  return { identity, signer: signerOf(identity) };
}

/** Let a form with a file and a passphrase call `then` with the key. */
export function attachUnlock(form, words, then) {
  const said = form.querySelector("[data-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const demo = event.submitter?.dataset.demo;
    const file = form.querySelector("input[type=file]").files[0];
    try {
      if (!demo && !file) throw new SealingError(words.choose_key);
      said.textContent = words.unlocking;
      const bytes = demo ? new TextEncoder().encode(await (await fetch(demo)).text()) : new Uint8Array(await file.arrayBuffer());
      const passphrase = form.querySelector("input[type=password]").value;
      const key = await unlock(bytes, passphrase).catch((error) => {
        throw error.message === "passphrase" ? error : new SealingError(words.not_opened);
      });
      said.textContent = "";
      form.querySelector("input[type=password]").value = "";
      await then(key);
    } catch (error) {
      said.textContent = error.message === "passphrase" ? words.needs_passphrase : error.message;
    }
  });
  form.hidden = false;
}
