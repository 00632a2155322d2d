let allowed = true;

/**
 * Says whether this node runs code that other nodes send. Nodes trust whoever has their cookie, as
 * in Erlang; `--no-remote-code` leaves them the functions that are loaded here, by name.
 */
export function setRemoteCode(allow: boolean): void {
  allowed = allow;
}

export function isRemoteCodeAllowed(): boolean {
  return allowed;
}
