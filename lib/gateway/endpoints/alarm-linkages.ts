import { z } from "zod";
import { endpoint } from "../endpoint";
import { DONE, outcomeOfAll } from "../outcome";
import { bit, gatewayId, nonEmpty, present, text } from "../strict";
import { readIdOrNull, readId, readInnerCode, readRows, readVerdict, record } from "../tolerant";

const thing = z.strictObject({
  id: gatewayId(32),
  name: text(64).optional(),
  areaId: gatewayId(32).optional(),
  areaName: text(64).optional(),
});
const seconds = z.int().min(0).max(3_600);

const thingBody = ({ id, name, areaId, areaName }: z.output<typeof thing>) =>
  present({ id, name, areaID: areaId, areaName });

/** The type under which a linkage is sent, by the word for it. */
const linkageTypes = {
  record: "LinkCamera",
  capture: "LinkCapturePicture",
  alarmOutput: "LinkAlarmOutput",
  email: "LinkEMail",
} as const;

/** What resources are called inside a picture capture; 1001 is a camera. */
const CAMERA = "1001";

const linkage = z.discriminatedUnion("type", [
  z
    .strictObject({
      type: z.literal("record"),
      cameras: nonEmpty(thing),
      beforeSeconds: seconds,
      afterSeconds: seconds,
    })
    .transform(({ type, cameras, beforeSeconds, afterSeconds }) => ({
      linkageType: linkageTypes[type],
      linkageConfig: {
        linkCamera: { preRecordTime: beforeSeconds, postRecordTime: afterSeconds, camera: cameras.map(thingBody) },
      },
    })),
  z
    .strictObject({
      type: z.literal("capture"),
      cameras: nonEmpty(thing),
      intervalSeconds: z.int().min(1).max(3_600),
      when: z.enum(["atEvent", "aroundEvent"]),
    })
    .transform(({ type, cameras, intervalSeconds, when }) => ({
      linkageType: linkageTypes[type],
      linkageConfig: {
        linkCapturePicture: {
          captureInterval: intervalSeconds,
          captureMode: when === "atEvent" ? 1 : 2,
          camera: cameras.map((camera) => ({ resourceType: CAMERA, ...thingBody(camera) })),
        },
      },
    })),
  z
    .strictObject({
      type: z.literal("alarmOutput"),
      outputs: nonEmpty(thing),
      closeAfter: z.int().min(1).max(86_400).optional(),
    })
    .transform(({ type, outputs, closeAfter }) => ({
      linkageType: linkageTypes[type],
      linkageConfig: {
        linkAlarmOutput: present({
          autoClose: bit(closeAfter !== undefined),
          autoCloseTime: closeAfter,
          alarmOutput: outputs.map(thingBody),
        }),
      },
    })),
  z
    .strictObject({ type: z.literal("email"), templateId: gatewayId(), templateName: text(64).optional() })
    .transform(({ type, templateId, templateName }) => ({
      linkageType: linkageTypes[type],
      linkageConfig: {
        linkEmail: present({ emailTemplateId: templateId, emailTemplateName: templateName }),
      },
    })),
]);

const LinkageResult = record({
  alarmRuleID: readId(),
  itemID: readIdOrNull(),
  linkageType: readId(),
  errorCode: readInnerCode(),
}).transform((row) => ({ ruleId: row.alarmRuleID, id: row.itemID, type: row.linkageType, code: row.errorCode }));

/** How a linkage is named in an outcome: the gateway has no id for it before it is there. */
const nameOf = (ruleId: string, type: string) => `${ruleId}/${type.toLowerCase()}`;

/**
 * Has rules record, capture, switch outputs (`closeAfter` in the unit of the vendor's portal; without it they stay on) or
 * send mail. One linkage of a kind for each rule and call; each has its own result, named "rule id/linkcamera". What is
 * linked can be neither listed nor removed. The outputs stand under alarmOutput and relateType is left out, as in the
 * example. Guide 5.3.3, A.3.19, A.3.108–A.3.115.
 */
export const addAlarmLinkages = endpoint({
  name: "alarmLinkages.add",
  path: "POST /alarm/v1/alarmlinkage/add",
  section: "5.3.3",
  kind: "command",
  input: z
    .strictObject({
      rules: nonEmpty(
        z.strictObject({
          ruleId: gatewayId(32),
          linkages: nonEmpty(linkage, 4).refine(
            (items) => new Set(items.map(({ linkageType }) => linkageType)).size === items.length,
            "must be of different types",
          ),
        }),
      ).refine((rules) => new Set(rules.map(({ ruleId }) => ruleId)).size === rules.length, "must be different rules"),
    })
    .transform(({ rules }) => ({
      alarmLinkage: rules.map(({ ruleId, linkages }) => ({ alarmRuleID: ruleId, linkageItem: linkages })),
    })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ alarmLinkage: readRows(LinkageResult) }).transform(({ alarmLinkage }) => ({
      linkages: alarmLinkage.items,
    })),
  ),
  outcome: (data, { rules }) =>
    outcomeOfAll(
      rules.flatMap(({ ruleId, linkages }) => linkages.map(({ type }) => nameOf(ruleId.trim(), linkageTypes[type]))),
      data.linkages.map(({ ruleId, type, code }) => ({ id: nameOf(ruleId, type), code })),
    ),
});

/**
 * At how many percent of charge solar-powered cameras report a low battery (20 unless set), for the whole account. The
 * answer is `data: true` in the example and an object around it in the table. Guide 5.3.5.
 */
export const setLowBatteryThreshold = endpoint({
  name: "alarms.lowBatteryThreshold",
  path: "POST /alarm/v1/voltagesetting/set",
  section: "5.3.5",
  kind: "idempotent",
  input: z
    .strictObject({ percent: z.int().min(0).max(100) })
    .transform(({ percent }) => ({ voltageThreshold: percent })),
  output: readVerdict().transform((done) => ({ done })),
  outcome: ({ done }) => (done === false ? { result: "refused", items: [] } : DONE),
});
