/** Runs in the browser before anything else of ours. */

// Zod would try whether it may evaluate code; our policy forbids it, and the browser reports each try. This is where zod
// keeps its settings (its `config`, which would bring a part of zod to every page).
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
