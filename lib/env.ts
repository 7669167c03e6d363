/** The one place where settings are read from the environment. `.env.example` lists them for people. */
import { resolve } from "node:path";
import { z } from "zod";
import { oncePerProcess } from "@/lib/process";

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === "string" && value.trim() === "" ? undefined : value), schema.optional());

const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must be a PostgreSQL address such as postgresql://user:password@host:5432/gatehouse");

const withoutSlash = (value: string) => value.replace(/\/+$/, "");

/** Where people reach the console; a proxy in front may be the one that speaks https. */
const httpUrl = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    message: "must be an address that begins with https:// or http://",
  })
  .transform(withoutSlash);

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function isSafeAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && loopback.test(hostname));
}

/** Where keys and people's sign-ins are sent to. */
const safeUrl = z
  .string()
  .refine(isSafeAddress, "must be an address that begins with https:// (or http:// on this machine)")
  .transform(withoutSlash);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const roleMap = z.string().transform((text, context) => {
  const parsed = z.record(z.string().min(1), z.string().min(1)).safeParse(jsonOf(text));
  if (parsed.success && Object.keys(parsed.data).length > 0) return parsed.data;
  context.addIssue({ code: "custom", message: `must be JSON such as {"gatehouse-admins":"administrator"}` });
  return z.NEVER;
});

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise the server is asked for it. */
  secure: boolean;
  /** Null: the server asks for none. */
  user: string | null;
  password: string | null;
}

function decoded(part: string): string | null {
  try {
    return part === "" ? null : decodeURIComponent(part);
  } catch {
    // Not encoded as an address asks for: it is meant as it stands.
    return part;
  }
}

/** `smtp://user:password@mail.example.org:587`, or `smtps://` with TLS from the first byte. */
const smtpUrl = z.string().transform((text, context): SmtpServer => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const fits = url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== "" && /^\/?$/.test(url.pathname);
  if (
    url === null ||
    !fits ||
    url.search !== "" ||
    url.hash !== "" ||
    (url.username === "") !== (url.password === "")
  ) {
    context.addIssue({
      code: "custom",
      message: "must be an address such as smtp://user:password@mail.example.org:587",
    });
    return z.NEVER;
  }
  const secure = url.protocol === "smtps:";
  const port = url.port === "" ? (secure ? 465 : 587) : Number(url.port);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port,
    secure,
    user: decoded(url.username),
    password: decoded(url.password),
  };
});

/** `100/400`: so many a second, and so many at once after a rest. */
const rate = z
  .string()
  .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,5}$/, "must be requests a second and at once, such as 100/400")
  .transform((text) => {
    const [perSecond = 0, burst = 0] = text.split("/").map(Number);
    return { perSecond, burst };
  });

