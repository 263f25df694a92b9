// The graph as the server gives it.

export type Kind = "asserted" | "reported" | "denied" | "known" | "inferred";

export interface Entity {
  id: string;
  label: string;
  type: string | null;
  family: string | null;
  page: string | null;
}

export interface Relation {
  subject: string;
  relation: string;
  object: string;
  label: string;
  kind: Kind;
  claims: number;
  manners: string[];
  first: string | null;
  last: string | null;
  page: string;
}

export interface Graph {
  nodes: Entity[];
  edges: Relation[];
  total: number;
  missing: string[];
}

export async function fetchGraph(address: string, signal: AbortSignal): Promise<Graph> {
  const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(await problem(response));
  return (await response.json()) as Graph;
}

/** What the server says is wrong, in its words if it has any. */
export async function problem(response: Response): Promise<string> {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.includes("json")) {
    const body = (await response.json()) as { detail?: string };
    if (body.detail) return body.detail;
  }
  return `the server answered ${response.status}`;
}

/** A relation in words, with what kind of relation it is in front. */
export function told(relation: Relation): string {
  return `${prefix(relation)}${relation.label}`;
}

function prefix(relation: Relation): string {
  switch (relation.kind) {
    case "asserted":
      return "";
    case "denied":
      return "not: ";
    case "known":
      return "known: ";
    case "inferred":
      return "∴ ";
    case "reported":
      return relation.manners.length ? `${relation.manners.join(", ")}: ` : "said: ";
  }
}
