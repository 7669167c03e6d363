/** What a backup says about itself: the last entry of its archive, written when everything else is known. */
import { createHash, type Hash } from "node:crypto";
import { z } from "zod";

export const formatName = "format";
export const formatText = "gatehouse backup 1\n";
export const manifestName = "manifest.json";
export const secretName = "secret";
/** Folders of the data folder that are kept. */
export const folders = ["media", "results"] as const;
export type Folder = (typeof folders)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const plainName = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const Table = z.object({
  name: plainName,
  columns: z.array(z.string()).min(1),
  rows: count,
  bytes: count,
  /** Of the rows as PostgreSQL's COPY writes them. */
  sha256,
  /** A sum over the rows that does not depend on their order; compared after loading. */
  content: z.string(),
});
export type TableEntry = z.infer<typeof Table>;

const FolderEntry = z.object({
  name: z.enum(folders),
  files: count,
  bytes: count,
  /** Over the path, size and bytes of each file in turn. */
  sha256,
});
export type FolderEntry = z.infer<typeof FolderEntry>;

export const Manifest = z.object({
  app: z.string(),
  createdAt: z.iso.datetime(),
  mode: z.enum(["sandbox", "live"]),
  installation: z.object({ baseUrl: z.string(), appKeyHash: z.string() }),
  /** `server_version_num` of the database. */
  server: z.int(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  /** Each after those it refers to. */
  tables: z.array(Table),
  sequences: z.array(z.object({ name: plainName, value: z.string().regex(/^-?\d+$/), called: z.boolean() })),
  folders: z.array(FolderEntry),
  /** SHA-256 of the installation's own secret; null where it came from GATEHOUSE_SECRET and is not in here. */
  secret: sha256.nullable(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Counts and hashes what belongs to one part of an archive. */
export class Tally {
  readonly #hash: Hash = createHash("sha256");
  bytes = 0;
  files = 0;

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  /** A file of a folder begins. */
  file(path: string, size: number): void {
    this.#hash.update(`${path}\0${size}\0`);
    this.files += 1;
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}
