// Keeps pages on this device, to be used without a signal. ABOUT, which the server writes
// above, has the version, the pages that may be kept and the files they need; outbox.js
// stands above too.
//
// The network always comes first, for as long as it may hang. Of a page that anybody may
// read, what is kept is what somebody gets who is not signed in: it is fetched without a
// cookie. The pages to write on are kept for one person, and go when they sign out.
const FILES = `alongside-files-${ABOUT.version}`;
const PAGES = `alongside-pages-${ABOUT.version}`; // a name that signing out deletes
const MINE = "alongside-mine-"; // and this, with the person's id
const HANGS = 4000; // milliseconds until a kept page is shown instead
const GONE = 20000; // and until the page that says what there is
const may = new Set(ABOUT.pages);
let signedIn;
const WRITING = /^\/practice\/([0-9a-f-]{36})\/(edit\/)?$/;

addEventListener("install", (event) => event.waitUntil(begin()));
addEventListener("activate", (event) => event.waitUntil(clean()));
addEventListener("sync", (event) => event.waitUntil(carryOn()));
addEventListener("message", (event) => {
  const { page, person } = event.data;
  if (!page) signedIn = person; // nobody, as they sign out
  const done = page ? keep(page) : keepMine(person);
  event.waitUntil(done.catch(() => {}));
});
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET" || new URL(url).origin !== location.origin) return;
  if (mode === "navigate") event.respondWith(page(event.request));
  else if (pathOf(url).startsWith("/static/")) event.respondWith(file(event.request));
});

const pathOf = (url) => new URL(url).pathname;
const asNobody = (path) => fetch(path, { credentials: "omit", cache: "no-store" });
const wait = (time) => new Promise((done) => setTimeout(done, time));

async function earlier(kind) {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(kind) && name !== FILES && name !== PAGES);
}

// Fetch the files, and what an earlier version kept as it is now, before that one goes.
async function begin() {
  const files = await caches.open(FILES);
  await files.addAll(ABOUT.files);
  await files.put(ABOUT.missing, await asNobody(ABOUT.missing));
  for (const name of await earlier("alongside-pages-")) {
    const held = await (await caches.open(name)).keys();
    for (const { url } of held) await keep(pathOf(url));
  }
  await skipWaiting();
}

async function clean() {
  for (const name of await earlier("alongside-")) {
    if (!name.startsWith(MINE)) await caches.delete(name);
  }
  await clients.claim();
}

// Tried again by the browser while this fails.
async function carryOn() {
  if (!(await sendAll())) throw new Error("not yet");
}

// Keep a page, if it is one of those; one that is gone or has moved is dropped.
async function keep(path) {
  if (!may.has(path)) return;
  const answer = await asNobody(path);
  const pages = await caches.open(PAGES);
  if (answer.ok && !answer.redirected) await pages.put(path, answer);
  else await pages.delete(path);
}

// Keep the pages to write on for one person, and nobody else's.
async function keepMine(person) {
  for (const name of await earlier(MINE)) if (name !== MINE + person) await caches.delete(name);
  for (const path of person ? ABOUT.mine : []) {
    const answer = await fetch(path, { cache: "no-store" });
    const isTheirs = (await answer.clone().text()).includes(`<meta name="person" content="${person}">`);
    if (signedIn !== person) return; // they signed out meanwhile
    if (answer.ok && !answer.redirected && isTheirs) await (await caches.open(MINE + person)).put(path, answer);
  }
}

// -- pages --------------------------------------------------------------------
async function page(request) {
  const path = pathOf(request.url);
  const key = path.match(WRITING)?.[1];
  const network = fetch(request).catch(() => null);
  const first = await Promise.race([network, wait(HANGS)]);
  // An entry that is on this phone and has not reached the server yet has no page there.
  const isThere = first && !(key && first.status === 404);
  if (isThere) return first;
  const here = await kept(path, key);
  if (here) return here;
  const late = await Promise.race([network, wait(GONE - HANGS)]);
  return late ?? missing();
}

const one = async (path) => {
  for (const name of await earlier(MINE)) {
    const found = await (await caches.open(name)).match(path);
    if (found) return found;
  }
};

// The page as it was kept; for an entry on this phone, the form to go on with it.
async function kept(path, key) {
  if (key) return (await rows()).some((row) => row.key === key) && offline(await one("/practice/new/"), NEW);
  if (ABOUT.mine.includes(path)) return offline(await one(path), NEW);
  return offline(await (await caches.open(PAGES)).match(path), OLD);
}

const NEW = "No signal. What you write is kept on this phone and goes when the signal is back.";
const OLD = "You are offline. This page is as this device kept it, without anything of yours. Answers are not sent.";
const NONE = "You are offline. This page was never opened on this device, so it is not kept here.";

// The list of those that are kept.
async function missing() {
  const list = await (await caches.open(FILES)).match(ABOUT.missing);
  const log = (await one("/practice/new/"))
    ? ` You can <a href="/practice/quick/">write a quick note</a>, <a href="/practice/new/">record an engagement</a> or see <a href="/practice/phone/">what is on this phone</a>.`
    : "";
  return (await offline(list, NONE + log)) ?? Response.error();
}

// A page of ours with a line that says so.
async function offline(answer, words) {
  if (!answer) return undefined;
  const html = (await answer.text())
    .replace("<body", "<body data-offline")
    .replace(/<main[^>]*>/, `$&<p class="offline wrap"${words === NEW ? " data-signal" : ""}>${words} <a href="">Try again</a></p>`);
  return new Response(html, { headers: answer.headers });
}

// A kept file of an older name is better than none, and than one that hangs.
async function file(request) {
  const network = fetch(request).catch(() => null);
  const first = await Promise.race([network, wait(HANGS)]);
  if (first) return first;
  const held = await (await caches.open(FILES)).match(request, { ignoreSearch: true });
  return held ?? (await network) ?? Response.error();
}
