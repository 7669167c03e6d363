import { describe, expect, test } from "vitest";
import { readSettings, SettingsError } from "./env";

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readSettings(source);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

const live = { HCC_BASE_URL: "https://ieu.hikcentralconnect.com/", HCC_APP_KEY: "ak", HCC_SECRET_KEY: "sk" };

const oidc = {
  GATEHOUSE_OIDC_ISSUER: "https://login.example.org/",
  GATEHOUSE_OIDC_CLIENT_ID: "gatehouse",
  GATEHOUSE_OIDC_CLIENT_SECRET: "secret",
  GATEHOUSE_OIDC_ROLE_MAP: '{"gh-admins":"administrator"}',
};

const mail = {
  GATEHOUSE_SMTP_URL: "smtp://console:a%2Fb%20c@mail.example.org",
  GATEHOUSE_SMTP_FROM: "console@example.org",
};
const bucket = {
  GATEHOUSE_S3_ENDPOINT: "https://storage.example.org/",
  GATEHOUSE_S3_BUCKET: "gatehouse-media",
  GATEHOUSE_S3_ACCESS_KEY: "key",
  GATEHOUSE_S3_SECRET_KEY: "a secret",
};

describe("settings", () => {
  test("without any variable the sandbox is used, with data of its own", () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({ mode: "sandbox", port: 3000, databaseUrl: null, gateway: null });
    expect(settings.dataDir).toMatch(/\.data\/sandbox$/);
  });

  test("with keys the installation is live and its data stand elsewhere", () => {
    const settings = readSettings(live);
    expect(settings.mode).toBe("live");
    expect(settings.dataDir).toMatch(/\.data\/live$/);
    expect(settings.gateway?.baseUrl).toBe("https://ieu.hikcentralconnect.com");
  });

  test("pictures lie on the disk, or in a bucket where sandbox and live have folders of their own", () => {
    expect(readSettings(live).bucket).toBeNull();
    const { bucket: found } = readSettings({ ...live, ...bucket, GATEHOUSE_S3_PREFIX: "site-1/" });
    expect(found).toMatchObject({
      endpoint: "https://storage.example.org",
      region: "us-east-1",
      prefix: "site-1/live/",
    });
    expect(readSettings(bucket).bucket?.prefix).toBe("sandbox/");
  });

  test("blank variables count as absent", () => {
    expect(readSettings({ HCC_BASE_URL: "", HCC_APP_KEY: " ", PORT: "" }).mode).toBe("sandbox");
  });

  test("half-set keys name what is missing", () => {
    const [problem] = problemsOf({ HCC_BASE_URL: live.HCC_BASE_URL });
    expect(problem).toBe(
      "HCC_APP_KEY and HCC_SECRET_KEY are missing: set all three to use a real gateway, or none to try the sandbox.",
    );
  });

  test("an identity provider needs four of its settings", () => {
    expect(readSettings({}).oidc).toBeNull();
    expect(readSettings({ ...oidc, GATEHOUSE_PASSWORD_SIGN_IN: "off" })).toMatchObject({
      oidc: { issuer: "https://login.example.org", roleClaim: "groups", roleMap: { "gh-admins": "administrator" } },
      passwordSignIn: false,
    });
  });

  test("with a database of one's own the sandbox must be asked for", () => {
    const DATABASE_URL = "postgresql://u:p@db/gatehouse";
    expect(problemsOf({ DATABASE_URL })[0]).toContain("GATEHOUSE_SANDBOX=1");
    expect(readSettings({ DATABASE_URL, GATEHOUSE_SANDBOX: "1" }).mode).toBe("sandbox");
    expect(readSettings({ DATABASE_URL, ...live }).mode).toBe("live");
  });

  test.each([
    [{ PORT: "http" }, "PORT"],
    [{ PORT: "70000" }, "PORT"],
    [{ DATABASE_URL: "mysql://db" }, "DATABASE_URL"],
    [{ ...live, HCC_BASE_URL: "ieu.hikcentralconnect.com" }, "HCC_BASE_URL"],
    [{ GATEHOUSE_URL: "ftp://x" }, "GATEHOUSE_URL"],
    [{ GATEHOUSE_ADMIN_EMAIL: "nobody", GATEHOUSE_ADMIN_PASSWORD: "long enough to pass" }, "GATEHOUSE_ADMIN_EMAIL"],
    [{ GATEHOUSE_ADMIN_EMAIL: "a@b.example", GATEHOUSE_ADMIN_PASSWORD: "short" }, "GATEHOUSE_ADMIN_PASSWORD"],
    [{ GATEHOUSE_ADMIN_EMAIL: "a@b.example" }, "GATEHOUSE_ADMIN_PASSWORD"],
    [{ GATEHOUSE_LOG_LEVEL: "loud" }, "GATEHOUSE_LOG_LEVEL"],
    [{ GATEHOUSE_SANDBOX: "yes" }, "GATEHOUSE_SANDBOX"],
    [{ GATEHOUSE_SANDBOX_DATASET: "tiny" }, "GATEHOUSE_SANDBOX_DATASET"],
    [{ GATEHOUSE_DB_CONNECTIONS: "2" }, "GATEHOUSE_DB_CONNECTIONS"],
    [{ GATEHOUSE_TRUSTED_PROXIES: "all" }, "GATEHOUSE_TRUSTED_PROXIES"],
    [{ GATEHOUSE_TRUSTED_PROXIES: "11" }, "GATEHOUSE_TRUSTED_PROXIES"],
    [{ GATEHOUSE_USER_RATE: "100" }, "GATEHOUSE_USER_RATE"],
    [{ GATEHOUSE_STRANGER_RATE: "0/40" }, "GATEHOUSE_STRANGER_RATE"],
    [{ GATEHOUSE_USER_STREAMS: "0" }, "GATEHOUSE_USER_STREAMS"],
    [{ ...oidc, GATEHOUSE_OIDC_ROLE_MAP: "" }, "GATEHOUSE_OIDC_ROLE_MAP"],
    [{ ...oidc, GATEHOUSE_OIDC_ROLE_MAP: "admins=administrator" }, "GATEHOUSE_OIDC_ROLE_MAP"],
    [{ ...oidc, GATEHOUSE_OIDC_ROLE_MAP: "{}" }, "GATEHOUSE_OIDC_ROLE_MAP"],
    [{ GATEHOUSE_PASSWORD_SIGN_IN: "off" }, "GATEHOUSE_PASSWORD_SIGN_IN"],
    [{ GATEHOUSE_SECRET: "short" }, "GATEHOUSE_SECRET"],
    [{ ...mail, GATEHOUSE_SMTP_URL: "https://mail.example.org" }, "GATEHOUSE_SMTP_URL"],
    [{ ...mail, GATEHOUSE_SMTP_URL: "smtp://user@mail.example.org" }, "GATEHOUSE_SMTP_URL"],
    [{ ...mail, GATEHOUSE_SMTP_FROM: "" }, "GATEHOUSE_SMTP_FROM"],
    [{ ...mail, GATEHOUSE_SMTP_FROM: "the console" }, "GATEHOUSE_SMTP_FROM"],
    [{ ...bucket, GATEHOUSE_S3_SECRET_KEY: "" }, "GATEHOUSE_S3_SECRET_KEY"],
    [{ ...bucket, GATEHOUSE_S3_ENDPOINT: "s3://bucket" }, "GATEHOUSE_S3_ENDPOINT"],
    [{ ...bucket, GATEHOUSE_S3_BUCKET: "a/b" }, "GATEHOUSE_S3_BUCKET"],
    [{ ...bucket, GATEHOUSE_S3_PREFIX: "../else" }, "GATEHOUSE_S3_PREFIX"],
    [{ ...bucket, GATEHOUSE_S3_REGION: "Europe!" }, "GATEHOUSE_S3_REGION"],
  ])("%j is refused with a message that names %s", (source, name) => {
    const problems = problemsOf(source as Record<string, string>);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .+\\.$`));
  });

  test("the mail server's address holds everything about it", () => {
    const read = (url: string) => readSettings({ ...mail, GATEHOUSE_SMTP_URL: url }).mail?.server;
    expect(read(mail.GATEHOUSE_SMTP_URL)).toEqual({
      ...{ host: "mail.example.org", port: 587, secure: false, user: "console", password: "a/b c" },
    });
    expect(read("smtps://[::1]")).toEqual({ host: "::1", port: 465, secure: true, user: null, password: null });
    expect(readSettings({}).mail).toBeNull();
    expect(readSettings({ GATEHOUSE_WEBHOOK_HOSTS: "Pager.local:8443, 10.0.0.9" }).webhookHosts).toEqual([
      "pager.local:8443",
      "10.0.0.9",
    ]);
  });

  test("every wrong variable is told at once", () => {
    expect(problemsOf({ PORT: "x", GATEHOUSE_LOG_LEVEL: "loud" })).toHaveLength(2);
  });

  test("no message repeats a secret", () => {
    const secret = "s".repeat(80);
    expect(problemsOf({ ...live, HCC_SECRET_KEY: secret }).join()).not.toContain(secret);
  });
});
