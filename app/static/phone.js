// The list of what this person wrote on this device and their log does not have yet.
import { drop, isOnlyHere, isToGo, news, rows, sendAll, whoami } from "./outbox.js";

const person = document.querySelector('meta[name="person"]').content;
const box = document.querySelector("[data-phone]");
const part = (name) => box.querySelector(`[data-${name}]`);
const STATES = {
  draft: "Draft, only on this phone",
  waiting: "Waiting to be submitted",
  refused: "Could not go",
  held: "In your log, not submitted",
  both: "Kept both ways",
};

function stateOf(row) {
  if (row.state === "both") return "both";
  if (row.state === "refused") return row.held ? "held" : "refused";
  return row.wish === "submit" ? "waiting" : "draft";
}

function item(row) {
  const li = box.querySelector("template").content.firstElementChild.cloneNode(true);
  const inner = (name) => li.querySelector(`[data-${name}]`);
  const state = stateOf(row);
  const at = new Date(row.at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  inner("title").textContent = row.title || "No title yet";
  inner("tag").textContent = STATES[state];
  inner("tag").classList.add({ both: "tag-warn", refused: "tag-bad", held: "tag-warn" }[state] ?? "tag-b");
  inner("when").textContent = `Written ${at}`;
  inner("why").hidden = !row.why?.length;
  inner("why").append(...(row.why ?? []).map((why) => Object.assign(document.createElement("li"), { textContent: why })));
  const open = inner("open");
  open.href = row.kind === "entry" ? `/practice/${row.key}/${state === "both" ? "both" : "edit"}/` : row.to;
  if (state === "both") open.textContent = "See both and choose";
  const away = inner("drop");
  away.hidden = !row.held; // only what the server has can be taken off
  away.addEventListener("click", async () => {
    await drop(row.id);
    show();
  });
  return li;
}

let said = "";

async function show() {
  const mine = await rows(person);
  const waits = mine.filter(isOnlyHere).length;
  part("list").replaceChildren(...mine.map(item));
  part("list").hidden = !mine.length;
  part("send").hidden = !mine.some(isToGo);
  const number = waits === 1 ? "One entry is" : `${waits} entries are`;
  part("say").textContent = waits ? `${number} only on this phone. ${said}` : "Nothing is only on this phone: your log has everything.";
}

// Why it does not go, in words.
async function ask() {
  try {
    const { person: who } = await whoami();
    said = who === person ? "" : who ? "Somebody else is signed in, so it stays here." : "Sign in to send what is on this phone.";
    if (!who) addSignIn();
  } catch {
    said = "There is no signal.";
  }
  await show();
}

function addSignIn() {
  if (part("sign")) return;
  const a = Object.assign(document.createElement("a"), { className: "btn", href: "/sign-in/?next=/practice/phone/", textContent: "Sign in" });
  a.dataset.sign = "";
  part("send").before(a, " ");
}

part("send").addEventListener("click", async () => {
  await sendAll();
  await ask();
});
const channel = news();
channel.addEventListener("message", show);
addEventListener("online", ask);
await ask();
