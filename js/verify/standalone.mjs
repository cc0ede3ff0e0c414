// Prints one page that checks a notice from a file on disk, with no network, in English or Spanish:
// node js/verify/standalone.mjs es > check.html
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

const words = {
  en: {
    title: "Check a notice",
    quiet: "This page works without a network. It sends nothing anywhere.",
    first: "Choose the proof that you saved from the notice's page. Its name ends in",
    second: "Choose the policy: whom you trust. Take it from an independent keeper, not from the city alone.",
    proof: "Proof",
    policy: "Policy",
    check: "Check",
    holds: "This notice holds. Not a letter of it has changed since it was sealed.",
    unwitnessed: "It holds, but fewer independent keepers have seen it than your policy asks for.",
    alone: "It holds, but no independent keeper has seen it yet. That it was sealed then is the city’s own word.",
    refused: "This does NOT hold.",
    unable: "This browser can’t check signatures here. Take a newer one, or one of the other ways.",
    unread: "This file can’t be read.",
    sealed: "Sealed between",
    saw: "an independent keeper saw it by",
    withheld: "(withheld)",
    fields: [
      "Event",
      "About",
      "Week",
      "Place",
      "Agency",
      "Civil or criminal",
      "What was asked",
      "Paper shown",
      "Answer",
      "Under section",
      "What was given",
      "Minutes",
      "People",
      "Reason",
      "Until",
    ],
  },
  es: {
    title: "Compruebe un aviso",
    quiet: "Esta página funciona sin conexión. No envía nada a ninguna parte.",
    first: "Elija la prueba que guardó de la página del aviso. Su nombre termina en",
    second: "Elija la política: en quién confía. Obténgala de un custodio independiente, no solo de la ciudad.",
    proof: "Prueba",
    policy: "Política",
    check: "Comprobar",
    holds: "Este aviso es auténtico. No ha cambiado ni una letra desde que se selló.",
    unwitnessed: "Es auténtico, pero lo han visto menos custodios independientes de los que pide su política.",
    alone: "Es auténtico, pero todavía no lo ha visto ningún custodio independiente. Que se sellara entonces lo dice solo la ciudad.",
    refused: "Esto NO es auténtico.",
    unable: "Este navegador no puede comprobar firmas aquí. Use uno más nuevo, o una de las otras formas.",
    unread: "No se puede leer este archivo.",
    sealed: "Sellado entre",
    saw: "un custodio independiente lo vio a más tardar el",
    withheld: "(reservado)",
    fields: [
      "Suceso",
      "Sobre",
      "Semana",
      "Lugar",
      "Agencia",
      "Civil o penal",
      "Qué se pidió",
      "Documento mostrado",
      "Respuesta",
      "Según qué artículo",
      "Qué se entregó",
      "Minutos",
      "Personas",
      "Motivo",
      "Hasta",
    ],
  },
};
// In the order of the protocol.
const fields = "event about week place agency domain request instrument answer section given minutes people reason until".split(" ");
const told = ["holds", "unwitnessed", "alone", "refused", "unable", "sealed", "saw", "withheld", "unread"];

/** The whole page in one language. */
export async function standalone(language) {
  const said = words[language];
  if (!said) throw Error(`no words in ${language}; there are: ${Object.keys(words).join(", ")}`);
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>${said.title}</title>
<style>
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem; color-scheme: light dark; }
  label, button { display: block; margin-top: 1rem; } button { font: inherit; padding: .5rem 1.5rem; }
  output { display: block; margin-top: 1.5rem; } strong { font-size: 1.25rem; }
  dt { font-weight: bold; margin-top: .5rem; } dd { margin: 0; overflow-wrap: anywhere; }
</style>
<h1>${said.title}</h1>
<p>${said.quiet}</p>
<ol>
  <li>${said.first} <code>.tlog-proof</code>.</li>
  <li>${said.second}</li>
</ol>
<form ${told.map((name) => `data-${name}="${said[name]}"`).join(" ")}
      ${fields.map((name, at) => `data-field-${name}="${said.fields[at]}"`).join(" ")}>
  <label>${said.proof} <input type="file" name="proof" required></label>
  <label>${said.policy} <input type="file" name="policy" required></label>
  <button>${said.check}</button>
  <output aria-live="polite"></output>
</form>
<script>${bundled.outputFiles[0].text.replaceAll("</script", "<\\/script")}</script>
</html>`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await standalone(process.argv[2] ?? "en"));
