import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { UnavailableError } from "@/lib/errors";
import { fenced } from "@/lib/jobs/fence";
import { startBucket, type TestBucket } from "@/lib/testing/bucket";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { ownDataFolder } from "@/lib/testing/folder";
import { withSettings } from "@/lib/testing/mode";
import { BucketError } from "./bucket";
import { mediaFile } from "./disk";
import {
  clearDrafts,
  discard,
  forget,
  forgetIn,
  keep,
  moveToBucket,
  notHere,
  openKept,
  prepare,
  readKept,
} from "./store";

const folder = ownDataFolder();
let bucket: TestBucket;

beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket.stop());
afterEach(async () => {
  await pool().query("TRUNCATE alarm_file");
  bucket.objects.clear();
});

const drafts = () => readdirSync(join(folder, "sandbox", "media", "drafts"));
const keyOf = (hash: string) => `site-1/media/sandbox/${hash.slice(0, 2)}/${hash}`;

/** Keeps a text as the file of an alarm. */
async function kept(text: string, column: "hash" | "thumbnail_hash" = "hash"): Promise<string> {
  const prepared = await prepare(Buffer.from(text));
  await transaction(async (tx) => {
    await keep(tx, prepared);
    await tx.query(
      `INSERT INTO alarm_file (id, key, kind, state, ${column}) VALUES (gen_random_uuid(), $1, 'picture', 'kept', $2)`,
      [`${column}/${text}`, prepared.hash],
    );
  });
  return prepared.hash;
}

const lines: Readonly<Record<"disk" | "bucket", () => Record<string, string>>> = {
  disk: () => ({}),
  bucket: () => bucket.env,
};

