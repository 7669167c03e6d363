import { dbTest, expect } from "@/lib/testing/database";
import { db, pool } from "./client";

dbTest("folds case and accents, and finds scripts without blanks", async () => {
  const { rows } = await pool().query<{ folded: string; grams: string[] }>(
    "SELECT gh_fold('Ņikola Çağlar ŠĶŪNIS') AS folded, show_trgm('北京') AS grams",
  );
  expect(rows[0]?.folded).toBe("nikola caglar skunis");
  expect(rows[0]?.grams.length).toBeGreaterThan(0);
});

dbTest("has every table and column that the schema names", async () => {
  const models = [db().area, db().camera, db().gatewaySlot, db().session, db().mirrorKind, db().busEvent] as const;
  for (const model of models) await (model as { count(): Promise<number> }).count();
  expect(await db().gatewaySlot.count()).toBe(5);
});
