import { access } from "./error-catalogue/access";
import { device } from "./error-catalogue/device";
import type { Family } from "./error-catalogue/family";
import { isapi } from "./error-catalogue/isapi";
import { open } from "./error-catalogue/open";
import { person } from "./error-catalogue/person";
import { platform } from "./error-catalogue/platform";

/** What a code of the gateway means to the people who use the console. */
export interface CodeDescription {
  /** The code, trimmed; "unknown" when the gateway gave none. */
  readonly code: string;
  /** What happened. */
  readonly meaning: string;
  /** What to do about it. */
  readonly advice: string;
  /** HTTP status for the console's own answer. */
  readonly status: number;
  /** False when the code is not in the catalogue and the words are a fallback. */
  readonly known: boolean;
}

/** Codes of A.4 and those seen on real servers, by code. */
export const errorCatalogue: ReadonlyMap<string, Family[string]> = new Map(
  [person, device, platform, access, isapi, open].flatMap((family) => Object.entries(family)),
);

// What a code may look like; anything else could be a stray token and is not shown.
const CODE = /^(?:[A-Za-z][A-Za-z_]{0,15}(?:0x)?[0-9A-Fa-f]{1,10}|(?:0x)?[0-9A-Fa-f]{1,10}|[A-Z][A-Z_]{1,39})$/;

/**
 * Words for a code. Blanks around it are dropped, devices' bare `0x…` codes are found under their family, and a code
 * nobody has described is shown as it is.
 */
export function describeCode(code: string): CodeDescription {
  const trimmed = code.trim();
  const entry = errorCatalogue.get(trimmed) ?? errorCatalogue.get(canonical(trimmed));
  if (entry) {
    const [status, meaning, advice] = entry;
    return { code: trimmed, meaning, advice, status, known: true };
  }
  const shown = CODE.test(trimmed) ? trimmed : "unknown";
  return {
    code: shown,
    meaning: `The cloud gateway refused the request with the code ${shown}.`,
    advice: "Try again; if it stays, give this code to the vendor's support.",
    status: 502,
    known: false,
  };
}

function canonical(code: string): string {
  const hex = /^(?:THD_ISAPI_)?0x([0-9a-f]{8})$/i.exec(code)?.[1];
  if (hex === undefined) return code.toUpperCase();
  const found = [hex.toUpperCase(), hex.toLowerCase()].find((digits) => errorCatalogue.has(`THD_ISAPI_0x${digits}`));
  return `THD_ISAPI_0x${found ?? hex}`;
}
