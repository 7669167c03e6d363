import { z } from "zod";
import { endpoint } from "../endpoint";
import { isapiOutcome, type IsapiAnswer } from "../isapi/status";
import { gatewayId, nonEmptyIds } from "../strict";
import { toText } from "../tolerant";
import { getAlarmInputStatus } from "./resource-elements";

const url = z
  .string()
  .max(512)
  .regex(/^\/ISAPI\/[\w./?=&-]+$/, "must be a path below /ISAPI/")
  .refine((path) => !/(^|[/])\.{1,2}([/?]|$)/.test(path), "must not lead out of its folder");
const contentType = z
  .enum(["application/xml", "application/json", "application/x-www-form-urlencoded"])
  .default("application/xml");
const place = { deviceId: gatewayId(), url, contentType };

const question = z.strictObject(place).transform((input) => ({
  method: "GET",
  url: input.url,
  id: input.deviceId,
  contentType: input.contentType,
  body: "",
}));
const order = z
  .strictObject({ ...place, method: z.enum(["PUT", "POST", "DELETE"]), body: z.string().max(100_000).default("") })
  .transform((input) => ({
    method: input.method,
    url: input.url,
    id: input.deviceId,
    contentType: input.contentType,
    body: input.body,
  }));

/** The device's text, whatever it is; an object some servers make of JSON is written back as text. */
const passed = z.unknown().transform((data): IsapiAnswer => {
  const text = typeof data === "object" && data !== null ? JSON.stringify(data) : (toText(data) ?? "");
  return { contentType: typeOf(text), text };
});

function typeOf(text: string): IsapiAnswer["contentType"] {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") return "none";
  if (start.startsWith("<")) return "application/xml";
  return /^[[{]/.test(start) && isJson(text) ? "application/json" : "text/plain";
}

// The SyntaxError is swallowed on purpose: its text quotes the body.
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const outcome = (answer: IsapiAnswer, { deviceId }: { readonly deviceId: string }) => isapiOutcome(answer, deviceId);

/** Waiting for a device says nothing about the gateway, hence more than fifteen seconds. */
const common = { section: "5.6.2", timeoutMs: 20_000, output: passed } as const;

/**
 * Reads from a device by its own interface, passed through by the gateway. The answer is the device's text, XML, JSON or
 * broken. The device is named `id`, as in the table and the first example (others print deviceSerial). Guide 5.6.2.
 */
export const readIsapi = endpoint({
  ...common,
  name: "isapi.read",
  path: "POST /video/v1/isapi/proxypass",
  kind: "read",
  input: question,
});

/** Has a device do something; sent once. `outcome` reads the device's own answer. Guide 5.6.2. */
export const sendIsapi = endpoint({
  ...common,
  name: "isapi.send",
  path: "POST /video/v1/isapi/proxypass",
  kind: "command",
  input: order,
  outcome,
});

/** The same for what may be said twice, such as standing still: it is sent again when the answer is lost. Guide 5.6.2. */
export const repeatIsapi = endpoint({
  ...common,
  name: "isapi.repeat",
  path: "POST /video/v1/isapi/proxypass",
  kind: "idempotent",
  input: order,
  outcome,
});

/** `readIsapi` by way of Hik-Connect, for accounts where only that works. Guide 5.6.2. */
export const readIsapiByProxy = endpoint({
  ...common,
  name: "isapi.readByProxy",
  path: "POST /proxy/v1/isapi/proxypass",
  kind: "read",
  input: question,
});

/** `sendIsapi` by way of Hik-Connect. Guide 5.6.2. */
export const sendIsapiByProxy = endpoint({
  ...common,
  name: "isapi.sendByProxy",
  path: "POST /proxy/v1/isapi/proxypass",
  kind: "command",
  input: order,
  outcome,
});

/**
 * States of up to 8 alarm inputs by way of Hik-Connect. Sent as alarmInputId, as in the example (the table says
 * alarmIntputId). Guide 5.6.2, A.3.17.
 */
export const getAlarmInputStatusByProxy = endpoint({
  name: "alarmInputs.statusByProxy",
  path: "POST /proxy/v1/areas/alarminputs/status/get",
  section: "5.6.2",
  kind: "read",
  timeoutMs: 30_000,
  input: z
    .strictObject({ alarmInputIds: nonEmptyIds(8, 32) })
    .transform(({ alarmInputIds }) => ({ alarmInputId: alarmInputIds })),
  output: getAlarmInputStatus.output,
});
