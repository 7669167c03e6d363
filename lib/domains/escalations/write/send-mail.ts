import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { settings, type SmtpServer } from "@/lib/env";
import type { Outcome } from "./send-webhook";

const withinMs = 20_000;
const loopback = /^(localhost|127(\.\d+){3}|::1)$/;

export interface Mail {
  /** Of the delivery: the same for every attempt. */
  id: string;
  to: string;
  subject: string;
  text: string;
}

/** What the server or the network said, in one line and without what we sent. */
function said(error: unknown): string {
  const { response, code } = error as { response?: string; code?: string };
  const words = (response ?? code ?? "no reason given").replaceAll(/\s+/g, " ").trim();
  return words.length > 200 ? `${words.slice(0, 200)}…` : words;
}

function connectionTo({ host, port, secure, user }: SmtpServer): SMTPConnection {
  return new SMTPConnection({
    ...{ host, port, secure },
    // A password travels encrypted, or not at all.
    requireTLS: !secure && user !== null && !loopback.test(host),
    ...{ connectionTimeout: withinMs, greetingTimeout: withinMs, socketTimeout: withinMs, dnsTimeout: withinMs },
  });
}

/** Runs one step of the conversation; an error of the connection ends it too. */
function step(connection: SMTPConnection, ended: Promise<never>, run: (done: (error?: Error | null) => void) => void) {
  const answered = new Promise<void>((resolve, reject) => run((error) => (error ? reject(error) : resolve())));
  return Promise.race([answered, ended]);
}

function judge(error: unknown, stage: "connect" | "sign-in" | "send"): Outcome {
  const { responseCode } = error as { responseCode?: number };
  if (stage === "sign-in" && responseCode !== undefined) {
    return { result: responseCode >= 500 ? "failed" : "again", reason: "The mail server refused the sign-in." };
  }
  if (stage !== "send") return { result: "again", reason: `The mail server could not be reached (${said(error)}).` };
  if (responseCode === undefined) {
    return { result: "unknown", reason: "The connection to the mail server broke while the mail was handed over." };
  }
  return {
    result: responseCode >= 500 ? "failed" : "again",
    reason: `The mail server refused the mail: ${said(error)}.`,
  };
}

/** Hands a mail to the mail server. Never throws. */
export async function sendMail({ id, to, subject, text }: Mail, signal: AbortSignal): Promise<Outcome> {
  const { mail } = settings();
  if (mail === null) {
    return { result: "failed", reason: "No mail server is set up: set GATEHOUSE_SMTP_URL and GATEHOUSE_SMTP_FROM." };
  }
  const message = await new MailComposer({
    ...{ from: { name: "Gatehouse", address: mail.from }, to: { name: "", address: to }, subject, text },
    messageId: `<${id}@gatehouse>`,
    headers: { "Auto-Submitted": "auto-generated" },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
    .compile()
    .build();
  const { user, password } = mail.server;
  const connection = connectionTo(mail.server);
  const ends = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  let stage: "connect" | "sign-in" | "send" = "connect";
  const ended = new Promise<never>((_, reject) => {
    connection.on("error", reject);
    connection.once("end", () => reject(Object.assign(new Error("closed"), { code: "ECONNECTION" })));
    ends.addEventListener("abort", () => reject(Object.assign(new Error("too slow"), { code: "ETIMEDOUT" })));
  });
  // It may end while nobody waits.
  ended.catch(() => undefined);
  try {
    await step(connection, ended, (done) => connection.connect(done));
    if (user !== null && password !== null) {
      stage = "sign-in";
      await step(connection, ended, (done) => connection.login({ user, pass: password }, done));
    }
    stage = "send";
    await step(connection, ended, (done) => connection.send({ from: mail.from, to: [to] }, message, done));
    connection.quit();
    return { result: "sent" };
  } catch (error) {
    connection.close();
    return judge(error, stage);
  }
}
