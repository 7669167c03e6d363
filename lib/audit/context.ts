/** Where a request came from, for every entry written while it is answered. */
import { AsyncLocalStorage } from "node:async_hooks";
import { oncePerProcess } from "@/lib/process";

export interface RequestOrigin {
  /** Null where no request of ours is being answered. */
  requestId: string | null;
  /** Address of the caller, null when it is not known. */
  address: string | null;
}

const storage = () => oncePerProcess("audit.origin", () => new AsyncLocalStorage<RequestOrigin>());

export function withOrigin<T>(origin: RequestOrigin, work: () => T): T {
  return storage().run(origin, work);
}

/** Null outside a request, as in the worker. */
export function requestOrigin(): RequestOrigin | null {
  return storage().getStore() ?? null;
}
