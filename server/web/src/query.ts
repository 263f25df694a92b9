// The query page: the editor, the run of a query, and its answer.
import { type Answer, Problem, type Question, ask } from "./query/answer.ts";
import { makeEditor } from "./query/editor.ts";
import { makeReasons } from "./query/empty.ts";
import { wireExamples } from "./query/examples.ts";
import { Panel } from "./query/panel.ts";
import { element, readSettings } from "./query/settings.ts";
import { addressOf, copy, remember, sharedQuestion } from "./query/share.ts";
import { type View, makeViews, viewOf } from "./query/views.ts";

const settings = readSettings();
const entailment = element<HTMLSelectElement>("entailment");
const panel = new Panel(settings, () => running?.abort());
const editor = makeEditor(settings, () => void run());
let running: AbortController | null = null;
let view: View = "table";

function asked(): Question {
  return { query: editor.text(), entailment: entailment.value };
}

function put({ query, entailment: chosen }: Question): void {
  editor.fill(query);
  entailment.value = chosen === "none" ? "none" : "owl-rl";
}

async function run(isRestored = false): Promise<void> {
  running?.abort();
  const control = new AbortController();
  running = control;
  const question = asked();
  remember(addressOf(question, view, settings), isRestored);
  panel.start();
  try {
    const answer = await ask(question, settings, control.signal, (bytes) => panel.progress(bytes));
    const parts = await partsOf(answer, question);
    if (running === control) panel.show(answer, question, parts);
  } catch (error) {
    if (running !== control) return;
    if (control.signal.aborted) panel.cancelled();
    else if (error instanceof Problem) fail(error);
    else if (error instanceof TypeError) panel.fail("The server cannot be reached.");
    else throw error;
  } finally {
    if (running === control) running = null;
  }
}

async function partsOf(answer: Answer, question: Question): Promise<readonly HTMLElement[]> {
  if (answer.kind === "boolean") return [];
  if (answer.rows.length === 0) return [await makeReasons(question, settings, repairs)];
  const changed = (chosen: View): void => {
    view = chosen;
    remember(addressOf(question, view, settings), true);
  };
  return [await makeViews(answer, question, settings, view, changed)];
}

const repairs = {
  replace(part: string, by: string): void {
    editor.fill(editor.text().replaceAll(part, () => by));
    void run();
  },
  infer(): void {
    entailment.value = "owl-rl";
    void run();
  },
};

function fail(problem: Problem): void {
  // The server alone judges; the editor may know better where the mistake is.
  const mistake = problem.line === null ? null : editor.mistake();
  const line = mistake?.line ?? problem.line;
  const column = mistake?.column ?? problem.column;
  if (line === null || column === null) {
    panel.fail(problem.message);
    return;
  }
  editor.mark(line, column);
  panel.fail(mistake?.text ?? problem.message, `Go to line ${line}, column ${column}`, () => editor.go(line, column));
}

async function share(): Promise<void> {
  const address = addressOf(asked(), view, settings);
  const done = await copy(address);
  remember(address, true);
  panel.tell(done ? "Link copied." : "The link is in the address bar.");
}

function restore(): void {
  const shared = sharedQuestion();
  if (!shared) return;
  put(shared.question);
  view = viewOf(shared.view);
  void run(true);
}

element("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
entailment.addEventListener("change", () => {
  if (panel.isFilled) void run();
});
element("share").hidden = false;
element("share").addEventListener("click", () => void share());
element("format-choice").hidden = true;
wireExamples((query) => {
  editor.fill(query);
  view = "table";
  element("ask").scrollIntoView({ block: "nearest" });
  void run();
});
addEventListener("popstate", restore);
restore();
