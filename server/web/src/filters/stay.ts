// A form of filters whose answer takes the place of the old one: no page is left.

export interface Stay {
  /** Ids of what an answer replaces. */
  regions: readonly string[];
  /** Called when a new answer stands on the page. */
  arrived: () => void;
}

/** Go to an address of the same page; the way back works as always. */
export type Go = (address: string) => void;

export function stay(form: HTMLFormElement, { regions, arrived }: Stay): Go {
  let going = new AbortController();

  async function load(address: string): Promise<void> {
    going.abort();
    going = new AbortController();
    const { signal } = going;
    const places = regions.map((id) => document.getElementById(id)).filter((each) => each !== null);
    for (const place of places) place.dataset.busy = "";
    const sent = stated(form);
    try {
      const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok) throw new Error(page.querySelector("main .problem, main p")?.textContent ?? `the server answered ${response.status}`);
      for (const place of places) {
        const fresh = page.getElementById(place.id);
        if (fresh) place.replaceWith(document.importNode(fresh, true));
      }
      document.title = page.title;
      const answered = page.getElementById(form.id);
      if (answered instanceof HTMLFormElement) follow(form, answered, sent);
      arrived();
    } catch (error) {
      if (signal.aborted) return;
      for (const place of places) delete place.dataset.busy;
      tell(places[0] ?? form, error instanceof Error ? error.message : String(error), () => void load(address));
    }
  }

  function go(address: string): void {
    history.pushState(null, "", address);
    void load(address);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(addressOf(form));
  });
  form.addEventListener("change", () => form.requestSubmit());
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-stay]") : null;
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href);
  });
  window.addEventListener("popstate", () => void load(location.href));
  return go;
}

/** The address that a form leads to, without what is empty or as usual. */
export function addressOf(form: HTMLFormElement): string {
  const address = new URL(form.action);
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value) fields.append(name, value);
  }
  const usual = new URLSearchParams(form.dataset["usual"]);
  for (const name of new Set(usual.keys())) {
    if (fields.getAll(name).join() === usual.getAll(name).join()) fields.delete(name);
  }
  address.search = fields.toString();
  return address.href;
}

type Field = HTMLInputElement | HTMLSelectElement;

function fields(form: HTMLFormElement): readonly Field[] {
  return [...form.querySelectorAll<Field>("input[id], select[id]")];
}

/** What the fields say, by id. */
function stated(form: HTMLFormElement): ReadonlyMap<string, string> {
  return new Map(fields(form).map((field) => [field.id, state(field)]));
}

function state(field: Field): string {
  return field instanceof HTMLInputElement && field.type === "checkbox" ? String(field.checked) : field.value;
}

/** Let the fields say what the answer is to, but for those that were filled anew since it was asked for. */
function follow(form: HTMLFormElement, answered: HTMLFormElement, sent: ReadonlyMap<string, string>): void {
  for (const field of fields(answered)) {
    const own = form.querySelector<Field>(`#${CSS.escape(field.id)}`);
    if (own && state(own) !== sent.get(own.id)) continue;
    if (own instanceof HTMLInputElement && field instanceof HTMLInputElement) {
      own.checked = field.checked;
      if (own.type !== "checkbox") own.value = field.value;
    } else if (own instanceof HTMLSelectElement) own.value = field.value;
  }
  const chosen = form.querySelector(".chosen");
  const fresh = answered.querySelector(".chosen");
  chosen?.remove();
  if (fresh) form.append(document.importNode(fresh, true));
}

function tell(place: Element, reason: string, again: () => void): void {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Try again" });
  button.addEventListener("click", again);
  const message = Object.assign(document.createElement("p"), { className: "problem notice" });
  message.setAttribute("role", "alert");
  message.append(`This could not be loaded: ${reason} `, button);
  place.querySelector(":scope > [role=alert]")?.remove();
  place.prepend(message);
}
