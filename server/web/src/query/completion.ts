// Completes names from Araz's own ontology and entities; nothing else is ever asked.
import { type Completion, type Kind, Offers } from "./offers.ts";
import type { CodeEditor, Completing, Hint, HintList, Token } from "./yasqe.ts";
import type { Settings } from "./settings.ts";

const typing = new Set(["a", "rdf:type", "rdfs:domain", "rdfs:range", "rdfs:subClassOf"]);
// Before these a name may begin, and they are no part of it.
const between = /^[\s{.;,()[\]]*$/;

/** Makes the completer of an editor for names. */
export class Completions {
  // The completer of the editor knows texts only; what they stand for is kept here.
  readonly #known = new Map<string, Completion>();
  readonly #offers: Offers;
  #asked = false;
  #chosen: string | null = null;

  constructor(readonly settings: Settings) {
    this.#offers = new Offers(settings);
  }

  /** Opens the list, as the keys for it or a letter typed ask. */
  open(editor: CodeEditor): void {
    this.#offers.forget();
    this.#asked = true;
    editor.autocomplete();
    this.#asked = false;
  }

  /** Opens the list after a letter, where it helps more than it disturbs. */
  typed(editor: CodeEditor, text: string): void {
    if (editor.state.completionActive || !/^[\w:]$/u.test(text)) return;
    const token = editor.getCompleteToken();
    // Where a keyword may stand, a bare word is more often one than a name.
    if (!token.string.includes(":") && mayBeKeyword(token)) return;
    this.open(editor);
  }

  /** Fits the list to what was typed before another key can pick from it. */
  moved(editor: CodeEditor): void {
    // The list itself waits for the next picture, and takes no keys until then.
    queueMicrotask(() => {
      const active = editor.state.completionActive;
      if (!active?.debounce) return;
      cancelAnimationFrame(active.debounce);
      active.debounce = 0;
      active.update();
    });
  }

  /** Chooses again, in a list that is shown anew, what somebody had chosen in the last. */
  shown(list: HintList): void {
    const kept = list.data.list.findIndex(({ text }) => text === this.#chosen);
    if (kept > 0) list.changeActive(kept);
    this.#chosen = null;
  }

  /** Says of which kinds the name at the cursor may be. */
  kinds(editor: CodeEditor): readonly Kind[] {
    const token = editor.getCompleteToken();
    const cursor = editor.getDoc().getCursor();
    const before = editor.getPreviousNonWsToken(cursor.line, token);
    if (/^[?$"'#]/.test(token.string) || token.type === "comment" || token.type === "string") return [];
    if (token.state.inPrefixDecl || /^(prefix|base)$/i.test(before.string)) return [];
    if (typing.has(before.state.lastProperty) && token.state.possibleCurrent.includes("IRI_REF")) {
      if (typing.has(before.string)) return ["class"];
    }
    if (token.state.possibleCurrent.includes("a")) return ["property"];
    return token.string.startsWith("ent:") ? ["entity"] : ["entity", "property", "class"];
  }

  completer(): object {
    return {
      name: "araz",
      bulk: false,
      autoShow: true,
      isValidCompletionPosition: (editor: CodeEditor) => this.#asked && this.kinds(editor).length > 0,
      get: (editor: CodeEditor, token: Token) => this.#get(editor, token.string.trim()),
      postprocessHints: (_: CodeEditor, hints: readonly Hint[]) => hints.map((hint) => this.#dressed(hint)),
    };
  }

  #get(editor: CodeEditor, beginning: string): readonly string[] {
    const active = editor.state.completionActive;
    const arrived = (): void => {
      if (!active || editor.state.completionActive !== active || !editor.hasFocus()) return;
      this.#chosen = chosen(active);
      active.update();
    };
    const fitting = this.#offers.now(between.test(beginning) ? "" : beginning, this.kinds(editor), arrived);
    for (const each of fitting) this.#known.set(each.text, each);
    return fitting.map(({ text }) => text);
  }

  #dressed(hint: Hint): Hint {
    const known = this.#known.get(hint.text);
    if (!known) return hint;
    const namespace = known.prefix === null ? null : this.settings.prefixes[known.prefix];
    return {
      ...hint,
      render: (item) => {
        const text = document.createElement("span");
        text.textContent = known.text;
        const label = document.createElement("small");
        label.textContent = known.description ?? known.label;
        item.append(text, label);
      },
      hint: (editor) => {
        replaceName(editor, hint.text);
        if (known.prefix && namespace && !(known.prefix in editor.getPrefixesFromQuery())) {
          editor.addPrefixes({ [known.prefix]: namespace });
        }
      },
    };
  }
}

/** Puts a text where the name at the cursor stands now, which may have grown since it was offered. */
function replaceName(editor: CodeEditor, text: string): void {
  const cursor = editor.getDoc().getCursor();
  const { string, start, end } = editor.getCompleteToken();
  const [from, to] = between.test(string) ? [cursor.ch, cursor.ch] : [start, end];
  editor.getDoc().replaceRange(text, { line: cursor.line, ch: from }, { line: cursor.line, ch: to }, "complete");
}

function chosen({ widget }: Completing): string | null {
  return widget?.data.list[widget.selectedHint]?.text ?? null;
}

function mayBeKeyword(token: Token): boolean {
  return ["FILTER", "SELECT", "WHERE", "PREFIX", "LIMIT"].some((word) => token.state.possibleCurrent.includes(word));
}
