// A button that copies a text of the page. Without this file there is the text, to select.
for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector('[role="status"]');
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      said.textContent = "Copied.";
    } catch { // an old browser, or a site without https: the text stands ready to copy
      getSelection().selectAllChildren(text);
      said.textContent = "It is selected: copy it now.";
    }
  });
}
