// What is chosen in the graph, in words beside it.
import { problem, told, type Entity, type Graph, type Relation } from "./data.ts";

export interface Choices {
  expand: (id: string) => void;
  hide: (id: string) => void;
  open: (number: number) => void;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  fields: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(name), fields);
  element.append(...children);
  return element;
}

export function showEntity(panel: HTMLElement, graph: Graph, entity: Entity, choices: Choices): void {
  const names = new Map(graph.nodes.map((node) => [node.id, node.label]));
  const ties = graph.edges
    .map((edge, number) => ({ edge, number }))
    .filter(({ edge }) => edge.subject === entity.id || edge.object === entity.id);
  const action = (text: string, act: () => void): HTMLButtonElement => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", act);
    return button;
  };
  const about = make("p", { className: "quiet" });
  about.append(`${entity.type ?? "of no known class"}, ${ties.length} ${ties.length === 1 ? "relation" : "relations"} shown`);
  const actions = make("div", { className: "actions" });
  actions.append(
    action("Expand", () => choices.expand(entity.id)),
    action("Hide", () => choices.hide(entity.id)),
  );
  const list = make("ul", { className: "ties" });
  for (const { edge, number } of ties) {
    const button = make("button", { type: "button" });
    const away = edge.subject === entity.id;
    const other = names.get(away ? edge.object : edge.subject) ?? "";
    button.append(
      make("bdi", {}, away ? `→ ${told(edge)} ${other}` : `← ${other} ${told(edge)}`),
      make("span", { className: "number" }, count(edge)),
    );
    button.addEventListener("click", () => choices.open(number));
    list.append(make("li", {}, button));
  }
  const page = entity.page ? [make("p", {}, make("a", { href: entity.page }, "All that is known of it"))] : [];
  fill(panel, make("h2", {}, make("bdi", {}, entity.label)), about, ...page, actions, list);
}

/** Show the sentences behind a relation, as the server's own page has them. */
export async function showRelation(panel: HTMLElement, relation: Relation, signal: AbortSignal): Promise<void> {
  panel.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(relation.page, { signal, headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(await problem(response));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const title = page.querySelector("h1")?.textContent ?? relation.label;
    const content = page.getElementById("fragment");
    const kind = make("p", { className: "quiet" }, `${relation.kind}${relation.manners.length ? ` (${relation.manners.join(", ")})` : ""}, ${count(relation)}`);
    fill(
      panel,
      make("h2", {}, make("bdi", {}, title)),
      kind,
      ...(content ? [document.importNode(content, true)] : []),
      make("p", {}, make("a", { href: relation.page }, "A page of its own")),
    );
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    fill(panel, make("h2", {}, relation.label), make("p", { className: "problem", role: "alert" }, `The sentences could not be loaded: ${reason}.`));
  } finally {
    panel.removeAttribute("aria-busy");
  }
}

export function count(relation: Relation): string {
  if (!relation.claims) return relation.kind;
  return relation.claims === 1 ? "1 claim" : `${relation.claims} claims`;
}

export function fill(panel: HTMLElement, title: HTMLHeadingElement, ...content: Node[]): void {
  title.tabIndex = -1;
  panel.replaceChildren(title, ...content);
  panel.scrollTop = 0;
}
