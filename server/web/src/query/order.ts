// The order of rows by a column: numbers and days by value, all else as words.
import type { Row } from "./answer.ts";
import { isNumber } from "./columns.ts";
import type { Term } from "./terms.ts";

export type Direction = "ascending" | "descending";

interface Key {
  readonly value: number | null;
  readonly text: string;
}

// The same order wherever the browser is at home.
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const day = /^(-?\d{4,})(?:-(\d{2})(?:-(\d{2}))?)?(?:Z|([+-])(\d{2}):(\d{2}))?$/;
const times = new Set(["date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"].map((name) => `http://www.w3.org/2001/XMLSchema#${name}`));

/** Returns the rows by a column; those alike stay as they were, those without a value come last. */
export function ordered(rows: readonly Row[], column: string, direction: Direction, told: (term: Term) => string): readonly Row[] {
  const sign = direction === "ascending" ? 1 : -1;
  const keyed = rows.map((row) => ({ row, key: row[column] ? keyOf(row[column], told) : null }));
  keyed.sort((one, other) => {
    if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null);
    return sign * compared(one.key, other.key);
  });
  return keyed.map(({ row }) => row);
}

function keyOf(term: Term, told: (term: Term) => string): Key {
  return { value: valueOf(term), text: told(term) };
}

function compared(one: Key, other: Key): number {
  if (one.value !== null && other.value !== null) return one.value - other.value;
  // Values come before words.
  if (one.value !== null || other.value !== null) return one.value === null ? 1 : -1;
  return collator.compare(one.text, other.text);
}

function valueOf(term: Term): number | null {
  let value = NaN;
  if (isNumber(term)) value = Number(term.value);
  else if (times.has(term.datatype ?? "")) value = timeOf(term.value);
  return Number.isNaN(value) ? null : value;
}

/** Returns a time in milliseconds; a year or month counts from its first day. */
function timeOf(text: string): number {
  if (text.includes("T")) return Date.parse(text);
  const parts = day.exec(text);
  if (!parts) return NaN;
  const [, year = "", month = "1", date = "1", sign, hours = "0", minutes = "0"] = parts;
  const time = new Date(0);
  // Unlike a constructor this takes the years 0 to 99 for what they are.
  time.setUTCFullYear(Number(year), Number(month) - 1, Number(date));
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return time.getTime() - (sign === "-" ? -offset : offset);
}
