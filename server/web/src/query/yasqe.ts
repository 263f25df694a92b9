// The part of Yasqe, the editor of YASGUI, that the page uses, with its types.
import { Yasqe } from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";

export interface Position {
  readonly line: number;
  readonly ch: number;
}

export interface Token {
  readonly string: string;
  readonly type: string | null;
  readonly start: number;
  readonly end: number;
  readonly state: {
    readonly possibleCurrent: readonly string[];
    readonly lastProperty: string;
    readonly OK: boolean;
    readonly inPrefixDecl?: boolean;
    readonly errorMsg?: string;
  };
}

export interface Hint {
  readonly text: string;
  readonly from?: Position;
  readonly to?: Position;
  readonly render?: (item: HTMLElement) => void;
  readonly hint?: (editor: CodeEditor) => void;
}

/** The list that is shown, of CodeMirror's addon show-hint. */
export interface HintList {
  readonly hints: HTMLElement;
  readonly data: { readonly list: readonly Hint[] };
  readonly selectedHint: number;
  changeActive(number: number): void;
}

/** A completion from its opening until it is closed; it may have nothing to show. */
export interface Completing {
  readonly widget: HintList | null;
  /** The picture before which the list is to be made anew; 0 if none. */
  debounce: number;
  update(): void;
}

export interface Mark {
  clear(): void;
}

interface Document {
  getCursor(): Position;
  setCursor(position: Position): void;
  getLine(line: number): string;
  lineCount(): number;
  markText(from: Position, to: Position, options: { className: string }): Mark;
  replaceRange(text: string, from: Position, to: Position, origin: string): void;
}

export interface CodeEditor {
  readonly state: { readonly completionActive?: Completing | null };
  autocomplete(): void;
  addPrefixes(prefixes: Readonly<Record<string, string>>): void;
  addLineClass(line: number, where: string, name: string): void;
  focus(): void;
  getCompleteToken(): Token;
  getDoc(): Document;
  getInputField(): HTMLElement;
  getLineTokens(line: number, precise: boolean): readonly Token[];
  getPrefixesFromQuery(): Readonly<Record<string, string>>;
  getPreviousNonWsToken(line: number, token: Token): Token;
  getTokenAt(position: Position): Token;
  getValue(): string;
  getWrapperElement(): HTMLElement;
  hasFocus(): boolean;
  on(event: string, listener: (...details: readonly unknown[]) => void): void;
  refresh(): void;
  removeLineClass(line: number, where: string, name: string): void;
  scrollIntoView(position: Position, margin: number): void;
  setValue(text: string): void;
}

interface YasqeClass {
  new (parent: HTMLElement, options: object): CodeEditor;
  registerAutocompleter(completer: object, enable: boolean): void;
  readonly defaults: { readonly autocompleters: string[] };
  forkAutocompleter(from: string, completer: object, enable: boolean): void;
}

export const Editor = Yasqe as unknown as YasqeClass;
