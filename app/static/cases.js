// Past cases like what is being written, shown beside a form. The form says where to ask
// (data-cases) and by which of its fields (data-words).
export function casesLike(form) {
  const aside = document.querySelector("[data-resembling]");
  const names = form.dataset.words.split(" ");
  let asked = "";

  return async () => {
    const words = names.map((name) => form.elements[name].value);
    if (words.join(" ") === asked) return;
    asked = words.join(" ");
    const data = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    for (const [n, name] of names.entries()) data.set(name, words[n]);
    try {
      const answer = await fetch(form.dataset.cases, { method: "POST", body: data });
      if (!answer.ok || answer.redirected) return;
      const list = aside.querySelector("[data-list]");
      list.innerHTML = await answer.text();
      aside.hidden = !list.querySelector("li");
    } catch {
      // No signal: the cases can wait.
    }
  };
}
