/** The value of a property, own or inherited, without running a getter: undefined for getters. */
export function dataProperty(object: object, key: PropertyKey): unknown {
  for (let at: object | null = object; at; at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, key);
    if (own) return own.value;
  }
  return undefined;
}

/** The name of the class that an object was made by; `Object` for plain ones, those without a prototype included. */
export function className(object: object): string {
  const prototype: object | null = Object.getPrototypeOf(object);
  const maker = prototype && dataProperty(prototype, "constructor");
  if (typeof maker !== "function") return "Object";
  const name = dataProperty(maker, "name");
  return typeof name === "string" && name !== "" ? name : "Object";
}
