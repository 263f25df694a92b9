// The editor: replaces the plain field, and keeps it filled for the form.
import { Completions } from "./completion.ts";
import { type Mistake, firstMistake } from "./mistakes.ts";
import { type Settings, element } from "./settings.ts";
import { type CodeEditor, Editor, type HintList, type Mark } from "./yasqe.ts";

export interface QueryEditor {
  text(): string;
  fill(text: string): void;
  focus(): void;
  /** Returns what is wrong with the query, as far as its grammar can tell. */
  mistake(): Mistake | null;
  /** Marks a place, counted from 1, until something is typed. */
  mark(line: number, column: number): void;
  /** Puts the cursor at a place, counted from 1. */
  go(line: number, column: number): void;
}

export function makeEditor(settings: Settings, run: () => void): QueryEditor {
  const field = element<HTMLTextAreaElement>("query");
  const completions = new Completions(settings);
  // Those that it comes with ask servers of others.
  Editor.defaults.autocompleters.length = 0;
  Editor.registerAutocompleter(completions.completer(), false);
  Editor.forkAutocompleter("prefixes", prefixes(settings), false);
  const editor = new Editor(element("pane"), {
    value: field.value,
    autocompleters: ["araz-prefixes", "variables", "araz"],
    createShareableLink: null,
    consumeShareLink: null,
    persistenceId: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "",
    highlightSelectionMatches: false,
    inputStyle: "contenteditable",
    screenReaderLabel: "SPARQL 1.1 query",
    viewportMargin: 50,
    extraKeys: {
      "Ctrl-Space": () => completions.open(editor),
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      "Ctrl-S": false,
    },
  });
  field.hidden = true;
  field.required = false;
  element("keys").hidden = false;
  editor.on("change", () => {
    field.value = editor.getValue();
    plainTooltips(editor);
  });
  editor.on("inputRead", (...[, change]: readonly unknown[]) => {
    const { text } = change as { text: readonly string[] };
    completions.typed(editor, text.join("\n"));
  });
  editor.on("cursorActivity", () => completions.moved(editor));
  editor.on("autocompletionShown", (...[, widget]: readonly unknown[]) => {
    const list = widget as HintList;
    nameList(list.hints);
    completions.shown(list);
  });
  nameParts(editor);
  plainTooltips(editor);
  new ResizeObserver(() => editor.refresh()).observe(editor.getWrapperElement());
  return controls(editor);
}

function controls(editor: CodeEditor): QueryEditor {
  const marking = new Marking(editor);
  editor.on("change", () => marking.clear());
  return {
    text: () => editor.getValue(),
    fill: (text) => editor.setValue(text),
    focus: () => editor.focus(),
    mistake: () => firstMistake(editor),
    mark: (line, column) => marking.set(line - 1, column - 1),
    go: (line, column) => {
      editor.getDoc().setCursor({ line: line - 1, ch: column - 1 });
      editor.focus();
    },
  };
}

class Marking {
  #mark: Mark | null = null;
  #line: number | null = null;

  constructor(readonly editor: CodeEditor) {}

  set(line: number, ch: number): void {
    this.clear();
    const document = this.editor.getDoc();
    const last = Math.min(line, document.lineCount() - 1);
    const length = document.getLine(last).length;
    // The end of a line has no character to be marked, so the last one is.
    const from = Math.max(Math.min(ch, length - 1), 0);
    const { end } = this.editor.getTokenAt({ line: last, ch: from + 1 });
    const to = Math.max(end, from + 1);
    this.#mark = document.markText({ line: last, ch: from }, { line: last, ch: to }, { className: "wrong-part" });
    this.editor.addLineClass(last, "background", "wrong-line");
    this.#line = last;
    this.editor.scrollIntoView({ line: last, ch: from }, 40);
    this.editor.getInputField().setAttribute("aria-invalid", "true");
  }

  clear(): void {
    if (this.#line === null) return;
    this.#mark?.clear();
    this.editor.removeLineClass(this.#line, "background", "wrong-line");
    this.editor.getInputField().removeAttribute("aria-invalid");
    this.#line = null;
  }
}

/** The editor's own list holds foreign prefixes; this one has ours. */
function prefixes(settings: Settings): object {
  const lines = Object.entries(settings.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  return { name: "araz-prefixes", persistenceId: null, get: () => lines };
}

/** Says to screen readers what the parts of the editor are. */
function nameParts(editor: CodeEditor): void {
  const input = editor.getInputField();
  input.setAttribute("role", "textbox");
  input.setAttribute("aria-multiline", "true");
  input.setAttribute("aria-label", "SPARQL 1.1 query");
  input.setAttribute("aria-describedby", "keys");
  document.querySelector("label[for=query]")?.addEventListener("click", () => editor.focus());
}

function nameList(hints: HTMLElement): void {
  hints.setAttribute("aria-label", "Completions");
  hints.removeAttribute("aria-expanded");
}

/** The editor explains a mistake by markup with styles, which the page's policy forbids. */
function plainTooltips(editor: CodeEditor): void {
  for (const icon of editor.getWrapperElement().querySelectorAll<HTMLElement>(".parseErrorIcon")) {
    icon.onmouseover = null;
    icon.onmouseout = null;
    icon.title = "This line cannot be read yet";
  }
}
