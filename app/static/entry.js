// The entry form: adds up the control answers, opens what some answers bring with them.
// What keeps the draft and shows past cases is in draft.js. The page works without this
// file: buttons do the same.
import { keepDraft } from "./draft.js";
import "./names.js";

const form = document.querySelector("[data-draft]");
keepDraft(form);

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

// A significant event asks why it happened.
form.elements.kind.addEventListener("change", () => {
  if (form.elements.kind.value === "significant-event") form.querySelector("[data-significant]").open = true;
});

// An ask opens the questions about it.
form.elements.ask.addEventListener("change", () => {
  form.querySelector("[data-ask]").open = form.elements.ask.value !== "";
});
