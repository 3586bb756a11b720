// The composer, an ARIA combobox: / lists Pencil's commands, @ the people who are here.
export function composer(form) {
  if (!form) return;
  const input = form.querySelector("#composer");
  const list = form.querySelector("#suggestions");
  const all = [...list.children];
  let shown = [];
  let active = -1;

  const word = () => input.value.slice(0, input.selectionStart).match(/^\/\S*$|(?:^|\s)@[^@\s]*(?: [^@\s]*)?$/)?.[0].trimStart() ?? "";

  function close() {
    list.hidden = true;
    active = -1;
    shown = [];
    input.setAttribute("aria-expanded", "false");
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
    input.setAttribute("aria-expanded", "true");
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
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) take(option);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark((active + step + shown.length) % shown.length);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && word().toLowerCase() === shown[active]?.dataset.insert) return close();
    else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) take(shown[active]);
    else return undefined;
    event.preventDefault();
    return undefined;
  });
}
