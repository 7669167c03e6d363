import type { Sandbox } from "./parts";

/** A control request that cannot be done; `status` is its HTTP status. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
    this.name = "ControlError";
  }
}

/** One control call: `body` is unchecked JSON ({} when empty), `params` the groups of the path. */
interface ControlCall {
  sandbox: Sandbox;
  params: string[];
  query: URLSearchParams;
  body: unknown;
}

export type ControlRoute = readonly [method: string, path: RegExp, run: (call: ControlCall) => unknown];
