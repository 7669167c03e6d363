/** Runs in the browser before anything else of ours. */
import { config } from "zod/v4/core";

// Zod would try whether it may evaluate code; our policy forbids it, and the browser reports each try.
config({ jitless: true });
