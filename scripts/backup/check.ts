/** Reads a whole backup without using it: everything is there, and is what the manifest says. */
import { readArchive } from "./archive";
import { Failure } from "./failure";
import { formatName, formatText, Manifest, manifestName, secretName, Tally } from "./manifest";

const manifestBytes = 64 * 1024 * 1024;

/** `tables/camera/00000001` and `media/ab/abc…`: the part it belongs to, and the path within. Null for a stranger. */
export function partOf(name: string): { part: string; path: string } | null {
  const table = /^tables\/([a-z_][a-z0-9_]*)\/\d{8,}$/.exec(name);
  if (table?.[1] !== undefined) return { part: `tables/${table[1]}`, path: "" };
  const file = /^(media|results)\/(.+)$/.exec(name);
  const safe = file?.[2]
    ?.split("/")
    .every((step) => step !== "" && step !== "." && step !== ".." && !/[\\\0]/.test(step));
  return file?.[1] !== undefined && file[2] !== undefined && safe === true ? { part: file[1], path: file[2] } : null;
}

/** Throws Failure when the passphrase or the file is wrong. */
export async function checkBackup(file: string, passphrase: string): Promise<Manifest> {
  const tallies = new Map<string, Tally>();
  const tallyOf = (part: string) => {
    const tally = tallies.get(part) ?? new Tally();
    tallies.set(part, tally);
    return tally;
  };
  const damaged = (what: string) => new Failure("damaged", `${file} is damaged: ${what}. Nothing was changed.`);
  let text = "";
  let first = true;
  await readArchive(file, passphrase, async (name, size, bytes) => {
    if (text !== "") throw damaged("something follows its manifest");
    if (name === manifestName || name === formatName) {
      if (size > manifestBytes) throw damaged(`${name} is too long`);
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      const read = Buffer.concat(chunks).toString("utf8");
      if (name === manifestName) text = read;
      else if (read !== formatText) {
        throw new Failure("refused", `${file} was made by a newer Gatehouse: restore it with that version.`);
      }
      if (first !== (name === formatName)) throw damaged("its parts are out of order");
      first = false;
      return;
    }
    if (first) throw new Failure("damaged", `${file} is no backup of Gatehouse.`);
    const place = name === secretName ? { part: secretName, path: "" } : partOf(name);
    if (place === null) throw damaged(`it holds ${name}`);
    const tally = tallyOf(place.part);
    if (place.path !== "") tally.file(place.path, size);
    for await (const chunk of bytes) tally.add(chunk);
  });
  let manifest: Manifest;
  try {
    manifest = Manifest.parse(JSON.parse(text));
  } catch (error) {
    throw new Failure("damaged", `${file} is damaged: its manifest cannot be read.`, { cause: error });
  }
  const expected: [string, string, number][] = [
    ...manifest.tables.map((table): [string, string, number] => [`tables/${table.name}`, table.sha256, table.bytes]),
    ...manifest.folders.map((folder): [string, string, number] => [folder.name, folder.sha256, folder.bytes]),
  ];
  if (manifest.secret !== null) expected.push([secretName, manifest.secret, tallyOf(secretName).bytes]);
  for (const [part, sha256, bytes] of expected) {
    const tally = tallyOf(part);
    if (tally.bytes !== bytes || tally.digest() !== sha256) throw damaged(`${part} does not fit its hash`);
    tallies.delete(part);
  }
  const [extra] = [...tallies.keys()];
  if (extra !== undefined) throw damaged(`its manifest does not know ${extra}`);
  return manifest;
}
