// Small helps for every page. Each page works without this file.

// Put the reader at the list of what is to be put right.
document.querySelector("[data-focus]")?.focus();

// A form that was rescued after a sign-in goes on by itself.
const rescued = document.querySelector("[data-send-now]");
if (rescued) HTMLFormElement.prototype.submit.call(rescued);

// A button is pressed once: a second press while the first is under way does nothing.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Where the server shows an entry, it has every word of it: the copy on this device goes.
const entry = location.pathname.match(/^\/practice\/([0-9a-f-]{36})\/(?!edit)/);
if (entry && !document.querySelector("[data-unsaved]")) localStorage.removeItem(`alongside:entry:${entry[1]}`);

// Pages of the curriculum are kept on this device, to be read without a signal.
if (location.pathname.startsWith("/learn/") && "serviceWorker" in navigator) {
  navigator.serviceWorker
    .register("/worker.js", { scope: "/learn/" })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => navigator.onLine && active.postMessage("keep"))
    .catch(() => {}); // no room, or not allowed: the pages work without
}

// Signing out removes them first.
const signOut = document.querySelector('form[action="/sign-out/"]');
signOut?.addEventListener("submit", async (event) => {
  if (!("caches" in window)) return;
  event.preventDefault();
  const names = await caches.keys().catch(() => []);
  const pages = names.filter((name) => name.startsWith("alongside-pages-"));
  await Promise.allSettled(pages.map((name) => caches.delete(name)));
  signOut.submit();
});
