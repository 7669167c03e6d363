import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { GatewayError } from "./errors";
import { Secret, secretsIn } from "./secret";

test("a secret is never printed by accident", () => {
  const held = { password: new Secret("hunter22") };
  const prints = [`${held.password}`, String(held.password), JSON.stringify(held), inspect(held, { showHidden: true })];
  for (const print of prints) expect(print).not.toContain("hunter22");
  expect(prints[0]).toBe("[secret]");
  expect(Object.keys(held.password)).toEqual([]);
  expect(held.password.reveal()).toBe("hunter22");
});

test("secrets are found however deep they stand", () => {
  const a = new Secret("a");
  const b = new Secret("b");
  expect(secretsIn({ x: [a, { y: b, z: 1 }], w: null, at: new Date() })).toEqual([a, b]);
});

test("a secret is known to every copy of its module, and so are the gateway's errors", async () => {
  vi.resetModules();
  const other = await import("./secret");
  expect(other.Secret).not.toBe(Secret);
  expect(new Secret("x")).toBeInstanceOf(other.Secret);
  expect({ reveal: () => "x" }).not.toBeInstanceOf(Secret);
  const mine = new GatewayError({ endpoint: "devices.add", endpointKind: "command", kind: "timeout" });
  const { GatewayError: Other } = await import("./errors");
  expect(Other).not.toBe(GatewayError);
  expect(mine).toBeInstanceOf(Other);
  expect(new Error("x")).not.toBeInstanceOf(GatewayError);
});
