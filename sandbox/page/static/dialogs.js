// The form Pencil opened: shown as a modal dialog, kept with what was typed when it is drawn anew.
import { lists } from "./lists.js";
import { send } from "./live.js";

let opener = [];
const dialog = () => document.querySelector("dialog.form");

export function beforeSwap() {
  const open = dialog();
  if (!open) {
    const active = document.activeElement;
    opener = [active?.id, active?.closest("article")?.id, "composer"];
    return null;
  }
  const fields = [...open.querySelectorAll("[name]")].filter((field) => field.type !== "hidden" && field.tagName !== "BUTTON");
  return {
    node: open,
    view: open.dataset.view,
    scroll: open.querySelector(".form-body").scrollTop,
    focus: document.activeElement?.id,
    values: fields.map((field) => [field.name, field.value, field.checked]),
  };
}

export function afterSwap(before) {
  const open = dialog();
  if (open && open !== before?.node) {
    const same = before?.view === open.dataset.view;
    if (same) keep(open, before);
    modal(open, same ? before.focus : null);
    const wrong = open.querySelector(".wrong");
    if (wrong) wrong.scrollIntoView({ block: "center" });
    else if (same) open.querySelector(".form-body").scrollTop = before.scroll;
  }
  if (!open && before) opener.map((id) => id && document.getElementById(id)).find((node) => node)?.focus({ preventScroll: true });
}

function keep(open, before) {
  for (const [name, value, checked] of before.values) {
    for (const field of open.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type !== "radio" && field.type !== "checkbox") field.value = value;
      else if (field.value === value) field.checked = checked;
    }
  }
}

// The first field in error is where the reader goes; else where she was; else the first field.
function modal(open, focus) {
  open.removeAttribute("open");
  open.showModal();
  lists(open);
  const target = open.querySelector(".wrong :is(input, textarea, select)")
    ?? (focus && document.getElementById(focus))
    ?? open.querySelector(".form-body :is(input, textarea, select)")
    ?? document.getElementById("form-title");
  target.focus();
}

export function dialogs() {
  if (dialog()) modal(dialog(), null);
  document.addEventListener("cancel", (event) => {
    const open = dialog();
    if (event.target !== open) return;
    event.preventDefault();
    send(open.querySelector("form"), open.querySelector("[data-closes]"));
  }, true);
}
