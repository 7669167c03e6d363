import { Facts } from "@/components/mirror/facts";

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((item) => !isPlain(item) && !Array.isArray(item))) {
    return value.length === 0 ? "nothing" : value.map(inWords).join(", ");
  }
  return JSON.stringify(value);
}

/** `areaIds` and `area_ids` read "area ids". */
const fieldInWords = (name: string) =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[_.-]+/g, " ")
    .toLowerCase();

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What changed, before and after, where an entry tells both; and whatever else it tells, a line each. */
export function EntryDetails({ details }: { details: unknown }) {
  if (!isPlain(details)) return <p className="text-sm wrap-anywhere">{inWords(details)}</p>;
  const { before, after, ...rest } = details;
  const changes = isPlain(before) && isPlain(after) ? changesOf(before, after) : null;
  const others = changes === null ? details : rest;
  return (
    <>
      {changes === null ? null : (
        <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-2.5 text-sm">
          {changes.map(({ name, from, to }) => (
            <div key={name} className="contents">
              <dt className="text-fg-soft">{capital(fieldInWords(name))}</dt>
              <dd className="min-w-0 wrap-anywhere">
                <del className="text-fg-faint">
                  <span className="sr-only">before: </span>
                  <bdi>{from}</bdi>
                </del>{" "}
                <ins className="no-underline">
                  <span className="sr-only">after: </span>
                  <bdi>{to}</bdi>
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {Object.keys(others).length === 0 ? null : (
        <Facts
          className={changes === null ? "" : "mt-2.5"}
          facts={Object.entries(others).map(([name, value]) => ({
            label: capital(fieldInWords(name)),
            value: <bdi>{inWords(value)}</bdi>,
          }))}
        />
      )}
    </>
  );
}

function changesOf(before: Plain, after: Plain): { name: string; from: string; to: string }[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, from: inWords(before[name]), to: inWords(after[name]) }))
    .filter(({ from, to }) => from !== to);
}
