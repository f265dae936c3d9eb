// Members of the platform's interfaces, to be captured as a module is evaluated. They are looked for along the chain of
// prototypes: in jsdom, happy-dom and under polyfills `URL` and others are subclasses, whose getters are inherited.

const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const scope = globalThis;

/** A global, where there is one that can be had: Node loads some on first use, which can throw. */
export const reach = (name) => {
  try {
    return scope[name];
  } catch {
    return undefined;
  }
};

/**
 * A property's descriptor, wherever in the chain of prototypes it is.
 * @type {(object: any, property: PropertyKey) => any}
 */
export const inherited = (object, property) => {
  for (let at = object; at; at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, property);
    if (descriptor) return descriptor;
  }
  return undefined;
};

/**
 * A method or a getter of an interface, where this engine has it.
 * @type {(name: string, property: PropertyKey) => any}
 */
export const method = (name, property) => reach(name)?.prototype?.[property];
/** @type {(name: string, property: PropertyKey) => any} */
export const getter = (name, property) => inherited(reach(name)?.prototype, property)?.get;

/**
 * The same as functions of the object that they are for.
 * @type {(name: string, property: PropertyKey) => (object: any, ...args: any[]) => any}
 */
export const invoke = (name, property) => {
  const original = method(name, property);
  return (object, ...args) => apply(original, object, args);
};
/** @type {(name: string, property: PropertyKey) => (object: any) => any} */
export const read = (name, property) => {
  const get = getter(name, property);
  return (object) => apply(get, object, []);
};
