/** The one way to the cloud: `call` validates, paces, authenticates, sends, retries and reads. */
import { sleep } from "@/lib/time";
import { NoSlotError, type Budget, type Lane } from "./budget";
import type { Circuit } from "./circuit";
import { Deadline } from "./deadline";
import { readAnswer, toRequest, type Endpoint, type GatewayRequest } from "./endpoint";
import { issueToken } from "./endpoints/system";
import { GatewayError, type GatewayErrorOptions, KEY_CODES } from "./errors";
import { pacedExchange } from "./paced";
import { Secret } from "./secret";
import type { AccessToken, GatewayAccount, IssuedToken, TokenStore } from "./token";
import { TransportError, type Answer } from "./transport";

export interface CallOptions {
  lane: Lane;
  signal?: AbortSignal;
  /** All attempts and all waiting together, milliseconds. */
  deadlineMs?: number;
}

export interface GatewayParts {
  account: GatewayAccount;
  budget: Budget;
  tokens: TokenStore;
  circuit: Circuit;
  /** Difference between the gateway's clock and ours, milliseconds; positive: theirs is ahead. */
  onClock?: (skewMs: number) => void;
}

const maxAnswerBytes = 32 * 1024 * 1024;
const attempts = 3;
const backoffMs = [0, 300, 1_200] as const;
const defaultDeadlineMs: Record<Lane, number> = {
  interactive: 30_000,
  alarms: 60_000,
  messages: 60_000,
  sweeps: 180_000,
};
/** Above this, an endpoint waits for a device: its time-out says nothing about the gateway. */
const deviceBoundMs = 15_000;

/** A token is renewed for everybody who waits for it, so it does not end with the caller who happened to ask. */
const tokenDeadlineMs = 30_000;
/** Whatever becomes of it, a token call changes nothing anybody would have to look at. */
const tokenCall = { ...issueToken, kind: "read" } as const;

type AnyCall = Omit<Endpoint<never, unknown>, "input" | "output" | "outcome">;

interface CallContext {
  lane: Lane;
  deadline: Deadline;
  /** It finds out whether the gateway is back. */
  probe: boolean;
}

type Failure = Partial<GatewayErrorOptions> & Pick<GatewayErrorOptions, "kind">;

const failure = (endpoint: AnyCall, more: Failure) =>
  new GatewayError({ endpoint: endpoint.name, endpointKind: endpoint.kind, ...more });

const refusesKeys = (error: unknown): error is GatewayError & { code: string } =>
  error instanceof GatewayError && error.kind === "refused" && error.code !== null && KEY_CODES.has(error.code);

export class Gateway {
  readonly #parts: GatewayParts;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  get account(): Readonly<Pick<GatewayAccount, "baseUrl">> {
    return { baseUrl: this.#parts.account.baseUrl };
  }

