/** Runs with other settings, read from the environment anew, as another process would have them. */
const live = {
  GATEHOUSE_SANDBOX: "0",
  HCC_BASE_URL: "http://127.0.0.1:9",
  HCC_APP_KEY: "test-app-key",
  HCC_SECRET_KEY: "test-secret-key",
};

// Made from settings, so made anew with them.
const memoised = ["settings"];

function forget(): void {
  const instances = (globalThis as Record<symbol, unknown>)[Symbol.for("gatehouse.process")];
  if (!(instances instanceof Map)) return;
  for (const name of memoised) instances.delete(name);
  for (const name of instances.keys()) if (String(name).startsWith("key.")) instances.delete(name);
}

function assign(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  forget();
}

export async function withSettings<T>(variables: Record<string, string>, work: () => Promise<T>): Promise<T> {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  assign(variables);
  try {
    return await work();
  } finally {
    assign(before);
  }
}

/** As an installation with keys of a real gateway, which is not there. */
export function inLiveMode<T>(work: () => Promise<T>): Promise<T> {
  return withSettings(live, work);
}
