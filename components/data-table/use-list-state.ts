"use client";

import { useQueryStates, type UseQueryStatesKeysMap } from "nuqs";
import { useMemo } from "react";

/** A map made with `listParams`, with the list's own filters beside. */
export type ListParams = UseQueryStatesKeysMap & Record<"q" | "sort" | "view" | "open", unknown>;
export type ListView = "table" | "grid";

/** The part of a list's address that the table itself reads and writes. */
export interface ListControls {
  q: string;
  sort: string;
  view: ListView;
  open: string | null;
  /** By filter id; an empty list where nothing is set. */
  filters: Readonly<Record<string, readonly string[]>>;
  search: (q: string) => void;
  sortBy: (sort: string) => void;
  show: (view: ListView) => void;
  /** Pushes a step of history, so that Back closes what is open. */
  openItem: (id: string | null) => void;
  filter: (id: string, values: readonly string[]) => void;
  /** Search and filters back to nothing. */
  clear: () => void;
  /** What a saved view keeps: search, filters, sort and view as they stand in the address, without what is open. */
  address: string;
  /** Takes such an address; what it does not say goes back to how the list begins. */
  apply: (address: string) => void;
}

const own: ReadonlySet<string> = new Set(["q", "sort", "view", "open"]);

type Values = Record<string, unknown>;

interface AnyParser {
  parse: (text: string) => unknown;
  serialize: (value: unknown) => string;
  eq: (a: unknown, b: unknown) => boolean;
  defaultValue?: unknown;
}

const keptBy = (params: ListParams) => Object.keys(params).filter((key) => key !== "open");

function addressOf(params: ListParams, values: Values): string {
  return keptBy(params)
    .flatMap((key) => {
      const [parser, value] = [params[key], values[key]];
      if (parser === undefined || value === null || value === undefined) return [];
      // nuqs knows each parser's own type; here they are one of many.
      const { serialize = String, eq = Object.is, defaultValue } = parser as Partial<AnyParser>;
      if (defaultValue !== undefined && eq(value, defaultValue)) return [];
      return [`${key}=${encodeURIComponent(serialize(value))}`];
    })
    .join("&");
}

function valuesOf(params: ListParams, address: string): Values {
  const given = new URLSearchParams(address);
  return Object.fromEntries(
    keptBy(params).map((key) => {
      const text = given.get(key);
      return [key, text === null ? null : ((params[key] as AnyParser | undefined)?.parse(text) ?? null)];
    }),
  );
}

/** Keeps search, sort, filters, view and open item in the address: any view can be sent to a colleague. */
export function useListState<Params extends ListParams>(params: Params) {
  const [values, set] = useQueryStates(params, { history: "replace" });
  const list = useMemo((): ListControls => {
    // nuqs types its setter by the exact map; here the map is known only as "a list's".
    const write = set as (change: Values, options?: { history: "push" }) => Promise<URLSearchParams>;
    const read = values as Values;
    const text = (key: string) => (typeof read[key] === "string" ? read[key] : "");
    const names = Object.keys(params).filter((key) => !own.has(key));
    const many = (key: string) => Array.isArray(params[key]?.defaultValue);
    const filters = Object.fromEntries(
      names.map((key) => {
        const value = read[key];
        if (Array.isArray(value)) return [key, value.map(String)];
        return [key, typeof value === "string" ? [value] : []];
      }),
    );
    return {
      q: text("q"),
      sort: text("sort"),
      view: read["view"] === "grid" ? "grid" : "table",
      open: typeof read["open"] === "string" ? read["open"] : null,
      filters,
      search: (q) => void write({ q: q === "" ? null : q }),
      sortBy: (sort) => void write({ sort }),
      show: (view) => void write({ view }),
      openItem: (id) => void write({ open: id }, { history: "push" }),
      filter: (id, next) => void write({ [id]: next.length === 0 ? null : many(id) ? [...next] : (next[0] ?? null) }),
      address: addressOf(params, read),
      apply: (address) => void write(valuesOf(params, address)),
      clear: () => void write(Object.fromEntries(["q", ...names].map((key) => [key, null]))),
    };
  }, [params, set, values]);
  return { values, list };
}
