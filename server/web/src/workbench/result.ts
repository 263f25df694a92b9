// What was found in a text, made lively: a claim and its sentence light up together, the
// claims are drawn, and whoever has the token can keep them.
import type { Drawing } from "./drawing.ts";

/** Make a result lively. */
export function enliven(result: HTMLElement): void {
  light(result);
  void draw(result);
  const form = result.querySelector<HTMLFormElement>("form[data-keep]");
  if (!form) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void keep(form);
  });
}

/** Light up what belongs together below the pointer or the focus. */
function light(result: HTMLElement): void {
  const show = (event: Event): void => {
    const over = event.target instanceof Element ? event.target : null;
    const claim = over?.closest<HTMLElement>("[data-claim]")?.dataset["claim"];
    const said = over?.closest<HTMLElement>("[data-claims]")?.dataset["claims"];
    const numbers = new Set((claim ?? said ?? "").split(" ").filter(Boolean));
    for (const each of result.querySelectorAll<HTMLElement>(".says, .claims > li")) {
      const own = (each.dataset["claims"] ?? each.dataset["claim"] ?? "").split(" ");
      each.classList.toggle("lit", own.some((number) => numbers.has(number)));
    }
  };
  for (const kind of ["pointerover", "focusin"]) {
    result.querySelector(".both")?.addEventListener(kind, show);
  }
  result.querySelector(".both")?.addEventListener("pointerleave", show);
}

async function draw(result: HTMLElement): Promise<void> {
  const data = result.querySelector("#drawing-data");
  const place = result.querySelector<HTMLElement>("#drawing");
  if (!data?.textContent || !place) return;
  const drawing = JSON.parse(data.textContent) as Drawing;
  const { drawInto } = await import("./drawing.ts");
  const section = place.closest<HTMLElement>(".drawn");
  if (section) section.hidden = false;
  drawInto(place, drawing);
}

/** Have the article stored; only those who have the token may. */
async function keep(form: HTMLFormElement): Promise<void> {
  const token = form.querySelector<HTMLInputElement>("input[type=password]");
  const told = form.querySelector<HTMLElement>("[data-kept]");
  const button = form.querySelector<HTMLButtonElement>("button");
  if (!token || !told || !button) return;
  button.disabled = true;
  told.className = "";
  told.textContent = "Storing it, with all that follows …";
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/problem+json", Authorization: `Bearer ${token.value}` },
    });
    if (!response.ok) throw new Error(await reason(response));
    const link = document.createElement("a");
    link.href = form.dataset["page"] ?? "";
    link.textContent = "its page";
    told.replaceChildren("Kept. Everybody can see it now on ", link, ".");
    token.value = "";
  } catch (error) {
    told.className = "problem";
    told.textContent = error instanceof Error ? error.message : String(error);
  } finally {
    button.disabled = false;
  }
}

async function reason(response: Response): Promise<string> {
  const told = (await response.json().catch(() => null)) as { detail?: string } | null;
  return told?.detail ?? `The server answered with ${response.status}.`;
}
