const unstorable = /\0|[\ud800-\udfff]/gu;

/** JSON for a parameter of type jsonb; what PostgreSQL cannot hold in text becomes U+FFFD, all else stays as it is. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  // Only these two escapes stand for what cannot be stored, so that the slow way is seldom gone.
  if (!/\\u0000|\\ud[89a-f]/i.test(text)) return text;
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "string" ? each.replace(unstorable, "\ufffd") : each,
  );
}