describe.each(["disk", "bucket"] as const)("on the %s", (where) => {
  const there = (hash: string) => (where === "disk" ? existsSync(mediaFile(hash)) : bucket.objects.has(keyOf(hash)));
  const both = (name: string, work: () => Promise<void>) => dbTest(name, () => withSettings(lines[where](), work));

  both("a file is kept under its content's hash, read whole or in part, and leaves no draft", async () => {
    const hash = await kept("a picture");
    expect(there(hash)).toBe(true);
    expect((await readKept(hash))?.toString()).toBe("a picture");
    const part = await openKept(hash, { start: 2, end: 4 });
    expect(part === null ? null : (await buffer(part)).toString()).toBe("pic");
    expect(await readKept("0".repeat(64))).toBeNull();
    expect(drafts()).toEqual([]);
  });

  both("a file goes when the last who uses it lets go, whatever they use it as", async () => {
    const hash = await kept("shared");
    await kept("shared", "thumbnail_hash");
    await pool().query(
      `INSERT INTO camera (id, name, search, online, hash, sweep_id, abilities, thumbnail_hash)
       VALUES ('c', 'c', 'c', 'online', '', 1, '{}', $1)`,
      [hash],
    );
    await pool().query("INSERT INTO camera_snapshot (id, camera_id, hash) VALUES (gen_random_uuid(), 'c', $1)", [hash]);
    for (const letGo of [
      "DELETE FROM camera_snapshot",
      "DELETE FROM alarm_file WHERE thumbnail_hash IS NOT NULL",
      "DELETE FROM camera",
    ]) {
      await pool().query(letGo);
      await forget([hash]);
      expect(there(hash), letGo).toBe(true);
    }
    await transaction(async (tx) => {
      await tx.query("DELETE FROM alarm_file");
      await forgetIn(tx, [hash, hash]);
    });
    expect(there(hash)).toBe(false);
  });

  both("what was prepared and not kept is gone, unless somebody else keeps the same", async () => {
    const unkept = await prepare(Buffer.from("nobody's"));
    const hash = await kept("somebody's");
    await discard(unkept, await prepare(Buffer.from("somebody's")));
    expect(there(unkept.hash)).toBe(false);
    expect(there(hash)).toBe(true);
    expect(drafts()).toEqual([]);
  });

  both("what a transaction did not store in the end is no harm to who keeps the same later", async () => {
    const prepared = await prepare(Buffer.from("twice"));
    await expect(
      transaction(async (tx) => {
        await keep(tx, prepared);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await discard(prepared);
    expect(there(prepared.hash)).toBe(false);
    expect(there(await kept("twice"))).toBe(true);
  });
});

dbTest("a file that somebody removed from the bucket meanwhile is not taken for kept", async () => {
  await withSettings(bucket.env, async () => {
    const prepared = await prepare(Buffer.from("just removed"));
    await forget([prepared.hash]);
    await expect(transaction((tx) => keep(tx, prepared))).rejects.toThrow(UnavailableError);
  });
});

dbTest("a bucket that is silent is given up before the transaction that waits for it", async () => {
  await holdLease();
  await withSettings(bucket.env, async () => {
    const prepared = await prepare(Buffer.from("slow"));
    bucket.ignore("HEAD");
    const work = transaction(async (tx) => {
      await fenced(tx, dutyRun().fence);
      const failure = await keep(tx, prepared).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(BucketError);
      // The transaction is still good for something.
      return (await tx.query("SELECT 1 AS one")).rows;
    });
    expect(await work.finally(() => bucket.ignore(null))).toEqual([{ one: 1 }]);
  });
});

dbTest("a bucket that fails for a moment is asked again, and one that is away gets its files later", async () => {
  await withSettings(bucket.env, async () => {
    bucket.fail(503, 1);
    expect(bucket.objects.has(keyOf(await kept("after a moment")))).toBe(true);

    bucket.fail(500, 2);
    const hash = await kept("later");
    expect(existsSync(mediaFile(hash))).toBe(true);
    expect((await readKept(hash))?.toString()).toBe("later");
    bucket.fail(500, 2);
    await expect(moveToBucket(10)).rejects.toThrow("The bucket did not take a file (InternalError).");
    expect(existsSync(mediaFile(hash))).toBe(true);

    await moveToBucket(10);
    expect(bucket.objects.get(keyOf(hash))?.toString()).toBe("later");
    expect(existsSync(mediaFile(hash))).toBe(false);
    expect((await readKept(hash))?.toString()).toBe("later");
    expect(await moveToBucket(10)).toBe(0);
  });
});

dbTest("what was kept on the disk before is read from there, and moves; what nobody uses goes", async () => {
  const hash = await kept("older");
  const orphan = await prepare(Buffer.from("orphan"));
  await transaction((tx) => keep(tx, orphan));
  await withSettings(bucket.env, async () => {
    expect((await readKept(hash))?.toString()).toBe("older");
    expect(await moveToBucket(1)).toBe(1);
    expect(await moveToBucket(1)).toBe(1);
    expect([...bucket.objects.keys()]).toEqual([keyOf(hash)]);
  });
  expect(existsSync(mediaFile(orphan.hash))).toBe(false);
});

dbTest("a wrong key is told by the storage's own word, and never named", async () => {
  const wrong = { ...bucket.env, GATEHOUSE_S3_SECRET_KEY: "another-secret" };
  await withSettings(wrong, async () => {
    const failure = await readKept("1".repeat(64)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnavailableError);
    const { cause } = failure as UnavailableError;
    expect(String(cause)).toContain("SignatureDoesNotMatch");
    expect(JSON.stringify([failure, cause, String(cause)])).not.toContain("another-secret");
  });
  await withSettings({ ...bucket.env, GATEHOUSE_S3_ENDPOINT: "http://127.0.0.1:9" }, async () => {
    await expect(readKept("1".repeat(64))).rejects.toThrow("The storage of pictures does not answer.");
  });
});

dbTest("who misses a file is told where to look", async () => {
  expect(notHere("This picture", "Wait.").message).toBe("This picture is not on the machine that answered.");
  const inBucket = await withSettings(bucket.env, () => Promise.resolve(notHere("This picture", "Wait.")));
  expect(inBucket.message).toBe("This picture is no longer in the bucket.");
});

dbTest("drafts of processes that died are cleared away, those of living ones are not", async () => {
  const [old, young] = ["dead", "alive"].map((name) => join(folder, "sandbox", "media", "drafts", name));
  for (const file of [old, young]) writeFileSync(file ?? "", "x");
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  utimesSync(old ?? "", hoursAgo, hoursAgo);
  await clearDrafts();
  expect(drafts()).toEqual(["alive"]);
});
