/** Waits at a reader until somebody holds a card or a finger to it. */
import type { Gateway } from "../client";
import { collectCard, collectFingerprint } from "../endpoints/person-credentials";
import { GatewayError } from "../errors";
import type { Secret } from "../secret";
import { poll, type FlowOptions, type Polled } from "./polling";

export interface CollectProgress {
  /** How often the reader has been asked, from 1. */
  readonly attempt: number;
  /** Code of the last refusal; null while there was none. */
  readonly code: string | null;
}

export interface FingerProgress extends CollectProgress {
  /** Quality of the last reading, 1 to 100. */
  readonly quality: number | null;
}

export interface CollectedCard extends CollectProgress {
  /** Null: nobody came. */
  readonly cardNo: string | null;
}

export interface CollectedFingerprint extends FingerProgress {
  /** The best reading; null: nobody came. */
  readonly data: Secret | null;
}

export interface FingerInput {
  readonly deviceSerial: string;
  /** A poorer reading is taken again, until the deadline. The guide recommends more than 80. */
  readonly leastQuality?: number;
}

const INTERVAL_MS = 500;
const DEADLINE_MS = 60_000;
const GOOD_QUALITY = 80;
/** The reader read nothing: nobody was there in its time, or it is offline. */
const NOTHING_READ: ReadonlySet<string> = new Set(["CCF038084", "CCF038085"]);

/** What a reader made of one attempt: a reading, or the code with which it had none. Throws what will not change. */
async function attemptAt<T>(read: () => Promise<T>): Promise<{ reading: T | null; code: string | null }> {
  try {
    return { reading: await read(), code: null };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.kind === "timeout" || NOTHING_READ.has(error.code ?? "")) return { reading: null, code: error.code };
    throw error;
  }
}

/**
 * Asks a reader for a card again and again. A reader that reads nothing is asked once more; one that is not there or
 * cannot read cards ends it. Nothing is stored in the cloud. Throws GatewayError, and the signal's reason.
 */
export async function waitForCard(
  gateway: Gateway,
  input: { readonly deviceSerial: string },
  options: FlowOptions<CollectProgress>,
): Promise<Polled<CollectedCard>> {
  const { lane, signal, onProgress, intervalMs = INTERVAL_MS, deadlineMs = DEADLINE_MS } = options;
  let attempt = 0;
  const ask = async (): Promise<Polled<CollectedCard>> => {
    attempt += 1;
    const read = () => gateway.call(collectCard, input, { lane, ...(signal && { signal }) });
    const { reading, code } = await attemptAt(read);
    onProgress?.({ attempt, code });
    const cardNo = reading?.cardNo ?? null;
    return { value: { cardNo, attempt, code }, finished: cardNo !== null };
  };
  return poll(ask, { ...options, intervalMs, deadlineMs });
}

/**
 * The same for a finger, until a reading is good enough; the best one is kept. `finished` false with data: none was good
 * enough, and the caller decides. The data goes to `setFingerprints` and nowhere else.
 */
export async function waitForFingerprint(
  gateway: Gateway,
  { deviceSerial, leastQuality = GOOD_QUALITY }: FingerInput,
  options: FlowOptions<FingerProgress>,
): Promise<Polled<CollectedFingerprint>> {
  const { lane, signal, onProgress, intervalMs = INTERVAL_MS, deadlineMs = DEADLINE_MS } = options;
  let attempt = 0;
  let best: { data: Secret; quality: number } | null = null;
  const ask = async (): Promise<Polled<CollectedFingerprint>> => {
    attempt += 1;
    const read = () => gateway.call(collectFingerprint, { deviceSerial }, { lane, ...(signal && { signal }) });
    const { reading, code } = await attemptAt(read);
    onProgress?.({ attempt, code, quality: reading?.quality ?? null });
    const quality = reading?.quality ?? 0;
    if (reading?.data && quality >= (best?.quality ?? 0)) best = { data: reading.data, quality };
    const value = { data: best?.data ?? null, quality: best?.quality ?? null, attempt, code };
    return { value, finished: best !== null && best.quality >= leastQuality };
  };
  return poll(ask, { ...options, intervalMs, deadlineMs });
}
