/** Jest's global setup: tests that start real nodes run what users run, the built command. */
import { build, isStale } from "../../scripts/build.mjs";

export default async () => {
  if (isStale()) await build();
};
