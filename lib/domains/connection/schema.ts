import type { GatewaySummary } from "@/lib/domains/health/schema";

/** Settings → Connection: what is configured, how it does, and a test that says exactly what is wrong. */

export type ConnectionStepName =
  "address" | "network" | "gateway" | "clock" | "access-key" | "secret-key" | "first-call";

export interface ConnectionStep {
  name: ConnectionStepName;
  result: "ok" | "warning" | "failed" | "skipped";
  text: string;
  remedy: string | null;
  code: string | null;
}

export interface ConnectionTest {
  /** Null: everything works. */
  cause: string | null;
  steps: ConnectionStep[];
  /** ISO time. */
  testedAt: string;
}

/** Keys are never here: they come from the environment and stay on the server. */
export interface ConnectionState extends GatewaySummary {
  mode: "sandbox" | "live";
  baseUrl: string;
  /** Origin that calls go to since the last token; null before the first. */
  origin: string | null;
  /** ISO times of the token in use. */
  token: { obtainedAt: string; expiresAt: string } | null;
  /** When a start found another secret than before: what was sealed until then cannot be read. Null: never. */
  secretReplacedAt: string | null;
}
