// Forms are sent in the background; what changed in the world is fetched and put in place,
// piece by piece, so that neither focus nor half-typed words are lost.
import { afterSwap, beforeSwap } from "./dialogs.js";

const HEARTBEAT = 700;
const scroll = document.getElementById("scroll");
let version = document.body.dataset.version;
let busy = 0;

const atEnd = () => {
  const box = scrolls();
  return box.scrollHeight - box.scrollTop - box.clientHeight < 120;
};
const scrolls = () => (getComputedStyle(scroll).overflowY === "visible" ? document.scrollingElement : scroll);
const newest = () => document.getElementById("messages").lastElementChild?.id;
const toEnd = () => { const box = scrolls(); box.scrollTop = box.scrollHeight; };

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

function refocus(id) {
  if (id && document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true });
}

function show(page) {
  const follow = atEnd();
  const drafts = beforeSwap();
  for (const fresh of page.querySelectorAll("[data-region]")) {
    const old = document.getElementById(fresh.id);
    if (old) swap(old, fresh);
  }
  afterSwap(drafts);
  if (follow) toEnd();
}

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

async function look() {
  if (busy || document.hidden) return;
  const here = new URLSearchParams(location.search);
  here.set("version", version);
  const answer = await fetch(`/fragment?${here}`);
  if (answer.status !== 200 || busy) return;
  version = answer.headers.get("x-version");
  show(parse(await answer.text()));
}

// Sends a form as its button would, and shows the page that comes back.
export async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const sender = button ?? form.querySelector("button");
  busy += 1;
  form.setAttribute("aria-busy", "true");
  if (form.dataset.busy) document.getElementById("came").textContent = form.dataset.busy;
  try {
    const answer = await fetch(button?.getAttribute("formaction") ?? form.getAttribute("action"), { method: "POST", body });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const page = parse(await answer.text());
    version = page.body.dataset.version ?? version;
    const before = newest();
    show(page);
    if (newest() !== before) toEnd();
    if (form.hasAttribute("data-composer") && !document.getElementById("note").textContent) form.text.value = "";
  } catch (trouble) {
    const gone = trouble instanceof TypeError;
    document.getElementById("note").textContent = gone ? "The sandbox does not answer. Is it still running?" : "That did not work; the sandbox's log says why.";
  } finally {
    busy -= 1;
    form.removeAttribute("aria-busy");
    if (!sender?.isConnected && document.activeElement === document.body) document.getElementById("composer")?.focus({ preventScroll: true });
  }
}

export function live() {
  document.querySelectorAll("[data-region]").forEach(remember);
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || "whole" in event.target.dataset) return;  // where one is changes with it
    event.preventDefault();
    if (event.target.getAttribute("aria-busy")) return;
    send(event.target, event.submitter);
  });
  toEnd();
  const beat = () => look().catch(() => {}).finally(() => setTimeout(beat, HEARTBEAT));
  setTimeout(beat, HEARTBEAT);
}
