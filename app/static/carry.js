// Carries what waits on this device to the server: when a page opens, when the signal comes
// back, from time to time while a page is open, and through the worker when none is. Says
// on every page that something waits; and asks before a sign-out would delete it.
import { drop, isOnlyHere, isToGo, news, rows, sendAll } from "./outbox.js";

const SOON = 5000; // milliseconds; twice as long after each try, up to
const LATE = 300000;
const person = document.querySelector('meta[name="person"]')?.content;

// -- carrying -----------------------------------------------------------------
let pause = SOON;
let timer;

async function carry() {
  clearTimeout(timer);
  if (!(await rows()).some(isToGo)) return say();
  if (!(await sendAll())) {
    timer = setTimeout(carry, pause);
    pause = Math.min(pause * 2, LATE);
  }
  await say();
}

function soon() {
  pause = SOON;
  clearTimeout(timer);
  timer = setTimeout(carry, pause);
  navigator.serviceWorker?.ready.then((about) => about.sync?.register("outbox")).catch(() => {});
  say();
}

addEventListener("online", carry);
addEventListener("outbox", soon);

// -- the line -----------------------------------------------------------------
const count = (n) => (n === 1 ? "One entry is" : `${n} entries are`);

async function say() {
  const main = document.querySelector("main");
  const waits = (await rows(person)).filter(isOnlyHere);
  let line = main.querySelector("[data-waits]");
  const isTold = document.querySelector("[data-phone], [data-saved]");
  if (!waits.length || isTold) return line?.remove();
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "offline wrap", role: "status" });
    line.dataset.waits = "";
    main.prepend(line);
  }
  // A page that was kept for nobody in particular does not know who is signed in.
  const isKnown = person || document.body.hasAttribute("data-offline");
  const to = isKnown ? "/practice/phone/" : "/sign-in/?next=/practice/phone/";
  const words = isKnown ? `${count(waits.length)} only on this phone. ` : "";
  const a = Object.assign(document.createElement("a"), { href: to });
  a.textContent = isKnown ? "See what waits" : "Sign in to send what is on this phone";
  line.replaceChildren(words, a);
}

// -- signing out ----------------------------------------------------------------
const signOut = document.querySelector('form[action="/sign-out/"]');

// Nothing of this person stays on the device.
async function forget() {
  navigator.serviceWorker?.controller?.postMessage({ person: "" });
  for (const { id } of await rows(person)) await drop(id);
  const names = await caches.keys();
  const theirs = names.filter((name) => /^alongside-(pages|mine)-/.test(name));
  await Promise.all(theirs.map((name) => caches.delete(name)));
}

async function leave() {
  await forget().catch(() => {});
  signOut.submit();
}

function ask(number) {
  const box = document.createElement("dialog");
  box.className = "panel leave";
  box.setAttribute("aria-labelledby", "leave-h");
  box.innerHTML = `<h2 class="panel-title" id="leave-h"></h2><p>Signing out deletes what is on this phone, so that nobody else can read it.</p>
<p role="status"></p><div class="row"><button class="btn" value="send">Send it first</button><button class="btn btn-2" value="stay">Stay signed in</button><button class="btn btn-stop" value="delete">Delete it and sign out</button></div>`;
  box.querySelector("h2").textContent = `${count(number)} not sent yet`;
  box.addEventListener("click", async ({ target }) => {
    if (target.value === "delete") return leave();
    if (target.value === "stay") return box.close();
    if (target.value !== "send") return;
    await sendAll();
    if (!(await rows(person)).some(isOnlyHere)) return leave();
    box.querySelector("[role=status]").textContent = "It could not be sent. There may be no signal: try again, or stay signed in.";
  });
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

signOut?.addEventListener("submit", async (event) => {
  event.preventDefault();
  delete signOut.dataset.sent;
  const waits = (await rows(person).catch(() => [])).filter(isOnlyHere);
  if (waits.length) ask(waits.length);
  else await leave();
});

// -- the worker ------------------------------------------------------------------
// Keeps pages of the curriculum, and for somebody who keeps a log the pages to write on.
async function work() {
  const worker = navigator.serviceWorker;
  const isLesson = location.pathname.startsWith("/learn/");
  if (!worker || (!isLesson && !person)) return;
  await worker.register("/worker.js", { scope: "/" });
  for (const old of await worker.getRegistrations()) {
    if (old.scope.endsWith("/learn/")) await old.unregister(); // from before it kept the log
  }
  const { active } = await worker.ready;
  if (!navigator.onLine) return;
  if (isLesson) active.postMessage({ page: location.pathname });
  if (document.querySelector("meta[name=organiser]")) active.postMessage({ person });
}

const channel = news();
channel.addEventListener("message", () => {
  document.querySelector("[data-signal]")?.remove(); // there is one
  say();
});
carry().catch(() => {});
work().catch(() => {}); // no room, or not allowed: the pages work without
