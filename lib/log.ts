import pino from "pino";
import { oncePerProcess } from "@/lib/process";

/** Names of fields that never reach a log line, at any depth that our own objects have. */
const secret = [
  "password",
  "secretKey",
  "appKey",
  "token",
  "accessToken",
  "verifyCode",
  "pin",
  "cookie",
  "authorization",
];

export const log = oncePerProcess("log", () =>
  pino({
    level: process.env["GATEHOUSE_LOG_LEVEL"] ?? "info",
    base: { part: process.env["GATEHOUSE_PART"] ?? "script" },
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
    serializers: { err: pino.stdSerializers.err },
  }),
);
