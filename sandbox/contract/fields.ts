/** One body parameter of the guide. Lengths are characters; for lists they bound each text. `either`: a text or texts. */
export interface Field {
  name: string;
  type: "text" | "integer" | "flag" | "texts" | "either" | "object" | "objects";
  required?: true;
  max?: number;
  /** Values allowed, compared as text. */
  oneOf?: readonly string[];
  /** Several values in one text, separated by commas: length and values are each one's. */
  commas?: true;
  /** Smallest and largest integer, and the code when it lies outside (default OPEN000010). */
  range?: readonly [number, number];
  code?: string;
  /** Longest list; more answers OPEN000024. */
  most?: number;
  fields?: readonly Field[];
}

/** One endpoint of the guide; `path` is below /api/hccgw, `{name}` marks a path parameter. */
export interface Endpoint {
  method: "GET" | "POST";
  path: string;
  section: string;
  /** False for the token call alone. */
  token: boolean;
  fields: readonly Field[];
}

type Options = Omit<Field, "name" | "type">;

export const text = (name: string, options: Options = {}): Field => ({ name, type: "text", ...options });
export const integer = (name: string, options: Options = {}): Field => ({ name, type: "integer", ...options });
/** true or false; 1 and 0 are taken, and a blank text counts as missing. */
export const flag = (name: string, options: Options = {}): Field => ({ name, type: "flag", ...options });
export const texts = (name: string, options: Options = {}): Field => ({ name, type: "texts", ...options });
export const object = (name: string, fields: readonly Field[], options: Options = {}): Field => ({
  name,
  type: "object",
  fields,
  ...options,
});
export const objects = (name: string, fields: readonly Field[], options: Options = {}): Field => ({
  name,
  type: "objects",
  fields,
  ...options,
});

export const required = true;

/** Pages a 32-bit integer can name. */
export const PAGES = [1, 2_147_483_647] as const;

/** Page numbers start at 1 here, page sizes go to 500 (A.4, OPEN000025). */
export const paging = [
  integer("pageIndex", { required, range: PAGES }),
  integer("pageSize", { required, range: [1, 500], code: "OPEN000025" }),
];

export const get = (section: string, path: string): Endpoint => ({
  method: "GET",
  path,
  section,
  token: true,
  fields: [],
});
export const post = (section: string, path: string, fields: readonly Field[], token = true): Endpoint => ({
  method: "POST",
  path,
  section,
  token,
  fields,
});
