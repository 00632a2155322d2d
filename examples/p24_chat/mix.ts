import { type ApplicationDefinition, configEnv, type ProjectDefinition } from "iex-ts/config";

export const project: ProjectDefinition = {
  app: "p24_chat",
  version: "0.1.0",
  // Ends the node when the application ends.
  startPermanent: configEnv() === "prod",
};

// What runs: "iex-ts help run" tells more.
export const application: ApplicationDefinition = {
  extraApplications: ["logger"],
  mod: ["P24Chat.Application", []],
};
