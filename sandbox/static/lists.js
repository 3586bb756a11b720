// Long lists of choices: shortened while typing, or asked of Pencil when it knows the choices.
const PAUSE = 250;

export function lists(root) {
  for (const search of root.querySelectorAll("[data-narrows], [data-asks]")) {
    if (search.dataset.ready) continue;
    search.dataset.ready = "yes";
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    if (search.hasAttribute("data-narrows")) search.addEventListener("input", () => shorten(search));
    else ask(search);
  }
}

function shorten(search) {
  const words = search.value.trim().toLowerCase();
  for (const among of search.parentElement.querySelectorAll(".among")) {
    const caption = among.querySelector(".caption")?.textContent.toLowerCase() ?? "";
    let shown = 0;
    for (const option of among.querySelectorAll(".option")) {
      const fits = option.textContent.toLowerCase().includes(words) || (words && caption.includes(words));
      option.hidden = !fits && !option.querySelector("input").checked;
      shown += option.hidden ? 0 : 1;
    }
    among.hidden = !shown;
  }
}

function ask(search) {
  let timer = 0;
  const look = async () => {
    const form = search.form;
    const query = new URLSearchParams({ as: form.as.value, at: form.at.value, element: search.dataset.asks, query: search.value });
    const answer = await fetch(`/options?${query}`);
    if (answer.ok) offer(search, new DOMParser().parseFromString(await answer.text(), "text/html"));
  };
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
  look();
}

// What is already chosen stays; the rest is what was found.
function offer(search, page) {
  const list = search.parentElement.querySelector("[data-options]");
  const chosen = [...list.querySelectorAll(".option:has(:checked)")];
  const held = new Set(chosen.map((option) => option.querySelector("input").value));
  const found = [...page.querySelectorAll(".option")].filter((option) => !held.has(option.querySelector("input").value));
  list.replaceChildren(...chosen, ...found);
  list.querySelectorAll("input").forEach((input, number) => { input.id = list.id.replace(/-options$/, number ? `-${number}` : ""); });
}
