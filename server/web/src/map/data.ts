// What the server says of states and of what they do to each other.

export interface State {
  label: string;
  page: string | null;
  names: string[];
  claims: number;
  timeline: string;
  graph: string;
}

export interface Tie {
  from: number;
  to: number;
  label: string;
  claims: number;
  page: string;
}

export interface WorldData {
  states: State[];
  edges: Tie[];
}

/** All that one state is said to do to one other. */
export interface Pair {
  from: number;
  to: number;
  ties: Tie[];
  claims: number;
}

export function readData(): WorldData {
  return JSON.parse(document.getElementById("map-data")?.textContent ?? "") as WorldData;
}

export function pairs({ edges }: WorldData): Pair[] {
  const found = new Map<string, Pair>();
  for (const tie of edges) {
    const key = `${tie.from} ${tie.to}`;
    const pair = found.get(key) ?? { from: tie.from, to: tie.to, ties: [], claims: 0 };
    pair.ties.push(tie);
    pair.claims += tie.claims;
    found.set(key, pair);
  }
  return [...found.values()].sort((one, other) => other.claims - one.claims);
}
