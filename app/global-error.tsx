"use client";

import "./globals.css";

/** The last resort, when even the frame failed: needs nothing but the style sheet. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Gatehouse failed</title>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-2 p-6 text-center">
          <h1 className="text-xl font-semibold">The console could not be shown</h1>
          <p className="max-w-96 text-fg-soft">
            Try again. If it stays, tell whoever runs this server{error.digest === undefined ? "" : " the code below"}.
          </p>
          <button
            type="button"
            onClick={error.name === "PartGoneError" ? () => location.reload() : reset}
            className="mt-4 h-control rounded-md bg-accent px-3 text-sm font-medium text-accent-on hover:bg-accent-hover"
          >
            Try again
          </button>
          {error.digest === undefined ? null : (
            <code className="mt-4 font-mono text-xs text-fg-faint">{error.digest}</code>
          )}
        </main>
      </body>
    </html>
  );
}
