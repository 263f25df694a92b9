// Completes names from Araz's own ontology and entities; nothing else is ever asked.
import type { CodeEditor, Hint, Token } from "./yasqe.ts";
import type { Settings } from "./settings.ts";

interface Completion {
  readonly text: string;
  readonly prefix: string | null;
  readonly iri: string;
  readonly label: string;
  readonly description: string | null;
}

type Kind = "class" | "property" | "entity";

const typing = new Set(["a", "rdf:type", "rdfs:domain", "rdfs:range", "rdfs:subClassOf"]);

/** Makes the completers of an editor: names, and prefixes after PREFIX. */
export class Completions {
  // The completer of the editor knows texts only; what they stand for is kept here.
  readonly #known = new Map<string, Completion>();
  #asked = false;
  #sent = new AbortController();

  constructor(readonly settings: Settings) {}

  /** Opens the list, as the keys for it or a letter typed ask. */
  open(editor: CodeEditor): void {
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

  /** Says of which kinds the name at the cursor may be. */
  kinds(editor: CodeEditor): readonly Kind[] {
    const token = editor.getCompleteToken();
    const cursor = editor.getDoc().getCursor();
    const before = editor.getPreviousNonWsToken(cursor.line, token);
    if (/^[?$"'#]/.test(token.string) || token.type === "comment" || token.type === "string") return [];
    if (/^(prefix|base)$/i.test(before.string)) return [];
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
      get: (editor: CodeEditor, token: Token) => this.#get(token.string.trim(), this.kinds(editor)),
      postprocessHints: (_: CodeEditor, hints: readonly Hint[]) => hints.map((hint) => this.#dressed(hint)),
    };
  }

  async #get(beginning: string, kinds: readonly Kind[]): Promise<readonly string[]> {
    this.#sent.abort();
    this.#sent = new AbortController();
    const { signal } = this.#sent;
    const begins = /^[\s{.;,()[\]]*$/.test(beginning) ? "" : beginning;
    try {
      const lists = await Promise.all(kinds.map((kind) => this.#fetch(begins, kind, signal)));
      for (const each of lists.flat()) this.#known.set(each.text, each);
      return lists.flat().map(({ text }) => text);
    } catch (error) {
      // A newer question has taken its place, or the server is away: nothing to offer.
      if (signal.aborted || error instanceof TypeError) return [];
      throw error;
    }
  }

  async #fetch(beginning: string, kind: Kind, signal: AbortSignal): Promise<readonly Completion[]> {
    const fields = new URLSearchParams({ q: beginning, kind });
    const response = await fetch(`${this.settings.completions}?${fields}`, { signal });
    if (!response.ok) return [];
    const { completions } = (await response.json()) as { completions: readonly Completion[] };
    return completions;
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
      hint: (editor, data) => {
        editor.getDoc().replaceRange(hint.text, hint.from ?? data.from, hint.to ?? data.to, "complete");
        if (known.prefix && namespace && !(known.prefix in editor.getPrefixesFromQuery())) {
          editor.addPrefixes({ [known.prefix]: namespace });
        }
      },
    };
  }
}

function mayBeKeyword(token: Token): boolean {
  return ["FILTER", "SELECT", "WHERE", "PREFIX", "LIMIT"].some((word) => token.state.possibleCurrent.includes(word));
}
