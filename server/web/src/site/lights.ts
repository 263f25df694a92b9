// In an article: whoever points at a claim, or moves to it, sees its sentence, and the
// other way round. Without this script, links lead from one to the other.

const PARTS = "[data-claims], [data-claim]";

/** Light up what belongs together, as long as somebody is at a part of it. */
export function lightIn(page: Document): void {
  const parts = [...page.querySelectorAll<HTMLElement>(PARTS)];
  if (parts.length === 0) return;
  let lit: HTMLElement[] = [];

  const light = (at: EventTarget | null): void => {
    const part = at instanceof Element ? at.closest<HTMLElement>(PARTS) : null;
    const wanted = part ? claimsOf(part) : [];
    for (const each of lit) each.classList.remove("lit");
    lit = wanted.length ? parts.filter((each) => claimsOf(each).some((one) => wanted.includes(one))) : [];
    for (const each of lit) each.classList.add("lit");
  };

  page.addEventListener("pointerover", (event) => light(event.target));
  page.addEventListener("focusin", (event) => light(event.target));
  page.addEventListener("focusout", () => light(null));
}

function claimsOf(part: HTMLElement): string[] {
  const numbers = part.dataset["claims"] ?? part.dataset["claim"] ?? "";
  return numbers.split(" ").filter(Boolean);
}
