// The entry form: keeps the draft while its author types, adds up the control
// answers, shows past cases. The page works without this file: buttons do the same.
const form = document.querySelector("[data-entry]");
const line = form.querySelector("[data-saved]");
const KEY = `alongside:entry:${form.dataset.key}`;
const PAUSE = 1200; // milliseconds after the last key

const sprite = document.querySelector(".i use").getAttribute("href").split("#")[0];
const NAMES = { kept: "phone", offline: "offline", sending: "sent", sent: "tick", failed: "warn" };

function show(state, text) {
  line.hidden = false;
  line.dataset.state = state;
  line.querySelector("use").setAttribute("href", `${sprite}#${NAMES[state]}`);
  line.querySelector("span").textContent = text;
}

const clock = (moment) =>
  moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

// -- the draft ------------------------------------------------------------
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
    if (answer.status === 422) {
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
    if (control instanceof RadioNodeList) control.value = value;
    else if (control.type === "checkbox") control.checked = true;
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

// -- who held it ----------------------------------------------------------
const tally = form.querySelector("[data-tally]");

function total() {
  const chosen = [...form.querySelectorAll("[data-control] input:checked")];
  tally.hidden = chosen.length < 5;
  const sum = chosen.reduce((all, input) => all + Number(input.value), 0);
  tally.querySelector("[data-sum]").textContent = sum;
  tally.querySelector("[data-name]").textContent =
    sum <= 3 ? "Done for" : sum <= 7 ? "Done with" : "Led by";
  ask("ends", chosen.length === 5 && sum <= 3);
}

// The two questions that some answers bring with them.
function ask(name, needed) {
  const control = form.elements[name];
  const box = control.closest(".field");
  box.hidden = !needed && !control.value && !box.querySelector(".err");
}

function streams() {
  const chosen = [...form.querySelectorAll("[data-stream] input:checked")];
  const most = Math.max(...["A", "B"].map((v) => chosen.filter((i) => i.value === v).length));
  ask("separation", chosen.length === 6 && most < 5);
}

// A changed answer confirms what was carried over.
for (const [part, box] of [["control", "still_control"], ["stream", "still_stream"]]) {
  for (const input of form.querySelectorAll(`[data-${part}] input`)) {
    input.addEventListener("change", () => {
      if (form.elements[box]) form.elements[box].checked = true;
    });
  }
}

// -- the chosen level beside each principle --------------------------------
function level(rate) {
  const chosen = rate.querySelector(".levels input:checked");
  const badge = chosen?.closest("label").querySelector(".lv");
  const place = rate.querySelector("[data-chosen]");
  if (badge) {
    const shown = badge.cloneNode(true);
    shown.removeAttribute("aria-hidden");
    place.replaceChildren(shown);
  } else {
    const unknown = chosen?.value === "dont-know";
    place.innerHTML = `<span class="lv lv-no" aria-hidden="true">${unknown ? "?" : "–"}</span><span class="vh">${unknown ? "Don’t know" : "Not in play"}</span>`;
  }
}

form.addEventListener("change", (event) => {
  total();
  streams();
  const rate = event.target.closest("[data-rate]");
  if (rate) level(rate);
});
total();
streams();

// An ask opens the questions about it.
form.elements.ask.addEventListener("change", () => {
  form.querySelector("[data-ask]").open = form.elements.ask.value !== "";
});

// -- past cases like this one ----------------------------------------------
const aside = form.querySelector("[data-resembling]");
let asked = "";

async function lookUp() {
  const words = ["title", "what", "so_what", "now_what"].map((name) => form.elements[name].value);
  if (words.join(" ") === asked) return;
  asked = words.join(" ");
  const data = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  for (const [n, name] of ["title", "what", "so_what", "now_what"].entries()) data.set(name, words[n]);
  try {
    const answer = await fetch(form.dataset.cases, { method: "POST", body: data });
    if (!answer.ok || answer.redirected) return;
    const list = aside.querySelector("[data-list]");
    list.innerHTML = await answer.text();
    aside.hidden = !list.querySelector("li");
  } catch {
    // No signal: the cases can wait.
  }
}
