// Where a query goes wrong, by the grammar of the editor. It reads from left to right and
// stops at the first token that does not fit; the server's parser tries many ways and names
// the place where the longest of them ended, which may be far behind.
import type { CodeEditor, Token } from "./yasqe.ts";

export interface Mistake {
  /** Line and column, counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

const most = 6;
const names: readonly (readonly [RegExp, string])[] = [
  [/^VAR[12]$/, "a variable"],
  [/^(?:IRI_REF|PNAME_LN|PNAME_NS)$/, "a name"],
  [/^STRING_LITERAL/, "a string"],
  [/^(?:INTEGER|DECIMAL|DOUBLE)/, "a number"],
];

/** Returns the first mistake in the query; nothing where the grammar finds none. */
export function firstMistake(editor: CodeEditor): Mistake | null {
  const { length } = editor.getValue().split("\n");
  for (let line = 0; line < length; line += 1) {
    for (const token of editor.getLineTokens(line, true)) {
      if (token.state.OK) continue;
      const [place, column] = [line + 1, token.start + 1];
      return { line: place, column, text: `line ${place}, column ${column}: ${told(token)}` };
    }
  }
  return null;
}

function told({ string, state }: Token): string {
  if (state.errorMsg) return state.errorMsg;
  const [kinds, marks, words] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const each of state.possibleCurrent) {
    const known = names.find(([pattern]) => pattern.test(each));
    if (known) kinds.add(known[1]);
    else if (/^[A-Za-z ]+$/.test(each) && !/^(?:ANON|NIL)/.test(each)) words.add(each);
    else if (!/^[A-Z_0-9]+$/.test(each) && each !== "$") marks.add(`“${each}”`);
  }
  const expected = [...kinds, ...marks, ...words];
  const listed = expected.slice(0, most).join(", ");
  const more = expected.length > most ? " or another" : "";
  return `“${string.trim()}” does not fit here${listed ? `; expected ${listed}${more}` : ""}`;
}
