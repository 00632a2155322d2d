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
  const name = dataProperty(makerOf(object), "name");
  return typeof name === "string" && name !== "" ? name : "Object";
}

/** Prototypes whose `constructor` is a getter are passed over: those of Node.js's own errors. */
function makerOf(object: object): object {
  for (let at = Object.getPrototypeOf(object); at; at = Object.getPrototypeOf(at)) {
    const maker = Object.getOwnPropertyDescriptor(at, "constructor");
    if (maker && "value" in maker) return typeof maker.value === "function" ? maker.value : {};
  }
  return {};
}
