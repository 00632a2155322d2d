import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { hostRefusal, parseNodeName, splitNodeName } from "../../src/dist/name.js";

describe("A node's name", () => {
  it("is kept as given when it has a host", () => {
    expect(parseNodeName("me@localhost", "short", "vm")).toEqual({
      full: "me@localhost",
      name: "me",
      host: "localhost",
    });
    expect(parseNodeName("a-b_C9@10.0.0.1", "long", "vm").full).toBe("a-b_C9@10.0.0.1");
    expect(parseNodeName("a@loc_al", "short", "vm").host).toBe("loc_al");
  });

  it("gets this machine's host when it has none: the first label for short names, all for long ones", () => {
    expect(parseNodeName("me", "short", "vm.example.org").full).toBe("me@vm");
    expect(parseNodeName("me", "short", "vm").full).toBe("me@vm");
    expect(parseNodeName("me", "long", "vm.example.org").full).toBe("me@vm.example.org");
  });

  it("may have an IPv6 address for host, which counts as fully qualified", () => {
    expect(parseNodeName("a@::1", "long", "vm").host).toBe("::1");
  });

  it.each([
    ["foo.bar@localhost", "short", /"foo.bar@localhost".*letters, digits/],
    ["foo bar@localhost", "short", /letters, digits/],
    ["é@localhost", "short", /letters, digits/],
    ["a b", "short", /letters, digits/],
    ["@localhost", "short", /one word, one "@" and one host/],
    ["a@", "short", /one word, one "@" and one host/],
    ["a@b@c", "short", /one word, one "@" and one host/],
    ["", "short", /empty name.*--sname me/],
    ["a@lo cal", "short", /"lo cal" is no host name/],
    ["a@127.0.0.1", "short", /"127.0.0.1" of a short name has no dots, use --name a@127.0.0.1/],
    ["a@localhost", "long", /"localhost" is not fully qualified, use --sname a@localhost/],
    ["foo", "long", /calls itself "vm".*--name foo@127.0.0.1 or use --sname foo/],
    [`${"a".repeat(256)}@localhost`, "short", /266 characters and 255 are allowed/],
  ] as const)("%j with %s names is refused with what to type instead", (text, mode, message) => {
    expect(() => parseNodeName(text, mode, "vm")).toThrow(message);
  });

  it("is never accepted without being a name and a host that split again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("short" as const, "long" as const), (text, mode) => {
        try {
          const node = parseNodeName(text, mode, "vm.example.org");
          expect(splitNodeName(node.full)).toEqual(node);
          expect(hostRefusal(mode, node.full)).toBeUndefined();
        } catch (error) {
          expect((error as Error).name).toBe("InvalidNodeName");
        }
      }),
    );
  });
});

describe("Short and long names", () => {
  it("do not mix, and the refusal is Erlang's", () => {
    expect(hostRefusal("long", "a@localhost")).toBe(
      "** System running to use fully qualified hostnames **\n** Hostname localhost is illegal **",
    );
    expect(hostRefusal("short", "long@127.0.0.1")).toBe(
      "** System NOT running to use fully qualified hostnames **\n** Hostname 127.0.0.1 is illegal **",
    );
  });

  it("reach their own kind", () => {
    expect(hostRefusal("short", "a@localhost")).toBeUndefined();
    expect(hostRefusal("long", "a@127.0.0.1")).toBeUndefined();
    expect(hostRefusal("long", "a@::1")).toBeUndefined();
  });

  it("refuse what is no node's name at all", () => {
    expect(hostRefusal("short", "nobody")).toBe("** Nodename nobody illegal **");
  });
});
