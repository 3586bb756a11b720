// The composer: / lists Pencil's commands, @ the people who are here. Enter sends.
export function composer(form) {
  const input = form.querySelector("textarea");
  const list = form.querySelector("[role=listbox]");
  const all = [...list.children];
  let shown = [];
  let active = -1;

  const word = () => input.value.slice(0, input.selectionStart).match(/^\/\S*$|(?:^|\s)@[^@\s]*(?: [^@\s]*)?$/)?.[0].trimStart() ?? "";

  function close() {
    list.hidden = true;
    active = -1;
    shown = [];
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = index;
    shown.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", shown[index].id);
    shown[index].scrollIntoView({ block: "nearest" });
    return undefined;
  }

  function suggest() {
    const typed = word().toLowerCase();
    if (!typed) return close();
    const fits = (option) => {
      const insert = option.dataset.insert.toLowerCase();
      return typed[0] === "/" ? insert.startsWith(typed) : insert.startsWith(typed) || insert.includes(` ${typed.slice(1)}`);
    };
    shown = all.filter((option) => {
      option.hidden = option.dataset.insert[0] !== typed[0] || !fits(option);
      return !option.hidden;
    });
    if (!shown.length || shown.some((option) => option.dataset.insert.toLowerCase() === typed && typed[0] === "@")) return close();
    list.hidden = false;
    return mark(0);
  }

  function take(option) {
    const caret = input.selectionStart;
    const start = caret - word().length;
    input.setRangeText(`${option.dataset.insert} `, start, caret, "end");
    close();
    input.focus();
  }

  input.addEventListener("input", suggest);
  input.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== input) close(); }, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) take(option);
  });
  form.addEventListener("click", (event) => {
    const insert = event.target.closest("[data-inserts]")?.dataset.inserts;
    if (!insert) return;
    const caret = input.selectionStart;
    if (insert === "/") input.setRangeText(input.value ? "/ " : "/", 0, 0);
    else input.setRangeText(/\S$/.test(input.value.slice(0, caret)) ? ` ${insert}` : insert, caret, caret, "end");
    if (insert === "/") input.setSelectionRange(1, 1);
    input.focus();
    suggest();
  });
  input.addEventListener("keydown", (event) => {
    const enters = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (enters && (list.hidden || word().toLowerCase() === shown[active]?.dataset.insert)) {
      close();
      form.requestSubmit(form.querySelector(".send"));
    } else if (list.hidden) return;
    else if (step) mark((active + step + shown.length) % shown.length);
    else if (event.key === "Escape") close();
    else if ((enters || event.key === "Tab") && active >= 0) take(shown[active]);
    else return;
    event.preventDefault();
  });
}
