// A string (also one that never ends), or a number. Strings come first so that digits inside them are left alone.
const TOKENS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*\\?(?:"|$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON.parse that keeps integers too long for a double as strings of their exact digits: person and channel ids have 18
 * and sometimes come without quotes. Throws SyntaxError, whose text quotes the body and must not be passed on.
 */
export function parseJson(text: string): unknown {
  const exact = text
    .replace(/^\uFEFF/, "")
    .replace(TOKENS, (token) =>
      token.length > 15 && /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    );
  return JSON.parse(exact);
}
