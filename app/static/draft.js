// A form whose draft is kept while it is written: on this device at once (outbox.js), and
// with the server as soon as it answers. The page works without this file: buttons do the
// same. The form says what it is in data attributes: draft (its kind), key, host, base (the
// server's copy that it shows) and to (the address that takes it in).
import { casesLike } from "./cases.js";
import { drop, isToGo, news, put, rows, sendOne, uuid7, whoami } from "./outbox.js";

const SOON = 200; // milliseconds after the last key, until it is on this device
const PAUSE = 1200; // and until it is sent
const sprite = document.querySelector(".i use").getAttribute("href").split("#")[0];
const NAMES = { kept: "phone", offline: "offline", sending: "sent", sent: "tick", failed: "warn" };
const NOT_WRITTEN = new Set(["csrf_token", "do", "over"]);
const OFFLINE = "offline" in document.body.dataset; // the worker's copy of the page

const clock = (moment) =>
  moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

// The names of what differs from the page as it came.
function changedAlready(form) {
  const differs = (control) =>
    control.type === "checkbox" || control.type === "radio"
      ? control.checked !== control.defaultChecked
      : control.options
        ? [...control.options].some((option) => option.defaultSelected && !option.selected)
        : control.type !== "hidden" && control.value !== control.defaultValue;
  const changed = [...form.elements].filter((control) => control.name && differs(control));
  return new Set(changed.map(({ name }) => name));
}

