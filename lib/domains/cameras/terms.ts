/** So many snapshots of a camera are kept; the oldest make room. */
export const SNAPSHOTS_KEPT = 48;

/** Codes of the guide's A.1.8, in words; other codes come last, as they are. */
const words: Readonly<Record<string, string>> = {
  "2000": "video loss",
  "2001": "tampering",
  "2002": "motion",
  "2003": "PIR",
  "2004": "face capture",
  "2005": "area crossing",
  "2006": "region entrance",
  "2007": "region exit",
  "2015": "scene change",
  "2016": "defocus",
  "2021": "line crossing",
  "2022": "intrusion",
  "2023": "region entrance",
  "2024": "region exit",
  "2027": "fast movement",
  "2029": "baggage left",
  "2030": "object removal",
};

/** What the camera can detect: "motion, line crossing". */
export function abilitiesInWords(codes: readonly string[]): string {
  const known = new Set(codes.flatMap((code) => words[code] ?? []));
  return [...known, ...codes.filter((code) => words[code] === undefined).map((code) => `code ${code}`)].join(", ");
}
