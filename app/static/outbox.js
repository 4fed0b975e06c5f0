// What is written on this device and not yet with the server. Pages read it, and so does
// the worker, which the server puts this file into: it stands alone and imports nothing.
//
// One row is one form as one page holds it: id (that page's mark), key (the entry's), kind,
// person, host, base (the server's copy that it began from), was (marks of pages that held
// the same words before), turn (counts the changes),
// fields, wish ("keep" or "submit"), title, at; and once it was sent without going through
// smoothly: state ("refused" or "both"), why, and held (the server has the words).
export const news = () => new BroadcastChannel("alongside");
const PATIENCE = 15000; // milliseconds for one answer

// A version 7 UUID, as the server makes them: sorted by the time it was made.
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = BigInt(Date.now());
  for (let n = 0; n < 6; n += 1) bytes[n] = Number((time >> BigInt(40 - 8 * n)) & 255n);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// -- the rows ---------------------------------------------------------------
function opened() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("alongside", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

// Do something with the rows in one transaction, which is on the disk when this comes back.
async function within(mode, act) {
  const base = await opened();
  try {
    return await new Promise((done, fail) => {
      const turn = base.transaction("outbox", mode, { durability: "strict" });
      let found;
      turn.oncomplete = () => done(found);
      turn.onabort = () => fail(turn.error);
      act(turn.objectStore("outbox"), (value) => (found = value));
    });
  } finally {
    base.close();
  }
}

export const put = (row) => within("readwrite", (store) => store.put(row));
export const drop = (id) => within("readwrite", (store) => store.delete(id));

// Everybody's rows, or one person's, the oldest first.
export async function rows(person) {
  const all = await within("readonly", (store, give) => {
    store.getAll().onsuccess = (event) => give(event.target.result);
  });
  return all.filter((row) => !person || row.person === person).sort((a, b) => (a.id < b.id ? -1 : 1));
}

// Change a row, unless it has gone; without a new one it goes.
function change(id, how) {
  return within("readwrite", (store) => {
    store.get(id).onsuccess = ({ target: { result: row } }) => {
      if (!row) return;
      const next = how(row);
      if (next) store.put(next);
      else store.delete(id);
    };
  });
}

export const isOnlyHere = (row) => !row.held;
export const isToGo = (row) => isOnlyHere(row) && row.state !== "refused";

// -- sending ----------------------------------------------------------------
async function asked(path, about) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(path, { cache: "no-store", signal, ...about });
  return answer;
}

// Whoever is signed in on this device, and the token that goes with a form.
export const whoami = async () => (await asked("/practice/token/")).json();

// Send one row. The answer's word is the server's, or "sign-in" or "other-person"; no
// answer at all is an error.
async function send(row) {
  const { person, token } = await whoami();
  if (!person) return { answer: "sign-in" };
  if (person !== row.person) return { answer: "other-person" };
  const data = new URLSearchParams(row.fields);
  const about = { csrf_token: token, by: row.person, key: row.key };
  if (row.kind === "entry") {
    const { id: mark, turn, base, host, wish, was = [] } = row;
    Object.assign(about, { mark, turn, base, host, wish, was: was.join(" ") });
  } else about.do = "keep";
  for (const [name, value] of Object.entries(about)) data.set(name, value);
  const answer = await asked(row.to, { method: "POST", body: data });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  if (row.kind !== "entry" && answer.status === 422) return { answer: "too-long", problems: [] };
  if (!isJson || answer.status >= 500) throw new Error(`answered ${answer.status}`);
  const said = await answer.json();
  return said.saved_at ? { ...said, answer: "kept" } : said;
}

const WHY = {
  "too-long": "Something in it is too long to be kept.",
  "no-supervisor": "You have no supervisor yet, so it is a draft in your log. Ask your coordinator to pair you with one.",
  "not-yours": "This log is not yours to write in.",
  damaged: "The copy on this phone is damaged.",
};

// What becomes of a row once it was answered. Words typed meanwhile stay.
function after(said, sent) {
  return (row) => {
    if (["sign-in", "other-person"].includes(said.answer)) return row;
    const isNewer = row.turn !== sent.turn;
    const edit = said.edit ?? row.edit;
    if (isNewer) return said.base ? { ...row, edit, base: said.base } : row;
    if (["kept", "submitted"].includes(said.answer)) return null;
    const held = ["both", "incomplete", "no-supervisor"].includes(said.answer);
    const why = [WHY[said.answer], ...(said.problems ?? [])].filter(Boolean);
    return { ...row, edit, base: said.base ?? row.base, held, why, wish: "keep", state: said.answer === "both" ? "both" : "refused" };
  };
}

// Send one row, and say to every page what became of it.
export async function sendOne(row) {
  const said = await send(row);
  await change(row.id, after(said, row));
  const channel = news();
  channel.postMessage({ id: row.id, key: row.key, turn: row.turn, said });
  channel.close();
  return said;
}

// Send everything that waits, one at a time, and by one page at a time. True when nothing
// is left that another try could send.
export async function sendAll(locks = navigator.locks) {
  return locks.request("alongside-outbox", async () => {
    for (const row of (await rows()).filter(isToGo)) {
      try {
        const { answer } = await sendOne(row);
        if (answer === "sign-in") return true;
      } catch {
        return false;
      }
    }
    return true;
  });
}
