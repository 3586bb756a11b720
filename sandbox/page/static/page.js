// The page works without this script, as links and forms. With it, what others say arrives by itself,
// forms are sent without leaving the page, and the composer completes commands and names.
import { composer } from "./composer.js";
import { lists } from "./lists.js";
import { dialogs } from "./dialogs.js";
import { live } from "./live.js";

const narrow = matchMedia("(max-width: 48rem)");
const desk = document.querySelector(".desk");
const fold = () => { desk.open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();

// Choosing somebody with the pointer switches at once; with the arrow keys, when Enter or the button says so.
const people = document.querySelector("[data-switch]");
let arrowing = false;
people.addEventListener("keydown", (event) => {
  arrowing = event.key !== "Enter";
  if (event.key === "Enter") people.form.requestSubmit();
});
people.addEventListener("pointerdown", () => { arrowing = false; });
people.addEventListener("change", () => { if (!arrowing) people.form.requestSubmit(); });

document.addEventListener("change", (event) => {
  const chooser = event.target.closest?.("[data-at-once]");
  if (chooser) chooser.closest("form").requestSubmit(chooser.querySelector("button[name=press]"));
});

// Menus close with Escape, by a press elsewhere, or by their own second thoughts.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => {
  const menu = event.target.closest("[data-menu]");
  closeMenus(menu);
  if (menu && event.target.closest("[data-close]")) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[data-menu][open]");
  if (event.key !== "Escape" || !menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
});

composer(document.querySelector("[data-composer]"));
lists(document);
dialogs();
live();
