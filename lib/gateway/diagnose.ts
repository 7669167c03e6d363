/**
 * Finds out why a gateway cannot be used, step by step, and stops at the first cause: address, network, what answers
 * there, clock, access key or its region, secret key, first call. Uses the rate budget like every other call.
 */
import { lookup } from "node:dns/promises";
import { NoSlotError, type Budget } from "./budget";
import { Deadline } from "./deadline";
import { readAnswer, toRequest, type Endpoint } from "./endpoint";
import { getSystemProperties, issueToken } from "./endpoints/system";
import { GatewayError, RETRYABLE_CODES } from "./errors";
import { safeAreaDomain } from "./hosts";
import { pacedExchange } from "./paced";
import { Secret } from "./secret";
import type { GatewayAccount } from "./token";
import { TransportError } from "./transport";

export type StepName = "address" | "network" | "gateway" | "clock" | "access-key" | "secret-key" | "first-call";

export type Cause =
  "network" | "not-a-gateway" | "clock" | "access-key" | "region" | "secret-key" | "first-call" | "overload";

export interface Step {
  name: StepName;
  result: "ok" | "warning" | "failed" | "skipped";
  /** What was found, a sentence. */
  text: string;
  /** What to do, a sentence; null when nothing is. */
  remedy: string | null;
  /** The gateway's code or the system's word. */
  code: string | null;
}

export interface Diagnosis {
  /** Null: everything works. */
  cause: Cause | null;
  steps: Step[];
}

export interface DiagnoseOptions {
  account: GatewayAccount;
  budget: Budget;
  /** Servers to ask when the access key is unknown here. */
  otherRegions: readonly { name: string; url: string }[];
  signal?: AbortSignal;
}

const allSteps: readonly StepName[] = [
  ...(["address", "network", "gateway", "clock", "access-key", "secret-key", "first-call"] as const),
];
const timeoutMs = 10_000;
const clockToleranceMs = 60_000;
const unknownKey = "OPEN000001";
const wrongSecret = new Set(["OPEN000002", "OPEN300002"]);
const addressRemedy = "Correct HCC_BASE_URL: the vendor's addresses are listed in the README.";

/** A finding that ends the diagnosis. */
class Finding extends Error {
  constructor(
    readonly reason: Cause,
    readonly step: Step,
  ) {
    super(step.text);
  }
}

interface Spoken {
  status: number;
  text: string;
  contentType: string | null;
  skewMs: number | null;
}

type Token = { value: string; origin: string };

/** Tries everything in turn. Throws the signal's reason when that is aborted. */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const found = new Map<StepName, Step>();
  const add = (name: StepName, text: string, result: Step["result"] = "ok", remedy: string | null = null) =>
    void found.set(name, { name, result, text, remedy, code: null });
  let cause: Cause | null = null;
  try {
    const url = new URL(options.account.baseUrl);
    add("address", `The address is ${url.origin}.`);
    await resolveName(url);
    const spoken = await askToken(options, url.origin);
    add("network", `${url.host} was reached.`);
    const token = readToken(spoken, url);
    add("gateway", "A HikCentral Connect gateway answers there.");
    const skewMs = spoken.skewMs ?? 0;
    const wrongClock = Math.abs(skewMs) > clockToleranceMs;
    if (wrongClock) {
      const seconds = Math.round(Math.abs(skewMs) / 1_000);
      const text = `This server's clock is ${seconds} s ${skewMs > 0 ? "behind" : "ahead of"} the gateway's.`;
      add("clock", text, "warning", "Set the clock of this server, for example with NTP.");
    } else add("clock", "This server's clock agrees with the gateway's.");
    if (token instanceof GatewayError) throw await explainKeys(options, token, wrongClock);
    add("access-key", "The access key (AK) is known.");
    add("secret-key", "The secret key (SK) fits.");
    await firstCall(options, token);
    add("first-call", "A first call with the token was answered.");
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof Finding)) throw error;
    cause = error.reason;
    found.set(error.step.name, error.step);
  }
  const skipped = (name: StepName): Step => ({ name, result: "skipped", text: "Not tried.", remedy: null, code: null });
  return { cause, steps: allSteps.map((name) => found.get(name) ?? skipped(name)) };
}

const failed = (cause: Cause, name: StepName, text: string, remedy: string, code: string | null) =>
  new Finding(cause, { name, result: "failed", text, remedy, code });

async function resolveName(url: URL): Promise<void> {
  try {
    await lookup(url.hostname.replace(/^\[|\]$/g, ""));
  } catch (error) {
    const remedy = "Check HCC_BASE_URL for a typing error, and this server's DNS.";
    const code = (error as NodeJS.ErrnoException).code ?? null;
    throw failed("network", "network", `The name ${url.hostname} is not known.`, remedy, code);
  }
}

type SomeEndpoint = Pick<Endpoint<never, unknown>, "path" | "method">;

async function speak(
  options: DiagnoseOptions,
  endpoint: SomeEndpoint,
  origin: string,
  headers: Record<string, string>,
  body: string | null,
): Promise<Spoken> {
  const waiting = new Deadline(timeoutMs, options.signal);
  let timeout: Deadline | undefined;
  try {
    const { bytes, ...answer } = await pacedExchange({
      budget: options.budget,
      lane: "interactive",
      waiting: waiting.signal,
      begin: () => {
        waiting.release();
        timeout = new Deadline(timeoutMs, options.signal);
        return Promise.resolve(timeout.signal);
      },
      fresh: true,
      url: `${origin}/api/hccgw${endpoint.path}`,
      method: endpoint.method,
      headers: { accept: "application/json", ...headers },
      body,
      maxBytes: 1024 * 1024,
    });
    return { ...answer, text: bytes.toString("utf8") };
  } catch (error) {
    if (error instanceof NoSlotError) {
      const text = "Too many calls of this console wait for the gateway; the test had no turn.";
      throw failed("overload", "gateway", text, "Try again in a moment.", null);
    }
    throw error instanceof TransportError ? networkFinding(origin, error) : error;
  } finally {
    waiting.release();
    timeout?.release();
  }
}

