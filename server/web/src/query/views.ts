// The ways to look at an answer, as tabs.
import type { Answer, Question } from "./answer.ts";
import { makeChart } from "./chart.ts";
import { Facts } from "./facts.ts";
import { type Settings, make } from "./settings.ts";
import { makeTable } from "./table.ts";

const names = ["table", "chart", "graph", "map"] as const;
export type View = (typeof names)[number];

type Maker = (answer: Answer, facts: Facts) => Promise<HTMLElement> | HTMLElement;

// What draws graphs and maps is large, and loaded when somebody looks at one.
const makers: Readonly<Record<View, Maker>> = {
  table: makeTable,
  chart: makeChart,
  graph: async (answer, facts) => (await import("./network.ts")).makeNetwork(answer, facts),
  map: async (answer, facts) => (await import("./worldmap.ts")).makeMap(answer, facts),
};

export function viewOf(name: string): View {
  return names.find((each) => each === name) ?? "table";
}

/** Returns tabs with the panel of the first view; `changed` is told when another is chosen. */
export async function makeViews(
  answer: Answer,
  question: Question,
  settings: Settings,
  first: View,
  changed: (view: View) => void,
): Promise<HTMLElement> {
  // What is learned for one view need not be asked for the next.
  const facts = new Facts(answer, question, settings);
  const panel = make("div", { role: "tabpanel", id: "view", tabindex: "0" });
  const tabs = names.map((name) =>
    make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "view" }, name[0]?.toUpperCase() + name.slice(1)),
  );
  const show = async (view: View): Promise<void> => {
    tabs.forEach((tab, number) => {
      const isChosen = names[number] === view;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `tab-${view}`);
    panel.setAttribute("aria-busy", "true");
    const made = await makers[view](answer, facts);
    if (panel.getAttribute("aria-labelledby") !== `tab-${view}`) return;
    panel.replaceChildren(made);
    panel.removeAttribute("aria-busy");
  };
  tabs.forEach((tab, number) => {
    const name = names[number] ?? "table";
    tab.addEventListener("click", () => {
      changed(name);
      void show(name);
    });
    tab.addEventListener("keydown", (event) => moveTo(event, tabs, number));
  });
  await show(first);
  return make("div", { class: "views" }, make("div", { role: "tablist", "aria-label": "Show as" }, ...tabs), panel);
}

/** Moves between tabs by arrows, as the practice of WAI-ARIA has it. */
function moveTo(event: KeyboardEvent, tabs: readonly HTMLElement[], number: number): void {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: number + 1,
    ArrowLeft: number - 1,
    Home: 0,
    End: tabs.length - 1,
  };
  const target = steps[event.key];
  if (target === undefined) return;
  event.preventDefault();
  const tab = tabs[(target + tabs.length) % tabs.length];
  tab?.focus();
  tab?.click();
}
