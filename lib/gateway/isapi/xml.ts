/**
 * The little XML that devices speak, written and read by ourselves. Elements and text only: attributes are skipped, and
 * a text with a document type, entities of its own or elements that do not close is no XML here.
 */

export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  /** Its own text, entities undone, blanks around it dropped. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const maxCharacters = 1_000_000;
const maxDepth = 32;
const maxElements = 20_000;

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text safe between tags: markup escaped, characters XML cannot hold dropped. */
export function escapeXml(text: string): string {
  const kept = [...text].filter((character) => isXmlCharacter(character.codePointAt(0) ?? 0)).join("");
  return kept.replace(/[&<>"']/g, (mark) => `&${Object.keys(entities).find((name) => entities[name] === mark)};`);
}

/** `<name>…</name>`; a number or text is escaped, a list is taken as elements already written. */
export function xml(name: string, content: string | number | readonly string[]): string {
  const inner = typeof content === "object" ? content.join("") : escapeXml(String(content));
  return `<${name}>${inner}</${name}>`;
}

/** The root element, or null for anything that is not well-formed XML of the plain kind. */
export function parseXml(source: string): XmlElement | null {
  const text = source.replace(/^\uFEFF/, "").trim();
  if (text.length > maxCharacters) return null;
  interface Open {
    name: string;
    tag: string;
    text: string;
    children: XmlElement[];
  }
  const top: Open = { name: "", tag: "", text: "", children: [] };
  const open: Open[] = [top];
  let elements = 0;
  let at = 0;
  // Prolog and comments, end tags, start tags, text: in this order, nothing between them.
  const token =
    /<\?[^?]*\?>|<!--(?:(?!--)[\s\S])*-->|<\/([\w:.-]+)\s*>|<([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    const current = open.at(-1);
    if (!match || !current) return null;
    at = token.lastIndex;
    const [, end, start, , empty, words] = match;
    if (words !== undefined) {
      const plain = unescapeXml(words);
      if (plain === null || (current === top && plain.trim() !== "")) return null;
      current.text += plain;
    } else if (start !== undefined) {
      elements += 1;
      if (open.length > maxDepth || elements > maxElements) return null;
      if (current === top && top.children.length > 0) return null;
      const next: Open = { name: start.replace(/^.*:/, ""), tag: start, text: "", children: [] };
      current.children.push(next);
      if (empty !== "/") open.push(next);
    } else if (end !== undefined) {
      if (current === top || current.tag !== end) return null;
      current.text = current.text.trim();
      open.pop();
    }
  }
  return open.length === 1 ? (top.children[0] ?? null) : null;
}

/** Text of the first child of that name; null when there is none. */
export function textOf(element: XmlElement, name: string): string | null {
  return element.children.find((child) => child.name === name)?.text ?? null;
}

function unescapeXml(text: string): string | null {
  let broken = false;
  const plain = text.replace(/&([^;&\s]{0,10});|&/g, (_, name: string | undefined) => {
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name ?? "");
    if (code) {
      const point = code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16);
      if (isXmlCharacter(point)) return String.fromCodePoint(point);
    }
    const known = name !== undefined && Object.hasOwn(entities, name) ? entities[name] : undefined;
    broken ||= known === undefined;
    return known ?? "";
  });
  return broken ? null : plain;
}

function isXmlCharacter(point: number): boolean {
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return (point < 0xd800 || point > 0xdfff) && point !== 0xfffe && point !== 0xffff && point <= 0x10ffff;
}
