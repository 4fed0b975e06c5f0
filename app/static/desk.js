// The review desk: words that the supervisor marks in the entry go into the comment.
// Without this file the words are typed.
const comment = document.querySelector("[data-comment]");
const entry = document.querySelector("[data-quotable]");

document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  if (!comment || !chosen.rangeCount || chosen.isCollapsed) return;
  if (!entry.contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
  const fragment = chosen.getRangeAt(0).cloneContents();
  for (const ref of fragment.querySelectorAll(".ref")) ref.remove();
  const words = fragment.textContent.replace(/\s+/g, " ").trim();
  if (words.length < 3) return;
  comment.elements.on.value = "passage";
  comment.elements.quote.value = words.slice(0, 1000);
});