function networkFinding(origin: string, error: TransportError): Finding {
  const { host, protocol } = new URL(origin);
  const code = error.reason;
  const word = code ?? "";
  if (word === "CERT_NOT_YET_VALID" || word === "CERT_HAS_EXPIRED") {
    const text = `The certificate of ${host} is not valid at this server's time.`;
    return failed("clock", "clock", text, "Check the clock of this server.", code);
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(word)) {
    const remedy = "Check whether a proxy stands between, and its certificate.";
    return failed("network", "network", `The certificate of ${host} is not accepted.`, remedy, code);
  }
  if (/^(HPE_|EPROTO|ERR_SSL)/.test(word) || error.kind === "too-large") {
    const text = `What answers at ${host} does not speak ${protocol === "https:" ? "HTTPS" : "HTTP"} as a gateway does.`;
    return failed("not-a-gateway", "gateway", text, addressRemedy, code);
  }
  const text =
    error.kind === "aborted"
      ? `${host} did not answer within ${timeoutMs / 1_000} s.`
      : error.sent
        ? `${host} broke off the connection.`
        : `${host} cannot be reached.`;
  return failed("network", "network", text, "Check the network, firewall and proxy of this server.", code);
}

function askToken(options: DiagnoseOptions, origin: string): Promise<Spoken> {
  const { appKey, secretKey } = options.account;
  const request = toRequest(issueToken, { appKey, secretKey: new Secret(secretKey) });
  const body = JSON.stringify({ ...request.body, secretKey });
  return speak(options, issueToken, origin, { "content-type": "application/json" }, body);
}

/** The gateway is there but cannot serve anybody now: that says nothing about keys. */
const overloaded = (error: GatewayError) =>
  error.httpStatus === 429 ||
  (error.httpStatus ?? 0) >= 500 ||
  (error.code !== null && RETRYABLE_CODES.has(error.code));

/** The token, or the gateway's refusal. Anything else there is no gateway. */
function readToken(spoken: Spoken, url: URL): Token | GatewayError {
  try {
    const token = readAnswer(issueToken, spoken);
    const origin = (token.areaDomain === null ? null : safeAreaDomain(token.areaDomain, url.origin)) ?? url.origin;
    return { value: token.accessToken.reveal(), origin };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const code = error.code ?? (spoken.status === 200 ? error.reason : `HTTP ${spoken.status}`);
    if (overloaded(error)) throw failed("overload", "gateway", error.meaning, error.advice, code);
    if (error.kind === "refused") return error;
    const text = `What answers at ${url.host} is not a HikCentral Connect gateway.`;
    throw failed("not-a-gateway", "gateway", text, addressRemedy, code);
  }
}

async function explainKeys(options: DiagnoseOptions, refusal: GatewayError, wrongClock: boolean): Promise<Finding> {
  const { code } = refusal;
  if (code !== null && wrongSecret.has(code)) {
    const text = "The access key (AK) is known, the secret key (SK) does not fit.";
    return failed("secret-key", "secret-key", text, "Correct HCC_SECRET_KEY and start again.", code);
  }
  if (code === unknownKey) {
    const { home, unasked } = await findRegion(options);
    if (home !== null) {
      const text = `The access key (AK) is not known here; it belongs to the region ${home.name}.`;
      return failed("region", "access-key", text, `Set HCC_BASE_URL=${home.url} and start again.`, code);
    }
    const elsewhere = options.otherRegions.length > unasked.length ? ", nor in another region of the vendor" : "";
    const silent = unasked.length === 0 ? "" : ` These regions could not be asked: ${unasked.join(", ")}.`;
    const text = `The access key (AK) is not known here${elsewhere}.${silent}`;
    return failed("access-key", "access-key", text, "Correct HCC_APP_KEY and start again.", code);
  }
  return wrongClock
    ? failed("clock", "clock", refusal.meaning, "Set the clock of this server, then test again.", code)
    : failed("first-call", "access-key", refusal.meaning, refusal.advice, code);
}

type Region = DiagnoseOptions["otherRegions"][number];

/** Asks the other servers in turn: a token, or "wrong secret", tells that the key is at home there. */
async function findRegion(options: DiagnoseOptions): Promise<{ home: Region | null; unasked: string[] }> {
  const unasked: string[] = [];
  for (const region of options.otherRegions) {
    try {
      const token = readToken(await askToken(options, region.url), new URL(region.url));
      const known = !(token instanceof GatewayError) || (token.code !== null && wrongSecret.has(token.code));
      if (known) return { home: region, unasked };
      if (token.code !== unknownKey) unasked.push(region.name);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof Finding)) throw error;
      unasked.push(region.name);
    }
  }
  return { home: null, unasked };
}

async function firstCall(options: DiagnoseOptions, token: Token): Promise<void> {
  try {
    const spoken = await speak(options, getSystemProperties, token.origin, { Token: token.value }, null);
    readAnswer(getSystemProperties, spoken);
  } catch (error) {
    // The network was fine a moment ago: whatever happens here belongs to this step.
    if (error instanceof Finding) throw new Finding(error.reason, { ...error.step, name: "first-call" });
    if (!(error instanceof GatewayError)) throw error;
    const cause = overloaded(error) ? "overload" : "first-call";
    throw failed(cause, "first-call", error.meaning, error.advice, error.code);
  }
}
