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
