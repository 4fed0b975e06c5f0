// Keeps lessons on this device, to be read without a signal. ABOUT, which the server
// writes above, has the version, the pages that may be kept and the files they need.
//
// The network always comes first. What is kept of a page is what anybody gets who is
// not signed in: it is fetched without a cookie, and so holds nothing of anybody's.
const FILES = `alongside-files-${ABOUT.version}`;
const PAGES = `alongside-pages-${ABOUT.version}`; // the name that signing out deletes
const may = new Set(ABOUT.pages);

addEventListener("install", (event) => event.waitUntil(begin()));
addEventListener("activate", (event) => event.waitUntil(clean()));
addEventListener("message", (event) =>
  event.waitUntil(keep(pathOf(event.source.url)).catch(() => {})),
);
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET" || new URL(url).origin !== location.origin) return;
  if (mode === "navigate") event.respondWith(fetch(event.request).catch(() => kept(url)));
  else if (pathOf(url).startsWith("/static/")) event.respondWith(file(event.request));
});

const pathOf = (url) => new URL(url).pathname;
const asNobody = (path) => fetch(path, { credentials: "omit", cache: "no-store" });

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
  for (const name of await earlier("alongside-")) await caches.delete(name);
  await clients.claim();
}

// Keep a page, if it is one of those; one that is gone or has moved is dropped.
async function keep(path) {
  if (!may.has(path)) return;
  const answer = await asNobody(path);
  const pages = await caches.open(PAGES);
  if (answer.ok && !answer.redirected) await pages.put(path, answer);
  else await pages.delete(path);
}

// The page as it was kept, or the list of those that are, with a line that says so.
async function kept(url) {
  const page = await (await caches.open(PAGES)).match(pathOf(url));
  const answer = page ?? (await (await caches.open(FILES)).match(ABOUT.missing));
  if (!answer) return Response.error();
  const line = page
    ? "You are offline. This page is as this device kept it, without anything of yours. Answers are not sent."
    : "You are offline. This page was never opened on this device, so it is not kept here.";
  const html = (await answer.text())
    .replace("<body", "<body data-offline")
    .replace(/<main[^>]*>/, `$&<p class="offline wrap">${line} <a href="">Try again</a></p>`);
  return new Response(html, { headers: answer.headers });
}

// A kept file of an older name is better than none.
async function file(request) {
  try {
    return await fetch(request);
  } catch {
    const files = await caches.open(FILES);
    return (await files.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}
