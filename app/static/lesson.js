// Keeps the section that the reader has come to. Without this file, the button at the
// end of a lesson says that it is read.
const form = document.querySelector("[data-place]");
const STAY = 1000; // milliseconds in a section before it counts as read
const passed = new Set(); // the marks above a line in the lower half of the window
let timer;
let unsent; // the last section that could not be sent, with no signal

async function keep(name) {
  const body = new FormData(form);
  body.set("anchor", name);
  unsent = name;
  // It goes on when the page is left at this moment.
  const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
  if (unsent === name) unsent = undefined;
  if (answer.status === 204) tick(document.querySelector(`[data-section="${name}"]`));
}

// The rail says what has been read.
function tick(item) {
  if (!item || item.classList.contains("done")) return;
  item.classList.add("done");
  const use = item.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace("#todo", "#tick"));
  item.querySelector("a > span").append(unseen(" (done)"));
}

function unseen(words) {
  const span = document.createElement("span");
  span.className = "vh";
  span.textContent = words;
  return span;
}

const marks = [...document.querySelectorAll(".prose > h2[id], .exercise")];
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) passed.add(target);
      else passed.delete(target);
    }
    clearTimeout(timer);
    const here = marks.findLast((mark) => passed.has(mark));
    if (here?.matches("h2")) timer = setTimeout(() => keep(here.id).catch(() => {}), STAY);
  },
  { rootMargin: "1000000px 0px -40% 0px" },
);

// To open a lesson at its top is not to be there: on another device, or from a list, it
// would lose the place. So nothing is kept before the reader moves, or has come to a section.
const begin = () => marks.forEach((mark) => watcher.observe(mark));
if (location.hash) begin();
else addEventListener("scroll", begin, { once: true });
addEventListener("online", () => unsent && keep(unsent).catch(() => {}));

// The level beside each principle of a scene.
document.addEventListener("change", ({ target }) => {
  const rate = target.closest("[data-rate]");
  const place = rate?.querySelector("[data-chosen]");
  if (!place) return;
  const label = target.closest("label");
  const level = label.querySelector(".lv")?.cloneNode(true) ?? document.createElement("span");
  if (!level.textContent) {
    level.className = "lv lv-no";
    level.ariaHidden = "true";
    level.textContent = target.value === "dont-know" ? "?" : "–";
  }
  place.replaceChildren(level, unseen((label.querySelector("b") ?? label).textContent));
});
