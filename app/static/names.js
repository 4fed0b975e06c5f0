// Points out what looks like somebody's name, number or address, under the field in
// which it stands, and changes it to a role with one tap. It works on this device
// alone: nothing is sent, nothing is stopped. The patterns are those of the server's
// app/personal.py, in the form's data-personal; without this file the page on which one
// checks an entry lists the same.
const PAUSE = 700; // milliseconds after the last key
const NEAR = 2; // characters: what ends this near the cursor may still be being written
const sprite = document.querySelector(".i use")?.getAttribute("href").split("#")[0];

export function pointOut(form) {
  const about = JSON.parse(form.dataset.personal);
  const patterns = about.patterns.map(([kind, source, flags]) => [kind, new RegExp(source, flags)]);
  const told = form.appendChild(made("p", "vh"));
  told.setAttribute("role", "status");

  // What the group and the organisation are called points at nobody.
  const known = () =>
    [form.dataset.known ?? "", ...[...(form.elements.group?.options ?? [])].map((o) => o.text)].join("\n");

  function found(text) {
    const taken = [];
    const names = known();
    for (const [kind, pattern] of patterns) {
      for (const match of text.matchAll(pattern)) {
        const [from, to] = [match.index, match.index + match[0].length];
        if (!taken.some((t) => t.from < to && from < t.to)) taken.push({ kind, words: match[0], from, to });
        if (taken.length > about.most ** 2) break;
      }
    }
    taken.sort((one, other) => one.from - other.from);
    return taken.filter((t) => !names.includes(t.words));
  }

  for (const control of form.querySelectorAll("textarea, input[type=text], input:not([type])")) {
    if (control.name && control.name !== "minutes") watch(control);
  }

  function watch(control) {
    const box = made("div", "spotted");
    const left = new Set(); // what the writer wants to stay
    let shown = "";
    let timer;
    box.addEventListener("input", (event) => event.stopPropagation()); // no part of the entry

    function look() {
      const near = (t) => document.activeElement === control && Math.abs(control.selectionStart - t.to) < NEAR;
      const all = found(control.value).filter((t) => !left.has(t.words));
      const marks = [...new Map(all.filter((t) => !near(t)).map((t) => [t.words, t])).values()].slice(0, about.most);
      const now = marks.map((t) => t.words).join("\n");
      if (all.some(near)) timer = setTimeout(look, PAUSE * 3);
      if (now === shown || box.contains(document.activeElement)) return;
      const fresh = marks.filter((t) => !shown.split("\n").includes(t.words));
      shown = now;
      for (const old of box.querySelectorAll(".spot")) old.remove();
      box.append(...marks.map((mark) => spot(mark)));
      if (marks.length) control.after(box);
      if (fresh.length) told.textContent = `${label()}: ${fresh.map(says).join(" ")}`;
    }

    const label = () => control.labels[0]?.innerText.replace(/\s+/g, " ") ?? "";

    function spot(mark) {
      const group = made("div", "spot");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", says(mark));
      const line = group.appendChild(made("p"));
      line.append(flag(), "“");
      const where = button(mark.words, "spot-where", () => show(mark.words));
      line.append(where, `” looks like ${mark.kind}. Change it to:`);
      const row = group.appendChild(made("div", "row"));
      for (const role of about.roles[mark.kind]) {
        row.append(button(role, "btn btn-2 btn-s", () => change(mark.words, role)));
      }
      const own = row.appendChild(made("input", "input"));
      own.setAttribute("aria-label", `Another word for “${mark.words}”`);
      own.placeholder = "another word";
      own.autocomplete = "off";
      own.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        use();
      });
      const use = () => own.value.trim() && change(mark.words, own.value.trim());
      row.append(button("Use it", "btn btn-2 btn-s", use));
      row.append(button("Leave it", "btn btn-3 btn-s", () => leave(mark.words)));
      return group;
    }

    function leave(words) {
      left.add(words);
      control.focus();
      look();
    }

    function show(words) {
      const [first] = found(control.value).filter((t) => t.words === words);
      control.focus();
      if (first) control.setSelectionRange(first.from, first.to);
    }

    // From the last to the first, so that the places of those before stay true.
    function change(words, role) {
      const places = found(control.value).filter((t) => t.words === words).sort((a, b) => b.from - a.from);
      const changed = places.map(({ from, to }) => {
        const begins = /(^|[.!?]["”’]?\s+|\n\s*)$/.test(control.value.slice(0, from));
        const now = begins ? role[0].toUpperCase() + role.slice(1) : role;
        control.setRangeText(now, from, to, "preserve");
        return { words, now, from };
      });
      const shift = (n) => changed.slice(n + 1).reduce((sum, c) => sum + c.now.length - c.words.length, 0);
      written();
      const line = made("p", "spot-done");
      const undo = button("Undo", "btn btn-3 btn-s", () => {
        changed.forEach((one, n) => putBack(one, one.from + shift(n)));
        left.add(words);
        line.remove();
        control.focus();
        written();
        look();
      });
      line.append(`“${words}” is now “${role}”. `, undo);
      for (const old of box.querySelectorAll(".spot-done")) old.remove();
      box.prepend(line);
      undo.focus();
      refresh();
    }

    // The role nearest to where it was put, should other words have changed meanwhile.
    function putBack({ words, now }, at) {
      const before = control.value.lastIndexOf(now, at);
      const after = control.value.indexOf(now, at);
      const places = [before, after].filter((place) => place >= 0);
      if (!places.length) return;
      const place = places.sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
      control.setRangeText(words, place, place + now.length, "preserve");
    }

    function written() {
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }

    // Take the answered spots away now, whatever has the focus.
    function refresh() {
      const there = new Set(found(control.value).map((t) => t.words));
      const spots = [...box.querySelectorAll(".spot")];
      const words = shown.split("\n");
      shown = words.filter((one, n) => there.has(one) || spots[n]?.remove()).join("\n");
    }

    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    };
    control.addEventListener("input", later);
    control.addEventListener("blur", later);
    look();
  }
}

const says = ({ words, kind }) => `“${words}” looks like ${kind}.`;

function made(tag, name = "") {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

function button(words, name, act) {
  const element = made("button", name);
  element.type = "button";
  element.textContent = words;
  element.addEventListener("click", act);
  return element;
}

function flag() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  use.setAttribute("href", `${sprite}#flag`);
  return svg;
}

const form = document.querySelector("form[data-personal]");
if (form) pointOut(form);
