// Long lists of choices, shortened while typing; what is ticked stays in sight.
export function lists(root) {
  for (const search of root.querySelectorAll("[data-narrows]")) {
    if (search.dataset.ready) continue;
    search.dataset.ready = "yes";
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    search.addEventListener("input", () => shorten(search));
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
