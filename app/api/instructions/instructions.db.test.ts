import { DELETE as deleteInstruction } from "./[id]/route";
import { GET as getInstructions, PUT as setInstruction } from "./route";
import type { InstructionItem, InstructionList } from "@/lib/domains/instructions/schema";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";

async function put(who: SignedIn, json: object) {
  const response = await callRoute(setInstruction, who.request("/api/instructions", { method: "PUT", json }));
  return {
    status: response.status,
    body: (await response.json()) as InstructionItem & { errors?: { field: string }[] },
  };
}

dbTest("steps are set, replaced and taken away", async () => {
  const admin = await signedIn("administrator", { name: "Ada" });
  await makeAlarm({ ruleId: "rule-1", ruleName: "Night" });
  const first = await put(admin, { scope: "rule", targetId: "rule-1", steps: ["Call", "Go"] });
  expect(first.body).toMatchObject({ name: "Night", steps: ["Call", "Go"], updatedBy: { name: "Ada" } });
  const second = await put(admin, { scope: "rule", targetId: "rule-1", steps: ["Go"] });
  expect(second.body.id).toBe(first.body.id);
  const type = await put(admin, { scope: "type", targetId: "10002", steps: ["Look"] });
  expect(type.body.name).not.toBe("10002");
  const list = async () => {
    const response = await callRoute(getInstructions, admin.request("/api/instructions"));
    return ((await response.json()) as InstructionList).items.map(({ steps }) => steps);
  };
  expect(await list()).toEqual(expect.arrayContaining([["Go"], ["Look"]]));
  const remove = (id: string) =>
    callRoute(deleteInstruction, admin.request("/api/instructions/x", { method: "DELETE" }), { id });
  expect((await remove(first.body.id)).status).toBe(204);
  expect((await remove(first.body.id)).status).toBe(404);
  expect(await list()).toEqual([["Look"]]);
});

dbTest("wrong steps are named, and only who writes rules for the whole site sets them", async () => {
  const admin = await signedIn("administrator");
  const field = async (steps: string[]) =>
    (await put(admin, { scope: "type", targetId: "1", steps })).body.errors?.[0]?.field;
  expect(await field([])).toBe("steps");
  expect(await field(["Call", "Call"])).toBe("steps");
  expect(await field(["Call", " "])).toBe("steps.1");
  const limited = await signedIn("administrator", { areaIds: ["hall"] });
  expect((await put(limited, { scope: "type", targetId: "1", steps: ["Call"] })).status).toBe(403);
});
