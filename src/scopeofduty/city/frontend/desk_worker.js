// Keeps the offline desk on the device: one page, what it is made of, and the law. Never a question, never another
// page. Every request goes to the network first; only when there is none does what was kept answer.
// `KEEP` comes from /desk/worker.js, which loads this script.
import { answersFor, fresh, isOurs } from "./desk_keep.mjs";

const list = [KEEP.page, KEEP.law, ...KEEP.assets];

/** Fetch as nobody: the copy kept is the one that anybody would get, whoever is logged in here. */
async function keep(address) {
  const found = await fetch(address, { credentials: "omit", cache: "reload" });
  if (!found.ok || found.redirected) throw new Error(`${address}: ${found.status}`);
  const cache = await caches.open(KEEP.name);
  await cache.put(address, found);
}

async function renew() {
  const held = await (await caches.open(KEEP.name)).match(KEEP.law, { ignoreVary: true });
  if (!fresh(held?.headers.get("date"), Date.now())) await keep(KEEP.law).catch(() => {});
}

const kept = async (address) => {
  const cache = await caches.open(KEEP.name);
  return (await cache.match(address, { ignoreVary: true })) ?? Response.error();
};

addEventListener("install", (event) => {
  event.waitUntil(Promise.all(list.map(keep)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const language = KEEP.name.split(" ").slice(0, 2).join(" ");
  const drop = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(language) && name !== KEEP.name);
    await Promise.all(names.map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(drop());
});

addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(renew());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate" && isOurs(KEEP, path)) {
    const elsewhere = answersFor(KEEP, path);
    const instead = () => (elsewhere === KEEP.page ? kept(KEEP.page) : Response.redirect(elsewhere, 303));
    event.respondWith(fetch(request).catch(instead));
  } else if (request.method === "GET" && list.includes(path)) {
    event.respondWith(fetch(request).catch(() => kept(path)));
  }
});
