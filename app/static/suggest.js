// A lesson: words that a reader marks can be taken along to the form for suggestions.
// Without this file, each section has a link to it, and the words are typed there.
const bar = document.querySelector("[data-suggest]");
const link = bar.querySelector("a");
const form = link.getAttribute("href");
const LONGEST = 1000; // characters
const LINGER = 400; // milliseconds, so that a tap on the link does not hide it first
let timer;

function chosen() {
  const held = getSelection();
  if (!held.rangeCount || held.isCollapsed) return "";
  const range = held.getRangeAt(0);
  const within = range.commonAncestorContainer;
  const element = within.nodeType === Node.ELEMENT_NODE ? within : within.parentElement;
  if (!element.closest(".book")) return "";
  const fragment = range.cloneContents();
  for (const ours of fragment.querySelectorAll(".suggest-here, form button")) ours.remove();
  const words = fragment.textContent.replace(/\s+/g, " ").trim();
  if (words.length < 3) return "";
  const before = [...document.querySelectorAll(".prose > h2[id]")].filter(
    (heading) => range.comparePoint(heading, 0) < 0,
  );
  const query = new URLSearchParams({ section: before.at(-1)?.id ?? "", passage: words.slice(0, LONGEST) });
  return `${form}?${query}`;
}

document.addEventListener("selectionchange", () => {
  const address = chosen();
  clearTimeout(timer);
  if (address) {
    link.setAttribute("href", address);
    bar.hidden = false;
  } else timer = setTimeout(() => { bar.hidden = true; }, LINGER);
});
bar.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the words marked