  /**
   * Calls an endpoint. Reads and idempotent calls are tried three times where that can help; a command only while
   * its connection was never made. Throws GatewayError; `maybeDone` tells that a command may have happened.
   */
  async call<In, Out>(endpoint: Endpoint<In, Out>, input: NoInfer<In>, options: CallOptions): Promise<Out> {
    const request = toRequest(endpoint, input);
    const { lane, deadlineMs = Math.max(defaultDeadlineMs[lane], endpoint.timeoutMs + 10_000) } = options;
    const deadline = new Deadline(deadlineMs, options.signal);
    // Once an attempt may have happened, no later failure makes that undone.
    let unsure: GatewayError | undefined;
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.#attempt(endpoint, input, request, { lane, deadline });
        } catch (error) {
          if (!(error instanceof GatewayError)) throw unsure ?? error;
          if (error.maybeDone) unsure = error;
          const telling = unsure ?? error;
          if (!error.retryable || attempt >= attempts) throw telling;
          await sleep(Math.random() * (backoffMs[attempt] ?? 0), deadline.signal).catch(() => {
            throw telling;
          });
        }
      }
    } finally {
      deadline.release();
    }
  }

  /** One attempt; when the gateway no longer knows the token, one more with a new one. */
  async #attempt<In, Out>(
    endpoint: Endpoint<In, Out>,
    input: In,
    request: GatewayRequest,
    caller: Omit<CallContext, "probe">,
  ): Promise<Out> {
    const admitted = await this.#parts.circuit.admits(endpoint.kind !== "command");
    if (admitted === "no") throw failure(endpoint, { kind: "circuit-open" });
    const context = { ...caller, probe: admitted === "probe" };
    if (!endpoint.auth) return this.#ask(endpoint, input, request, null, context);
    const token = await this.#token(endpoint, context);
    try {
      return await this.#ask(endpoint, input, request, token, context);
    } catch (error) {
      if (!(error instanceof GatewayError) || !error.tokenTrouble) throw error;
      return this.#ask(endpoint, input, request, await this.#token(endpoint, context, token.version), context);
    }
  }

  /** The token, or the end of this caller's wait for it. */
  async #token(endpoint: AnyCall, { deadline }: CallContext, refused?: number): Promise<AccessToken> {
    const { signal } = deadline;
    const unserved = () => failure(endpoint, { kind: deadline.expired ? "busy" : "cancelled" });
    if (signal.aborted) throw unserved();
    let stop: () => void = () => undefined;
    const ended = new Promise<never>((_, reject) => (stop = () => reject(unserved())));
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await Promise.race([ended, this.#obtain(refused)]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Refused keys are noted only here: a token that is still good serves on, whatever a renewal ahead was told. */
  async #obtain(refused?: number): Promise<AccessToken> {
    try {
      return await this.#parts.tokens.get(() => this.#issueToken(), refused);
    } catch (error) {
      if (refusesKeys(error)) await this.#parts.circuit.refused(error.code, error.meaning);
      throw error;
    }
  }

  async #issueToken(): Promise<IssuedToken> {
    const { appKey, secretKey } = this.#parts.account;
    const input = { appKey, secretKey: new Secret(secretKey) };
    const deadline = new Deadline(tokenDeadlineMs);
    try {
      // People wait behind a token whoever asked for it, so it never stands in the slow lane. Nor behind the circuit:
      // the call that needs it has passed there.
      const context: CallContext = { lane: "interactive", deadline, probe: true };
      const issued = await this.#ask(tokenCall, input, toRequest(tokenCall, input), null, context);
      return { value: issued.accessToken.reveal(), areaDomain: issued.areaDomain, expiresAt: issued.expiresAt };
    } finally {
      deadline.release();
    }
  }

  /** Sends one request and reads its answer; the circuit hears what it says about the gateway. */
  async #ask<In, Out>(
    endpoint: Endpoint<In, Out>,
    input: In,
    request: GatewayRequest,
    token: AccessToken | null,
    context: CallContext,
  ): Promise<Out> {
    try {
      const answer = await this.#send(endpoint, request, token, context);
      const out = readAnswer(endpoint, { ...answer, text: answer.bytes.toString("utf8") }, input);
      await this.#parts.circuit.succeeded();
      return out;
    } catch (error) {
      if (error instanceof GatewayError) await this.#note(endpoint, error);
      throw error;
    }
  }

  async #send(
    endpoint: AnyCall,
    request: GatewayRequest,
    token: AccessToken | null,
    { lane, deadline, probe }: CallContext,
  ): Promise<Answer> {
    const { account, budget, circuit, onClock } = this.#parts;
    let timeout: Deadline | undefined;
    try {
      const answer = await pacedExchange({
        budget,
        lane,
        waiting: deadline.signal,
        begin: async () => {
          // While this call waited for its turn the gateway may have gone down.
          if (!probe && (await circuit.condition()).downSince !== null) {
            throw failure(endpoint, { kind: "circuit-open" });
          }
          timeout = new Deadline(endpoint.timeoutMs, deadline.signal);
          return timeout.signal;
        },
        fresh: endpoint.kind === "command",
        url: `${token?.origin ?? account.baseUrl}/api/hccgw${request.path}`,
        method: request.method,
        headers: {
          accept: "application/json",
          ...(request.body === null ? {} : { "content-type": "application/json" }),
          ...(token === null ? {} : { Token: token.value }),
        },
        body: request.body === null ? null : JSON.stringify(request.body, revealed),
        maxBytes: maxAnswerBytes,
      });
      if (answer.skewMs !== null) onClock?.(answer.skewMs);
      return answer;
    } catch (error) {
      if (error instanceof NoSlotError) throw failure(endpoint, { kind: deadline.expired ? "busy" : "cancelled" });
      if (!(error instanceof TransportError)) throw error;
      const { kind, sent, reason } = error;
      if (kind === "too-large") throw failure(endpoint, { kind: "malformed", sent, reason: "TOO_LARGE" });
      if (kind !== "aborted") throw failure(endpoint, { kind, sent, reason });
      if (timeout?.expired) throw failure(endpoint, { kind: "timeout", sent, reason: "TIMEOUT" });
      if (deadline.expired) throw failure(endpoint, { kind: "timeout", sent, reason: "DEADLINE" });
      throw failure(endpoint, { kind: "cancelled", sent });
    } finally {
      timeout?.release();
    }
  }

  /** Tells the circuit what an attempt says about the gateway itself. */
  async #note(endpoint: AnyCall, error: GatewayError): Promise<void> {
    const { circuit } = this.#parts;
    switch (error.kind) {
      case "refused":
        return !endpoint.auth && refusesKeys(error) ? undefined : circuit.succeeded();
      case "timeout":
        // A caller in a hurry, or a device that sleeps: neither is the gateway's fault.
        if (error.reason === "DEADLINE" || endpoint.timeoutMs > deviceBoundMs) return;
        return circuit.failed(error.reason, error.meaning);
      case "http":
        if ((error.httpStatus ?? 0) < 500) return;
        return circuit.failed(`HTTP ${error.httpStatus}`, error.meaning);
      case "malformed":
        // The gateway is there, it only spoke another dialect; a proxy's HTML page is another matter.
        if (error.reason === "SCHEMA") return circuit.succeeded();
        return circuit.failed(error.reason, error.meaning);
      case "unreachable":
      case "interrupted":
        return circuit.failed(error.reason, error.meaning);
      default:
        return;
    }
  }
}

/** Secrets print as "[secret]" everywhere but here, on the wire. JSON hands over the text already replaced. */
function revealed(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Secret ? original.reveal() : value;
}
