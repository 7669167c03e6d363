import { expect, it } from "vitest";
import { alarmTypes } from "@/lib/gateway/dictionary/alarm-types";
import { alarmTypeOfCapability, capabilities } from "@/lib/gateway/dictionary/capabilities";
import { RuleInput } from "./schema";
import { categoryOf, eventTypesOf, eventWords } from "./terms";

it("a capability leads to an alarm type that the guide lists", () => {
  for (const [capability, type] of alarmTypeOfCapability) {
    expect(capabilities.has(capability), capability).toBe(true);
    expect(alarmTypes.has(type), type).toBe(true);
  }
});

it("a camera offers what it can detect, each once, and its connection", () => {
  expect(eventTypesOf("camera", ["2002", "2023", "2006", "2030", "vendor-own"]).map(eventWords)).toEqual([
    ...["Motion", "Region entered", "Camera offline", "Camera online", "Camera is not being recorded"],
  ]);
  expect(eventTypesOf("camera", [])).not.toContain("10002");
  expect(eventTypesOf("alarmInput", ["2002"])).toEqual(["50000", "20008"]);
  expect(eventTypesOf("encodingDevice", ["2002"])).toContain("50101");
});

it("every event that can be offered has words and a main category of the guide", () => {
  const all = [...capabilities.keys()];
  for (const type of [
    ...eventTypesOf("camera", all),
    ...eventTypesOf("alarmInput", []),
    ...eventTypesOf("encodingDevice", []),
  ]) {
    expect(eventWords(type)).not.toMatch(/\d{4}/);
  }
  expect(["10002", "10057", "50000", "50101"].map(categoryOf)).toEqual([
    ...["video", "maintenance", "alarmDetection", "video"],
  ]);
});

it("whom it tells and for how long it leaves out must be said where they are asked for", () => {
  const rule = {
    ...{ name: " Gate ", source: { type: "camera", id: "c" }, eventType: "10002", scheduleId: "s", priorityId: "p" },
  };
  expect(RuleInput.parse(rule)).toMatchObject({ name: "Gate", notify: false, recipientIds: [], ignoreTime: null });
  const problems = RuleInput.safeParse({ ...rule, notify: true, ignoreRecurring: true }).error?.issues;
  expect(problems?.map(({ path }) => path.join("."))).toEqual(["recipientIds", "ignoreTime"]);
});
