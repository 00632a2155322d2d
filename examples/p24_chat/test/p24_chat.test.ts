import { atom } from "iex-ts";
import { captureIo, describe, expect, test } from "iex-ts/jest";
import { receiveMessage, sendMessage } from "../src/p24_chat.js";

describe("P24Chat", () => {
  test.tag("distributed")("sendMessage", async () => {
    expect(await sendMessage("bob@localhost", "hi")).toBe(atom.ok);
  });

  test("receiveMessage prints the message", async () => {
    expect(await captureIo(() => receiveMessage("hi"))).toBe("hi\n");
  });
});
