/** The one way to the cloud: `call` validates, paces, authenticates, sends, retries and reads. */
import { sleep } from "@/lib/time";
import { NoSlotError, type Budget, type Grant, type Lane } from "./budget";
import type { Circuit } from "./circuit";
import { readAnswer, toRequest, type Endpoint, type GatewayRequest } from "./endpoint";
import { issueToken } from "./endpoints/system";
import { GatewayError, type GatewayErrorOptions } from "./errors";
import { Secret } from "./secret";
import type { AccessToken, GatewayAccount, IssuedToken, TokenStore } from "./token";
import { exchange, TransportError, type Answer } from "./transport";

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

type AnyCall = Omit<Endpoint<never, unknown>, "input" | "output" | "outcome">;

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
    const deadline = AbortSignal.timeout(
      options.deadlineMs ?? Math.max(defaultDeadlineMs[options.lane], endpoint.timeoutMs + 10_000),
    );
    const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
    const context: CallContext = { lane: options.lane, signal, deadline };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const out = await this.#attempt(endpoint, input, request, context);
        await this.#parts.circuit.succeeded();
        return out;
      } catch (error) {
        await this.#note(endpoint, error);
        if (!(error instanceof GatewayError) || !error.retryable || attempt >= attempts) throw error;
        const pause = Math.random() * (backoffMs[attempt] ?? 0);
        const cut = await sleep(pause, signal).then(
          () => false,
          () => true,
        );
        if (cut) throw error;
      }
    }
  }

  /** One attempt; when the gateway no longer knows the token, one more with a new one. */
  async #attempt<In, Out>(
    endpoint: Endpoint<In, Out>,
    input: In,
    request: GatewayRequest,
    context: CallContext,
  ): Promise<Out> {
    const once = async (token: AccessToken | null) => {
      const origin = token?.origin ?? this.#parts.account.baseUrl;
      const answer = await this.#send(endpoint, request, origin, token, context);
      return readAnswer(endpoint, { ...answer, text: answer.bytes.toString("utf8") }, input);
    };
    if (!endpoint.auth) return once(null);
    const token = await this.#parts.tokens.get(() => this.#issueToken(context));
    try {
      return await once(token);
    } catch (error) {
      if (!(error instanceof GatewayError) || !error.tokenTrouble) throw error;
      return once(await this.#parts.tokens.get(() => this.#issueToken(context), token.version));
    }
  }

  async #issueToken(context: CallContext): Promise<IssuedToken> {
    const { appKey, secretKey } = this.#parts.account;
    const input = { appKey, secretKey: new Secret(secretKey) };
    const request = toRequest(issueToken, input);
    // People wait behind a token whoever asked for it, so it never stands in the slow lane.
    const answer = await this.#send(issueToken, request, this.#parts.account.baseUrl, null, {
      ...context,
      lane: "interactive",
    });
    const issued = readAnswer(issueToken, { ...answer, text: answer.bytes.toString("utf8") }, input);
    return { value: issued.accessToken.reveal(), areaDomain: issued.areaDomain, expiresAt: issued.expiresAt };
  }

  async #send(
    endpoint: AnyCall,
    request: GatewayRequest,
    origin: string,
    token: AccessToken | null,
    context: CallContext,
  ): Promise<Answer> {
    const fail = (kind: GatewayErrorOptions["kind"], more: Partial<GatewayErrorOptions> = {}) =>
      new GatewayError({ endpoint: endpoint.name, endpointKind: endpoint.kind, kind, ...more });
    for (;;) {
      if (!(await this.#parts.circuit.admits(endpoint.kind !== "command"))) throw fail("circuit-open");
      const grant = await this.#parts.budget.acquire(context.lane, context.signal).catch((error: unknown) => {
        throw error instanceof NoSlotError ? fail(context.deadline.aborted ? "busy" : "cancelled") : error;
      });
      const timeout = AbortSignal.timeout(endpoint.timeoutMs);
      try {
        return await this.#exchange(request, origin, token, grant, AbortSignal.any([context.signal, timeout]));
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        if (!error.sent) await grant.unused();
        if (error.kind === "held-back") continue;
        const { sent, reason } = error;
        if (error.kind === "too-large") throw fail("malformed", { sent, reason: "TOO_LARGE" });
        if (error.kind !== "aborted") throw fail(error.kind, { sent, reason });
        const outOfTime = timeout.aborted || context.deadline.aborted;
        throw fail(outOfTime ? "timeout" : "cancelled", { sent, reason: outOfTime ? "TIMEOUT" : null });
      }
    }
  }

  async #exchange(
    request: GatewayRequest,
    origin: string,
    token: AccessToken | null,
    grant: Grant,
    signal: AbortSignal,
  ): Promise<Answer> {
    let answered: Promise<void> | undefined;
    const answer = await exchange({
      url: `${origin}/api/hccgw${request.path}`,
      method: request.method,
      headers: {
        accept: "application/json",
        ...(request.body === null ? {} : { "content-type": "application/json" }),
        ...(token === null ? {} : { Token: token.value }),
      },
      body: request.body === null ? null : JSON.stringify(request.body, revealed),
      signal,
      maxBytes: maxAnswerBytes,
      beforeSend: () => grant.confirm(),
      onAnswer: () => (answered = grant.answered()),
    });
    await answered;
    if (answer.date !== null) this.#parts.onClock?.(answer.date.getTime() - Date.now());
    return answer;
  }

  /** Tells the circuit what an attempt says about the gateway itself. */
  async #note(endpoint: AnyCall, error: unknown): Promise<void> {
    if (!(error instanceof GatewayError)) return;
    switch (error.kind) {
      case "refused":
        return this.#parts.circuit.succeeded();
      case "timeout":
        if (endpoint.timeoutMs > deviceBoundMs) return;
        return this.#parts.circuit.failed(error.reason, error.meaning);
      case "http":
        if ((error.httpStatus ?? 0) < 500) return;
        return this.#parts.circuit.failed(`HTTP ${error.httpStatus}`, error.meaning);
      case "malformed":
        // The gateway is there, it only spoke another dialect; a proxy's HTML page is another matter.
        if (error.reason === "SCHEMA") return this.#parts.circuit.succeeded();
        return this.#parts.circuit.failed(error.reason, error.meaning);
      case "unreachable":
      case "interrupted":
        return this.#parts.circuit.failed(error.reason, error.meaning);
      default:
        return;
    }
  }
}

interface CallContext {
  lane: Lane;
  signal: AbortSignal;
  deadline: AbortSignal;
}

/** Secrets print as "[secret]" everywhere but here, on the wire. JSON hands over the text already replaced. */
function revealed(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Secret ? original.reveal() : value;
}
