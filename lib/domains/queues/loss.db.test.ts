/** A tenth of the loss test; the whole of it is `npm run soak -- loss`. */
import { pool } from "@/lib/db/client";
import { dbTest, expect } from "@/lib/testing/database";
import { runLoss } from "@/lib/testing/loss";
import { startSandbox } from "@/lib/testing/sandbox";

dbTest(
  "10,000 messages, killed workers, a failing gateway, broken connections: each is stored once, each alarm is right",
  { timeout: 600_000 },
  async () => {
    const sandbox = await startSandbox();
    try {
      const result = await runLoss(sandbox, {
        ...{ messages: 10_000, kills: 9, seed: 5, breaks: 2, say: () => undefined },
        breakDatabase: async () => {
          await pool().query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          );
        },
      });
      expect(result.wrong.slice(0, 5)).toEqual([]);
      expect(result).toMatchObject({ stored: 10_000, different: 10_000, busGapless: true });
      expect(Object.values(result.kills).reduce((sum, n) => sum + n, 0)).toBe(9);
    } finally {
      await sandbox.stop();
    }
  },
);
