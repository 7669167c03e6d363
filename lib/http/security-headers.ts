/** What every answer tells the browser about itself. Pages, data and files differ in what they may load. */

/** `page`: what Next renders. `data`: API answers, pictures and refusals. `file`: scripts, styles, fonts and icons. */
export type AnswerKind = "page" | "data" | "file";

export interface PolicyOptions {
  /** Fresh for each request; scripts of ours carry it. */
  nonce: string;
  /** Next's development server evaluates code and writes styles into the page. */
  dev: boolean;
  /** People reach the console over https. */
  secure: boolean;
}

const serialise = (directives: Readonly<Record<string, string | undefined>>) =>
  Object.entries(directives)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join("; ");

function pagePolicy({ nonce, dev, secure }: PolicyOptions): string {
  return serialise({
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // With a nonce beside it, 'unsafe-inline' would count for nothing.
    "style-src": dev ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    // Positions of popovers and virtual rows are style attributes in what the server renders.
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    // Named, because it would otherwise follow script-src, where 'strict-dynamic' leaves no 'self'.
    "worker-src": "'self'",
    "frame-src": "'self'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "upgrade-insecure-requests": secure ? "" : undefined,
  });
}

/** A worker lives under the policy of its own file. */
const filePolicy = serialise({
  "default-src": "'none'",
  "script-src": "'self'",
  "connect-src": "'self'",
  "frame-ancestors": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
});

const dataPolicy = serialise({
  "default-src": "'none'",
  "frame-ancestors": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
});

const yearSeconds = 365 * 24 * 60 * 60;
const unused = [
  ...["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer"],
  ...["microphone", "midi", "payment", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking"],
];
const permissions = unused.map((name) => `${name}=()`).join(", ");

export function contentPolicy(kind: AnswerKind, options: PolicyOptions): string {
  if (kind === "page") return pagePolicy(options);
  return kind === "file" ? filePolicy : dataPolicy;
}

export function securityHeaders(kind: AnswerKind, options: PolicyOptions): Record<string, string> {
  return {
    "Content-Security-Policy": contentPolicy(kind, options),
    "X-Content-Type-Options": "nosniff",
    // Browsers too old for frame-ancestors.
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": permissions,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    ...(options.secure ? { "Strict-Transport-Security": `max-age=${yearSeconds}; includeSubDomains` } : {}),
  };
}
