import { hash, verify, type Algorithm } from "@node-rs/argon2";
import { oncePerProcess } from "@/lib/process";

/** OWASP's argon2id with 19 MiB, two passes, one lane. The library's enum exists in types only; 2 is argon2id. */
const parameters = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The same typed characters have several encodings; keyboards of different systems choose differently. */
const canonical = (password: string) => password.normalize("NFKC");

export function hashPassword(password: string): Promise<string> {
  return hash(canonical(password), parameters);
}

const decoy = () => oncePerProcess("auth.decoy", () => hashPassword("no account has this hash"));

/** Does the same work when there is no such account (`stored` is null), so that time tells nothing. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const other = await decoy();
  const matches = await verify(stored ?? other, canonical(password));
  return matches && stored !== null;
}
