import { pool } from "@/lib/db/client";
import { browserRequest, callRoute } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { inLiveMode } from "@/lib/testing/mode";
import { POST } from "./route";

const first = { email: " First@Example.COM ", name: "Māra Kalniņa", password: "twelve characters" };

const post = (json: unknown) => callRoute(POST, browserRequest("/api/setup", { method: "POST", json }));

dbTest("sets up nothing in the sandbox", async () => {
  expect((await post(first)).status).toBe(403);
});

dbTest("checks its fields, answers 201 once and 409 afterwards", async () => {
  await inLiveMode(async () => {
    const weak = await post({ email: "nonsense", name: " ", password: "short", role: "administrator" });
    expect(weak.status).toBe(422);
    const { errors } = (await weak.json()) as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field).sort()).toEqual(["email", "name", "password", "role"]);
    expect((await post(first)).status).toBe(201);
    expect((await post(first)).status).toBe(409);
    const { rows } = await pool().query("SELECT email, role FROM app_user");
    expect(rows).toEqual([{ email: "first@example.com", role: "administrator" }]);
  });
});
