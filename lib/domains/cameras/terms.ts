import { capabilities } from "@/lib/gateway/dictionary/capabilities";

/** So many snapshots of a camera are kept; the oldest make room. */
export const SNAPSHOTS_KEPT = 48;

/** What the camera can detect: "motion, line crossing"; codes the guide does not name come last, as they are. */
export function abilitiesInWords(codes: readonly string[]): string {
  const known = new Set(codes.flatMap((code) => capabilities.get(code)?.label.toLowerCase() ?? []));
  return [...known, ...codes.filter((code) => !capabilities.has(code)).map((code) => `code ${code}`)].join(", ");
}
