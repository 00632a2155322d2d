/** What can happen to texts that do not fit the types of a prompt. */
export const CHECKS = ["off", "warn", "error"] as const;
export type Check = (typeof CHECKS)[number];
