// What the columns of an answer hold: numbers, days, coordinates or names of things.
import type { Answer, Row } from "./answer.ts";
import type { Facts } from "./facts.ts";
import type { Term } from "./terms.ts";

const schema = "http://www.w3.org/2001/XMLSchema#";
const numeric = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger"].map(
    (name) => schema + name,
  ),
);
const day = /^-?\d{4}(?:-\d{2}(?:-\d{2}(?:T.*)?)?)?$/;

export function isNumber(term: Term): boolean {
  return numeric.has(term.datatype ?? "");
}

export type ColumnKind = "number" | "day" | "thing" | "text";

export function kindOf(answer: Answer, name: string): ColumnKind | null {
  const terms = answer.rows.flatMap((row) => row[name] ?? []);
  if (terms.length === 0) return null;
  if (terms.every(isNumber)) return "number";
  if (terms.every((term) => term.type === "literal" && day.test(term.value))) return "day";
  if (terms.every((term) => term.type === "uri")) return "thing";
  return "text";
}

export function columns(answer: Answer, ...kinds: readonly ColumnKind[]): readonly string[] {
  return answer.variables.filter((name) => {
    const kind = kindOf(answer, name);
    return kind !== null && kinds.includes(kind);
  });
}

export interface Point {
  readonly label: string;
  readonly value: number;
}

/** Sums the values of rows by label, or counts the rows where no column is named. */
export function sums(answer: Answer, label: string, value: string | null, facts: Facts): readonly Point[] {
  const found = new Map<string, Point>();
  for (const row of answer.rows) {
    const term = row[label];
    const key = `${term?.type} ${term?.value}`;
    const number = value === null ? 1 : Number(row[value]?.value ?? 0);
    // Two things may be called the same, and have a bar each.
    const point = found.get(key) ?? { label: term ? facts.said(term) : "(none)", value: 0 };
    if (Number.isFinite(number)) found.set(key, { ...point, value: point.value + number });
  }
  return [...found.values()];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Where it is told why, of an arrow that was only inferred. */
  readonly why: string | null;
}

/**
 * Returns the rows as arrows between things: one for all that was stated of the same two,
 * and one for all that was inferred.
 */
export function edges(answer: Answer, rows: readonly Row[], facts: Facts): readonly Edge[] {
  const things = columns(answer, "thing");
  const verb = things.find((name) => answer.rows.every((row) => isRelation(row[name])));
  const [first, second] = things.filter((name) => name !== verb);
  if (first === undefined || second === undefined) return [];
  const found = new Map<string, Omit<Edge, "label"> & { labels: Set<string> }>();
  for (const row of rows) {
    const [from, to] = [row[first]?.value, row[second]?.value];
    if (from === undefined || to === undefined) continue;
    const mark = facts.marks(row).find(({ triple: [one, , other] }) => (one === from && other === to) || (one === to && other === from));
    const key = `${from} ${to} ${mark ? "inferred" : ""}`;
    const edge = found.get(key) ?? { from, to, why: mark?.why ?? null, labels: new Set() };
    const said = verb && row[verb]?.value;
    if (said) edge.labels.add(facts.called(said));
    found.set(key, edge);
  }
  return [...found.values()].map(({ labels, ...edge }) => ({ ...edge, label: joined([...labels]) }));
}

function joined(labels: readonly string[]): string {
  const shown = labels.slice(0, 3).join(", ");
  return labels.length > 3 ? `${shown}, …` : shown;
}

function isRelation(term: Term | undefined): boolean {
  const local = term?.value.split(/[#/]/).at(-1) ?? "";
  return term === undefined || (/[#/]/.test(term.value) && /^[a-z]/.test(local) && term.value.includes("#"));
}

export interface Spot {
  readonly label: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Returns the places of rows that have a latitude and a longitude. */
export function spots(answer: Answer, facts: Facts): readonly Spot[] {
  const find = (pattern: RegExp): string | undefined => answer.variables.find((name) => pattern.test(name));
  const [latitude, longitude] = [find(/^lat/i), find(/^(?:lon|lng)/i)];
  if (!latitude || !longitude) return [];
  return answer.rows.flatMap((row) => spot(row, latitude, longitude, facts));
}

function spot(row: Row, latitude: string, longitude: string, facts: Facts): readonly Spot[] {
  const [lat, long] = [Number(row[latitude]?.value), Number(row[longitude]?.value)];
  if (!(Math.abs(lat) <= 90 && Math.abs(long) <= 180)) return [];
  const first = Object.entries(row).find(([name]) => name !== latitude && name !== longitude)?.[1];
  return [{ label: first ? facts.said(first) : `${lat}, ${long}`, latitude: lat, longitude: long }];
}
