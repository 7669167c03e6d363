import { escapeXml } from "./scenes";

/** XML as devices write and read it: elements and text, no more. */
export type Node = readonly [name: string, content: string | number | boolean | readonly Node[]];

const NAMESPACE = 'version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"';

export function deviceXml([name, content]: Node): string {
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<${name} ${NAMESPACE}>${inner(content)}</${name}>\n`;
}

function inner(content: Node[1]): string {
  if (typeof content !== "object") return escapeXml(String(content));
  return content.map(([name, below]) => `<${name}>${inner(below)}</${name}>`).join("");
}

const STATUS = {
  ok: [1, "OK"],
  deviceBusy: [2, "Device Busy"],
  notSupport: [4, "Invalid Operation"],
  methodNotAllowed: [4, "Invalid Operation"],
  invalidOperation: [4, "Invalid Operation"],
  badXmlFormat: [5, "Invalid XML Format"],
  badXmlContent: [6, "Invalid XML Content"],
} as const;
export type SubStatus = keyof typeof STATUS;

/** What a device says of a request, as in the guide's example of 5.6.2. */
export function responseStatus(url: string, sub: SubStatus): string {
  const [code, text] = STATUS[sub];
  return deviceXml([
    "ResponseStatus",
    [
      ["requestURL", url],
      ["statusCode", code],
      ["statusString", text],
      ["subStatusCode", sub],
    ],
  ]);
}

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

/** The root's name and the texts of the elements without children, by name; null when tags do not match. */
export function readDeviceXml(text: string): { root: string; leaves: Map<string, string> } | null {
  const body = text.replace(/^\s*<\?xml[^>]*\?>/, "");
  const open: string[] = [];
  const leaves = new Map<string, string>();
  let root = "";
  let words = "";
  for (const [token, close, tag] of body.matchAll(/<(\/?)([\w:]+)[^<>]*>|[^<]+|</g)) {
    if (token === "<") return null;
    if (tag === undefined) {
      words += token;
    } else if (close === "/") {
      if (open.pop() !== tag) return null;
      if (words.trim() !== "")
        leaves.set(
          tag,
          words.trim().replace(/&\w+;/g, (name) => ENTITIES[name] ?? name),
        );
      words = "";
    } else {
      if (open.length === 0 && root !== "") return null;
      root ||= tag;
      words = "";
      if (!token.endsWith("/>")) open.push(tag);
    }
  }
  return open.length === 0 && root !== "" ? { root, leaves } : null;
}
