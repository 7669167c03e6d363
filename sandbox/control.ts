import { z } from "zod";
import { CONTRACT } from "./contract";
import { ControlError } from "./controlcall";
import type { ControlRoute } from "./controlcall";
import { FAULT_KINDS } from "./faults";
import type { Sandbox } from "./parts";
import { queueRoutes } from "./queues/control";
import { SPELLINGS } from "./spelling";
import { worldRoutes } from "./world/control";
import { fleetRoutes } from "./world/fleet-control";
import { videoRoutes } from "./world/video-control";
import { peopleRoutes } from "./world/people-control";

const FaultOrder = z.strictObject({
  match: z.string().default(""),
  kind: z.enum(FAULT_KINDS),
  times: z.int().positive().optional(),
  ms: z.number().nonnegative().optional(),
  code: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  probability: z.number().min(0).max(1).optional(),
  afterEffect: z.boolean().optional(),
});

const RatePatch = z.strictObject({
  perSecond: z.int().positive().optional(),
  refuse: z.boolean().optional(),
  status: z.int().min(200).max(599).optional(),
  code: z.string().optional(),
});

const SettingsPatch = z.strictObject({
  areaDomain: z.string().nullable().optional(),
  thumbnail: z.enum(["plain", "doubled", "empty"]).optional(),
  capture: z.enum(["plain", "empty"]).optional(),
  duplicateArea: z.enum(["CCF021103", "VMS021103"]).optional(),
  pageLimitTotal: z.int().nonnegative().nullable().optional(),
  deviceDelayMs: z.number().nonnegative().optional(),
  passCode: z.enum(["static", "dynamic"]).optional(),
  passCodeForm: z.enum(["picture", "text"]).optional(),
  driverFaceMs: z.number().nonnegative().optional(),
  clipDelayMs: z.number().nonnegative().optional(),
  playbackTypes: z.enum(["guide", "swapped"]).optional(),
  alarmLogArea: z.enum(["optional", "required"]).optional(),
  lastName: z.enum(["any", "required"]).optional(),
  personLimit: z.int().nonnegative().nullable().optional(),
  applyDelayMs: z.number().nonnegative().optional(),
  collect: z.enum(["auto", "manual"]).optional(),
  collectDelayMs: z.number().nonnegative().optional(),
  qrCode: z.enum(["static", "dynamic"]).optional(),
  emptyQueue: z.enum(["missing", "null", "list", "blank"]).optional(),
  messageTimes: z.enum(["offset", "zoneless"]).optional(),
  secretCode: z.enum(["OPEN000002", "OPEN300002"]).optional(),
  tokens: z.enum(["keep", "replace", "renew"]).optional(),
  rateLimit: RatePatch.optional(),
  life: z.strictObject({ paused: z.boolean().optional(), intervalMs: z.number().positive().optional() }).optional(),
});

const Reset = z.strictObject({ stopAt: z.number().optional() });

const ROUTES: readonly ControlRoute[] = [
  ["POST", /^\/faults$/, ({ sandbox, body }) => sandbox.faults.add(FaultOrder.parse(body))],
  ["GET", /^\/faults$/, ({ sandbox }) => ({ faults: sandbox.faults.list() })],
  ["DELETE", /^\/faults$/, ({ sandbox }) => ({ removed: sandbox.faults.clear() })],
  ["DELETE", /^\/faults\/(\d+)$/, ({ sandbox, params }) => ({ removed: sandbox.faults.clear(Number(params[0])) })],
  ["GET", /^\/journal$/, ({ sandbox, query }) => ({ entries: sandbox.journal.since(Number(query.get("since") ?? 0)) })],
  ["DELETE", /^\/journal$/, ({ sandbox }) => void sandbox.journal.clear()],
  ["GET", /^\/stats$/, ({ sandbox }) => stats(sandbox)],
  ["DELETE", /^\/stats$/, ({ sandbox }) => void resetStats(sandbox)],
  ["POST", /^\/clock$/, ({ sandbox, body }) => advance(sandbox, body)],
  ["POST", /^\/tokens\/expire$/, ({ sandbox }) => ({ expired: sandbox.tokens.expireAll() })],
  ["POST", /^\/spelling$/, ({ sandbox, body }) => setSpelling(sandbox, body)],
  ["GET", /^\/settings$/, ({ sandbox }) => settings(sandbox)],
  ["POST", /^\/settings$/, ({ sandbox, body }) => changeSettings(sandbox, body)],
  ["POST", /^\/life\/step$/, ({ sandbox }) => ({ change: sandbox.life.step() })],
  ["GET", /^\/contract$/, () => ({ endpoints: CONTRACT })],
  ["POST", /^\/reset$/, ({ sandbox, body }) => void sandbox.reset(Reset.parse(body).stopAt)],
  ...worldRoutes,
  ...fleetRoutes,
  ...videoRoutes,
  ...peopleRoutes,
  ...queueRoutes,
];

/** Carries out a control call and answers its JSON. Throws ControlError, or ZodError for a wrong body. */
export function control(
  sandbox: Sandbox,
  method: string,
  path: string,
  query: URLSearchParams,
  body: unknown,
): unknown {
  let allowed = false;
  for (const [routeMethod, pattern, run] of ROUTES) {
    const match = pattern.exec(path);
    if (!match) continue;
    if (routeMethod === method)
      return run({ sandbox, params: match.slice(1).map(decodeURIComponent), query, body }) ?? { ok: true };
    allowed = true;
  }
  throw new ControlError(allowed ? 405 : 404, `no control call ${method} ${path}`);
}

function stats({ rate, pictures, tokens }: Sandbox) {
  return {
    ...rate.stats(),
    pictures: { served: pictures.served, refused: pictures.refused },
    tokensIssued: tokens.issued,
  };
}

function resetStats({ rate, pictures, tokens }: Sandbox): void {
  rate.resetStats();
  pictures.served = 0;
  pictures.refused = 0;
  tokens.issued = 0;
}

function advance({ clock }: Sandbox, body: unknown) {
  const order = z
    .union([z.strictObject({ advanceMs: z.number() }), z.strictObject({ stopAt: z.number() })])
    .parse(body);
  return { now: "stopAt" in order ? clock.stop(order.stopAt) : clock.advance(order.advanceMs) };
}

function setSpelling({ speller }: Sandbox, body: unknown) {
  speller.mode = z.strictObject({ mode: z.enum(SPELLINGS) }).parse(body).mode;
  return { mode: speller.mode };
}

function settings(sandbox: Sandbox) {
  const { tokens, rate, life, speller } = sandbox;
  return {
    ...sandbox.settings,
    secretCode: tokens.wrongSecretCode,
    tokens: tokens.habit,
    rateLimit: rate.settings,
    life: { paused: life.paused, intervalMs: life.intervalMs },
    spelling: speller.mode,
  };
}

function changeSettings(sandbox: Sandbox, body: unknown) {
  const { secretCode, tokens, rateLimit, life, ...rest } = SettingsPatch.parse(body);
  Object.assign(sandbox.settings, rest);
  Object.assign(sandbox.rate.settings, rateLimit);
  if (secretCode) sandbox.tokens.wrongSecretCode = secretCode;
  if (tokens) sandbox.tokens.habit = tokens;
  if (life) sandbox.life.configure(life);
  return settings(sandbox);
}
