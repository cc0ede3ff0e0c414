// Prints one page that checks a notice from a file on disk, with no network: node js/verify/standalone.mjs > check.html
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const form = JSON.stringify(fileURLToPath(new URL("form.js", import.meta.url)));
const bundled = await build({
  stdin: { contents: `import { attach } from ${form};\nattach(document.forms[0]);`, resolveDir: "." },
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
});

console.log(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>Check a notice</title>
<style>
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem; color-scheme: light dark; }
  label, button { display: block; margin-top: 1rem; } button { font: inherit; padding: .5rem 1.5rem; }
  output { display: block; margin-top: 1.5rem; } strong { font-size: 1.25rem; }
  dt { font-weight: bold; margin-top: .5rem; } dd { margin: 0; overflow-wrap: anywhere; }
</style>
<h1>Check a notice</h1>
<p>This page works without a network. It sends nothing anywhere.</p>
<ol>
  <li>Choose the proof that you saved from the notice's page. Its name ends in <code>.tlog-proof</code>.</li>
  <li>Choose the policy: whom you trust. Take it from an independent keeper, not from the city alone.</li>
</ol>
<form data-holds="This notice holds. Not a letter of it has changed since it was sealed."
      data-unwitnessed="It holds, but fewer independent keepers have seen it than your policy asks for."
      data-refused="This does NOT hold." data-sealed="Sealed between" data-saw="an independent keeper saw it by"
      data-withheld="(withheld)">
  <label>Proof <input type="file" name="proof" required></label>
  <label>Policy <input type="file" name="policy" required></label>
  <button>Check</button>
  <output aria-live="polite"></output>
</form>
<script>${bundled.outputFiles[0].text.replaceAll("</script", "<\\/script")}</script>
</html>`);
