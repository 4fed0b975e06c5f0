// The list of what this device keeps. Of all pages, those that are kept are shown.
const say = document.querySelector("[data-kept-none]");
const list = document.querySelector("[data-kept]");
const forget = document.querySelector("[data-forget]");

async function show() {
  let number = 0;
  for (const item of list.querySelectorAll("li")) {
    const path = new URL(item.querySelector("a").href).pathname;
    item.hidden = !(await caches.match(path));
    if (!item.hidden) number += 1;
  }
  say.hidden = number > 0;
  say.textContent = "None yet. Open a lesson while you are online, and it is kept.";
  list.hidden = forget.hidden = number === 0;
}

forget.addEventListener("click", async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("alongside-pages-")) await caches.delete(name);
  }
  await show();
  say.textContent = "Removed. A lesson that you open while you are online is kept again.";
  say.focus();
});

if ("caches" in window) show();
