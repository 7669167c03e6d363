/**
 * One instance a process. Next bundles each route on its own, so that a module's variable may exist several
 * times in one server; connection pools and listeners must not.
 */
const key = Symbol.for("gatehouse.process");
const instances: Map<string, unknown> = ((globalThis as Record<symbol, unknown>)[key] ??= new Map()) as never;

/** Returns the instance called `name`, making it at the first call. */
export function oncePerProcess<T>(name: string, make: () => T): T {
  if (!instances.has(name)) instances.set(name, make());
  return instances.get(name) as T;
}
