import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  decodeAliveReply,
  decodeNamesReply,
  decodePortReply,
  decodeRequest,
  encodeAliveReply,
  encodeDumpReply,
  encodeNamesReply,
  encodePortReply,
  encodeRequest,
  MARKER,
  type Registration,
  type Request,
} from "../../src/dist/epmd/protocol.js";

const node: Registration = {
  name: "ab",
  port: 0x1234,
  nodeType: 77,
  protocol: 0,
  highest: 6,
  lowest: 6,
  extra: "x",
};

/** The bytes that ERTS' documentation of the protocol asks for. */
const requests: [Request, string][] = [
  [{ type: "alive", node }, "0010 78 1234 4d 00 0006 0006 0002 6162 0001 78"],
  [{ type: "port", name: "ab" }, "0003 7a 6162"],
  [{ type: "names" }, "0001 6e"],
  [{ type: "dump" }, "0001 64"],
  [{ type: "kill" }, "0001 6b"],
  [{ type: "stop", name: "ab" }, "0003 73 6162"],
];

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex");
const text = (max: number) =>
  fc.string({ unit: fc.constantFrom("a", "Z", "0", "_", "-", "é", "😀"), minLength: 1, maxLength: max });
const uint16 = fc.nat(0xffff);
const nodes: fc.Arbitrary<Registration> = fc.record({
  name: text(60),
  port: uint16,
  nodeType: fc.constantFrom(77, 72),
  protocol: fc.nat(255),
  highest: uint16,
  lowest: uint16,
  extra: fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString("latin1")),
});
const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  nodes.map((node) => ({ type: "alive" as const, node })),
  fc.record({ type: fc.constantFrom("port" as const, "stop" as const), name: text(60) }),
  fc.constantFrom<Request>({ type: "names" }, { type: "dump" }, { type: "kill" }),
);

describe("EPMD requests", () => {
  it.each(requests)("%j has the documented bytes", (request, hex) => {
    expect(encodeRequest(request).toString("hex")).toBe(bytes(hex).toString("hex"));
    expect(decodeRequest(bytes(hex))).toEqual(request);
  });

  it("come back as they were sent, and every beginning of one waits for more", () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const encoded = encodeRequest(request);
        expect(decodeRequest(encoded)).toEqual(request);
        for (let end = 0; end < encoded.length; end++) expect(decodeRequest(encoded.subarray(0, end))).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it("of old clients may end a name with a zero, and a registration may have bytes to spare", () => {
    expect(decodeRequest(bytes("0004 7a 6162 00"))).toEqual({ type: "port", name: "ab" });
    expect(decodeRequest(bytes("0011 78 1234 4d 00 0006 0006 0002 6162 0001 78 ff"))).toEqual({ type: "alive", node });
  });

  it.each([
    ["no body", "0000"],
    ["a length no request has", "ffff"],
    ["an unknown request", "0001 01"],
    ["bytes after the request", "0001 6e 6e"],
    ["a registration that ends in its head", "0005 78 1234 4d 00"],
    ["a registration whose name is cut off", "000f 78 1234 4d 00 0006 0006 0009 6162 0000"],
    ["a registration whose extra is cut off", "000f 78 1234 4d 00 0006 0006 0002 6162 0001"],
    ["a registration whose name has no room at all", "000f 78 1234 4d 00 0006 0006 ffff 6162 0001"],
    ["a registration without a name", "000d 78 1234 4d 00 0006 0006 0000 0000"],
    ["a name that is not UTF-8", "0003 7a ff fe"],
    ["a name with a zero inside", "0004 7a 61 00 62"],
    ["a name that would forge a line", "0004 7a 61 0a 62"],
    ["a question for no name", "0001 7a"],
  ])("with %s are garbage", (_, hex) => {
    expect(() => decodeRequest(bytes(hex))).toThrow(expect.objectContaining({ name: "EpmdGarbage" }));
  });

  it("made of any bytes either wait, decode or are garbage, and nothing else", () => {
    const tag = fc.constantFrom(120, 122, 110, 100, 107, 115, 0);
    fc.assert(
      fc.property(tag, fc.uint8Array({ maxLength: 80 }), (first, rest) => {
        const body = Buffer.of(first, ...rest);
        try {
          decodeRequest(Buffer.concat([Buffer.of(0, body.length), body]));
        } catch (error) {
          expect((error as Error).name).toBe("EpmdGarbage");
        }
      }),
    );
  });
});

describe("EPMD replies", () => {
  it("to a registration have creations of 32 bits for new nodes and of 16 for old ones", () => {
    expect(encodeAliveReply({ result: 0, creation: 0x01020304 }, true)).toEqual(bytes("76 00 01020304"));
    expect(encodeAliveReply({ result: 1, creation: 99 }, false)).toEqual(bytes("79 01 0063"));
    expect(decodeAliveReply(bytes("76 00 01020304"))).toEqual({ result: 0, creation: 0x01020304 });
    expect(decodeAliveReply(bytes("79 01 0063"))).toEqual({ result: 1, creation: 99 });
  });

  it("to a question for a node carry all that it registered, our marker too", () => {
    const ours = { ...node, extra: MARKER };
    expect(decodePortReply(encodePortReply(ours))).toEqual({ node: ours });
    expect(encodePortReply(undefined)).toEqual(bytes("77 01"));
    expect(decodePortReply(bytes("77 01"))).toEqual({ node: undefined });
  });

  it("wait for more at every cut", () => {
    fc.assert(
      fc.property(nodes, (node) => {
        const port = encodePortReply(node);
        expect(decodePortReply(port)).toEqual({ node });
        for (let end = 0; end < port.length; end++) expect(decodePortReply(port.subarray(0, end))).toBeUndefined();
      }),
      { numRuns: 50 },
    );
    for (let end = 0; end < 6; end++)
      expect(decodeAliveReply(bytes("76 00 01020304").subarray(0, end))).toBeUndefined();
  });

  it("with names are lines of text after the port", () => {
    const reply = {
      port: 4369,
      nodes: [
        { name: "a", port: 1 },
        { name: "é", port: 2 },
      ],
    };
    const encoded = encodeNamesReply(reply);
    expect(encoded.subarray(4).toString()).toBe("name a at port 1\nname é at port 2\n");
    expect(decodeNamesReply(encoded)).toEqual(reply);
    expect(encodeDumpReply(reply).subarray(4).toString()).toContain("active name     <a> at port 1, fd = 0\n");
  });

  it("of something that is no name server are garbage", () => {
    const garbage = expect.objectContaining({ name: "EpmdGarbage" });
    expect(() => decodeAliveReply(Buffer.from("HTTP/1.1"))).toThrow(garbage);
    expect(() => decodePortReply(Buffer.from("SSH"))).toThrow(garbage);
    expect(() => decodeNamesReply(Buffer.from("no"))).toThrow(garbage);
  });
});
