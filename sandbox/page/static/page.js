// The page works without this script, as links and forms. With it, what others say arrives by itself,
// forms are sent without leaving the page, and the composer completes commands and names.
import { composer } from "./composer.js";
import { dialogs } from "./dialogs.js";
import { lists } from "./lists.js";
import { live } from "./live.js";
import { menus } from "./menus.js";
import { misbehave } from "./misbehave.js";

const narrow = matchMedia("(max-width: 48rem), (max-height: 32rem)");
const desk = document.querySelector(".desk");
const fold = () => { desk.open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();

// What is chosen with the pointer acts at once; with the arrow keys, when Enter or the button says so.
let keyed = false;
document.addEventListener("keydown", () => { keyed = true; }, true);
document.addEventListener("pointerdown", () => { keyed = false; }, true);
const people = document.querySelector("[data-switch]");
people.addEventListener("keydown", (event) => { if (event.key === "Enter") people.form.requestSubmit(); });
document.addEventListener("change", (event) => {
  if (keyed && event.target.type !== "checkbox") return;
  if (event.target === people) people.form.requestSubmit();
  const chooser = event.target.closest("[data-at-once]");
  if (chooser) chooser.closest("form").requestSubmit(chooser.querySelector("button[name=press]"));
});

document.querySelectorAll("[data-composer]").forEach(composer);
lists(document);
menus();
misbehave(fold);
dialogs();
live();

const thread = document.querySelector(".thread");
if (thread) {
  (document.getElementById("reply") ?? document.getElementById("thread-title")).focus();
  thread.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) thread.querySelector(".close").click();
  });
}
