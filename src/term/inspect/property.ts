/** The value of a property, own or inherited, without running a getter: undefined for getters. */
export function dataProperty(object: object, key: PropertyKey): unknown {
  for (let at: object | null = object; at; at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, key);
    if (own) return own.value;
  }
  return undefined;
}

/**
 * The name of the class that an object was made by, or of the next that this one extends and that has a name;
 * `Object` for plain ones, those without a prototype included.
 */
export function className(object: object): string {
  for (let at = Object.getPrototypeOf(object); at; at = Object.getPrototypeOf(at)) {
    // A getter says nothing: Node.js's own errors have one.
    const maker: unknown = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    const name = typeof maker === "function" && dataProperty(maker, "name");
    if (typeof name === "string" && name !== "") return name;
  }
  return "Object";
}
