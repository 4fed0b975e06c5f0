// A form whose draft is kept while it is written, with cases like it shown beside. The
// page works without this file: buttons do the same. The form says what it is in data
// attributes: draft (a name for what this phone keeps), key, cases (the address that
// finds cases) and words (the fields that cases are found by).
const PAUSE = 1200; // milliseconds after the last key
const sprite = document.querySelector(".i use").getAttribute("href").split("#")[0];
const NAMES = { kept: "phone", offline: "offline", sending: "sent", sent: "tick", failed: "warn" };

const clock = (moment) =>
  moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

// Put back what this phone holds and the server has not, then keep what is typed.
export function keepDraft(form) {
  const line = form.querySelector("[data-saved]");
  const KEY = `alongside:${form.dataset.draft}:${form.dataset.key}`;

  function show(state, text) {
    line.hidden = false;
    line.dataset.state = state;
    line.querySelector("use").setAttribute("href", `${sprite}#${NAMES[state]}`);
    line.querySelector("span").textContent = text;
  }

  function written() {
    return [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "do");
  }

  function keepHere() {
    const copy = { at: new Date().toISOString(), by: form.elements.by.value, fields: written() };
    try {
      localStorage.setItem(KEY, JSON.stringify(copy));
      return true;
    } catch {
      show("failed", "This phone is full. Copy your words somewhere safe before you close the page.");
      return false;
    }
  }

  let sending = false;
  let again = false;

  async function keep() {
    const here = keepHere();
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    try {
      const data = new FormData(form);
      data.set("do", "keep");
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
      if (answer.status === 503 && answer.headers.get("Content-Type")?.includes("json")) {
        const { error } = await answer.json();
        if (here) show("offline", `${error} It is kept on this phone.`);
      } else if (answer.status === 422) {
        show("failed", "Not saved: something is too long. “Save draft” says what.");
      } else if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) {
        throw new Error(answer.status);
      } else {
        const { saved_at: at, edit } = await answer.json();
        localStorage.removeItem(KEY);
        if (form.action !== new URL(edit, location).href) {
          form.action = edit;
          history.replaceState(null, "", edit);
        }
        show("sent", `Saved at ${clock(new Date(at))}. Only you can read it.`);
      }
    } catch {
      if (here) show("offline", `Saved on this phone at ${clock(new Date())}. Not sent yet.`);
    } finally {
      sending = false;
      if (again) {
        again = false;
        keep();
      }
    }
  }

  function putBack({ fields }) {
    for (const box of form.querySelectorAll("input[type=checkbox], input[type=radio]")) box.checked = false;
    for (const [name, value] of fields) {
      const control = form.elements[name];
      if (!control || name === "key" || name === "by") continue;
      if (control instanceof RadioNodeList) {
        for (const box of control) if (box.value === value) box.checked = true;
      } else if (control.type === "checkbox") control.checked = true;
      else control.value = value;
    }
  }

  const copy = JSON.parse(localStorage.getItem(KEY) ?? "null");
  if (copy && copy.by === form.elements.by.value && (form.dataset.savedAt ?? "") < copy.at) {
    putBack(copy);
    show("kept", `Put back from this phone, as it was at ${clock(new Date(copy.at))}. Not sent yet.`);
  } else if (copy?.by === form.elements.by.value) {
    localStorage.removeItem(KEY); // the server has it, or something newer
  }

  const lookUp = casesLike(form);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      keep();
      lookUp();
    }, PAUSE);
  });
  addEventListener("online", () => localStorage.getItem(KEY) && keep());
  addEventListener("pagehide", () => timer && keepHere());
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = undefined;
    keepHere(); // until the server has answered with a page of its own
  });
}

// A function that shows the past cases like what is written now.
function casesLike(form) {
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
