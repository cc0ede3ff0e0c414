// Bundles what the pages need into src/scopeofduty/city/assets/built: our modules, our style sheet and
// the fonts it names. Nothing of it is committed; the wheel ships it.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { standalone } from "./verify/standalone.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const frontend = join(root, "src/scopeofduty/city/frontend");
const out = join(root, "src/scopeofduty/city/assets/built");

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "duty"), { recursive: true });

const modules = readdirSync(frontend).filter((name) => /\.(js|css)$/.test(name) && !name.includes(".test."));
await build({
  entryPoints: modules.map((name) => join(frontend, name)),
  outdir: join(out, "duty"),
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "safari15"],
  loader: { ".woff2": "file", ".svg": "file" },
  assetNames: "[name]",
  nodePaths: [join(root, "node_modules")],
  logLevel: "warning",
});

const images = join(frontend, "images");
if (existsSync(images)) {
  for (const name of readdirSync(images)) copyFileSync(join(images, name), join(out, "duty", name));
}
// What a resident saves from "check this yourself" and uses without us.
for (const language of ["en", "es"]) writeFileSync(join(out, "duty", `check-${language}.html`), await standalone(language));
copyFileSync(join(root, "docs/reference/check-notice.sh"), join(out, "duty", "check-notice.sh"));

console.log(`built ${modules.length} bundles`);
