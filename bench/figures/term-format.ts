import { binaryToTerm, termToBinary } from "iex-ts";
import type { Figure, Measure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const TIMES = 2000;

/** What both formats can say: rows as a program would send them, about 6 KB. */
const data = Array.from({ length: 40 }, (_, i) => ({
  id: i,
  name: `person number ${i}`,
  email: `person.${i}@example.org`,
  isActive: i % 3 === 0,
  score: i * 1.25,
  tags: ["first", "second", "third"],
  address: { street: `${i} Long Street`, city: "Springfield", zip: 10_000 + i },
}));

export const encoding: Figure = {
  name: "encode",
  title: "terms to Erlang's External Term Format (JSON: JSON.stringify and its bytes)",
  unit: "values/s",
  better: "more",
  sides: {
    ours: repeated(() => termToBinary(data)),
    json: repeated(() => Buffer.from(JSON.stringify(data))),
  },
  budgets: [{ against: "json", ratio: 0.5 }],
};

const [term, json] = [termToBinary(data), Buffer.from(JSON.stringify(data))];

export const decoding: Figure = {
  name: "decode",
  title: "terms from Erlang's External Term Format (JSON: its bytes and JSON.parse)",
  unit: "values/s",
  better: "more",
  sides: {
    ours: repeated(() => binaryToTerm(term)),
    json: repeated(() => JSON.parse(json.toString())),
  },
  budgets: [{ against: "json", ratio: 0.5 }],
};

function repeated(action: () => unknown): Measure {
  return () => () => {
    const start = performance.now();
    for (let i = 0; i < TIMES; i++) action();
    return perSecond(TIMES, performance.now() - start);
  };
}