// Put back what this phone holds and the server has not, then keep what is typed.
export async function keepDraft(form) {
  const line = form.querySelector("[data-saved]");
  const kind = form.dataset.draft;
  const { action } = form;
  const touched = changedAlready(form); // names of what was typed before this was ready
  const note = ({ target }) => touched.add(target.name);
  form.addEventListener("input", note);
  let row = {
    id: uuid7(), kind, key: keyHere(), person: form.elements.by.value, turn: 0, wish: "keep",
    host: form.dataset.host ?? "", base: form.dataset.base ?? "", to: form.dataset.to ?? action,
  };

  function show(state, text) {
    line.hidden = false;
    line.dataset.state = state;
    line.querySelector("use").setAttribute("href", `${sprite}#${NAMES[state]}`);
    line.querySelector("span").textContent = text;
  }

  // The entry's key: the page's own, but for a copy of the page, which names the entry in
  // its address or is a new one.
  function keyHere() {
    const named = location.pathname.match(/^\/practice\/([0-9a-f-]{36})\//)?.[1];
    if (!OFFLINE) return form.dataset.key;
    const day = form.elements.happened_on;
    if (!named && day) day.value = new Date().toLocaleDateString("en-CA");
    return named ?? uuid7();
  }

  const written = () => [...new FormData(form)].filter(([name]) => !NOT_WRITTEN.has(name));

  async function keepHere(wish = "keep") {
    const { title, what, group } = form.elements;
    row = {
      ...row, wish, turn: row.turn + 1, fields: written(), at: Date.now(), state: "", why: [],
      held: false, title: title?.value || what?.value.slice(0, 80) || group?.selectedOptions?.[0]?.text || "",
    };
    try {
      await put(row);
      return true;
    } catch {
      show("failed", "This phone is full. Copy your words somewhere safe before you close the page.");
      return false;
    }
  }

  // What the server said of this page's words, whoever sent them.
  function hear({ said, turn }) {
    if (said.base) row.base = said.base;
    if (kind !== "entry" && said.edit) row.to = said.edit;
    const both = `/practice/${row.key}/both/`;
    if (said.answer === "kept") {
      if (said.edit && new URL(said.edit, location).pathname !== location.pathname) {
        if (!OFFLINE) form.action = said.edit;
        history.replaceState(null, "", said.edit);
      }
      if (turn === row.turn) show("sent", `Saved at ${clock(new Date())}. Only you can read it.`);
    } else if (said.answer === "both") {
      show("failed", "This entry was changed on another device too. Both versions are kept. ");
      link(both, "Choose which goes on");
    } else if (said.answer === "sign-in") {
      show("offline", "Kept on this phone. Sign in to send what is on this phone.");
    } else if (said.answer === "other-person") {
      show("offline", "Kept on this phone. Somebody else is signed in, so it is not sent.");
    } else if (said.answer === "too-long") {
      show("failed", "Not sent: something is too long. “Save draft” says what.");
    } else if (said.answer === "submitted") {
      location.assign(`/practice/${row.key}/`);
    } else show("failed", "Not sent. “On this phone” in your log says why.");
  }

  function link(href, words) {
    const a = Object.assign(document.createElement("a"), { href, textContent: words });
    line.querySelector("span").append(a);
  }

  let sending = null;
  let again = false;

  // Send it now; gives the answer, or nothing where there was none.
  async function carry() {
    await sending;
    sending = navigator.locks.request("alongside-outbox", () => sendOne(row)).catch(() => null);
    const said = await sending;
    sending = null;
    return said;
  }

  async function keep() {
    const isHere = await keepHere();
    if (sending) {
      again = true;
      return;
    }
    if (!(await carry()) && isHere) {
      show("offline", `Saved on this phone at ${clock(new Date())}. Not sent yet.`);
      dispatchEvent(new Event("outbox"));
    }
    if (again) {
      again = false;
      keep();
    }
  }

  function putBack(fields) {
    for (const box of form.querySelectorAll("input[type=checkbox], input[type=radio]"))
      if (!touched.has(box.name)) box.checked = false;
    for (const [name, value] of fields) {
      const control = form.elements[name];
      if (touched.has(name)) continue;
      if (!control || name === "key" || name === "by") continue;
      if (control instanceof RadioNodeList) {
        for (const box of control) if (box.value === value) box.checked = true;
        if (name.startsWith("rate-")) control[0].dispatchEvent(new Event("change", { bubbles: true }));
      } else if (control.type === "checkbox") control.checked = true;
      else control.value = value;
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // -- what is here already --------------------------------------------------
  const mine = (await rows(row.person)).filter(({ key }) => key === row.key);
  for (const { id, held } of mine) if (held && !OFFLINE) await drop(id); // the page shows it
  const last = mine.filter(({ held }) => OFFLINE || !held).at(-1);
  if (last) {
    const same = JSON.stringify(last.fields) === JSON.stringify(written());
    // Under a mark of its own: another page may still be open with the same words.
    row = { ...last, id: row.id, was: [...(last.was ?? []), last.id] };
    await put(row);
    await drop(last.id);
    if (!same) {
      putBack(last.fields);
      show("kept", `Put back from this phone, as it was at ${clock(new Date(last.at))}. Not sent yet.`);
    }
  }
  if (form.elements.key) form.elements.key.value = row.key;
  form.dataset.ready = "yes";

  const channel = news();
  channel.addEventListener("message", ({ data }) => data.id === row.id && hear(data));
  if (last && isToGo(row) && !OFFLINE) carry();

  // -- while it is written -----------------------------------------------------
  const lookUp = form.dataset.cases && casesLike(form);
  let timer;
  let first;
  const typed = () => {
    clearTimeout(timer);
    clearTimeout(first);
    first = setTimeout(keepHere, SOON, "keep");
    timer = setTimeout(() => {
      timer = undefined;
      keep();
      lookUp?.();
    }, PAUSE);
  };
  form.removeEventListener("input", note);
  form.addEventListener("input", typed);
  // What was typed and chosen before now counts as if it were done now.
  for (const control of form.elements)
    if (touched.has(control.name) && (control.checked || control.type !== "radio"))
      control.dispatchEvent(new Event("change", { bubbles: true }));
  if (touched.size) typed();
  addEventListener("visibilitychange", () => document.hidden && timer && keepHere());
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // -- a button: first on this phone, then sent, and then the server's own page ------
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    timer = undefined;
    const wish = event.submitter?.value ?? "save";
    clearTimeout(first);
    const isHere = await keepHere();
    if (isHere) show("sending", "Saved on this phone. Sending…");
    const said = await carry();
    if (said?.answer === "both") return location.assign(`/practice/${row.key}/both/`);
    if (said) return goOn(wish);
    delete form.dataset.sent;
    dispatchEvent(new Event("outbox"));
    if (isHere) show("offline", `Saved on this phone at ${clock(new Date())}. Not sent yet. `);
    if (isHere && kind === "entry") link("/practice/phone/", "See what waits");
    const ask = form.querySelector("[data-unsent]");
    if (wish === "check" && ask) {
      ask.hidden = false;
      ask.scrollIntoView({ block: "nearest" });
      ask.querySelector("button").focus();
    }
  });

  // With the signal back, the server's pages do the rest.
  async function goOn(wish) {
    const { token } = await whoami();
    if (token) form.elements.csrf_token.value = token;
    if (form.elements.over) form.elements.over.value = row.base;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: wish }));
    HTMLFormElement.prototype.submit.call(form);
  }

  // Without a signal: hand it in as soon as there is one.
  form.querySelector("[data-hand-in]")?.addEventListener("click", async () => {
    if (await keepHere("submit")) location.assign("/practice/phone/");
  });
}
