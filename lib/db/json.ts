const unstorable = /\0|[\ud800-\udfff]/gu;

/** Text for a parameter; what PostgreSQL cannot hold becomes U+FFFD, all else stays as it is. */
export function storableText(text: string): string {
  return text.isWellFormed() && !text.includes("\0") ? text : text.replace(unstorable, "\ufffd");
}

function storable(_: string, value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storableText(key), each]));
}

/** JSON for a parameter of type jsonb; what PostgreSQL cannot hold in text becomes U+FFFD, all else stays as it is. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  // Only these two escapes stand for what cannot be stored, so that the slow way is seldom gone.
  if (!/\\u0000|\\ud[89a-f]/i.test(text)) return text;
  return JSON.stringify(value, storable);
}
