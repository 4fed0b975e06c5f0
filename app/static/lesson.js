// Keeps the section that the reader has come to. Without this file, the button at the
// end of a lesson says that it is read.
const form = document.querySelector("[data-place]");
const STAY = 1000; // milliseconds at the top half of the window
const timers = new Map();

async function keep(name) {
  const body = new FormData(form);
  body.set("anchor", name);
  const answer = await fetch(form.action, { method: "POST", body });
  if (answer.status === 204) tick(document.querySelector(`[data-section="${name}"]`));
}

// The rail says what has been read.
function tick(item) {
  if (!item || item.classList.contains("done")) return;
  item.classList.add("done");
  const use = item.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace("#todo", "#tick"));
  const said = document.createElement("span");
  said.className = "vh";
  said.textContent = " (done)";
  item.querySelector("a > span").append(said);
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(timers.get(target));
      if (isIntersecting) {
        const later = setTimeout(() => keep(target.id).catch(() => {}), STAY);
        timers.set(target, later);
      }
    }
  },
  { rootMargin: "0px 0px -50% 0px" },
);

for (const heading of document.querySelectorAll(".prose > h2[id]")) watcher.observe(heading);

// The level beside each principle of a scene.
document.addEventListener("change", ({ target }) => {
  const rate = target.closest("[data-rate]");
  const place = rate?.querySelector("[data-chosen]");
  if (!place) return;
  const label = target.closest("label");
  const level = label.querySelector(".lv")?.cloneNode(true) ?? document.createElement("span");
  if (!level.textContent) {
    level.className = "lv lv-no";
    level.textContent = target.value === "dont-know" ? "?" : "–";
  }
  place.replaceChildren(level);
});
