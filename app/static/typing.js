// Typing in a paper form: a digit (or d, r) moves on to the next field.
for (const field of document.querySelectorAll("[data-digit]")) {
  field.addEventListener("input", () => {
    if (field.value.length === 1 && field.dataset.digit.includes(field.value.toLowerCase())) {
      const all = [...field.form.querySelectorAll("input.digit, textarea, button[type=submit]")];
      all[all.indexOf(field) + 1]?.focus();
    }
  });
  field.addEventListener("focus", () => field.select());
}
// What is wrong is told first, and site.js has led there.
if (!document.querySelector("#errors")) document.querySelector("form.typing .digit")?.focus();
