// Make Slack misbehave: Escape and a press elsewhere put it away, and what is begun lies open to be seen.
export function misbehave(uncovers) {
  const open = () => document.querySelector(".misbehave details[open]");
  document.addEventListener("click", (event) => {
    const there = open();
    if (there && !there.contains(event.target)) there.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const there = open();
    if (event.key !== "Escape" || !there?.contains(document.activeElement)) return;
    there.open = false;
    there.querySelector("summary").focus();
  });
  document.addEventListener("submit", (event) => { if (event.target.closest(".misbehave")) uncovers(); });
}
