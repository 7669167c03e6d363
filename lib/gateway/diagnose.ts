/**
 * Finds out why a gateway cannot be used, step by step, and stops at the first cause: address, network, what answers
 * there, clock, access key or its region, secret key, first call. Uses the rate budget like every other call.
 */
import { lookup } from "node:dns/promises";
import type { Budget } from "./budget";
import { readAnswer, toRequest, type Endpoint } from "./endpoint";
import { getSystemProperties, issueToken } from "./endpoints/system";
import { GatewayError } from "./errors";
import { safeAreaDomain } from "./hosts";
import { Secret } from "./secret";
import type { GatewayAccount } from "./token";
import { exchange, TransportError } from "./transport";

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
const wrongSecret = new Set(["OPEN000002", "OPEN300002"]);

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
  date: Date | null;
}

export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const steps: Step[] = [];
  const add = (name: StepName, text: string, result: Step["result"] = "ok", remedy: string | null = null) =>
    void steps.push({ name, result, text, remedy, code: null });
  let cause: Cause | null = null;
  try {
    const url = new URL(options.account.baseUrl);
    add("address", `The address is ${url.origin}.`);
    await resolveName(url);
    const spoken = await askToken(options, options.account.baseUrl);
    add("network", `${url.host} was reached.`);
    const token = readToken(spoken, url);
    const skewMs = spoken.date === null ? 0 : spoken.date.getTime() - Date.now();
    const ahead = skewMs > 0 ? "behind" : "ahead of";
    const wrongClock = Math.abs(skewMs) > clockToleranceMs;
    add("gateway", "A HikCentral Connect gateway answers there.");
    if (wrongClock) {
      const seconds = Math.round(Math.abs(skewMs) / 1_000);
      const text = `This server's clock is ${seconds} s ${ahead} the gateway's.`;
      add("clock", text, "warning", "Set the clock of this server, for example with NTP.");
    } else add("clock", "This server's clock agrees with the gateway's.");
    if (token instanceof GatewayError) throw await explainKeys(options, token, wrongClock);
    add("access-key", "The access key (AK) is known.");
    add("secret-key", "The secret key (SK) fits.");
    await firstCall(options, token);
    add("first-call", "A first call with the token was answered.");
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    cause = error.reason;
    steps.push(error.step);
  }
  const done = new Set(steps.map((step) => step.name));
  const skipped = allSteps
    .filter((name) => !done.has(name))
    .map((name): Step => ({ name, result: "skipped", text: "Not tried.", remedy: null, code: null }));
  const place = (step: Step) => allSteps.indexOf(step.name);
  return { cause, steps: [...steps, ...skipped].sort((a, b) => place(a) - place(b)) };
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

async function speak(
  options: DiagnoseOptions,
  endpoint: SomeEndpoint,
  origin: string,
  headers: Record<string, string>,
  body: string | null,
): Promise<Spoken> {
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(options.signal ? [options.signal] : [])]);
  for (;;) {
    const grant = await options.budget.acquire("interactive", signal);
    let answered: Promise<void> | undefined;
    try {
      const answer = await exchange({
        url: `${origin}/api/hccgw${endpoint.path}`,
        method: endpoint.method,
        headers: { accept: "application/json", ...headers },
        body,
        signal,
        maxBytes: 1024 * 1024,
        beforeSend: () => grant.confirm(),
        onAnswer: () => (answered = grant.answered()),
      });
      await answered;
      return { ...answer, text: answer.bytes.toString("utf8") };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (!error.sent) await grant.unused();
      if (error.kind !== "held-back") throw networkFinding(origin, error);
    }
  }
}

type SomeEndpoint = Pick<Endpoint<never, unknown>, "path" | "method">;

function networkFinding(origin: string, error: TransportError): Finding {
  const { host } = new URL(origin);
  const code = error.reason;
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code ?? "")) {
    const clock = code === "CERT_NOT_YET_VALID" || code === "CERT_HAS_EXPIRED";
    return failed(
      clock ? "clock" : "network",
      clock ? "clock" : "network",
      `The certificate of ${host} is not accepted.`,
      clock ? "Check the clock of this server." : "Check whether a proxy stands between, and its certificate.",
      code,
    );
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

/** The token, or the gateway's refusal. Anything else there is no gateway. */
function readToken(spoken: Spoken, url: URL): { value: string; origin: string } | GatewayError {
  try {
    const token = readAnswer(issueToken, spoken);
    const origin = (token.areaDomain === null ? null : safeAreaDomain(token.areaDomain, url.origin)) ?? url.origin;
    return { value: token.accessToken.reveal(), origin };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.kind === "refused") return error;
    const busy = spoken.status === 429 || spoken.status >= 500;
    throw failed(
      busy ? "overload" : "not-a-gateway",
      "gateway",
      busy ? error.meaning : `What answers at ${url.host} is not a HikCentral Connect gateway.`,
      busy ? error.advice : "Correct HCC_BASE_URL: the vendor's addresses are listed in the README.",
      error.code ?? `HTTP ${spoken.status}`,
    );
  }
}

async function explainKeys(options: DiagnoseOptions, refusal: GatewayError, wrongClock: boolean): Promise<Finding> {
  const { code } = refusal;
  if (code !== null && wrongSecret.has(code)) {
    const text = "The access key (AK) is known, the secret key (SK) does not fit.";
    return failed("secret-key", "secret-key", text, "Correct HCC_SECRET_KEY and start again.", code);
  }
  if (code === "OPEN000001") {
    const home = await findRegion(options);
    if (home !== null) {
      const text = `The access key (AK) is not known here; it belongs to the region ${home.name}.`;
      return failed("region", "access-key", text, `Set HCC_BASE_URL=${home.url} and start again.`, code);
    }
    const text = "The access key (AK) is not known here, nor in another region of the vendor.";
    return failed("access-key", "access-key", text, "Correct HCC_APP_KEY and start again.", code);
  }
  const step = wrongClock ? "clock" : "access-key";
  return failed(wrongClock ? "clock" : "first-call", step, refusal.meaning, refusal.advice, code);
}

/** Asks the other servers in turn: any answer but "unknown key" tells that the key is at home there. */
async function findRegion(options: DiagnoseOptions): Promise<{ name: string; url: string } | null> {
  for (const region of options.otherRegions) {
    try {
      const spoken = await askToken(options, region.url);
      const token = readToken(spoken, new URL(region.url));
      if (!(token instanceof GatewayError)) return region;
      if (token.code !== "OPEN000001") return token.code !== null && wrongSecret.has(token.code) ? region : null;
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      // A region that cannot be reached says nothing; the next may.
    }
  }
  return null;
}

async function firstCall(options: DiagnoseOptions, token: { value: string; origin: string }): Promise<void> {
  const spoken = await speak(options, getSystemProperties, token.origin, { Token: token.value }, null);
  try {
    readAnswer(getSystemProperties, spoken);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw failed("first-call", "first-call", error.meaning, error.advice, error.code);
  }
}