const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a number from ${least} to ${most}`);

const variables = z.object({
  PORT: optional(
    z
      .string()
      .regex(/^\d+$/, "must be a port number from 1 to 65535")
      .transform(Number)
      .refine((port) => port >= 1 && port <= 65_535, "must be a port number from 1 to 65535"),
  ),
  GATEHOUSE_HOST: optional(z.string().regex(/^[\w.:-]+$/, "must be an address of this machine, such as 127.0.0.1")),
  DATABASE_URL: optional(postgresUrl),
  DATABASE_DIRECT_URL: optional(postgresUrl),
  DATABASE_OWNER_URL: optional(postgresUrl),
  HCC_BASE_URL: optional(safeUrl),
  HCC_APP_KEY: optional(z.string().max(64, "must have at most 64 characters")),
  HCC_SECRET_KEY: optional(z.string().max(64, "must have at most 64 characters")),
  GATEHOUSE_DATA_DIR: optional(z.string()),
  GATEHOUSE_URL: optional(httpUrl),
  GATEHOUSE_ADMIN_EMAIL: optional(z.email("must be an e-mail address")),
  GATEHOUSE_ADMIN_PASSWORD: optional(z.string().min(12, "must have at least 12 characters")),
  GATEHOUSE_LOG_LEVEL: optional(
    z.enum(["fatal", "error", "warn", "info", "debug", "trace"], "must be fatal, error, warn, info, debug or trace"),
  ),
  GATEHOUSE_SANDBOX: optional(z.enum(["0", "1"], "must be 0 or 1")),
  GATEHOUSE_SANDBOX_DATASET: optional(z.enum(["small", "large", "huge"], "must be small, large or huge")),
  GATEHOUSE_SECRET: optional(z.string().min(32, "must have at least 32 characters")),
  GATEHOUSE_METRICS_TOKEN: optional(z.string().min(16, "must have at least 16 characters")),
  GATEHOUSE_MEDIA_HOSTS: optional(z.string()),
  GATEHOUSE_S3_ENDPOINT: optional(httpUrl),
  GATEHOUSE_S3_BUCKET: optional(
    z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket, such as gatehouse-media"),
  ),
  GATEHOUSE_S3_REGION: optional(z.string().regex(/^[a-z0-9-]+$/, "must be a region, such as eu-central-1")),
  GATEHOUSE_S3_ACCESS_KEY: optional(z.string()),
  GATEHOUSE_S3_SECRET_KEY: optional(z.string()),
  GATEHOUSE_S3_PREFIX: optional(
    z.string().regex(/^\w[\w.-]*(\/\w[\w.-]*)*\/?$/, "must be a folder of the bucket, such as site-1/media"),
  ),
  GATEHOUSE_AUDIT_WEBHOOK: optional(safeUrl),
  GATEHOUSE_SMTP_URL: optional(smtpUrl),
  GATEHOUSE_SMTP_FROM: optional(z.email("must be an e-mail address")),
  GATEHOUSE_WEBHOOK_HOSTS: optional(z.string()),
  GATEHOUSE_ACCEPT_INSTALLATION: optional(z.string()),
  GATEHOUSE_OIDC_ISSUER: optional(safeUrl),
  GATEHOUSE_OIDC_CLIENT_ID: optional(z.string()),
  GATEHOUSE_OIDC_CLIENT_SECRET: optional(z.string()),
  GATEHOUSE_OIDC_ROLE_CLAIM: optional(z.string()),
  GATEHOUSE_OIDC_ROLE_MAP: optional(roleMap),
  GATEHOUSE_OIDC_NAME: optional(z.string().max(40, "must have at most 40 characters")),
  GATEHOUSE_PASSWORD_SIGN_IN: optional(z.enum(["on", "off"], "must be on or off")),
  // One is held while a token is renewed, others store what is read meanwhile.
  GATEHOUSE_DB_CONNECTIONS: optional(count(3, 100)),
  GATEHOUSE_TRUSTED_PROXIES: optional(count(0, 10)),
  GATEHOUSE_USER_RATE: optional(rate),
  GATEHOUSE_STRANGER_RATE: optional(rate),
  GATEHOUSE_USER_STREAMS: optional(count(1, 10_000)),
});

type Variables = z.infer<typeof variables>;

/** An identity provider that people may sign in with. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The claim that holds a person's groups, a text or a list of them. */
  roleClaim: string;
  /** Role by group; where several match, the first one written. */
  roleMap: Readonly<Record<string, string>>;
  /** What the button says: "Sign in with …". */
  name: string;
}

/** A bucket that speaks S3, instead of the data folder's media/. */
export interface BucketSettings {
  endpoint: string;
  name: string;
  region: string;
  accessKey: string;
  secretKey: string;
  /** Before each key, with its slash. */
  prefix: string;
}

/** Requests a second in the long run, and at once after a rest. */
export interface Rate {
  perSecond: number;
  burst: number;
}

export interface Settings {
  port: number;
  /** Address that the web process listens on; all of this machine's unless told. */
  host: string;
  /** Where people reach the console; the sign-in cookie and links are made for it. */
  publicUrl: string;
  mode: "sandbox" | "live";
  dataDir: string;
  /** Null: the embedded server in the data folder. */
  databaseUrl: string | null;
  /** For LISTEN and leases, where a pooler stands before `databaseUrl`. */
  databaseDirectUrl: string | null;
  /** For migrations, where the everyday role may not change tables. */
  databaseOwnerUrl: string | null;
  /** Null in the sandbox until it runs. */
  gateway: { baseUrl: string; appKey: string; secretKey: string } | null;
  admin: { email: string; password: string } | null;
  logLevel: NonNullable<Variables["GATEHOUSE_LOG_LEVEL"]>;
  sandboxDataset: "small" | "large" | "huge";
  /** Replaces the generated secret where several machines share one database. */
  secret: string | null;
  metricsToken: string | null;
  mediaHosts: string[];
  /** Where pictures and films are kept; null: in the data folder. */
  bucket: BucketSettings | null;
  oidc: OidcSettings | null;
  /** False: only break-glass accounts may sign in with a password. */
  passwordSignIn: boolean;
  /** Where each anchor of the audit log is sent too. */
  auditWebhook: string | null;
  /** Null: no mail is sent. */
  mail: { server: SmtpServer; from: string } | null;
  /** Hosts that webhooks may reach although they stand at private addresses; with a port where it is not the usual one. */
  webhookHosts: string[];
  acceptInstallation: string | null;
  /** Connections to the database that each process may hold. */
  databaseConnections: number;
  /** Proxies of ours before this server, each of which appends to X-Forwarded-For the address it saw. */
  trustedProxies: number;
  /** What each process lets through: for a signed-in user, for an address without one, and open streams of a user. */
  limits: { user: Rate; stranger: Rate; streams: number };
}

/** Every wrong variable, one line each. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SettingsError";
  }
}

function together(source: Variables, names: readonly (keyof Variables)[], hint: string): string[] {
  const missing = names.filter((name) => source[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return [];
  return [`${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing: ${hint}`];
}

const OIDC_NEEDS = [
  "GATEHOUSE_OIDC_ISSUER",
  "GATEHOUSE_OIDC_CLIENT_ID",
  "GATEHOUSE_OIDC_CLIENT_SECRET",
  "GATEHOUSE_OIDC_ROLE_MAP",
] as const;

function oidcOf(v: Variables): OidcSettings | null {
  const { GATEHOUSE_OIDC_ISSUER: issuer, GATEHOUSE_OIDC_CLIENT_ID: clientId } = v;
  const { GATEHOUSE_OIDC_CLIENT_SECRET: clientSecret, GATEHOUSE_OIDC_ROLE_MAP: map } = v;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || map === undefined) return null;
  const roleClaim = v.GATEHOUSE_OIDC_ROLE_CLAIM ?? "groups";
  return { issuer, clientId, clientSecret, roleClaim, roleMap: map, name: v.GATEHOUSE_OIDC_NAME ?? "single sign-on" };
}

const BUCKET_NEEDS = [
  "GATEHOUSE_S3_ENDPOINT",
  "GATEHOUSE_S3_BUCKET",
  "GATEHOUSE_S3_ACCESS_KEY",
  "GATEHOUSE_S3_SECRET_KEY",
] as const;

/** The sandbox's pictures have a folder of their own in it. */
function bucketOf(v: Variables, mode: Settings["mode"]): BucketSettings | null {
  const { GATEHOUSE_S3_ENDPOINT: endpoint, GATEHOUSE_S3_BUCKET: name } = v;
  const { GATEHOUSE_S3_ACCESS_KEY: accessKey, GATEHOUSE_S3_SECRET_KEY: secretKey } = v;
  if (endpoint === undefined || name === undefined || accessKey === undefined || secretKey === undefined) return null;
  const prefix = `${v.GATEHOUSE_S3_PREFIX === undefined ? "" : `${withoutSlash(v.GATEHOUSE_S3_PREFIX)}/`}${mode}/`;
  return { endpoint, name, region: v.GATEHOUSE_S3_REGION ?? "us-east-1", accessKey, secretKey, prefix };
}

/** Reads and checks the settings. Throws SettingsError naming each variable and the remedy. */
export function readSettings(source: Record<string, string | undefined>): Settings {
  const parsed = variables.safeParse(source);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`));
  }
  const v = parsed.data;
  const problems = [
    ...together(
      v,
      ["HCC_BASE_URL", "HCC_APP_KEY", "HCC_SECRET_KEY"],
      "set all three to use a real gateway, or none to try the sandbox.",
    ),
    ...together(
      v,
      ["GATEHOUSE_ADMIN_EMAIL", "GATEHOUSE_ADMIN_PASSWORD"],
      "set both to create the first administrator, or none to use the set-up page.",
    ),
    ...together(v, BUCKET_NEEDS, "set all four to keep pictures in a bucket, or none to keep them on the disk."),
    ...together(
      v,
      ["GATEHOUSE_SMTP_URL", "GATEHOUSE_SMTP_FROM"],
      "set both to send mail when alarms are escalated, or none.",
    ),
    ...together(v, OIDC_NEEDS, "set all four to let people sign in with your identity provider, or none."),
  ];
  if (v.GATEHOUSE_PASSWORD_SIGN_IN === "off" && v.GATEHOUSE_OIDC_ISSUER === undefined) {
    problems.push("GATEHOUSE_PASSWORD_SIGN_IN is off, but without GATEHOUSE_OIDC_ISSUER nobody could sign in: set it.");
  }
  const live = v.HCC_BASE_URL !== undefined && v.HCC_APP_KEY !== undefined && v.HCC_SECRET_KEY !== undefined;
  const sandbox = v.GATEHOUSE_SANDBOX === "1" || (!live && v.DATABASE_URL === undefined);
  if (!live && !sandbox && problems.length === 0) {
    problems.push(
      "HCC_BASE_URL, HCC_APP_KEY and HCC_SECRET_KEY are missing: " +
        "with DATABASE_URL set, the sandbox starts only when GATEHOUSE_SANDBOX=1.",
    );
  }
  if (problems.length > 0) throw new SettingsError(problems);
  const port = v.PORT ?? 3000;
  return {
    port,
    host: v.GATEHOUSE_HOST ?? "0.0.0.0",
    publicUrl: v.GATEHOUSE_URL ?? `http://localhost:${port}`,
    mode: sandbox ? "sandbox" : "live",
    dataDir: resolve(v.GATEHOUSE_DATA_DIR ?? ".data", sandbox ? "sandbox" : "live"),
    databaseUrl: v.DATABASE_URL ?? null,
    databaseDirectUrl: v.DATABASE_DIRECT_URL ?? v.DATABASE_URL ?? null,
    databaseOwnerUrl: v.DATABASE_OWNER_URL ?? v.DATABASE_DIRECT_URL ?? v.DATABASE_URL ?? null,
    gateway: live
      ? { baseUrl: v.HCC_BASE_URL as string, appKey: v.HCC_APP_KEY as string, secretKey: v.HCC_SECRET_KEY as string }
      : null,
    admin:
      v.GATEHOUSE_ADMIN_EMAIL !== undefined && v.GATEHOUSE_ADMIN_PASSWORD !== undefined
        ? { email: v.GATEHOUSE_ADMIN_EMAIL.toLowerCase(), password: v.GATEHOUSE_ADMIN_PASSWORD }
        : null,
    logLevel: v.GATEHOUSE_LOG_LEVEL ?? "info",
    sandboxDataset: v.GATEHOUSE_SANDBOX_DATASET ?? "small",
    secret: v.GATEHOUSE_SECRET ?? null,
    metricsToken: v.GATEHOUSE_METRICS_TOKEN ?? null,
    mediaHosts: (v.GATEHOUSE_MEDIA_HOSTS ?? "").split(/[\s,]+/).filter((host) => host !== ""),
    bucket: bucketOf(v, sandbox ? "sandbox" : "live"),
    oidc: oidcOf(v),
    passwordSignIn: v.GATEHOUSE_PASSWORD_SIGN_IN !== "off",
    auditWebhook: v.GATEHOUSE_AUDIT_WEBHOOK ?? null,
    mail:
      v.GATEHOUSE_SMTP_URL !== undefined && v.GATEHOUSE_SMTP_FROM !== undefined
        ? { server: v.GATEHOUSE_SMTP_URL, from: v.GATEHOUSE_SMTP_FROM }
        : null,
    webhookHosts: (v.GATEHOUSE_WEBHOOK_HOSTS ?? "")
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((host) => host !== ""),
    acceptInstallation: v.GATEHOUSE_ACCEPT_INSTALLATION ?? null,
    databaseConnections: v.GATEHOUSE_DB_CONNECTIONS ?? 12,
    trustedProxies: v.GATEHOUSE_TRUSTED_PROXIES ?? 0,
    limits: {
      user: v.GATEHOUSE_USER_RATE ?? { perSecond: 100, burst: 400 },
      stranger: v.GATEHOUSE_STRANGER_RATE ?? { perSecond: 10, burst: 40 },
      streams: v.GATEHOUSE_USER_STREAMS ?? 20,
    },
  };
}

/** Settings of this process, read once. */
export function settings(): Settings {
  return oncePerProcess("settings", () => readSettings(process.env));
}

/** A setting that the start script always provides to web and worker. */
export function required<K extends "databaseUrl" | "databaseDirectUrl" | "gateway" | "secret">(
  name: K,
): NonNullable<Settings[K]> {
  const value = settings()[name];
  if (value === null) throw new SettingsError([`${name} is not known: start Gatehouse with npm start.`]);
  return value;
}
