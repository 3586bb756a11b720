// Menus: the arrow keys go through them, Escape and a press elsewhere close them.
const close = (menu) => { menu.open = false; menu.querySelector("summary").focus(); };
const closeOthers = (menu) => {
  for (const other of document.querySelectorAll("[data-menu][open]")) if (other !== menu) other.open = false;
};

function keys(event) {
  const menu = event.target.closest?.("[data-menu]");
  if (!menu) return;
  const items = [...menu.querySelectorAll(".menu button")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Escape" && menu.open) close(menu);
  else if (to !== undefined && (menu.open || event.key === "ArrowDown")) {
    menu.open = true;
    items.at(to % items.length).focus();
  } else return;
  event.preventDefault();
}

// What is asked before a press is a modal dialog: focus stays in it, and returns to the button.
function asks(event) {
  const details = event.target.closest?.("[data-confirm]");
  if (!details?.open) return;
  const dialog = details.querySelector("dialog");
  dialog.removeAttribute("open");
  dialog.showModal();
  dialog.addEventListener("close", () => close(details), { once: true });
}

export function menus() {
  document.addEventListener("click", (event) => {
    closeOthers(event.target.closest("[data-menu]"));
    event.target.closest("[data-close]")?.closest("dialog").close();
  });
  document.addEventListener("keydown", keys);
  document.addEventListener("toggle", asks, true);
}
