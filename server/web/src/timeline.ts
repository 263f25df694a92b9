// The page that shows claims along time.
import { offerNames } from "./filters/names.ts";
import { stay } from "./filters/stay.ts";
import { brush } from "./timeline/brush.ts";

const form = document.querySelector<HTMLFormElement>("#filters");
if (form) {
  stay(form, { regions: ["answer", "made"], arrived: prepare });
  const field = form.querySelector<HTMLInputElement>("#entity");
  if (field) offerNames(field);
  prepare();
}

function prepare(): void {
  const strip = document.querySelector<SVGSVGElement>("#strip svg");
  if (strip) brush(strip, choose);
}

function choose(from: string, to: string): void {
  for (const [id, value] of [["from", from], ["to", to]] as const) {
    const field = form?.querySelector<HTMLInputElement>(`#${id}`);
    if (field) field.value = value;
  }
  form?.requestSubmit();
}
