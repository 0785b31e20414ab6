// Keeps the page up to date and shows times in the reader's own time zone. Without it, the page is complete
// as of its loading.

const BUSY_MS = 1500; // between two requests while something is not terminated
const IDLE_MS = 5000;
const LONGEST_MS = 30000; // after failures

const announcement = document.getElementById("announcement");
const connection = document.getElementById("connection");
const shown = new Map(); // the HTML of each live part, as the server sent it
let timer;
let failures = 0;

function liveParts(root) {
  const parts = new Map();
  for (const part of root.querySelectorAll("[data-live]")) {
    // Each entry of a list is a part of its own: the pictures of the others do not load again.
    const entries = part.dataset.live === "list" ? [...part.children] : [];
    for (const each of entries) parts.set(each.id, each);
    if (part.dataset.live === "list") part.order = entries.map((each) => each.id).join(" ");
    parts.set(part.id, part);
  }
  return parts;
}

function content(part) {
  return part.order ?? part.outerHTML;
}

function states(root) {
  return new Map([...root.querySelectorAll("[data-state]")].map((each) => [each.dataset.key, each.dataset.state]));
}

function localTimes(root) {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
  for (const time of root.querySelectorAll("time")) {
    time.title = time.textContent;
    time.textContent = format.format(new Date(time.dateTime));
  }
}

function enhance(root) {
  localTimes(root);
  for (const label of root.querySelectorAll(".fade")) {
    const over = label.closest("figure").querySelector(".over");
    const strength = label.querySelector("input");
    const show = () => { over.style.opacity = strength.value / 100; };
    strength.addEventListener("input", show);
    show();
    label.hidden = false;
  }
  for (const picture of root.querySelectorAll(".stack img")) {
    const missing = () => { // the slide is gone, or is no picture
      const figure = picture.closest("figure");
      figure?.classList.add("incomplete");
      picture.remove();
      if (figure?.querySelector("img") === null) figure.remove();
    };
    if (picture.complete && picture.naturalWidth === 0) missing();
    picture.addEventListener("error", missing);
  }
}

function replace(old, part) {
  const opened = [...old.querySelectorAll("details")].map((each) => each.open);
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const fresh = added(part);
  [...fresh.querySelectorAll("details")].forEach((each, index) => { each.open = opened[index] ?? each.open; });
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus();
}

function update(next) {
  const before = states(document);
  const fresh = liveParts(next);
  for (const [id, part] of fresh) {
    const old = document.getElementById(id);
    if (old === null || shown.get(id) === content(part)) continue;
    if (part.order === undefined) {
      replace(old, part);
    } else { // entries came or went: keep those that are there
      shown.set(id, part.order);
      const entries = [...part.children].map((each) => document.getElementById(each.id) ?? added(each));
      old.replaceChildren(...entries);
    }
  }
  document.title = next.title;
  const changes = [...states(next)].filter(([key, state]) => before.has(key) && before.get(key) !== state);
  if (changes.length > 0) announcement.textContent = changes.map(([, state]) => state).join(". ");
}

function added(part) {
  const entry = document.importNode(part, true);
  shown.set(part.id, part.outerHTML);
  enhance(entry);
  return entry;
}

async function refresh() {
  try {
    const response = await fetch(location.href, { cache: "no-cache", credentials: "same-origin" });
    if (response.status === 401) return location.reload();
    if (!response.ok) throw new Error(`status ${response.status}`);
    update(new DOMParser().parseFromString(await response.text(), "text/html"));
    failures = 0;
    connection.hidden = true;
  } catch {
    failures += 1;
    connection.textContent = "No connection to the server. The page shows the last known state.";
    connection.hidden = false;
  }
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (document.hidden) return; // a page that nobody looks at costs the server nothing
  const busy = document.querySelector(".badge.busy, .badge.wait") !== null;
  timer = setTimeout(refresh, Math.min((busy ? BUSY_MS : IDLE_MS) * 2 ** failures, LONGEST_MS));
}

for (const [id, part] of liveParts(document)) shown.set(id, content(part));
enhance(document);
if (shown.size > 0) {
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : refresh()));
  schedule();
}
