import { describe, expect, it } from "@jest/globals";
import { HistorySearch } from "../../../shell/terminal/history-search.js";

function typed(text: string, entries = ["one", "two", "one more"]): HistorySearch {
  const search = new HistorySearch(entries);
  for (const letter of text) search.type(letter);
  return search;
}

describe("A search through the history", () => {
  it("begins at the newest, and is narrowed by each letter", () => {
    expect(typed("").found).toBe("one more");
    expect(typed("t").found).toBe("two");
    expect(typed("wo")).toMatchObject({ found: "two", place: 1, prompt: "(search)`wo': " });
  });

  it("finds nothing where nothing is, until letters are taken back", () => {
    const search = typed("twX");
    expect(search).toMatchObject({ found: undefined, place: 0 });
    search.older();
    search.newer();
    search.shorten();
    expect(search.found).toBe("two");
    expect(typed("", []).found).toBeUndefined();
  });

  it("stays at the last one that it finds", () => {
    const search = typed("one");
    search.older();
    search.older();
    expect(search.found).toBe("one");
    search.newer();
    search.newer();
    expect(search.found).toBe("one more");
  });
});
