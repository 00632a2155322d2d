import { atEnd } from "./bridge.js";
import { failureOf } from "./failure.js";
import { register, runOnExit } from "./on-exit.js";
import { TestProcess } from "./test-process.js";

type Body = () => unknown;

/** The process of the test that goes on, from its first `beforeEach` to the end of its body. */
let ofTest: TestProcess | undefined;
/** The process of the file's `beforeAll`: what is linked with it lives until all tests have ended. */
let ofFile: TestProcess | undefined;

/** Runs a `beforeEach`: as the process of the test that follows. */
export function runBeforeEach(body: Body, place: Error): Promise<void> {
  return failing(place, async () => {
    ofTest ??= begin();
    await ofTest.run(body).catch(finishAndThrow);
  });
}

/** Runs the body of a test, and ends its process. */
export function runTest(body: Body, place: Error): Promise<void> {
  return failing(place, async () => {
    // What beforeAll started may have crashed, and its process with it.
    await ofFile?.run(() => {});
    ofTest ??= begin();
    await ofTest.run(body).catch(finishAndThrow);
    await finishTest();
  });
}

/** Runs a body as a process of its own: of a test beside which others run, or of a hook. */
export function runAlone(body: Body, place: Error): Promise<void> {
  return failing(place, async () => {
    const process = begin();
    await process.run(body).finally(() => finish(process));
  });
}

/** Runs a `beforeAll`: as the process of the file. */
export function runBeforeAll(body: Body, place: Error): Promise<void> {
  return failing(place, () => {
    ofFile ??= beginFile();
    return ofFile.run(body);
  });
}

/** Ends the process of a test that was not ended by its body, because that took too long or never began. */
export async function finishTest(): Promise<void> {
  const process = ofTest;
  ofTest = undefined;
  if (process) await finish(process);
}

function beginFile(): TestProcess {
  const process = begin();
  atEnd(() => finish(process));
  return process;
}

function begin(): TestProcess {
  const process = new TestProcess();
  register(process.pid);
  return process;
}

async function finish(process: TestProcess): Promise<void> {
  await process.end();
  await runOnExit(process.pid);
}

/** What the body threw matters more than what its end throws. */
async function finishAndThrow(error: unknown): Promise<never> {
  await finishTest().catch(() => {});
  throw error;
}

async function failing(place: Error, body: () => Promise<unknown>): Promise<void> {
  try {
    await body();
  } catch (error) {
    throw failureOf(error, place);
  }
}
