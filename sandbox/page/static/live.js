// Forms are sent in the background; what changed in the world is fetched and put in place,
// piece by piece, so that neither focus nor half-typed words are lost.
import { afterSwap, beforeSwap } from "./dialogs.js";

const HEARTBEAT = 700;
const scroll = document.getElementById("scroll");
let version = document.body.dataset.version;
let busy = 0;
let sends = 0;
const sending = new WeakSet();

const scrolls = () => (getComputedStyle(scroll).overflowY === "visible" ? document.scrollingElement : scroll);
const atEnd = () => {
  const box = scrolls();
  return box.scrollHeight - box.scrollTop - box.clientHeight < 120;
};
const newest = () => document.getElementById("messages").lastElementChild;

// To the end; but no further than the top of the message to be read first. Home is read from its beginning.
function toEnd(first) {
  if (document.getElementById("messages").getAttribute("role") !== "log") return;
  const box = scrolls();
  box.scrollTop = box.scrollHeight;
  const top = box === scroll ? scroll.getBoundingClientRect().top : document.querySelector(".bar").getBoundingClientRect().bottom;
  const over = first ? first.getBoundingClientRect().top - top : 0;
  if (over < 0) box.scrollTop += over - 8;
}

// What the server last sent for each piece: a piece is touched only when the server's words for it changed.
const sent = new WeakMap();
const words = (node) => sent.get(node) ?? node.outerHTML;
const remember = (node) => { for (const one of [node, ...node.children]) sent.set(one, one.outerHTML); };

function swap(old, fresh) {
  if (words(old) === fresh.outerHTML) return;
  const html = fresh.outerHTML;
  if (old.classList.contains("messages") && fresh.classList.contains("messages")) mergeList(old, fresh);
  else if (old.role === "status") old.innerHTML = fresh.innerHTML;
  else {
    replace(old, fresh);
    return;
  }
  sent.set(old, html);
}

function replace(old, fresh) {
  const focus = document.activeElement?.id;
  old.replaceWith(fresh);
  remember(fresh);
  refocus(focus);
}

function mergeList(old, fresh) {
  const focus = document.activeElement?.id;
  const known = new Map([...old.children].map((child) => [child.id, child]));
  let place = old.firstElementChild;
  for (const child of [...fresh.children]) {
    const mine = known.get(child.id);
    known.delete(child.id);
    if (mine && words(mine) === child.outerHTML) {
      if (mine === place) place = place.nextElementSibling;
      else old.insertBefore(mine, place);
      continue;
    }
    sent.set(child, child.outerHTML);
    if (!mine) child.classList.add("new");
    if (mine === place) place = place?.nextElementSibling ?? null;
    mine?.remove();
    old.insertBefore(child, place);
  }
  for (const gone of known.values()) gone.remove();
  refocus(focus);
}

// Where focus was lost: to the first of these that is still there to be seen.
function refocus(...ids) {
  if (document.activeElement !== document.body) return;
  ids.map((id) => id && document.getElementById(id)).find((node) => node && node.checkVisibility())?.focus({ preventScroll: true });
}

// What is shown anew follows the newest message, if that was in sight or it is the answer to what I did.
function show(page, mine) {
  const follow = atEnd();
  const last = newest();
  const drafts = beforeSwap();
  for (const fresh of page.querySelectorAll("[data-region]")) {
    const old = document.getElementById(fresh.id);
    if (old) swap(old, fresh);
  }
  afterSwap(drafts);
  const replies = document.getElementById("replies")?.parentElement;
  if (replies) replies.scrollTop = replies.scrollHeight;
  if (follow || (mine && newest() !== last)) toEnd(last?.isConnected ? last.nextElementSibling : null);
}

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

// What was asked for before a form was sent is past by the time it comes, and is left.
async function look() {
  if (busy || document.hidden) return;
  const before = sends;
  const here = new URLSearchParams(location.search);
  here.set("version", version);
  const answer = await fetch(`/fragment?${here}`);
  if (answer.status !== 200) return;
  const page = parse(await answer.text());
  if (sends !== before) return;
  version = answer.headers.get("x-version");
  show(page);
}

function tellsOfMove(news) {
  news.innerHTML = '<p class="moving">The clock is moving, and Pencil does what is due.</p>';
  sent.delete(news);
}

// Sends a form as its button would, and shows the page that comes back.
export async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const message = form.closest("article")?.id;
  const moves = button?.dataset.moves ?? form.dataset.moves;
  busy += 1;
  sends += 1;
  form.setAttribute("aria-busy", "true");
  if (moves !== undefined) tellsOfMove(document.getElementById("news"));
  try {
    const answer = await fetch(button?.getAttribute("formaction") ?? form.getAttribute("action"), { method: "POST", body });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const page = parse(await answer.text());
    version = page.body.dataset.version ?? version;
    show(page, true);
    const note = page.getElementById("note");
    document.getElementById("note")?.replaceChildren(...note?.childNodes ?? []);
    if (form.hasAttribute("data-composer") && !note?.textContent) form.text.value = "";
  } catch (trouble) {
    const gone = trouble instanceof TypeError;
    document.getElementById("note")?.replaceChildren(gone ? "The sandbox does not answer. Is it still running?" : "That did not work; the sandbox’s log says why.");
  } finally {
    busy -= 1;
    form.removeAttribute("aria-busy");
    if (document.activeElement === document.body) refocus(button?.id, message, "composer");
  }
}

export function live() {
  document.querySelectorAll("[data-region]").forEach(remember);
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || "whole" in event.target.dataset) return;  // where one is changes with it
    event.preventDefault();
    const pressed = event.submitter ?? event.target;
    if (sending.has(pressed)) return;  // pressed twice
    sending.add(pressed);
    send(event.target, event.submitter).finally(() => sending.delete(pressed));
  });
  const named = location.hash && document.getElementById(location.hash.slice(1));
  const open = document.querySelector("#messages > .open") ?? named;
  if (!open) toEnd();
  else open.scrollIntoView({ block: "center" });
  named?.focus?.({ preventScroll: true });
  const beat = () => look().catch(() => {}).finally(() => setTimeout(beat, HEARTBEAT));
  setTimeout(beat, HEARTBEAT);
}
