import type { Field } from "./contract";
import { badArgument, GatewayError } from "./errors";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

type Value = string | number | boolean | string[] | Input | Input[];

/**
 * A request body after validation: only declared fields, texts as strings, integers as numbers.
 * Absent and null fields are missing; the getters answer the empty value for them.
 */
export class Input {
  constructor(private readonly values: ReadonlyMap<string, Value>) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string {
    const value = this.values.get(name);
    return typeof value === "string" ? value : "";
  }

  integer(name: string): number {
    const value = this.values.get(name);
    return typeof value === "number" ? value : 0;
  }

  flag(name: string): boolean {
    return this.values.get(name) === true;
  }

  texts(name: string): string[] {
    const value = this.values.get(name);
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  }

  /** The same with a field under another name. */
  renamed(from: string, to: string): Input {
    return new Input(new Map([...this.values].map(([name, value]) => [name === from ? to : name, value])));
  }

  object(name: string): Input {
    const value = this.values.get(name);
    return value instanceof Input ? value : new Input(new Map());
  }

  objects(name: string): Input[] {
    const value = this.values.get(name);
    return Array.isArray(value) ? value.filter((item) => item instanceof Input) : [];
  }
}

/**
 * Checks a body against its fields. Throws OPEN000010 (missing, too long, not allowed), OPEN000008 (wrong type),
 * OPEN000024 (list too long) or the field's own code. Undeclared fields are dropped without a word, as the real one does.
 */
export function validate(body: JsonObject, fields: readonly Field[], prefix = ""): Input {
  const values = new Map<string, Value>();
  for (const field of fields) {
    const given = body[field.name];
    const name = prefix + field.name;
    if (given === undefined || given === null || (field.type === "flag" && given === "")) {
      if (field.required) throw badArgument(name);
      continue;
    }
    values.set(field.name, convert(given, field, name));
  }
  return new Input(values);
}

function convert(given: Json, field: Field, name: string): Value {
  switch (field.type) {
    case "text":
      return toText(given, field, name);
    case "integer":
      return toInteger(given, field, name);
    case "flag":
      return toFlag(given, name);
    case "texts":
      return toList(given, field, name).map((item) => toText(item, field, name));
    case "either":
      return (Array.isArray(given) ? toList(given, field, name) : [given]).map((item) => toText(item, field, name));
    case "object":
      return validate(toObject(given, name), field.fields ?? [], `${name}.`);
    case "objects":
      return toList(given, field, name).map((item, index) =>
        validate(toObject(item, name), field.fields ?? [], `${name}[${index}].`),
      );
  }
}

function toText(given: Json, field: Field, name: string): string {
  if (typeof given !== "string" && typeof given !== "number") throw wrongType(name);
  const value = String(given);
  if (field.required && value.trim() === "") throw badArgument(name);
  for (const part of field.commas ? value.split(",") : [value]) {
    if (field.max !== undefined && part.trim().length > field.max) throw badArgument(name);
    if (field.oneOf !== undefined && part !== "" && !field.oneOf.includes(part)) throw badArgument(name);
  }
  return value;
}

function toInteger(given: Json, field: Field, name: string): number {
  if (typeof given !== "string" && typeof given !== "number") throw wrongType(name);
  if (typeof given === "string" && !/^-?\d{1,15}$/.test(given)) throw wrongType(name);
  const value = Number(given);
  if (!Number.isSafeInteger(value)) throw wrongType(name);
  if (field.range !== undefined && (value < field.range[0] || value > field.range[1])) {
    throw field.code === undefined ? badArgument(name) : new GatewayError(field.code);
  }
  return value;
}

function toFlag(given: Json, name: string): boolean {
  const word = typeof given === "object" ? "" : String(given);
  if (["true", "1"].includes(word)) return true;
  if (["false", "0"].includes(word)) return false;
  throw wrongType(name);
}

function toList(given: Json, field: Field, name: string): Json[] {
  if (!Array.isArray(given)) throw wrongType(name);
  if (field.required && given.length === 0) throw badArgument(name);
  if (field.most !== undefined && given.length > field.most) throw new GatewayError("OPEN000024");
  return given;
}

function toObject(given: Json, name: string): JsonObject {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw wrongType(name);
  return given;
}

function wrongType(name: string): GatewayError {
  return new GatewayError("OPEN000008", `param convert error [${name}]{OPEN000008}`);
}
