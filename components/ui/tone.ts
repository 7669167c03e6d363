/** What a colour says; see the meaning of each in app/tokens.css. */
export type Tone = "neutral" | "accent" | "ok" | "warn" | "danger" | "info";

/** The text colour of a meaning, for words that stand without a ground. */
export const toneText: Record<Tone, string> = {
  neutral: "text-fg-faint",
  accent: "text-accent-fg",
  ok: "text-ok-fg",
  warn: "text-warn-fg",
  danger: "text-danger-fg",
  info: "text-info-fg",
};
