// The list of examples: found by words, put into the editor by a click.
import { element } from "./settings.ts";

export function wireExamples(choose: (query: string) => void): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("#examples a.example")];
  const themes = [...document.querySelectorAll<HTMLElement>("#examples .themes > section")];
  element("finder").hidden = false;
  const field = element<HTMLInputElement>("find");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const link of links) {
      const text = `${link.textContent} ${link.dataset["theme"] ?? ""} ${queryOf(link)}`.toLowerCase();
      const matches = words.every((word) => text.includes(word));
      const item = link.closest("li");
      if (item) item.hidden = !matches;
      count += Number(matches);
    }
    for (const theme of themes) theme.hidden = !theme.querySelector("li:not([hidden])");
    element("found").textContent = `${count} of ${links.length} examples`;
  });
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(queryOf(link));
    });
  }
}

function queryOf(link: HTMLAnchorElement): string {
  return new URL(link.href).searchParams.get("query") ?? "";
}
